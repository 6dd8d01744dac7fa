"""Each step from a page's HTML to a sheet's, by itself."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychoed.handouts import transforms
from psychoed.handouts.transforms import parse_html, write


def after(html: str, step: Callable[[Element], object]) -> str:
    root = parse_html(html)
    step(root)
    return write(root)


@pytest.mark.parametrize(
    "html",
    [
        '<p class="a">One &amp; <em>two</em> &lt;three&gt;<br>four</p>',
        '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>',
        '<p title="&quot;a&quot;">b</p><input disabled="">',
    ],
)
def test_a_tree_is_written_as_it_was_read(html: str) -> None:
    assert write(parse_html(html)) == html


@given(st.text(alphabet="<>&\"'ab/ =p", max_size=40))
def test_whatever_was_read_is_written_so_that_it_is_read_again(html: str) -> None:
    once = write(parse_html(html))
    assert write(parse_html(once)) == once


def test_what_serves_on_the_screen_goes_and_its_surroundings_stay() -> None:
    html = '<p>a<a class="headerlink">#</a>b<span>c</span><script>x</script>d</p>'
    assert after(html, transforms.remove_screen_parts) == "<p>ab<span>c</span>d</p>"


CRIB = '<section class="crib"><a href="#ref-b">B</a></section>'
LIST = '<h2>References</h2><div class="references"><div id="ref-a" class="csl-entry">A</div>{more}</div>'
B = '<div id="ref-b" class="csl-entry">B</div>'


def test_the_clinicians_part_goes_with_what_it_alone_cites() -> None:
    html = f'<a href="#ref-a">A</a>{CRIB}' + LIST.format(more=B)
    assert after(html, transforms.remove_clinician_notes) == '<a href="#ref-a">A</a>' + LIST.format(more="")
    both = f'<a href="#ref-b">B</a>{CRIB}' + LIST.format(more=B)
    assert B in after(both, transforms.remove_clinician_notes)
    alone = f'<p>x</p>{CRIB}<h2>References</h2><div class="references">{B}</div>'
    assert after(alone, transforms.remove_clinician_notes) == "<p>x</p>"


def test_the_check_first_line_has_its_own_words_on_paper() -> None:
    html = '<div class="check-first"><p>On the <em>screen</em>.</p></div><p>x</p>'
    replaced = after(html, lambda root: transforms.replace_check_first(root, "Mind & stop."))
    assert replaced == '<div class="check-first"><p>Mind &amp; stop.</p></div><p>x</p>'
    assert after(html, lambda root: transforms.replace_check_first(root, "")) == html


def test_nothing_stays_folded() -> None:
    html = '<details class="tip" open=""><summary>T</summary><p>x</p></details>'
    assert after(html, transforms.open_details) == (
        '<div class="admonition tip"><p class="admonition-title">T</p><p>x</p></div>'
    )


@pytest.mark.parametrize(
    ("link", "page", "expected"),
    [
        ('<a href="../b/#c">b</a>', "https://x.example/a/", '<a href="https://x.example/b/#c" class="internal">b</a>'),
        ('<a href="../b/">b</a>', "", "<span>b</span>"),
        ('<a href="https://y.example/">y</a>', "", '<a href="https://y.example/">y</a>'),
        ('<a href="#here">h</a><i id="here">x</i>', "", '<a href="#here">h</a><i id="here">x</i>'),
        ('<a href="#gone" title="g">h</a>', "", "<span>h</span>"),
    ],
)
def test_links_lead_somewhere_or_are_words(link: str, page: str, expected: str) -> None:
    assert after(link, lambda root: transforms.make_links_absolute(root, page)) == expected


def test_a_picture_is_put_in_or_left_out() -> None:
    html = '<p><img src="a.png" alt="A"><img src="b.png" alt="B">c</p>'
    seen = after(html, lambda root: transforms.embed_pictures(root, lambda src: "data:x" if src == "a.png" else ""))
    assert seen == '<p><img src="data:x" alt="A">c</p>'


def test_a_drawing_is_black_and_white_and_has_all_its_words_as_its_title() -> None:
    html = (
        '<svg><title>An oven.</title><desc>It is hot</desc><path fill="var(--x)" stroke="currentColor"></path>'
        '<text font-family="Arial">a</text></svg>'
    )
    assert after(html, transforms.simplify_drawings) == (
        f'<svg font-family="{transforms.FONT}"><title>An oven. It is hot.</title>'
        '<path fill="#fff" stroke="#000"></path><text>a</text></svg>'
    )


def test_a_drawing_without_words_gets_none() -> None:
    assert after("<svg><title></title><path></path></svg>", transforms.simplify_drawings) == (
        f'<svg font-family="{transforms.FONT}"><title></title><path></path></svg>'
    )


def test_names_are_prefixed_with_all_that_points_to_them() -> None:
    html = '<label for="a">A</label><input id="a" name="a" title="A"><a href="#a">x</a><a href="#other">y</a>'
    assert after(html, lambda root: transforms.prefix_ids(root, "k-")) == (
        '<label for="k-a">A</label><input id="k-a" name="k-a" title="A"><a href="#k-a">x</a><a href="#other">y</a>'
    )
    assert 'id="k-a" name="a"' in after(html, lambda root: transforms.prefix_ids(root, "k-", keep_names=True))


def test_references_are_taken_out_with_their_heading() -> None:
    listed = '<div class="references"><div id="ref-a" class="csl-entry">A</div>\n<div id="ref-b">B</div></div>'
    root = transforms.parse_html(f"<p>Text</p><h2>References</h2>{listed}<p>After</p>")
    assert transforms.take_references(root) == {
        "ref-a": '<div id="ref-a" class="csl-entry">A</div>',
        "ref-b": '<div id="ref-b">B</div>',
    }
    assert transforms.write(root) == "<p>Text</p><p>After</p>"


def test_headings_go_down_a_level_and_keep_their_looks() -> None:
    assert after("<h2>a</h2><h6>b</h6>", transforms.lower_headings) == (
        '<h3 class="was-h2">a</h3><h6 class="was-h6">b</h6>'
    )


def test_a_list_that_only_the_crib_needs_goes_and_words_before_it_stay() -> None:
    html = (
        '<p>Sources:</p><div class="references"><div class="csl-entry" id="ref-a">A</div></div>'
        '<div class="crib"><a href="#ref-a">A</a></div>'
    )
    assert after(html, transforms.remove_clinician_notes) == "<p>Sources:</p>"


def test_the_title_is_found_wherever_it_stands() -> None:
    root = parse_html("<p>First</p><h1>Bread</h1>")
    title = transforms.get_title(root)
    assert title is not None
    assert (title.text, write(root)) == ("Bread", "<p>First</p>")
    assert transforms.get_title(root) is None


def test_a_listed_table_is_a_list_in_large_print() -> None:
    table = (
        "<table><thead><tr><th>Loaf</th><th>Do</th><th>Serve with</th></tr></thead><tbody>"
        "<tr><td><strong>Rye</strong></td><td>Bake <a href='#x'>long</a></td><td>Butter</td></tr>"
        "<tr><td>Is it done?</td><td></td><td>“Nothing!”</td></tr></tbody></table>"
    )
    html = transforms.list_tables(f'<p>A</p><div class="dense listed">{table}</div>{table}')
    assert html.count("<table>") == 1  # the other one stays
    root = transforms.parse_html(html)
    assert [transforms.get_text(item) for item in root.iter("li")] == [
        "Rye: Bake long. Serve with: Butter.",
        "Is it done? Serve with: “Nothing!”",
    ]
    assert root.find(".//li//a") is not None
    assert "<p><strong>Loaf</strong></p><ul>" in transforms.list_tables(f'<div class="listed named">{table}</div>')
    assert "<em>Do:</em>\N{NO-BREAK SPACE}<span>Bake" in transforms.list_tables(
        f'<div class="listed labelled">{table}</div>'
    )
    assert transforms.list_tables(table) == table


def test_words_that_are_not_true_of_large_print_are_replaced() -> None:
    html = '<p><strong data-large="Sides 1 &amp; 2.">This <em>side</em>.</strong> Bake.</p>'
    assert transforms.replace_words(html) == "<p><strong>Sides 1 &amp; 2.</strong> Bake.</p>"
    assert transforms.replace_words("<p>Bake.</p>") == "<p>Bake.</p>"


def test_a_group_of_rows_is_named_above_its_list_in_large_print() -> None:
    rows = (
        '<tr><td class="group icon-moon" colspan="2">Night</td></tr><tr><td>Rye</td><td>Bake</td></tr>'
        '<tr><td class="group" colspan="2">Day</td></tr><tr><td>Bun</td><td>Eat</td></tr>'
    )
    table = f"<table><thead><tr><th>Loaf</th><th>Do</th></tr></thead><tbody>{rows}</tbody></table>"
    root = transforms.parse_html(transforms.list_tables(f'<div class="listed">{table}</div>'))
    parts = [(part.tag, transforms.get_text(part).strip()) for part in root[0]]
    assert parts == [("p", "Night"), ("ul", "Rye: Bake."), ("p", "Day"), ("ul", "Bun: Eat.")]


def test_words_of_a_drawing_as_wide_as_the_page_are_larger_in_large_print() -> None:
    svg = '<svg font-size="3"><text font-size="12">Oven</text></svg>'
    html = transforms.enlarge_words(f'<figure class="wide">{svg}</figure><figure>{svg}</figure>')
    sizes = [
        element.get("font-size") for element in transforms.parse_html(html).iter() if "font-size" in element.attrib
    ]
    assert sizes == ["4", "16", "3", "12"]
    assert transforms.enlarge_words(svg) == svg
