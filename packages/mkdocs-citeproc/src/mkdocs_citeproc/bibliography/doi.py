"""What a DOI looks like, alone and as the address that people paste in its place."""

from __future__ import annotations

import re

# Crossref's advice for matching a DOI, with the subdivided registrant's codes of the DOI Handbook (2.2.2).
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_BEFORE_A_DOI = re.compile(r"^\s*(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:)\s*", re.IGNORECASE)


def is_doi(text: str) -> bool:
    """Whether ``text`` is a DOI and nothing else."""
    return _DOI.fullmatch(text) is not None


def strip_doi_prefix(text: str) -> str:
    """The DOI that ``text`` is, or is the address of, alone; '' where it is neither."""
    bare = strip_address(text)
    return bare if is_doi(bare) else ""


def strip_address(text: str) -> str:
    """``text`` without what people paste in front of a DOI: ``https://doi.org/``, ``doi:``."""
    return _BEFORE_A_DOI.sub("", text.strip(), count=1)
