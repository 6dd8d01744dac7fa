"""A podcast feed of the recordings (RSS 2.0 with Apple's elements)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from xml.etree import ElementTree

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_ATOM = "http://www.w3.org/2005/Atom"
ElementTree.register_namespace("itunes", _ITUNES)
ElementTree.register_namespace("atom", _ATOM)


@dataclass(frozen=True, slots=True)
class Show:
    """What the feed says of itself; addresses are complete."""

    title: str
    description: str
    link: str
    feed: str
    language: str
    author: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Episode:
    """A page and its recording; addresses are complete."""

    title: str
    description: str
    page: str
    sound: str
    size: int
    seconds: float
    written: date | None = None


def render_podcast(show: Show, episodes: Iterable[Episode]) -> str:
    """Return the feed, with the episodes in the order given."""
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    for name, text in (("title", show.title), ("link", show.link), ("description", show.description)):
        ElementTree.SubElement(channel, name).text = text
    ElementTree.SubElement(channel, "language").text = show.language
    ElementTree.SubElement(channel, f"{{{_ATOM}}}link", href=show.feed, rel="self", type="application/rss+xml")
    ElementTree.SubElement(channel, f"{{{_ITUNES}}}explicit").text = "false"
    ElementTree.SubElement(channel, f"{{{_ITUNES}}}type").text = "serial"
    if show.author:
        ElementTree.SubElement(channel, f"{{{_ITUNES}}}author").text = show.author
    if show.image:
        ElementTree.SubElement(channel, f"{{{_ITUNES}}}image", href=show.image)
    for number, episode in enumerate(episodes, 1):
        item = ElementTree.SubElement(channel, "item")
        for name, text in (("title", episode.title), ("link", episode.page), ("description", episode.description)):
            ElementTree.SubElement(item, name).text = text
        ElementTree.SubElement(item, "guid").text = episode.sound
        if episode.written:
            day = datetime(episode.written.year, episode.written.month, episode.written.day, tzinfo=UTC)
            ElementTree.SubElement(item, "pubDate").text = format_datetime(day)
        ElementTree.SubElement(item, "enclosure", url=episode.sound, length=str(episode.size), type="audio/mpeg")
        ElementTree.SubElement(item, f"{{{_ITUNES}}}duration").text = str(round(episode.seconds))
        ElementTree.SubElement(item, f"{{{_ITUNES}}}episode").text = str(number)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'
