"""Search finds what readers ask for, in their words, and puts help first where words may mean danger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from psychoed.cli.search import (
    QUESTIONS,
    Question,
    ask_questions,
    find_rank,
    format_table,
    is_good_rank,
    read_questions,
)
from support.served import Served
from support.site import ROOT

pytestmark = pytest.mark.browser


def test_readers_questions_lead_where_they_should(page: Page, site: Served) -> None:
    questions = read_questions((ROOT / QUESTIONS).read_text(encoding="utf-8"))
    assert sum(question.within > 1 for question in questions) >= 60
    rows = list(ask_questions(page, site.address, questions))
    wrong = [row for row in rows if is_good_rank(row[0], find_rank(*row, site.address)) == row[0].missed]
    assert not wrong, f"not as search_questions.yml says:\n{format_table(wrong, site.address)}"


def asked_for(page: Page) -> list[str]:
    """Every request for the search index, from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "search_index" in request.url else None)
    return asked


def test_the_index_comes_only_when_a_reader_reaches_for_search(page: Page, site: Served) -> None:
    asked = asked_for(page)
    page.goto(f"{site.address}understand/what-is-prt/", wait_until="networkidle")
    assert asked == []
    page.get_by_role("textbox", name="Search").focus()  # as the Tab key does
    page.keyboard.type("sciatica", delay=20)
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
    assert len(asked) == 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/evidence/[a-z-]+/\?h="))


def test_a_finger_on_the_search_button_fetches_it(browser: Browser, site: Served) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        page = context.new_page()
        asked = asked_for(page)
        page.goto(site.address, wait_until="networkidle")
        assert asked == []
        page.get_by_role("button", name="Search").tap()
        page.keyboard.type("flare", delay=20)
        expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
        assert len(asked) == 1


def test_an_address_with_a_question_answers_it(page: Page, site: Served) -> None:
    page.goto(f"{site.address}?q=numb+groin")
    expect(page.locator(".md-search-result__item h1").first).to_contain_text("Warning signs", timeout=20_000)


def test_who_wants_to_die_sees_the_crisis_lines_and_no_word_struck_out(page: Page, site: Served) -> None:
    page.goto(f"{site.address}?q=i+want+to+die")
    first = page.locator(".md-search-result__item").first
    expect(first.get_by_role("heading", name="Crisis lines")).to_be_visible(timeout=20_000)
    assert page.locator(".md-search-result__terms:visible").count() == 0


def test_few_questions_are_missed_and_no_danger() -> None:
    questions = read_questions((ROOT / QUESTIONS).read_text(encoding="utf-8"))
    missed = [question for question in questions if question.missed]
    assert [question.words for question in missed if question.within == 1] == []
    assert len(missed) <= len(questions) / 20


def test_a_rank_is_a_page_and_not_its_section() -> None:
    question = Question("flare", ("flare", "home"), 3)
    home = "http://host/some/where/"
    assert find_rank(question, [f"{home}a/", f"{home}flare/?h=flare#now"], home) == 2
    assert find_rank(question, [home], home) == 1
    assert find_rank(question, [f"{home}flare/more/"], home) == 0
    assert not is_good_rank(question, 0)
    assert not is_good_rank(question, 4)
