"""The podcast feed: what programs for podcasts need, and text as text."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from psychoed.audio.podcast import Episode, Show, render_podcast

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
SHOW = Show(
    "Bread & <butter>",
    "About.",
    "https://a.example/",
    "https://a.example/pod.xml",
    "en",
    "Ada",
    "https://a.example/p.png",
)
EPISODE = Episode(
    "Rise", "How.", "https://a.example/rise/", "https://a.example/rise/rise.mp3", 12, 61.4, date(2026, 11, 5)
)


def test_an_episode_has_its_page_and_its_sound() -> None:
    root = ElementTree.fromstring(render_podcast(SHOW, [EPISODE, EPISODE]))  # noqa: S314
    assert root.findtext("channel/title") == "Bread & <butter>"
    items = root.findall("channel/item")
    assert [item.findtext(f"{ITUNES}episode") for item in items] == ["1", "2"]
    sound = items[0].find("enclosure")
    assert sound is not None
    assert sound.attrib == {"url": EPISODE.sound, "length": "12", "type": "audio/mpeg"}
    assert items[0].findtext("link") == EPISODE.page
    assert items[0].findtext("pubDate") == "Thu, 05 Nov 2026 00:00:00 +0000"
    assert items[0].findtext(f"{ITUNES}duration") == "61"


def test_what_is_not_known_is_left_out() -> None:
    show = Show("A", "B", "https://a.example/", "https://a.example/pod.xml", "en")
    episode = Episode("A", "B", "https://a.example/a/", "https://a.example/a.mp3", 1, 0)
    root = ElementTree.fromstring(render_podcast(show, [episode]))  # noqa: S314
    assert root.find(f"channel/{ITUNES}image") is None
    assert root.find(f"channel/{ITUNES}author") is None
    assert root.find("channel/item/pubDate") is None
