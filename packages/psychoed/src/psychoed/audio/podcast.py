"""What programs for podcasts read: chapters in a recording (ID3), and the feed (RSS 2.0 with Apple's elements)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


# ID3v2.4 and its addendum "ID3v2 Chapter Frame". Mutagen writes it too, but is under the GPL, and this is all we need.
_UTF_8 = b"\x03"
_NO_BYTE_OFFSET = b"\xff" * 8
_TOP_LEVEL_IN_ORDER = 3
_MOST_CHAPTERS = 255  # they are counted in one byte


def add_chapters(sound: bytes, title: str, chapters: Sequence[tuple[float, str]], seconds: float) -> bytes:
    """Return an MP3 file with its title and its chapters, which begin at the given seconds."""
    chapters = chapters[:_MOST_CHAPTERS]
    starts = [start for start, _ in chapters]
    frames = [_text_frame("TIT2", title)]
    if len(chapters) > 1:
        names = [f"c{number}".encode() + b"\0" for number in range(len(chapters))]
        frames.append(_frame("CTOC", b"toc\0", bytes([_TOP_LEVEL_IN_ORDER, len(names)]), *names))
        for name, (start, heading), end in zip(names, chapters, [*starts[1:], seconds], strict=True):
            times = b"".join(round(1000 * time).to_bytes(4) for time in (start, end))
            frames.append(_frame("CHAP", name, times, _NO_BYTE_OFFSET, _text_frame("TIT2", heading)))
    tag = b"".join(frames)
    return b"ID3\x04\0\0" + _syncsafe(len(tag)) + tag + sound


def _text_frame(name: str, text: str) -> bytes:
    return _frame(name, _UTF_8, text.encode())


def _frame(name: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return name.encode() + _syncsafe(len(body)) + b"\0\0" + body


def _syncsafe(number: int) -> bytes:
    """Return a number in four bytes of seven bits, none of which looks like the start of sound."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
