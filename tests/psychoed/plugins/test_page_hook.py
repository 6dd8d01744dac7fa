"""Whole small sites, on another topic than ours, built by MkDocs and Material with the real page hook and templates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.site import EXTENSIONS, PAGE_HOOK, THEME, Built, build_site, make_site

BOX = "**Check first.** Is your [oven hot](/safety/burns.md#hot)? Stop if it smokes.\n"
PAGES = {
    "includes/box.md": BOX,
    "docs/index.md": """\
---
description: Bread, "plainly" & <well>.
kind: home
audience: [home bakers]
written: 2026-01-02
---
# Bread
""",
    "docs/safety/burns.md": """\
---
description: When a burn needs a doctor.
kind: safety
audience: [home bakers]
written: 2025-03-04
reviewed: 2026-05-06
clinical_review: {name: Bo Crumb, role: nurse, date: 2026-05-07}
authors: [Ada Loaf, "<Ash>"]
---
# Burns & scalds

## Hot ovens { #hot }
""",
    "docs/practise/knead.md": """\
---
description: Kneading, step by step.
kind: practice
audience: [home bakers]
written: 2026-01-02
search_terms: [needing dough, "R&D"]
next: [safety/burns.md, index.md]
---
# Kneading

Push and fold.

## When to stop

Soon.
""",
}
SETTINGS = {
    "audiences": ["home bakers"],
    "check_first": "includes/box.md",
    "safety": {"text": "Burns & scalds", "link": "safety/burns.md#hot"},
    "header_links": [{"text": "Burnt <now>?", "link": "practise/knead.md"}],
    "authors": "The bakers",
    "conflicts": "None with any mill",
    "licence": {"text": "CC BY 4.0", "link": "https://creativecommons.org/licenses/by/4.0/"},
    "report": {"text": "Tell us", "link": "mailto:bakers@example.org"},
}


def build(
    folder: Path,
    pages: Mapping[str, str] = PAGES,
    *,
    settings: object = SETTINGS,
    strict: bool = False,
    site_url: str = "",
) -> Built:
    config = make_site(
        folder,
        pages,
        hooks=[PAGE_HOOK],
        extensions=EXTENSIONS,
        theme=THEME,
        plugins=["material/search"],
        extra={"page": settings},
        validation={"links": {"not_found": "warn", "anchors": "warn"}},
        site_url=site_url,
    )
    return build_site(config, strict=strict)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site, built strictly."""
    built = build(tmp_path_factory.mktemp("site"), strict=True)
    assert built.ended is None, built.log
    return built


