"""What a browser keeps of the site to show it without a network: built files and kinds of pages in, lists out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import unquote

# What must be right today: asked of the network every time, shown from the browser's copy only where there is none.
_FRESH_KINDS = {"safety", "flare"}
_KEPT = (".css", ".js", ".svg", ".woff2")  # all that a page needs; pictures and PDFs are kept once they were opened
_NOT_KEPT = ("assets/javascripts/lunr/",)  # the theme's search in other languages
_INDEX = "search/search_index.json"
_OFFLINE = "offline/"
# Where the service worker's program has its data filled in.
_PLACE = "const SITE = {};"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: a version that changes with any of the files, their addresses below the site's root, those of them
    that must be fresh, and the page that stands in for one that was not kept, empty where there is none.
    """

    version: str
    files: tuple[str, ...]
    fresh: tuple[str, ...]
    offline: str


def kept(digests: Mapping[str, str], pages: Iterable[tuple[str, str | None]]) -> Kept:
    """What to keep of a site: ``digests`` are those of all its files by their paths, ``pages`` its pages' addresses,
    the home page's empty, with their kinds.
    """
    kinds = dict(pages)
    assets = [
        path
        for path in digests
        if path == _INDEX or (path.startswith("assets/") and path.endswith(_KEPT) and not path.startswith(_NOT_KEPT))
    ]
    files = sorted([*kinds, *assets])
    whole = hashlib.sha256()
    for address in files:
        whole.update(f"{address}\0{digests[_path(unquote(address)) if address in kinds else address]}\n".encode())
    return Kept(
        version=whole.hexdigest()[:12],
        files=tuple(files),
        fresh=tuple(sorted(address for address, kind in kinds.items() if kind in _FRESH_KINDS)),
        offline=_OFFLINE if _OFFLINE in kinds else "",
    )


def service_worker(program: str, keep: Kept) -> str:
    """The program of the service worker with what it keeps."""
    before, place, after = program.partition(_PLACE)
    if not place:
        msg = f"the service worker has no line '{_PLACE}' to fill in"
        raise ValueError(msg)
    return f"{before}const SITE = {json.dumps(asdict(keep), separators=(',', ':'), ensure_ascii=False)};{after}"


def _path(address: str) -> str:
    return f"{address}index.html" if not address or address.endswith("/") else address
