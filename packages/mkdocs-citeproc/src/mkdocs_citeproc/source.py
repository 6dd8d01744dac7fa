"""Source texts: located offsets, texts with insertions, and the files that a page includes.

Included files are found by the settings of ``pymdownx.snippets``, and read only where a site may publish them.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count, islice
from pathlib import Path
from typing import Any

from mkdocs_citeproc.problems import Code, Location, Problem

# How MkDocs recognises YAML front matter (mkdocs/utils/meta.py, YAML_RE): at the very start of the file, from three
# dashes to three dashes or dots.
_FRONT_MATTER = re.compile(r"\A-{3}[ \t]*\n(?:.*\n)*?(?:\.{3}|-{3})[ \t]*\n")


@dataclass(frozen=True)
class SourceText:
    """A file as read: ``path`` from the repository root, and the whole ``text`` with normalized line ends."""

    path: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def body_start(self) -> int:
        """Offset at which the body starts, after any front matter; 0 if there is none."""
        match = _FRONT_MATTER.match(self.text)
        return match.end() if match else 0

    def at(self, offset: int) -> Location:
        """Return the location of the character at ``offset``; offsets past the end give the location of the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._line_starts, offset)
        return Location(self.path, line, offset - self._line_starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text that replaces ``start`` to ``end`` of a source, in parts with the location where each was written."""

    start: int
    end: int
    parts: tuple[tuple[str, Location], ...]


@dataclass(frozen=True)
class ExpandedText(SourceText):
    """A source with insertions applied; inserted text is located where it was written, the rest where it was."""

    pieces: tuple[tuple[int, Location | int], ...] = ()
    """Start of each piece in ``text``, with its location or its offset in ``original``."""
    original: SourceText = SourceText("", "")

    def at(self, offset: int) -> Location:
        """Return the location that the character at ``offset`` came from."""
        offset = max(0, offset)
        start, origin = self.pieces[bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1]
        return origin if isinstance(origin, Location) else self.original.at(origin + offset - start)


def expand(source: SourceText, insertions: list[Insertion]) -> SourceText:
    """Return the source with the insertions applied; they must be in order and must not overlap."""
    if not insertions:
        return source
    text, length, at = [], 0, 0
    pieces: list[tuple[int, Location | int]] = []
    for insertion in insertions:
        kept = source.text[at : insertion.start]
        parts: list[tuple[str, Location | int]] = [(kept, at), *insertion.parts]
        for part, origin in parts:
            if part:
                pieces.append((length, origin))
                text.append(part)
                length += len(part)
        at = insertion.end
    pieces.append((length, at))
    return ExpandedText(source.path, "".join([*text, source.text[at:]]), tuple(pieces), source)


def get_relative_path(path: Path, root: Path) -> str:
    """Return ``path`` as problems show it: relative to the repository root, with slashes."""
    return _show_path(path, path.resolve(), root)


def _show_path(path: Path, real: Path, root: Path) -> str:
    try:
        return real.relative_to(resolve_folder(root)).as_posix()
    except ValueError:
        return path.as_posix()


@lru_cache(maxsize=16)  # asked for each page, and resolving links asks the disk for each part of a path
def resolve_folder(folder: Path) -> Path:
    """Return a folder without symbolic links in its path."""
    return folder.resolve()


def describe_encoding(path: str, error: UnicodeDecodeError, what: str) -> Problem:
    """Return the problem that ``what``, the file at ``path``, is not UTF-8, at the first byte that is not."""
    before = error.object[: error.start].decode("utf-8-sig")
    where = SourceText(path, before.replace("\r\n", "\n").replace("\r", "\n")).at(len(before))
    return Problem(Code.BAD_FILE, where, f"{what} is not UTF-8 text", "Save it as UTF-8.")


def describe_link(path: Path, root: Path) -> Problem | None:
    """Return the problem that a file below ``root`` is a symbolic link or in one: it could publish any file.

    A path that itself leads out of ``root`` was set in mkdocs.yml, and is allowed.
    """
    real_root = resolve_folder(root)
    shown = Path(os.path.normpath(root / path))
    base = next((each for each in (root, real_root) if shown.is_relative_to(each)), None)
    name = shown.relative_to(base) if base else None
    if name is None or (real_root / name).resolve() == real_root / name:
        return None
    where = Location(name.as_posix())
    return Problem(Code.OUTSIDE_FILE, where, "this is a link to a file", "Put the file itself there.")


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
            return SourceText(_show_path(path, real, self.root), real.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            return f"is not UTF-8 text (byte {error.start})"
        except OSError as error:
            return f"cannot be read ({error.strerror})"

    def _source(self, name: str) -> SourceText | None:
        found = self._find(name)
        return found if isinstance(found, SourceText) else None

    def find_missing(self, source: SourceText, *, absent: bool) -> list[tuple[str, Location, str]]:
        """Return the includes that fail, in ``source`` and in what it includes: name, location and reason of each.

        ``absent``: also report files that do not exist, which a site may allow.
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
