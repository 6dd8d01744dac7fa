"""Small sites with definitions and trials: on pages, in includes, with their citations."""

from __future__ import annotations

from pathlib import Path

from support.site import EXTENSIONS, HOOK, PAGE_HOOK, Built, build_site, make_site

HEAD = "---\ndescription: Bread.\nkind: home\naudience: [bakers]\nwritten: 2026-01-02\n---\n"
FILES = {
    "references.bib": "@misc{crumb2019,author={Crumb, Ada},title={Bread},year={2019},url={https://example.org/crumb}}\n"
    "@online{nct01234567,author={{Mill}},title={Kneading},date={2023},url={https://example.org/}}\n",
    "definitions.yml": "definitions:\n  crumb: the soft inside [@crumb2019]\n",
    "words.yml": "phrases:\n  - {phrase: perfect crust, reason: it promises}\nvague_links: [here]\n",
    "facts.yml": "crumb2019:\n  risen: {counts: loaves, read: abstract, values: {rye: {count: 33, of: 50}}}\n",
    "includes/part.md": "Included: \\definition{crumb}.\n",
    "trials.yml": "- registry_number: NCT01234567\n  cite_key: nct01234567\n  title: Kneading\n  who: 151 bakers\n"
    "  compared_with: nothing\n  n: 150\n  status: recruiting\n  source_read: https://example.org/\n",
}
SETTINGS = {"definitions": "definitions.yml", "trials": "trials.yml", "words": "words.yml", "facts": "facts.yml"}


def build(folder: Path, page: str, settings: dict[str, str] = SETTINGS, **files: str) -> Built:
    sources = {**FILES, "docs/index.md": HEAD + page, **{f"{name}.yml": text for name, text in files.items()}}
    extensions = [*EXTENSIONS, {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}]
    extra = {"page": settings}
    site = make_site(folder, sources, hooks=[PAGE_HOOK, HOOK], extensions=extensions, extra=extra)
    return build_site(site, strict=True)


PAGE = """\
# Bread

Bread has \\definition{crumb}, and `\\definition{code}`.

--8<-- "includes/part.md"

\\trials

The end.
"""


def test_definitions_and_trials_are_printed_with_their_citations(tmp_path: Path) -> None:
    built = build(tmp_path, PAGE)
    assert built.ended is None, built.log
    html = built["index.html"]
    assert html.count("the soft inside <span") == 2
    assert "\\definition{code}</code>" in html
    assert '<a href="https://clinicaltrials.gov/study/NCT01234567">' in html
    assert {'id="ref-crumb2019"', 'id="ref-nct01234567"'} <= {
        part.partition(" class")[0] for part in html.split("<div ")
    }
    assert "The end." in html


def test_what_is_wrong_is_located_where_it_was_written(tmp_path: Path) -> None:
    built = build(
        tmp_path,
        PAGE.replace("and `", "\\definition{crump} and `") + "\nA perfect crust.\n",
        definitions="definitions:\n  crumb: the perfect crust\n",
        trials=FILES["trials.yml"].replace("nct01234567", "nct7").replace("Kneading", "perfect crust"),
    )
    places = [line.split("] ")[0].partition(": ")[2] for line in built.problems]
    assert set(places) == {
        "definitions.yml:2:10: [forbidden-phrase",
        "docs/index.md:9:31: [unknown-definition",
        "docs/index.md:17:3: [forbidden-phrase",
        "trials.yml:2:13: [unknown-key",
        "trials.yml:3:10: [forbidden-phrase",
    }


def test_a_definition_is_held_against_the_facts(tmp_path: Path) -> None:
    built = build(tmp_path, PAGE, definitions="definitions:\n  crumb: risen in 34 of 50 loaves [@crumb2019]\n")
    assert [line.split("] ")[0] for line in built.problems] == ["WARNING page: definitions.yml:2:10: [unknown-number"]


def test_a_page_that_asks_for_what_the_site_has_not(tmp_path: Path) -> None:
    built = build(tmp_path, PAGE, {})
    assert [line.split("] ")[0] for line in built.problems] == [
        "ERROR page: docs/index.md:9:11: [unknown-definition",
        "ERROR page: docs/index.md:13:1: [bad-trial",
        "ERROR page: includes/part.md:1:11: [unknown-definition",
    ]
