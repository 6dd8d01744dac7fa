"""Sources as BibTeX: each entry as its author wrote it, without the fields that are nobody else's business."""

from __future__ import annotations

from collections.abc import Iterable

from psychoed.bibliography.entry import INHERITING, Bibliography, CiteKey
from psychoed.bibliography.private import published


def bibtex(bibliography: Bibliography, keys: Iterable[CiteKey]) -> str:
    """These entries, the @strings they use, the entries they inherit from or tell of, as the text of a .bib file.

    Who is inherited from comes last, as BibTeX wants it.
    """
    keys = list(keys)
    needed = bibliography.needed(keys) | bibliography.related(keys)
    parents = {parent for key in needed for parent in bibliography.entries[key].keys_in(*INHERITING, "entryset")}
    order = sorted(needed, key=lambda key: (key in parents, key))
    parts = [bibliography.strings, *(published(bibliography.entries[key].source) for key in order)]
    return "\n".join(f"{part}\n" for part in parts if part)
