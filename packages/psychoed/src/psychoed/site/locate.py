"""Which line of which Markdown file a fault of the built site comes from.

MkDocs rewrites a link to another page (``safety/burns.md#hot`` becomes ``../safety/burns/#hot``), so the line is found
by what the author may have typed: the address as it is, the source it was made from, or its fragment.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from mkdocs_citeproc.problems import Code, Location, Problem
from mkdocs_citeproc.source import SourceText
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
_MANY = 3  # on so many pages, and in none of their sources: it stands in a template


def locate_problems(
    faults: Sequence[BrokenLink],
    sources: Mapping[str, Sequence[SourceText]],
    pages: Mapping[str, str],
) -> list[Problem]:
    """The faults as problems with their places.

    ``sources`` holds, by a built file's path, the texts it was made from, its own first and what it includes after;
    ``pages`` the paths below docs/ of the pages by their built files' paths.
    """
    found: list[Problem] = []
    nowhere: dict[tuple[Reason, str], list[BrokenLink]] = {}
    placed: set[str] = set()
    for fault in faults:
        where = _place(fault, sources.get(fault.file, ()), pages)
        if where is None:
            nowhere.setdefault((fault.why, f"{fault.target or fault.link.url}#{fault.fragment}"), []).append(fault)
        else:
            found.append(_problem(fault, where))
            placed |= {fault.link.url, fault.target} - {""}
    for same in nowhere.values():
        if {same[0].link.url, same[0].target} & placed:
            continue  # the beginning of a page, shown on another: said where it is written
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
    """The page's first line, where its own text does not show the fault; the built file's, where it has no source."""
    texts = sources.get(fault.file, ())
    return texts[0].at(texts[0].body_start) if texts else _built(fault)


def _place(fault: BrokenLink, texts: Sequence[SourceText], pages: Mapping[str, str]) -> Location | None:
    for typed in _typed(fault, pages):
        looked_for = re.compile(rf"(?<![\w./#-]){re.escape(typed)}(?![\w/#-]|\.\w)")
        for text in texts:
            if found := looked_for.search(text.text, text.body_start):
                return text.at(found.start())
    return None


def _typed(fault: BrokenLink, pages: Mapping[str, str]) -> list[str]:
    """What an author may have written to get this address, the likeliest first."""
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
