"""Sources as BibTeX: each entry as its author wrote it, without the fields that are nobody else's business."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from mkdocs_citeproc.bibliography.model import INHERITING, Bibliography, CiteKey, strip_private_fields
from mkdocs_citeproc.export.record import Record, get_schema_type
from mkdocs_citeproc.formatting.request import CslItem

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


def write_ris(records: Iterable[str]) -> str:
    """Records, each as ``ris_record`` writes it, as the text of a .ris file: a blank line between two."""
    return "\r\n".join(records)


def write_ris_record(record: Record) -> str:
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


def write_csl_json(items: Iterable[CslItem]) -> str:
    """Items as the text of a .json file, sorted by key."""
    typed = [{**item, "type": get_schema_type(item)} for item in items]
    listed = sorted(typed, key=lambda item: str(item["id"]))
    return json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_bibtex(bibliography: Bibliography, keys: Iterable[CiteKey]) -> str:
    """These entries, the @strings they use, the entries they inherit from or tell of, as the text of a .bib file.

    Who is inherited from comes last, as BibTeX wants it.
    """
    keys = list(keys)
    needed = bibliography.closure(keys) | bibliography.related(keys)
    parents = {parent for key in needed for parent in bibliography.entries[key].keys_in(*INHERITING, "entryset")}
    order = sorted(needed, key=lambda key: (key in parents, key))
    parts = [bibliography.strings, *(strip_private_fields(bibliography.entries[key].source) for key in order)]
    return "\n".join(f"{part}\n" for part in parts if part)
