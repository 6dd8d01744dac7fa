"""The built site as a folder that opens without a server: built files in, files that link to each other by name out.

A server answers an address that ends in a slash with that folder's index.html, a browser that opens a file does not. It
also lets no script fetch another file, so the search index becomes a script, and the theme's search, which wants a
worker, is given one that is a frame.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from urllib.parse import urlsplit, urlunsplit

INDEX = "search/search_index.json"
INDEX_SCRIPT = "search/search_index.js"
SHIM = "assets/iframe-worker.js"
# What only a server has a use for.
_LEFT_OUT = {INDEX, "sw.js", "404.html", "offline/index.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz"}

_VALUE = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_TAG = re.compile(rf"<(?:a|area|link|meta)\b{_VALUE}>", re.IGNORECASE)
_HREF = re.compile(r"""(\shref=)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_REFRESH = re.compile(r"""(\scontent=["']\s*\d+\s*;\s*url=)([^"']*)""", re.IGNORECASE)
# A policy names hosts, and a file has none.
_POLICY = re.compile(rf"""\s*<meta\b(?=[^>]*http-equiv=["']?Content-Security-Policy\b){_VALUE}>""", re.IGNORECASE)
_KEEPER = re.compile(r"""\s*<script\b[^>]*\bsrc=["'][^"']*assets/offline\.js["'][^>]*></script>""", re.IGNORECASE)
# The theme takes it for the site in another language and asks for that one's list of pages.
_FEED = re.compile(rf"""\s*<link\b(?=[^>]*\btype=["']application/(?:atom|rss)\+xml\b){_VALUE}>""", re.IGNORECASE)
_HEAD_END = re.compile(r"</head>", re.IGNORECASE)


def is_wanted(path: str) -> bool:
    """Whether a built file has a place in the folder."""
    return path not in _LEFT_OUT and not path.endswith(".map")


def link_by_file_name(address: str) -> str:
    """An address with the name of the file that a server would answer it with."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address, which stays as it is
        return address
    if parts.scheme or parts.netloc or not parts.path:
        return address
    last = parts.path.rpartition("/")[2]
    if last not in {"", ".", ".."}:
        return address
    path = f"{parts.path}index.html" if not last else f"{parts.path}/index.html"
    return urlunsplit(parts._replace(path=path))


def convert_page(html: str, path: str) -> str:
    """The page that is built at ``path``, for a folder."""
    for needs_a_server in (_POLICY, _KEEPER, _FEED):
        html = needs_a_server.sub("", html)
    html = _TAG.sub(lambda tag: _REFRESH.sub(_refreshed, _HREF.sub(_linked, tag[0])), html)
    shim = f'<script src="{"../" * path.count("/")}{SHIM}"></script>\n'
    return _HEAD_END.sub(lambda end: shim + end[0], html, count=1)


def write_search_script(index: str) -> str:
    """The search index, given as JSON, as the script that the theme loads where it cannot fetch."""
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
