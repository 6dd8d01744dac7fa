"""Two sources never share an address, and old addresses lead on."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText
from psychoed.site.addresses import (
    AddressClaim,
    Redirect,
    find_address_problems,
    get_reader_address,
    render_redirect_page,
    resolve_redirects,
)
from psychoed.site.link_extractor import extract_html_links
from psychoed.site.links import BuiltSite, check_links


def claims(*paths: str) -> list[str]:
    """The paths at which problems are found."""
    found = [AddressClaim(path, f"'{path}'", Location(path)) for path in paths]
    return [problem.where.path for problem in find_address_problems(found)]


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("index.html", ""),
        ("a/index.html", "a"),
        ("a.html", "a"),
        ("A/Index.HTML", "a"),
        ("a.htm", "a"),
        ("a/index/index.html", "a"),
        ("a/b.png", "a/b.png"),
        ("a\u200b.html", "a"),
        ("ſtraße/ı.html", "strasse/i"),
        ("a. /b.html", "a/b"),
        ("warning\u2010signs.html", "warning-signs"),
        ("warning\u2013signs.html", "warning-signs"),
    ],
)
def test_what_readers_type(path: str, typed: str) -> None:
    assert get_reader_address(path) == typed


def test_two_at_one_address_are_one_problem() -> None:
    assert claims("a.html", "b.html", "A/index.html") == ["A/index.html"]
    assert claims("a.html", "a/b.html", "a.png") == []


def test_a_file_where_another_needs_a_folder() -> None:
    assert set(claims("sw.js", "SW.js/index.html")) == {"SW.js/index.html"}
    assert claims("sw.js", "SW.js/a/b.png") == ["SW.js/a/b.png"]


def test_a_folder_that_is_named_like_a_page() -> None:
    assert claims("a.html/index.html") == ["a.html/index.html"]


@pytest.mark.parametrize("path", ["../a.html", "/a.html", "a/../b.html", "a//b.html"])
def test_an_address_outside_the_site(path: str) -> None:
    assert claims(path) == [path]


def test_the_place_is_that_of_an_author() -> None:
    written = AddressClaim("a.html", "'a.html', which the build writes")
    (problem,) = find_address_problems([AddressClaim("a/index.html", "'docs/a.md'", Location("docs/a.md")), written])
    assert problem.where.path == "docs/a.md"
    assert "which the build writes" in problem.message


PAGES = {"index.md": "", "about.md": "about/", "guide/oven.md": "guide/oven/"}
CONFIG = SourceText(
    "mkdocs.yml",
    "site_name: x\nextra:\n  site:\n    redirects:\n      old/bread.md: about.md\n      bread.md: 'sale.md'\n",
)


@pytest.mark.parametrize(
    ("old", "new", "file", "to"),
    [
        ("old.md", "about.md", "old/index.html", "../about/"),
        ("old/bread.md", "guide/oven.md#hot", "old/bread/index.html", "../../guide/oven/#hot"),
        ("old/index.md", "about.md", "old/index.html", "../about/"),
        ("guide/stove.md", "index.md", "guide/stove/index.html", "../../"),
        ("old.md", "https://example.org/a#b", "old/index.html", "https://example.org/a#b"),
        ("old.md", "http://[example.org]/", "old/index.html", "http://[example.org]/"),
    ],
)
def test_an_old_address_leads_on(old: str, new: str, file: str, to: str) -> None:
    assert resolve_redirects({old: new}, PAGES, CONFIG, folders=True) == ([Redirect(file, to)], [])


def test_where_pages_are_files() -> None:
    pages = {"about.md": "about.html"}
    assert resolve_redirects({"a/old.md": "about.md"}, pages, CONFIG, folders=False) == (
        [Redirect("a/old.html", "../about.html")],
        [],
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "old/bread.md",
            "abuot.md",
            "5:7: 'old/bread.md' leads to 'abuot.md', which doesn't exist. Did you mean 'about.md'?",
        ),
        ("bread.md", "sale.md", "6:7: 'bread.md' leads to 'sale.md', which doesn't exist."),
        (
            "about.md",
            "index.md",
            "1:1: 'about.md' still exists, and would be overwritten. Delete the page or the redirect",
        ),
        ("old/", "about.md", "1:1: 'old/' is not the path of a page below docs/. Write it as it was: 'old/page.md'"),
        (
            "../old.md",
            "about.md",
            "1:1: '../old.md' is not the path of a page below docs/. Write it as it was: 'old/page.md'",
        ),
    ],
)
def test_a_slip_is_named_at_its_line(old: str, new: str, said: str) -> None:
    found, problems = resolve_redirects({old: new}, PAGES, CONFIG, folders=True)
    assert (found, [str(problem) for problem in problems]) == (
        [],
        [f"mkdocs.yml:{said.replace(': ', ': [bad-redirect] ', 1)}"],
    )


def test_the_page_leads_on_by_itself_and_by_a_link() -> None:
    page = render_redirect_page(Redirect("old/index.html", "../about/?a=1&b=2"), "https://example.org/site/", "en")
    assert '<meta http-equiv="refresh" content="0; url=../about/?a=1&amp;b=2">' in page
    assert '<a href="../about/?a=1&amp;b=2">' in page
    assert '<link rel="canonical" href="https://example.org/site/about/?a=1&amp;b=2">' in page
    assert "canonical" not in render_redirect_page(Redirect("old/index.html", "../about/"), "", "en")


def test_the_link_check_follows_it() -> None:
    page = extract_html_links(render_redirect_page(Redirect("old/index.html", "../gone/"), "", "en"))
    faults = check_links(BuiltSite({"old/index.html": page}, frozenset({"old/index.html"})))
    assert {fault.target for fault in faults} == {"gone/index.html"}


@pytest.mark.parametrize("old", ["a\0b.md", "a\nb.md", "a\u202eb.md", "..\\x.md", "%2e%2e/x.md", "a/con/x.md"])
def test_an_old_address_that_no_page_can_have(old: str) -> None:
    found, problems = resolve_redirects({old: "about.md"}, PAGES, CONFIG, folders=True)
    assert (found, [problem.code.value for problem in problems]) == ([], ["bad-redirect"])
