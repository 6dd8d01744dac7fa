"""Paragraphs with so many nested brackets that parsing them would take minutes.

Python-Markdown searches for the end of each ``[`` anew, five times over (markdown/inlinepatterns.py, ``getText``): five
thousand in a row, left by a faulty program or on purpose, took twelve seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_citeproc.problems import Code, Problem
from mkdocs_citeproc.source import SourceText

_MOST = 500_000
"""Maximum number of characters to read for the ends of a paragraph's brackets; our long ones need 3,000."""

_MARKS = re.compile(r"[\[\]]|\n[ \t]*\n")


def find_costly_paragraphs(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs after ``start`` in which finding the ends of all brackets takes too long; linear time."""
    open_at: list[int] = []
    begin, cost = start, 0
    for mark in [*_MARKS.finditer(text, start), None]:
        at = mark.start() if mark else len(text)
        if mark and mark[0] == "[":
            open_at.append(at)
        elif mark and mark[0] == "]":
            cost += at - open_at.pop() if open_at else 0
        else:
            if cost + sum(at - each for each in open_at) > _MOST:
                yield begin, at
            open_at, begin, cost = [], mark.end() if mark else at, 0


def remove_brackets(text: str) -> str:
    """Replace the brackets of such paragraphs by entities, which Python-Markdown ignores."""
    parts, at = [], 0
    for start, end in find_costly_paragraphs(text):
        parts += [text[at:start], text[start:end].replace("[", "&#91;").replace("]", "&#93;")]
        at = end
    return "".join([*parts, text[at:]])


def report_too_many_brackets(source: SourceText) -> list[Problem]:
    """Return a problem for each such paragraph, at its first bracket."""
    message = "there are thousands of brackets in or behind one another in this paragraph"
    hint = "Close each '[' with ']', or part the paragraph with blank lines."
    return [
        Problem(Code.TOO_MANY_BRACKETS, source.at(source.text.index("[", start)), message, hint)
        for start, _ in find_costly_paragraphs(source.text, source.body_start)
    ]
