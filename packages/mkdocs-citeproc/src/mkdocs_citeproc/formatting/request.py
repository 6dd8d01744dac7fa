"""The request to pandoc: one document with a paragraph for each distinct cluster, formatted by one citeproc run.

Pandoc parses its own citation syntax, so no second parser has to agree with it. A cluster is one line that starts with
"[" or "@", so it cannot start any other block.

Initials of authors in running text are assigned before pandoc runs, because citeproc spends most of its time on them. A
style such as APA prints initials where first authors share a surname: all those with such a surname get them, if their
initials differ from all others'. Citeproc repeats this search for every name of every cluster, two thirds of a run at
300 works. Here each such surname gets an invisible prefix, one for each set of initials, of characters that collation
ignores. Citeproc sorts as before and tells *A. Same* from *B. Same* by the prefix, which is then replaced by the
initials in running text and removed from the list. This applies only in plain cases: if anything is unusual, the
request is left unchanged.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mkdocs_citeproc.apa7 import APA
from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.bibliography.addresses import find_refused_scheme, has_user
from mkdocs_citeproc.citations.grammar import find_clusters

# Without raw_html, tags inside a cluster print as text. shortcut_reference_links must stay on: without it pandoc does
# not see the locator in "@key [p. 3]".
MARKDOWN = "markdown_strict-raw_html+citations+smart"

CslItem = dict[str, Any]
"""One entry as CSL JSON (citation-style-language/schema, csl-data.json)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One citeproc run: ``clusters`` canonical and distinct, ``entries`` the cited ones, ``style`` the CSL text.

    ``texts`` is what pandoc reads for each cluster, ``terms`` the words of ours in the language of ``locale``.
    """

    clusters: tuple[str, ...]
    texts: tuple[str, ...]
    entries: tuple[CslItem, ...]
    style: str
    locale: str
    terms: Terms = ENGLISH_TERMS


def build_request(
    clusters: Iterable[str], entries: Iterable[CslItem], style: str, locale: str, terms: Terms = ENGLISH_TERMS
) -> Request:
    """A request in a fixed order, so that the same site asks the same thing.

    Author-date styles do not depend on the order of clusters, so they are sorted: moving a paragraph changes no
    request. A numeric style counts works by first citation, in the given order of clusters.
    """
    by_id = {entry["id"]: entry for entry in entries}
    distinct, keys = tuple(dict.fromkeys(clusters)), sorted(by_id)
    if 'citation-format="author' in style:
        distinct = tuple(sorted(distinct))
    else:
        cited = (key for cluster in distinct for span in find_clusters(cluster) for key in span.keys)
        keys = [key for key in dict.fromkeys([*cited, *keys]) if key in by_id]
    return Request(distinct, distinct, tuple(by_id[key] for key in keys), style, locale, terms)


# Haskell's garbage is collected less often: citations take a third less time from 300 works on, and the bibliography of
# a site of 60 pages less too, with half the memory.
_RARE_COLLECTIONS = ("+RTS", "-A64m", "-RTS")


def write_document(request: Request) -> str:
    """Return the Markdown for pandoc's standard input."""
    return "\n\n".join(request.texts) + "\n"


def write_bibliography(request: Request) -> str:
    """Return the entries as the text of a CSL JSON file."""
    return json.dumps(list(request.entries), ensure_ascii=False, sort_keys=True)


def build_arguments(style_path: str, bibliography_path: str, locale: str) -> Sequence[str]:
    """Return pandoc's arguments for ``write_document``; its response is pandoc's JSON."""
    return (
        *_RARE_COLLECTIONS,
        f"--from={MARKDOWN}",
        "--to=json",
        "--sandbox",
        "--citeproc",
        f"--csl={style_path}",
        f"--bibliography={bibliography_path}",
        f"--metadata=lang:{locale}",
        "--metadata=link-citations:true",
    )


READ_BIBLATEX = (*_RARE_COLLECTIONS, "--from=biblatex", "--to=csljson", "--sandbox")
"""Pandoc's arguments for converting BibTeX to CSL JSON."""

# annotation is for the editors of references.bib.
_NOT_PUBLISHED = ("annote", "note", "keyword", "abstract")


def read_csljson(response: str) -> list[CslItem]:
    """Parse pandoc's CSL JSON, dropping fields that are never printed and addresses that are not on the web."""
    items: list[CslItem] = json.loads(response)
    return [{name: value for name, value in item.items() if _is_published(name, value)} for item in items]


def _is_published(name: str, value: Any) -> bool:
    return name not in _NOT_PUBLISHED and not (
        name == "URL" and (find_refused_scheme(str(value)) or has_user(str(value)))
    )


_RULE = 'givenname-disambiguation-rule="primary-name-with-initials"'
_SWITCH = re.compile(r'\s+disambiguate-add-givenname="true"')
_PLAIN_WORD = r"(?:[^\W\d_]\.|[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)"
_PLAIN_GIVEN = re.compile(rf"{_PLAIN_WORD}(?:[ -]{_PLAIN_WORD})*")
_PLAIN_NAME = {"family", "given", "non-dropping-particle", "suffix"}
# Sources that running text names by their author, and in one way.
_PLAIN_TYPES = {
    *("article", "article-journal", "article-magazine", "article-newspaper", "book", "broadcast", "chapter", "dataset"),
    *("entry-dictionary", "entry-encyclopedia", "graphic", "manuscript", "motion_picture", "paper-conference", "post"),
    *("post-weblog", "report", "review", "review-book", "software", "song", "speech", "thesis", "webpage"),
}
# Roles that never replace the author if there is one.
_SECONDARY_ROLES = {"editor", "translator", "collection-editor", "container-author"}

