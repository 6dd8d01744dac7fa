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
    frightens,
    is_good_rank,
    read_questions,
    summarize_search,
)
from support.served import Served
from support.site import ROOT

pytestmark = pytest.mark.browser


def test_readers_questions_lead_where_they_should(page: Page, site: Served) -> None:
    questions = read_questions((ROOT / QUESTIONS).read_text(encoding="utf-8"))
    assert sum(question.within > 1 for question in questions) >= 60
    assert sum(question.within == 1 for question in questions) >= 100
    rows = list(ask_questions(page, site.address, questions))
    wrong = [row for row in rows if is_good_rank(row[0], find_rank(*row, site.address)) == row[0].missed]
    assert not wrong, f"not as search_questions.yml says:\n{format_table(wrong, site.address)}"
    frightening = [row for row in rows if frightens(*row, site.address)]
    assert not frightening, format_table(frightening, site.address)


def ask(page: Page, site: Served, *queries: str) -> list[list[str]]:
    """Return the addresses of the results of each query, best first."""
    return [found for _, found in ask_questions(page, site.address, [Question(query, (), 1) for query in queries])]


def test_a_word_with_a_slip_is_found_as_the_word_itself(page: Page, site: Served) -> None:
    slips = {"medatation": "meditation", "fibromialgia": "fibromyalgia", "somatic trakcing": "somatic tracking"}
    for slip, word in slips.items():
        found, meant = ask(page, site, slip, word)
        assert found[0].partition("?")[0] == meant[0].partition("?")[0] != "", slip


def test_long_words_are_found_as_they_are_typed_and_short_ones_are_not_beginnings(page: Page, site: Served) -> None:
    typed, whole, short = ask(page, site, "fibrom", "fibromyalgia", "fib")
    assert typed[0].partition("?")[0] == whole[0].partition("?")[0]
    assert short == []
    ask(page, site, "head")
    marked = page.locator(".md-search-result mark").all_inner_texts()
    assert marked
    assert [word for word in marked if word.lower().startswith("headache")] == []


def test_only_pages_that_answer_are_counted(page: Page, site: Served) -> None:
    """A word that is on nearly every page does not make each of them a result beside those for the rare word."""
    [both] = ask(page, site, "fibromyalgia pain")
    pages = {address.partition("#")[0].partition("?")[0] for address in both}
    assert 0 < len(pages) < len(site.pages()) / 3


def test_a_harmless_question_shows_no_emergency_first(page: Page, site: Served) -> None:
    ask(page, site, "why does my back still hurt")
    first = page.locator(".md-search-result__item").first.inner_text().lower()
    assert first
    assert not re.search(r"emergency|112|999|911", first)


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
    for _ in range(40):  # the list is put together anew, and loses the focus, while an answer to the last letters comes
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(250)
        if page.locator(".md-search-result__link:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/[a-z]+/[a-z-]+/\?h="))


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


def test_the_summary_counts_each_part_of_the_file() -> None:
    home = "http://host/"
    frightening = "understand/warning-signs"
    calm = Question("a", ("flare",), 3, frightening=frightening)
    danger = Question("b", (frightening,), 1, part="aside")
    signs = f"{home}understand/warning-signs/"
    rows = [(calm, [signs, f"{home}flare/"]), (danger, [f"{home}flare/", signs])]
    assert [frightens(*row, home) for row in rows] == [True, False]
    first, aside = summarize_search(rows, home).splitlines()
    assert first.startswith("first: 1 of 1 found, of them 0 of 0 signs of danger; 1 of 1 harmless")
    assert aside.startswith("aside: 0 of 1 found, of them 0 of 1 signs")


def test_a_rank_is_a_page_and_not_its_section() -> None:
    question = Question("flare", ("flare", "home"), 3)
    home = "http://host/some/where/"
    assert find_rank(question, [f"{home}a/", f"{home}flare/?h=flare#now"], home) == 2
    assert find_rank(question, [home], home) == 1
    assert find_rank(question, [f"{home}flare/more/"], home) == 0
    assert not is_good_rank(question, 0)
    assert not is_good_rank(question, 4)
