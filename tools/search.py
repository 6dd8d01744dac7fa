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
WARNING_SIGNS = "understand/warning-signs"
# The parts of the file: those that search was tuned with, and those kept aside until it was.
PARTS = ("", "tuned", "aside", "fresh")
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
    ``missed`` if it is known to fail; and the part of the file that it is in.
    """

    words: str
    pages: tuple[str, ...]
    within: int
    missed: bool = False
    part: str = ""

    @property
    def is_harmless(self) -> bool:
        """Whether the warning signs are no answer to it, so that they would only frighten if they came first."""
        return WARNING_SIGNS not in self.pages


def read_questions(text: str) -> list[Question]:
    """Return the questions in the text of search_questions.yml."""
    given = yaml.safe_load(text)
    missed = {str(words) for words in given.get("missed") or ()}
    return [
        Question(str(words), _pages(pages), within, str(words) in missed, part)
        for part in PARTS
        for group, within in (("questions", FOUND_BY), ("danger", 1))
        for words, pages in (given[part] if part else given)[group].items()
    ]


def rank(question: Question, addresses: Sequence[str], home: str) -> int:
    """Return the position, from 1, of the first expected page in the results; 0 if there is none."""
    wanted = {urljoin(home, "" if page == "home" else f"{page}/") for page in question.pages}
    found = [address.partition("#")[0].partition("?")[0] for address in addresses]
    return next((at for at, address in enumerate(found, 1) if address in wanted), 0)


def is_found(question: Question, at: int) -> bool:
    """Return whether rank ``at`` is good enough for the question."""
    return 0 < at <= question.within


def frightens(question: Question, addresses: Sequence[str], home: str) -> bool:
    """Return whether a harmless question is answered by the warning signs first."""
    return question.is_harmless and rank(Question("", (WARNING_SIGNS,), 1), addresses[:1], home) == 1


def answers(page: Page, home: str, questions: Sequence[Question]) -> Iterator[tuple[Question, list[str]]]:
    """Yield each question with the addresses of its results on the site at ``home``, best first."""
    page.goto(home)
    page.get_by_role("textbox", name="Search").click()
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
    for question in questions:
        yield question, page.evaluate(_ANSWER, question.words)


def table(rows: Sequence[tuple[Question, list[str]]], home: str) -> str:
    """Return a table of the questions: whether each is found (``!!``: after the warning signs, which may frighten), its
    rank, and the first result.
    """
    lines = []
    for question, addresses in rows:
        at = rank(question, addresses, home)
        mark = "--" if not is_found(question, at) else "!!" if frightens(question, addresses, home) else "ok"
        first = urlsplit(addresses[0]).path.removeprefix(urlsplit(home).path) if addresses else "nothing"
        lines.append(f"{mark}  {at or '-':>2}  {question.words:<36}  {first or 'home'}")
    return "\n".join(lines)


def _pages(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def summarise(rows: Sequence[tuple[Question, list[str]]], home: str) -> str:
    """Return a line for each part of the file: how many are found, and how many harmless ones frighten."""
    lines = []
    for part in PARTS:
        here = [row for row in rows if row[0].part == part]
        found = sum(is_found(question, rank(question, addresses, home)) for question, addresses in here)
        scares = sum(frightens(question, addresses, home) for question, addresses in here)
        harmless = sum(question.is_harmless for question, _ in here)
        signs = [row for row in here if row[0].within == 1]
        helped = sum(is_found(question, rank(question, addresses, home)) for question, addresses in signs)
        lines.append(
            f"{part or 'first'}: {found} of {len(here)} found, of them {helped} of {len(signs)} signs of danger; "
            f"{scares} of {harmless} harmless ones answered by the warning signs first"
        )
    return "\n".join(lines)


def main(site: Path = ROOT / "site") -> int:
    """Print the table and a summary; return 1 if a question is not found, or frightens."""
    from support.served import serve  # tests/support, on the path that `make search` sets

    questions = read_questions(QUESTIONS.read_text(encoding="utf-8"))
    with serve(site) as served, opened() as chromium:
        rows = list(answers(chromium.new_page(), served.address, questions))
    say(table(rows, served.address))
    say(summarise(rows, served.address))
    wrong = [row for row in rows if not row[0].missed and not is_found(row[0], rank(*row, served.address))]
    return 1 if wrong or any(frightens(*row, served.address) for row in rows) else 0


if __name__ == "__main__":
    finish(main)
