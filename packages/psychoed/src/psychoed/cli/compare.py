"""Compares the bytes of two folders, shows where they first differ, and computes one hash of a folder."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

_AROUND = 30  # characters shown on each side of a difference


def list_paths(folder: Path) -> list[str]:
    """Return all files below ``folder``, sorted, with forward slashes."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def list_hashes(folder: Path) -> str:
    """Return each file's SHA-256 and path, as printed by ``sha256sum``."""
    return "".join(
        f"{hashlib.sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in list_paths(folder)
    )


def hash_listing(listed: str) -> str:
    """Return one SHA-256 for all files of ``list_hashes``, independent of their times, owners and permissions."""
    return hashlib.sha256(listed.encode()).hexdigest()


def find_differences(one: Path, other: Path) -> Iterator[str]:
    """Yield each file that is in one folder only or differs, sorted, with the first difference."""
    first, second = set(list_paths(one)), set(list_paths(other))
    for path in sorted(first | second):
        if path not in second:
            yield f"{path}: only in the first"
        elif path not in first:
            yield f"{path}: only in the second"
        elif (mine := (one / path).read_bytes()) != (theirs := (other / path).read_bytes()):
            yield f"{path}: {describe_difference(mine, theirs)}"


def describe_difference(one: bytes, other: bytes) -> str:
    """Return where two files first differ: line and column of a text, a member of a ZIP, or the byte's number."""
    if members := _compare_members(one, other):
        return members
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    try:
        text, _ = one.decode(), other.decode()
    except UnicodeDecodeError:
        return f"byte {at + 1} of {len(one)} and {len(other)}"
    before = one[:at].decode(errors="ignore")
    column = len(before) - (before.rfind("\n") + 1) + 1
    line = before.count("\n") + 1
    shown = [_quote_around(each, len(before)) for each in (text, other.decode())]
    return f"line {line}, column {column}: {' | '.join(shown)}"


def _quote_around(text: str, at: int) -> str:
    """Return the text around a column of a line."""
    start = max(text.rfind("\n", 0, at) + 1, at - _AROUND)
    end = text.find("\n", at)
    return repr(text[start : min(at + _AROUND, len(text) if end < 0 else end)])


def _compare_members(one: bytes, other: bytes) -> str | None:
    """Return how the contents of two ZIPs first differ; None if one is not a ZIP, or only their compression differs."""
    try:
        packs = [zipfile.ZipFile(io.BytesIO(data)) for data in (one, other)]
    except zipfile.BadZipFile:
        return None
    lists = [pack.infolist() for pack in packs]
    if [info.filename for info in lists[0]] != [info.filename for info in lists[1]]:
        return "it holds other files, or in another order"
    for mine, theirs in zip(*lists, strict=True):
        if mine.CRC != theirs.CRC:
            return f"{mine.filename} in it: {describe_difference(packs[0].read(mine), packs[1].read(theirs))}"
        for name in ("date_time", "external_attr", "create_system", "compress_type", "extra"):
            if getattr(mine, name) != getattr(theirs, name):
                return f"{mine.filename} in it: {name} {getattr(mine, name)} | {getattr(theirs, name)}"
    return None
