"""What upkeep compares."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psychoed.cli.console import UserError
from psychoed.cli.processes import Outcome
from tools import upkeep
from tools.run import ROOT


def test_only_the_generators_name_may_differ(tmp_path: Path) -> None:
    files = {
        "one": {
            "a.html": '<meta name="generator" content="mkdocs-1">x',
            "b.html": "x",
            "c/d.css": "x",
            "e.xml.gz": "1",
        },
        "two": {
            "a.html": '<meta name="generator" content="properdocs-2">x',
            "b.html": "y",
            "f.css": "x",
            "e.xml.gz": "2",
        },
    }
    for folder, texts in files.items():
        for name, text in texts.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    assert list(upkeep.find_changed_files(tmp_path / "one", tmp_path / "two")) == [
        "b.html differs",
        "c/d.css is in one only",
        "f.css is in one only",
    ]


def test_it_wants_to_know_what(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(upkeep, "FOLDER", tmp_path / "upkeep")
    with pytest.raises(UserError, match="WHAT=properdocs, lowest, newest or audit"):
        upkeep.main(["everything"])


PINNED = """# compiled
mkdocs==1.6.1 \\
    --hash=sha256:aa
Jinja_2==3.1.6
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb
"""
ASKED = {"name": "mkdocs", "version": "1.6.1", "vulns": []}
ASKED_TOO = {"name": "jinja-2", "version": "3.1.6", "vulns": []}
SKIPPED = {"name": "jinja-2", "skip_reason": "Dependency not found"}


def test_the_pins_are_those_of_this_machine() -> None:
    assert upkeep.read_pins(PINNED) == {("mkdocs", "1.6.1"), ("jinja-2", "3.1.6")}
    for path in (ROOT / "requirements").glob("*.txt"):
        assert upkeep.read_pins(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("answered", "lacking"),
    [
        ([ASKED, ASKED_TOO], []),
        ([ASKED, SKIPPED], ["jinja-2 3.1.6"]),
        ([ASKED], ["jinja-2 3.1.6"]),
        ([ASKED_TOO, ASKED | {"version": "1.6.0"}], ["mkdocs 1.6.1"]),
        ([], ["jinja-2 3.1.6", "mkdocs 1.6.1"]),
    ],
)
def test_a_pin_that_was_not_asked_about_is_named(answered: list[object], lacking: list[str]) -> None:
    assert upkeep.find_unaudited(PINNED, json.dumps({"dependencies": answered, "fixes": []})) == lacking


@pytest.mark.parametrize("answered", [[], [SKIPPED]])
def test_an_audit_that_audits_nothing_fails(
    answered: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip-audit ends with 0 and "No known vulnerabilities found" where it could not reach its advisories."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "site.txt").write_text(PINNED, encoding="utf-8")
    ran: list[tuple[str, ...]] = []

    def pip_audit(*command: str | Path, what: str) -> Outcome:
        ran.append(tuple(map(str, command)))
        Path(command[command.index("--output") + 1]).write_text(json.dumps({"dependencies": answered, "fixes": []}))
        return Outcome(True, what)

    monkeypatch.setattr(upkeep, "ROOT", tmp_path)
    monkeypatch.setattr(upkeep, "FOLDER", tmp_path)
    monkeypatch.setattr(upkeep, "make_environment", lambda _: Path("python"))
    monkeypatch.setattr(upkeep, "install_requirements", lambda *_: None)
    monkeypatch.setattr(upkeep, "_run", pip_audit)
    with pytest.raises(UserError, match=r"site\.txt: not asked about: jinja-2 3\.1\.6, mkdocs 1\.6\.1"):
        upkeep.audit_pins()
    assert "--strict" in ran[0]
