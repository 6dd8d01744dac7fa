"""Documentation is complete: every problem and every setting has its own heading, and nothing else has."""

from __future__ import annotations

import re
from dataclasses import asdict

from mkdocs_citeproc.problems import Code as CitationCode
from mkdocs_citeproc.settings import CitationSettings
from psychoed.pages.kinds import DEFAULT_KINDS
from psychoed.plugins.handout_settings import HandoutSettings
from psychoed.plugins.page_settings import KindRules, PageSettings
from psychoed.plugins.settings import SiteSettings
from psychoed.problems import Code
from support.site import ROOT

README = (ROOT / "hooks" / "README.md").read_text(encoding="utf-8")


def headings(section: str) -> list[str]:
    part = re.split(rf"^##+ {section}$", README, flags=re.MULTILINE)[1]
    part = re.split(r"^#{1,3} ", part, flags=re.MULTILINE)[0]
    return re.findall(r"^#### `([^`]+)`$", part, flags=re.MULTILINE)


def test_every_problem_has_a_heading_with_its_severity() -> None:
    codes = [*CitationCode, *Code]
    assert sorted(headings("Problems")) == sorted(code.value for code in codes)
    for code in codes:
        said = re.search(rf"^#### `{code.value}`\n(\w+)\.", README, flags=re.MULTILINE)
        assert said
        assert said[1].lower() == code.severity.value


def test_every_setting_has_a_heading_with_its_default() -> None:
    settings = asdict(CitationSettings())
    assert headings("Settings") == [*settings]
    for name, value in settings.items():
        described = README.split(f"#### `{name}`\n")[1].split("####")[0]
        if value is not None:
            default = str(value).lower() if isinstance(value, bool) else str([*value] if value == () else value)
            assert f"Default `{default}`" in described, name


def test_every_page_setting_has_a_heading() -> None:
    assert headings("Page settings") == [name for name, _ in PageSettings._schema]


def test_every_handout_setting_has_a_heading() -> None:
    assert headings("Handout settings") == [name for name, _ in HandoutSettings._schema]


def test_every_site_setting_has_a_heading() -> None:
    assert headings("Site settings") == [name for name, _ in SiteSettings._schema]


def test_every_kind_of_page_is_listed() -> None:
    row = next(line for line in README.split("\n") if line.startswith("| `kind`"))
    assert re.findall(r"`([a-z]+)`", row) == ["kind", *(kind.name for kind in DEFAULT_KINDS)]


def test_every_rule_of_a_kind_is_listed() -> None:
    rules = README.split("### Page settings")[1].split("#### `kinds`")[1].split("####")[0]
    assert re.findall(r"^\| `(\w+)` \|", rules, re.MULTILINE) == [name for name, _ in KindRules._schema]


def test_every_decision_has_its_number_and_is_in_the_list() -> None:
    listed = (ROOT / "decisions" / "README.md").read_text(encoding="utf-8")
    paths = sorted((ROOT / "decisions").glob("0*.md"))
    numbers = [int(path.name[:4]) for path in paths]
    assert len(set(numbers)) == len(numbers) > 40
    for number, path in zip(numbers, paths, strict=True):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. ")
        assert f"({path.name})" in listed
