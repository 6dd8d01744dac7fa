"""Cited keys against the bibliography: what is known, and for what is not, the key that was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from psychoed.bibliography.entry import CiteKey
from psychoed.problems import Code, Location, Problem


def nearest(key: str, known: Collection[str]) -> str | None:
    """The known key most like ``key``, differences of case aside; None if none is near."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known)}
    near = get_close_matches(key.casefold(), by_folded, n=1, cutoff=0.7)
    return by_folded[near[0]] if near else None


def unknown_key(key: CiteKey, where: Location, known: Collection[str], bibliography: str) -> Problem:
    """The problem of a key that stands in no entry; ``bibliography`` is the name of the file to look in."""
    near = nearest(key, known)
    hint = (
        f"Did you mean '{near}'?"
        if near
        else f"Add an entry to {bibliography}. If this is not a citation, write '\\@{key}'."
    )
    return Problem(Code.UNKNOWN_KEY, where, f"{bibliography} has no entry '{key}'", hint)


def unknown_keys(keys: Iterable[tuple[CiteKey, Location]], known: Collection[str], bibliography: str) -> list[Problem]:
    """A problem for each use of a key that ``known`` lacks."""
    return [unknown_key(key, where, known, bibliography) for key, where in keys if key not in known]
