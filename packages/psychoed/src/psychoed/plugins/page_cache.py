"""A cache of what a build works out about its pages, in one file that can be deleted at any time.

A value is kept under a hash of everything that it was made from, with the code that made it, so that nothing in the
cache is ever outdated: whatever changes has another key. What is no longer asked for is deleted in time. Only values
without problems are kept; a page with a problem is looked at anew in each build, and its problem is told again.

Builds may share the file, as SQLite locks it. A file that is missing, damaged, locked or can't be written counts as no
cache. Values are compressed, which also shows whether they are whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import mkdocs_citeproc
import psychoed
from mkdocs_citeproc.cache import fingerprint_code, hash_files, list_modules
from mkdocs_citeproc.plugin import list_plugins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from sqlite3 import Connection

    from mkdocs.config.defaults import MkDocsConfig

T = TypeVar("T")

_TABLE = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
_SECONDS = 2.0  # that one build waits for another to write
_PLACE_IN_MEMORY = re.compile(r" at 0x[0-9a-f]+")
_PACKAGES = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages"))
# The navigation is part of what it has an effect on, and where a site is written to has none.
_NO_EFFECT = {"nav", "site_dir", "strict", "dev_addr", "watch", "build_date_utc", "pages"}
_SPARE = 4  # as many values are kept as so many builds would use


class PageCache:
    """Values of one build, and of those before it. Anything that JSON can hold is a value, except None."""

    def __init__(self, path: Path, code: str) -> None:
        """Open the file at ``path``; ``code`` is a fingerprint of the code that makes the values."""
        self._code = code
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._database = _connect(path)

    def get(self, kind: str, *made_from: str) -> Any:
        """Return the value of a kind that was made from these texts; None if there is none."""
        key = self._hash(kind, made_from)
        if (stored := self._new.get(key) or self._read(key)) is None:
            return None
        try:
            value = json.loads(zlib.decompress(stored))
        except (ValueError, zlib.error):
            return None
        self._used.add(key)
        return value

    def put(self, value: Any, kind: str, *made_from: str) -> None:
        """Keep a value, if JSON can hold it."""
        if self._database is None:
            return
        try:
            written = json.dumps(value)
        except (TypeError, ValueError):
            return
        self._new[self._hash(kind, made_from)] = zlib.compress(written.encode(), 1)

    def close(self, *, complete: bool) -> None:
        """Write new values; if the build was ``complete``, delete old ones when most are no longer used."""
        if self._database is None:
            return
        import sqlite3

        database, self._database = self._database, None
        try:
            if self._new:
                with database:
                    database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?)", sorted(self._new.items()))
            if complete:
                _prune(database, self._used | self._new.keys())
        except sqlite3.Error:  # locked, or the disk is full: the next build tries again
            pass
        finally:
            database.close()

    def _read(self, key: bytes) -> bytes | None:
        if self._database is None:
            return None
        import sqlite3

        try:
            row = self._database.execute("SELECT value FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row and isinstance(row[0], bytes) else None

    def _hash(self, kind: str, made_from: Iterable[str]) -> bytes:
        hashed = hashlib.sha256()
        for part in (self._code, kind, *made_from):
            text = part.encode(errors="surrogatepass")
            hashed.update(b"%d:" % len(text))
            hashed.update(text)
        return hashed.digest()


def find_page_cache(config: MkDocsConfig) -> PageCache | None:
    """Return the cache of the build with these settings, if the site has one (``cache_plugin``)."""
    found = (getattr(plugin, "page_caches", None) for plugin in list_plugins(config))
    return next((caches.get(id(config)) for caches in found if caches), None)


def get_or_make(cache: PageCache | None, make: Callable[[str], T], kind: str, text: str) -> T:
    """Return what ``make`` makes of a text, from the cache if it is there. It must have no problems to tell."""
    if cache and (kept := cache.get(kind, text)) is not None:
        return kept  # type: ignore[no-any-return]
    value = make(text)
    if cache:
        cache.put(value, kind, text)
    return value


def _connect(path: Path) -> Connection | None:
    """Return a connection to the file, which is replaced if it is damaged; None if that is not possible."""
    try:
        import sqlite3
    except ImportError:  # pragma: no cover - a Python built without it
        return None
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(path, timeout=_SECONDS)
        except (OSError, sqlite3.Error):
            return None
        try:
            database.execute("PRAGMA synchronous = OFF")  # a value that a failing machine cut short is known by its sum
            database.execute(_TABLE)
        except sqlite3.OperationalError:  # locked, or can't be written
            database.close()
            return None
        except sqlite3.DatabaseError:
            database.close()
            try:
                path.unlink()
            except OSError:
                return None
        else:
            return database
    return None


def _prune(database: Connection, used: set[bytes]) -> None:
    """Delete what was not used, if that is most of it."""
    (count,) = database.execute("SELECT COUNT(*) FROM results").fetchone()
    if count <= _SPARE * len(used):
        return
    with database:
        database.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
        database.executemany("INSERT INTO used VALUES (?)", ((key,) for key in used))
        database.execute("DELETE FROM results WHERE key NOT IN (SELECT key FROM used)")


def fingerprint_build() -> str:
    """Return a hash of all code that takes part in a build.

    That is the version of Python, the names of all installed packages with their versions, and the text of modules that
    belong to none, such as hooks. Our own packages may be installed from a clone, so they are read too.
    """
    hashed = hashlib.sha256(_fingerprint_packages().encode())
    hash_files(hashed, {*_list_local_modules()})
    return hashed.hexdigest()


@cache  # while serving, the code that was loaded first goes on running
def _fingerprint_packages() -> str:
    hashed = hashlib.sha256(f"{sys.version} {fingerprint_code()}".encode())
    for folder in filter(None, sys.path):
        names = [found.name for found in os.scandir(folder)] if Path(folder).is_dir() else []
        hashed.update(json.dumps(sorted(name for name in names if name.endswith(".dist-info"))).encode())
    hash_files(hashed, (path for folder in psychoed.__path__ for path in list_modules(folder)))
    return hashed.hexdigest()


def describe_settings(config: MkDocsConfig) -> str:
    """Return the settings of a site as text, but for those that have no effect on a page by themselves."""
    described = {name: value for name, value in config.items() if name not in _NO_EFFECT}
    described["plugins"] = [
        (name, getattr(plugin, "config", None), getattr(plugin, "options", None))
        for name, plugin in config.plugins.items()
    ]
    return json.dumps(described, default=describe_value, sort_keys=True)


def describe_value(value: object) -> object:
    """Return a setting that JSON can't hold as one that it can: a mapping, a path, or the name of code."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    return f"{getattr(value, '__module__', '')}.{name}" if name else _PLACE_IN_MEMORY.sub("", repr(value))


def _list_local_modules() -> Iterable[Path]:
    """Yield the files of loaded modules that are neither Python's, nor ours, nor of an installed package."""
    folders = (Path(json.__file__).parents[1], *psychoed.__path__, *mkdocs_citeproc.__path__)
    known = tuple(f"{folder}{os.sep}" for folder in folders)
    for module in [*sys.modules.values()]:
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and not file.startswith(known) and not any(name in file for name in _PACKAGES):
            yield Path(file)
