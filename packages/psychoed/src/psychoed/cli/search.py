"""Tests what the site's search finds for readers' questions.

The questions are typed into the search box of site/ in a real browser, and the results are read from the page.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import yaml

from psychoed.cli.browser import open_browser
from psychoed.cli.console import UserError, print_line
from psychoed.cli.project import Project

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTIONS = Path("tests", "site", "browser", "search_questions.yml")
"""Where a site has its questions, unless the command names another file."""

FOUND_BY = 3  # among the first results; a danger sign must lead to help at once
# The parts of the file, all optional but the first: what search was tuned with, and what was kept aside until it was.
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
    ``missed`` if it is known to fail; the part of the file that it is in; and the page that would frighten whoever asks
    it, if that came first: the warning signs, where they are no answer.
    """

    words: str
    pages: tuple[str, ...]
    within: int
    missed: bool = False
    part: str = ""
    frightening: str = ""


def read_questions(text: str) -> list[Question]:
    """Return the questions in the text of search_questions.yml."""
    given = yaml.safe_load(text)
    missed, warning = {str(words) for words in given.get("missed") or ()}, given.get("warning_page", "")
    return [
        Question(
            str(words),
            pages := _list_pages(listed),
            within,
            str(words) in missed,
            part,
            "" if warning in pages else warning,
        )
        for part in PARTS
        for group, within in (("questions", FOUND_BY), ("danger", 1))
        for words, listed in ((given.get(part) or {}) if part else given).get(group, {}).items()
    ]


def find_rank(question: Question, addresses: Sequence[str], home: str) -> int:
    """Return the position, from 1, of the first expected page in the results; 0 if there is none."""
    wanted = {urljoin(home, "" if page == "home" else f"{page}/") for page in question.pages}
    found = [address.partition("#")[0].partition("?")[0] for address in addresses]
    return next((at for at, address in enumerate(found, 1) if address in wanted), 0)


def is_good_rank(question: Question, at: int) -> bool:
    """Return whether rank ``at`` is good enough for the question."""
    return 0 < at <= question.within


def frightens(question: Question, addresses: Sequence[str], home: str) -> bool:
    """Return whether a harmless question is answered by the warning signs first."""
    return bool(question.frightening) and find_rank(Question("", (question.frightening,), 1), addresses[:1], home) == 1


def ask_questions(page: Page, home: str, questions: Sequence[Question]) -> Iterator[tuple[Question, list[str]]]:
    """Yield each question with the addresses of its results on the site at ``home``, best first."""
    page.goto(home)
    page.get_by_role("textbox", name="Search").click()
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for()
    for question in questions:
        yield question, page.evaluate(_ANSWER, question.words)


def format_table(rows: Sequence[tuple[Question, list[str]]], home: str) -> str:
    """Return a table of the questions: whether each is found, its rank, and the first result.

    ``!!`` is a question that is found, but after the warning signs, which may frighten.
    """
    lines = []
    for question, addresses in rows:
        at = find_rank(question, addresses, home)
        mark = "--" if not is_good_rank(question, at) else "!!" if frightens(question, addresses, home) else "ok"
        first = urlsplit(addresses[0]).path.removeprefix(urlsplit(home).path) if addresses else "nothing"
        lines.append(f"{mark}  {at or '-':>2}  {question.words:<36}  {first or 'home'}")
    return "\n".join(lines)


def _list_pages(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def summarize_search(rows: Sequence[tuple[Question, list[str]]], home: str) -> str:
    """Return a line for each part of the file: how many are found, and how many harmless ones frighten."""
    lines = []
    for part in PARTS:
        here = [row for row in rows if row[0].part == part]
        if not here:
            continue
        found = [row for row in here if is_good_rank(row[0], find_rank(*row, home))]
        signs = [row for row in here if row[0].within == 1]
        harmless = [row for row in here if row[0].frightening]
        lines.append(
            f"{part or 'first'}: {len(found)} of {len(here)} found, "
            f"of them {sum(row[0].within == 1 for row in found)} of {len(signs)} signs of danger; "
            f"{sum(frightens(*row, home) for row in harmless)} of {len(harmless)} harmless ones "
            "answered by the warning signs first"
        )
    return "\n".join(lines)


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a free port of this machine; yields the address."""
    handler = partial(_QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure_search(project: Project, questions_file: Path | None = None) -> bool:
    """Ask the built site's search all questions and print a table; return whether all are found and none frightens."""
    path = questions_file or project.root / QUESTIONS
    if not path.is_file() or not (project.site / "index.html").is_file():
        lacking = "a file with questions" if not path.is_file() else "site/, which psychoed build makes"
        raise UserError(f"This needs {lacking}.")
    questions = read_questions(path.read_text(encoding="utf-8"))
    with serve_folder(project.site) as address, open_browser(project.cache) as chromium:
        rows = list(ask_questions(chromium.new_page(), address, questions))
    print_line(format_table(rows, address))
    print_line(summarize_search(rows, address))
    wrong = [row for row in rows if not row[0].missed and not is_good_rank(row[0], find_rank(*row, address))]
    return not wrong and not any(frightens(*row, address) for row in rows)
