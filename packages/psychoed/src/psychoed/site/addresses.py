"""Addresses of a site: those that two sources would share, and redirects from pages' old ones."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from mkdocs_citeproc.problems import Location, Problem, escape_controls
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import suggest
from psychoed.language import t
from psychoed.problems import Code
from psychoed.site.file_types import LONGEST_NAME, find_name_fault, is_invisible

_HTML = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class AddressClaim:
    """A path in the built site, a description of its source, and the source's location if an author wrote it."""

    path: str
    source: str
    where: Location | None = None


def fold_path(path: str) -> str:
    """Return ``path`` as the least exact disk, server or reader compares it.

    That is without case, composition and invisible letters, and with all dashes alike.
    """
    plain = path.lower()
    if not (path.isascii() and path.isprintable()):
        # In both directions, because a dotless i becomes I in upper case, and a long s becomes s when folded.
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).upper().casefold())
        plain = "".join("-" if unicodedata.category(each) == "Pd" else each for each in plain if not is_invisible(each))
    return "/".join(part.rstrip(". ") or part for part in plain.replace("\\", "/").split("/"))


def get_reader_address(path: str) -> str:
    """Return the address of the file at ``path`` for readers: ``a`` for ``a.html`` and ``a/index.html``."""
    plain = fold_path(path)
    while True:
        stem, suffix = posixpath.splitext(plain)
        if suffix in _HTML:
            plain = stem
        elif posixpath.basename(plain) == "index":
            plain = posixpath.dirname(plain)
        else:
            return plain


def find_address_problems(claims: Iterable[AddressClaim]) -> list[Problem]:
    """Return a problem for each two claims to one address, and each file whose path is another's folder."""
    claims = list(claims)
    problems: list[Problem] = []
    first: dict[str, AddressClaim] = {}
    files: dict[str, AddressClaim] = {}
    for claim in claims:
        if claim.path.startswith("/") or posixpath.normpath(claim.path) != claim.path or claim.path.startswith("../"):
            message = f"'{claim.path}' is not an address inside the site"
            problems.append(_problem(claim, message, "Change its slug or its name."))
            continue
        if any(len(part.encode()) > LONGEST_NAME for part in claim.path.split("/")):
            message = f"a part of its address, '{claim.path[:40]}…', has more than {LONGEST_NAME} bytes"
            problems.append(_problem(claim, message, "Shorten its slug, its title or its name."))
            continue
        if any(part.endswith(_HTML) for part in posixpath.dirname(fold_path(claim.path)).split("/")):
            problems.append(_problem(claim, f"'{claim.path}' is in a folder that is named like a page", "Rename it."))
        files.setdefault(fold_path(claim.path), claim)
        other = first.setdefault(get_reader_address(claim.path), claim)
        if other is not claim:
            problems.append(_both(claim, other))
    for claim in claims:
        folder = posixpath.dirname(fold_path(claim.path))
        while folder.strip("/"):
            if folder in files:
                problems.append(_both(claim, files[folder]))
            folder = posixpath.dirname(folder)
    return problems


def _both(one: AddressClaim, other: AddressClaim) -> Problem:
    if one.where is None:
        one, other = other, one
    message = f"this and {other.source} have the same address, '{get_reader_address(other.path) or '/'}'"
    return _problem(one, message, "Rename or delete one of the two.")


def _problem(claim: AddressClaim, message: str, hint: str) -> Problem:
    return Problem(Code.SAME_ADDRESS, claim.where or Location(claim.source), message, hint)


# An absolute address, on another site.
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s\\]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect: the built file at the old address, and the link from that file to the new one."""

    file: str
    to: str


def resolve_redirects(
    wanted: Mapping[str, str], pages: Mapping[str, str], source: SourceText, *, folders: bool
) -> tuple[list[Redirect], list[Problem]]:
    """Return the redirects for ``wanted``, which maps ``old.md`` to ``new.md``, ``new.md#place`` or a URL, and the
    problems.

    Args:
        wanted: The redirects in the settings.
        pages: The addresses of the site's pages by path, relative to the site's root; empty for the home page.
        source: The file with the settings.
        folders: Whether each page is an index.html in a folder of its own.

    """
    found, problems = [], []
    for old, new in wanted.items():
        path, mark, place = new.partition("#")
        if not old.endswith(".md") or old.startswith(("/", "../")) or posixpath.normpath(old) != old:
            message, hint = f"'{old}' is not the path of a page below docs/", "Write it as it was: 'old/page.md'"
        elif fault := next((fault for part in old.split("/") if (fault := find_name_fault(part))), None):
            message, hint = f"'{escape_controls(old)}' is not a path: {fault[0]}", fault[1]
        elif old in pages:
            message, hint = f"'{old}' still exists, and would be overwritten", "Delete the page or the redirect"
        elif _WHOLE.match(new) and not _WEB.match(new):
            message, hint = f"'{old}' leads to '{new[:40]}', which is no page", "Write a page or an 'https:' address"
        elif not _WHOLE.match(new) and path not in pages:
            message, hint = f"'{old}' leads to '{path}', which doesn't exist", suggest(path, pages)
        else:
            file = get_built_file(old, folders=folders)
            to = new if _WHOLE.match(new) else _relative(pages[path], file) + mark + place
            found.append(Redirect(file, to))
            continue
        problems.append(Problem(Code.BAD_REDIRECT, locate_redirect(old, source), message, hint))
    return found, problems


def render_redirect_page(redirect: Redirect, site_url: str, language: str) -> str:
    """Return the page at an old address; it redirects at once, has a link as a fallback, and is not indexed."""
    to = html.escape(redirect.to, quote=True)
    text = html.escape(t("This page has moved: {link}go to it{end}."))
    shown = text.replace("{link}", f'<a href="{to}">').replace("{end}", "</a>")
    whole = urljoin(urljoin(site_url, redirect.file), redirect.to) if site_url else ""
    canonical = f'\n<link rel="canonical" href="{html.escape(whole, quote=True)}">' if whole else ""
    return f"""\
<!doctype html>
<html lang="{html.escape(language, quote=True)}">
<head>
<meta charset="utf-8">
<title>{html.escape(t("This page has moved"))}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={to}">{canonical}
</head>
<body>
<p>{shown}</p>
</body>
</html>
"""


def get_built_file(old: str, *, folders: bool) -> str:
    """Return the file that MkDocs built for a page."""
    stem = old.removesuffix(".md")
    folder, name = posixpath.split(stem)
    if name in {"index", "README"}:
        return posixpath.join(folder, "index.html")
    return f"{stem}/index.html" if folders else f"{stem}.html"


def _relative(address: str, file: str) -> str:
    """Return the relative link from ``file`` to an address below the site's root."""
    way = posixpath.relpath(address or ".", posixpath.dirname(file) or ".")
    return way + "/" if address.endswith("/") or not address else way


def locate_redirect(old: str, source: SourceText) -> Location:
    """Return where mkdocs.yml has the redirect of the page ``old``."""
    found = re.search(rf"""(?<![\w./-])['"]?{re.escape(old)}['"]?\s*:""", source.text)
    return source.at(found.start()) if found else Location(source.path)
