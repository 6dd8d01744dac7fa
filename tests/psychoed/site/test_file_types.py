"""Types and names of files, one by one."""

from __future__ import annotations

import pytest

from psychoed.site.file_types import content_fault, name_fault, suffix_of, type_fault

HEADS = {
    "a.jpg": b"\xff\xd8\xff\xe0",
    "a.gif": b"GIF89a",
    "a.webp": b"RIFF\0\0\0\0WEBP",
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
    assert content_fault(name, HEADS[name]) is None


@pytest.mark.parametrize("name", [name for name in HEADS if not name.endswith(".other")])
def test_a_content_that_does_not(name: str) -> None:
    assert content_fault(name, b"<\0\xff>")
    assert content_fault(name, b"\xff\0")


def test_a_text_with_a_nul_is_none() -> None:
    assert content_fault("a.txt", b"a\0b")


@pytest.mark.parametrize(
    ("path", "suffix"), [("a.PNG", ".png"), ("b/.htaccess", ""), ("a.b/c", ""), ("a.", "."), ("a.tar.gz", ".gz")]
)
def test_suffixes(path: str, suffix: str) -> None:
    assert suffix_of(path) == suffix


@pytest.mark.parametrize(
    "name", ["a.png", "Größe.png", "日本.md", "a b.md", "a'b.md", "🍞.md", ".gitkeep", "console.md"]
)
def test_names_that_can_be(name: str) -> None:
    assert name_fault(name) is None


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
    assert name_fault(name)


def test_what_mkdocs_yml_lists_is_published() -> None:
    assert type_fault("a/b.js", ["a/b.js"], []) is None
    assert type_fault("a/b.js", ["b.js"], [])
    assert type_fault("a.pdf", [], [".pdf"]) is None
    assert type_fault("a/b.html", [], ["a/b.html"]) is None
    assert type_fault("b.html", [], ["a/b.html"])
