"""The cache of pages: what is in it is what would be worked out, and any file may be in its place."""

from __future__ import annotations

import sqlite3
import subprocess
from copy import deepcopy
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from psychoed.plugins import page_cache
from psychoed.plugins.page_cache import PageCache, describe_settings, fingerprint_build, get_or_make
from support.site import ROOT


def keep(path: Path, code: str = "code", **values: object) -> None:
    cache = PageCache(path, code)
    for text, value in values.items():
        cache.put(value, "kind", text)
    cache.close(complete=False)


def get(path: Path, text: str, *, code: str = "code", kind: str = "kind") -> object:
    cache = PageCache(path, code)
    found = cache.get(kind, text)
    cache.close(complete=False)
    return found


def test_a_value_is_found_by_all_that_it_was_made_from(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "pages.sqlite3"
    keep(path, text={"a": [1, "é", None, True]})
    assert get(path, "text") == {"a": [1, "é", None, True]}
    assert get(path, "other") is None
    assert get(path, "text", code="changed") is None
    assert get(path, "text", kind="other") is None


def test_texts_are_told_apart_by_where_they_end(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "pages.sqlite3", "code")
    cache.put(1, "kind", "ab", "c")
    assert cache.get("kind", "a", "bc") is None
    assert cache.get("kind", "ab", "c") == 1
    assert cache.get("kinda", "b", "c") is None


def test_a_value_is_made_once_for_a_text(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "pages.sqlite3", "code")
    made: list[str] = []

    def make(text: str) -> str:
        made.append(text)
        return text.upper()

    assert [get_or_make(cache, make, "kind", text) for text in ("a", "b", "a", "")] == ["A", "B", "A", ""]
    assert get_or_make(cache, make, "kind", "") == ""
    assert get_or_make(cache, make, "other", "a") == get_or_make(None, make, "kind", "a") == "A"
    assert made == ["a", "b", "", "a", "a"]


def test_what_json_cannot_hold_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite3"
    keep(path, text={1, 2})
    assert get(path, "text") is None


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, b"SQLite format 3\0" + b"rubbish" * 1000])
def test_a_damaged_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pages.sqlite3"
    path.write_bytes(content)
    keep(path, text=1)
    assert get(path, "text") == 1


def test_a_damaged_value_is_none(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite3"
    keep(path, text="a long value " * 100)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE results SET value = substr(value, 1, 20)")
    assert get(path, "text") is None
    keep(path, text=2)
    assert get(path, "text") == 2


def test_a_file_cut_short_is_none(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite3"
    keep(path, **{f"text{number}": f"{number}" * 5000 for number in range(200)})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    assert all(get(path, f"text{number}") in {None, f"{number}" * 5000} for number in range(0, 200, 20))


def test_where_nothing_can_be_written_it_goes_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "pages.sqlite3", tmp_path / "folder"):
        keep(path, text=1)
        assert get(path, "text") is None


def test_two_builds_may_use_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite3"
    keep(path, both=0)
    one, other = PageCache(path, "code"), PageCache(path, "code")
    assert (one.get("kind", "both"), other.get("kind", "both")) == (0, 0)
    one.put(1, "kind", "one")
    other.put(2, "kind", "other")
    one.close(complete=True)
    other.close(complete=True)
    assert (get(path, "one"), get(path, "other")) == (1, 2)


def test_a_build_that_finds_it_locked_goes_on_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psychoed.plugins.page_cache._SECONDS", 0.05)
    path = tmp_path / "pages.sqlite3"
    keep(path, text=1)
    with sqlite3.connect(path) as database:
        database.execute("BEGIN EXCLUSIVE")
        keep(path, other=2)
        assert get(path, "text") is None
    database.close()
    assert get(path, "text") == 1
    assert get(path, "other") is None


def test_what_no_build_asks_for_goes_in_time(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite3"
    for number in range(20):
        cache = PageCache(path, "code")
        cache.get("kind", "always")
        cache.put(1, "kind", "always")
        cache.put(number, "kind", f"text{number}")
        cache.close(complete=True)
    assert get(path, "always") == 1
    assert get(path, "text19") == 19
    assert get(path, "text0") is None
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT COUNT(*) FROM results").fetchone()[0] <= 10


def test_the_code_is_part_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint_build()
    assert fingerprint_build() == before
    (tmp_path / "local_module.py").write_text("VALUE = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    __import__("local_module")
    with_module = fingerprint_build()
    assert with_module != before
    (tmp_path / "local_module.py").write_text("VALUE = 2\n", encoding="utf-8")
    assert fingerprint_build() != with_module
    changed = fingerprint_build()
    (tmp_path / "a_package-2.0.dist-info").mkdir()
    page_cache._fingerprint_packages.cache_clear()  # as in another process
    assert fingerprint_build() != changed


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"extra": {"page": {"authors": "Bo"}}}, False),
        ({"theme": {"name": "mkdocs", "language": "es"}}, False),
        ({"markdown_extensions": [{"toc": {"permalink": "#"}}]}, False),
        ({"plugins": [{"search": {"min_search_length": 5}}]}, False),
        ({"nav": ["b.md"]}, True),
        ({"site_dir": "elsewhere"}, True),
    ],
)
def test_the_settings_are_part_of_the_key(changed: dict[str, object], *, same: bool) -> None:
    def describe(settings: dict[str, object]) -> str:
        config = MkDocsConfig(str(ROOT / "mkdocs.yml"))
        config.load_dict(deepcopy({"site_name": "A", "nav": ["a.md"], "plugins": ["search"], **settings}))
        assert config.validate() == ([], [])
        return describe_settings(config)

    assert describe({}) == describe({})
    assert (describe(changed) == describe({})) is same
    assert describe(changed) == describe(changed)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the repository")
def test_no_cache_is_part_of_the_repository() -> None:
    """A contributor could put into it that an unsafe page is safe."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == []
