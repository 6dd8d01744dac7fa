"""Text that readers see otherwise than reviewers read it, or don't see at all: each is an error at its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.site import EXTENSIONS, PAGE_HOOK, PNG, ROOT, THEME, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("citation", "site")]
HEAD = '<!doctype html><html><head><meta charset="utf-8"><title>{{ page.title }}</title></head><body>'
BIB = "@book{loaf, author={Loaf, A.}, title={Bread}, year={2001}, publisher={Oven}}\n"


def built(
    folder: Path, page: str, *, strict: bool = True, theme: str = HEAD, files: Mapping[str, str] | None = None
) -> Built:
    snippets = {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}
    pages: dict[str, str | bytes] = {
        "docs/index.md": f"# Bread\n\n{page}\n",
        "docs/loaf.png": PNG,
        "references.bib": BIB,
        "theme/main.html": f"{theme}{{{{ page.content }}}}",
    }
    mkdocs_yml = make_site(
        folder, pages | dict(files or {}), hooks=HOOKS, extensions=[*EXTENSIONS, snippets], watch=["includes"]
    )
    (folder / "includes").mkdir(exist_ok=True)
    return build_site(mkdocs_yml, strict=strict)


def places(site: Built, code: str) -> list[str]:
    return re.findall(rf"(\S+): \[{code}\]", "\n".join(site.problems))


@pytest.mark.parametrize("sign", ["\u202e", "&#x202e;", "\u200b", "&shy;", "\U000e0041"])
def test_a_character_that_is_not_seen_ends_a_strict_build_at_its_line(sign: str, tmp_path: Path) -> None:
    site = built(tmp_path, f"Flour.\n\nCall {sign}119 now, or {sign}911.")
    assert site.ended
    assert places(site, "odd-character") == ["docs/index.md:5:6"]


def test_it_is_located_in_the_file_that_brought_it(tmp_path: Path) -> None:
    files = {
        "includes/box.md": "A box\u202e.\n",
        "references.bib": BIB.replace("Bread", "Br\u200bead"),
        "docs/words.txt": "Fl\u00adour\n",
    }
    site = built(tmp_path, 'Flour [@loaf].\n\n--8<-- "includes/box.md"', files=files)
    assert sorted(places(site, "odd-character")) == ["docs/words.txt:1:3", "includes/box.md:1:6", "references.bib:1:41"]


def test_a_folder_that_is_named_like_a_text_is_none(tmp_path: Path) -> None:
    site = built(tmp_path, "Flour", files={"docs/words.txt.md": "# Words\n", "docs/oven.svg.md": "# Oven\n"})
    assert (site.ended, site.problems) == (None, [])


def test_an_escape_in_front_matter_is_one(tmp_path: Path) -> None:
    site = built(tmp_path, "Flour", files={"docs/rye.md": '---\ntitle: "Rye \\u202e"\n---\n\nRye\n'})
    assert places(site, "odd-character") == ["docs/rye.md:2:13"]


HIDDEN = {
    "a hidden part": "<p hidden>Take twice as much.</p>",
    "the same, by an attribute list": "Take twice as much.\n{: hidden }",
    "text turned round by an element": '<bdo dir="rtl">119</bdo>',
    "what only old browsers show": "<ruby>loaf<rp>Take twice as much.</rp><rt>bread</rt></ruby>",
    "text that is not read aloud": '<p aria-hidden="true">Stop if it hurts.</p>',
    "other words read aloud": '[Call 119](#bread){ aria-label="Do nothing" }',
    "a paragraph read aloud as a picture": '<p role="img">Stop if it hurts.</p>',
    "a picture without size": '![Take twice as much](loaf.png){ width="0" }',
    "text of a drawing that is not drawn": '<svg viewBox="0 0 9 9"><text display="none">Twice</text></svg>',
    "the same, invisible": '<svg viewBox="0 0 9 9"><g visibility="hidden"><text>Twice</text></g></svg>',
    "the same, transparent": '<svg viewBox="0 0 9 9"><text opacity="0.00">Twice</text></svg>',
    "the same, without a colour": '<svg viewBox="0 0 9 9"><text fill="rgba(0, 0, 0, 0)">Twice</text></svg>',
    "the same, without size": '<svg viewBox="0 0 9 9"><text font-size="0">Twice</text></svg>',
    "a link to a heading, seen when pointed at": '<a class="headerlink" href="#bread">Twice</a>',
    "the words of a citation": "*Take twice as much.*{ .citation-text }",
    "the same, escaped": "*Take twice as much.*{ .citation\\-text }",
    "the same, in references": '<span class="citation&#45;text">Twice</span>',
    "the same, behind a bracket": '<span class="> citation-text">Twice</span>',
    "a tab without a button": '<div class="tabbed-block">Twice</div>',
    "a drawing that nobody checks": "![loaf](data:image/svg+xml,%3Csvg%3E%3C/svg%3E)",
    "a link that opens the search over a page": "[Bread](index.md?q=cure)",
    "an address that looks like another": "[Bread](https://www.bread.example@evil.example/)",
}


@pytest.mark.parametrize("page", HIDDEN.values(), ids=HIDDEN.keys())
def test_hidden_text_is_an_error_near_its_line(page: str, tmp_path: Path) -> None:
    site = built(tmp_path, page)
    assert site.ended
    found = places(site, "unsafe-html")
    assert len(found) == 1
    assert re.match(r"docs/index\.md:[1-4]:", found[0])


SEEN = {
    "a drawing": '<svg width="9" role="img" aria-label="Oven"><text fill="rgb(0,0,0)" opacity=".5">9</text></svg>',
    "a drawing that is not read aloud": '<svg viewBox="0 0 9 9" aria-hidden="true"><path d="M0 0h1"/></svg>',
    "a citation, a footnote": "Flour [@loaf] rises.[^1]\n\n[^1]: Slowly.",
    "the name of a class": "Use `headerlink` and `citation-text`.",
    "a user's page, a letter": "[a](https://web.example/@loaf) [b](mailto:a@b.example?subject=x) <https://web.example/?a@b>",
    "a page in another direction": '<p dir="rtl">\u05dc\u05d7\u05dd <bdi>119</bdi></p>',
}


@pytest.mark.parametrize("page", SEEN.values(), ids=SEEN.keys())
def test_what_is_seen_is_none(page: str, tmp_path: Path) -> None:
    site = built(tmp_path, page)
    assert (site.ended, site.problems) == (None, [])


ELSEWHERE = {
    "a page that leads elsewhere": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "the same, in a box": '<div markdown="1">\n\n<meta http-equiv=refresh content="0;url=https://evil.example/">\n\n</div>',
    "a script": "<script>alert(1)</script>",
    "a style": "<style>body { display: none }</style>",
}


@pytest.mark.parametrize("page", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_page_that_is_refused_is_not_shown_by_a_build_that_is_not_strict(page: str, tmp_path: Path) -> None:
    files = {"docs/rye.md": f"# Rye\n\n## Dough\n\n{page}\n"}
    site = built(tmp_path, "See [dough](rye.md#dough).", strict=False, files=files)
    assert site.ended is None
    assert places(site, "unsafe-html")
    assert not places(site, "broken-anchor")
    shown = site["rye/index.html"]
    assert not re.search(r"<meta[^>]*refresh|<script|<style", shown)
    assert "docs/rye.md:5" in shown or "docs/rye.md:7" in shown
    assert "dough" in site["index.html"]


def test_a_list_of_posts_shows_none_that_is_refused(tmp_path: Path) -> None:
    post = (
        "---\ndate: 2026-11-01\nslug: rye\ncategories: [A]\ndescription: Rye\nkind: news\naudience: [bakers]\n"
        "written: 2026-11-01\n---\n\n# Rye\n\n{}\n\n<!-- more -->\n\nMore\n"
    )
    pages = {
        "docs/index.md": "# Bread\n",
        "docs/news/index.md": "# News\n",
        "docs/news/posts/rye.md": post.format('<meta http-equiv="refresh" content="0;url=https://evil.example/">'),
        "docs/news/posts/oats.md": post.format("Porridge").replace("rye", "oats"),
    }
    blog = {"material/blog": {"blog_dir": "news", "post_url_format": "{slug}", "authors": False, "archive": False}}
    mkdocs_yml = make_site(tmp_path, pages, hooks=[PAGE_HOOK, HOOKS[-1]], theme=THEME, plugins=[blog])
    site = build_site(mkdocs_yml)
    assert site.ended is None
    listed = site["news/index.html"]
    assert "Porridge" in listed
    for page in (listed, site["news/rye/index.html"]):
        assert 'evil.example/"' not in page
