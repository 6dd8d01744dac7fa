"""Problems in a site's sources, each reported on one line with its location, its cause and what to do.

The subpackages return problems; they neither log nor raise them. ``mkdocs_build.py`` is the one place that logs them.
Where someone typed an unknown name, ``find_closest`` has the known one that they probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    _BuildError = Exception
else:
    try:
        from mkdocs.exceptions import PluginError as _BuildError
    except ImportError:  # no MkDocs: a plain Python-Markdown extension, or Zensical
        _BuildError = Exception

# Terminal control characters (C0, DEL, C1), characters that change the direction of text, line ends other than "\n",
# and lone surrogates, which represent bytes of a file name that is not UTF-8.
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def escape_controls(text: str) -> str:
    r"""Escape the characters in ``text`` that would control a terminal or a log, such as ESC to ``\x1b``.

    Use it on everything that comes from outside before printing it: answers of web services, file names, fields of a
    bibliography, the text of a page.
    """
    return UNPRINTABLE.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    return "    " if match[0] == "\t" else match[0].encode("unicode_escape").decode()


class CitationError(_BuildError):
    """A mistake that ends the build, with a plain message; MkDocs, where it is used, prints it without a traceback."""


class Severity(Enum):
    """Severity of a problem: errors and warnings stop a strict build; an info never does."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ProblemCode(Enum):
    """Stable name of a kind of problem, with its severity; each package has an enum of its own."""

    severity: Severity

    def __new__(cls, slug: str, severity: Severity) -> Self:
        """Create a member whose value is its slug."""
        code = object.__new__(cls)
        code._value_ = slug
        code.severity = severity
        return code


class Code(ProblemCode):
    """Problems of a bibliography and of citations; hooks/README.md has a heading for each one."""

    # references.bib
    BIB_SYNTAX = ("bib-syntax", Severity.ERROR)
    DUPLICATE_KEY = ("duplicate-key", Severity.ERROR)
    DUPLICATE_FIELD = ("duplicate-field", Severity.ERROR)
    MISSING_FIELD = ("missing-field", Severity.ERROR)
    BAD_DOI = ("bad-doi", Severity.ERROR)
    BAD_ADDRESS = ("bad-address", Severity.ERROR)
    BAD_DATE = ("bad-date", Severity.ERROR)
    UNREADABLE_ENTRY = ("unreadable-entry", Severity.ERROR)
    MISREAD_NAME = ("misread-name", Severity.WARNING)
    LOST_CAPITAL = ("lost-capital", Severity.WARNING)
    ODD_VALUE = ("odd-value", Severity.WARNING)
    SAME_WORK = ("same-work", Severity.WARNING)
    UNKNOWN_LATEX = ("unknown-latex", Severity.WARNING)
    KEPT_CAPITAL = ("kept-capital", Severity.INFO)
    DOUBTFUL_NAME = ("doubtful-name", Severity.INFO)
    UNPRINTED_FIELD = ("unprinted-field", Severity.INFO)
    EXPORT_FORM = ("export-form", Severity.INFO)
    NEVER_CITED = ("never-cited", Severity.INFO)
    # citations in a page
    UNKNOWN_KEY = ("unknown-key", Severity.ERROR)
    MALFORMED_CLUSTER = ("malformed-cluster", Severity.ERROR)
    TOO_MANY_BRACKETS = ("too-many-brackets", Severity.ERROR)
    CITATION_IN_LINK = ("citation-in-link", Severity.ERROR)
    NOT_RENDERED = ("not-rendered", Severity.WARNING)
    REPEATED_LIST = ("repeated-list", Severity.WARNING)
    LATE_CITATION = ("late-citation", Severity.WARNING)
    QUOTE_WITHOUT_PAGE = ("quote-without-page", Severity.WARNING)
    # any file that is read
    BAD_FILE = ("bad-file", Severity.ERROR)
    OUTSIDE_FILE = ("outside-file", Severity.ERROR)
    # what a registry says of a DOI
    OTHER_WORK = ("other-work", Severity.ERROR)
    RETRACTED = ("retracted", Severity.ERROR)
    CORRECTED = ("corrected", Severity.WARNING)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Position in a source file: path from the repository root with ``/``, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: a stable code, its location, what is wrong, and what to do about it.

    ``message`` and ``hint`` are sentences; ``hint`` may be empty when the message is enough.
    """

    code: ProblemCode
    where: Location
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Format as ``path:line:column: [code] message. hint``, which editors and problem matchers can parse."""
        cause = f"{self.where}: [{self.code.value}] {self.message.rstrip('.')}."
        return escape_controls(f"{cause} {self.hint}" if self.hint else cause).replace("\n", " ")


def sort_problems(problems: list[Problem]) -> list[Problem]:
    """Return the problems sorted by location, without duplicates."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.where, problem.code.value, problem.message))


_DIGITS = re.compile(r"\d+")
_LONGEST = 100  # measuring takes the product of two lengths


def find_closest(name: str, known: Collection[str]) -> str:
    """Return the known name closest to ``name``, ignoring case; '' if none is close.

    Letters weigh more than digits: for ``ashar2012`` that is ``ashar2021`` rather than ``ashar2025`` or ``asher2012``.
    """
    if len(name) > _LONGEST:
        return ""
    wanted = name.casefold()
    best: tuple[int, int, str] | None = None
    for candidate in sorted(each for each in known if len(each) <= _LONGEST):
        folded = candidate.casefold()
        letters = measure_distance(_DIGITS.sub("", wanted), _DIGITS.sub("", folded))
        if letters > _count_allowed(wanted, folded):
            continue
        digits = measure_distance("".join(_DIGITS.findall(wanted)), "".join(_DIGITS.findall(folded)))
        found = (2 * letters + digits, letters, candidate)
        best = min(best, found) if best else found
    return best[2] if best else ""


def _count_allowed(one: str, other: str) -> int:
    """Return how many letters may differ: a third of them, or as many as one name has more than its beginning."""
    if min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one)):
        return abs(len(one) - len(other))
    return max(len(_DIGITS.sub("", one)), len(_DIGITS.sub("", other))) // 3


def measure_distance(one: str, other: str) -> int:
    """Return how many letters to insert, delete, replace or swap with their neighbour to turn one text into the other.

    This is the optimal string alignment distance.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, another in enumerate(other, 1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != another))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
