"""Words that are HTML wherever a site has words: front matter, navigation, settings, scores. They are shown as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import tinyhtml5

from support.hostile_words import BREAKOUT, CONFIG, PAGE, PAGES, SHORT
from support.site import Built, build_site, make_site


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built strictly: what is text needs no error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PDF", "0")
        return build_site(make_site(tmp_path_factory.mktemp("site"), PAGES, **CONFIG), strict=True)


def elements(html: str) -> Iterator[tuple[str, Mapping[str, str], str]]:
    for element in tinyhtml5.parse(html, namespace_html_elements=False).iter():
        if isinstance(element.tag, str):
            yield element.tag, element.attrib, element.text or ""


def running(html: str) -> list[str]:
    """What in a page would run one of our scripts, as browsers read it."""
    found = []
    for tag, attributes, text in elements(html):
        found += [f"{tag} {name}" for name in attributes if name.startswith("on")]
        data = attributes.get("type") in {"application/json", "application/ld+json"}
        found += [tag] if tag == "script" and "alert(" in text and not data else []
    return found


def test_nothing_runs_and_nothing_is_wrong(built: Built) -> None:
    assert (built.ended, built.problems) == (None, [])
    pages = sorted(built.site.rglob("*.html"))
    assert len(pages) > 10
    assert {path.relative_to(built.site).as_posix(): running(path.read_text(encoding="utf-8")) for path in pages} == {
        path.relative_to(built.site).as_posix(): [] for path in pages
    }


def test_the_words_are_shown_as_they_are_typed(built: Built) -> None:
    for page in ("index.html", "titled/index.html", "named/index.html", "404.html"):
        shown = ["".join(tinyhtml5.parse(built[page], namespace_html_elements=False).itertext())]
        assert BREAKOUT in shown[0], page
    titles = [text for tag, _, text in elements(built["titled/index.html"]) if tag == "title"]
    assert titles[0] == f"{BREAKOUT} - {BREAKOUT}"
    names = [given for tag, given, _ in elements(built["index.html"]) if tag == "meta" and given.get("name")]
    assert {"name": "description", "content": BREAKOUT} in [dict(each) for each in names]


def test_what_the_search_shows_as_html_holds_none(built: Built) -> None:
    for entry in json.loads(built["search/search_index.json"])["docs"]:
        for tag, attributes, _ in elements(f"{entry['title']}{entry['text']}"):
            assert tag in {"html", "head", "body", "p", "code", "ul", "li", "em", "sub"}, entry
            assert not attributes, entry


def test_other_formats_hold_the_words_as_text(built: Built) -> None:
    assert BREAKOUT in [page["title"] for page in json.loads(built["pages.json"])]
    feed = tinyhtml5.parse(built["feed.xml"], namespace_html_elements=False)
    assert f"{BREAKOUT}: {BREAKOUT}" in "".join(feed.itertext())
    data = [
        text for tag, given, text in elements(built["titled/index.html"]) if given.get("type") == "application/ld+json"
    ]
    assert json.loads(data[0])["name"] == BREAKOUT
    assert not [tag for tag, given, text in elements(built["feed.xml"]) if tag in {"script", "img"}]


def test_the_policy_holds_no_hash_of_such_words(built: Built) -> None:
    calm = {**CONFIG, "site_name": "A site", "copyright": "", "extra": {"page": {"check_first": "includes/box.md"}}}
    del calm["nav"]
    site = build_site(make_site(built.site.parent / "calm", PAGES, **calm))

    def policy(page: str) -> list[str]:
        return [given["content"] for _, given, _ in elements(page) if "http-equiv" in given][:1]

    assert policy(built["named/index.html"]) == policy(site["named/index.html"]) != []


@pytest.mark.parametrize(
    ("where", "config", "line"),
    [
        ("copyright", {"copyright": f"Bakers {SHORT}"}, "copyright"),
        ("conflicts", {"extra": {"page": {**PAGE, "conflicts": f"None {SHORT}"}}}, "conflicts"),
        ("a redirect", {"extra": {"page": PAGE, "site": {"redirects": {"old.md": "javascript:alert(1)"}}}}, "old.md"),
        ("a redirect", {"extra": {"page": PAGE, "site": {"redirects": {"old.md": "data:text/html,x"}}}}, "old.md"),
        ("homepage", {"extra": {"page": PAGE, "homepage": "javascript:alert(1)"}}, "homepage"),
        ("a link", {"extra": {"page": {**PAGE, "report": {"text": "R", "link": "javascript:alert(1)"}}}}, "report"),
    ],
)
def test_a_setting_that_may_hold_html_or_an_address_holds_nothing_else(
    where: str, config: dict[str, Any], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDF", "0")
    site = build_site(make_site(tmp_path, PAGES, **{**CONFIG, **config}), strict=True)
    assert site.ended, where
    source = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    places = re.findall(r"mkdocs\.yml:(\d+):", "\n".join(site.problems))
    assert places or "mkdocs.yml" in site.ended
    assert all(line in source[int(number) - 1] for number in places)
    for path in site.site.rglob("*.html"):
        assert not running(path.read_text(encoding="utf-8"))
