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


def name_fault(name: str) -> tuple[str, str] | None:
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


def suffix_of(path: str) -> str:
    """Return a file name's suffix in lower case with its dot; empty if there is none."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def type_fault(path: str, listed: Collection[str], publish: Collection[str]) -> tuple[str, str] | None:
    """Return why the file at ``path`` below docs/ is not published, and what to do; None if it is.

    ``listed`` are the scripts and styles in mkdocs.yml, ``publish`` are the site's extra suffixes and paths. Pages are
    always published.
    """
    suffix = suffix_of(path)
    if path in listed or path in publish or suffix in publish or suffix in PUBLISHED:
        return None
    if path.rpartition("/")[2].startswith("."):
        return "hidden files are not published", "Move it out of docs/."
    if setting := _LISTED.get(suffix):
        return f"'{suffix}' files are published only if mkdocs.yml lists them", f"List it in {setting}, or delete it."
    what = f"'{suffix}' files are" if suffix else "a file without a suffix is"
    return f"{what} not published from docs/", _HINT


def content_fault(path: str, data: bytes) -> tuple[str, str] | None:
    """Return why the file's content does not match its suffix, and what to do; None if it does or can't be told."""
    suffix = suffix_of(path)
    matches = _MAGIC.get(suffix)
    if matches and not matches(data):
        return f"the content is not that of a '{suffix}' file", "Save it again as what its name says, or rename it."
    if suffix in _TEXT:
        try:
            if "\0" not in data.decode("utf-8"):
                return None
        except UnicodeDecodeError as error:
            return f"this file is not UTF-8 text (byte {error.start})", "Save it as UTF-8."
        return "this file holds a NUL character and is no text", "Save it as UTF-8 text."
    return None
