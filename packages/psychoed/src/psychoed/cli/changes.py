"""Prints the part of psychoed's changelog that is newer than a version."""

from __future__ import annotations

import re
from importlib import resources
from importlib.metadata import version

from packaging.version import InvalidVersion, Version

from psychoed.cli.console import UserError
from psychoed.cli.project import Project

_HEADING = re.compile(r"^## (\S+)", re.MULTILINE)


def find_pinned_version(project: Project) -> str:
    """Return the version of psychoed in the site's requirements.txt. Raises UserError if there is none."""
    path = project.root / "requirements.txt"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if found := re.search(r"^psychoed==([\w.]+)", text, re.MULTILINE):
        return found[1]
    raise UserError("requirements.txt has no line such as psychoed==0.1.0. Do: psychoed changes --since 0.1.0")


def read_changelog() -> str:
    """Return psychoed's changelog, which is part of the package."""
    return (resources.files("psychoed") / "CHANGELOG.md").read_text(encoding="utf-8")


def format_changes(since: str) -> str:
    """Return the sections of the changelog on versions after ``since``.

    What is not released yet is part of them, unless ``since`` is a later version than the installed one.
    """
    try:
        oldest = Version(since)
    except InvalidVersion as error:
        raise UserError(f"'{since}' is not a version. Write it like this: --since 0.1.0") from error
    text = read_changelog()
    starts = [match.start() for match in _HEADING.finditer(text)]
    sections = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    newer = [section for section in sections if _is_newer(section, oldest)]
    return "\n\n".join(newer) or f"Nothing has changed since {since}; {version('psychoed')} is installed."


def _is_newer(section: str, oldest: Version) -> bool:
    name = section.removeprefix("## ").split()[0]
    try:
        return Version(name) > oldest
    except InvalidVersion:  # "Unreleased"
        return Version(version("psychoed")) > oldest
