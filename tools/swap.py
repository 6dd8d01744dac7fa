"""Putting a new folder in an old one's place: in one step where the system can, else so that a failure undoes it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS: sys/stdio.h


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; False, and nothing done, where this system or file system cannot."""
    c = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(c, "renameat2"):
        return bool(c.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE) == 0)
    if hasattr(c, "renamex_np"):
        return bool(c.renamex_np(first, second, _RENAME_SWAP) == 0)
    return False


def swap(new: Path, target: Path, old: Path) -> None:
    """Put ``new`` where ``target`` is, and ``target``, if there is one, at ``old``. All three on one file system.

    Killed at any moment, ``target`` is the old or the new whole, never a part of one. (Where paths cannot be exchanged,
    it may be missing, and is then at ``old``: ``restore`` puts it back.)
    """
    if not target.exists():
        new.rename(target)
    elif exchange(new, target):
        new.rename(old)
    else:
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise


def restore(target: Path, old: Path) -> None:
    """Put back what a killed ``swap`` had taken away."""
    if old.is_dir() and not target.exists():
        old.rename(target)
