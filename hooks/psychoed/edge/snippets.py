"""The files that a page includes by ``pymdownx.snippets``, so that their citations are scanned with the page's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from psychoed.edge.sources import relative
from psychoed.source import SourceText

_INLINE = re.compile(r"^[ \t>]*-{1,}8<-{1,}[ \t]+([\"'])(?P<path>[^\"'\n]+)\1[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"^[ \t>]*-{1,}8<-{1,}[ \t]*\n(?P<paths>(?:.*\n)*?)[ \t>]*-{1,}8<-{1,}[ \t]*$", re.MULTILINE)
_SECTION = re.compile(r":[\w-]*(?::[\w-]*)?$")
_DEPTH = 5


class Snippets:
    """Where a site's snippets are, from the settings of ``pymdownx.snippets``; finds nothing where it is not used."""

    def __init__(self, settings: dict[str, Any] | None, root: Path) -> None:
        self.root = root
        base = (settings or {}).get("base_path", ["."])
        self.folders = [Path(folder) for folder in ([base] if isinstance(base, str) else base)]
        self.appended = [str(path) for path in (settings or {}).get("auto_append", [])]
        self.used = settings is not None
        self._read: dict[Path, SourceText | None] = {}

    def _source(self, name: str) -> SourceText | None:
        for folder in self.folders:
            path = folder / _SECTION.sub("", name.strip().lstrip(";").strip())
            if path not in self._read:
                try:
                    self._read[path] = SourceText(relative(path, self.root), path.read_text(encoding="utf-8"))
                except (OSError, ValueError):
                    self._read[path] = None  # pymdownx.snippets says what is wrong with it
            if source := self._read[path]:
                return source
        return None

    def of(self, text: str, depth: int = 0) -> list[SourceText]:
        """The files that ``text`` includes, and those that they include."""
        if not self.used or (depth == 0 and "8<" not in text and not self.appended) or depth > _DEPTH:
            return []
        names = [match["path"] for match in _INLINE.finditer(text)]
        names += [name for block in _BLOCK.finditer(text) for name in block["paths"].split("\n") if name.strip()]
        found = []
        for name in names + (self.appended if depth == 0 else []):
            if source := self._source(name):
                found += [source, *self.of(source.text, depth + 1)]
        return found
