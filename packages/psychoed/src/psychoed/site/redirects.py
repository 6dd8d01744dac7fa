"""Addresses that pages once had, kept alive: a table of old and new ones in, pages that lead on and problems out."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from mkdocs_citeproc.problems import Code, Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import suggest

# A whole address, which is another site's.
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s\\]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old page: the file of the built site that leads on, and where to, as a link from that file."""

    file: str
    to: str


def resolve_redirects(
    wanted: Mapping[str, str], pages: Mapping[str, str], source: SourceText, *, folders: bool
) -> tuple[list[Redirect], list[Problem]]:
    """What ``wanted`` asks for, each ``old.md: new.md`` (or ``new.md#place``, or a whole address).

    ``pages`` are the site's pages by their path, with their addresses below the site's root, where the home page's is
    empty; ``source`` is the file where the table stands; ``folders`` says whether a page is an index.html of its own.
    """
    found, problems = [], []
    for old, new in wanted.items():
        path, mark, place = new.partition("#")
        if not old.endswith(".md") or old.startswith(("/", "../")) or posixpath.normpath(old) != old:
            message, hint = f"'{old}' is not the path of a page below docs/", "Write it as it was: 'old/page.md'"
        elif old in pages:
            message, hint = f"'{old}' still exists, and would be overwritten", "Delete the page or the redirect"
        elif _WHOLE.match(new) and not _WEB.match(new):
            message, hint = f"'{old}' leads to '{new[:40]}', which is no page", "Write a page or an 'https:' address"
        elif not _WHOLE.match(new) and path not in pages:
            message, hint = f"'{old}' leads to '{path}', which doesn't exist", suggest(path, pages)
        else:
            file = built_file(old, folders=folders)
            to = new if _WHOLE.match(new) else _relative(pages[path], file) + mark + place
            found.append(Redirect(file, to))
            continue
        problems.append(Problem(Code.BAD_REDIRECT, _where(old, source), message, hint))
    return found, problems


def render_redirect_page(redirect: Redirect, site_url: str, language: str) -> str:
    """The page at an old address: leads on at once, by a link where a browser does not, and is not to be found."""
    to = html.escape(redirect.to, quote=True)
    whole = urljoin(urljoin(site_url, redirect.file), redirect.to) if site_url else ""
    canonical = f'\n<link rel="canonical" href="{html.escape(whole, quote=True)}">' if whole else ""
    return f"""\
<!doctype html>
<html lang="{html.escape(language, quote=True)}">
<head>
<meta charset="utf-8">
<title>This page has moved</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={to}">{canonical}
</head>
<body>
<p>This page has moved: <a href="{to}">go to it</a>.</p>
</body>
</html>
"""


def built_file(old: str, *, folders: bool) -> str:
    """The file that MkDocs built for a page."""
    stem = old.removesuffix(".md")
    folder, name = posixpath.split(stem)
    if name in {"index", "README"}:
        return posixpath.join(folder, "index.html")
    return f"{stem}/index.html" if folders else f"{stem}.html"


def _relative(address: str, file: str) -> str:
    """The way from ``file`` to an address below the site's root."""
    way = posixpath.relpath(address or ".", posixpath.dirname(file) or ".")
    return way + "/" if address.endswith("/") or not address else way


def _where(old: str, source: SourceText) -> Location:
    found = re.search(rf"""(?<![\w./-])['"]?{re.escape(old)}['"]?\s*:""", source.text)
    return source.at(found.start()) if found else Location(source.path)
