"""Cache of one value in a file, keyed by a hash of what it was computed from, and of the code that computes it.

A file that is missing, truncated, foreign or unwritable counts as no cache: the value is computed again. Files are
written to a temporary name and renamed, so that two builds at once, or a killed one, leave a complete file, old or new.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from mkdocs_citeproc.formatting import pandoc

T = TypeVar("T")

_NEW = ".new-"
_LONG_AGO = 3600.0


def hash_parts(*parts: str) -> str:
    """Return a hash of ``parts`` that depends on where each part ends."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_value(path: Path, key: str) -> Any:
    """Return the value that was written to ``path`` under ``key``; None if there is none."""
    try:
        record = json.loads(path.read_bytes())
        return record["value"] if record["key"] == key else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in one step, so that readers see the old or the new content; raise OSError on failure."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}{_NEW}")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path) -> None:
    """Delete temporary files of killed builds, if over an hour old: newer ones may belong to a running build."""
    for path in folder.glob(f"*{_NEW}*"):
        try:
            if time.time() - path.stat().st_mtime > _LONG_AGO:
                path.unlink()
        except OSError:
            continue


def write_value(path: Path, key: str, value: Any) -> None:
    """Write a value to ``path`` under ``key``, if it can be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_unfinished(path.parent)
        write_atomically(path, json.dumps({"key": key, "value": value}, ensure_ascii=False).encode())
    except OSError:
        return  # a read-only tree or a full disk: continue without a cache


def get_or_compute(
    path: Path, key: str, make: Callable[[], T], load: Callable[[Any], T], dump: Callable[[T], Any]
) -> T:
    """Return the value cached at ``path`` under ``key``, or compute it with ``make`` and cache what ``dump`` returns.

    Nothing is cached if that is None.
    """
    if (stored := read_value(path, key)) is not None:
        try:
            return load(stored)
        except (ValueError, TypeError, KeyError, AttributeError):
            pass
    value = make()
    if (dumped := dump(value)) is not None:
        write_value(path, key, dumped)
    return value


_PACKAGE = Path(__file__).resolve().parent


@cache
def fingerprint_code() -> str:
    """Return a hash of our code and of the versions of pybtex and pandoc.

    Reading the code itself means that nobody has to remember to raise a version number.
    """
    pybtex = find_spec("pybtex")
    version = [Path(pybtex.origin or "").with_name("__version__.py")] if pybtex else []
    hashed = hashlib.sha256(pandoc.VERSION.encode())
    hash_files(hashed, [*list_modules(_PACKAGE), *version])
    return hashed.hexdigest()


def list_modules(package: str | Path) -> list[str]:
    """Return the paths of a package's modules; faster than ``Path.rglob``, which was a hundredth of a small build."""
    found = os.walk(package)
    return [f"{folder}{os.sep}{name}" for folder, _, names in found for name in names if name.endswith(".py")]


def hash_files(hashed: hashlib._Hash, paths: Iterable[str | Path]) -> None:
    """Add files to a hash, in the order of their paths; one that can't be read is left out."""
    for path in map(Path, sorted(map(str, paths))):
        try:
            hashed.update(b"%s\0%s\0" % (path.name.encode(), path.read_bytes()))
        except OSError:
            continue
