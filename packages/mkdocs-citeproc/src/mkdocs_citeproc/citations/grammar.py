"""Citations, clusters, and pandoc's citation syntax, matched at a given position of a text.

A citation names one entry, a cluster has the citations of one bracket or clause. Follows the section "Citation syntax"
of pandoc's manual and its Markdown reader (``citeKey``, ``textualCite``, ``normalCite``): a key begins with a letter,
digit or ``_``, may contain single punctuation characters, or is in ``@{braces}``. Pandoc itself still reads what this
grammar accepts, and a build reports any difference.

The text must be *masked*: code, comments, attributes and addresses already blanked (``mask.py``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from html import unescape
from html.entities import html5

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.mask import BLANK

CHARACTER_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,30});")
"""A possible HTML entity for a letter or other character."""


class Form(Enum):
    """Form of a citation, by its name in CSL and pandoc."""

    BRACKETED = "NormalCitation"  # (Ashar et al., 2021)
    IN_TEXT = "AuthorInText"  # Ashar et al. (2021)
    YEAR_ONLY = "SuppressAuthor"  # (2021)


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation of one entry; ``at`` is the offset of its ``@`` in its cluster."""

    key: CiteKey
    form: Form
    at: int


@dataclass(frozen=True, slots=True)
class Span:
    """A cluster found in a text, from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    citations: tuple[Citation, ...]

    @property
    def keys(self) -> tuple[CiteKey, ...]:
        """The cited keys in the order written."""
        return tuple(citation.key for citation in self.citations)


def normalize_cluster(cluster: str) -> str:
    """Return a cluster's text on one line, so that differently wrapped or quoted copies are formatted once.

    The ``>`` of a block quote after a line end belongs to the page, so it is removed. Entities for letters and spaces
    are decoded; what might be markup stays as typed.
    """
    line = re.sub(r"\n[ \t]*(?:>[ \t]?)*", " ", cluster)
    return " ".join((CHARACTER_REFERENCE.sub(_letter, line) if "&" in line else line).split())


def _letter(entity: re.Match[str]) -> str:
    sign = unescape(entity[0])
    return sign if len(sign) == 1 and (sign.isalnum() or not sign.isascii()) else entity[0]


_SIMPLE_KEY = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*"
KEY = re.compile(rf"(?P<suppress>-)?@(?:(?P<simple>{_SIMPLE_KEY})|\{{(?P<braced>[^{{}}\s]+)\}})")


def _not_within_word(sign: str) -> str:
    """Return a pattern for ``sign`` where no word, address or escape goes on.

    No citation after a word, an e-mail's local part, another @, a slash of an address or a backslash. To pandoc a full
    stop goes on too, so that "Smith.@key" cites nothing. An underscore before is emphasis, unless a word goes on there.
    """
    return rf"{sign}(?<![^\W_]{sign})(?<![@/\\]{sign})(?<!\.{sign})" + "".join(
        rf"(?<![^\W_]{'_' * count}{sign})" for count in (1, 2, 3)
    )


# Each branch begins with a sign of its own and looks back from behind it: the engine then runs from sign to sign, and
# does not try each place of a page. Two hyphens are a dash; only right behind a bracket they ask for a locator alone.
_KEY_NEXT = r"(?=\w|\{[^{}\s]+\})"
_AT = rf"{_not_within_word('@')}{_KEY_NEXT}|{_not_within_word('-')}(?:(?<!--)|(?<=\[--))@{_KEY_NEXT}"
START = re.compile(rf"\[|{_AT}")
CITE_START = re.compile(_AT)

# Where emphasis by underscores begins and ends, at the latest with its paragraph.
_UNDERSCORES = re.compile(r"\n\n|(?<!\w)(?P<opens>_{1,3})(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w)")

# What makes the bracket before it the text of a link or a span, in which each key is cited for itself.
_OF_ANOTHER = re.compile(rf"\((?:[^()\n]|\([^()\n]*\))*\)|\{{{BLANK}")

_BEFORE_LOCATOR = re.compile(r"[ \t]*\n?[ \t]*(?=\[)")
# HTML entities such as "&nbsp;" are matched whole, so that their semicolon does not separate citations.
_TOKEN = re.compile(rf"\\.|{CHARACTER_REFERENCE.pattern}|\n[ \t]*\n|[\[\];]|{_AT}")


class _Keys:
    """The keys of a masked text: where one can begin, and how far it goes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def match_at(self, position: int) -> re.Match[str] | None:
        """Return the key that begins a citation at ``position``, or None."""
        return self._read(position) if CITE_START.match(self._text, position) else None

    def match_behind(self, end: int) -> re.Match[str] | None:
        """Return the key right behind a citation that ends at ``end``: the second of ``@a/@b`` and ``@a-@b``."""
        if self._text.startswith(("@", "-@"), end):
            return self._read(end)
        return self._read(end + 1) if self._text.startswith(("/@", "/-@"), end) else None

    def _read(self, position: int) -> re.Match[str] | None:
        """Return the key at ``position``, whatever is before it, without the underscores that end an emphasis."""
        key = KEY.match(self._text, position)
        if key and key[0].endswith("_") and (open_by := self._find_open_emphasis(position)):
            bare = key[0].rstrip("_")
            return KEY.match(self._text, position, max(position + len(bare), key.end() - len(open_by)))
        return key

    def _find_open_emphasis(self, position: int) -> str:
        """Return the underscores that opened the emphasis around ``position``; empty if there is none."""
        places, opened = self._emphasis
        before = bisect_left(places, position)
        return opened[before - 1] if before else ""

    @cached_property
    def _emphasis(self) -> tuple[list[int], list[str]]:
        """Offsets where an emphasis begins or ends, and the underscores that opened the innermost one after each."""
        places: list[int] = []
        opened: list[str] = []
        open_by: list[str] = []
        for mark in _UNDERSCORES.finditer(self._text):
            if mark[0] == "\n\n":
                open_by.clear()
            elif mark["opens"]:
                open_by.append(mark["opens"])
            elif open_by:
                open_by.pop()
            places.append(mark.start())
            opened.append(open_by[-1] if open_by else "")
        return places, opened


