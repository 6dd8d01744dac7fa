"""Finds addresses that two sources would share, among all files to be written."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_citeproc.problems import Location, Problem
from psychoed.problems import Code
from psychoed.site.file_types import LONGEST_NAME, is_invisible

_HTML = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Claim:
    """A path in the built site, a description of its source, and the source's location if an author wrote it."""

    path: str
    source: str
    where: Location | None = None


def folded(path: str) -> str:
    """Return ``path`` as the least exact disk, server or reader compares it.

    That is without case, composition and invisible letters, and with all dashes alike.
    """
    plain = path.lower()
    if not (path.isascii() and path.isprintable()):
        # In both directions, because a dotless i becomes I in upper case, and a long s becomes s when folded.
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).upper().casefold())
        plain = "".join("-" if unicodedata.category(each) == "Pd" else each for each in plain if not is_invisible(each))
    return "/".join(part.rstrip(". ") or part for part in plain.replace("\\", "/").split("/"))


def address(path: str) -> str:
    """Return the address of the file at ``path`` for readers: ``a`` for ``a.html`` and ``a/index.html``."""
    plain = folded(path)
    while True:
        stem, suffix = posixpath.splitext(plain)
        if suffix in _HTML:
            plain = stem
        elif posixpath.basename(plain) == "index":
            plain = posixpath.dirname(plain)
        else:
            return plain


def find_address_problems(claims: Iterable[Claim]) -> list[Problem]:
    """Return a problem for each two claims to one address, and each file whose path is another's folder."""
    claims = list(claims)
    problems: list[Problem] = []
    first: dict[str, Claim] = {}
    files: dict[str, Claim] = {}
    for claim in claims:
        if claim.path.startswith("/") or posixpath.normpath(claim.path) != claim.path or claim.path.startswith("../"):
            message = f"'{claim.path}' is not an address inside the site"
            problems.append(_problem(claim, message, "Change its slug or its name."))
            continue
        if any(len(part.encode()) > LONGEST_NAME for part in claim.path.split("/")):
            message = f"a part of its address, '{claim.path[:40]}…', has more than {LONGEST_NAME} bytes"
            problems.append(_problem(claim, message, "Shorten its slug, its title or its name."))
            continue
        if any(part.endswith(_HTML) for part in posixpath.dirname(folded(claim.path)).split("/")):
            problems.append(_problem(claim, f"'{claim.path}' is in a folder that is named like a page", "Rename it."))
        files.setdefault(folded(claim.path), claim)
        other = first.setdefault(address(claim.path), claim)
        if other is not claim:
            problems.append(_both(claim, other))
    for claim in claims:
        folder = posixpath.dirname(folded(claim.path))
        while folder.strip("/"):
            if folder in files:
                problems.append(_both(claim, files[folder]))
            folder = posixpath.dirname(folder)
    return problems


def _both(one: Claim, other: Claim) -> Problem:
    if one.where is None:
        one, other = other, one
    message = f"this and {other.source} have the same address, '{address(other.path) or '/'}'"
    return _problem(one, message, "Rename or delete one of the two.")


def _problem(claim: Claim, message: str, hint: str) -> Problem:
    return Problem(Code.SAME_ADDRESS, claim.where or Location(claim.source), message, hint)
