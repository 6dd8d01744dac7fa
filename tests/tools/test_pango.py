"""Pango and Java: looked for, installed where that is allowed, else named in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import java, pango
from tools.system import StuckError


@pytest.fixture(autouse=True)
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone in which nothing was looked for yet."""
    monkeypatch.setattr(pango, "NOTE", tmp_path / ".cache" / "pango")
    return tmp_path / ".cache" / "pango"


def test_what_is_there_is_noted_and_not_looked_for_again(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pango.make_ready(needed=True)
    assert note.exists()
    monkeypatch.setattr(pango, "is_there", lambda: pytest.fail("looked for again"))
    pango.make_ready(needed=True)


def test_it_is_installed_where_that_is_allowed(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [False, True]
    asked: list[str] = []
    monkeypatch.setattr(pango, "is_there", lambda: answers.pop(0))

    def install(*packages: str) -> bool:
        asked.extend(packages)
        return True

    monkeypatch.setattr(pango, "apt_install", install)
    pango.make_ready(needed=True)
    assert tuple(asked) == pango.PACKAGES
    assert note.exists()


def test_it_is_named_where_it_cannot_be_had(
    note: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pango, "is_there", lambda: False)
    monkeypatch.setattr(pango, "apt_install", lambda *_: False)
    with pytest.raises(StuckError, match=r"The PDFs need Pango\. Do: .* make site PDF=0") as stuck:
        pango.make_ready(needed=True)
    assert "\n" not in str(stuck.value)
    pango.make_ready(needed=False)
    assert "Continuing without PDFs" in capsys.readouterr().out
    assert not note.exists()


def test_the_command_is_the_systems() -> None:
    assert "brew install pango" in pango.help_line("darwin")
    assert "apt-get install libpango-1.0-0" in pango.help_line("linux")


def test_the_generator_and_the_set_up_name_the_same_packages() -> None:
    from psychoed.handouts.pango import PACKAGES

    assert PACKAGES == pango.PACKAGES


def test_java_is_installed_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    java.make_ready()
    monkeypatch.setattr(java, "is_there", lambda: False)
    monkeypatch.setattr(java, "apt_install", lambda *_: False)
    with pytest.raises(StuckError, match=r"need Java 17 or newer.*apt-get install default-jre-headless"):
        java.make_ready()
