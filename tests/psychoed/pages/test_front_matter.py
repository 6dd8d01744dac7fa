"""Front matter: what is read, and each thing that can be wrong with it at its own line and column."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import PageRules
from psychoed.pages.metadata import ClinicalReview, Dated, PageMeta, Precision

PAGES = ("index.md", "bread/sourdough.md", "bread/proving.md")
RULES = PageRules(audiences=("home bakers", "bakers by trade"), categories=("Trials",))

WHOLE = """\
---
description: How to wake
  a starter.
kind: practice
audience: [home bakers]
written: 2026-01-31
reviewed: 2026-02-01
clinical_review: {name: Ada Loaf, role: miller, date: 2026-02-01}
authors: [Ada Loaf, Bo Crumb]
search_terms: [leaven, sour dough, 016]
next:
  - bread/proving.md
title: Starters
---
# Starters
"""


def read(text: str) -> tuple[PageMeta, list[str]]:
    meta, problems = read_front_matter(SourceText("docs/page.md", text), PAGES, RULES)
    return meta, [str(problem) for problem in problems]


def test_everything_that_a_page_can_say_is_read() -> None:
    meta, problems = read(WHOLE)
    assert problems == []
    assert meta == PageMeta(
        description="How to wake a starter.",
        kind=RULES.find_kind("practice"),
        audience=("home bakers",),
        written=date(2026, 1, 31),
        reviewed=date(2026, 2, 1),
        clinical_review=ClinicalReview("Ada Loaf", "miller", date(2026, 2, 1)),
        authors=("Ada Loaf", "Bo Crumb"),
        search_terms=("leaven", "sour dough", "016"),
        next=("bread/proving.md",),
    )


def test_any_audience_will_do_where_the_site_lists_none() -> None:
    text = WHOLE.replace("[home bakers]", "[millers]")
    assert read_front_matter(SourceText("docs/page.md", text), PAGES)[1] == []


# One line of the whole page replaced, and what is said of it.
WRONG = [
    ("kind: practice", "kind: practise", "4:7: [bad-metadata] 'kind' cannot be 'practise'. One of: home, explanation,"),
    ("kind: practice", "kind: [practice]", "4:7: [bad-metadata] 'kind' is not one word. One of:"),
    ("[home bakers]", "home bakers", "5:11: [bad-metadata] 'audience' must be a list with at least one item. Write"),
    ("[home bakers]", "[]", "5:11: [bad-metadata] 'audience' must be a list"),
    ("[home bakers]", "[home bakers, cats]", "5:25: [bad-metadata] 'audience' cannot be 'cats'. One of: home bakers,"),
    ("2026-01-31", "January", "6:10: [bad-metadata] 'written' is not a day. Write it as 2026-11-23."),
    ("2026-01-31", "!!timestamp soon", "6:10: [bad-front-matter] YAML tags"),
    ("2026-01-31", "!!bool soon", "6:10: [bad-front-matter] YAML tags"),
    ("2026-01-31", "'20260131'", "6:10: [bad-metadata] 'written' is not a day."),
    ("2026-01-31", "'2026-W05-1'", "6:10: [bad-metadata] 'written' is not a day."),
    ("2026-01-31", "2026-13-40", "6:10: [bad-metadata] 'written' is not a day."),
    ("2026-01-31", "2026-01-31 10:00:00", "6:10: [bad-metadata] 'written' is not a day."),
    ("reviewed: 2026-02-01", "reviewed: 2025-12-01", "7:11: [bad-metadata] 'reviewed' is 2025-12-01, before the page"),
    ("reviewed: 2026-02-01", "reviewed:", "7:10: [bad-metadata] 'reviewed' is not a day."),
    ("{name: Ada Loaf, role: miller, date: 2026-02-01}", "Ada", "8:18: [bad-metadata] 'clinical_review' must have"),
    ("role: miller, ", "", "8:18: [missing-metadata] 'role' is missing. A clinical review has"),
    ("role: miller", "rule: miller", "8:35: [unknown-metadata] there is no field 'rule'. Did you mean 'role'?"),
    ("[Ada Loaf, Bo Crumb]", "[Ada Loaf, [Bo]]", "9:21: [bad-metadata] 'authors' is not text."),
    ("[leaven, sour dough, 016]", "[leaven, ]\nkind: safety", "11:1: [bad-metadata] 'kind' is given twice."),
    ("bread/proving.md", "''", "12:5: [bad-metadata] 'next' is empty."),
    ("bread/proving.md", "bread/provin.md", "12:5: [bad-metadata] 'next' names 'bread/provin.md', which is not a page"),
    ("bread/proving.md", "bread/provin.md", "below docs/. Did you mean 'bread/proving.md'?"),
    ("title: Starters", "tilte: Starters", "13:1: [unknown-metadata] there is no field 'tilte'. Did you mean 'title'?"),
    ("title: Starters", "wombat: 1", "13:1: [unknown-metadata] there is no field 'wombat'. Known: audience, authors,"),
    ("  a starter.", f"  {'a ' * 120}", "2:14: [bad-metadata] 'description' has 251 characters, more than 200."),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_what_is_wrong_is_said_where_it_stands(right: str, wrong: str, said: str) -> None:
    assert right in WHOLE
    _, problems = read(WHOLE.replace(right, wrong, 1))
    assert any(said in problem for problem in problems), problems
    assert all(problem.startswith("docs/page.md:") for problem in problems)


def test_everything_that_is_missing_is_said_at_once() -> None:
    _, problems = read("# No front matter\n")
    assert [problem.split(". ")[0] for problem in problems] == [
        f"docs/page.md:1:1: [missing-metadata] '{name}' is missing"
        for name in ("description", "kind", "audience", "written")
    ]


def test_a_kind_that_leads_on_says_where_to() -> None:
    _, problems = read(WHOLE.replace("next:\n  - bread/proving.md\n", ""))
    assert len(problems) == 1
    assert "[missing-metadata] 'next' is missing. Give a list of pages to read next" in problems[0]


NEWS = """\
---
description: A new loaf.
kind: news
audience: [home bakers]
written: 2026-01-31
date: 2025-10-01
date_precision: month
categories: [Trials]
slug: new-loaf
draft: false
---
"""


def read_post(text: str) -> tuple[PageMeta, list[str]]:
    meta, problems = read_front_matter(SourceText("docs/post.md", text), PAGES, RULES, post=True)
    return meta, [str(problem).removeprefix("docs/post.md:") for problem in problems]


def test_a_post_says_what_it_tells_of_and_when_that_was() -> None:
    assert read_post(NEWS) == (
        PageMeta(
            description="A new loaf.",
            kind=RULES.find_kind("news"),
            audience=("home bakers",),
            written=date(2026, 1, 31),
            dated=Dated(date(2025, 10, 1), Precision.MONTH),
        ),
        [],
    )


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("kind: news", "kind: home", "3:7: [bad-metadata] 'kind' cannot be 'home'. One of: news."),
        ("date: 2025-10-01\n", "", "1:1: [missing-metadata] 'date' is missing."),
        ("2025-10-01", "'2025-10-01'", "6:7: [bad-metadata] 'date' is not a day. Write it as 2026-11-23, without quot"),
        (
            "2025-10-01",
            "2025-10-02",
            "6:7: [bad-metadata] 'date' is more exact than 'date_precision: month'. Write the fir",
        ),
        ("precision: month", "precision: week", "7:17: [bad-metadata] 'date_precision' cannot be 'week'. One of: day,"),
        ("[Trials]", "[Trails]", "8:14: [bad-metadata] 'categories' cannot be 'Trails'. One of: Trials."),
        ("new-loaf", "New loaf", "9:7: [bad-metadata] 'slug' cannot be 'New loaf'."),
        ("draft: false", "draft: later", "10:8: [bad-metadata] 'draft' cannot be 'later'. One of: true, false."),
    ],
)
def test_what_is_wrong_with_a_post_is_said_where_it_stands(right: str, wrong: str, said: str) -> None:
    assert right in NEWS
    _, problems = read_post(NEWS.replace(right, wrong, 1))
    assert any(problem.startswith(said) for problem in problems), problems


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sides: 2", None),
        ("card: true", None),
        ("sides: 3", "'sides' cannot be '3'. One of: 1, 2."),
        ("sides: true", "'sides' cannot be 'true'. One of: 1, 2."),
        ("card: 1", "'card' cannot be '1'. One of: true, false."),
        ("check_first: false", None),
        ("check_first: no thanks", "'check_first' cannot be 'no thanks'. One of: true, false."),
    ],
)
def test_fields_that_only_handouts_have(line: str, said: str | None) -> None:
    sheet = WHOLE.replace("kind: practice", f"kind: handout\n{line}")
    assert [problem.partition("[bad-metadata] ")[2] or problem for problem in read(sheet)[1]] == (
        [said] if said else []
    )
    _, elsewhere = read(WHOLE.replace("kind: practice", f"kind: practice\n{line}"))
    assert "is only for pages of kind 'handout'" in elsewhere[0]


UNREADABLE = [
    ("---\nkind: a: b\n---\n", "2:8: [bad-front-matter] Front matter is not valid YAML: mapping"),
    ("---\nkind: [a\nnext: b\n---\n", "[bad-front-matter] Front matter is not valid YAML"),
    ("---\nkind: !who a\n---\n", None),
    ("---\n- kind\n---\n", "2:1: [bad-front-matter] Front matter must be lines of 'key: value'"),
    ("---\nkind: a\n", "1:1: [bad-front-matter] The front matter that starts here is not closed. Close it"),
    (
        "\n---\nkind: a\n---\n",
        "1:1: [bad-front-matter] Front matter must start on the first line. Delete everything above it.",
    ),
    ("---\nkind: \x00\n---\n", "2:7: [bad-front-matter] Front matter is not valid YAML"),
    ("---\nkind: &it [*it]\n---\n", "2:7: [bad-front-matter] YAML anchors"),
]


@pytest.mark.parametrize(("text", "said"), UNREADABLE)
def test_front_matter_that_cannot_be_read_is_one_problem(text: str, said: str | None) -> None:
    meta, problems = read(text)
    assert meta == PageMeta()
    assert len(problems) == 1
    assert said is None or said in problems[0]


def test_empty_front_matter_lacks_everything() -> None:
    assert len(read("---\n\n---\n# Title\n")[1]) == 4


@given(st.text(alphabet="---\n:[]{}#&*!|>'\"%@ \tkind:nextdescription0123456789", max_size=80))
def test_no_front_matter_breaks_it(text: str) -> None:
    _, problems = read(f"---\n{text}\n---\n# Title\n")
    assert problems  # never complete, so never without a word


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1969-12-31", "'2100-01-01'"])
def test_a_year_that_no_sitemap_can_hold(day: str) -> None:
    meta, problems = read(WHOLE.replace("2026-01-31", day))
    assert meta.written is None
    assert [problem.split(" ")[:2] for problem in problems] == [["docs/page.md:6:10:", "[bad-metadata]"]]


def test_a_page_is_not_suggested_as_its_own_next_page() -> None:
    text = WHOLE.replace("bread/proving.md", "bread/provings.md")
    _, problems = read_front_matter(SourceText("docs/bread/proving.md", text), PAGES, RULES)
    assert [problem.hint for problem in problems] == [""]