class _Text(HTMLParser):
    """The words of one element, each once, without its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def part(html: str, start: str, end: str) -> str:
    parser = _Text()
    parser.feed(html.split(start, 1)[1].split(end, 1)[0])
    return " ".join(parser.words)


def test_only_a_page_that_asks_its_readers_to_act_says_check_first(built: Built) -> None:
    with_box = {path for path in ("index.html", "safety/burns/index.html", "practise/knead/index.html")
                if 'class="check-first"' in built[path]}  # fmt: skip
    assert with_box == {"practise/knead/index.html"}
    page = built["practise/knead/index.html"]
    assert page.index("<h1") < page.index('class="check-first"') < page.index("Push and fold")
    assert '<a href="../../safety/burns/#hot">oven hot</a>' in page


def test_a_handout_may_need_no_check_first_line(tmp_path: Path) -> None:
    letter = PAGES["docs/practise/knead.md"].replace("kind: practice", "kind: handout\ncheck_first: false")
    built = build(
        tmp_path, {**PAGES, "docs/letter.md": letter, "docs/log.md": letter.replace("check_first: false\n", "")}
    )
    assert 'class="check-first"' not in built["letter/index.html"]
    assert 'class="check-first"' in built["log/index.html"]


def test_the_box_is_no_search_result(built: Built) -> None:
    assert "smokes" not in built["search/search_index.json"]
    assert "data-search" not in built["practise/knead/index.html"]


def test_search_terms_find_the_page_and_are_not_shown(built: Built) -> None:
    assert '<p hidden class="search-terms"><sub>needing dough, R&amp;D</sub></p>' in built["practise/knead/index.html"]
    found = [entry["location"] for entry in json.loads(built["search/search_index.json"])["docs"]
             if "needing dough" in entry["text"]]  # fmt: skip
    assert found == ["practise/knead/"]


def trust(built: Built, path: str) -> str:
    return part(built[path], "<dl>", "</dl>")


def test_a_page_not_yet_checked_says_so(built: Built) -> None:
    assert trust(built, "practise/knead/index.html") == (
        "Written by The bakers, 2 January 2026 Clinical review Not yet reviewed by a clinician Last checked "
        "Not checked since it was written Next check due 2 January 2027 (overdue) Conflicts of interest None with any "
        "mill Licence CC BY 4.0 Found a mistake? Tell us"
    )


def test_a_page_that_was_checked_says_by_whom_and_when(built: Built) -> None:
    assert trust(built, "safety/burns/index.html").startswith(
        "Written by Ada Loaf, <Ash>, 4 March 2025 Clinical review Bo Crumb, nurse, 7 May 2026 "
        "Last checked 6 May 2026 Next check due 6 May 2027"
    )


def test_only_the_readers_browser_says_that_a_review_is_overdue(built: Built) -> None:
    assert '<strong hidden data-overdue="2027-05-06">' in built["safety/burns/index.html"]


def test_what_to_read_next_is_named_and_described(built: Built) -> None:
    said = part(built["practise/knead/index.html"], '<nav class="read-next"', "</nav>")
    assert said.endswith(
        'What to read next Burns & scalds When a burn needs a doctor. Bread Bread, "plainly" & <well>.'
    )
    assert '<a href="../../safety/burns/">Burns &amp; scalds</a>' in built["practise/knead/index.html"]
    assert "read-next" not in built["index.html"]


def test_every_page_begins_and_ends_with_the_safety_link(built: Built) -> None:
    for path, link in [("index.html", "safety/burns/#hot"), ("practise/knead/index.html", "../../safety/burns/#hot"),
                       ("404.html", "/safety/burns/#hot")]:  # fmt: skip
        links = [match.start() for match in re.finditer(f'<a href="{link}"[^>]*>Burns &amp; scalds</a>', built[path])]
        assert links[0] < built[path].index("<header")
        assert links[-1] > built[path].index("<footer")


def test_every_page_begins_with_the_way_to_help_in_a_flare(built: Built) -> None:
    for path, link in [("index.html", "practise/knead/"), ("safety/burns/index.html", "../../practise/knead/"),
                       ("404.html", "/practise/knead/")]:  # fmt: skip
        above = built[path].split("<header", 1)[0]
        assert f'<a href="{link}">Burnt &lt;now&gt;?</a>' in above, path
        assert above.index("Burns &amp; scalds") < above.index("Burnt &lt;now")


def test_a_description_is_an_attribute_without_loose_ends(built: Built) -> None:
    described = '<meta name="description" content="Bread, &#34;plainly&#34; &amp; &lt;well&gt;.">'
    assert described in built["index.html"]


def test_the_search_dialog_has_a_name(built: Built) -> None:
    assert 'role="dialog" aria-label="Search"' in built["index.html"]


def test_pages_json(built: Built) -> None:
    pages = json.loads(built["pages.json"])
    assert [page["url"] for page in pages] == ["", "practise/knead/", "safety/burns/"]
    assert pages[1] == {
        "url": "practise/knead/",
        "title": "Kneading",
        "kind": "practice",
        "reviewed": None,
        "review_by": "2027-01-02",
        "cited": [],
    }
    assert pages[2]["title"] == "Burns & scalds"
    assert pages[2]["reviewed"] == "2026-05-06"


def test_two_builds_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    again = build(tmp_path, strict=True)
    names = sorted(path.relative_to(built.site) for path in built.site.glob("**/*") if path.is_file())
    assert names == sorted(path.relative_to(again.site) for path in again.site.glob("**/*") if path.is_file())
    differing = [name for name in names if (built.site / name).read_bytes() != (again.site / name).read_bytes()]
    assert differing == []


def test_all_that_is_wrong_with_all_pages_is_said_in_order(tmp_path: Path) -> None:
    pages = {
        **PAGES,
        "docs/a.md": "No front matter.\n",
        "docs/b.md": PAGES["docs/index.md"].replace("kind: home", "kind: hose").replace("written", "witten"),
        "docs/c.md": "---\r\nkind: a: b\r\n---\r\n# C\r\n",
        "docs/d.md": PAGES["docs/practise/knead.md"].replace("index.md]", "idnex.md]"),
        "docs/e.md": PAGES["docs/practise/knead.md"].replace('"R&D"', '"#when-to-begin now"'),
    }
    built = build(tmp_path, pages, strict=True)
    assert built.ended
    assert [line.split(". ")[0] for line in built.problems if "page: " in line] == [
        *(f"ERROR page: docs/a.md:1:1: [missing-metadata] '{name}' is missing"
          for name in ("audience", "description", "kind", "written")),
        "ERROR page: docs/b.md:1:1: [missing-metadata] 'written' is missing",
        "ERROR page: docs/b.md:3:7: [bad-metadata] 'kind' cannot be 'hose'",
        "ERROR page: docs/b.md:5:1: [unknown-metadata] there is no field 'witten'",
        "ERROR page: docs/c.md:2:8: [bad-front-matter] Front matter is not valid YAML: mapping values are not allowed "
        "in this context",
        "ERROR page: docs/d.md:7:25: [bad-metadata] 'next' names 'idnex.md', which is not a page below docs/",
        "ERROR page: docs/e.md:6:32: [bad-metadata] 'search_terms' has '#when-to-begin', but no heading on this page "
        "has that id",
    ]  # fmt: skip


def test_without_strict_a_page_with_problems_is_still_a_page(tmp_path: Path) -> None:
    built = build(tmp_path, {**PAGES, "docs/a.md": "# A\n\nNo front matter.\n"})
    assert built.ended is None
    assert "No front matter." in built["a/index.html"]
    assert "Not yet reviewed by a clinician" in built["a/index.html"]


def test_a_link_in_the_box_is_checked_like_any_other(tmp_path: Path) -> None:
    built = build(tmp_path, {**PAGES, "includes/box.md": "See [this](/safety/brns.md).\n"})
    assert any("safety/brns.md" in line and "not found" in line for line in built.problems)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({**SETTINGS, "chek_first": "x"}, "chek_first"),
        ({**SETTINGS, "check_first": "includes/no.md"}, "check_first"),
        ({**SETTINGS, "footer_only": ["Burn"]}, "extra.page.footer_only names 'Burn'"),
        (
            {**SETTINGS, "header_links": [{"text": "Burnt", "link": "burnt.md"}]},
            "header_links links to 'burnt.md'",
        ),
        (
            {**SETTINGS, "check_first": None},
            "docs/practise/knead.md: a page of kind 'practice' needs a check-first line",
        ),
        ({**SETTINGS, "safety": {"text": "Burns", "link": "burns.md"}}, "extra.page.safety links to 'burns.md'"),
        ({**SETTINGS, "report": {"txt": "Tell us", "link": "index.md"}}, "report"),
        (["box.md"], "extra.page must hold settings"),
    ],
)
def test_a_setting_that_is_wrong_ends_the_build_by_name(tmp_path: Path, settings: object, said: str) -> None:
    built = build(tmp_path, settings=settings)
    assert built.ended
    assert said in built.ended


def test_a_page_that_is_not_utf8_ends_the_build_in_one_line(tmp_path: Path) -> None:
    config = tmp_path / "docs" / "latin.md"
    config.parent.mkdir(parents=True)
    config.write_bytes(b"# Br\xf6d\n")
    built = build(tmp_path)
    assert built.ended
    assert "docs/latin.md:1:5: [bad-file]" in built.ended


@pytest.mark.parametrize("name", ["check_first", "check_first_card", "facts", "words"])
def test_a_file_that_a_setting_names_ends_the_build_in_one_line_if_it_is_not_utf8(tmp_path: Path, name: str) -> None:
    (tmp_path / "latin.txt").write_bytes(b"Br\xf6d\n")
    built = build(tmp_path, settings={**SETTINGS, name: "latin.txt"})
    assert built.ended
    assert "latin.txt:1:3: [bad-file]" in built.ended


SCORED = """\
page: practise/knead.md
first:
  date: 2026-01-02
  understandable: "11111 1n111 11nnn n1"
  actionable: "1111n n0"
  clear: "11101 11111 11111 11nnn"
  jama: "1111"
  lost:
    actionable 7: "No drawing of the folds."
    clear 4: "No picture of a loaf."
