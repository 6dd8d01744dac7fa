"""Long lists of a menu are shortened, and everything in them is still reachable."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

import pytest

from support.site import EXTENSIONS, ROOT, THEME, Built, build_site, make_site

HEAD = "---\ndescription: d\nkind: about\naudience: [bakers]\nwritten: 2026-01-02\n---\n"
HOOKS = [str(ROOT / "hooks" / name) for name in ("page_hook.py", "site_hook.py")]
FLAT = ["index.md", *(f"p{number:02}.md" for number in range(40))]
PART = [f"many/q{number:02}.md" for number in range(30)]


def build(folder: Path, nav: list[Any], **theme: Any) -> Built:
    pages = {f"docs/{path}": f"{HEAD}# Page {path}\n" for path in (*FLAT, *PART)}
    site = make_site(folder, pages, hooks=HOOKS, extensions=EXTENSIONS, nav=nav, theme={**THEME, **theme})
    return build_site(site)


def menu(built: Built, path: str, kind: str = "site-nav") -> list[tuple[str, str]]:
    """The links of the menu on a page, each with its text."""
    assert built.ended is None, built.log
    nav = built[path].partition(f'<nav class="{kind}"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"#]*(?:#list[^"]*)?)"[^>]*>([^<]*)', nav)


def test_a_long_list_shows_the_first_entry_the_parts_and_the_neighbours(tmp_path: Path) -> None:
    built = build(tmp_path, [*FLAT, {"Many": PART}], menu_limit=20)
    links = menu(built, "p20/index.html")
    assert [text for _, text in links[:12]] == [
        "Page index.md",
        *(f"Page p{number}.md" for number in range(15, 26)),
    ]
    assert links[12:] == [
        ("../many/q00/", "Page many/q00.md"),
        ("../all-pages.html#list-2", "Show all 30"),
        ("../all-pages.html#list-1", "Show all 42"),
    ]


def test_the_part_that_a_page_is_in_shows_its_neighbours(tmp_path: Path) -> None:
    built = build(tmp_path, ["index.md", {"Many": PART}], menu_limit=20)
    assert [text for _, text in menu(built, "many/q02/index.html")] == [
        "Page index.md",
        *(f"Page many/q{number:02}.md" for number in range(8)),
        "Show all 30",
    ]


def test_the_rows_above_and_below_a_page_have_only_the_parts(tmp_path: Path) -> None:
    built = build(tmp_path, [*FLAT, {"Many": PART}], menu_limit=20)
    parts = [("../many/q00/", "Many"), ("../all-pages.html#list-1", "All pages")]
    assert menu(built, "p20/index.html", "site-sections") == parts
    assert menu(built, "p20/index.html", "site-parts") == [("..", "Page index.md"), *parts]


def test_all_entries_are_on_one_page(tmp_path: Path) -> None:
    built = build(tmp_path, [*FLAT, {"Many": PART}], menu_limit=20)
    assert built.ended is None, built.log
    page = built["all-pages.html"].partition("<article")[2].partition("</article>")[0]
    assert built.problems == []
    listed = re.findall(r'<li><a href="([^"]*)">', page)
    assert {posixpath.normpath(address) for address in listed} == {
        ".",
        *(path.removesuffix(".md") for path in (*FLAT[1:], *PART)),
    }
    assert all(f'id="list-{number}"' in page for number in (1, 2))
    assert "all-pages" not in built["sitemap.xml"]


def test_a_menu_with_as_many_entries_as_it_may_have_is_whole(tmp_path: Path) -> None:
    built = build(tmp_path, FLAT, menu_limit=41)
    assert len(menu(built, "p00/index.html")) == 41
    assert not (built.site / "all-pages.html").exists()


def test_too_many_parts_are_shortened_like_pages(tmp_path: Path) -> None:
    parts = [{f"Part {number}": FLAT[2 * number : 2 * number + 2]} for number in range(20)]
    built = build(tmp_path, parts, menu_limit=10)
    texts = [text for _, text in menu(built, "p20/index.html")]
    assert len(texts) == 2 * 12 + 1  # the first part, the page's own and five on either side, and the link
    assert texts[-1] == "Show all 20"


@pytest.mark.parametrize("value", [0, "many"])
def test_a_limit_that_is_no_number_is_refused(tmp_path: Path, value: object) -> None:
    built = build(tmp_path, FLAT, menu_limit=value)
    assert sum("[bad-setting]" in line and "menu_limit" in line for line in built.problems) == 1
