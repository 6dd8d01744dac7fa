"""The words of other languages: where they come from, and what stays English."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, EntryFields, Terms, is_english, translate_descriptions
from mkdocs_citeproc.bibliography.field_values import find_language
from mkdocs_citeproc.bibliography.lint import lint_entries
from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.problems import Code
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id, get_style_locale
from support.site import ROOT, build_site, make_site, references


def made(cache: Path, locale: str, style: str = "apa") -> Formatter:
    csl = find_style(ROOT, style).read_text(encoding="utf-8")
    return Formatter(csl, get_style_id(csl, style), locale, cache, 60)


def printed(cache: Path, bibtex: str, cluster: str, locale: str, style: str = "apa") -> tuple[str, list[str]]:
    """What a cluster and the references print, without the blanks that break no line."""
    bibliography, problems = parse_bibtex(SourceText("x.bib", bibtex))
    assert problems == []
    formatter = made(cache, locale, style)
    items, problems = formatter.read_items(bibliography, bibliography.entries.keys())
    assert problems == []
    site = formatter.format([cluster], items, bibliography)
    texts = [site.clusters[cluster].text, *(entry.text for entry in site.entries.values())]
    cited, *listed = (text.replace("\u00a0", " ") for text in texts)
    return cited, listed


TWO = "@article{a, author = {Ahn, A. and Berg, B.}, title = {Ro}, journal = {Ro}, volume = {1}, pubstate = {inpress}}"


@pytest.mark.parametrize(
    ("locale", "cited"),
    [("sv-SE", "Ahn och Berg (i tryck)"), ("it-IT", "Ahn e Berg (in stampa)"), ("en-GB", "Ahn and Berg (in press)")],
)
def test_a_language_without_a_catalogue_has_csl_s_terms(tmp_path: Path, locale: str, cited: str) -> None:
    assert printed(tmp_path, TWO, "@a", locale)[0] == cited


def test_british_dates_have_the_day_first(tmp_path: Path) -> None:
    terms = made(tmp_path, "en-GB").terms
    assert (terms.write_date(2019, 7, 22), terms.write_date(2019, 7), terms.write_date(2019)) == (
        "22 July 2019",
        "July 2019",
        "2019",
    )
    assert ENGLISH_TERMS.write_date(2019, 7, 22) == "July 22, 2019"


def test_american_asks_pandoc_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "run_pandoc", None)
    assert made(tmp_path, "en-US").terms is ENGLISH_TERMS


def test_terms_are_asked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = made(tmp_path, "fr-FR").terms
    monkeypatch.setattr(pandoc, "run_pandoc", None)
    assert made(tmp_path, "fr-FR").terms == asked


GERMAN = "@book{a, author = {Ahn, A.}, title = {Die Angst vor dem Schmerz}, publisher = {Haus}, date = {2020}FIELDS}"


@pytest.mark.parametrize(
    ("fields", "locale", "title"),
    [
        ("", "de-DE", "Die Angst vor dem Schmerz"),
        ("", "en-US", "Die angst vor dem schmerz"),
        (", langid = {german}", "en-US", "Die Angst vor dem Schmerz"),
        (", language = {German}", "en-US", "Die Angst vor dem Schmerz"),
        (", langid = {english}", "de-DE", "Die angst vor dem schmerz"),
        (", language = {eng}", "de-DE", "Die angst vor dem schmerz"),
    ],
)
def test_only_english_titles_are_put_into_sentence_case(tmp_path: Path, fields: str, locale: str, title: str) -> None:
    assert title in printed(tmp_path, GERMAN.replace("FIELDS", fields), "[@a]", locale)[1][0]


def test_the_machine_s_language_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for number, language in enumerate(["de_DE.UTF-8", "C", "tr_TR.UTF-8"]):
        monkeypatch.setenv("LANG", language)
        answers.append(printed(tmp_path / str(number), GERMAN.replace("FIELDS", ""), "[@a]", "en-US"))
    assert answers == [answers[0]] * 3
    assert "Die angst" in answers[0][1][0]


def test_a_guessed_language_is_not_published(tmp_path: Path) -> None:
    bibliography, _ = parse_bibtex(SourceText("x.bib", GERMAN.replace("FIELDS", "")))
    items, _ = made(tmp_path, "de-DE").read_items(bibliography, [CiteKey("a")])
    assert "language" not in items[0]


def test_another_style_s_theses_and_states_are_translated_too(tmp_path: Path) -> None:
    bibtex = "@phdthesis{a, author = {Ahn, A.}, title = {Über den Schmerz}, school = {Universität Wien}, date = {2020}}"
    listed = printed(tmp_path, bibtex, "[@a]", "de-DE", "chicago-author-date")[1][0]
    assert "Dissertation, Universität Wien" in listed


def test_numbers_name_authors_in_the_site_s_language(tmp_path: Path) -> None:
    assert printed(tmp_path, TWO, "@a", "fr-FR", "vancouver")[0] == "Ahn et Berg (1)"


def test_german_nouns_need_no_braces_on_a_german_site() -> None:
    bibliography, _ = parse_bibtex(
        SourceText("x.bib", "@misc{a, title = {Schmerz in New York}, url = {https://x.org}}")
    )
    codes = {language: {each.code for each in lint_entries(bibliography, 2026, language)} for language in ("en", "de")}
    assert Code.LOST_CAPITAL in codes["en"]
    assert Code.LOST_CAPITAL not in codes["de"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("ngerman", "de"), ("de-AT", "de"), ("{German}", "de"), ("ger", "de"), ("pt_BR", "pt"), ("zz9", ""), ("", "")],
)
def test_languages_by_their_names(name: str, code: str) -> None:
    assert find_language(name) == code


def test_an_entry_s_own_language_comes_first() -> None:
    german = Terms("de", {})
    assert is_english({})
    assert not is_english(EntryFields({}, german))
    assert is_english(EntryFields({"langid": "british"}, german))
    assert not is_english({"langid": "french"})


def test_descriptions_are_translated_in_parts() -> None:
    terms = EntryFields({}, Terms("de", {"Film": "Film", "Video": "Video", "Song": "Lied", "in press": "im Druck"}))
    item = {"genre": "song", "medium": "Film; educational DVD", "status": "submitted"}
    assert translate_descriptions(item, terms) == {**item, "genre": "Lied"}
    assert translate_descriptions({"status": "in press"}, terms) == {"status": '<span class="nocase">im Druck</span>'}
    assert translate_descriptions(item, {}) == item


STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="de-DE">
<info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><names variable="author"><name and="text" form="short"/></names></layout></citation>
<bibliography><layout><names variable="author"><name and="text"/></names></layout></bibliography></style>"""


@pytest.mark.parametrize(("citations", "und"), [({}, "und"), ({"locale": "es-ES"}, "y")])
def test_a_style_s_own_locale_counts_where_the_site_sets_none(
    tmp_path: Path, citations: dict[str, object], und: str
) -> None:
    files = {"references.bib": TWO, "style.csl": STYLE, "docs/index.md": "# A\n\nSo [@a]."}
    site = build_site(make_site(tmp_path, files, citations={"csl_file": "style.csl", **citations}))
    assert references(site["index.html"]) == {"ref-a": f"A. Ahn {und} B. Berg"}


def test_the_locale_of_a_style() -> None:
    assert get_style_locale(STYLE) == "de-DE"
    assert get_style_locale(STYLE.replace(' default-locale="de-DE"', "")) == "en-US"
