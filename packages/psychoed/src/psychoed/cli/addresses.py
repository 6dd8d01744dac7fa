"""Finds the web addresses in the project's own texts, with their locations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.citations.mask import mask_code
from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText
from psychoed.cli.text_files import read_site_text

_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\x00]+")
# Example hosts (RFC 2606, RFC 6761), and this machine.
_NO_HOST = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)|127\..*|\[::1\]|0\.0\.0\.0")
TEXTS = ("*.md", "*.bib", "mkdocs.yml", "docs/**/*.md", "includes/**/*.md", "decisions/*.md")
"""Patterns of the files to read, below the project's root."""


def read_sources(root: Path) -> list[SourceText]:
    """Return the project's texts, sorted by path."""
    paths = sorted({path for pattern in TEXTS for path in root.glob(pattern)})
    return [read_site_text(path, root) for path in paths]


def find_addresses(sources: Iterable[SourceText]) -> dict[str, Location]:
    """Return each address, without its fragment, and the first place where it is used; DOIs are checked elsewhere.

    In Markdown, addresses in code and comments are skipped, as they are examples.
    """
    found: dict[str, Location] = {}
    for source in sources:
        for url, offset in _find_in(source):
            parts = urlsplit(url)
            if not strip_doi_prefix(url) and parts.hostname and not _NO_HOST.fullmatch(parts.hostname):
                found.setdefault(parts._replace(fragment="").geturl(), source.at(offset))
    return found


def _find_in(source: SourceText) -> Iterator[tuple[str, int]]:
    text = mask_code(source.text) if source.path.endswith(".md") else source.text
    for match in _ADDRESS.finditer(text):
        yield _trim(match[0]), match.start()


def _trim(url: str) -> str:
    """Return the address without punctuation that belongs to the sentence, such as a full stop or unmatched bracket."""
    while url and (
        url[-1] in ".,;:!?*_’”…"
        or any(url[-1] == shut and url.count(shut) > url.count(open_) for open_, shut in ("()", "[]"))
    ):
        url = url[:-1]
    return url
