"""The theme's templates on a small site of another topic: the list of pages, the end of a page, a page not found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from support.site import EXTENSIONS, ROOT, THEME, THEME_FILES, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / name) for name in ("page_hook.py", "site_hook.py")]
HEAD = "---\ndescription: d\nkind: about\naudience: [bakers]\nwritten: 2026-01-02\n---\n"
PAGES = {
    "docs/index.md": f"{HEAD}# Bread\n\n## Crumb\n",
    "docs/bake/index.md": f"{HEAD}# Baking\n",
    "docs/bake/ovens.md": f"{HEAD}# Ovens & stoves\n\n## Gas\n\n### Bottled\n",
    "docs/safety.md": f"{HEAD}# Burns\n",
    "docs/favicon.ico": "\0\0\1\0 an icon",
}
NAV = [{"Home": "index.md"}, {"Baking": ["bake/index.md", {"More": ["bake/ovens.md"]}]}, "safety.md"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site, built strictly, so with every link in the templates followed."""
    theme = THEME | {
        "palette": {"scheme": "default"},
        "favicon_ico": "favicon.ico",
    }
    config = make_site(
        tmp_path_factory.mktemp("site"),
        PAGES,
        hooks=HOOKS,
        extensions=EXTENSIONS,
        theme=theme,
        plugins=["material/search"],
        nav=NAV,
        extra={"page": {"safety": {"text": "Burnt?", "link": "safety.md"}}},
        site_url="https://example.org/bread/",
    )
    site = build_site(config, strict=True)
    assert site.ended is None, site.log
    return site


def nav(page: str) -> str:
    """The list of all pages, as tags and words without classes and blanks."""
    part = page.split('<nav class="site-nav"', 1)[1].split("</nav>", 1)[0].split("</label>", 1)[1]
    return re.sub(r"\s+(?=<)|(?<=>)\s+| class=\"[^\"]*\"", "", part)


def test_only_the_part_of_the_page_is_open(built: Built) -> None:
    assert nav(built["safety/index.html"]) == (
        '<ul><li><a href="..">Home</a></li>'
        "<li><details><summary>Baking</summary><ul>"
        '<li><a href="../bake/">Overview</a></li>'
        "<li><details><summary>More</summary><ul>"
        '<li><a href="../bake/ovens/">Ovens &amp; stoves</a></li></ul></details></li>'
        '</ul></details></li><li><a href="./" aria-current="page">Burns</a></li></ul>'
    )


def test_parts_for_the_footer_only_are_in_the_menu_of_their_own_pages_alone(tmp_path: Path) -> None:
    extra = {"page": {"footer_only": ["Baking"]}}
    config = make_site(tmp_path, PAGES, hooks=HOOKS, extensions=EXTENSIONS, theme=THEME, nav=NAV, extra=extra)
    site = build_site(config, strict=True)
    assert site.ended is None, site.log
    assert "Baking" not in nav(site["index.html"])
    assert "Baking" in nav(site["bake/ovens/index.html"])
    for page in ("index.html", "bake/ovens/index.html", "404.html"):
        assert "Baking" in site[page].split('<nav class="site-parts"', 1)[1].split("</nav>", 1)[0]
    assert "Baking" not in site["404.html"].split("<article", 1)[1].split("</article>", 1)[0]


def test_the_page_shows_where_it_is_with_its_headings(built: Built) -> None:
    found = nav(built["bake/ovens/index.html"])
    assert found.count("<details open>") == 2
    assert (
        '<a href="./" aria-current="page">Ovens &amp; stoves</a>'
        '<details><summary>On this page</summary><ul><li><a href="#gas">Gas</a></li></ul></details>'
    ) in found


def test_every_part_is_a_plain_link_at_the_end(built: Built) -> None:
    part = built["safety/index.html"].split('aria-label="Site sections"')[1].split("</nav>")[0]
    assert re.findall(r'<a href="([^"]*)">([^<]*)', part) == [("..", "Home"), ("../bake/", "Baking"), ("./", "Burns")]


def test_a_page_not_found_says_what_to_do(built: Built) -> None:
    page = built["404.html"]
    assert "<title>Page not found" in page
    assert '<meta name="robots" content="noindex">' in page
    words = page.split("<article", 1)[1].split("</article>", 1)[0]
    assert re.findall(r'href="([^"]*)"', words) == ["/bread/safety/", "/bread/.", "/bread/bake/"]


def test_crawlers_find_the_sitemap(built: Built) -> None:
    assert built["robots.txt"].split() == [
        "User-agent:",
        "*",
        "Allow:",
        "/",
        "Sitemap:",
        "https://example.org/bread/sitemap.xml",
    ]


