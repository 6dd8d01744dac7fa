"""The Spanish pages, built with the English ones: their originals, their mark, the gate, crisis lines in Spanish."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from babel.messages.pofile import read_po

from psychoed.language import LOCALES
from support.site import ROOT

ENGLISH, SPANISH = ROOT / "docs", ROOT / "docs-es"
PAGES = sorted(path.relative_to(SPANISH).as_posix() for path in SPANISH.rglob("*.md"))
ASKED_FOR = {
    "index.md", "flare.md", "offline.md", "about.md", "understand/checked.md", "understand/warning-signs.md",
    "understand/what-is-prt.md", "practise/somatic-tracking.md", "practise/guided.md", "handouts/index.md",
    "handouts/warning-signs-card.md", "handouts/flare-up-plan.md", "handouts/what-prt-is.md",
}  # fmt: skip
CRISIS = {"800 911 2000": "tel:8009112000", "988": "tel:988", "024": "tel:024"}
WITH_NUMBERS = ["flare.md", "offline.md", "understand/warning-signs.md"]
WITH_NUMBERS += ["handouts/flare-up-plan.md", "handouts/warning-signs-card.md"]
ADDRESS = "https://prt.example/"


def get_file(page: str) -> str:
    """Return the path of a page's built file."""
    stem = page.removesuffix(".md")
    return "index.html" if stem == "index" else f"{stem.removesuffix('/index')}/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both languages, built strictly by one command."""
    folder = tmp_path_factory.mktemp("both") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    settings = {**os.environ, "PDF": "0", "AUDIO": "0", "SITE_URL": ADDRESS}
    settings.pop("CI", None)
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def read(built: Path, page: str, language: str = "es") -> str:
    return (built / ("" if language == "en" else language) / get_file(page)).read_text(encoding="utf-8")


def read_alternates(html: str) -> dict[str, str]:
    return {
        re.sub(r'.*hreflang="(\w+)".*', r"\1", tag): re.sub(r'.*href="([^"]*)".*', r"\1", tag)
        for tag in re.findall(r'<link rel="alternate ?" [^>]*hreflang="\w+"[^>]*>', html)
    }


def test_what_people_need_most_is_there() -> None:
    assert set(PAGES) >= ASKED_FOR


@pytest.mark.parametrize("page", PAGES)
def test_a_page_knows_its_original_and_says_who_checked_it(page: str, built: Path) -> None:
    front = yaml.safe_load((SPANISH / page).read_text(encoding="utf-8").split("---\n")[1])
    assert (ENGLISH / page).is_file()
    assert re.fullmatch(r"[0-9a-f]{12}", front["translation"]["original"])
    if "checked" not in front["translation"]:
        assert "Traducido por el proyecto; todavía no lo ha revisado" in read(built, page)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_and_its_original_lead_to_each_other(page: str, built: Path) -> None:
    own = get_file(page).removesuffix("index.html")
    expected = {"en": f"{ADDRESS}{own}", "es": f"{ADDRESS}es/{own}"}
    for language in ("en", "es"):
        html = read(built, page, language)
        assert read_alternates(html) == expected
        switch = dict(re.findall(r'<a href="([^"]*)" hreflang="(\w+)"', html))
        assert {code: urljoin(expected[language], link) for link, code in switch.items()} == expected
    assert '<html lang="es"' in read(built, page)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_offers_urgent_help_in_spanish(page: str, built: Path) -> None:
    html = read(built, page)
    assert "Pedir ayuda ya" in html
    assert "Get help now" not in html


def test_what_asks_readers_to_do_something_has_the_spanish_gate(built: Path) -> None:
    own = [page for page in PAGES if "check-first" in read(built, page)]
    assert {"practise/somatic-tracking.md", "practise/guided.md", "flare.md", "handouts/flare-up-plan.md"} <= set(own)
    for page in own:
        line = read(built, page).split("check-first", 1)[1]
        assert "understand/checked/" in line or page == "handouts/warning-signs-card.md"
        assert "revisado" in line or "pida ayuda ya" in line