def _named(match: re.Match[str]) -> CiteKey:
    return CiteKey(match["simple"] or match["braced"])


_Part = list[re.Match[str]]
"""The keys between two semicolons of a bracket."""


def _brackets(text: str, keys: _Keys) -> dict[int, tuple[int, list[_Part]]]:
    """Return each bracket that is closed in its paragraph, by the offset of its ``[``: its end, and its parts.

    One pass over the text, however deeply it nests. A bracket within another has its own citations.
    """
    found: dict[int, tuple[int, list[_Part]]] = {}
    open_brackets: list[tuple[int, list[_Part]]] = []
    at = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        mark = token[0]
        if mark[0] == "&":
            at = at if mark[1] == "#" or mark[1:] in html5 else token.start() + 1
        elif mark == "[":
            open_brackets.append((token.start(), [[]]))
        elif mark == "]":
            if open_brackets:
                start, parts = open_brackets.pop()
                found[start] = (at, parts)
        elif mark[0] == "\n":
            open_brackets.clear()
        elif mark == ";":
            if open_brackets:
                open_brackets[-1][1].append([])
        elif mark[-1] == "@":
            key = keys.match_at(token.start())
            while key:
                at = key.end()
                if open_brackets:
                    open_brackets[-1][1][-1].append(key)
                key = keys.match_behind(at)
    return found


def _cited(keys: _Part, origin: int) -> list[Citation]:
    """Return the citations of a part; the first is in brackets, a later one (*as cited in @b*) in running text."""
    citations = []
    for index, key in enumerate(keys):
        form = Form.YEAR_ONLY if key["suppress"] else Form.IN_TEXT if index else Form.BRACKETED
        citations.append(Citation(_named(key), form, key.start() + len(key["suppress"] or "") - origin))
    return citations


class Clusters:
    """The clusters of a masked text, parsed once."""

    def __init__(self, text: str) -> None:
        self._text, self._keys = text, _Keys(text)
        self._brackets = _brackets(text, self._keys)

    def match_at(self, position: int) -> Span | None:
        """Return the cluster that begins exactly at ``position``, or None."""
        if self._text.startswith("[", position):
            if found := self._bracketed(position, position):
                return Span(position, found[0], tuple(found[1]))
            return None
        key = self._keys.match_at(position)
        return self._narrative(key) if key else None

    def find_runs(self) -> Iterator[list[Span]]:
        """Yield all clusters in order, disjoint; those that touch, as in ``@a/@b``, together."""
        at = 0
        while start := START.search(self._text, at):
            span, at, run = self.match_at(start.start()), start.end(), []
            while span:
                run.append(span)
                at = span.end
                key = self._keys.match_behind(at)
                span = self._narrative(key) if key else None
            if run:
                yield run

    def find_attributed_span(self, position: int) -> int | None:
        """Return the end of the bracket at ``position``, if it is a span with attributes: ``[see @a]{.aside}``."""
        found = self._brackets.get(position)
        if not found or not any(found[1]) or not self._text.startswith(f"{{{BLANK}", found[0]):
            return None
        return found[0]

    def _narrative(self, key: re.Match[str]) -> Span:
        """``@a`` or ``@a [p. 3]``."""
        position = key.start()
        form = Form.YEAR_ONLY if key["suppress"] else Form.IN_TEXT
        first = Citation(_named(key), form, len(key["suppress"] or ""))
        bracket = _BEFORE_LOCATOR.match(self._text, key.end())
        if bracket and (rest := self._locator(bracket.end(), position)):
            return Span(position, rest[0], (first, *rest[1]))
        return Span(position, key.end(), (first,))

    def _bracketed(self, position: int, origin: int) -> tuple[int, list[Citation]] | None:
        """``[see @a, p. 3; -@b]`` at ``position``; every part between semicolons must cite."""
        text = self._text
        if not (found := self._brackets.get(position)):
            return None
        end, parts = found
        image = text[position - 1 : position] == "!" and text.startswith("[", end)
        if not all(parts) or text.startswith("^", position + 1) or image or _OF_ANOTHER.match(text, end):
            return None  # a part that cites nothing; a footnote; the text of an image, of a link, of a span
        return end, [citation for keys in parts for citation in _cited(keys, origin)]

    def _locator(self, position: int, origin: int) -> tuple[int, list[Citation]] | None:
        """The bracket after ``@a``, as ``[p. 3; @b]`` or ``[@b]``; a link, footnote or attributed span is none."""
        text = self._text
        if not (found := self._brackets.get(position)):
            return None
        end, parts = found
        another = text.startswith("[", end) or _OF_ANOTHER.match(text, end)
        if another or text.startswith("^", position + 1) or not all(parts[1:]):
            return None
        return end, [citation for keys in parts for citation in _cited(keys, origin)]


def match_cluster(text: str, position: int) -> Span | None:
    """Return the cluster that begins exactly at ``position`` of the masked ``text``, or None."""
    return Clusters(text).match_at(position)


def find_clusters(text: str) -> list[Span]:
    """Return all clusters of a masked text, in order and disjoint."""
    return [span for run in Clusters(text).find_runs() for span in run]
