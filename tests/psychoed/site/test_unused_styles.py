"""Rules of a style sheet that nothing in a site can match are removed, and no others."""

from __future__ import annotations

import pytest

from psychoed.site.unused_styles import SiteNames, remove_unused_rules


def shorten(css: str, html: str = "", script: str = "") -> str:
    """Return the style sheet as a site of one page and one script needs it."""
    site = SiteNames()
    site.add_page(html)
    site.add_script(script)
    return remove_unused_rules(css, site)


PAGE = '<body dir="ltr"><div class="a b" id=\'one\'><P class=c>Words, such as note</P></div>'


@pytest.mark.parametrize(
    "rule",
    [
        ".a{color:red}",
        "DIV p{color:red}",
        "#one>.c{color:red}",
        ".a:not(.x){color:red}",
        '.a:hover::before{content:"}"}',
        ":root{color:red}",
        "*{color:red}",
        "[hidden]{color:red}",
        "[dir=ltr] .a{color:red}",
        ":is(.x,.b) .c{color:red}",
        "@page{margin:0}",
        "@font-face{font-family:f}",
        "@media print{.a{color:red}}",
        "@supports (a:b){@media print{.a{color:red}}}",
        ".a{animation:k}@keyframes k{0%{color:red}}",
        ":root{--x:1}.a{color:var(--x)}",
        ":root{--x:1;--y:var(--x)}.a{color:var(--y)}",
        ".a{.b{color:red}}",
    ],
)
def test_what_can_match_is_kept(rule: str) -> None:
    assert shorten(rule, PAGE) == rule


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".note{color:red}", ""),  # a word of the text, not a class
        (".a,.x{color:red}", ".a{color:red}"),
        (".a .x{color:red}", ""),
        (".a#two{color:red}", ""),
        ("table{color:red}", ""),
        ("[dir=rtl] .a{color:red}", ""),
        (":is(.x,.y) .a{color:red}", ""),
        ("@media print{.x{color:red}}", ""),
        (":root{--x:1;--y:2}.a{color:var(--y)}", ":root{--y:2}.a{color:var(--y)}"),
        (":root{--x:1;--y:var(--x)}", ""),
        (".x{animation:k}@keyframes k{0%{color:red}}", ""),
    ],
)
def test_what_matches_nothing_is_removed(css: str, left: str) -> None:
    assert shorten(css, PAGE) == left


@pytest.mark.parametrize(
    "html",
    [
        '<p class="x">',
        "<p class='w x'>",
        "<p class=x>",
        '<p\nclass = "x">',
        "<script>document.body.classList.add('x')</script>",
    ],
)
def test_a_class_is_found_however_it_is_written(html: str) -> None:
    assert shorten(".x{color:red}", html) == ".x{color:red}"


def test_classes_that_scripts_add_or_compose_are_kept() -> None:
    css = ".made{color:red}.tab--next{color:red}.tab{color:red}"
    assert shorten(css, script='e.className="made";') == ".made{color:red}"
    assert shorten(css, script="e.className=`tab tab--${to}`;") == ".tab--next{color:red}.tab{color:red}"


def test_a_custom_property_that_a_page_or_another_sheet_names_is_kept() -> None:
    css = ":root{--x:1}"
    assert shorten(css, '<p style="color: var(--x)">') == css
    site = SiteNames()
    site.add_styles("p{color:var(--x)}")
    assert remove_unused_rules(css, site) == css


def test_the_same_site_gives_the_same_text_in_any_order() -> None:
    one, other = SiteNames(), SiteNames()
    for site, pages in ((one, ("<a class=x>", "<b id=y>")), (other, ("<b id=y>", "<a class=x>"))):
        for page in pages:
            site.add_page(page)
    assert one == other
    assert remove_unused_rules(".x{a:b}#y{a:b}", one) == remove_unused_rules(".x{a:b}#y{a:b}", other)