@pytest.mark.parametrize(
    "page",
    [
        "flare.md",
        "offline.md",
        "understand/warning-signs.md",
        "handouts/flare-up-plan.md",
        "handouts/warning-signs-card.md",
    ],
)
def test_crisis_lines_are_those_of_spanish_speakers(page: str, built: Path) -> None:
    html = read(built, page).replace("\xa0", " ")
    for number, address in CRISIS.items():
        assert f'<a href="{address}">{number}</a>' in html
    assert "AYUDA" in html
    assert re.search(r"oprima 2\b", html)
    for english in ("116123", "131114", "85258"):
        assert english not in html


def test_emergency_numbers_come_first_on_the_warning_signs(built: Path) -> None:
    html = read(built, "understand/warning-signs.md")
    assert 0 < html.index('href="tel:911"') < html.index('href="tel:112"') < html.index('id="emergency-number-now"')


def test_places_have_the_names_of_the_original(built: Path) -> None:
    """A link to a section leads to the same section in both languages."""
    for page in ("understand/warning-signs.md", "understand/checked.md", "understand/what-is-prt.md", "about.md"):
        english, spanish = (set(re.findall(r'<h[23] id="([^"]+)"', read(built, page, code))) for code in ("en", "es"))
        assert english <= spanish, page


def test_nothing_of_the_interface_is_english(built: Path) -> None:
    with (LOCALES / "es" / "LC_MESSAGES" / "psychoed.po").open("rb") as file:
        catalogue = read_po(file, locale="es")
    english = {str(each.id) for each in catalogue if isinstance(each.id, str) and len(each.id.split()) > 2}
    for page in PAGES:
        # Not data, by which scripts find their texts, and not the titles of sources.
        hidden = r'<script[^>]*>.*?</script>|<div class="csl-.*?</div>|\bdata-[\w-]+="[^"]*"|<template.*?</template>'
        shown = unescape(re.sub(hidden, "", read(built, page), flags=re.DOTALL))
        assert [text for text in english if "{" not in text and text in shown] == [], page


def test_links_to_english_pages_say_so_and_arrive(built: Path) -> None:
    links = 0
    for page in PAGES:
        base = f"{ADDRESS}deep/es/{get_file(page).removesuffix('index.html')}"  # a link must not climb out of the site
        body = read(built, page).split("<article", 1)[1].split("</article>")[0]
        for link, text in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', body, re.DOTALL):
            to = urlsplit(urljoin(base, link))
            if "://" in link or to.scheme != "https" or to.path.startswith("/deep/es/"):
                continue
            links += 1
            assert "en inglés" in text, (page, link)
            assert to.path.startswith("/deep/"), (page, link)
            html = (built / to.path.removeprefix("/deep/") / "index.html").read_text(encoding="utf-8")
            assert not to.fragment or f'id="{to.fragment}"' in html, (page, link)
    assert links > 20


def test_search_the_offline_copy_and_the_lists_are_of_one_language(built: Path) -> None:
    index = json.loads((built / "es" / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert index["config"]["lang"] == ["es"]
    found = {row["location"].partition("#")[0] for row in index["docs"]}
    assert found == {get_file(page).removesuffix("index.html") for page in PAGES if page != "offline.md"}

    worker = (built / "es" / "sw.js").read_text(encoding="utf-8")
    assert "understand/warning-signs/" in worker
    assert "clinicians/" not in worker
    assert "es/understand" not in (built / "sw.js").read_text(encoding="utf-8")

    rows = json.loads((built / "pages.json").read_text(encoding="utf-8"))
    spanish = {row["url"] for row in rows if row["language"] == "es"}
    assert spanish == {f"es/{get_file(page).removesuffix('index.html')}" for page in PAGES}
    assert f"{ADDRESS}es/flare/" in (built / "es" / "sitemap.xml").read_text(encoding="utf-8")


def test_news_stay_in_the_language_they_are_written_in(built: Path) -> None:
    assert (built / "feed.xml").is_file()
    assert not (built / "es" / "feed.xml").exists()
    assert "feed.xml" not in read(built, "index.md")
