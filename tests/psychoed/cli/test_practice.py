"""A copy of a site for a practice, built by one command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from psychoed.cli.commands import practice
from support.handouts import handout_site

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"><rect width="30" height="10"/></svg>'


def run(settings: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(practice, ["--settings", str(settings), "--no-pdf", *options])
    return done.exit_code, done.output


def test_every_handout_of_the_copy_has_the_practice_and_the_settings_stay(tmp_path: Path) -> None:
    settings = handout_site(tmp_path / "bread")
    before = settings.read_bytes()
    (tmp_path / "logo.svg").write_text(LOGO)
    site = tmp_path / "ours"
    code, said = run(
        settings,
        "--name",
        "Hill & Dale",
        "--phone",
        "+44 20 7946 0000",
        "--logo",
        str(tmp_path / "logo.svg"),
        "--to",
        str(site),
    )
    assert code == 0
    assert str(site) in said
    for name in ("log", "leaflet", "card"):
        page = (site / "handouts" / name / "index.html").read_text(encoding="utf-8")
        band = page.partition('class="band print-only"')[2].partition("</div>")[0]
        assert "<strong>Hill &amp; Dale</strong>" in band
        assert "+44 20 7946 0000" in band
        assert 'src="data:image/svg+xml;base64,' in band
    assert settings.read_bytes() == before
    assert list(settings.parent.glob(".practice-*")) == []


def test_a_logo_with_text_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    settings = handout_site(tmp_path / "bread")
    logo = tmp_path / "mark.svg"
    logo.write_text(LOGO.replace("<rect", "<text>Hill</text><rect"))
    code, _ = run(settings, "--name", "Hill", "--logo", str(logo), "--to", str(tmp_path / "ours"))
    assert code != 0
    message = capfd.readouterr().err
    assert "practice.logo" in message
    assert "mark.svg" in message
    assert "paths" in message
    assert list(settings.parent.glob(".practice-*")) == []
