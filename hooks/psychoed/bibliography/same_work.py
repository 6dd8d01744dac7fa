"""Whether two entries are one work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from psychoed.bibliography.doi import bare_doi
from psychoed.bibliography.entry import Entry
from psychoed.bibliography.keys import first_name, year
from psychoed.bibliography.names import plain


def same_works(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Each entry that is the same work as one before it, with that one.

    One DOI is one work, in capitals or not. So are one title, year and first author, but not with two DOIs, and a title
    of one or two words, such as *Editorial*, does not count.
    """
    by_doi: dict[str, Entry] = {}
    by_title: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        doi, title = _doi(entry.fields), _title(entry.fields)
        same = by_doi.get(doi) or by_title.get(title or ("", "", ""))
        if same and (not doi or _doi(same.fields) in ("", doi)):
            yield entry, same
        if doi:
            by_doi.setdefault(doi, entry)
        if title:
            by_title.setdefault(title, entry)


def _doi(fields: Mapping[str, str]) -> str:
    return bare_doi(fields.get("doi", "")).lower()


def _title(fields: Mapping[str, str]) -> tuple[str, str, str] | None:
    title = re.sub(r"[\W_]+", " ", plain(fields.get("title", ""))).casefold().strip()
    name, when = first_name(fields), year(fields)
    return (title, when, name.family.casefold()) if len(title.split()) > 2 and name and when else None
