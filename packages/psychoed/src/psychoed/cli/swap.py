"""Replaces a folder with a new one: atomically where the system can, otherwise so that a failure is undone."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS: sys/stdio.h


def exchange_paths(one: Path, other: Path) -> bool:
    """Swap two paths atomically; return False without doing anything if the system or file system can't."""
    c = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(c, "renameat2"):
        return bool(c.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE) == 0)
    if hasattr(c, "renamex_np"):
        return bool(c.renamex_np(first, second, _RENAME_SWAP) == 0)
    return False


def swap_folders(new: Path, target: Path, old: Path) -> None:
    """Move ``new`` to ``target``, and ``target``, if it exists, to ``old``. All three must be on one file system.

    If killed at any moment, ``target`` is the complete old or new folder. (Where paths cannot be swapped it may be
    missing, and is then at ``old``: ``restore_folder`` moves it back.)
    """
    if not target.exists():
        new.rename(target)
    elif exchange_paths(new, target):
        new.rename(old)
    else:
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise


def restore_folder(target: Path, old: Path) -> None:
    """Move back what a killed ``swap_folders`` had moved away."""
    if old.is_dir() and not target.exists():
        old.rename(target)
