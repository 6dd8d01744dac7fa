"""Checks of front matter before MkDocs and its plugins read it, for what would exhaust memory or break a template.

MkDocs' own loader follows aliases and nesting without limit, and ignores errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs.utils.meta import META_RE, YAML_RE, get_data

from mkdocs_citeproc.mkdocs_build import read_source
from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.yaml_values import find_expanding_part
from psychoed.pages.kinds import MOST_WEIGHT
from psychoed.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.theme import Theme

    from mkdocs_citeproc.source import SourceText


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_search(value: Any) -> bool:
    """Return whether Material's search can use the value: ``exclude`` and ``boost``."""
    if not isinstance(value, dict) or not value.keys() <= {"exclude", "boost"}:
        return False
    boost = value.get("boost", 1)
    is_weight = isinstance(boost, int | float) and not isinstance(boost, bool) and 0 < boost <= MOST_WEIGHT
    return isinstance(value.get("exclude", False), bool) and is_weight


_SEARCH_HINT = f"It may hold 'exclude: true', and 'boost' from 0.1 to {MOST_WEIGHT}."
_TEXT = (_is_text, "is not text", 'Quote it, as in "2026".')
_TEXTS = (_is_texts, "is not a list of texts", "Write it as [one, two].")
# The types that MkDocs, Material and its plugins take for granted.
_EXPECTED: Mapping[str, tuple[Callable[[Any], bool], str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("title", "template", "status", "icon", "subtitle", "image", "slug"), _TEXT),
        **dict.fromkeys(("hide", "tags"), _TEXTS),
        "search": (
            _is_search,
            "is not what a search can use",
            f"It may hold 'exclude: true', and 'boost' from 0.1 to {MOST_WEIGHT}.",
        ),
        "social": (lambda value: isinstance(value, dict), "is not a mapping", "Write it as 'social: {name: value}'."),
    }
)
# A name may contain escapes, as in "\\x68ide"; most front matter has neither names nor escapes.
_NAMED = re.compile(rf"\b(?:{'|'.join(_EXPECTED)})\b|\\", re.IGNORECASE)


def find_front_matter_problems(files: Files, config: MkDocsConfig) -> Iterator[Problem]:
    """Yield the problems of all pages' front matter. Raises PluginError if a page is not UTF-8."""
    for file in files.documentation_pages(inclusion=lambda level: level.is_in_serve()):
        if file.src_dir == config.docs_dir:
            yield from _problems(read_source(file, config), config.theme)


def _problems(source: SourceText, theme: Theme) -> Iterator[Problem]:
    found = YAML_RE.match(source.text)
    if found and (part := find_expanding_part(found[1])):
        mark, message, hint = part
        yield Problem(Code.BAD_FRONT_MATTER, Location(source.path, mark.line + 2, mark.column + 1), message, hint)
        return
    if not (_NAMED.search(found[1]) if found else META_RE.match(source.text)):
        return
    _, meta = get_data(source.text)
    for name, (fits, message, hint) in _EXPECTED.items():
        if name in meta and not fits(meta[name]):
            yield Problem(Code.BAD_METADATA, _locate(source, name), f"'{name}' {message}", hint)
        elif name in meta and (wrong := _missing_in_theme(name, meta[name], theme)):
            yield Problem(Code.BAD_METADATA, _locate(source, name), wrong, "Use one that is there.")


def _missing_in_theme(name: str, value: Any, theme: Theme) -> str | None:
    """Return why a template or an icon can't be used; Jinja's own error has no line number.

    Pages may use the site's own templates but not all of the theme's: one of Material's redirects to the page's
    ``location``.
    """
    if name == "icon" and not _is_file(f".icons/{value}.svg", theme.dirs):
        return f"the theme has no icon '{value}'"
    if name == "template" and value != "main.html" and not _is_own_template(value, theme):
        return f"the site has no template '{value}'"
    return None


def _is_own_template(name: str, theme: Theme) -> bool:
    own = [theme.custom_dir] if theme.custom_dir else []
    return "/" not in name and name.endswith(".html") and name not in theme.static_templates and _is_file(name, own)


def _is_file(path: str, folders: Sequence[str]) -> bool:
    inside = ".." not in path.split("/") and "\0" not in path
    return inside and any(Path(folder, path).is_file() for folder in folders)


def _locate(source: SourceText, name: str) -> Location:
    found = re.compile(rf"^[ \t{{\"']*{name}[\"']?\s*:", re.MULTILINE | re.IGNORECASE).search(source.text)
    return source.at(found.start()) if found else Location(source.path)
