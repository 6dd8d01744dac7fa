"""Whether two folders hold the same bytes; where they first differ; one hash for all that a folder holds."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

_AROUND = 30  # characters shown on each side of a difference


def paths(folder: Path) -> list[str]:
    """All files below ``folder``, in order, with ``/`` between their parts."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def listing(folder: Path) -> str:
    """Each file's SHA-256 and path, as ``sha256sum`` prints them."""
    return "".join(f"{hashlib.sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in paths(folder))


def fingerprint(listed: str) -> str:
    """One SHA-256 for all files of a listing, whatever their times, owners and rights."""
    return hashlib.sha256(listed.encode()).hexdigest()


def differences(one: Path, other: Path) -> Iterator[str]:
    """Each file, in order, that is in one folder only or not the same in both, with the first place that differs."""
    first, second = set(paths(one)), set(paths(other))
    for path in sorted(first | second):
        if path not in second:
            yield f"{path}: only in the first"
        elif path not in first:
            yield f"{path}: only in the second"
        elif (mine := (one / path).read_bytes()) != (theirs := (other / path).read_bytes()):
            yield f"{path}: {place(mine, theirs)}"


def place(one: bytes, other: bytes) -> str:
    """Where two files first differ: a line and column of a text, a member of a ZIP, else a byte's number."""
    if members := _members(one, other):
        return members
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    try:
        text, _ = one.decode(), other.decode()
    except UnicodeDecodeError:
        return f"byte {at + 1} of {len(one)} and {len(other)}"
    before = one[:at].decode(errors="ignore")
    column = len(before) - (before.rfind("\n") + 1) + 1
    line = before.count("\n") + 1
    return f"line {line}, column {column}: {_shown(text, len(before))} | {_shown(other.decode(), len(before))}"


def _shown(text: str, at: int) -> str:
    """What stands around a place of a line."""
    start = max(text.rfind("\n", 0, at) + 1, at - _AROUND)
    end = text.find("\n", at)
    return repr(text[start : min(at + _AROUND, len(text) if end < 0 else end)])


def _members(one: bytes, other: bytes) -> str | None:
    """How two ZIPs first differ in what they hold; None where one is no ZIP, or they are only packed otherwise."""
    try:
        packs = [zipfile.ZipFile(io.BytesIO(data)) for data in (one, other)]
    except zipfile.BadZipFile:
        return None
    lists = [pack.infolist() for pack in packs]
    if [info.filename for info in lists[0]] != [info.filename for info in lists[1]]:
        return "it holds other files, or in another order"
    for mine, theirs in zip(*lists, strict=True):
        if mine.CRC != theirs.CRC:
            return f"{mine.filename} in it: {place(packs[0].read(mine), packs[1].read(theirs))}"
        for name in ("date_time", "external_attr", "create_system", "compress_type", "extra"):
            if getattr(mine, name) != getattr(theirs, name):
                return f"{mine.filename} in it: {name} {getattr(mine, name)} | {getattr(theirs, name)}"
    return None
