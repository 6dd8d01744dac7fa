"""Basic types: a citation names one entry, a cluster has the citations of one bracket or clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from html import unescape

from mkdocs_citeproc.bibliography.model import CiteKey

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
