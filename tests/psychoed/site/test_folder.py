"""A page that links by name, and a search index that is a script."""

from __future__ import annotations

import json

import pytest

from psychoed.site.offline import convert_page, is_wanted, link_by_file_name, write_search_script


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
