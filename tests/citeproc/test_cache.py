"""A cache file is whole, old or new, whatever happens while it is written."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mkdocs_citeproc.cache import get_or_compute, hash_parts
from support.site import ROOT

WRITER = """
import sys
from pathlib import Path
from mkdocs_citeproc.cache import kept
value = sys.argv[2] * 2_000_000
while True:
    for key in "ab":
        kept(Path(sys.argv[1]), key, lambda: value, str, str)
"""


def keep(path: Path, key: str, value: str) -> str:
    return get_or_compute(path, key, lambda: value, str, str)


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache.json"
    assert keep(path, "key", "one") == "one"
    assert keep(path, "key", "two") == "one"
    assert keep(path, "other", "two") == "two"
    assert keep(path, "key", "three") == "three"


def test_the_boundaries_of_what_is_hashed_count() -> None:
    assert hash_parts("ab", "c") != hash_parts("a", "bc")


def test_many_at_once_leave_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "cache.json"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda index: keep(path, str(index), "x" * 100_000), range(64)))
    assert json.loads(path.read_text(encoding="utf-8"))["value"] == "x" * 100_000
    assert [one.name for one in tmp_path.iterdir()] == ["cache.json"]


def test_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "cache.json"
    keep(path, "old", "old")
    for index in range(10):
        command = [sys.executable, "-c", WRITER, str(path), "xy"[index % 2]]
        with subprocess.Popen(
            command, env={"PYTHONPATH": str(ROOT / "packages" / "mkdocs-citeproc" / "src")}
        ) as writer:
            time.sleep(0.15 + 0.013 * index)
            writer.kill()
        assert set(json.loads(path.read_text(encoding="utf-8"))) == {"key", "value"}


def test_a_full_disk_costs_only_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "cache.json"
    keep(path, "old", "old")
    monkeypatch.setattr(Path, "replace", full)
    assert keep(path, "new", "new") == "new"
    assert json.loads(path.read_text(encoding="utf-8")) == {"key": "old", "value": "old"}
    assert [one.name for one in tmp_path.iterdir()] == ["cache.json"]
