"""Finds broken links in a built site.

Addresses are resolved as in browsers (RFC 3986, section 5), a folder means its index.html, and a fragment means an id
on the target page (HTML standard, "navigating to a fragment").
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urljoin, urlsplit

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
_ROOT = "http://site.invalid/" + "deep/" * 20
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
    base = urljoin(_ROOT + file, _moved(site.anatomies[file].base, site.url))
    whole = urljoin(base, _moved(url.strip(), site.url))
    parts = urlsplit(whole)
    if parts.netloc != "site.invalid":
        return None
    if not whole.startswith(_ROOT):
        if not url.startswith("/"):
            return Reason.OUTSIDE, ""
        if file != _ANYWHERE:
            return Reason.ROOTED, ""
        whole = urljoin(_ROOT, whole.removeprefix("http://site.invalid/"))
    path = unquote(urlsplit(whole).path.removeprefix(urlsplit(_ROOT).path))
    target = f"{path}index.html" if path.endswith("/") or not path else path
    if target not in site.files:
        folder = posixpath.join(target, "index.html")
        return (Reason.NO_SLASH, folder) if folder in site.files else (Reason.NO_FILE, target)
    return _check_fragment(target, unquote(parts.fragment).partition(":~:")[0], site)


def _check_fragment(target: str, fragment: str, site: BuiltSite) -> tuple[Reason, str] | None:
    if fragment and fragment != "top" and target.endswith(".html") and target in site.anatomies:
        return None if fragment in site.anatomies[target].ids else (Reason.NO_ID, target)
    return None


# Nearly all addresses: relative, and written so that nothing in them needs decoding.
_PLAIN = re.compile(r"(?P<path>[\w./-]*)(?:#(?P<fragment>[\w.-]*))?", re.ASCII)


def _join(file: str, path: str) -> str | None:
    """Return the file that a plain relative path in ``file`` refers to; None if it climbs out of the site."""
    if not path:
        return file
    if path.startswith("/"):
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
