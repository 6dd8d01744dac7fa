"""The site of the last build: out of the way at once, and deleted as MkDocs deletes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from psychoed.plugins.old_site import OldSite
from support.site import ROOT, build_site, make_site

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere, MkDocs deletes all files itself")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", "index.html", "a/index.html", "a/b/index.html", "c/index.html", ".hidden/kept")


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def list_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() or path.is_symlink()}


def test_folders_are_put_aside_and_back(site: Path, tmp_path: Path) -> None:
    old = OldSite(site, tmp_path / ".cache")
    old.put_aside()
    assert list_files(site) == {"index.html", ".hidden/kept"}
    old.put_back([])
    assert list_files(site) == {"index.html", "a/index.html", "a/b/index.html", "c/index.html", ".hidden/kept"}
    assert not [*(tmp_path / ".cache").iterdir()]


def test_only_what_was_written_over_stays(site: Path, tmp_path: Path) -> None:
    old = OldSite(site, tmp_path / ".cache")
    old.put_aside()
    old.put_back(["a/index.html"])
    write(site, "a/index.html", "d/index.html")  # the first with the text that it had
    old.delete_outdated()
    assert list_files(site) == {"index.html", "a/index.html", "d/index.html", ".hidden/kept"}
    assert {path.name for path in site.iterdir()} == {"index.html", "a", "d", ".hidden"}


def test_a_file_takes_the_place_of_a_folder_and_the_other_way_round(site: Path, tmp_path: Path) -> None:
    write(site, "d/e")
    old = OldSite(site, tmp_path / ".cache")
    old.put_aside()
    old.put_back(["a/b", "d/e/index.html"])
    write(site, "a/b", "d/e/index.html")
    old.delete_outdated()
    assert list_files(site) == {"index.html", "a/b", "d/e/index.html", ".hidden/kept"}


def test_links_to_files_of_others_are_not_written_through(site: Path, tmp_path: Path) -> None:
    mine = write(tmp_path / "mine", "one", "two", "three/four")
    (site / "a" / "one").symlink_to(mine / "one")
    (site / "a" / "two").hardlink_to(mine / "two")
    (site / "a" / "three").symlink_to(mine / "three")
    old = OldSite(site, tmp_path / ".cache")
    old.put_aside()
    old.put_back(["a/one", "a/two", "a/three/four"])
    assert list_files(site / "a") == {"index.html", "b/index.html"}
    assert list_files(mine) == {"one", "two", "three/four"}


def test_what_an_interrupted_build_left_is_deleted(site: Path, tmp_path: Path) -> None:
    OldSite(site, tmp_path / ".cache").put_aside()
    write(tmp_path / ".cache", "pages.sqlite3")
    old = OldSite(site, tmp_path / ".cache")
    old.put_aside()
    old.discard()
    assert list_files(tmp_path / ".cache") == {"pages.sqlite3"}


def test_what_a_plugin_has_made_meanwhile_stays(site: Path, tmp_path: Path) -> None:
    old = OldSite(site, tmp_path / ".cache")
    old.put_aside()
    write(site, "c/new")
    old.put_back([])
    old.delete_outdated()
    assert list_files(site) == {"index.html", "c/new", ".hidden/kept"}


@pytest.mark.parametrize("place", ["another disk", "a file"])
def test_where_folders_cannot_be_moved_they_stay_for_mkdocs(
    place: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    if place == "a file":
        (tmp_path / ".cache").touch()
    before = list_files(site)
    old = OldSite(site, tmp_path / ".cache")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        old.put_aside()
    assert list_files(site) == before
    old.put_back([])
    old.delete_outdated()
    assert list_files(site) == before


STOP = """\
from mkdocs.exceptions import PluginError


def on_page_context(context, **_):
    raise PluginError("No")
"""


def test_a_build_that_fails_leaves_nothing_of_the_last_one(tmp_path: Path) -> None:
    files, cache = {"docs/index.md": "# Bread\n", "stop.py": STOP}, str(ROOT / "hooks" / "cache_hook.py")
    assert build_site(make_site(tmp_path, {**files, "docs/rye.md": "# Rye\n"}, hooks=[cache])).ended is None
    (tmp_path / "docs" / "rye.md").unlink()
    built = build_site(make_site(tmp_path, files, hooks=[cache, str(tmp_path / "stop.py")]))
    assert built.ended
    assert list_files(built.site)
    assert not (built.site / "rye").exists()
    assert not [*(tmp_path / ".cache").glob("old-site-*")]


WITHIN = """\
from pathlib import Path

from mkdocs.commands import build

within = False


def on_post_build(config):
    global within
    if not within:
        within = True
        build.utils.clean_directory, clean = lambda _: None, build.utils.clean_directory
        try:
            build.build(config)
        finally:
            build.utils.clean_directory = clean
            within = False
        assert Path(config.site_dir, "old", "index.html").is_file()


def on_files(files, config):
    if within:
        files.remove(files.get_file_from_path("old.md"))
"""


def test_a_build_within_another_leaves_what_is_there(tmp_path: Path) -> None:
    files = {"docs/index.md": "# Bread\n", "docs/old.md": "# Old\n", "within.py": WITHIN}
    settings = make_site(tmp_path, files, hooks=["within.py", str(ROOT / "hooks" / "cache_hook.py")])
    for _ in range(2):
        built = build_site(settings)
        assert built.ended is None, built.log
        assert (built.site / "old" / "index.html").is_file()


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