"""
SHOWS_SCORES = {
    **PAGES,
    "docs/about/scores.md": PAGES["docs/index.md"].replace("# Bread", "# Scores\n\n\\scores"),
    "scores/knead.yml": SCORED,
}


def test_a_page_shows_the_scores_kept_beside_the_site(tmp_path: Path) -> None:
    built = build(tmp_path, SHOWS_SCORES, settings={**SETTINGS, "scores": "scores"}, strict=True)
    assert built.ended is None, built.log
    page = built["about/scores/index.html"]
    assert "\\scores" not in page
    assert part(page, "<table>", "</table>") == ("Page Understand Act Kneading 100 80")
    assert part(page.split("</table>", 1)[1], "<table>", "</table>") == "Page Clarity JAMA Kneading 94 4"
    assert '<a href="../../practise/knead/">Kneading</a>' in page
    assert "pictures help to act. First reading: No drawing of the folds." in page


def test_a_file_of_scores_that_is_wrong_is_told_at_its_place_and_shown_nowhere(tmp_path: Path) -> None:
    wrong = SCORED.replace('    clear 4: "No picture of a loaf."\n', "").replace('"1111n n0"', '"1111n n2"')
    pages = {**SHOWS_SCORES, "scores/bread.yml": SCORED.replace("knead.md", "kneed.md"), "scores/knead.yml": wrong}
    built = build(tmp_path, pages, settings={**SETTINGS, "scores": "scores"}, strict=True)
    assert built.ended
    assert [line for line in built.problems if "bad-score" in line] == [
        "ERROR page: scores/bread.yml:1:7: [bad-score] 'practise/kneed.md' is not a page below docs/. "
        "Did you mean 'practise/knead.md'?",
        "ERROR page: scores/knead.yml:5:15: [bad-score] 'actionable' has the mark '2'. Known: 0, 1, n.",
        "ERROR page: scores/knead.yml:8:3: [bad-score] 'clear 4' lost a point, but has no reason.",
    ]
    assert "Kneading</a>" not in built["about/scores/index.html"].split('class="read-next"')[0].split("<article")[1]


def test_a_file_of_scores_that_is_not_utf8_ends_the_build_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "scores").mkdir()
    (tmp_path / "scores" / "latin.yml").write_bytes(b"page: br\xf6d.md\n")
    built = build(tmp_path, SHOWS_SCORES, settings={**SETTINGS, "scores": "scores"})
    assert built.ended
    assert "scores/latin.yml:1:9: [bad-file]" in built.ended


def test_scores_asked_for_without_a_folder_stop_the_build(tmp_path: Path) -> None:
    built = build(tmp_path, SHOWS_SCORES)
    assert built.ended
    assert (
        "about/scores.md: this page shows scores, but no folder is set. Name it in mkdocs.yml, extra.page.scores."
        in built.ended
    )


def test_the_sitemap_has_the_day_each_page_was_checked_or_written(tmp_path: Path) -> None:
    site = build(tmp_path, site_url="https://example.org/bread/")
    entries = re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", site["sitemap.xml"])
    assert dict(entries) == {
        "https://example.org/bread/": "2026-01-02",
        "https://example.org/bread/practise/knead/": "2026-01-02",
        "https://example.org/bread/safety/burns/": "2026-05-06",
    }


def test_the_site_has_a_picture_for_links_elsewhere(tmp_path: Path) -> None:
    card = {"social_card": {"text": "A “loaf”", "link": "loaf.png"}}
    files = PAGES | {"docs/loaf.png": "a picture"}
    site = build(tmp_path, files, settings=SETTINGS | card, site_url="https://example.org/bread/")
    page = site["practise/knead/index.html"]
    assert '<meta property="og:image" content="https://example.org/bread/loaf.png">' in page
    assert '<meta property="og:image:alt" content="A “loaf”">' in page
