"""Finds broken links in a built site, and the lines in Markdown files that cause them.

Addresses are resolved as in browsers (RFC 3986, section 5), a folder means its index.html, and a fragment means an id
on the target page (HTML standard, "navigating to a fragment"). MkDocs rewrites links to other pages
(``safety/burns.md#hot`` becomes ``../safety/burns/#hot``), so the search in Markdown is for what the author may have
typed: the address, the source it was made from, or its fragment.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from psychoed.problems import Code
from psychoed.site.link_extractor import Link, PageLinks


class Reason(Enum):
    """What is wrong with a link."""

    NO_FILE = "leads to a page or file that doesn't exist"
    NO_SLASH = "is a folder without a slash at the end"
    NO_ID = "leads to a heading or id that isn't on that page"
    OUTSIDE = "leads out of the site"
    ROOTED = "starts with a slash, so it breaks if the site is in a subfolder"
    REPEATED = "is used as an id twice on the page"
    NO_ADDRESS = "is not a valid address"


# The address of the site while links are resolved, deep enough to detect links that climb out of it.
_HOST = "site.invalid"
_ROOT = f"http://{_HOST}/" + "deep/" * 20
# The 404 page is shown at any address, so its links start at the root (MkDocs builds it so).
_ANYWHERE = "404.html"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A broken link in ``file``, a path below the site's root; ``target`` is the file it refers to."""

    file: str
    link: Link
    why: Reason
    target: str = ""

    @property
    def fragment(self) -> str:
        """The id that the link refers to."""
        return "" if self.why is Reason.REPEATED else unquote(self.link.url.partition("#")[2])


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A built site.

    It has the links of its pages and style sheets by path, the paths of all its files, and its address, empty if
    unknown.
    """

    anatomies: Mapping[str, PageLinks]
    files: Collection[str]
    url: str = ""


def check_links(site: BuiltSite) -> list[BrokenLink]:
    """Return the broken links, each address once per page, absolute links to the site included."""
    faults = []
    for file, anatomy in site.anatomies.items():
        faults += [BrokenLink(file, link, Reason.REPEATED) for link in anatomy.repeated]
        first = {link.url: link for link in reversed(anatomy.links)}
        for link in reversed(first.values()):
            if (wrong := _fault(file, link.url, site)) is not None:
                faults.append(BrokenLink(file, link, *wrong))
    return faults


def list_outside_links(site: BuiltSite) -> Iterator[tuple[str, Link]]:
    """Yield each link to another site, with the file that contains it."""
    for file, anatomy in site.anatomies.items():
        for link in anatomy.links:
            web = link.url.lower().startswith(("http://", "https://"))
            if web and not (site.url and link.url.startswith(site.url)):
                yield file, link


def _fault(file: str, url: str, site: BuiltSite) -> tuple[Reason, str] | None:
    try:
        return _wrong(file, url, site)
    except ValueError:  # such as http://[example.org]/, whose host is neither a name nor a number
        return Reason.NO_ADDRESS, ""


def _wrong(file: str, url: str, site: BuiltSite) -> tuple[Reason, str] | None:
    """Return what is wrong with an address in ``file``, and the file it refers to."""
    plain = None if site.anatomies[file].base else _PLAIN.fullmatch(url)
    if plain and (found := _join(file, plain["path"])) in site.files:
        return _check_fragment(str(found), plain["fragment"] or "", site)
    moved = _moved(url.strip(), site.url)
    if moved.startswith(("https://", "http://")) and _get_host(moved) not in {"", _HOST}:
        return None
    base = urljoin(_ROOT + file, _moved(site.anatomies[file].base, site.url))
    whole = urljoin(base, moved)
    parts = urlsplit(whole)
    if parts.netloc != _HOST:
        return None
    if not whole.startswith(_ROOT):
        if not url.startswith("/"):
            return Reason.OUTSIDE, ""
        if file != _ANYWHERE:
            return Reason.ROOTED, ""
        whole = urljoin(_ROOT, whole.removeprefix(f"http://{_HOST}/"))
    path = unquote(urlsplit(whole).path.removeprefix(urlsplit(_ROOT).path))
    target = f"{path}index.html" if path.endswith("/") or not path else path
    if target not in site.files:
        folder = posixpath.join(target, "index.html")
        return (Reason.NO_SLASH, folder) if folder in site.files else (Reason.NO_FILE, target)
    return _check_fragment(target, unquote(parts.fragment).partition(":~:")[0], site)


@lru_cache(maxsize=10_000)  # many pages cite the same sources
def _get_host(url: str) -> str:
    return urlsplit(url).netloc


def _check_fragment(target: str, fragment: str, site: BuiltSite) -> tuple[Reason, str] | None:
    if fragment and fragment != "top" and target.endswith(".html") and target in site.anatomies:
        return None if fragment in site.anatomies[target].ids else (Reason.NO_ID, target)
    return None


# Nearly all addresses: relative, and written so that nothing in them needs decoding.
_PLAIN = re.compile(r"(?P<path>[\w./-]*)(?:#(?P<fragment>[\w.-]*))?", re.ASCII)


def _join(file: str, path: str) -> str | None:
    """Return the file that a plain relative path in ``file`` refers to; None if it climbs out of the site or is odd."""
    if not path:
        return file
    if path.startswith("/") or "//" in path:
        return None
    folders = file.split("/")[:-1]
    *above, last = path.split("/")
    for part in (*above, last if last in {".", ".."} else "."):
        if part == "..":
            if not folders:
                return None
            folders.pop()
        elif part != ".":
            folders.append(part)
    return "/".join([*folders, "index.html" if last in {"", ".", ".."} else last])


def _moved(url: str, site_url: str) -> str:
    """Return an absolute address on the site as the one used while links are resolved."""
    if not site_url:
        return url
    home = site_url.rstrip("/") + "/"
    if url.startswith(home):
        return urljoin(_ROOT, url.removeprefix(home) or ".")
    path = urlsplit(home).path
    return urljoin(_ROOT, url.removeprefix(path) or ".") if url.startswith(path) and not url.startswith("//") else url


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
            found.append(_describe_problem(fault, where))
            placed |= {fault.link.url, fault.target} - {""}
    for same in nowhere.values():
        if {same[0].link.url, same[0].target} & placed:
            continue  # the start of a page shown on another one, reported on its own page
        if len({fault.file for fault in same}) > _MANY:
            found.append(
                _describe_problem(same[0], _built(same[0]), f" on {len(same)} pages, so in a template or in mkdocs.yml")
            )
        else:
            found += [_describe_problem(fault, _page(fault, sources)) for fault in same]
    return found


def _describe_problem(fault: BrokenLink, where: Location, also: str = "") -> Problem:
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
