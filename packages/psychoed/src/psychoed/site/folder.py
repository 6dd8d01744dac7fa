"""Converts a built site to a folder that can be read without a server.

A server answers an address that ends in a slash with that folder's index.html; a browser that opens files does not. It
also lets no script fetch files, so the search index becomes a script, and the theme's search, which needs a worker,
gets one in a frame.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from urllib.parse import urlsplit, urlunsplit

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
