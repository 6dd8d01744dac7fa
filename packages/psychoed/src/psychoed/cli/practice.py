"""``psychoed practice``: builds a copy of a site whose handouts carry a practice's name, telephone number and logo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click


@dataclass(frozen=True, slots=True)
class PracticeDetails:
    """What is printed at the top of every handout."""

    name: str
    telephone: str = ""
    logo: Path | None = None


def build_for_practice(settings: Path, details: PracticeDetails, target: Path, *, pdf: bool = True) -> int:
    """Build the site of ``settings`` into ``target`` with the practice's details; return the exit code of the build.

    The site's own settings are not changed: the build reads a temporary file beside them that inherits from them. Wrong
    details, such as a logo that can't be read, end the build with a message that names them.
    """
    from psychoed.cli.build import MKDOCS  # imported late, as every command is: --help needs none

    practice = {"name": details.name, "telephone": details.telephone}
    if details.logo:
        practice["logo"] = str(details.logo.resolve())
    # JSON is YAML too. The file is beside the settings because paths in them are relative to their file.
    content = {"INHERIT": settings.name, "extra": {"handouts": {"practice": practice}}}
    with tempfile.NamedTemporaryFile(
        "w", prefix=".practice-", suffix=".yml", dir=settings.parent, encoding="utf-8", delete=False
    ) as file:
        json.dump(content, file)
    try:
        # Not quietly: MkDocs counts no warning that it doesn't print, so that a strict build would pass.
        command = [*MKDOCS, "build", "--strict"]
        command += ["--config-file", file.name, "--site-dir", str(target.resolve())]
        environment = {**os.environ, "PDF": "1" if pdf else "0"}
        return subprocess.run(command, check=False, env=environment).returncode
    finally:
        Path(file.name).unlink(missing_ok=True)


@click.command()
@click.option("--name", required=True, help="The practice's name, at most 80 characters.")
@click.option("--phone", default="", help="Its telephone number.")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A PNG, JPEG or SVG file.")
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path("mkdocs.yml"),
    help="The site's settings.",
)
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), default=Path("site-practice"), help="Where to.")
@click.option("--pdf/--no-pdf", default=True, help="Whether to make the PDFs.")
def practice(*, name: str, phone: str, logo: Path | None, settings: Path, to: Path, pdf: bool) -> None:
    """Build a copy of the site with a practice's name on every handout.

    psychoed practice --name "Hill Practice" --phone "+44 20 7946 0000" --logo logo.svg
    """
    if code := build_for_practice(settings, PracticeDetails(name, phone, logo), to, pdf=pdf):
        sys.exit(code)
    click.echo(f"Built in {to}. Handouts, with the name on each: {to / 'handouts'}")
