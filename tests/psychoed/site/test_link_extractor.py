"""What a built file links to, and what can be linked to in it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from psychoed.site import link_extractor
from psychoed.site.html_check import PageChecker, TagList, read_theme
from psychoed.site.html_rules import PAGE
from psychoed.site.link_extractor import Link, PageLinks, extract_css_links, extract_html_links, extract_tag_links


def urls(anatomy: PageLinks) -> list[str]:
    return [link.url for link in anatomy.links]


def test_every_attribute_that_leads_somewhere_is_read_with_its_line() -> None:
    page = """<link rel="stylesheet" href="a.css">
<script src="b.js"></script>
<p><a href="c/?q=1&amp;r=2#d">c</a>
<img src="e.png" srcset="f,1.png 1x,g.png 2x, n.png,"> <svg><use href="#h"/></svg>
<div style="background: url('i.png')"></div>
<meta http-equiv="refresh" content="0; url=j/">
<style>@import "k.css"; p { background: url(l.png) }</style>
<blockquote cite="m/"></blockquote>"""
    assert [(link.line, link.url) for link in extract_html_links(page).links] == [
        (1, "a.css"),
        (2, "b.js"),
        (3, "c/?q=1&r=2#d"),
        (4, "e.png"),
        (4, "f,1.png"),
        (4, "g.png"),
        (4, "n.png"),
        (4, "#h"),
        (5, "i.png"),
        (6, "j/"),
        (7, "k.css"),
        (7, "l.png"),
        (8, "m/"),
    ]


def test_what_leads_no_reader_anywhere_is_no_link() -> None:
    page = (
        '<!-- <a href="x"> --><script>"<a href=y>"</script><link rel="canonical" href="https://z.example/"><p href="w">'
    )
    assert urls(extract_html_links(page)) == []


def test_ids_and_old_names_can_be_linked_to_and_a_second_one_is_noted() -> None:
    anatomy = extract_html_links('<h2 id="one">\n<a name="two"></a>\n<p id="one">')
    assert anatomy.ids == {"one", "two"}
    assert anatomy.repeated == (Link("one", 3),)


def test_css_names_files_outside_comments() -> None:
    sheet = "/* url(no.png)\n */ @import 'a.css';\np { background: url( \"b.png\" ), url(data:image/png;base64,xx) }"
    assert extract_css_links(sheet).links == (Link("a.css", 2), Link("b.png", 3), Link("data:image/png;base64,xx", 3))


@given(st.text(alphabet='<>"=/ab# \n&;idhrefsc!-', max_size=80))
def test_no_page_is_too_odd_to_read(page: str) -> None:
    for link in extract_html_links(page).links:
        assert 1 <= link.line <= page.count("\n") + 1


def test_the_beginning_of_a_section_that_is_none_does_not_stop_it() -> None:
    assert [link.url for link in extract_html_links("<![><a href='b'>c</a><![x").links] == ["b"]


PIECES = [
    '<a href="b/#c">',
    "</a>",
    '<p id="x">',
    "<p id=x class='y'>",
    "<br/>",
    "<img src=a.png srcset='b.png 1x, c.png 2x'>",
    "\n",
    "text &amp; &copy more",
    '<a href="?a=1&amp;b=2">',
    '<a href="?a&b">',
    "<!-- <a href='z'> -->",
    "<!-- a -->",
    "<",
    ">",
    '<style>b { background: url("d.png") }\n</style>',
    "<script>if (1 < 2) '<a href=\"no\">'\n</script>",
    "<style>",
    "</style>",
    '<div style="background: url(e.png)">',
    '<base href="/f/">',
    '<link rel="canonical" href="/g/">',
    "<!doctype html>",
    '<meta http-equiv="refresh" content="0; url=h/">',
    '<a href="i" href="j" id="x">',
    '<a title="<b>" href="k">',
    "<![x]>",
    "<use xlink:href='#l'/>",
    "<A HREF='m'>",
    "<title>a <b>c</b></title>",
    "<a\nhref='n'\n>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("".join(PIECES[:4]))
def test_a_page_read_without_a_parser_is_read_alike(page: str) -> None:
    plain, parsed = link_extractor._read_plain(page), link_extractor._read_by_parser(page)
    if plain is None:
        return
    assert plain.links == parsed.links
    assert (plain.ids, plain.repeated, plain.base) == (parsed.ids, parsed.repeated, parsed.base)


def test_most_pages_need_no_parser() -> None:
    head = "<head><title>A</title><style>a { color: red }</style></head>"
    page = f"<!doctype html>\n<html lang=en>{head}\n<body><a href='b'>"
    read = link_extractor._read_plain(page)
    assert read is not None
    assert read.links == (link_extractor.Link("b", 3),)


THEME = """<!doctype html><html lang="en"><head><title>t</title><base href="/f/">
<style>p { background: url(a.png);
  color: url(b.png) }</style><script>one < two
&& "<a href='no'>"</script><link rel="stylesheet" href="c.css"></head><body>
"""


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example('<a href="z">\n<p id="x">')
def test_the_tags_that_were_checked_have_the_links_of_the_page(body: str) -> None:
    page = THEME + body
    checker = PageChecker(PAGE, read_theme([THEME]))
    findings, tags = checker.read(page)
    read = extract_tag_links(tags, checker.theme.blocks) if tags else None
    if read is not None:
        assert not findings
        assert read == extract_html_links(page)


def test_the_links_of_a_sound_page_need_no_second_reading() -> None:
    checker = PageChecker(PAGE, read_theme([THEME]))
    _, tags = checker.read(f'{THEME}<p><a href="d">e</a></p>')
    assert tags
    read = extract_tag_links(tags, checker.theme.blocks)
    assert read
    assert [(link.line, link.url) for link in read.links] == [(2, "a.png"), (3, "b.png"), (4, "c.css"), (5, "d")]


def test_a_style_sheet_in_a_page_takes_a_parser() -> None:
    text = '<p id="a">x</p><style>p { background: url("loaf.png") }</style>'
    assert extract_tag_links(TagList(text, []), ()) is None
    assert [link.url for link in extract_html_links(text).links] == ["loaf.png"]
