"""The nouns of citing: a citation names one entry, a cluster holds the citations of one bracket or clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from html import unescape

from mkdocs_citeproc.bibliography.model import CiteKey

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,30});")
"""What may be a letter or sign written in HTML's way."""


class Form(Enum):
    """How one citation is printed; the names in CSL's and pandoc's words beside each."""

    BRACKETED = "NormalCitation"  # (Ashar et al., 2021)
    IN_TEXT = "AuthorInText"  # Ashar et al. (2021)
    YEAR_ONLY = "SuppressAuthor"  # (2021)


@dataclass(frozen=True, slots=True)
class Citation:
    """One entry cited once. ``at`` is the offset of its ``@`` from the start of its cluster."""

    key: CiteKey
    form: Form
    at: int


@dataclass(frozen=True, slots=True)
class Span:
    """A cluster found in a text: ``start`` and ``end`` are offsets there, ``end`` is one past its last character."""

    start: int
    end: int
    citations: tuple[Citation, ...]

    @property
    def keys(self) -> tuple[CiteKey, ...]:
        """The cited keys in the order written."""
        return tuple(citation.key for citation in self.citations)


def normalize_cluster(cluster: str) -> str:
    """A cluster's text on one line, so that the same cluster wrapped or quoted differently is formatted once.

    A line end may be followed by the ``>`` of a block quote, which belongs to the page and not to the cluster. Letters
    and blanks that are written as entities stand there as themselves; what might be markup stays as it was typed.
    """
    line = re.sub(r"\n[ \t]*(?:>[ \t]?)*", " ", cluster)
    return " ".join((ENTITY.sub(_letter, line) if "&" in line else line).split())


def _letter(entity: re.Match[str]) -> str:
    sign = unescape(entity[0])
    return sign if len(sign) == 1 and (sign.isalnum() or not sign.isascii()) else entity[0]