# Invisible operators, U+2061 to U+2064, which the Unicode Collation Algorithm ignores completely.
_DIGITS, _LAST = "\u2061\u2062\u2063", "\u2064"
_SIGN = re.compile(f"[{_DIGITS}]+{_LAST}")
# Start of the list in pandoc's JSON, and what separates two words there. In text, a quotation mark would be preceded by
# a backslash.
_LIST = '[["refs",['
_BETWEEN_WORDS = '"},{"t":"Space"},{"t":"Str","c":"'


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """A request to send instead of the original, and the initials for each prefix in its response."""

    request: Request
    initials: Mapping[str, str] = field(default_factory=dict)

    def restore_initials(self, response: str) -> str:
        """Convert pandoc's response to the one that the original request would have had."""
        if not self.initials:
            return response
        cited, start, listed = response.partition(_LIST)
        return _SIGN.sub(lambda sign: _encode_initials(self.initials[sign[0]]), cited) + start + _SIGN.sub("", listed)


def preassign_initials(request: Request, style_id: str) -> PreparedRequest:
    """Assign all initials in a request where possible; else leave it unchanged."""
    style = _without_switch(request.style) if style_id == APA else None
    shared = _shared_surnames(request.entries)
    ours = any(_LAST in text for text in (*request.texts, write_bibliography(request)))
    if style is None or ours or not all(map(_is_plain, shared.values())):
        return PreparedRequest(request)
    signs: dict[str, str] = {}

    def marked(entry: CslItem) -> CslItem:
        variable = "author" if entry.get("author") else "editor"
        first, *others = entry.get(variable) or [{}]
        same = shared.get(_surname(first), ())
        if not same or any(_initials(name) == _initials(first) for name in same if name != first):
            return entry
        initials = _initials(first)
        sign = signs.setdefault(initials, _sign(len(signs)))
        front = "non-dropping-particle" if "non-dropping-particle" in first else "family"
        return {**entry, variable: [{**first, front: sign + first[front]}, *others]}

    request = replace(request, style=style, entries=tuple(map(marked, request.entries)))
    return PreparedRequest(request, {sign: initials for initials, sign in signs.items()})


def _without_switch(style: str) -> str | None:
    """Return the style without its own rule for adding initials; None if it has another kind of rule."""
    plain = _RULE in style and 'initialize-with=". "' in style and "initialize-with-hyphen" not in style
    return _SWITCH.sub("", style) if plain and _SWITCH.search(style) else None


def _first_names(entry: CslItem) -> Iterator[tuple[str, CslItem]]:
    """Yield each name that running text may begin with, and its variable."""
    for variable, value in entry.items():
        beside = variable in _SECONDARY_ROLES and entry.get("author")
        if not beside and isinstance(value, list) and value and isinstance(value[0], dict):
            yield variable, value[0]


def _shared_surnames(entries: Sequence[CslItem]) -> dict[str, list[CslItem]]:
    """Return the names by surname, for surnames that several first names share.

    A name that may not be an author's is marked, so that ``_is_plain`` leaves its surname to citeproc.
    """
    by_surname: defaultdict[str, list[CslItem]] = defaultdict(list)
    for entry in entries:
        for variable, name in _first_names(entry):
            if surname := _surname(name):
                plain = variable == "author" and entry.get("type") in _PLAIN_TYPES
                plain = plain or (variable == "editor" and entry.get("type") == "book")
                by_surname[surname].append(name if plain else {**name, "": variable})
    return {surname: names for surname, names in by_surname.items() if any(name != names[0] for name in names)}


def _surname(name: CslItem) -> str:
    """Return the name by which running text refers to someone: *van der Kolk*."""
    return f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()


def _is_plain(names: Sequence[CslItem]) -> bool:
    """Return whether it is clear how citeproc shortens all of these names, and which of them it takes for one."""
    given = {name.get("given", "") for name in names}
    if not all(name.keys() <= _PLAIN_NAME for name in names) or not all(map(_PLAIN_GIVEN.fullmatch, given)):
        return False
    spelled_out = any(re.search(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]", one) for one in given)
    if spelled_out and any("-" in one and one[0] == other[:1] != one for one in given for other in given - {one}):
        return False  # Jean-Paul and J. P. may be one or two
    # Father and son are told apart by nothing that running text prints.
    return len({_initials(name) for name in names}) == len({(_initials(name), name.get("suffix")) for name in names})


def _initials(name: CslItem) -> str:
    """*Jean-Paul A. de C.* as *J.-P. A. de C.*"""
    return re.sub(r"(\w)[\w.]*", lambda word: word[0] if word[0].islower() else f"{word[1]}.", name.get("given", ""))


def _encode_initials(initials: str) -> str:
    """Return initials in pandoc's JSON, as words before the one that had their prefix."""
    return f"{initials} ".replace(" ", _BETWEEN_WORDS)


def _sign(number: int) -> str:
    sign = ""
    while not sign or number:
        number, digit = divmod(number, len(_DIGITS))
        sign = _DIGITS[digit] + sign
    return sign + _LAST
