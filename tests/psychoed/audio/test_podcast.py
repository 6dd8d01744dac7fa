"""The podcast feed: what programs for podcasts need, and text as text."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from psychoed.audio.podcast import Episode, Show, add_chapters, render_podcast

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


def read_size(data: bytes) -> int:
    """Return the number in four bytes of seven bits."""
    assert max(data) < 128
    return int("".join(f"{byte:07b}" for byte in data), 2)


def read_frames(data: bytes) -> list[tuple[str, bytes]]:
    """Return the frames of an ID3v2.4 tag or of a chapter, by the specification."""
    frames = []
    while data:
        size = read_size(data[4:8])
        assert data[8:10] == b"\0\0"
        frames.append((data[:4].decode(), data[10 : 10 + size]))
        data = data[10 + size :]
    return frames


def test_a_recording_has_its_title_and_chapters() -> None:
    long = "é" * 100
    data = add_chapters(b"\xff\xf3sound", "Rise", [(0.3, "Rise"), (61.25, long)], 90.5)
    assert data[:6] == b"ID3\x04\0\0"
    end = 10 + read_size(data[6:10])
    assert data[end:] == b"\xff\xf3sound"
    (_, title), (_, contents), *chapters = read_frames(data[10:end])
    assert title == b"\x03Rise"
    assert contents == b"toc\0\x03\x02c0\0c1\0"
    assert [name for name, _ in chapters] == ["CHAP", "CHAP"]
    for (_, body), name, start, stop, heading in zip(
        chapters, (b"c0", b"c1"), (300, 61_250), (61_250, 90_500), ("Rise", long), strict=True
    ):
        assert body.startswith(name + b"\0" + start.to_bytes(4) + stop.to_bytes(4) + b"\xff" * 8)
        assert read_frames(body[19:]) == [("TIT2", b"\x03" + heading.encode())]


def test_a_recording_of_one_part_has_a_title_only() -> None:
    data = add_chapters(b"sound", "Rise", [(0.3, "Rise")], 2)
    assert [name for name, _ in read_frames(data[10:-5])] == ["TIT2"]
