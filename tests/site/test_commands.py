"""Commands on this repository's own site, and what they are told by our own files."""

from __future__ import annotations

import json

import pytest
import yaml

from mkdocs_citeproc.source import SourceText
from psychoed.cli.link_list import find_addresses, read_link_list, read_sources
from support.cli import run_cli
from support.site import ROOT


def test_our_list_of_links_is_sound() -> None:
    text = (ROOT / "links.yml").read_text(encoding="utf-8")
    assert read_link_list(SourceText("links.yml", text))[1] == []


def test_our_own_texts_lead_out() -> None:
    addresses = find_addresses(read_sources(ROOT))
    assert {"https://creativecommons.org/licenses/by/4.0/", "https://www.nice.org.uk/guidance/ng193"} <= set(addresses)
    assert not [address for address in addresses if "doi.org/" in address]


def test_without_names_it_reads_all_pages() -> None:
    shown = run_cli("read", project=ROOT).stdout
    assert "docs/index.md" in shown
    assert "the budget of" in shown


def test_the_caveats_of_our_paths_go_to_programs_too() -> None:
    for path in json.loads(run_cli("read", "--json", project=ROOT).stdout)["caveats"]:
        assert path["sentences"] == sum(page["sentences"] for page in path["pages"]) > 0
        assert path["caveats"] == sum(page["caveats"] for page in path["pages"])
        assert path["share"] == round(path["caveats"] / path["sentences"], 3)


def test_our_own_pages_are_all_read() -> None:
    done = run_cli("reviews", "--days", "100000", project=ROOT)
    assert done.exit_code == 0
    said = done.output.splitlines()
    assert len(said) > 10
    assert said[-1].endswith("pages are due for review within 100000 days.")
    assert said[0].startswith("docs/")
    assert run_cli("reviews", "--days", "soon", project=ROOT).exit_code == 2


def test_numbers_are_those_of_our_own_pages() -> None:
    """They were checked there; 024 was checked for Spain."""
    known = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "docs" / "understand" / "warning-signs.md", ROOT / "includes" / "crisis-lines.md")
    )
    data = yaml.safe_load((ROOT / "packages/psychoed/src/psychoed/starter/countries.yml").read_text(encoding="utf-8"))
    numbers = {number for country in data.values() for number in country["emergency"]}
    numbers |= {
        line[way]
        for country in data.values()
        for line in country.get("crisis", ())
        for way in ("call", "text")
        if way in line
    }
    assert {number for number in numbers if number not in known} == {"024"}


def test_our_texts_have_nothing_to_be_remarked_on(capfd: pytest.CaptureFixture[str]) -> None:
    done = run_cli("prose", project=ROOT)
    assert done.exit_code == 0, capfd.readouterr().out
