"""The site of the last build: out of the way at once, and deleted as MkDocs deletes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from psychoed.plugins.old_site import remove_old_site
from support.site import make_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site" / "a").mkdir(parents=True)
    for name in ("index.html", "a/index.html", ".htaccess"):
        (tmp_path / "site" / name).write_text("old", encoding="utf-8")
    return tmp_path / "site"


def list_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_all_but_hidden_files_are_moved_and_deleted(site: Path, tmp_path: Path) -> None:
    cache = tmp_path / ".cache"
    thread = remove_old_site(site, cache)
    assert list_files(site) == {".htaccess"}
    assert thread
    thread.join()
    assert list_files(cache) == set()


def test_what_an_interrupted_build_left_is_deleted(tmp_path: Path) -> None:
    left = tmp_path / ".cache" / "old-site-0" / "a"
    left.mkdir(parents=True)
    (tmp_path / ".cache" / "pages.sqlite3").touch()
    thread = remove_old_site(tmp_path / "site", tmp_path / ".cache")
    assert thread
    thread.join()
    assert list_files(tmp_path / ".cache") == {"pages.sqlite3"}


def test_a_site_that_cannot_be_moved_stays_for_mkdocs(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    before = list_files(site)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        thread = remove_old_site(site, tmp_path / ".cache")
    if thread:
        thread.join()
    assert list_files(site) == before
    assert list_files(tmp_path / ".cache") == set()


def test_a_cache_that_cannot_be_written_is_no_error(site: Path, tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file", encoding="utf-8")
    before = list_files(site)
    assert remove_old_site(site, tmp_path / ".cache") is None
    assert list_files(site) == before


@pytest.mark.parametrize(("option", "stays"), [("--clean", False), ("--dirty", True)])
def test_a_build_deletes_the_last_site_unless_it_is_dirty(tmp_path: Path, option: str, stays: bool) -> None:
    make_site(tmp_path, {"docs/index.md": "# Bread\n"}, hooks=[], theme={"name": "mkdocs"}, plugins=["psychoed/cache"])
    stale = tmp_path / "site" / "stale" / "index.html"
    stale.parent.mkdir(parents=True)
    stale.touch()
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", option]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert stale.exists() == stays
    assert (tmp_path / "site" / "index.html").is_file()
    assert not [*(tmp_path / ".cache").glob("old-site-*")]
