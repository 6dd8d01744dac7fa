"""What is mended in CSL JSON before the run, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from psychoed.style import apa_dates as dates
from psychoed.style import apa_describe as describe
from psychoed.style import apa_kinds as kinds
from psychoed.style import apa_legal as legal
from psychoed.style import apa_names as names
from psychoed.style import apa_numbers as numbers
from psychoed.style import apa_people as people
from psychoed.style import apa_short as short
from psychoed.style import apa_sources as sources
from psychoed.style import apa_titles as titles
from psychoed.style.apa_cite import GUARD
from psychoed.style.apa_rich import rich
from psychoed.style.apa_text import PIN
from psychoed.style.repairs import APA, mend_request
from psychoed.style.request import request

MENDED: list[tuple[Any, dict[str, Any], dict[str, str], dict[str, Any]]] = [
    (
        names.names,
        {"author": [{"family": "Zee", "given": "B.", "dropping-particle": "van der"}]},
        {},
        {"author": [{"family": "Zee", "given": "B.", "non-dropping-particle": "van der"}]},
    ),
    (
        names.names,
        {"author": [{"family": "Roe", "given": "Alan."}]},
        {},
        {"author": [{"family": "Roe", "given": "Alan"}]},
    ),
    (names.names, {"author": [{"literal": "A & B"}]}, {}, {"author": [{"literal": f"A {GUARD}&{GUARD} B"}]}),
    (
        names.publisher_that_is_author,
        {"author": [{"literal": "WHO"}], "publisher": "who", "container-title": "Site"},
        {},
        {"author": [{"literal": "WHO"}], "container-title": "Site"},
    ),
    (
        names.one_institution,
        {"publisher": "Health; Care"},
        {"institution": "Health and Care"},
        {"publisher": "Health and Care"},
    ),
    (names.abbreviation, {}, {"shortauthor": "{APA}"}, {"custom": {"shortauthor": "APA"}}),
    (names.abbreviation, {}, {"shortauthor": r"S{\'E}D"}, {"custom": {"shortauthor": "SÉD"}}),
    (
        titles.description,
        {"title": "Pain. Editorial"},
        {"titleaddon": "Editorial"},
        {"title": "Pain", "genre": "Editorial"},
    ),
    (
        titles.description,
        {"title": "Can it help? Editorial"},
        {"titleaddon": "Editorial"},
        {"title": "Can it help?", "genre": "Editorial"},
    ),
    (
        titles.journal_as_typed,
        {"type": "article-journal", "container-title": "npj Pain"},
        {},
        {"type": "article-journal", "container-title": '<span class="nocase">npj Pain</span>'},
    ),
    (titles.event_as_typed, {"event": "Pain society"}, {"eventtitle": "Pain Society"}, {"event": "Pain Society"}),
    (numbers.article_number, {}, {"eid": "e12"}, {"page": "Article e12"}),
    (numbers.article_number, {}, {"eid": "Article 12"}, {"page": "Article 12"}),
    (numbers.article_number, {"page": "e12"}, {}, {"page": "Article e12"}),
    (numbers.issue_range, {"issue": "2--3"}, {}, {"issue": "2–3"}),
    (numbers.edition, {"edition": "Second edition"}, {}, {"edition": "2"}),
    (numbers.edition, {"edition": "3rd"}, {}, {"edition": "3"}),
    (numbers.edition, {"edition": "Revised"}, {}, {"edition": "Rev. ed."}),
    (numbers.doi, {"DOI": "https://doi.org/10.1/x"}, {}, {"DOI": "10.1/x"}),
    (numbers.doi, {"DOI": "doi: 10.1/x"}, {}, {"DOI": "10.1/x"}),
    (kinds.web_page, {"type": "", "URL": "x"}, {}, {"type": "webpage", "URL": "x"}),
    (names.one_publisher, {"publisher": "Taylor; Francis"}, {}, {"publisher": "Taylor and Francis"}),
    (
        names.one_publisher,
        {"publisher": "Centers for Pain Control; Prevention"},
        {},
        {"publisher": "Centers for Pain Control and Prevention"},
    ),
    (
        dates.of_the_press,
        {"type": "article-journal", "issued": {"date-parts": [[2020, 1, 2]]}},
        {},
        {"type": "article-magazine", "issued": {"date-parts": [[2020, 1, 2]]}},
    ),
    (dates.in_press, {}, {"year": "{in press}"}, {"status": "in press"}),
    (sources.book_pages, {"type": "book", "page": "320"}, {"entrytype": "book"}, {"type": "book"}),
    (numbers.volumes, {"number-of-volumes": "3", "edition": "2"}, {}, {"edition": "2nd ed., Vols. 1–3"}),
    (numbers.volumes, {"number-of-volumes": "2", "edition": "11"}, {}, {"edition": "11th ed., Vols. 1–2"}),
    (numbers.number_of_a_record, {"type": "webpage", "number": "ED1"}, {}, {"type": "webpage", "number": f"{PIN}ED1"}),
    (titles.last_word, {"title": "Rest: yes"}, {}, {"title": "Rest: Yes"}),
    (
        sources.volume_of_a_work,
        {"type": "book", "title": "Principles of rest", "volume-title": "Part one"},
        {"maintitle": "Principles of Rest"},
        {"type": "book", "title": "Principles of rest: Part one"},
    ),
    (
        sources.howpublished,
        {"type": "", "publisher": "Online", "URL": "x"},
        {"howpublished": "Online"},
        {"type": "", "URL": "x"},
    ),
    (describe.untitled, {"type": "graphic"}, {"titleaddon": "Notes"}, {"type": "graphic", "genre": "Notes"}),
    (
        describe.subtype,
        {"type": "software", "number": "1"},
        {"entrysubtype": "App"},
        {"type": "software", "number": "1", "medium": "App"},
    ),
    (kinds.recording, {"type": "motion_picture"}, {}, {"type": "motion_picture", "genre": "Video"}),
    (
        kinds.recording,
        {"type": "song", "genre": "Audio podcast episode", "title": "Life", "volume-title": "Park"},
        {},
        {"type": "song", "medium": "Audio podcast episode", "title": "Park", "container-title": "Life"},
    ),
    (
        kinds.numbered_series,
        {"type": "report", "genre": "Series 10"},
        {},
        {"type": "report", "number": "Series 10"},
    ),
]


@pytest.mark.parametrize(("mend", "item", "fields", "mended"), MENDED)
def test_mended(mend: Any, item: dict[str, Any], fields: dict[str, str], mended: dict[str, Any]) -> None:
    assert mend(item, fields) == mended


LEFT: list[tuple[Any, dict[str, Any], dict[str, str]]] = [
    (names.names, {"author": [{"family": "Zee", "non-dropping-particle": "van"}]}, {}),
    (names.publisher_that_is_author, {"author": [{"family": "Beck"}], "publisher": "Beck"}, {}),
    (names.one_institution, {"publisher": "A; B"}, {"publisher": "A and B"}),
    (names.one_institution, {"publisher": "A; B"}, {"institution": "A", "organization": "B"}),
    (titles.description, {"title": "Pain. Help"}, {}),
    (describe.subtype, {"type": "song", "genre": "Song"}, {"entrysubtype": "Podcast"}),
    (people.user_names, {"author": [{"family": "Beck"}]}, {"author+an:username": '3="@x"'}),
    (names.one_publisher, {"publisher": "American Pain Association; De House"}, {}),
    (names.one_publisher, {"publisher": "Academy of Rest; Routledge"}, {}),
    (dates.of_the_press, {"type": "article-journal", "issued": {"date-parts": [[2020, 1, 2]]}, "volume": "3"}, {}),
    (dates.of_the_press, {"type": "article-journal", "issued": {"date-parts": [[2020, 1]]}}, {}),
    (dates.dated_work, {"type": "book", "publisher": "House", "issued": {"date-parts": [[2020, 1]]}}, {}),
    (dates.dated_entry, {"type": "chapter", "issued": {"date-parts": [[2020, 1, 2]]}}, {"entrytype": "inbook"}),
    (dates.in_press, {"issued": {"date-parts": [[2020]]}}, {"year": "2020"}),
    (sources.book_pages, {"type": "book", "page": "1-3"}, {"entrytype": "report"}),
    (sources.original_title, {"title": "The back"}, {"origtitle": "Der Rücken", "translator": "Olsen, O."}),
    (sources.site, {"type": "webpage"}, {"eprint": "2001.00001", "eprinttype": "arxiv"}),
    (sources.site, {"type": "webpage"}, {"eprint": "2001.00001v2"}),
    (sources.site, {"type": "webpage", "publisher": "CNN"}, {"eprint": "BBC"}),
    (sources.site, {"type": "webpage"}, {"eprint": "PMC3894304"}),
    (describe.format_of_film, {"type": "motion_picture", "genre": "Film"}, {"note": "lent to Bo"}),
    (sources.site_as_addition, {"type": "webpage", "genre": "Interview with A"}, {"titleaddon": "Interview with A"}),
    (sources.howpublished, {"type": "", "publisher": "Ars"}, {"howpublished": "Ars"}),
    (sources.museum, {"type": "book", "publisher": "House"}, {"location": "Oslo"}),
    (numbers.volumes, {"number-of-volumes": "3", "volume": "2"}, {}),
    (numbers.number_of_a_record, {"type": "report", "number": "ED1"}, {}),
    (titles.last_word, {"title": "Rest: yes and no"}, {}),
    (titles.last_word, {"title": "Rest: mRNA"}, {}),
    (describe.subtype, {"type": "article-journal"}, {"entrysubtype": "magazine"}),
    (describe.untitled, {"type": "graphic", "title": "Barn"}, {"titleaddon": "Notes"}),
    (people.narrator, {"type": "book", "version": "2"}, {"narrator": "Park, P."}),
    (people.translated_chapter, {"type": "chapter", "editor": [{"family": "A"}], "translator": [{"family": "A"}]}, {}),
    (people.roles, {"editor": [{"family": "A"}]}, {"editortype": "editor"}),
    (legal.case, {"type": "legal_case"}, {"entrytype": "jurisdiction"}),
    (legal.statute, {"type": "report"}, {"entrytype": "report"}),
    (short.title_in_text, {"title": "Rest", "author": [{"family": "A"}]}, {"shorttitle": "R"}),
    (titles.journal_as_typed, {"type": "article-journal", "container-title": "Pain"}, {}),
    (titles.journal_as_typed, {"type": "chapter", "container-title": "npj pain"}, {}),
    (numbers.article_number, {"page": "1-2"}, {"eid": "e12"}),
    (numbers.article_number, {"page": "S1"}, {}),
    (numbers.issue_range, {"issue": "S-1"}, {}),
    (numbers.edition, {"edition": "2"}, {}),
    (numbers.edition, {}, {}),
    (kinds.thesis, {"type": "book", "genre": "PhD thesis"}, {}),
    (kinds.preprint, {"type": "article-journal", "container-title": "Pain"}, {"eprinttype": "pubmed"}),
    (kinds.web_page, {"type": ""}, {}),
    (kinds.recording, {"type": "motion_picture", "genre": "Film"}, {}),
    (kinds.numbered_series, {"type": "report", "genre": "Report"}, {}),
]


@pytest.mark.parametrize(("mend", "item", "fields"), LEFT)
def test_left_alone(mend: Any, item: dict[str, Any], fields: dict[str, str]) -> None:
    assert mend(item, fields) == item


@pytest.mark.parametrize(
    ("shown", "typed", "mended"),
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
def test_recased(shown: str, typed: str, mended: str) -> None:
    assert titles.recased(shown, rich(typed)) == mended


def test_another_style_is_asked_as_written() -> None:
    item = {"id": "a", "author": [{"literal": "A & B"}], "publisher": "A & B"}
    asked = request(["@a ['s]"], [item], "", "en-US")
    assert mend_request(asked, {"a": {"eid": "1"}}, "http://www.zotero.org/styles/vancouver") == asked
    mended = mend_request(asked, {"a": {"eid": "1"}}, APA)
    assert (mended.clusters, mended.texts) == (("@a ['s]",), ("@a",))
    assert mended.entries[0]["page"] == "Article 1"
