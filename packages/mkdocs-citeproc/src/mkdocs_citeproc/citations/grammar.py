"""Pandoc's citation syntax, recognised at a given place of a text.

Follows the section "Citation syntax" of pandoc's manual and its Markdown reader (``citeKey``, ``textualCite``,
``normalCite``): a key begins with a letter, digit or ``_``, holds single punctuation characters inside, or stands in
``@{braces}``. What this grammar accepts is still read by pandoc itself, and a build says so where the two disagree.

The text is expected *masked*: code, comments, attributes and addresses already blanked (``mask.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.model import ENTITY, Citation, Form, Span

_SIMPLE_KEY = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*"
KEY = re.compile(rf"(?P<suppress>-)?@(?:(?P<simple>{_SIMPLE_KEY})|\{{(?P<braced>[^{{}}\s]+)\}})")

# No citation after a word, an e-mail's local part, another @, a slash of an address or a backslash. Pandoc also takes
# "Smith." for one word, so "Smith.@key" cites nothing. Each branch begins with a sign of its own and looks back from
# behind it: the engine then runs from sign to sign, and does not try each place of a page.
_KEY_NEXT = r"(?=\w|\{[^{}\s]+\})"
_AT = rf"@(?<![\w@/\\]@)(?<!\w\.@){_KEY_NEXT}|-(?<![\w@/\\]-)(?<!\w\.-)@{_KEY_NEXT}"
START = re.compile(rf"\[|{_AT}")
_KEY_START = re.compile(_AT)

_BEFORE_LOCATOR = re.compile(r"[ \t]*\n?[ \t]*(?=\[)")
# An entity of HTML that there is, "&nbsp;", ends in no semicolon between two citations.
_TOKEN = re.compile(rf"\\.|{ENTITY.pattern}|\n[ \t]*\n|[\[\];]|{_AT}")


def _key_at(text: str, position: int) -> re.Match[str] | None:
    return KEY.match(text, position) if _KEY_START.match(text, position) else None


def _named(match: re.Match[str]) -> CiteKey:
    return CiteKey(match["simple"] or match["braced"])


_Part = list[tuple[int, re.Match[str]]]
"""What stands between two semicolons of a bracket: the keys in it, each with its place."""


def _brackets(text: str) -> dict[int, tuple[int, list[_Part]]]:
    """Each bracket that is closed in its paragraph, by the place of its ``[``: its end, and its parts.

    One walk over the text, whatever is nested or never closed in it. A bracket within another has its own citations.
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
    """The first key of a part is cited there; a later one (*as cited in @b*) is cited in running text."""
    citations = []
    for index, (at, key) in enumerate(keys):
        form = Form.YEAR_ONLY if key["suppress"] else Form.IN_TEXT if index else Form.BRACKETED
        citations.append(Citation(_named(key), form, at + len(key["suppress"] or "") - origin))
    return citations


class Clusters:
    """The clusters of a masked text, which is read once."""

    def __init__(self, text: str) -> None:
        self._text, self._brackets = text, _brackets(text)

    def at(self, position: int) -> Span | None:
        """The cluster that begins exactly at ``position``, or None."""
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
        """All clusters in order, disjoint."""
        at = 0
        while start := START.search(self._text, at):
            span = self.at(start.start())
            at = span.end if span else start.end()
            if span:
                yield span

    def _bracketed(self, position: int, origin: int) -> tuple[int, list[Citation]] | None:
        """``[see @a, p. 3; -@b]`` at ``position``; every part between semicolons must cite."""
        if not (found := self._brackets.get(position)):
            return None
        end, parts = found
        if not all(parts) or self._text.startswith("(", end) or self._text.startswith("^", position + 1):
            return None  # a link's text, a footnote, or a part that cites nothing
        return end, [citation for keys in parts for citation in _cited(keys, origin)]

    def _locator(self, position: int, origin: int) -> tuple[int, list[Citation]] | None:
        """The bracket after ``@a``: ``[p. 3]``, ``[p. 3; @b]`` or ``[@b]``; a link or footnote is none."""
        if not (found := self._brackets.get(position)):
            return None
        end, parts = found
        if self._text.startswith(("(", "["), end) or self._text.startswith("^", position + 1) or not all(parts[1:]):
            return None
        return end, [citation for keys in parts for citation in _cited(keys, origin)]


def match_cluster(text: str, position: int) -> Span | None:
    """The cluster that begins exactly at ``position`` of the masked ``text``, or None."""
    return Clusters(text).at(position)


def find_clusters(text: str) -> list[Span]:
    """All clusters of a masked text, in order and disjoint."""
    return list(Clusters(text))
