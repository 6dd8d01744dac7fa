"""DOI syntax: bare, or as a link or prefix that people paste instead."""

from __future__ import annotations

import re

# Crossref's recommended pattern for DOIs, extended by subdivided registrant codes (DOI Handbook, 2.2.2).
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_BEFORE_A_DOI = re.compile(r"^\s*(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:)\s*", re.IGNORECASE)


def is_doi(text: str) -> bool:
    """Return whether ``text`` is exactly one DOI."""
    return _DOI.fullmatch(text) is not None


def strip_doi_prefix(text: str) -> str:
    """Return the bare DOI if ``text`` is a DOI or the link to one; else ''."""
    bare = strip_address(text)
    return bare if is_doi(bare) else ""


def strip_address(text: str) -> str:
    """Remove what people paste before a DOI: ``https://doi.org/``, ``doi:``."""
    return _BEFORE_A_DOI.sub("", text.strip(), count=1)
