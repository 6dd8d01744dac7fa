"""Broken links in a built site, and the lines that cause them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_citeproc.source import SourceText
from psychoed.site import links
from psychoed.site.link_extractor import Link, extract_css_links, extract_html_links
from psychoed.site.links import BrokenLink, BuiltSite, Reason, check_links, list_outside_links, locate_problems

PAGE = "guide/oven/index.html"
FILES = {PAGE, "index.html", "404.html", "guide/index.html", "img/loaf one.png", "main.css", "sheet.pdf"}
HOT = '<h2 id="hot">Hot</h2><h2 id="café">Café</h2>'


def faults(body: str, file: str = PAGE, site_url: str = "") -> list[tuple[str, Reason, str]]:
    site = {name: extract_html_links(HOT) for name in FILES if name.endswith(".html")}
    site |= {"main.css": extract_css_links(""), file: extract_html_links(body + HOT)}
    return [(fault.link.url, fault.why, fault.target) for fault in check_links(BuiltSite(site, FILES, site_url))]


@pytest.mark.parametrize(
    "url",
    [
        "", ".", "#", "#top", "#hot", "../", "../../", "../../index.html", "../oven/#hot", "../#caf%C3%A9", "../#café",
        "../../img/loaf%20one.png", "../../sheet.pdf#page=2", "?q=1#hot", "../#hot:~:text=x", "#:~:text=x",
        "https://elsewhere.example/nothing", "//elsewhere.example/x", "mailto:a@b.example", "tel:112", "data:,x",
    ],
)  # fmt: skip
def test_sound(url: str) -> None:
    assert faults(f'<a href="{url}">x</a>') == []


@pytest.mark.parametrize(
    ("url", "why", "target"),
    [
        ("../bread/", Reason.NO_FILE, "guide/bread/index.html"),
        ("bread.md", Reason.NO_FILE, "guide/oven/bread.md"),
        ("../oven", Reason.NO_SLASH, PAGE),
        ("#cold", Reason.NO_ID, PAGE),
        ("../#cold", Reason.NO_ID, "guide/index.html"),
        ("../../../", Reason.OUTSIDE, ""),
        ("/guide/", Reason.ROOTED, ""),
        ("http://[example.org]/", Reason.NO_ADDRESS, ""),
        ("//[::1#x", Reason.NO_ADDRESS, ""),
        ("http:///guide/", Reason.OUTSIDE, ""),
    ],
)
def test_broken(url: str, why: Reason, target: str) -> None:
    assert faults(f'<a href="{url}">x</a><a href="{url}">again</a>') == [(url, why, target)]


def test_an_id_that_stands_twice() -> None:
    assert faults('<p id="hot">') == [("hot", Reason.REPEATED, "")]


def test_whole_addresses_of_the_site_itself_are_checked() -> None:
    urls = ["https://bread.example/b/guide/", "https://bread.example/b/no/", "/b/guide/"]
    body = "".join(f'<a href="{url}"></a>' for url in urls)
    assert faults(body, site_url="https://bread.example/b/") == [
        ("https://bread.example/b/no/", Reason.NO_FILE, "no/index.html")
    ]
    assert faults('<a href="/guide/"></a>', site_url="https://bread.example/b") == [("/guide/", Reason.ROOTED, "")]


def test_the_page_shown_at_any_address_links_from_the_root() -> None:
    body = '<a href="/guide/"></a><a href="/no/"></a>'
    assert faults(body, file="404.html") == [("/no/", Reason.NO_FILE, "no/index.html")]
    assert faults('<a href="/b/guide/"></a><a href="/b/."></a>', "404.html", "https://bread.example/b/") == []


def test_a_base_moves_what_the_page_links_to() -> None:
    assert faults('<base href="../"><a href="oven/#hot"></a><a href="bread/"></a>') == [
        ("bread/", Reason.NO_FILE, "guide/bread/index.html")
    ]


def test_links_into_the_web_are_told_apart() -> None:
    urls = ["http://[::1", "https://x.example/", "https://me.example/b/", "c"]
    site = {"a.html": extract_html_links("".join(f'<a href="{url}"></a>' for url in urls))}
    assert [link.url for _, link in list_outside_links(BuiltSite(site, (), "https://me.example/"))] == [
        "http://[::1",
        "https://x.example/",
    ]


@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.sampled_from(["guide", "oven", "index.html", "..", ".", "", "main.css", "404.html", "a"])),
    st.sampled_from(["", "#", "#hot", "#cold", "#top"]),
)
@example("404.html", ["guide", "..", "", ".."], "")
def test_a_plain_address_is_resolved_as_any_other(file: str, path: list[str], fragment: str) -> None:
    url = "/".join(path) + fragment
    site = {name: extract_html_links(HOT) for name in FILES if name.endswith(".html")}
    site[file] = extract_html_links(f'<a href="{url}">x</a>{HOT}')
    quick = check_links(BuiltSite(site, FILES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_PLAIN", re.compile(r"(?!)"))
        assert check_links(BuiltSite(site, FILES)) == quick


SOURCE = SourceText(
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
    return [str(problem) for problem in locate_problems([fault], {"guide/oven/index.html": [SOURCE, INCLUDED]}, PAGES)]


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
    found = locate_problems(faults, {"guide/oven/index.html": [SOURCE]}, PAGES)
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
