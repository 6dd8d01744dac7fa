"""Where the project's own texts lead out into the web: each address with the place it is typed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs_citeproc.bibliography.doi import strip_doi_prefix
from mkdocs_citeproc.citations.mask import mask_code
from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText
from tools import files

_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\x00]+")
# Hosts that stand for any host (RFC 2606, RFC 6761), and this machine.
_NO_HOST = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)|127\..*|\[::1\]|0\.0\.0\.0")
TEXTS = ("*.md", "*.bib", "mkdocs.yml", "docs/**/*.md", "includes/**/*.md", "decisions/*.md")
"""Which files are read, below the project's root."""


def read_sources(root: Path) -> list[SourceText]:
    """The project's texts, in the order of their paths."""
    paths = sorted({path for pattern in TEXTS for path in root.glob(pattern)})
    return [files.source(path, root) for path in paths]


def web_addresses(sources: Iterable[SourceText]) -> dict[str, Location]:
    """Each address, without its fragment, with the first place where it stands; DOIs are asked for elsewhere.

    In Markdown those in code and comments are passed over: they are examples.
    """
    found: dict[str, Location] = {}
    for source in sources:
        for url, offset in _in(source):
            parts = urlsplit(url)
            if not strip_doi_prefix(url) and parts.hostname and not _NO_HOST.fullmatch(parts.hostname):
                found.setdefault(parts._replace(fragment="").geturl(), source.at(offset))
    return found


def _in(source: SourceText) -> Iterator[tuple[str, int]]:
    text = mask_code(source.text) if source.path.endswith(".md") else source.text
    for match in _ADDRESS.finditer(text):
        yield _trimmed(match[0]), match.start()


def _trimmed(url: str) -> str:
    """The address without what belongs to the sentence: a closing stop, or a bracket that it does not open."""
    while url and (
        url[-1] in ".,;:!?*_’”…"
        or any(url[-1] == shut and url.count(shut) > url.count(open_) for open_, shut in ("()", "[]"))
    ):
        url = url[:-1]
    return url
