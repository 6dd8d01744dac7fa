"""Files that a page includes with ``pymdownx.snippets``, so that their citations are scanned with the page's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import get_relative_path

_INLINE = re.compile(
    r"^[ \t>]*-{1,}8<-{1,}[ \t]+(?P<quote>[\"'])(?P<path>(?:\\(?P=quote)|(?!(?P=quote))[^\n])+)(?P=quote)[ \t]*$",
    re.MULTILINE,
)
_BLOCK = re.compile(r"^[ \t>]*-{1,}8<-{1,}[ \t]*\n(?P<paths>(?:.*\n)*?)[ \t>]*-{1,}8<-{1,}[ \t]*$", re.MULTILINE)
# Line ranges or a named section after the path (pymdownx.snippets, RE_SNIPPET_FILE).
_SECTION = re.compile(r"(?:(?::-?\d*){1,2}(?:,-?\d*(?::-?\d*)?)*|:[a-z][-\w]*)$", re.IGNORECASE)
_DEPTH = 5
_LARGEST = 1_000_000  # bytes
_ABSENT = "is not there"

MOST_INCLUDED = 200
"""How many files one page may include, those inside includes counted: forty in each of forty in each of forty would be
64,000."""

TOO_MANY = f"is one include too many: a page may include {MOST_INCLUDED} files, those inside includes counted"


class Snippets:
    """Locate a site's snippets by the settings of ``pymdownx.snippets``; finds nothing if it is not used."""

    def __init__(self, settings: dict[str, Any] | None, root: Path, allowed: Iterable[Path] | None = None) -> None:
        self.root = root
        base = (settings or {}).get("base_path", ["."])
        self.folders = [Path(folder) for folder in ([base] if isinstance(base, str) else base)]
        self.allowed = [folder.resolve() for folder in (self.folders if allowed is None else allowed)]
        self.appended = [str(path) for path in (settings or {}).get("auto_append", [])]
        self.used = settings is not None
        self._read: dict[Path, SourceText | str] = {}

    def resolve(self, name: str | Path) -> tuple[Path, str]:
        """Return the resolved path, and why a page may not include the file; empty if it may."""
        real = Path(name).resolve()
        home = next((folder for folder in self.allowed if real.is_relative_to(folder)), None)
        if home is None:
            return real, "is outside the folders you can include files from"
        if any(part.startswith(".") for part in real.relative_to(home).parts):
            return real, "is hidden or in a hidden folder; hidden files are not published"
        if not real.is_file():  # reading a device would never end
            return real, "is not a file" if real.exists() else _ABSENT
        if real.stat().st_size > _LARGEST:
            return real, f"has more than {_LARGEST} bytes"
        return real, ""

    def read_opened(self, path: str | Path) -> SourceText | None:
        """Return the text of a file that was opened before; None if it is not text."""
        try:
            return SourceText(get_relative_path(Path(path), self.root), Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return None

    def _find(self, name: str) -> SourceText | str:
        """Return the file that ``name`` refers to, or a description of what is wrong with it."""
        wrong = _ABSENT
        for folder in self.folders:
            path = folder / _SECTION.sub("", name.strip().lstrip(";").strip())
            if path not in self._read:
                self._read[path] = self.open(path)
            found = self._read[path]
            if isinstance(found, SourceText):
                return found
            wrong = found if wrong is _ABSENT else wrong
        return wrong

    def open(self, path: Path) -> SourceText | str:
        """Return the text of the file at ``path``, or a description of why no page may include it."""
        try:
            real, wrong = self.resolve(path)
        except (ValueError, OSError):  # a NUL, or a name that is too long
            return _ABSENT
        if wrong:
            return wrong
        try:
            return SourceText(get_relative_path(path, self.root), real.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            return f"is not UTF-8 text (byte {error.start})"
        except OSError as error:
            return f"cannot be read ({error.strerror})"

    def _source(self, name: str) -> SourceText | None:
        found = self._find(name)
        return found if isinstance(found, SourceText) else None

    def find_missing(self, source: SourceText, *, absent: bool) -> list[tuple[str, Location, str]]:
        """What ``source`` and what it includes asks for and cannot have: its name, the place, why; ``absent``: also
        what is not there at all, of which a site may make nothing.
        """
        return self._missing(source, absent, _DEPTH, count(1))

    def _missing(
        self, source: SourceText, absent: bool, depth: int, opened: Iterator[int]
    ) -> list[tuple[str, Location, str]]:
        """``opened`` counts the files that the page has included so far, each time it includes them."""
        if not self.used or "8<" not in source.text or depth < 0:
            return []
        wrong = []
        for name, at in _named(source.text):
            if not name.strip() or name.strip().startswith(";") or re.match(r"https?://", name.strip()):
                continue
            found = self._find(name)
            if isinstance(found, SourceText):
                if next(opened) > MOST_INCLUDED:
                    return [(name.strip()[:80], source.at(at), TOO_MANY)]
                inside = self._missing(found, absent, depth - 1, opened)
                if inside and inside[-1][2] == TOO_MANY:
                    return inside  # one problem, and an end
                wrong += inside
            elif absent or found is not _ABSENT:
                wrong.append((name.strip()[:80], source.at(at), found))
        return wrong

    def list_included(self, text: str) -> list[SourceText]:
        """The files that ``text`` includes, and those that they include, each as often as it is included."""
        if not self.used or ("8<" not in text and not self.appended):
            return []
        return list(islice(self._included(text, self.appended, _DEPTH), MOST_INCLUDED))

    def _included(self, text: str, appended: Iterable[str], depth: int) -> Iterator[SourceText]:
        if depth < 0:
            return
        for name in [*(name for name, _ in _named(text)), *appended]:
            if name.strip() and (source := self._source(name)):
                yield source
                yield from self._included(source.text, (), depth - 1)


def _named(text: str) -> list[tuple[str, int]]:
    """The paths that ``text`` includes as they are typed, each with its offset: those on a line first, then blocks."""
    named = [(match["path"], match.start("path")) for match in _INLINE.finditer(text)]
    for block in _BLOCK.finditer(text):
        lines = re.finditer(r"[^\n]+", block["paths"])
        named += [(line[0], block.start("paths") + line.start()) for line in lines]
    return named
