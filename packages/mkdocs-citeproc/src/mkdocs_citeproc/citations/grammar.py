"""Pandoc's citation syntax, matched at a given position of a text.

Follows the section "Citation syntax" of pandoc's manual and its Markdown reader (``citeKey``, ``textualCite``,
``normalCite``): a key begins with a letter, digit or ``_``, may contain single punctuation characters, or is in
``@{braces}``. Pandoc itself still reads what this grammar accepts, and a build reports any difference.

The text must be *masked*: code, comments, attributes and addresses already blanked (``mask.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.model import ENTITY, Citation, Form, Span

_SIMPLE_KEY = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*"
KEY = re.compile(rf"(?P<suppress>-)?@(?:(?P<simple>{_SIMPLE_KEY})|\{{(?P<braced>[^{{}}\s]+)\}})")

# No citation starts after a word, the local part of an e-mail address, another @, a slash of a URL or a backslash.
# Pandoc also takes "Smith." as one word, so "Smith.@key" cites nothing. Each branch begins with its own character and
# looks behind from there, so that the engine skips from one to the next instead of trying every position.
_KEY_NEXT = r"(?=\w|\{[^{}\s]+\})"
_AT = rf"@(?<![\w@/\\]@)(?<!\w\.@){_KEY_NEXT}|-(?<![\w@/\\]-)(?<!\w\.-)@{_KEY_NEXT}"
START = re.compile(rf"\[|{_AT}")
_KEY_START = re.compile(_AT)

_BEFORE_LOCATOR = re.compile(r"[ \t]*\n?[ \t]*(?=\[)")
# HTML entities such as "&nbsp;" are matched whole, so that their semicolon does not separate citations.
_TOKEN = re.compile(rf"\\.|{ENTITY.pattern}|\n[ \t]*\n|[\[\];]|{_AT}")


def _key_at(text: str, position: int) -> re.Match[str] | None:
    return KEY.match(text, position) if _KEY_START.match(text, position) else None


def _named(match: re.Match[str]) -> CiteKey:
    return CiteKey(match["simple"] or match["braced"])


_Part = list[tuple[int, re.Match[str]]]
"""Text between two semicolons of a bracket: its keys, each with its position."""


def _brackets(text: str) -> dict[int, tuple[int, list[_Part]]]:
    """Find each bracket closed in its paragraph: its end and its parts, by the position of its ``[``.

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
        elif mark[-1] == "@" and (key := _key_at(text, token.start())):
            at = key.end()
            if open_brackets:
                open_brackets[-1][1][-1].append((token.start(), key))
    return found


def _cited(keys: list[tuple[int, re.Match[str]]], origin: int) -> list[Citation]:
    """Return the citations of a part; keys after the first (*as cited in @b*) are cited in running text."""
    citations = []
    for index, (at, key) in enumerate(keys):
        form = Form.YEAR_ONLY if key["suppress"] else Form.IN_TEXT if index else Form.BRACKETED
        citations.append(Citation(_named(key), form, at + len(key["suppress"] or "") - origin))
    return citations


class Clusters:
    """The clusters of a masked text, parsed once."""

    def __init__(self, text: str) -> None:
        self._text, self._brackets = text, _brackets(text)

    def at(self, position: int) -> Span | None:
        """Return the cluster that begins exactly at ``position``, or None."""
        text = self._text
        if text.startswith("[", position):
            if found := self._bracketed(position, position):
                return Span(position, found[0], tuple(found[1]))
            return None
        if not (key := _key_at(text, position)):
            return None
        form = Form.YEAR_ONLY if key["suppress"] else Form.IN_TEXT
        first = Citation(_named(key), form, len(key["suppress"] or ""))
        bracket = _BEFORE_LOCATOR.match(text, key.end())
        if bracket and (rest := self._locator(bracket.end(), position)):
            return Span(position, rest[0], (first, *rest[1]))
        return Span(position, key.end(), (first,))

    def __iter__(self) -> Iterator[Span]:
        """Yield all clusters in order, without overlap."""
        at = 0
        while start := START.search(self._text, at):
            span = self.at(start.start())
            at = span.end if span else start.end()
            if span:
                yield span

    def _bracketed(self, position: int, origin: int) -> tuple[int, list[Citation]] | None:
        """Match ``[see @a, p. 3; -@b]`` at ``position``; every part between semicolons must cite."""
        if not (found := self._brackets.get(position)):
            return None
        end, parts = found
        if not all(parts) or self._text.startswith("(", end) or self._text.startswith("^", position + 1):
            return None  # the text of a link, a footnote, or a part that cites nothing
        return end, [citation for keys in parts for citation in _cited(keys, origin)]

    def _locator(self, position: int, origin: int) -> tuple[int, list[Citation]] | None:
        """Match the bracket after ``@a``: ``[p. 3]``, ``[p. 3; @b]`` or ``[@b]``, but no link or footnote."""
        if not (found := self._brackets.get(position)):
            return None
        end, parts = found
        if self._text.startswith(("(", "["), end) or self._text.startswith("^", position + 1) or not all(parts[1:]):
            return None
        return end, [citation for keys in parts for citation in _cited(keys, origin)]


def match_cluster(text: str, position: int) -> Span | None:
    """Return the cluster that begins exactly at ``position`` of the masked ``text``, or None."""
    return Clusters(text).at(position)


def find_clusters(text: str) -> list[Span]:
    """Return all clusters of a masked text, in order, without overlap."""
    return list(Clusters(text))
