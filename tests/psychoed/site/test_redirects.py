from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.site.addresses import Redirect, render_redirect_page, resolve_redirects
from psychoed.site.link_extractor import extract_html_links
from psychoed.site.links import BuiltSite, check_links

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
