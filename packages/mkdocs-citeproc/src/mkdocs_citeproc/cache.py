"""A value kept in a file under the hash of what it was made from.

A file that is missing, cut off, foreign or unwritable is as good as none: the value is made again. Written whole into a
temporary file and renamed, so that two builds at once or a killed one leave a complete file, old or new.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

_NEW = ".new-"
_LONG_AGO = 3600.0


def hash_parts(*parts: str) -> str:
    """A hash of ``parts``, in which their boundaries count."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _read(path: Path, key: str) -> Any:
    try:
        record = json.loads(path.read_bytes())
        return record["value"] if record["key"] == key else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file that is there whole or as it was, whoever else writes it; raises OSError where it cannot be."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}{_NEW}")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path) -> None:
    """Take away what killed builds had begun to write, an hour ago or before: another build may be at work."""
    for path in folder.glob(f"*{_NEW}*"):
        try:
            if time.time() - path.stat().st_mtime > _LONG_AGO:
                path.unlink()
        except OSError:
            continue


def _write(path: Path, record: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_unfinished(path.parent)
        write_atomically(path, json.dumps(record, ensure_ascii=False).encode())
    except OSError:
        return  # a read-only tree or a full disk: this build goes on without a cache


def get_or_compute(
    path: Path, key: str, make: Callable[[], T], load: Callable[[Any], T], dump: Callable[[T], Any]
) -> T:
    """The value kept at ``path`` for ``key``, else what ``make`` gives, which is then kept."""
    if (stored := _read(path, key)) is not None:
        try:
            return load(stored)
        except (ValueError, TypeError, KeyError, AttributeError):
            pass
    value = make()
    _write(path, {"key": key, "value": dump(value)})
    return value
