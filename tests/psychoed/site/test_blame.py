"""Faults of the built site, at the line of Markdown that they come from."""

from __future__ import annotations

from mkdocs_citeproc.source import SourceText
from psychoed.site.link_extractor import Link
from psychoed.site.links import BrokenLink, Reason, locate_problems

PAGE = SourceText(
    "docs/guide/oven.md",
    """\
---
description: See burns.md#hotter and x.png.
---
# Ovens

See [burns](../burns.md#hotter), [more](../burns.md), <a href="x.png">x</a> and x.png.old.

## Twice { #twice }
""",
)
INCLUDED = SourceText("includes/box.md", "A [box](lid.png).\n")
PAGES = {"guide/oven/index.html": "guide/oven.md", "burns/index.html": "burns.md"}


def said(url: str, why: Reason, target: str = "", file: str = "guide/oven/index.html") -> list[str]:
    fault = BrokenLink(file, Link(url, 40), why, target)
    return [str(problem) for problem in locate_problems([fault], {"guide/oven/index.html": [PAGE, INCLUDED]}, PAGES)]


def test_a_link_to_a_page_is_found_as_the_author_typed_it() -> None:
    assert said("../../burns/#hotter", Reason.NO_ID, "burns/index.html") == [
        "docs/guide/oven.md:6:13: [broken-anchor] '../../burns/#hotter' leads to a heading or id that isn't on that "
        "page (burns/index.html). Compare it with the headings on that page."
    ]


def test_an_address_is_found_whole_and_below_the_front_matter() -> None:
    assert [line.split(" ")[0] for line in said("x.png", Reason.NO_FILE, "guide/oven/x.png")] == [
        "docs/guide/oven.md:6:64:"
    ]


def test_an_included_file_is_searched_after_the_page() -> None:
    assert said("lid.png", Reason.NO_FILE, "guide/oven/lid.png")[0].startswith("includes/box.md:1:9: [broken-link]")


def test_an_id_is_found_where_it_is_given() -> None:
    assert said("twice", Reason.REPEATED)[0].startswith(
        "docs/guide/oven.md:8:12: [repeated-id] 'twice' is used as an id"
    )


def test_what_the_source_does_not_show_is_laid_to_the_page() -> None:
    assert said("ghost/", Reason.NO_FILE, "ghost/index.html")[0].startswith("docs/guide/oven.md:4:1:")


def test_a_page_without_a_source_is_named_as_built() -> None:
    assert said("ghost/", Reason.NO_FILE, "ghost/index.html", "tags/index.html")[0].startswith(
        "site/tags/index.html:40:1:"
    )


def test_what_another_page_shows_of_this_one_is_said_once() -> None:
    faults = [
        BrokenLink("news/index.html", Link("x.png", 7), Reason.NO_FILE, "news/x.png"),
        BrokenLink("guide/oven/index.html", Link("x.png", 40), Reason.NO_FILE, "guide/oven/x.png"),
    ]
    found = locate_problems(faults, {"guide/oven/index.html": [PAGE]}, PAGES)
    assert [str(problem).split(" ")[0] for problem in found] == ["docs/guide/oven.md:6:64:"]


def test_what_is_wrong_on_every_page_is_said_once() -> None:
    faults = [
        BrokenLink(f"{name}/index.html", Link(f"{'../' * depth}gone.css", 7), Reason.NO_FILE, "gone.css")
        for name, depth in [("a", 1), ("b/c", 2), ("d", 1), ("e", 1)]
    ]
    assert [str(problem) for problem in locate_problems(faults, {}, {})] == [
        "site/a/index.html:7:1: [broken-link] '../gone.css' leads to a page or file that doesn't exist on 4 pages, so "
        "in a template or in mkdocs.yml (gone.css). Correct the path, or remove the link."
    ]
