from __future__ import annotations

import struct

import pytest

from tools.pictures import DOCS, MADE, hash_drawing, mark_picture, write_ico

DRAWING = b"<svg/>\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5B", 13, b"IHDR", 32, 16, 8, 6, 0, 0, 0) + b"crc!" + b"rest"


@pytest.mark.parametrize("name", MADE)
def test_each_picture_shows_its_drawing_as_it_is_now(name: str) -> None:
    """If this fails: python -m tools.pictures."""
    source, width, height = MADE[name]
    picture = (DOCS / name).read_bytes()
    at = picture.index(b"\x89PNG")
    assert struct.unpack(">II", picture[at + 16 : at + 24]) == (width, height)
    assert hash_drawing((DOCS / source).read_bytes()) in picture
    assert len(picture) < 60_000


def test_the_mark_stands_behind_the_header_and_nothing_is_lost() -> None:
    with_mark = mark_picture(PNG, DRAWING)
    assert with_mark.replace(with_mark[33:-4], b"") == PNG
    assert with_mark[33:].startswith(struct.pack(">I4s", 7 + 64, b"tEXt"))


def test_an_icon_file_holds_the_picture_whole() -> None:
    icon = write_ico(PNG, 32)
    size, offset = struct.unpack("<II", icon[14:22])
    assert icon[offset : offset + size] == PNG
    assert icon[:4] == b"\0\0\1\0"
    assert icon[6:8] == b"\x20\x20"


def test_line_ends_of_windows_make_no_other_drawing() -> None:
    assert hash_drawing(b"<svg>\r\n</svg>") == hash_drawing(b"<svg>\n</svg>")
