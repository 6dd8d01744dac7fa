"""What is sent in grows the time to read it in proportion, whatever it is made of: no page can stop the build.

Times are compared, never taken for themselves: eight times the text may take at most some twenty times as long, where
reading each place anew would take sixty-four times.
"""

# ruff: noqa: E501  # rows of shapes

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

import pytest
from markdown import Markdown

from mkdocs_citeproc.citations.grammar import find_clusters
from mkdocs_citeproc.citations.lint import find_malformed, find_quotations_without_page
from mkdocs_citeproc.citations.mask import (
    find_costly_paragraphs,
    mask_markup,
    remove_brackets,
    report_too_many_brackets,
)
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.extension import CitationExtension
from mkdocs_citeproc.problems import Code
from mkdocs_citeproc.source import SourceText
from support.cites import Echo

UNITS = [
    "[", "[@", "[@a", "[@a ", "[@a;", "[a](", "[a", "[]", "[[]", "![", "[^", "[ @", "[\\", "@", "@a ", "@a[", "@a [", "@{", "@[",
    "-@a ", "@a:", "@a.", "(@a ", "`", "``", "`a", "\\`", "<!--", "<!-- a", "-->", '"', '" a', "“", "“a ", "(", "](", "](a",
    "]((", "{", "{a=", "{.a ", "*", "**a", "_", "|", "| a ", "<", "<a", '<a "', "<a x='", "<a@", "<pre>", "<script ", "http://",
    "\\cite", "\\cite[", "\\cite{", "> a\n", "> ", ">", "~~~\n", "```\n", "- a\n", "&", "&#1", "\n", " \n", " ", "—", "\\", "]",
    "é@", "[^a]:", "!!! a\n", "=== a\n", '> "a"\n', ". ) ", ".)",
    "@a_ ", "_@a_ ", "_@a ", "@a/", "[@a/", "-@a", "[@a]{.x} ", "[@a](", "[\\[", "(@a, ", '![@a](x "@a") ',
]  # fmt: skip
SHAPES: dict[str, Callable[[int], str]] = {
    **{unit: (lambda n, unit=unit: (unit * (n // len(unit) + 1))[:n]) for unit in UNITS},  # type: ignore[misc]
    "one long key": lambda n: "@" + "a." * (n // 2),
    "one long command": lambda n: "\\" + "cite" * (n // 4),
    "one long address": lambda n: "<1" + "a@" * (n // 2),
    "backticks, then words": lambda n: "`" * (n // 2) + "a" * (n // 2),
    "runs of every length": lambda n: " ".join("`" * length for length in range(1, int((2 * n) ** 0.5))),
    "clusters": lambda n: "word [@a, p. 3] and " * (n // 20),
    "brackets, then clusters": lambda n: "[" * (n // 2) + "@a " * (n // 6),
    "opened and closed": lambda n: "[" * (n // 2) + "]" * (n // 2),
}


def seconds(work: Callable[[], object]) -> float:
    """The least processor time of two runs."""
    taken = []
    for _ in range(2):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def grows_in_proportion(work: Callable[[str], object], shape: Callable[[int], str], small: int) -> None:
    gc.collect()
    gc.disable()
    try:
        # What takes next to no time is measured by the clock's own grain: a millisecond counts as the least.
        least = max(seconds(lambda: work(shape(small))), 0.001)
        most = seconds(lambda: work(shape(8 * small)))
    finally:
        gc.enable()
    assert most <= 24 * least, f"{least:.4f} s, and {most:.4f} s for eight times as much"


def read(text: str) -> None:
    page = scan_page(SourceText("docs/a.md", f"{text}\n\n@b"))
    find_malformed(page, {"a", "b"})
    find_quotations_without_page(page, {"a"})  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_reading_citations(shape: Callable[[int], str]) -> None:
    grows_in_proportion(read, shape, 2500)


@pytest.mark.parametrize(
    "name",
    ["clusters", "brackets, then clusters", "@a ", "@{", "[@a ", "opened and closed", "[", "@a/", "_@a_ ", "[@a]{.x} "],
)
def test_rendering_citations(name: str) -> None:
    """With Python-Markdown around it, which puts each cluster into its text one by one."""

    def render(text: str) -> None:
        extension: Any = CitationExtension(Echo())
        Markdown(extensions=[extension]).convert(text)

    grows_in_proportion(render, SHAPES[name], 3000)


@pytest.mark.parametrize("text", ["[" * 5000, "[" * 5000 + "]" * 5000, "[@a " * 2500, "![" * 2500])
def test_thousands_of_brackets_are_an_error_and_stay_as_they_are(text: str) -> None:
    page = SourceText("docs/a.md", f"---\ntitle: x\n---\nA [link](x).\n\n{text}\n\nAnother [link](y).\n")
    [problem] = [each for each in find_malformed(scan_page(page), set()) if each.code is Code.TOO_MANY_BRACKETS]
    assert (problem.where.line, problem.where.column) == (6, 2 if text.startswith("!") else 1)
    kept = remove_brackets(page.text)
    assert kept.count("[") == 2
    assert kept.replace("&#91;", "[").replace("&#93;", "]") == page.text
    assert list(find_costly_paragraphs(kept)) == []


@pytest.mark.parametrize(
    "text", ["[a](b) " * 5000, "[a [b] c] " * 2000, "[" * 600, "\n\n".join(["["] * 5000), "- [ ] a task\n" * 3000]
)
def test_what_people_write_is_no_error(text: str) -> None:
    assert report_too_many_brackets(SourceText("docs/a.md", text)) == []
    assert remove_brackets(text) == text


def test_masks_and_clusters_are_the_same_at_any_length() -> None:
    once = "See `@no` and [@a, p. 3; @b] <!-- @c --> or @d [p. 4].\n\n"
    spans = find_clusters(mask_markup(once * 300))
    assert len(spans) == 600
    assert [span.start % len(once) for span in spans] == [span.start for span in find_clusters(mask_markup(once))] * 300
