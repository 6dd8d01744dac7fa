"""The links to check: the web addresses in the project's texts, and links.yml.

links.yml lists those that a person has checked because a machine can't, or need not report again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.citations.mask import mask_code
from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import Value, read_mapping
from psychoed.cli.project import read_site_text
from psychoed.problems import Code

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


REFUSALS = frozenset({401, 403, 405, 406, 409, 418, 429, 451, 503, 999})
"""Statuses of hosts that refuse robots; 404 and 410 are always errors."""
GOOD_FOR = timedelta(days=183)
_KEYS = {"refuses": "host", "notices": "doi"}


@dataclass(frozen=True, slots=True)
class Inspection:
    """A check by a person: ``name`` (a host, or a notice's DOI), the date, and why it is listed."""

    name: str
    day: date
    why: str
    where: Location


@dataclass(frozen=True, slots=True)
class LinkList:
    """``refuses`` by host, ``notices`` by DOI in lower case."""

    refuses: Mapping[str, Inspection] = field(default_factory=dict)
    notices: Mapping[str, Inspection] = field(default_factory=dict)

    def find_host(self, url: str) -> Inspection | None:
        """Return the entry for the host of ``url``."""
        return self.refuses.get((urlsplit(url).hostname or "").lower())

    def find_outdated(self, today: date) -> list[Problem]:
        """Return the hosts whose pages nobody has checked for half a year."""
        hint = "Open our links there in a browser, then put today's date after 'looked'."
        return [
            Problem(Code.UNSEEN_LINK, line.where, f"a person last looked at {line.name} on {line.day}", hint)
            for line in self.refuses.values()
            if today - line.day > GOOD_FOR
        ]


def read_link_list(source: SourceText) -> tuple[LinkList, list[Problem]]:
    """Return the entries of links.yml and its problems, each with its location."""
    fields, problems = read_mapping(source.text, source.path, Code.BAD_LINK_LIST, Code.BAD_LINK_LIST)
    found: dict[str, dict[str, Inspection]] = {"refuses": {}, "notices": {}}
    for line in (fields or {}).values():
        if line.name not in _KEYS:
            problems.append(_report_keys(line.where, f"there is no field '{line.name}'"))
        elif not isinstance(line.value.data, list):
            problems.append(_report_keys(line.value.where, f"'{line.name}' must be a list"))
        else:
            for item in line.value.data:
                if looked := _read_inspection(item, _KEYS[line.name]):
                    found[line.name][looked.name.lower()] = looked
                else:
                    message = f"each entry has exactly '{_KEYS[line.name]}', 'looked' (such as 2026-11-23) and 'why'"
                    problems.append(_report_keys(item.where, message))
    return LinkList(found["refuses"], found["notices"]), problems


def _read_inspection(item: Value, key: str) -> Inspection | None:
    given = {name: field.value for name, field in item.data.items()} if isinstance(item.data, dict) else {}
    day = given["looked"].data if "looked" in given else None
    if (
        set(given) != {key, "looked", "why"}
        or not isinstance(day, date)
        or not all(value.text for value in given.values())
    ):
        return None
    return Inspection(given[key].text, day, given["why"].text, item.where)


def _report_keys(where: Location, message: str) -> Problem:
    return Problem(Code.BAD_LINK_LIST, where, message, "See the example at the top of the file.")
