"""Items that are fixed in CSL JSON before pandoc runs, and items that are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from mkdocs_citeproc.apa7 import APA, descriptions, legal, names, numbers, sources, titles
from mkdocs_citeproc.apa7.citations import AMPERSAND_GUARD, PIN
from mkdocs_citeproc.apa7.fixes import prepare_request
from mkdocs_citeproc.apa7.names import convert_to_rich_text
from mkdocs_citeproc.formatting.request import build_request

FIXED: list[tuple[Any, dict[str, Any], dict[str, str], dict[str, Any]]] = [
    (
        names.fix_names,
        {"author": [{"family": "Zee", "given": "B.", "dropping-particle": "van der"}]},
        {},
        {"author": [{"family": "Zee", "given": "B.", "non-dropping-particle": "van der"}]},
    ),
    (
        names.fix_names,
        {"author": [{"family": "Roe", "given": "Alan."}]},
        {},
        {"author": [{"family": "Roe", "given": "Alan"}]},
    ),
    (
        names.fix_names,
        {"author": [{"literal": "A & B"}]},
        {},
        {"author": [{"literal": f"A {AMPERSAND_GUARD}&{AMPERSAND_GUARD} B"}]},
    ),
    (
        names.fix_publisher_as_author,
        {"author": [{"literal": "WHO"}], "publisher": "who", "container-title": "Site"},
        {},
        {"author": [{"literal": "WHO"}], "container-title": "Site"},
    ),
    (
        names.join_institutions,
        {"publisher": "Health; Care"},
        {"institution": "Health and Care"},
        {"publisher": "Health and Care"},
    ),
    (names.fix_abbreviation, {}, {"shortauthor": "{APA}"}, {"custom": {"shortauthor": "APA"}}),
    (names.fix_abbreviation, {}, {"shortauthor": r"S{\'E}D"}, {"custom": {"shortauthor": "SÉD"}}),
    (
        titles.fix_title_description,
        {"title": "Pain. Editorial"},
        {"titleaddon": "Editorial"},
        {"title": "Pain", "genre": "Editorial"},
    ),
    (
        titles.fix_title_description,
        {"title": "Can it help? Editorial"},
        {"titleaddon": "Editorial"},
        {"title": "Can it help?", "genre": "Editorial"},
    ),
    (
        titles.keep_journal_capitals,
        {"type": "article-journal", "container-title": "npj Pain"},
        {},
        {"type": "article-journal", "container-title": '<span class="nocase">npj Pain</span>'},
    ),
    (titles.keep_event_capitals, {"event": "Pain society"}, {"eventtitle": "Pain Society"}, {"event": "Pain Society"}),
    (numbers.fix_article_number, {}, {"eid": "e12"}, {"page": "Article e12"}),
    (numbers.fix_article_number, {}, {"eid": "Article 12"}, {"page": "Article 12"}),
    (numbers.fix_article_number, {"page": "e12"}, {}, {"page": "Article e12"}),
    (numbers.fix_issue_range, {"issue": "2--3"}, {}, {"issue": "2–3"}),
    (numbers.fix_edition, {"edition": "Second edition"}, {}, {"edition": "2"}),
    (numbers.fix_edition, {"edition": "3rd"}, {}, {"edition": "3"}),
    (numbers.fix_edition, {"edition": "Revised"}, {}, {"edition": "Rev. ed."}),
    (numbers.fix_doi, {"DOI": "https://doi.org/10.1/x"}, {}, {"DOI": "10.1/x"}),
    (numbers.fix_doi, {"DOI": "doi: 10.1/x"}, {}, {"DOI": "10.1/x"}),
    (descriptions.fix_web_page, {"type": "", "URL": "x"}, {}, {"type": "webpage", "URL": "x"}),
    (names.join_publishers, {"publisher": "Taylor; Francis"}, {}, {"publisher": "Taylor and Francis"}),
    (
        names.join_publishers,
        {"publisher": "Centers for Pain Control; Prevention"},
        {},
        {"publisher": "Centers for Pain Control and Prevention"},
    ),
    (
        numbers.fix_newspaper_date,
        {"type": "article-journal", "issued": {"date-parts": [[2020, 1, 2]]}},
        {},
        {"type": "article-magazine", "issued": {"date-parts": [[2020, 1, 2]]}},
    ),
    (numbers.fix_in_press, {}, {"year": "{in press}"}, {"status": "in press"}),
    (sources.fix_book_pages, {"type": "book", "page": "320"}, {"entrytype": "book"}, {"type": "book"}),
    (numbers.fix_volumes, {"number-of-volumes": "3", "edition": "2"}, {}, {"edition": "2", "volume": "1-3"}),
    (numbers.fix_record_number, {"type": "webpage", "number": "ED1"}, {}, {"type": "webpage", "number": f"{PIN}ED1"}),
    (titles.capitalize_subtitle, {"title": "Rest: yes"}, {}, {"title": "Rest: Yes"}),
    (
        sources.fix_volume_of_work,
        {"type": "book", "title": "Principles of rest", "volume-title": "Part one"},
        {"maintitle": "Principles of Rest"},
        {"type": "book", "title": "Principles of rest: Part one"},
    ),
    (
        sources.fix_howpublished,
        {"type": "", "publisher": "Online", "URL": "x"},
        {"howpublished": "Online"},
        {"type": "", "URL": "x"},
    ),
    (descriptions.fix_untitled, {"type": "graphic"}, {"titleaddon": "Notes"}, {"type": "graphic", "genre": "Notes"}),
    (
        descriptions.fix_subtype,
        {"type": "software", "number": "1"},
        {"entrysubtype": "App"},
        {"type": "software", "number": "1", "medium": "App"},
    ),
    (descriptions.fix_recording, {"type": "motion_picture"}, {}, {"type": "motion_picture", "genre": "Video"}),
    (
        descriptions.fix_recording,
        {"type": "song", "genre": "Audio podcast episode", "title": "Life", "volume-title": "Park"},
        {},
        {"type": "song", "medium": "Audio podcast episode", "title": "Park", "container-title": "Life"},
    ),
    (
        descriptions.fix_numbered_series,
        {"type": "report", "genre": "Series 10"},
        {},
        {"type": "report", "number": "Series 10"},
    ),
]


@pytest.mark.parametrize(("fix", "item", "fields", "fixed"), FIXED)
def test_fixed(fix: Any, item: dict[str, Any], fields: dict[str, str], fixed: dict[str, Any]) -> None:
    assert fix(item, fields) == fixed


LEFT: list[tuple[Any, dict[str, Any], dict[str, str]]] = [
    (names.fix_names, {"author": [{"family": "Zee", "non-dropping-particle": "van"}]}, {}),
    (names.fix_publisher_as_author, {"author": [{"family": "Beck"}], "publisher": "Beck"}, {}),
    (names.join_institutions, {"publisher": "A; B"}, {"publisher": "A and B"}),
    (names.join_institutions, {"publisher": "A; B"}, {"institution": "A", "organization": "B"}),
    (titles.fix_title_description, {"title": "Pain. Help"}, {}),
    (descriptions.fix_subtype, {"type": "song", "genre": "Song"}, {"entrysubtype": "Podcast"}),
    (names.fix_user_names, {"author": [{"family": "Beck"}]}, {"author+an:username": '3="@x"'}),
    (names.join_publishers, {"publisher": "American Pain Association; De House"}, {}),
    (names.join_publishers, {"publisher": "Academy of Rest; Routledge"}, {}),
    (
        numbers.fix_newspaper_date,
        {"type": "article-journal", "issued": {"date-parts": [[2020, 1, 2]]}, "volume": "3"},
        {},
    ),
    (numbers.fix_newspaper_date, {"type": "article-journal", "issued": {"date-parts": [[2020, 1]]}}, {}),
    (numbers.fix_dated_work, {"type": "book", "publisher": "House", "issued": {"date-parts": [[2020, 1]]}}, {}),
    (numbers.fix_dated_entry, {"type": "chapter", "issued": {"date-parts": [[2020, 1, 2]]}}, {"entrytype": "inbook"}),
    (numbers.fix_in_press, {"issued": {"date-parts": [[2020]]}}, {"year": "2020"}),
    (sources.fix_book_pages, {"type": "book", "page": "1-3"}, {"entrytype": "report"}),
    (sources.fix_original_title, {"title": "The back"}, {"origtitle": "Der Rücken", "translator": "Olsen, O."}),
    (sources.fix_site, {"type": "webpage"}, {"eprint": "2001.00001", "eprinttype": "arxiv"}),
    (sources.fix_site, {"type": "webpage"}, {"eprint": "2001.00001v2"}),
    (sources.fix_site, {"type": "webpage", "publisher": "CNN"}, {"eprint": "BBC"}),
    (sources.fix_site, {"type": "webpage"}, {"eprint": "PMC3894304"}),
    (descriptions.fix_film_format, {"type": "motion_picture", "genre": "Film"}, {"note": "lent to Bo"}),
    (sources.fix_site_addition, {"type": "webpage", "genre": "Interview with A"}, {"titleaddon": "Interview with A"}),
    (sources.fix_howpublished, {"type": "", "publisher": "Ars"}, {"howpublished": "Ars"}),
    (sources.fix_museum, {"type": "book", "publisher": "House"}, {"location": "Oslo"}),
    (numbers.fix_volumes, {"number-of-volumes": "3", "volume": "2"}, {}),
    (numbers.fix_record_number, {"type": "report", "number": "ED1"}, {}),
    (titles.capitalize_subtitle, {"title": "Rest: iPSC and pH"}, {}),
    (titles.capitalize_subtitle, {"title": "Rest: mRNA"}, {}),
    (descriptions.fix_subtype, {"type": "article-journal"}, {"entrysubtype": "magazine"}),
    (descriptions.fix_untitled, {"type": "graphic", "title": "Barn"}, {"titleaddon": "Notes"}),
    (names.fix_narrator, {"type": "book", "version": "2"}, {"narrator": "Park, P."}),
    (
        names.fix_translated_chapter,
        {"type": "chapter", "editor": [{"family": "A"}], "translator": [{"family": "A"}]},
        {},
    ),
    (names.fix_roles, {"editor": [{"family": "A"}]}, {"editortype": "editor"}),
    (legal.fix_case, {"type": "legal_case"}, {"entrytype": "jurisdiction"}),
    (legal.fix_statute, {"type": "report"}, {"entrytype": "report"}),
    (sources.fix_title_in_text, {"title": "Rest", "author": [{"family": "A"}]}, {"shorttitle": "R"}),
    (titles.keep_journal_capitals, {"type": "article-journal", "container-title": "Pain"}, {}),
    (titles.keep_journal_capitals, {"type": "chapter", "container-title": "npj pain"}, {}),
    (numbers.fix_article_number, {"page": "1-2"}, {"eid": "e12"}),
    (numbers.fix_article_number, {"page": "S1"}, {}),
    (numbers.fix_issue_range, {"issue": "S-1"}, {}),
    (numbers.fix_edition, {"edition": "2"}, {}),
    (numbers.fix_edition, {}, {}),
    (descriptions.fix_thesis, {"type": "book", "genre": "PhD thesis"}, {}),
    (descriptions.fix_preprint, {"type": "article-journal", "container-title": "Pain"}, {"eprinttype": "pubmed"}),
    (descriptions.fix_web_page, {"type": ""}, {}),
    (descriptions.fix_recording, {"type": "motion_picture", "genre": "Film"}, {}),
    (descriptions.fix_numbered_series, {"type": "report", "genre": "Report"}, {}),
]


@pytest.mark.parametrize(("fix", "item", "fields"), LEFT)
def test_left_alone(fix: Any, item: dict[str, Any], fields: dict[str, str]) -> None:
    assert fix(item, fields) == item


@pytest.mark.parametrize(
    ("shown", "typed", "fixed"),
    [
        ("Pain in the U.S. Military", "Pain in the {U.S.} military", "Pain in the U.S. military"),
        ("Ptsd and fmri", "PTSD and fMRI", "PTSD and fMRI"),
        ("The c-fiber", "The C-Fiber", "The C-fiber"),
        ("Vitamin d for a cure", "Vitamin D for A Cure", "Vitamin D for a cure"),
        ("Self-compassion", "Self-Compassion", "Self-compassion"),
        ("Fear: A trial", "Fear: a trial", "Fear: A trial"),
        ("Fear. A trial", "Fear. A trial", "Fear. A trial"),
        ("“I’m done”", "``I'm done''", "“I’m done”"),
        ("One two", "One two three", "One two"),
        ("All caps", "ALL CAPS", "All caps"),
    ],
)
def test_recased(shown: str, typed: str, fixed: str) -> None:
    assert titles.recase(shown, convert_to_rich_text(typed)) == fixed


def test_another_style_is_asked_as_written() -> None:
    item = {"id": "a", "author": [{"literal": "A & B"}], "publisher": "A & B"}
    asked = build_request(["@a ['s]"], [item], "", "en-US")
    assert prepare_request(asked, {"a": {"eid": "1"}}, "http://www.zotero.org/styles/vancouver") == asked
    fixed = prepare_request(asked, {"a": {"eid": "1"}}, APA)
    assert (fixed.clusters, fixed.texts) == (("@a ['s]",), ("@a",))
    assert fixed.entries[0]["page"] == "Article 1"
