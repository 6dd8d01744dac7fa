"""Sources as RIS, the form that Zotero, EndNote, Mendeley and most libraries take.

Follows the RIS Format Specifications (Research Information Systems, 2001) and the tags in use since 2011: a tag of two
signs, two blanks, a hyphen, a blank, the value; one author a line; TY first and ER last; lines end in CR LF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psychoed.export.record import Record

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "article": "UNPB",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "interview": "PCOMM",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "VIDEO",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "personal_communication": "PCOMM",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "CPAPER",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


def ris_file(records: Iterable[str]) -> str:
    """Records, each as ``ris_record`` writes it, as the text of a .ris file: a blank line between two."""
    return "\r\n".join(records)


def ris_record(record: Record) -> str:
    """One record, from TY to ER."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(record))


def _lines(record: Record) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(record.type, "GEN")
    yield "ID", record.key
    values = [
        *(("AU", name.inverted) for name in record.authors),
        ("TI", record.title),
        ("T2", record.container),
        # Of a chapter the editors are those of the book, which are "secondary authors".
        *(("A2", name.inverted) for name in record.editors),
        ("PY", record.year),
        ("DA", _day(record.issued) if len(record.issued) > 1 else ""),
        ("VL", record.volume),
        ("IS", record.issue or record.number),
        ("SP", record.first_page),
        ("EP", record.last_page),
        ("ET", record.edition),
        ("M3", record.genre),
        ("PB", record.publisher),
        ("CY", record.place),
        ("SN", record.isbn or record.issn),
        ("DO", record.doi),
        ("UR", record.url or record.doi_address),
        ("Y2", _day(record.accessed)),
    ]
    yield from ((tag, value) for tag, value in values if value)
    yield "ER", ""


def _day(parts: tuple[int, ...]) -> str:
    """``2021/09/29/``: all three slashes always, what is not known left empty."""
    if not parts:
        return ""
    month, day = ([f"{part:02}" for part in parts[1:]] + ["", ""])[:2]
    return f"{parts[0]:04}/{month}/{day}/"