def test_the_head_names_icons_and_no_style_sheet_that_ours_replaces(built: Built) -> None:
    page = built["bake/ovens/index.html"]
    assert '<link rel="icon" href="../../favicon.ico" sizes="32x32">' in page
    assert '<link rel="canonical" href="https://example.org/bread/bake/ovens/">' in page
    assert "stylesheets/" not in page
    assert '<link rel="stylesheet" href="../../assets/material.css">' in page
    assert not (built.site / "assets" / "stylesheets").exists()


USED = """
!!! bug "Burnt"

    Smoke.

- [x] Fold.
"""


def test_the_style_sheet_keeps_what_the_site_uses(tmp_path: Path) -> None:
    extensions = [*EXTENSIONS, "admonition", "pymdownx.tasklist"]
    files = PAGES | {"docs/index.md": f"{PAGES['docs/index.md']}{USED}"}
    sites = [
        make_site(tmp_path / str(len(each)), each, hooks=HOOKS, theme=THEME, nav=NAV, extensions=extensions)
        for each in ({**files, "docs/x.txt": ""}, PAGES)
    ]
    using, plain = (build_site(each)["assets/material.css"] for each in sites)
    for part in (".bug>.admonition-title", "--md-admonition-icon--bug:", ".task-list-item"):
        assert part in using
        assert part not in plain
    for part in (".md-search__input", "[data-md-toggle=search]:checked", ".md-header", ".md-typeset table"):
        assert part in plain


def test_a_script_comes_with_pages_that_have_a_part_for_it(tmp_path: Path) -> None:
    guided = PAGES["docs/index.md"] + '\n<div class="guided" markdown data-minutes="2">\n\n1. Fold.\n\n</div>\n'
    site = build_site(make_site(tmp_path, {**PAGES, "docs/index.md": guided}, hooks=HOOKS, theme=THEME, nav=NAV))
    assert site.ended is None
    assert '<script src="assets/practice.js">' in site["index.html"]
    others = [path.read_text(encoding="utf-8") for path in site.site.rglob("index.html") if path.parent != site.site]
    assert others
    assert not [page for page in others if "assets/practice.js" in page]


def test_the_theme_brings_its_styles_and_scripts_before_the_site_s_own(tmp_path: Path) -> None:
    files = {**PAGES, "docs/own.css": "p {\n  color: red;\n}\n"}
    styles = ["own.css", "assets/site.css"]
    config = make_site(tmp_path, files, hooks=HOOKS, theme=THEME, nav=NAV, extra_css=styles)
    site = build_site(config)
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)">', site["index.html"])
    assert found[-3:] == ["assets/material.css", "assets/theme.css", "own.css"]
    joined = site["assets/theme.css"]
    places = [
        joined.index(part) for part in ("--ground:", ".site-nav", ".read-next", "#citation-card", ".guided", "@page")
    ]
    assert places == sorted(places)
    assert not (site.site / "assets" / "site.css").exists()
    assert re.findall(r'<script src="assets/(\w+\.js)"', site["index.html"]) == ["site.js", "print.js", "offline.js"]
    assert "color:red" in site["own.css"]


def test_a_style_sheet_of_the_site_takes_the_place_of_the_theme_s(tmp_path: Path) -> None:
    files = {**PAGES, "own/assets/citations.css": ".mine { color: red; }"}
    site = build_site(make_site(tmp_path, files, hooks=HOOKS, theme={**THEME, "custom_dir": "own"}, nav=NAV))
    assert ".mine{color:red}" in site["assets/theme.css"]
    assert "#citation-card" not in site["assets/theme.css"]


def test_a_site_s_own_template_wins(tmp_path: Path) -> None:
    files = {**PAGES, "own/partials/copyright.html": "<p>Mine.</p>"}
    site = build_site(make_site(tmp_path, files, hooks=HOOKS, theme={**THEME, "custom_dir": "own"}, nav=NAV))
    assert "<p>Mine.</p>" in site["index.html"]
    assert 'class="site-nav"' in site["index.html"]


def test_a_search_that_the_theme_does_not_show_is_refused(tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, PAGES, hooks=HOOKS, theme=THEME, nav=NAV, plugins=["search"]))
    assert site.ended
    assert "'material/search'" in site.ended


def with_theme(folder: Path, files: dict[str, str] | None = None, /, **settings: Any) -> Built:
    theme = {**THEME, **settings}
    return build_site(make_site(folder, {**PAGES, **(files or {})}, hooks=HOOKS, theme=theme, nav=NAV))


