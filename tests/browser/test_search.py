"""Search finds what readers ask for, in their words, and puts help first where words may mean danger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from support.served import Served
from tools.search import QUESTIONS, Question, answers, is_found, rank, read_questions, table

pytestmark = pytest.mark.browser


def test_readers_questions_lead_where_they_should(page: Page, site: Served) -> None:
    questions = read_questions(QUESTIONS.read_text(encoding="utf-8"))
    assert sum(question.within > 1 for question in questions) >= 60
    rows = list(answers(page, site.address, questions))
    wrong = [row for row in rows if is_found(row[0], rank(*row, site.address)) == row[0].missed]
    assert not wrong, f"not as search_questions.yml says:\n{table(wrong, site.address)}"


def test_few_questions_are_missed_and_no_danger() -> None:
    questions = read_questions(QUESTIONS.read_text(encoding="utf-8"))
    missed = [question for question in questions if question.missed]
    assert [question.words for question in missed if question.within == 1] == []
    assert len(missed) <= len(questions) / 20


def test_a_rank_is_a_page_and_not_its_section() -> None:
    question = Question("flare", ("flare", "home"), 3)
    home = "http://host/some/where/"
    assert rank(question, [f"{home}a/", f"{home}flare/?h=flare#now"], home) == 2
    assert rank(question, [home], home) == 1
    assert rank(question, [f"{home}flare/more/"], home) == 0
    assert not is_found(question, 0)
    assert not is_found(question, 4)
