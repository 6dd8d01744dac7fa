"""What the machine refuses is told in one line; what is half there is made again; builds don't meet."""

from __future__ import annotations

import errno
import fcntl
import json
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from psychoed.cli import build as module
from psychoed.cli.build import build_site as build_whole
from psychoed.cli.console import UserError
from psychoed.cli.project import Project
from psychoed.handouts import pdf_cache
from psychoed.handouts.pdf import Job, PdfResult, hash_content
from psychoed.plugins.build_safety import describe_os_error
from support.site import ROOT, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("citation", "site")]
PAGES = {"docs/index.md": "# Bread\n\nKnead.\n", "references.bib": ""}


def test_a_full_disk_is_told_with_the_file(tmp_path: Path) -> None:
    error = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "site" / "a.html"))
    assert describe_os_error(error, tmp_path) == "site/a.html: the disk is full. Free some space, then build again."


def test_what_may_not_be_written_is_told(tmp_path: Path) -> None:
    said = describe_os_error(PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "x")), tmp_path)
    assert said.startswith("x: Permission denied. Does this folder belong to another user")


def test_a_disk_that_fills_up_ends_the_build_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "site" / "x.txt"))

    monkeypatch.setattr("mkdocs.utils.copy_file", full)
    built = build_site(make_site(tmp_path, {**PAGES, "docs/x.txt": "x"}, hooks=HOOKS))
    assert built.ended is not None
    assert built.ended.startswith("site/x.txt: the disk is full")


def test_too_deep_a_page_is_told_with_its_name(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, {**PAGES, "docs/deep.md": ">" * 5000 + " deep\n"}, hooks=HOOKS))
    assert built.ended is None or "docs/deep.md" in built.ended


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 20, ""])
def test_a_time_that_is_none_is_told(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mkdocs_yml = make_site(tmp_path, PAGES, hooks=HOOKS)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    from mkdocs_citeproc.settings import get_last_change

    with pytest.raises(Exception, match="SOURCE_DATE_EPOCH is"):
        get_last_change()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert build_site(mkdocs_yml).ended is None


def test_a_kept_pdf_that_is_not_whole_is_made_again(tmp_path: Path) -> None:
    job = Job("<p>x</p>", str(tmp_path / "sheet"), True)

    def kept(pdf: bytes, picture: bytes) -> bool:
        (tmp_path / "sheet.pdf").write_bytes(pdf)
        (tmp_path / "sheet.webp").write_bytes(picture)
        return pdf_cache._read(job) is not None

    hashes = {".pdf": hash_content(b"whole"), ".webp": hash_content(b"picture")}
    record = {**asdict(PdfResult(1, 5)), "files": hashes}
    (tmp_path / "sheet.json").write_text(json.dumps(record), encoding="utf-8")
    assert kept(b"whole", b"picture")
    assert not kept(b"whol", b"picture")
    assert not kept(b"whole", b"")
    assert not kept(b"WHOLE", b"picture")


@pytest.fixture
def clone(tmp_path: Path) -> Project:
    return Project(tmp_path)


WRITES = "import pathlib, sys; new = pathlib.Path(sys.argv[-1]); new.mkdir(); (new / 'index.html').write_text('new')"


def test_a_site_that_is_a_link_is_left_alone(clone: Project) -> None:
    (clone.root / "elsewhere").mkdir()
    clone.site.symlink_to("elsewhere")
    with pytest.raises(UserError, match="site is a symbolic link to elsewhere"):
        build_whole(clone)
    assert list((clone.root / "elsewhere").iterdir()) == []


def test_what_a_killed_build_left_is_taken_away(clone: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    left = clone.cache / "site-left"
    (left / "old").mkdir(parents=True)
    (left / "old" / "index.html").write_text("old")
    monkeypatch.setattr(module, "MKDOCS", (sys.executable, "-c", "import sys; sys.exit(1)"))
    build_whole(clone)
    assert [path.name for path in clone.cache.iterdir()] == ["build.lock"]
    assert (clone.site / "index.html").read_text() == "old"  # it had been on its way out


def test_a_build_waits_for_another(clone: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MKDOCS", (sys.executable, "-c", WRITES))
    clone.cache.mkdir()
    with (clone.cache / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        other = threading.Thread(target=build_whole, args=(clone,))
        other.start()
        time.sleep(0.3)
        assert not clone.site.exists()
        fcntl.flock(lock, fcntl.LOCK_UN)
        other.join(30)
    assert (clone.site / "index.html").read_text() == "new"


def test_a_build_that_is_killed_says_so(
    clone: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    dies = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    monkeypatch.setattr(module, "MKDOCS", (sys.executable, "-c", dies))
    assert build_whole(clone) == 137
    assert "The build was stopped by signal 9; site/ is unchanged." in capfd.readouterr().out
