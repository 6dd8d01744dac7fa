"""What a machine lacks is told all at once, each with the command that gets it, or is installed where allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from psychoed.cli import doctor
from psychoed.cli.console import UserError
from psychoed.cli.doctor import NEEDS, Need, diagnose, explain_missing, install_debian_packages
from psychoed.cli.processes import Outcome
from support.cli import run_cli
from support.site import ROOT


def need(name: str) -> Need:
    return next(need for need in NEEDS if need.name == name)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A Debian machine whose user is not root; what is in it, is there."""
    there: dict[str, str] = {}
    needs = [
        Need(each.name, each.purpose, _look(there, each.name), each.packages, each.command, each.required)
        for each in NEEDS
    ]
    monkeypatch.setattr(doctor, "NEEDS", needs)
    monkeypatch.setattr(doctor, "is_root", lambda: False)
    monkeypatch.setattr(doctor, "_is_ubuntu", lambda: False)
    monkeypatch.setattr(doctor, "run_program", lambda *_: pytest.fail("something was run"))
    return there


def _look(there: dict[str, str], name: str) -> Callable[[Path], str | None]:
    return lambda _: there.get(name)


def test_this_machine_has_what_tests_need() -> None:
    done = run_cli("doctor", "python", "pandoc", "git", "pango", "java", project=ROOT)
    assert done.exit_code == 0, done.output
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        f"ok       {name}" for name in ("python", "pandoc", "git", "pango", "java")
    ]


def test_all_that_is_missing_is_told_at_once(
    machine: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine |= {"python": "3.13", "pandoc": "3.9"}
    assert diagnose([], tmp_path, fix=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines if line.startswith("missing")] == [
        f"missing  {name}" for name in ("git", "pango", "fonts", "java", "driver", "browser")
    ]
    assert all(" Do: sudo apt-get install " in line for line in lines if "missing" in line)


def test_what_is_asked_for_must_be_there(machine: dict[str, str], tmp_path: Path) -> None:
    machine["pango"] = "1.56"
    assert diagnose(["pango"], tmp_path, fix=False)
    assert not diagnose(["pango", "java"], tmp_path, fix=False)
    assert not diagnose([], tmp_path, fix=False)  # no pandoc: nothing can be built


def test_it_is_installed_where_that_is_allowed(
    machine: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], *_: object) -> Outcome:
        commands.append(command)
        if "install" in command:
            machine.update({"pango": "1.56", "java": "21"})
        return Outcome(True, "")

    monkeypatch.setattr(doctor, "is_root", lambda: True)
    monkeypatch.setattr(doctor, "run_program", run)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert diagnose(["pango", "java"], tmp_path, fix=True)
    assert commands[-1][-4:] == [*need("pango").packages, *need("java").packages]


def test_without_the_right_nothing_is_installed(machine: dict[str, str], tmp_path: Path) -> None:
    assert not machine
    assert not diagnose(["pango"], tmp_path, fix=True)


def test_the_command_is_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "is_root", lambda: True)
    monkeypatch.setattr("sys.platform", "linux")
    assert explain_missing(need("pango")).endswith(f"Do: apt-get install {' '.join(need('pango').packages)}")
    monkeypatch.setattr(doctor, "_is_ubuntu", lambda: True)
    assert explain_missing(need("browser")).endswith("playwright install --with-deps chromium")
    monkeypatch.setattr("sys.platform", "darwin")
    assert explain_missing(need("pango")).endswith("Do: brew install pango")
    assert all("\n" not in explain_missing(each) for each in NEEDS)


def test_packages_left_half_installed_are_told_with_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    output = "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."
    monkeypatch.setattr(doctor, "is_root", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(doctor, "run_program", lambda *_: Outcome(False, output))
    with pytest.raises(UserError, match="left half installed"):
        install_debian_packages(["chromium"])


def test_a_need_that_is_not_known_is_said() -> None:
    done = run_cli("doctor", "yeast", project=ROOT)
    assert (done.exit_code, "Not known: yeast. Known: python, " in done.stderr) == (1, True)


def test_it_works_outside_of_a_site(tmp_path: Path) -> None:
    assert run_cli("doctor", "python", project=tmp_path, HOME=str(tmp_path)).exit_code == 0
