"""The files of the last build, which a new one writes over instead of deleting them first.

MkDocs deletes a site and then writes every file anew. Most have the same path as before, and to make a file takes far
longer than to write over one: on ext4 it was a third of a build of 300 pages from the cache.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIX = "old-site-"


class OldSite:
    """The folders of the last site: put aside while MkDocs empties ``site_dir``, and put back to be written over.

    What the build has not written over is deleted in the end. As in MkDocs, hidden files stay. Where folders can't be
    moved, such as to another disk, MkDocs deletes them as usual, and on Windows, which does not note each change of a
    file.
    """

    def __init__(self, site_dir: Path, cache_dir: Path) -> None:
        """Take the site's folder, and a folder in which others can be put aside."""
        self._site, self._cache = site_dir, cache_dir
        self._aside: Path | None = None
        self._before: dict[Path, tuple[int, int]] = {}

    def put_aside(self) -> None:
        """Move the site's folders away; delete what an interrupted build left."""
        if os.name != "posix":
            return
        for path in self._cache.glob(f"{_PREFIX}*"):
            shutil.rmtree(path, ignore_errors=True)
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            self._aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._cache))
            for path in _list_folders(self._site):
                path.rename(self._aside / path.name)
        except OSError:
            return

    def put_back(self, paths: Iterable[str]) -> None:
        """Move the folders back, and note what is in them.

        ``paths`` are those of the files that MkDocs will write. What can't be written over is deleted: a folder in the
        place of a file, a file in that of a folder, and links, which lead to files of others.
        """
        try:
            self._site.mkdir(parents=True, exist_ok=True)
            for path in _list_folders(self._aside) if self._aside else ():
                place = self._site / path.name
                if not place.exists():  # as it does where a plugin has made it meanwhile
                    path.rename(place)
                    self._note_files(place)
        except OSError:  # another build may have deleted what was put aside
            pass
        self.discard()
        new = {self._site / path for path in paths}
        for file in {parent for path in new for parent in path.parents} & self._before.keys():
            file.unlink()
        for folder in {parent for file in self._before for parent in file.parents} & new:
            shutil.rmtree(folder)

    def _note_files(self, folder: Path) -> None:
        for parent, folders, files in os.walk(folder):
            for path in (Path(parent, name) for name in (*files, *folders)):
                found = path.lstat()
                if S_ISREG(found.st_mode) and found.st_nlink == 1:
                    self._before[path] = _note(found)
                elif not S_ISDIR(found.st_mode):
                    path.unlink()

    def discard(self) -> None:
        """Delete what is still put aside."""
        if self._aside:
            shutil.rmtree(self._aside, ignore_errors=True)
            self._aside = None

    def delete_outdated(self) -> None:
        """Delete the files that are as they were, and folders without files."""
        for file, before in self._before.items():
            if file.exists() and _note(file.lstat()) == before:
                file.unlink()
        for name in {file.relative_to(self._site).parts[0] for file in self._before}:
            for folder, _, _ in os.walk(self._site / name, topdown=False):
                if not any(Path(folder).iterdir()):
                    Path(folder).rmdir()
        self._before = {}


def _list_folders(folder: Path) -> list[Path]:
    found = [*folder.iterdir()] if folder.is_dir() else []
    return [path for path in found if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")]


def _note(found: os.stat_result) -> tuple[int, int]:
    """Return what differs once a file was written over, even if it has the same text."""
    return found.st_ino, found.st_ctime_ns
