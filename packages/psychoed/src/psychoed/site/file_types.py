"""Decides which files of docs/ are published, by their names and contents."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from psychoed.site.characters import find_odd_characters

PAGE_SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")

# The first bytes of each type of file. Browsers rely on the type sent by the server, which follows the suffix; a file
# whose content does not match its suffix is a mistake or an attack.
_MAGIC: Mapping[str, Callable[[bytes], bool]] = MappingProxyType(
    {
        ".png": lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
        ".jpg": lambda data: data.startswith(b"\xff\xd8\xff"),
        ".jpeg": lambda data: data.startswith(b"\xff\xd8\xff"),
        ".gif": lambda data: data.startswith((b"GIF87a", b"GIF89a")),
        ".webp": lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP",
        ".avif": lambda data: data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1"),
        ".ico": lambda data: data.startswith(b"\x00\x00\x01\x00"),
        ".woff2": lambda data: data.startswith(b"wOF2"),
        ".mp3": lambda data: data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] >= b"\xe0"),
        ".ogg": lambda data: data.startswith(b"OggS"),
        ".m4a": lambda data: data[4:8] == b"ftyp",
        ".mp4": lambda data: data[4:8] == b"ftyp",
        ".webm": lambda data: data.startswith(b"\x1a\x45\xdf\xa3"),
        # Published only if the site's settings allow them.
        ".pdf": lambda data: data.startswith(b"%PDF-"),
        ".zip": lambda data: data.startswith((b"PK\x03\x04", b"PK\x05\x06")),
    }
)
_TEXT = frozenset({".txt", ".vtt", ".css", ".js", ".csv", ".svg"})
_LISTED = MappingProxyType({".css": "extra_css", ".js": "extra_javascript"})
_ON_REQUEST = frozenset({".pdf", ".zip", ".csv"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".svg"})
PUBLISHED = (frozenset(_MAGIC) | _TEXT) - _ON_REQUEST - _LISTED.keys()
"""The types that every site publishes; styles and scripts are published if mkdocs.yml lists them."""

_HINT = "Move it out of docs/, or name it or its type in mkdocs.yml, extra.site.publish."
# Windows does not allow these in names. Servers differ in whether they read '%' as the start of an escape, and what
# follows '#' is no part of an address.
_RESERVED = frozenset('\\<>:"|?*%#')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789")}
)
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
# Characters of other categories shown as nothing or as a space: joiners, Korean fillers, an empty Braille cell.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


LONGEST_NAME = 150
"""Bytes in a part of an address. Disks store 255, and the build adds endings to a page's name."""


def is_invisible(character: str) -> bool:
    """Return whether this character is invisible in a name, or looks like a space."""
    category = unicodedata.category(character)
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return category in _INVISIBLE or (category == "Zs" and character != " ") or selector or character in _BLANK


def find_name_fault(name: str) -> tuple[str, str] | None:
    """Return why a file or folder can't have this name, and what to do; None if it can."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "the name is not UTF-8", "Rename it."
    if odd := next((each for each in name if is_invisible(each)), None):
        return f"the name has an invisible character (U+{ord(odd):04X})", "Rename it."
    if mixed := next(find_odd_characters(name), None):
        return f"in the name, {mixed.message}", "Rename it."
    if odd := next((each for each in name if each in _RESERVED), None):
        return f"'{odd}' in a name means something else to a web server or to Windows", "Rename it."
    if name.partition(".")[0].rstrip().lower() in _DEVICES:
        return "Windows keeps this name for a device", "Rename it."
    if len(name.encode()) > LONGEST_NAME:
        return f"the name has more than {LONGEST_NAME} bytes", "Shorten it."
    if name != name.strip() or name.endswith(".") or name.rpartition(".")[0].endswith(" "):
        return "the name begins or ends with a space, or ends with a dot", "Rename it."
    return None


def get_suffix(path: str) -> str:
    """Return a file name's suffix in lower case with its dot; empty if there is none."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def find_type_fault(path: str, listed: Collection[str], publish: Collection[str]) -> tuple[str, str] | None:
    """Return why the file at ``path`` below docs/ is not published, and what to do; None if it is.

    ``listed`` are the scripts and styles in mkdocs.yml, ``publish`` are the site's extra suffixes and paths. Pages are
    always published.
    """
    suffix = get_suffix(path)
    if path in listed or path in publish or suffix in publish or suffix in PUBLISHED:
        return None
    if path.rpartition("/")[2].startswith("."):
        return "hidden files are not published", "Move it out of docs/."
    if setting := _LISTED.get(suffix):
        return f"'{suffix}' files are published only if mkdocs.yml lists them", f"List it in {setting}, or delete it."
    what = f"'{suffix}' files are" if suffix else "a file without a suffix is"
    return f"{what} not published from docs/", _HINT


_MEASURED = frozenset({".png", ".gif", ".jpg", ".jpeg", ".webp"})
MOST_PIXELS = 25_000_000
# The markers of a JPEG's size ("start of frame"): all from C0 to CF but those of tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def measure_picture(data: bytes) -> tuple[int, int] | None:
    """Return the width and height in the header of a PNG, GIF, JPEG or WebP picture; None if it has none."""
    if data.startswith(b"\x89PNG") and data[12:16] == b"IHDR" and len(data) > 33:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith(b"GIF8") and len(data) > 13:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data.startswith(b"\xff\xd8"):
        return _measure_jpeg(data)
    if data[8:12] == b"WEBP" and len(data) > 30:
        return _measure_webp(data)
    return None


def _measure_jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xFF:  # padding
            at += 1
        elif data[at + 1] in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        else:
            at += 2 + max(int.from_bytes(data[at + 2 : at + 4]), 2)
    return None


def _measure_webp(data: bytes) -> tuple[int, int] | None:
    if data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if data[12:16] == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if data[12:16] == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
        return width, height
    return None


def find_content_fault(path: str, data: bytes) -> tuple[str, str] | None:
    """Return why the file's content does not match its suffix, and what to do; None if it does or can't be told."""
    suffix = get_suffix(path)
    matches = _MAGIC.get(suffix)
    if matches and not matches(data):
        return f"the content is not that of a '{suffix}' file", "Save it again as what its name says, or rename it."
    if suffix in _MEASURED:
        size = measure_picture(data)
        if size is None or 0 in size:
            return "this picture has no size, so it is damaged or cut off", "Save it again."
        if size[0] * size[1] > MOST_PIXELS:
            message = f"this picture has {size[0]} × {size[1]} pixels, more than {MOST_PIXELS:,} in all"
            return message, "Make it smaller: a phone needs four bytes of memory for each."
    if suffix in _TEXT:
        try:
            if "\0" not in data.decode("utf-8"):
                return None
        except UnicodeDecodeError as error:
            return f"this file is not UTF-8 text (byte {error.start})", "Save it as UTF-8."
        return "this file holds a NUL character and is no text", "Save it as UTF-8 text."
    return None
