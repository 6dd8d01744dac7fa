"""Reading without a network: what a browser keeps, and the site as a folder."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from psychoed.site.offline import (
    choose_cached_files,
    convert_page,
    is_wanted,
    link_by_file_name,
    render_service_worker,
    write_search_script,
)

PAGES = [("", "cached"), ("signs/", "fresh"), ("now/", "fresh"), ("offline/", "cached"), ("sheets/card/", "dated")]
FILES = {
    "index.html": "a",
    "signs/index.html": "b",
    "now/index.html": "c",
    "offline/index.html": "d",
    "sheets/card/index.html": "e",
    "sheets/card/card-a4.pdf": "f",
    "404.html": "g",
    "old/index.html": "h",
    "assets/site.css": "i",
    "assets/javascripts/bundle.1a2b.min.js": "j",
    "assets/javascripts/lunr/min/lunr.de.min.js": "k",
    "assets/javascripts/bundle.1a2b.min.js.map": "l",
    "assets/text.woff2": "m",
    "assets/card.png": "n",
    "search/search_index.json": "o",
    "references.bib": "p",
    "pages.json": "q",
    "sw.js": "r",
}


def test_pages_with_all_they_need_are_kept_and_nothing_else() -> None:
    keep = choose_cached_files(FILES, PAGES)
    assert tuple(keep.files) == (
        "",
        "assets/javascripts/bundle.1a2b.min.js",
        "assets/site.css",
        "assets/text.woff2",
        "now/",
        "offline/",
        "search/search_index.json",
        "sheets/card/",
        "signs/",
    )
    assert keep.fresh == ("now/", "signs/")
    assert keep.marked == ("now/", "sheets/card/", "signs/")
    assert keep.offline == "offline/"


def test_a_site_without_an_offline_page_says_so() -> None:
    assert choose_cached_files({"index.html": "a"}, [("", "cached")]).offline == ""


def test_pages_without_folders_are_kept_by_their_files() -> None:
    keep = choose_cached_files({"index.html": "a", "b.html": "c"}, [("", "cached"), ("b.html", "fresh")])
    assert keep.files == {"": "a", "b.html": "c"}


@given(some.sampled_from(sorted(FILES)))
def test_the_version_changes_with_what_is_kept_and_only_then(path: str) -> None:
    keep = choose_cached_files(FILES, PAGES)
    changed = choose_cached_files({**FILES, path: "changed"}, PAGES)
    address = path.removesuffix("index.html")
    assert (changed.version != keep.version) == (address in keep.files)


def test_a_file_is_told_from_one_of_another_build_by_its_digest() -> None:
    digests = {"index.html": "0123456789abcdef", "assets/site.css": "fedcba9876543210"}
    assert choose_cached_files(digests, [("", "cached")]).files == {
        "": "0123456789ab",
        "assets/site.css": "fedcba987654",
    }


def test_the_page_that_all_pages_lead_to_is_fresh_and_marked_whatever_its_kind() -> None:
    keep = choose_cached_files(FILES, PAGES, safety="offline/")
    assert "offline/" in keep.fresh
    assert "offline/" in keep.marked


def test_the_order_of_the_files_does_not_matter() -> None:
    assert choose_cached_files(dict(reversed(FILES.items())), reversed(PAGES)) == choose_cached_files(FILES, PAGES)


def test_the_program_gets_its_data() -> None:
    made = render_service_worker("// why\nconst SITE = {};\nrun();\n", choose_cached_files(FILES, PAGES))
    data = re.search(r"^const SITE = (.*);$", made, re.MULTILINE)
    assert data
    assert json.loads(data[1])["fresh"] == ["now/", "signs/"]
    assert made.startswith("// why\n")
    assert made.endswith("\nrun();\n")


def test_a_program_without_a_place_for_it_is_refused() -> None:
    with pytest.raises(ValueError, match="no line"):
        render_service_worker("run();", choose_cached_files(FILES, PAGES))


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("../flare/", "../flare/index.html"),
        ("../signs/#crisis", "../signs/index.html#crisis"),
        ("./?q=a%20b#c", "./index.html?q=a%20b#c"),
        (".", "./index.html"),
        ("../..", "../../index.html"),
        ("card-a4.pdf", "card-a4.pdf"),
        ("#here", "#here"),
        ("", ""),
        ("?h=pain", "?h=pain"),
        ("https://example.org/", "https://example.org/"),
        ("//example.org/", "//example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:988", "tel:988"),
        ("http://[example.org]/", "http://[example.org]/"),
    ],
)
def test_an_address_gets_the_name_of_its_file(address: str, named: str) -> None:
    assert link_by_file_name(address) == named
    assert link_by_file_name(named) == named


def test_only_links_are_touched() -> None:
    page = """<head><title>a > b</title></head><a title="a > b" href='../x/?a=1&amp;b=2#c'>x</a>
<link rel="next" href="../y/"><img src="z/"><code>&lt;a href="../x/"&gt;</code>
<meta http-equiv="refresh" content="0; url=../new/#a"><meta name="description" content="see ../x/">"""
    made = convert_page(page, "a/b/index.html")
    assert made.startswith(
        '<head><title>a > b</title><script src="../../assets/iframe-worker.js"></script>\n</head>'
        """<a title="a > b" href='../x/index.html?a=1&amp;b=2#c'>x</a>"""
    )
    assert '<link rel="next" href="../y/index.html"><img src="z/"><code>&lt;a href="../x/"&gt;</code>' in made
    assert made.endswith('content="0; url=../new/index.html#a"><meta name="description" content="see ../x/">')


def test_what_a_file_cannot_have_is_taken_out() -> None:
    page = """<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'sha256-a>b='">
<link rel="alternate" type="application/atom+xml" title="a > b" href="../feed.xml">
<meta content="default-src 'none'" http-equiv="content-security-policy"></head>
<script src="../assets/site.js"></script>
<script src="../assets/offline.js" defer></script>"""
    made = convert_page(page, "a/index.html")
    assert "policy" not in made.lower()
    assert "offline.js" not in made
    assert "feed.xml" not in made
    assert '<meta charset="utf-8">' in made
    assert "../assets/site.js" in made


def test_the_index_is_a_script_with_names() -> None:
    docs = [{"location": where, "text": "\u2028</script>"} for where in ("", "#top", "a/b/", "a/b/#c")]
    made = write_search_script(json.dumps({"config": {"lang": ["en"]}, "docs": docs}))
    assert made.startswith("var __index = ")
    read = json.loads(made.removeprefix("var __index = ").rstrip(";\n"))
    places = [entry["location"] for entry in read["docs"]]
    assert places == ["./index.html", "./index.html#top", "a/b/index.html", "a/b/index.html#c"]
    assert read["config"] == {"lang": ["en"]}


def test_what_only_a_server_uses_is_left_out() -> None:
    assert [
        path for path in ("sw.js", "a/404.html", "404.html", "x.js.map", "search/search_index.json") if is_wanted(path)
    ] == ["a/404.html"]
