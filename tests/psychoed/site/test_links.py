"""Which links lead nowhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.site import links
from psychoed.site.link_extractor import extract_css_links, extract_html_links
from psychoed.site.links import BuiltSite, Reason, check_links, list_outside_links

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
def test_a_plain_address_is_resolved_as_any_other(file: str, path: list[str], fragment: str) -> None:
    url = "/".join(path) + fragment
    site = {name: extract_html_links(HOT) for name in FILES if name.endswith(".html")}
    site[file] = extract_html_links(f'<a href="{url}">x</a>{HOT}')
    quick = check_links(BuiltSite(site, FILES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_PLAIN", re.compile(r"(?!)"))
        assert check_links(BuiltSite(site, FILES)) == quick
