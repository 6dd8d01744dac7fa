"""Finds the line in a Markdown file that causes a broken link in the built site.

MkDocs rewrites links to other pages (``safety/burns.md#hot`` becomes ``../safety/burns/#hot``), so the search is for
what the author may have typed: the address, the source it was made from, or its fragment.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from psychoed.problems import Code
from psychoed.site.links import BrokenLink, Reason

_CODES = {Reason.NO_ID: Code.BROKEN_ANCHOR, Reason.REPEATED: Code.REPEATED_ID}
_HINTS = {
    Reason.NO_FILE: "Correct the path, or remove the link.",
    Reason.NO_SLASH: "Link to the Markdown file, or close the address with a slash.",
    Reason.OUTSIDE: "Take a '../' away.",
    Reason.NO_ID: "Compare it with the headings on that page.",
    Reason.ROOTED: "Write the path relative to this page.",
    Reason.NO_ADDRESS: "Copy it from a browser.",
    Reason.REPEATED: "Give each its own id, such as {{ #another-name }} behind a heading.",
}
# What makes an address another, longer one.
_LONGER_BEFORE, _LONGER = re.compile(r"[\w./#-]"), re.compile(r"[\w/#-]|\.\w")
_MANY = 3  # on at least this many pages, and in none of their sources: it comes from a template


def locate_problems(
    faults: Sequence[BrokenLink],
    sources: Mapping[str, Sequence[SourceText]],
    pages: Mapping[str, str],
) -> list[Problem]:
    """Return the faults as problems with their locations.

    Args:
        faults: The broken links.
        sources: The texts each built file was made from, by its path; its own first, then those it includes.
        pages: The paths of pages below docs/, by their built files' paths.

    """
    found: list[Problem] = []
    nowhere: dict[tuple[Reason, str], list[BrokenLink]] = {}
    placed: set[str] = set()
    for fault in faults:
        where = _locate_source(fault, sources.get(fault.file, ()), pages)
        if where is None:
            nowhere.setdefault((fault.why, f"{fault.target or fault.link.url}#{fault.fragment}"), []).append(fault)
        else:
            found.append(_problem(fault, where))
            placed |= {fault.link.url, fault.target} - {""}
    for same in nowhere.values():
        if {same[0].link.url, same[0].target} & placed:
            continue  # the start of a page shown on another one, reported on its own page
        if len({fault.file for fault in same}) > _MANY:
            found.append(
                _problem(same[0], _built(same[0]), f" on {len(same)} pages, so in a template or in mkdocs.yml")
            )
        else:
            found += [_problem(fault, _page(fault, sources)) for fault in same]
    return found


def _problem(fault: BrokenLink, where: Location, also: str = "") -> Problem:
    message = f"'{fault.link.url}' {fault.why.value}{also}"
    if fault.target and fault.why in {Reason.NO_FILE, Reason.NO_ID}:
        message += f" ({fault.target})"
    return Problem(_CODES.get(fault.why, Code.BROKEN_LINK), where, message, _HINTS[fault.why].format())


def _built(fault: BrokenLink) -> Location:
    return Location(f"site/{fault.file}", fault.link.line)


def _page(fault: BrokenLink, sources: Mapping[str, Sequence[SourceText]]) -> Location:
    """Return the page's first line if its source does not show the fault; the built file's if it has no source."""
    texts = sources.get(fault.file, ())
    return texts[0].at(texts[0].body_start) if texts else _built(fault)


def _locate_source(fault: BrokenLink, texts: Sequence[SourceText], pages: Mapping[str, str]) -> Location | None:
    for typed in _typed(fault, pages):
        for text in texts:
            at = text.body_start - 1
            while (at := text.text.find(typed, at + 1)) >= 0:
                if not _LONGER_BEFORE.fullmatch(text.text[at - 1 : at]) and not _LONGER.match(
                    text.text, at + len(typed)
                ):
                    return text.at(at)
    return None


def _typed(fault: BrokenLink, pages: Mapping[str, str]) -> list[str]:
    """Return what an author may have typed to get this address, most likely first."""
    url = fault.link.url
    if fault.why is Reason.REPEATED:
        return [f"#{url}", f'id="{url}"', f"id='{url}'", f"id={url}"]
    here, there = pages.get(fault.file), pages.get(fault.target)
    typed = [url]
    if here and there:
        path = posixpath.relpath(there, posixpath.dirname(here) or ".")
        typed.append(f"{path}#{fault.fragment}" if fault.fragment else path)
    if fault.fragment:
        typed.append(f"#{fault.fragment}")
    return typed
