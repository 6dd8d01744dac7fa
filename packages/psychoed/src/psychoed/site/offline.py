"""Chooses which files of a site the browser caches for offline reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import unquote

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
