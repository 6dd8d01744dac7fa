"""Import of RIS, as libraries and journals export it, as CSL items.

Follows the RIS specification of Research Information Systems (two-character tag, two spaces, hyphen, space), in the
form that publishers write. Unknown tags are skipped; a line without a tag continues the one before.
"""

from __future__ import annotations

import re
from typing import Any

_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$")
_TYPES = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "INPR": "article-journal", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter",
    "ECHAP": "chapter", "CONF": "paper-conference", "CPAPER": "paper-conference", "RPRT": "report", "GOVDOC": "report",
    "THES": "thesis", "DATA": "dataset", "COMP": "software", "ELEC": "webpage", "WEB": "webpage", "BLOG": "webpage",
    "UNPB": "posted-content", "VIDEO": "motion_picture", "MPCT": "motion_picture", "SOUND": "song",
}  # fmt: skip
_FIELDS = {
    "title": ("TI", "T1", "CT"), "container-title": ("T2", "JO", "JF", "BT", "JA", "J2"), "volume": ("VL",),
    "issue": ("IS",), "publisher": ("PB",), "publisher-place": ("CY",), "edition": ("ET",), "DOI": ("DO",),
    "URL": ("UR", "L2"), "language": ("LA",), "article-number": ("C7",), "genre": ("M3",),
}  # fmt: skip


def import_ris(text: str) -> list[dict[str, Any]]:
    """Convert a RIS file to CSL items; return an empty list if the text is not RIS."""
    found: list[dict[str, list[str]]] = []
    tag = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n"):
        match = _LINE.match(line)
        if match:
            tag = match[1]
            if tag == "TY":
                found.append({})
            if found:
                found[-1].setdefault(tag, []).append((match[2] or "").strip())
        elif found and line.strip() and tag in found[-1]:
            found[-1][tag][-1] += f" {line.strip()}"
        if tag == "ER":
            tag = ""
    return [_item(tags) for tags in found]


def _item(tags: dict[str, list[str]]) -> dict[str, Any]:
    kind = _TYPES.get(_first(tags, "TY"), "")
    item: dict[str, Any] = {name: value for name, names in _FIELDS.items() if (value := _first(tags, *names))}
    item["type"] = kind
    # T2 may repeat a book's own title. A2 has the editors of an edited volume; its meaning for an article is uncertain.
    editors = tags.get("ED", []) + (tags.get("A2", []) if kind in {"chapter", "paper-conference"} else [])
    item["author"] = [_name(name) for name in tags.get("AU", []) + tags.get("A1", []) if name]
    item["editor"] = [_name(name) for name in editors if name]
    if date := re.findall(r"\d+", _first(tags, "PY", "Y1", "DA")):
        item["issued"] = {"date-parts": [date[:3]]}
    if start := _first(tags, "SP"):
        end = _first(tags, "EP")
        item["page"] = f"{start}-{end}" if end and end != start and "-" not in start else start
    if kind == "book" and (isbn := _first(tags, "SN")):
        item["ISBN"] = isbn
    return item


def _first(tags: dict[str, list[str]], *names: str) -> str:
    return next((value for name in names for value in tags.get(name, []) if value), "")


def _name(name: str) -> dict[str, str]:
    """Parse ``Ashar, Yoni K., Jr.``; a name without a comma is an organisation's."""
    parts = [part.strip() for part in name.split(",", 2)]
    if len(parts) == 1:
        return {"literal": name}
    return {"family": parts[0], "given": parts[1]} | ({"suffix": parts[2]} if len(parts) > 2 else {})
