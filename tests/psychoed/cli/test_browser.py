"""A browser is one that shows a page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from psychoed.cli import browser
from psychoed.cli.console import UserError
from psychoed.cli.processes import Outcome


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def _empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser, none noted, none of Playwright's; a PATH with a shell in it."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "sleep"):
        (tmp_path / "bin" / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in browser.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(browser, "find_downloaded", lambda: None)


def test_the_users_choice_comes_first_then_the_system_in_order() -> None:
    there = {"/opt/mine": "/opt/mine", "chrome": "/usr/bin/chrome", "chromium": "/usr/bin/chromium"}
    found = browser.list_candidates({"CHROME_BIN": "/opt/mine", "CHROME_PATH": ""}, there.get)
    assert list(found) == ["/opt/mine", "/usr/bin/chromium", "/usr/bin/chrome"]


def test_a_stub_that_shows_nothing_does_not_count(tmp_path: Path) -> None:
    assert not browser.can_start(program(tmp_path / "stub", "echo 'Please install the snap'"))
    assert not browser.can_start(program(tmp_path / "fails", "echo '<html>'; exit 1"))
    assert not browser.can_start(tmp_path / "none")


def test_one_that_hangs_does_not_count_and_does_not_hold_us_up(tmp_path: Path) -> None:
    began = time.monotonic()
    assert not browser.can_start(program(tmp_path / "hangs", "echo '<html>'; sleep 60"), seconds=0.5)
    assert time.monotonic() - began < 5


def test_the_first_that_shows_a_page_is_found_and_noted(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium", "exit 1")
    good = program(tmp_path / "bin" / "google-chrome", "echo '<html></html>'")
    assert browser.find_browser(tmp_path / ".cache") == str(good)
    assert (tmp_path / ".cache" / "browser").read_text() == f"{good}\n"


def test_what_was_noted_is_not_tried_again_while_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = program(tmp_path / "bin" / "chromium", "echo '<html></html>'")
    assert browser.find_browser(tmp_path / ".cache") == str(good)
    monkeypatch.setattr(browser, "can_start", lambda _: pytest.fail("tried again"))
    assert browser.find_browser(tmp_path / ".cache") == str(good)
    good.unlink()
    assert browser.find_browser(tmp_path / ".cache") is None
    with pytest.raises(UserError, match="psychoed doctor"), browser.open_browser(tmp_path / ".cache"):
        pass


def test_another_that_the_user_names_is_taken_instead_of_the_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin" / "chromium", "echo '<html></html>'")
    browser.find_browser(tmp_path / ".cache")
    mine = program(tmp_path / "mine", "echo '<html></html>'")
    monkeypatch.setenv("CHROME_PATH", str(mine))
    assert browser.find_browser(tmp_path / ".cache") == str(mine)


def test_a_browser_whose_download_was_stopped_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a person would be told to install libraries for half a browser."""
    monkeypatch.undo()
    folder = tmp_path / "ms" / "chromium-1" / "chrome-linux"
    folder.mkdir(parents=True)
    half = program(folder / "chrome", "exit 1")
    monkeypatch.setattr(browser, "run_program", lambda *_: Outcome(True, f"{half}\n"))
    assert browser.find_downloaded() is None
    (tmp_path / "ms" / "chromium-1" / "INSTALLATION_COMPLETE").touch()
    assert browser.find_downloaded() == str(half)
