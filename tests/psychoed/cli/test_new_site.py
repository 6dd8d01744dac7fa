"""psychoed new: a site that builds at once, in each language, and wishes that can't be fulfilled."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from psychoed.cli.console import UserError
from psychoed.cli.new_site import (
    LANGUAGES,
    NewSite,
    check_wishes,
    choose_colours,
    list_colours,
    list_countries,
    make_name,
    render_site,
)
from psychoed.plugins.theme import THEME
from psychoed.site.colours import find_low_contrast, read_default_colours
from support.cli import run_cli
from support.site import ROOT

DAY = date(2026, 11, 26)
SITE = NewSite("Bread", "baking", "home bakers", country="gb")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_builds_strictly_at_once(language: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Names with quotation marks, colons and accents get into YAML, Markdown and HTML whole."""
    wishes = ["--name", 'Pan: "bueno" & más', "--topic", "el pan", "--audience", "quien hornea, o quiere"]
    made = run_cli("new", tmp_path / "x", *wishes, "--language", language, "--country", "es", "--colour", "#7a3320")
    assert made.exit_code == 0, made.output
    done = run_cli("build", "--no-pdf", project=tmp_path / "x")
    assert done.exit_code == 0, capfd.readouterr().err
    home = (tmp_path / "x" / "site" / "index.html").read_text(encoding="utf-8")
    assert "Pan: &quot;bueno&quot; &amp; más" in home or 'Pan: "bueno" &amp; más' in home
    assert f'<html lang="{language}"' in home
    assert "#7a3320" in (tmp_path / "x" / "site" / "assets" / "own-theme.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "country"), [("en", ""), ("es", "de"), ("es", "zz")])
def test_a_number_that_is_not_known_is_named_by_the_build(
    language: str, country: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made = run_cli("new", tmp_path / "x", "--language", language, "--country", country)
    assert "includes/crisis-lines.md" in made.stdout
    assert run_cli("check", project=tmp_path / "x").exit_code == 1
    found = re.findall(r"docs/(\S+):(\d+):\d+: \[forbidden-phrase\]", capfd.readouterr().err)
    assert {path for path, _ in found} == {
        "help/warning-signs.md" if language == "en" else "ayuda/senales-de-alarma.md"
    }
    assert len(found) == (1 if country == "de" else 2)


@pytest.mark.parametrize("country", list_countries())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_a_link_and_marked_as_not_checked(country: str, language: str) -> None:
    files = {
        path: text.decode()
        for path, text in render_site(replace(SITE, country=country, language=language), DAY).items()
        if path.endswith(".md")
    }
    page = next(text for text in files.values() if "\nkind: safety\n" in text)
    assert re.search(r"\*\*\[\d+\]\(tel:\d+\)\*\*", page)
    assert (
        "Check these before you publish" if language == "en" else "Comprueba estos números antes de publicar"
    ) in page
    for shown, scheme, number in re.findall(
        r"\[([\d ]+)\]\((tel|sms):(\d+)\)", page + files["includes/crisis-lines.md"]
    ):
        assert shown.replace(" ", "") == number, scheme


def test_its_workflow_is_valid_and_safe(tmp_path: Path) -> None:
    run_cli("new", tmp_path / "x", "--country", "gb")
    workflow = tmp_path / "x" / ".github" / "workflows" / "site.yml"
    for command in (
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow)],
        ["zizmor", "--offline", "--no-progress", str(tmp_path / "x" / ".github")],
    ):
        program = Path(sys.executable).with_name(command[0])
        done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    ours = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    for action in re.findall(r"uses: (\S+@\w+)", workflow.read_text(encoding="utf-8")):
        assert action in ours, "pinned as in our own workflows"


@pytest.mark.parametrize("colour", list_colours())
def test_each_colour_has_enough_contrast(colour: str) -> None:
    defaults = read_default_colours((THEME / "assets" / "site.css").read_text(encoding="utf-8"))
    own = choose_colours(colour)
    for scheme, default in defaults.items():
        assert list(find_low_contrast({**default, **own.get(scheme, {})})) == []


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"language": "fr"}, "no starter in 'fr'"),
        ({"country": "Great Britain"}, "not a country's code"),
        ({"colour": "blu"}, "Did you mean 'blue'"),
        ({"colour": "#12"}, "no colour '#12'"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"name": "<script>"}, "markup"),
        ({"topic": "{{ 7 * 7 }}"}, "markup"),
        ({"audience": "a\nb"}, "markup"),
        ({"topic": ""}, "Give"),
    ],
)
def test_a_wish_that_can_t_be_fulfilled_is_told(wish: dict[str, str], message: str) -> None:
    with pytest.raises(UserError, match=re.escape(message)):
        check_wishes(replace(SITE, **wish))  # type: ignore[arg-type]


def test_a_logo_is_copied_and_a_large_one_refused(tmp_path: Path) -> None:
    logo = tmp_path / "Our Logo.PNG"
    logo.write_bytes(b"\x89PNG small")
    files = render_site(replace(SITE, logo=logo), DAY)
    assert files["docs/assets/logo.png"] == b"\x89PNG small"
    assert "docs/assets/logo.svg" not in files
    assert (
        yaml.safe_load(files["mkdocs.yml"].replace(b"!ENV", b"").replace(b"!relative", b""))["theme"]["logo"]
        == "assets/logo.png"
    )
    logo.write_bytes(b"x" * 50_000)
    with pytest.raises(UserError, match="smaller picture"):
        check_wishes(replace(SITE, logo=logo))
    with pytest.raises(UserError, match="SVG or a PNG"):
        check_wishes(replace(SITE, logo=tmp_path / "logo.exe"))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine", encoding="utf-8")
    done = run_cli("new", tmp_path)
    assert (done.exit_code, "is not empty" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.md"]


def test_both_languages_have_the_same_files_and_settings() -> None:
    english, spanish = (render_site(replace(SITE, language=language), DAY) for language in LANGUAGES)
    assert len(english) == len(spanish)
    one, other = (
        yaml.safe_load(files["mkdocs.yml"].replace(b"!ENV", b"").replace(b"!relative", b""))
        for files in (english, spanish)
    )
    assert one.keys() == other.keys()
    assert one["markdown_extensions"][:-2] == other["markdown_extensions"][:-2] or len(
        one["markdown_extensions"]
    ) == len(other["markdown_extensions"])


@pytest.mark.parametrize(("folder", "name"), [("better-sleep", "Better sleep"), ("_", "My site"), ("x.y", "X y")])
def test_a_folder_suggests_a_name(folder: str, name: str, tmp_path: Path) -> None:
    assert make_name(tmp_path / folder) == name


def test_the_help_says_how_to_begin() -> None:
    shown = run_cli("new", "--help").stdout
    assert "psychoed new my-site" in shown
    assert "--topic" in run_cli("new", "site", "--help").stdout