def codes(site: Built) -> list[str]:
    return [found[1] for line in site.problems if (found := re.search(r"mkdocs\.yml:\d+:\d+: \[([\w-]+)\]", line))]


def test_a_site_s_colours_and_fonts_are_one_style_sheet_after_the_theme_s(tmp_path: Path) -> None:
    light = {"band": "#4a148c", "link": "#311b92"}
    font = {"text": "Loaf, serif", "files": [{"family": "Loaf", "file": "loaf.woff2", "weight": 700}]}
    files = {"docs/loaf.woff2": "wOF2 a font"}
    site = with_theme(tmp_path, files, colours={"light": light}, font=font)
    assert (site.ended, site.problems) == (None, [])
    css = site["assets/own-theme.css"]
    assert "--band:#4a148c" in css
    assert "--band-ink:#fdfaf5" in css
    assert "src:url(../loaf.woff2)" in css
    assert "--md-text-font-family:Loaf, serif" in css
    page = site["index.html"]
    assert page.index("assets/theme.css") < page.index("assets/own-theme.css")
    assert "fonts.googleapis" not in page


def test_a_primary_colour_of_material_is_the_colour_of_the_header(tmp_path: Path) -> None:
    site = with_theme(tmp_path, palette={"primary": "deep-orange"})
    assert site.problems == []
    assert "--band:#ff6e42" in site["assets/own-theme.css"]
    assert "--band-ink:#000" in site["assets/own-theme.css"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"colours": {"light": {"link": "#8fbfbd"}}}, "low-contrast"),
        ({"colours": {"dark": {"line": "#222222"}}}, "low-contrast"),
        ({"colours": {"light": {"lnk": "#000000"}}}, "bad-setting"),
        ({"colours": {"light": {"link": "teal"}}}, "bad-setting"),
        ({"colours": {"dusk": {"link": "#000000"}}}, "bad-setting"),
        ({"colours": "teal"}, "bad-setting"),
        ({"palette": {"primary": "tael"}}, "bad-setting"),
        ({"palette": [{"scheme": "default", "accent": "yellow"}]}, "low-contrast"),
        ({"font": "Roboto"}, "bad-setting"),
        ({"font": {"text": "x;}a{"}}, "bad-setting"),
        ({"font": {"files": [{"family": "Loaf", "file": "loaf.ttf"}]}}, "bad-setting"),
        ({"font": {"files": [{"family": "Loaf", "file": "loaf.woff2"}]}}, "bad-setting"),
        ({"logo": "no.svg"}, "bad-setting"),
    ],
)
def test_a_wrong_setting_of_the_theme_is_one_located_problem(
    settings: dict[str, Any], code: str, tmp_path: Path
) -> None:
    assert codes(with_theme(tmp_path, **settings)) == [code]


def test_a_site_that_sets_nothing_has_no_style_sheet_of_its_own(tmp_path: Path) -> None:
    assert not (with_theme(tmp_path).site / "assets" / "own-theme.css").exists()


def test_links_and_an_address_in_the_footer(tmp_path: Path) -> None:
    extra = {"page": {"email": "help@bread.example", "footer_links": [{"text": "Ovens", "link": "bake/ovens.md"}]}}
    site = build_site(make_site(tmp_path, PAGES, hooks=HOOKS, theme=THEME, nav=NAV, extra=extra))
    assert 'href="mailto:help@bread.example?subject=Home"' in site["index.html"]
    assert '<a href="bake/ovens/">Ovens</a>' in site["index.html"].split("<footer")[1]


def test_an_address_that_is_none(tmp_path: Path) -> None:
    extra = {"page": {"email": "help at bread"}}
    site = build_site(make_site(tmp_path, PAGES, hooks=HOOKS, theme=THEME, nav=NAV, extra=extra))
    assert site.ended
    assert "email" in site.ended


@pytest.mark.parametrize("path", sorted((THEME_FILES / "assets").glob("*.css")), ids=lambda path: path.name)
def test_styles_name_no_left_and_right_so_that_arabic_mirrors_them(path: Path) -> None:
    if path.name == "print.css":
        pytest.skip("the sides of paper are those of the printer")
    sides = r"\b(?:margin|padding|border)-(?:left|right)\b|^\s*(?:left|right): 0|text-align: (?:left|right)"
    assert re.findall(sides, path.read_text(encoding="utf-8"), re.MULTILINE) == []


def test_an_arabic_page_runs_from_right_to_left(tmp_path: Path) -> None:
    site = with_theme(tmp_path, language="ar")
    assert re.search(r'<body dir="rtl"', site["index.html"])
