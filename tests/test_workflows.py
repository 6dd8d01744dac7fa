"""GitHub's workflows: sound by their schemas, safe by zizmor, and each command they call exists and works here."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_citeproc.problems import Code, Location, Problem, Severity
from psychoed.cli import main
from psychoed.cli.doctor import NEEDS
from support.site import ROOT

GITHUB = ROOT / ".github"
FORMS = GITHUB / "ISSUE_TEMPLATE"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent
MACHINE = "./.github/actions/machine"
CHECK = "./.github/workflows/check.yml"


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # "on" stays text
    return loaded


def jobs(path: Path) -> list[tuple[str, dict[str, Any]]]:
    return list(read(path)["jobs"].items())


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for _, job in jobs(path) for step in job.get("steps", [])]


def check(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


SCHEMAS = [
    ("vendor.github-workflows", [*WORKFLOWS]),
    ("vendor.github-actions", [*GITHUB.glob("actions/*/action.yml")]),
    ("vendor.github-issue-forms", sorted(set(FORMS.glob("*.yml")) - {FORMS / "config.yml"})),
    ("vendor.github-issue-config", [FORMS / "config.yml"]),
    ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "files"), SCHEMAS, ids=lambda value: value if isinstance(value, str) else "")
def test_schema(schema: str, files: list[Path]) -> None:
    assert files
    check(BIN / "check-jsonschema", "--builtin-schema", schema, *files)


def test_zizmor_finds_no_hole() -> None:
    check(BIN / "zizmor", "--offline", "--no-progress", GITHUB)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_no_right_it_does_not_name(path: Path) -> None:
    assert read(path)["permissions"] == {}
    for name, job in jobs(path):
        assert "permissions" in job or name == "all-green"
        assert "uses" in job or int(job["timeout-minutes"]) <= 150


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_that_may_write_runs_no_package(path: Path) -> None:
    """Its token must be out of reach of everything that `make` installs and of what a page or a tag's name says."""
    for name, job in jobs(path):
        if "write" not in job.get("permissions", {}).values():
            continue
        for step in job["steps"]:
            command = step.get("run", "").split(" ")[0]
            action = step.get("uses", "").partition("@")[0]
            assert command in {"", "gh", "sh"}, name
            assert action in {"", "actions/checkout", "actions/download-artifact", "actions/deploy-pages"}, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_put_into_a_shell_line(path: Path) -> None:
    """What comes from outside, such as the name of a tag or a branch, gets into a step by its environment, quoted."""
    for step in steps(path):
        run = step.get("run", "")
        assert "${{" not in run
        assert not re.findall(r"(?<!\")\$\{?\w", run), "a variable outside of quotation marks"


@pytest.mark.parametrize("name", ["deploy", "release"])
def test_what_is_published_has_passed_every_check(name: str) -> None:
    all_jobs = dict(jobs(GITHUB / "workflows" / f"{name}.yml"))
    assert all_jobs["check"]["uses"] == CHECK
    publishing = [job for job in all_jobs.values() if "write" in job["permissions"].values()]
    assert publishing
    for job in publishing:
        assert "check" in job["needs"]
        assert "if" not in job  # not even when something failed
    assert "workflow_call" in read(GITHUB / "workflows" / "check.yml")["on"]


def test_the_tests_run_on_the_python_that_builds_what_is_published() -> None:
    matrix = dict(jobs(GITHUB / "workflows" / "check.yml"))["test"]["strategy"]["matrix"]["python"]
    assert {job["runs-on"] for path in WORKFLOWS for _, job in jobs(path) if "uses" not in job} == {"ubuntu-24.04"}
    assert "3.12" in matrix  # what ubuntu-24.04 has


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_with_their_version_and_keep_no_credentials(path: Path) -> None:
    for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8")):
        assert line in {MACHINE, CHECK} or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_command_exists_and_is_known_to_make(path: Path) -> None:
    for step in steps(path):
        for line in step.get("run", "").splitlines():
            words = shlex.split(line)
            if words[0] == "make":
                # -n says what would be done; a target that is not there is an error.
                check("make", "-n", *(re.sub(r"\$\{?\w+\}?", "x", word) for word in words[1:]), "PYTHON=python3")
            elif words[0] == ".venv/bin/psychoed":
                command = main.commands[words[1]]
                known = {name for option in command.params for name in option.opts}
                assert {word for word in words[2:] if word.startswith("--") and word != "--"} <= known
            elif words[0] == "sh":
                check("sh", "-n", ROOT / words[1])
            elif matcher := re.match(r"echo \"::add-matcher::(.*)\"", line):
                assert (ROOT / matcher[1]).is_file()
            else:
                assert words[0] in {"test", "gh"}


def test_the_machine_gets_what_the_doctor_looks_for() -> None:
    action = (GITHUB / "actions" / "machine" / "action.yml").read_text(encoding="utf-8")
    wanted = {package for need in NEEDS if need.name in {"pango", "java"} for package in need.packages}
    assert wanted <= set(action.split())


def test_pull_requests_are_never_given_the_targets_rights() -> None:
    for path in WORKFLOWS:
        assert not {"pull_request_target", "workflow_run"} & set(read(path)["on"])


def test_all_green_waits_for_every_check_that_must_hold() -> None:
    check_jobs = dict(jobs(GITHUB / "workflows" / "check.yml"))
    needed = check_jobs["all-green"]["needs"]
    assert set(needed) == set(check_jobs) - {"all-green", "prose"}
    assert " ".join(["success"] * len(needed)) in check_jobs["all-green"]["steps"][0]["run"]


def test_the_preview_waits_for_nothing() -> None:
    assert [job.get("needs") for _, job in jobs(GITHUB / "workflows" / "preview.yml")] == [None]


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING])
def test_problems_show_on_their_lines(severity: Severity) -> None:
    code = next(code for code in Code if code.severity is severity)
    problem = Problem(code, Location("docs/a-b/c.md", 41, 18), "no entry 'x' (y): z", "Mend it.")
    matchers = json.loads((GITHUB / "problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    lines = [f"{severity.name:<7} -  citations: {problem}", f"{severity.value}: {problem}"]
    if severity is Severity.ERROR:
        lines.append(str(problem))  # what ends a build at once stands below its first line
    for line in lines:
        found = {
            one["severity"]: match.groups()
            for one in matchers
            if (match := re.match(one["pattern"][0]["regexp"], line))
        }
        assert found == {severity.value: ("docs/a-b/c.md", "41", "18", f"[{code.value}] no entry 'x' (y): z. Mend it.")}
