"""Types and names of files, one by one."""

from __future__ import annotations

import pytest

from psychoed.site.file_types import find_content_fault, find_name_fault, find_type_fault, get_suffix, measure_picture

HEADS = {
    "a.jpg": b"\xff\xd8\xff\xc0\0\x0b\x08\0\x02\0\x03" + bytes(9),
    "a.gif": b"GIF89a\x03\0\x02\0" + bytes(9),
    "a.webp": b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0" + bytes(20),
    "a.avif": b"\0\0\0\x20ftypavif",
    "a.ico": b"\0\0\1\0",
    "a.woff2": b"wOF2",
    "a.mp3": b"\xff\xfb",
    "b.mp3": b"ID3",
    "a.ogg": b"OggS",
    "a.m4a": b"\0\0\0\x20ftypM4A",
    "a.webm": b"\x1a\x45\xdf\xa3",
    "a.zip": b"PK\3\4",
    "a.txt": "Größe".encode(),
    "a.other": b"\0",
}


@pytest.mark.parametrize("name", HEADS)
def test_a_content_that_fits(name: str) -> None:
    assert find_content_fault(name, HEADS[name]) is None


@pytest.mark.parametrize("name", [name for name in HEADS if not name.endswith(".other")])
def test_a_content_that_does_not(name: str) -> None:
    assert find_content_fault(name, b"<\0\xff>")
    assert find_content_fault(name, b"\xff\0")


def test_a_text_with_a_nul_is_none() -> None:
    assert find_content_fault("a.txt", b"a\0b")


@pytest.mark.parametrize(
    ("path", "suffix"), [("a.PNG", ".png"), ("b/.htaccess", ""), ("a.b/c", ""), ("a.", "."), ("a.tar.gz", ".gz")]
)
def test_suffixes(path: str, suffix: str) -> None:
    assert get_suffix(path) == suffix


@pytest.mark.parametrize(
    "name", ["a.png", "Größe.png", "日本.md", "a b.md", "a'b.md", "🍞.md", ".gitkeep", "console.md"]
)
def test_names_that_can_be(name: str) -> None:
    assert find_name_fault(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "a\udce9",
        "a\x1b[31m",
        "a\u2066b",
        "a?b",
        "a ",
        " a",
        "a.",
        "COM1.md",
        "aux",
        "a\u2800",
        "\u0430bout.md",
        "a .md",
    ],
)
def test_names_that_cannot(name: str) -> None:
    assert find_name_fault(name)


def test_what_mkdocs_yml_lists_is_published() -> None:
    assert find_type_fault("a/b.js", ["a/b.js"], []) is None
    assert find_type_fault("a/b.js", ["b.js"], [])
    assert find_type_fault("a.pdf", [], [".pdf"]) is None
    assert find_type_fault("a/b.html", [], ["a/b.html"]) is None
    assert find_type_fault("b.html", [], ["a/b.html"])


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\0\0\0\0" + bytes(9)


def _jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc2\0\x0b\x08" + height.to_bytes(2) + width.to_bytes(2) + bytes(9)
    return b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc4\0\x03a" + frame


def _webp(kind: bytes, rest: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + bytes(4) + rest + bytes(20)


SIZES = {
    "PNG": (_png(3000, 20), (3000, 20)),
    "PNG of many pixels": (_png(30_000, 30_000), (30_000, 30_000)),
    "PNG cut off": (_png(3, 2)[:30], None),
    "GIF": (b"GIF89a\x03\0\x02\0" + bytes(9), (3, 2)),
    "JPEG": (_jpeg(3, 2), (3, 2)),
    "JPEG without a frame": (b"\xff\xd8\xff\xe0" + bytes(90), None),
    "JPEG that goes round": (b"\xff\xd8" + b"\xff\xe0\0\0" * 9, None),
    "WebP": (_webp(b"VP8 ", b"abc\x9d\x01\x2a\x03\0\x02\0"), (3, 2)),
    "WebP without loss": (_webp(b"VP8L", b"\x2f" + (2 | 1 << 14).to_bytes(4, "little")), (3, 2)),
    "WebP with more": (_webp(b"VP8X", bytes(4) + (2).to_bytes(3, "little") + (1).to_bytes(3, "little")), (3, 2)),
    "WebP of no kind": (_webp(b"nope", b""), None),
}


@pytest.mark.parametrize(("data", "size"), SIZES.values(), ids=SIZES.keys())
def test_the_size_in_a_header(data: bytes, size: tuple[int, int] | None) -> None:
    assert measure_picture(data) == size


@pytest.mark.parametrize("data", [_png(30_000, 30_000), _png(0, 5), _png(3, 2)[:30]])
def test_a_picture_that_no_phone_can_show(data: bytes) -> None:
    assert find_content_fault("a.png", data)
    assert find_content_fault("a.png", _png(5000, 5000)) is None


def test_a_hidden_file_is_not_published_unless_the_site_says_so() -> None:
    assert find_type_fault("bread/.notes", (), ()) is not None
    assert find_type_fault("bread/.notes", (), ("bread/.notes",)) is None
