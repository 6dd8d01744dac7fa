"""Tests what the site's search finds for readers' questions: ``python -m tools.search`` prints each with its rank.

The questions are typed into the search box of site/ in a real browser, and the results are read from the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import yaml

from tools.open_browser import opened
from tools.system import ROOT, finish, say

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTIONS = ROOT / "tests" / "site" / "browser" / "search_questions.yml"
FOUND_BY = 3  # among the first results; a danger sign must lead to help at once
# The list of results is rebuilt for each question, and only then.
_ANSWER = """query => new Promise((answered, failed) => {
  const box = document.querySelector(".md-search-result");
  const late = setTimeout(() => failed(new Error(`no answer to ${query}`)), 10000);
  const watch = new MutationObserver(() => requestAnimationFrame(() => {
    clearTimeout(late);
    watch.disconnect();
    answered([...box.querySelectorAll(".md-search-result__item > a")].map(link => link.href));
  }));
  watch.observe(box, {childList: true, subtree: true});
  const input = document.querySelector(".md-search__input");
  input.value = query;
  input.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true, key: query.at(-1)}));
})"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that readers type.

    It has the pages it should lead to (paths below docs/, ``home`` for the home page) and within how many results;
    ``missed`` if it is known to fail.
    """

    words: str
    pages: tuple[str, ...]
    within: int
    missed: bool = False


def read_questions(text: str) -> list[Question]:
    """Return the questions in the text of search_questions.yml."""
    given = yaml.safe_load(text)
    missed = {str(words) for words in given.get("missed") or ()}
    return [
        Question(str(words), _pages(pages), within, str(words) in missed)
        for group, within in (("questions", FOUND_BY), ("danger", 1))
        for words, pages in given[group].items()
    ]


def rank(question: Question, addresses: Sequence[str], home: str) -> int:
    """Return the position, from 1, of the first expected page in the results; 0 if there is none."""
    wanted = {urljoin(home, "" if page == "home" else f"{page}/") for page in question.pages}
    found = [address.partition("#")[0].partition("?")[0] for address in addresses]
    return next((at for at, address in enumerate(found, 1) if address in wanted), 0)


def is_found(question: Question, at: int) -> bool:
    """Return whether rank ``at`` is good enough for the question."""
    return 0 < at <= question.within


def answers(page: Page, home: str, questions: Sequence[Question]) -> Iterator[tuple[Question, list[str]]]:
    """Yield each question with the addresses of its results on the site at ``home``, best first."""
    page.goto(home)
    page.get_by_role("textbox", name="Search").click()
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
    for question in questions:
        yield question, page.evaluate(_ANSWER, question.words)


def table(rows: Sequence[tuple[Question, list[str]]], home: str) -> str:
    """Return a table of the questions: whether each is found, its rank, and the first result."""
    lines = []
    for question, addresses in rows:
        at = rank(question, addresses, home)
        mark = "ok" if is_found(question, at) else "--"
        first = urlsplit(addresses[0]).path.removeprefix(urlsplit(home).path) if addresses else "nothing"
        lines.append(f"{mark}  {at or '-':>2}  {question.words:<36}  {first or 'home'}")
    return "\n".join(lines)


def _pages(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def main(site: Path = ROOT / "site") -> int:
    """Print the table; return 1 if a question is not found."""
    from support.served import serve  # tests/support, on the path that `make search` sets

    questions = read_questions(QUESTIONS.read_text(encoding="utf-8"))
    with serve(site) as served, opened() as chromium:
        rows = list(answers(chromium.new_page(), served.address, questions))
    say(table(rows, served.address))
    found = sum(is_found(question, rank(question, addresses, served.address)) for question, addresses in rows)
    say(f"{found} of {len(rows)} found; the others are marked --.")
    return 0 if found >= len(rows) - sum(question.missed for question in questions) else 1


if __name__ == "__main__":
    finish(main)
