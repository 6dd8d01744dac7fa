"""How much a page weighs in search: by its kind, since what must be found first hangs on what a page is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psychoed.page.kinds import Kind

# A sign of danger must lead to the warning signs whatever else it is a word of; a sheet says in short what its page
# says at length, and a list of sources or a dated note names much that it is not about.
_WEIGHTS = {
    Kind.SAFETY: 5,
    Kind.FLARE: 2,
    Kind.HANDOUT: 0.5,
    Kind.CLINICIAN: 0.5,
    Kind.NEWS: 0.5,
    Kind.REFERENCE: 0.2,
}


def search_settings(own: Any, kind: Kind | None) -> dict[str, Any]:
    """A page's ``search`` settings with the weight of its kind, where the page sets none of its own."""
    settings = dict(own) if isinstance(own, Mapping) else {}
    if kind in _WEIGHTS:
        settings.setdefault("boost", _WEIGHTS[kind])
    return settings
