"""Raw values of an entry's fields, and their form in house style."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_citeproc.bibliography.dates import is_date, to_iso
from mkdocs_citeproc.bibliography.doi import strip_doi_prefix
from mkdocs_citeproc.bibliography.names import remove_accents

NAME_FIELDS = {
    "afterword", "annotator", "author", "bookauthor", "commentator", "director", "editor", "editora", "editorb",
    "editorc", "foreword", "holder", "introduction", "shortauthor", "shorteditor", "translator",
}  # fmt: skip
"""Fields with people and organisations, separated by *and*."""

TITLE_FIELDS = ("title", "subtitle", "booktitle", "booksubtitle", "maintitle")
"""Fields that are printed as titles."""

VERBATIM_FIELDS = {"doi", "eprint", "file", "pdf", "url", "urlraw", "verba", "verbb", "verbc"}
"""Fields in which backslashes and braces are literal, not LaTeX; biblatex manual, 2.2.1."""

_DATES = {"date", "eventdate", "origdate", "urldate"}
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_BARE = re.compile(r"[^\s#,{}\"]+")
_RANGE = re.compile(r"([^\W_][\w.:]*)\s*(?:-{1,3}|[–—])\s*([^\W_][\w.:]*)")


def get_raw_value(text: str, start: int) -> str:
    """Return the raw value of the field whose name starts at ``start``: ``{…}``, ``"…"``, a name, or several with #."""
    begin, end = find_value_span(text, start)
    return text[begin:end]


def find_value_span(text: str, start: int) -> tuple[int, int]:
    """Return start and end of the value of the field whose name starts at ``start``."""
    begin = at = _skip(text, text.index("=", start) + 1)
    while True:
        at = _part_end(text, at)
        after = _skip(text, at)
        if not text.startswith("#", after):
            return begin, at
        at = _skip(text, after + 1)


def _skip(text: str, at: int) -> int:
    blank = re.compile(r"\s*").match(text, at)
    return blank.end() if blank else at


def _part_end(text: str, at: int) -> int:
    """Return the end of the part of a value that starts at ``at``; in BibTeX a backslash does not escape a brace."""
    if text[at] not in '{"':
        bare = _BARE.match(text, at)
        return bare.end() if bare else at + 1
    depth = 0
    for match in re.compile(r'[{}"]').finditer(text, at + (text[at] == '"')):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == ("}" if text[at] == "{" else '"'):
            return match.end()
    return len(text)


def fix_value(name: str, raw: str) -> str:
    """Convert the raw value of the field ``name`` to house style.

    Braces replace quotation marks and surround numbers; whitespace is folded; LaTeX accents become letters; DOIs are
    bare; page ranges have two hyphens; dates are ISO. @strings and values joined with # stay unchanged.
    """
    parts = list(_parts(raw))
    if len(parts) > 1:
        return " # ".join(_BLANKS.sub(" ", part) for part in parts)
    [part] = parts
    if part[0] == "{" or (part[0] == '"' and not re.search(r"\\[{}]", part)):
        return f"{{{fix_text(name, part[1:-1])}}}"
    return f"{{{fix_text(name, part)}}}" if part.isdecimal() else _BLANKS.sub(" ", part)


def _parts(raw: str) -> Iterator[str]:
    at = 0
    while at < len(raw):
        end = _part_end(raw, at)
        yield raw[at:end]
        at = _skip(raw, _skip(raw, end) + 1)


def fix_text(name: str, text: str) -> str:
    """Convert the text between the braces of the field ``name`` to house style."""
    text = _BLANKS.sub(" ", text).strip(" ")
    if name == "doi":
        return strip_doi_prefix(text) or text
    if name in VERBATIM_FIELDS:
        return text
    if name in _DATES:
        return text if is_date(text) else to_iso(text) or text
    text = remove_accents(text, keep_case=name not in NAME_FIELDS)
    return ", ".join(map(_page_range, text.split(", "))) if name == "pages" else text


def split_page_range(pages: str) -> tuple[str, str] | None:
    """Return first and last page of ``13-23``, ``13--23`` or ``13–23``; None for anything ambiguous."""
    match = _RANGE.fullmatch(pages)
    return (match[1], match[2]) if match else None


def _page_range(pages: str) -> str:
    """Write a range with two hyphens; leave anything ambiguous unchanged."""
    return "--".join(split_page_range(pages) or (pages,))
