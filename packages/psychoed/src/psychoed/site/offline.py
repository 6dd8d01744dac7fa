"""Reading without a network: the files that a browser keeps, and the site as a folder that needs no server.

A server answers an address that ends in a slash with that folder's index.html; a browser that opens files does not. It
also lets no script fetch files, so the search index becomes a script, and the theme's search, which needs a worker,
gets one in a frame.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from html import escape, unescape
from urllib.parse import unquote, urlsplit, urlunsplit

from psychoed.language import get_current_language, t

_KEPT = (".css", ".js", ".svg", ".woff2")  # needed by all pages; pictures and PDFs are cached when first opened
_NOT_KEPT = ("assets/javascripts/lunr/",)  # the theme's search in other languages
_INDEX = "search/search_index.json"
_OFFLINE = "offline/"
# Where the data is inserted into the service worker's program.
_PLACE = "const SITE = {};"


@dataclass(frozen=True, slots=True)
class CachedFiles:
    """The files to cache of one build.

    ``version`` changes if any file does. ``files`` are their addresses below the site's root, each with the start of
    its SHA-256, by which a browser tells builds apart. ``fresh`` are the pages that must be up to date, ``marked``
    those that show when a copy was made. ``offline`` is the address of the page shown in place of one that is not
    cached, or empty. ``locale``, ``copy``, ``copyFrom`` (with ``{date}``) and ``copyMeans`` are what a saved copy says.
    """

    version: str
    files: Mapping[str, str]
    fresh: tuple[str, ...]
    marked: tuple[str, ...]
    offline: str
    locale: str = "en-GB"
    copy: str = ""
    copyFrom: str = ""  # noqa: N815 - a name in JavaScript
    copyMeans: str = ""  # noqa: N815


def may_be_cached(path: str) -> bool:
    """Return whether a file is a page, the search index or an asset that the browser may keep."""
    asset = path.startswith("assets/") and path.endswith(_KEPT) and not path.startswith(_NOT_KEPT)
    return asset or path == _INDEX or path.endswith(".html")


def choose_cached_files(
    digests: Mapping[str, str], pages: Iterable[tuple[str, str]], safety: str | None = None
) -> CachedFiles:
    """Choose the files to cache.

    Args:
        digests: The SHA-256 of all files that may be cached, by path.
        pages: Each page's address, empty for the home page, and how it is read offline (``Kind.offline``).
        safety: The address of the page to which all pages link for urgent help.

    """
    ways = dict(pages)
    assets = [path for path in digests if may_be_cached(path) and not path.endswith(".html")]
    files = {
        address: digests[_path(unquote(address)) if address in ways else address]
        for address in sorted([*ways, *assets])
    }
    whole = hashlib.sha256("".join(f"{address}\0{digest}\n" for address, digest in files.items()).encode())
    return CachedFiles(
        version=whole.hexdigest()[:12],
        files={address: digest[:12] for address, digest in files.items()},
        fresh=tuple(sorted(page for page, way in ways.items() if way == "fresh" or page == safety)),
        marked=tuple(sorted(page for page, way in ways.items() if way in ("fresh", "dated") or page == safety)),
        offline=_OFFLINE if _OFFLINE in ways else "",
        locale=str(get_current_language().locale).replace("_", "-"),
        copy=t("This is a saved copy."),
        copyFrom=t("This is a saved copy from {date}."),
        copyMeans=t("The site can’t be reached right now, so newer advice may be missing."),
    )


def render_service_worker(program: str, keep: CachedFiles) -> str:
    """Return the service worker's program with its data."""
    before, place, after = program.partition(_PLACE)
    if not place:
        msg = f"the service worker has no line '{_PLACE}' to fill in"
        raise ValueError(msg)
    return f"{before}const SITE = {json.dumps(asdict(keep), separators=(',', ':'), ensure_ascii=False)};{after}"


def _path(address: str) -> str:
    return f"{address}index.html" if not address or address.endswith("/") else address


INDEX = "search/search_index.json"
INDEX_SCRIPT = "search/search_index.js"
SHIM = "assets/iframe-worker.js"
# Only useful on a server.
_LEFT_OUT = {INDEX, "sw.js", "404.html", "offline/index.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz"}

_VALUE = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_TAG = re.compile(rf"<(?:a|area|link|meta)\b{_VALUE}>", re.IGNORECASE)
_HREF = re.compile(r"""(\shref=)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_REFRESH = re.compile(r"""(\scontent=["']\s*\d+\s*;\s*url=)([^"']*)""", re.IGNORECASE)
# The policy refers to hosts, and files have none.
_POLICY = re.compile(rf"""\s*<meta\b(?=[^>]*http-equiv=["']?Content-Security-Policy\b){_VALUE}>""", re.IGNORECASE)
_KEEPER = re.compile(r"""\s*<script\b[^>]*\bsrc=["'][^"']*assets/offline\.js["'][^>]*></script>""", re.IGNORECASE)
# The theme takes the folder for another language of the site and asks for its list of pages.
_FEED = re.compile(rf"""\s*<link\b(?=[^>]*\btype=["']application/(?:atom|rss)\+xml\b){_VALUE}>""", re.IGNORECASE)
_HEAD_END = re.compile(r"</head>", re.IGNORECASE)


def is_wanted(path: str) -> bool:
    """Return whether a built file is part of the folder."""
    return path not in _LEFT_OUT and not path.endswith(".map")


def link_by_file_name(address: str) -> str:
    """Return an address with the name of the file that a server would send for it."""
    try:
        parts = urlsplit(address)
    except ValueError:  # not an address, left unchanged
        return address
    if parts.scheme or parts.netloc or not parts.path:
        return address
    last = parts.path.rpartition("/")[2]
    if last not in {"", ".", ".."}:
        return address
    path = f"{parts.path}index.html" if not last else f"{parts.path}/index.html"
    return urlunsplit(parts._replace(path=path))


def convert_page(html: str, path: str) -> str:
    """Return the page at ``path`` with addresses that work in a folder."""
    for needs_a_server in (_POLICY, _KEEPER, _FEED):
        html = needs_a_server.sub("", html)
    html = _TAG.sub(lambda tag: _REFRESH.sub(_refreshed, _HREF.sub(_linked, tag[0])), html)
    shim = f'<script src="{"../" * path.count("/")}{SHIM}"></script>\n'
    return _HEAD_END.sub(lambda end: shim + end[0], html, count=1)


def write_search_script(index: str) -> str:
    """Return the search index, given as JSON, as the script that the theme loads if it cannot fetch."""
    found = json.loads(index)
    for entry in found["docs"]:
        entry["location"] = link_by_file_name(
            entry["location"] if entry["location"].partition("#")[0] else f"./{entry['location']}"
        )
    return f"var __index = {json.dumps(found, ensure_ascii=False, separators=(',', ':'))};\n"


def _linked(attribute: re.Match[str]) -> str:
    return f"{attribute[1]}{attribute[2]}{escape(link_by_file_name(unescape(attribute[3])))}{attribute[2]}"


def _refreshed(attribute: re.Match[str]) -> str:
    return f"{attribute[1]}{escape(link_by_file_name(unescape(attribute[2])))}"
