"""What a browser keeps of the site to show it without a network: built files and kinds of pages in, lists out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import unquote

# What must be right today: asked of the network every time, shown from the browser's copy only where there is none.
_FRESH_KINDS = {"safety", "flare"}
# What readers act on: shown from a copy it says so, and from when the copy is.
_MARKED_KINDS = _FRESH_KINDS | {"handout"}
_KEPT = (".css", ".js", ".svg", ".woff2")  # all that a page needs; pictures and PDFs are kept once they were opened
_NOT_KEPT = ("assets/javascripts/lunr/",)  # the theme's search in other languages
_INDEX = "search/search_index.json"
_OFFLINE = "offline/"
# Where the service worker's program has its data filled in.
_PLACE = "const SITE = {};"


@dataclass(frozen=True, slots=True)
class CachedFiles:
    """What is kept of one build.

    ``version`` changes with any of the files. ``files`` are their addresses below the site's root, each with the
    beginning of its SHA-256, by which a browser tells a file of this build from one of another. ``fresh`` are the pages
    that must be right today, ``marked`` those that say so when a copy is shown. ``offline`` is the address of the page
    that stands in for one that was not kept, empty where there is none.
    """

    version: str
    files: Mapping[str, str]
    fresh: tuple[str, ...]
    marked: tuple[str, ...]
    offline: str


def choose_cached_files(
    digests: Mapping[str, str], pages: Iterable[tuple[str, str | None]], safety: str | None = None
) -> CachedFiles:
    """What to keep of a site, from the SHA-256 of all its files by their paths and its pages' addresses and kinds.

    The home page's address is empty. ``safety`` is the address of the page that every page leads to for safety's sake.
    """
    kinds = dict(pages)
    assets = [
        path
        for path in digests
        if path == _INDEX or (path.startswith("assets/") and path.endswith(_KEPT) and not path.startswith(_NOT_KEPT))
    ]
    files = {
        address: digests[_path(unquote(address)) if address in kinds else address]
        for address in sorted([*kinds, *assets])
    }
    whole = hashlib.sha256("".join(f"{address}\0{digest}\n" for address, digest in files.items()).encode())
    return CachedFiles(
        version=whole.hexdigest()[:12],
        files={address: digest[:12] for address, digest in files.items()},
        fresh=tuple(sorted(page for page, kind in kinds.items() if kind in _FRESH_KINDS or page == safety)),
        marked=tuple(sorted(page for page, kind in kinds.items() if kind in _MARKED_KINDS or page == safety)),
        offline=_OFFLINE if _OFFLINE in kinds else "",
    )


def render_service_worker(program: str, keep: CachedFiles) -> str:
    """The program of the service worker with what it keeps."""
    before, place, after = program.partition(_PLACE)
    if not place:
        msg = f"the service worker has no line '{_PLACE}' to fill in"
        raise ValueError(msg)
    return f"{before}const SITE = {json.dumps(asdict(keep), separators=(',', ':'), ensure_ascii=False)};{after}"


def _path(address: str) -> str:
    return f"{address}index.html" if not address or address.endswith("/") else address
