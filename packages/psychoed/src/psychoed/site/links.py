"""Which links of a built site lead nowhere: its files' anatomies in, faults out.

Addresses are resolved as browsers do (RFC 3986, section 5), a folder is its index.html, and a fragment is an id in the
page it leads to (HTML standard, "navigating to a fragment").
"""

from __future__ import annotations

import posixpath
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


# Where the site stands while its links are resolved: so deep that one which climbs out of it is seen to.
_ROOT = "http://site.invalid/" + "deep/" * 20
# The server shows it at any address, so its links begin at the root (MkDocs builds it so).
_ANYWHERE = "404.html"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link in ``file``, a path below the site's root, that leads nowhere; ``target`` is the file it means."""

    file: str
    link: Link
    why: Reason
    target: str = ""

    @property
    def fragment(self) -> str:
        """The id the link asks for."""
        return "" if self.why is Reason.REPEATED else unquote(self.link.url.partition("#")[2])


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A site as built: the anatomies of its pages and style sheets by their paths, the paths of all its files, and the
    address it is published at, empty where that is not known.
    """

    anatomies: Mapping[str, PageLinks]
    files: Collection[str]
    url: str = ""


def check_links(site: BuiltSite) -> list[BrokenLink]:
    """Every fault of the site; an address is said once a page. The site's own whole addresses are checked as well."""
    faults = []
    for file, anatomy in site.anatomies.items():
        faults += [BrokenLink(file, link, Reason.REPEATED) for link in anatomy.repeated]
        first = {link.url: link for link in reversed(anatomy.links)}
        for link in reversed(first.values()):
            if (wrong := _fault(file, link.url, site)) is not None:
                faults.append(BrokenLink(file, link, *wrong))
    return faults


def list_outside_links(site: BuiltSite) -> Iterator[tuple[str, Link]]:
    """Each link into the rest of the web, with the file it stands in."""
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
    """What is wrong with an address in ``file``, and the file it means."""
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
    fragment = unquote(parts.fragment).partition(":~:")[0]
    if fragment and fragment != "top" and target.endswith(".html") and target in site.anatomies:
        return None if fragment in site.anatomies[target].ids else (Reason.NO_ID, target)
    return None


def _moved(url: str, site_url: str) -> str:
    """The address where the site stands while it is checked, if it is one of the site's own."""
    if not site_url:
        return url
    home = site_url.rstrip("/") + "/"
    if url.startswith(home):
        return urljoin(_ROOT, url.removeprefix(home) or ".")
    path = urlsplit(home).path
    return urljoin(_ROOT, url.removeprefix(path) or ".") if url.startswith(path) and not url.startswith("//") else url
