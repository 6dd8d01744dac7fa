"""News on a small whole site: Material's blog plugin together with both hooks and the real templates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.feed import wrong_in_feed
from support.site import EXTENSIONS, HOOK, PAGE_HOOK, THEME, Built, build_site, make_site

ABOUT = "audience: [home bakers]\nwritten: 2026-11-24\n"
POST = """\
---
description: A trial of rye & wheat.
kind: news
{about}date: {date}
categories: [{category}]
slug: {slug}
{more}---

# {title}

Rye rose more [@gobbetti1998]. @group2020 says so too; see [kneading](../../knead.md#fold).

<!-- more -->

## What does it change?

Nothing yet [@hamelman2012].

- One **thing**
"""


def post(date: str, category: str, slug: str, title: str, more: str = "") -> str:
    return POST.format(about=ABOUT, date=date, category=category, slug=slug, title=title, more=more)


PAGES = {
    "references.bib": """\
@article{gobbetti1998, author = {Gobbetti, Marco}, title = {Rye}, journal = {Bread Science}, year = {1998},
  pages = {1--9}, url = {https://example.org/rye}}
@book{hamelman2012, author = {Hamelman, Jeffrey}, title = {Bread}, publisher = {Press}, year = {2012}}
@misc{group2020, author = {{Guild of Bakers}}, shortauthor = {GoB}, title = {Rules}, year = {2020},
  url = {https://example.org/rules}}
""",
    "docs/index.md": f"---\ndescription: Bread.\nkind: home\n{ABOUT}---\n# Bread\n\nSee [news](news/index.md).\n",
    "docs/knead.md": f"---\ndescription: F.\nkind: practice\n{ABOUT}next: [news/posts/rye.md]\n---\n# K\n\n## Fold\n",
    "docs/news/index.md": f"---\ndescription: All that is new.\nkind: news\n{ABOUT}---\n# News\n\nWhat is new.\n",
    "docs/news/posts/rye.md": post("2025-03-04", "Trials", "rye", "Rye & wheat"),
    "docs/news/posts/old.md": post("2023-01-01", "Follow-ups", "old", "An old loaf", "date_precision: year\n"),
    "docs/sources.md": f"---\ndescription: All.\nkind: reference\n{ABOUT}---\n# Sources\n\n\\full_bibliography\n",
    "includes/box.md": "Check first.\n",
}
BLOG = {
    "blog_dir": "news",
    "post_url_format": "{slug}",
    "categories_allowed": ["Trials", "Follow-ups"],
    "authors": False,
    "post_readtime": False,
}
PAGE_SETTINGS = {"check_first": "includes/box.md", "authors": "The bakers", "dated": "Baked", "feed": "feed.xml"}


def build(
    folder: Path,
    pages: Mapping[str, str] = PAGES,
    citations: Mapping[str, object] | None = None,
    site_url: str = "",
) -> Built:
    extra = {"page": PAGE_SETTINGS, "citations": dict(citations or {})}
    mkdocs_yml = make_site(
        folder,
        pages,
        hooks=[PAGE_HOOK, HOOK],
        extensions=EXTENSIONS,
        theme=THEME,
        plugins=["material/search", {"material/blog": BLOG}],
        extra=extra,
        validation={"nav": {"omitted_files": "warn"}, "links": {"not_found": "warn", "anchors": "warn"}},
        site_url=site_url,
    )
    return build_site(mkdocs_yml, strict=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site, built strictly."""
    built = build(tmp_path_factory.mktemp("news"))
    assert built.ended is None, built.log
    return built


LISTS = ["news/index.html", "news/archive/2025/index.html", "news/category/trials/index.html"]


def excerpt(built: Built, path: str) -> str:
    articles = re.findall(r'<article class="post-excerpt">.*?</article>', built[path], re.DOTALL)
    return next(str(article) for article in articles if "Rye &amp; wheat" in article)


def test_no_page_shows_a_citation_as_typed(built: Built) -> None:
    for path in [*built.site.glob("**/*.html"), built.site / "feed.xml"]:
        assert not re.search(r"\[@|@\w+\d{4}|reference-list", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("path", LISTS)
def test_a_citation_in_an_excerpt_leads_to_the_post_s_list(built: Built, path: str) -> None:
    shown = excerpt(built, path)
    assert ">Gobbetti, 1998</a>" in shown
    links = re.findall(r'href="([^"]*#ref-[^"]+)"', shown)
    assert len(links) == 2
    for link in links:
        address, anchor = link.split("#")
        target = (built.site / path).parent / address / "index.html"
        assert target.resolve() == (built.site / "news/rye/index.html").resolve()
        assert f'id="{anchor}"' in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", LISTS)
def test_an_excerpt_names_a_group_in_full_and_repeats_no_address(built: Built, path: str) -> None:
    assert "Guild of Bakers (GoB, 2020)" in re.sub("<[^>]+>", "", excerpt(built, path))
    ids = re.findall(r' id="([^"]+)"', built[path])
    assert not [name for name in ids if name.startswith(("cite-", "ref-"))]


@pytest.mark.parametrize("path", LISTS)
def test_an_excerpt_ends_in_a_link_that_names_the_post(built: Built, path: str) -> None:
    shown = excerpt(built, path)
    assert "What does it change?" not in shown
    assert re.search(r'<a href="[./]*rye/">Read more: Rye &amp; wheat</a>', shown)
    assert re.search(r'<a href="[./]*/knead/#fold">kneading</a>', shown)


def test_without_own_lists_citations_in_excerpts_lead_to_the_list_of_all(tmp_path: Path) -> None:
    built = build(tmp_path, citations={"bib_by_default": False})
    assert built.ended is None, built.log
    for path in LISTS:
        links = re.findall(r'href="([^"]*)#ref-gobbetti1998"', excerpt(built, path))
        assert [((built.site / path).parent / link).resolve() for link in links] == [built.site / "sources"]


def test_in_a_style_with_notes_an_excerpt_has_its_citation_in_brackets(tmp_path: Path) -> None:
    built = build(tmp_path, citations={"csl_file": "chicago-note-bibliography"})
    assert built.ended is None, built.log
    shown = excerpt(built, "news/index.html")
    assert "Gobbetti" in shown
    assert "note-ref" not in shown
    assert "<!--note-->" not in shown
    assert 'id="note-ref-1"' in built["news/rye/index.html"]


def test_citations_in_posts_are_known_before_anything_is_rendered(built: Built) -> None:
    assert built.problems == []
    assert "news/rye" in re.findall(r'id="ref-gobbetti1998".*', built["sources/index.html"])[0]


def test_a_date_is_shown_no_more_exactly_than_it_is_known(built: Built) -> None:
    for path in ("news/index.html", "news/old/index.html"):
        assert 'Baked <time datetime="2023">2023</time>' in built[path]
    assert 'Baked <time datetime="2025-03-04">4 March 2025</time>' in built["news/rye/index.html"]
    assert "January 1, 2023" not in built["news/index.html"]


def test_a_post_says_when_it_was_written_and_by_whom(built: Built) -> None:
    trust = built["news/rye/index.html"].split('class="page-trust"')[1]
    assert "The bakers" in trust
    assert "24 November 2026" in trust


def test_a_page_that_the_plugin_made_up_has_no_author_and_is_in_no_index(built: Built) -> None:
    for path in LISTS[1:]:
        assert "page-trust" not in built[path]
        assert "cite-page" not in built[path]
    assert 'class="page-trust"' in built["news/index.html"]
    urls = [page["url"] for page in json.loads(built["pages.json"])]
    assert urls == ["", "knead/", "news/", "news/old/", "news/rye/", "sources/"]


def test_each_post_is_found_once_by_the_search(built: Built) -> None:
    docs = json.loads(built["search/search_index.json"])["docs"]
    found = sorted(doc["location"] for doc in docs if "rose more" in doc["text"])
    assert found == ["news/old/", "news/rye/"]
    assert not [doc for doc in docs if "archive" in doc["location"] or "category" in doc["location"]]


def test_a_post_may_be_read_next_and_keeps_the_menu(built: Built) -> None:
    assert '<a href="../news/rye/">Rye &amp; wheat</a>' in built["knead/index.html"]
    menu = re.search(r'<div class="md-sidebar md-sidebar--primary"[^>]*>', built["news/rye/index.html"])
    assert menu
    assert "hidden" not in menu[0]


def test_the_feed_is_valid_and_has_final_text(built: Built) -> None:
    assert wrong_in_feed(built["feed.xml"]) == []
    feed = ElementTree.fromstring(built["feed.xml"])  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}title") for entry in entries] == ["Rye & wheat", "An old loaf"]
    content = entries[0].findtext(f"{atom}content") or ""
    assert content.startswith("<p>Baked 4 March 2025.</p>")
    assert "<p>Rye rose more (Gobbetti, 1998). Guild of Bakers (GoB, 2020) says so too; see kneading.</p>" in content
    assert "<li>One <strong>thing</strong></li>" in content
    assert "References" not in content
    assert entries[1].findtext(f"{atom}summary") == "Baked 2023. A trial of rye & wheat."
    assert entries[0].findtext(f"{atom}published") == "2026-11-24T00:00:00Z"
    assert entries[0].find(f"{atom}category[@term='Trials']") is not None
    assert entries[0].find(f"{atom}link").get("href") == "news/rye/"  # type: ignore[union-attr]


def test_every_page_names_the_feed(built: Built) -> None:
    for path, address in [("index.html", "feed.xml"), ("news/rye/index.html", "../../feed.xml")]:
        assert f'type="application/atom+xml" title="A small site" href="{address}"' in built[path]


def test_with_an_address_of_the_site_the_feed_is_absolute(tmp_path: Path) -> None:
    built = build(tmp_path, site_url="https://bread.example/site/")
    assert wrong_in_feed(built["feed.xml"]) == []
    found = re.findall(r"(?:href=\"|<id>)([^\"<]+)", built["feed.xml"])
    assert found
    assert all(address.startswith("https://bread.example/site/") for address in found)
    assert "<id>https://bread.example/site/news/rye/</id>" in built["feed.xml"]


def test_posts_that_are_wrong_are_all_named_with_their_places(tmp_path: Path) -> None:
    rye = PAGES["docs/news/posts/rye.md"]
    pages = {
        **PAGES,
        "docs/news/posts/a.md": rye.replace("2025-03-04", "soon").replace("Trials", "Trails"),
        "docs/news/posts/b.md": rye.replace("date: 2025-03-04\n", "").replace("slug: rye", "slug: R Y E"),
        "docs/news/posts/c.md": rye.replace("kind: news", "kind: home"),
        "docs/news/posts/d.md": rye.replace("slug: rye", "draft: later\ndate_precision: year"),
    }
    built = build(tmp_path, pages)
    assert built.ended
    assert re.findall(r"docs/news/posts/\S+ \[.*", built.ended) == [
        "docs/news/posts/a.md:6:7: [bad-metadata] 'date' is not a day. Write it as 2026-11-23.",
        "docs/news/posts/a.md:7:14: [bad-metadata] 'categories' cannot be 'Trails'. One of: Trials, Follow-ups.",
        "docs/news/posts/b.md:1:1: [missing-metadata] 'date' is missing. Give the day the study or report was "
        "published, such as 2026-11-23.",
        "docs/news/posts/b.md:7:7: [bad-metadata] 'slug' cannot be 'R Y E'. Use lower-case letters, "
        "digits and hyphens.",
        "docs/news/posts/c.md:3:7: [bad-metadata] 'kind' cannot be 'home'. One of: news.",
        "docs/news/posts/d.md:6:7: [bad-metadata] 'date' is more exact than 'date_precision: year'. Write the first "
        "day of the year.",
        "docs/news/posts/d.md:8:8: [bad-metadata] 'draft' cannot be 'later'. One of: true, false.",
    ]  # fmt: skip


def test_a_draft_is_not_published(tmp_path: Path) -> None:
    draft = PAGES["docs/news/posts/rye.md"].replace("slug: rye", "slug: rye\ndraft: true")
    pages = {**PAGES, "docs/news/posts/rye.md": draft}
    pages["docs/knead.md"] = PAGES["docs/knead.md"].replace("news/posts/rye.md", "index.md")
    built = build(tmp_path, pages)
    assert built.ended is None, built.log
    assert "Rye" not in built["feed.xml"].replace("Rye rose", "")
    assert not (built.site / "news" / "rye").exists()


def test_two_builds_give_the_same_feed(built: Built, tmp_path: Path) -> None:
    assert build(tmp_path)["feed.xml"] == built["feed.xml"]
