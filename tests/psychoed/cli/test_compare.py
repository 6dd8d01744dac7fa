"""Comparing two folders: a planted difference is found and its place named."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from psychoed.cli.compare import describe_difference, find_differences, hash_listing, list_hashes


def packed(files: dict[str, str], day: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, day), text)
    return out.getvalue()


def folder(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def test_each_difference_is_named_with_its_place(tmp_path: Path) -> None:
    one = folder(tmp_path / "1", {"a/x.html": b"same", "b.html": "é\nflöur".encode(), "c.pdf": b"\xff\x00a", "d": b""})
    two = folder(tmp_path / "2", {"a/x.html": b"same", "b.html": "é\nflöw".encode(), "c.pdf": b"\xff\x00bc", "e": b""})
    assert list(find_differences(one, two)) == [
        "b.html: line 2, column 4: 'flöur' | 'flöw'",
        "c.pdf: byte 3 of 3 and 4",
        "d: only in the first",
        "e: only in the second",
    ]


def test_a_letter_of_two_bytes_that_differs_in_its_second_is_one_column() -> None:
    assert describe_difference("aé".encode(), "aè".encode()) == "line 1, column 2: 'aé' | 'aè'"


def test_what_is_cut_short_differs_at_its_end() -> None:
    assert describe_difference(b"flour\n", b"flour\nrye\n") == "line 2, column 1: '' | 'rye'"


def test_within_a_zip_the_member_is_named() -> None:
    assert describe_difference(packed({"a": "x", "b": "rye"}), packed({"a": "x", "b": "ryd"})) == (
        "b in it: line 1, column 3: 'rye' | 'ryd'"
    )
    assert describe_difference(packed({"a": "x"}), packed({"b": "x"})) == "it holds other files, or in another order"
    later = packed({"a": "x"}, (2026, 1, 1, 0, 0, 0))
    assert describe_difference(packed({"a": "x"}), later).startswith("a in it: date_time (1980, ")


def test_one_hash_for_all_is_that_of_the_list_that_sha256sum_prints(tmp_path: Path) -> None:
    listed = list_hashes(folder(tmp_path, {"b": b"2", "a/b": b"1", "a.c": b"3"}))
    assert [line.split("  ")[1] for line in listed.splitlines()] == ["a.c", "a/b", "b"]
    assert listed.splitlines()[2].split()[0] == hashlib.sha256(b"2").hexdigest()
    assert hash_listing(listed) == hashlib.sha256(listed.encode()).hexdigest()
    (tmp_path / "b").chmod(0o600)
    assert list_hashes(tmp_path) == listed
