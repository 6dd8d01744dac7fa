"""What pandoc is given to read for a cluster, and what is made of its inlines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.apa7 import citations as apa
from mkdocs_citeproc.apa7.citations import AMPERSAND_GUARD, JUNIOR, PIN
from mkdocs_citeproc.apa7.in_text import find_abbreviations, remove_suffixes, split_first_and_later
from mkdocs_citeproc.apa7.names import ROLE
from mkdocs_citeproc.apa7.references import fix_comma_before_role, fix_two_groups
from mkdocs_citeproc.formatting.render import SPACE, Node, get_plain_text, make_link, make_word


@pytest.mark.parametrize(
    ("cluster", "mark", "read"),
    [
        ("@a ['s]", "’s", "@a"),
        ("@a ['s, p. 3]", "’s", "@a [p. 3]"),
        ("@a [’s; @b]", "’s", "@a [; @b]"),
        ("@{a.b} [']", "’", "@{a.b}"),
        ("@a [p. 3]", "", "@a [p. 3]"),
        ("@a ['so-called']", "", "@a ['so-called']"),
        ("[@a, 's]", "", "[@a, 's]"),
        ("@a", "", "@a"),
    ],
)
def test_possessive(cluster: str, mark: str, read: str) -> None:
    assert apa.find_possessive(cluster) == mark
    assert apa.remove_possessive(cluster) == read


@pytest.mark.parametrize(
    ("cluster", "alone", "read"),
    [
        ("[--@a, p. 3]", True, "[-@a, p. 3]"),
        ("[-@a, p. 3]", False, "[-@a, p. 3]"),
        ("[--@a, p. 3; @b]", False, "[--@a, p. 3; @b]"),
        ("[@a; --@b]", False, "[@a; --@b]"),
        ("[---@a]", False, "[---@a]"),
    ],
)
def test_locator_alone_is_asked_with_its_year(cluster: str, alone: bool, read: str) -> None:
    assert apa.is_locator_alone(cluster) is alone
    assert apa.add_year(cluster) == read


@pytest.mark.parametrize(
    ("cluster", "read"),
    [
        ("[@a, 10:15]", "[@a{}, 10:15]"),
        ("@a [1:02:03]", "@a [{}, 1:02:03]"),
        ("[see @a, 10:15-10:40; @b, p. 3]", "[see @a{}, 10:15–10:40; @b, p. 3]"),
        ("[@a, 1 Cor. 13:1]", "[@a{}, 1 Cor. 13:1]"),
        ("[@a, John 3:16]", "[@a{}, John 3:16]"),
        ("[@a, fig. 3; @b, secs. 2-3]", "[@a{}, Figure 3; @b{}, Sections 2–3]"),
        ("@a [fig. 3]", "@a [{}, Figure 3]"),
        ("[@a, p. 3]", "[@a, p. 3]"),
        ("[@a, 3-5]", "[@a, 3-5]"),
        ("[@a, iv]", "[@a, iv]"),
        ("[@a, emphasis added]", "[@a, emphasis added]"),
    ],
)
def test_places_that_are_no_pages(cluster: str, read: str) -> None:
    assert apa.fix_locators(cluster) == read


@pytest.mark.parametrize(
    ("cluster", "read"),
    [
        ("[@a, as cited in @b]", "[@a; ^, as cited in @b]"),
        ("[@a as cited in @b]", "[@a; ^, as cited in @b]"),
        ("[@a, p. 3, as cited in @b, p. 5]", "[@a, p. 3; ^, as cited in @b, p. 5]"),
        ("[@c; @a, as cited in @b]", "[^ @c; ^ @a; ^, as cited in @b]"),
        ("@a [as cited in @b]", "@a [; ^, as cited in @b]"),
        ("@a [p. 3, as cited in @b]", "@a [p. 3; ^, as cited in @b]"),
        ("@a [@b]", "@a [; ^ @b]"),
        ("@a [see also @b]", "@a [; ^ see also @b]"),
        ("@a [p. 3; @b; see -@c]", "@a [p. 3; ^ @b; ^ see -@c]"),
        ("[@a; see @b, p. 3]", "[@a; see @b, p. 3]"),
        ("[@a, @b]", "[@a, @b]"),
        ("[@{a b}]", "[@{a b}]"),
        ("@a [p. 3]", "@a [p. 3]"),
    ],
)
def test_every_work_in_its_place(cluster: str, read: str) -> None:
    assert apa.fix_order_of_works(cluster) == read.replace("^", PIN)


@given(st.text(alphabet="@[]{};-,:.'’ aAb1\\", max_size=30))
def test_no_cluster_breaks_it(cluster: str) -> None:
    for fix in (apa.remove_possessive, apa.add_year, apa.fix_locators, apa.fix_order_of_works):
        assert fix(cluster).count("@") == cluster.count("@")


def inlines(written: str) -> list[Node]:
    """``( <Ahn, 2019> )`` as pandoc has it: a space between words, none beside a bracket."""
    nodes: list[Node] = []
    outer = nodes
    for index, part in enumerate(written.split(" ")):
        if index and nodes and nodes[-1] != make_word("(") and part not in (")", ",", ";"):
            nodes.append(SPACE)
        if part.startswith("<"):
            outer.append(make_link({"c": [["", [], []], [], [f"#ref-{index}", ""]]}, nodes := []))
        nodes.append(make_word(part.strip("<>")))
        nodes = outer if part.endswith(">") else nodes
    return outer


def written(nodes: list[Node]) -> str:
    return get_plain_text(nodes).replace(" )", ")")


@pytest.mark.parametrize(
    ("printed", "fixed"),
    [
        ("Ahn & Berg ( <2019> )", "Ahn and Berg (2019)"),
        ("Ahn, Berg, & Cole ( <2019> )", "Ahn, Berg, and Cole (2019)"),
        (
            f"Health {AMPERSAND_GUARD}&{AMPERSAND_GUARD} Care ( <2019> )",
            f"Health {AMPERSAND_GUARD}&{AMPERSAND_GUARD} Care (2019)",
        ),
        ("Ahn ( <2019> ; <Berg & Cole, 2020> )", "Ahn (2019; Berg & Cole, 2020)"),
    ],
)
def test_and_in_running_text(printed: str, fixed: str) -> None:
    assert written(apa.spell_out_and(inlines(printed))) == fixed


@pytest.mark.parametrize(
    ("printed", "fixed"),
    [
        (f"( <Ahn, 2019> ; {PIN}, as cited in <Berg, 2020> )", "(Ahn, 2019, as cited in Berg, 2020)"),
        (f"( <Ahn, 2019> , 1:02; {PIN}, as cited in <Berg, 2020> )", "(Ahn, 2019, 1:02, as cited in Berg, 2020)"),
        (f"Ahn ( <2019> ; {PIN} <Berg, 2020> )", "Ahn (2019; Berg, 2020)"),
        (f"({PIN} <Ahn, 2019> )", "(Ahn, 2019)"),
        (f"Health {AMPERSAND_GUARD}&{AMPERSAND_GUARD} Care ( <2019> )", "Health & Care (2019)"),
    ],
)
def test_without_pins(printed: str, fixed: str) -> None:
    assert written(apa.remove_pins(inlines(printed))) == fixed


@pytest.mark.parametrize(
    ("printed", "fixed"),
    [
        ("( <Pain Clinic, n.d.-c> , <n.d.-b> , <n.d.-a> )", "(Pain Clinic, n.d.-a, n.d.-b, n.d.-c)"),
        ("( <Dunn, 2001b, p. 3> ; <2001a> )", "(Dunn, 2001a; 2001b, p. 3)"),
        ("( <Dunn, 1999> , <2001b> , <2001a> )", "(Dunn, 1999, 2001a, 2001b)"),
        ("( <Dunn, 2001b> ; <Ames, 2001a> )", "(Dunn, 2001b; Ames, 2001a)"),
        ("( <Dunn, 2001b> , <2002a> )", "(Dunn, 2001b, 2002a)"),
        ("( <Dunn, 2001aa> , <2001b> )", "(Dunn, 2001b, 2001aa)"),
        ("( <Dunn, 2001b> , see <2001a> )", "(Dunn, 2001b, see 2001a)"),
    ],
)
def test_ties_in_order(printed: str, fixed: str) -> None:
    assert written(apa.sort_ties(inlines(printed))) == fixed


def test_a_tie_leads_to_its_own_reference() -> None:
    before = inlines("( <Pain Clinic, n.d.-b> , <n.d.-a> )")
    after = apa.sort_ties(before)
    years = {get_plain_text(node["c"][1])[-6:]: node["c"][2][0] for node in before if node["t"] == "Link"}
    assert {get_plain_text(node["c"][1])[-6:]: node["c"][2][0] for node in after if node["t"] == "Link"} == years


@pytest.mark.parametrize(
    ("printed", "fixed"),
    [
        ("( <2019, p. 3> )", "(p. 3)"),
        ("( <n.d.-b, pp. 3–4> )", "(pp. 3–4)"),
        ("( <2019> , 1:02)", "(1:02)"),
        ("( <2019> )", "(2019)"),
        ("( <2019, p. 3> ; <2020> )", "(2019, p. 3; 2020)"),
    ],
)
def test_locator_alone_is_left(printed: str, fixed: str) -> None:
    assert written(apa.keep_locator_only(inlines(printed))) == fixed


def test_possessive_and_open_years() -> None:
    assert written(apa.add_possessive(inlines("Ahn et al. ( <2019> )"), "’s")) == "Ahn et al.’s (2019)"
    assert written(apa.add_possessive(inlines("Ahn ( <2019> )"), "")) == "Ahn (2019)"
    assert written(apa.write_present(inlines("( <Ahn, 2015–> )"))) == "(Ahn, 2015–present)"


GROUP = "American Psychological Association"


@pytest.mark.parametrize(
    ("printed", "first", "later"),
    [
        (f"( <{GROUP}, 2020> )", f"({GROUP} [APA], 2020)", "(APA, 2020)"),
        (f"{GROUP} ( <2020> )", f"{GROUP} (APA, 2020)", "APA (2020)"),
        (f"{GROUP}’s ( <2020, p. 3> )", f"{GROUP}’s (APA, 2020, p. 3)", "APA’s (2020, p. 3)"),
        (f"Ahn ( <2019> ; <{GROUP}, 2020> )", f"Ahn (2019; {GROUP} [APA], 2020)", "Ahn (2019; APA, 2020)"),
    ],
)
def test_groups_first_and_later(printed: str, first: str, later: str) -> None:
    one, other, introduces = split_first_and_later(inlines(printed), {GROUP: "APA"})
    assert other is not None
    assert (written(one), written(other), introduces) == (first, later, frozenset({GROUP}))


@pytest.mark.parametrize("printed", [f"( <{GROUP} & Ahn, 2020> )", f"{GROUP} and Ahn ( <2020> )", "( <2020> )", "Ahn"])
def test_what_is_not_the_group_alone_stays(printed: str) -> None:
    one, other, introduces = split_first_and_later(inlines(printed), {GROUP: "APA"})
    assert (one, other, introduces) == (inlines(printed), None, frozenset())


def test_only_a_group_that_is_sole_author_is_abbreviated() -> None:
    group, person = {"literal": f"Health {AMPERSAND_GUARD}&{AMPERSAND_GUARD} Care"}, {"family": "Ahn"}
    custom = {"shortauthor": "HC"}
    assert find_abbreviations([{"id": "a", "author": [group], "custom": custom}]) == {"Health & Care": "HC"}
    assert find_abbreviations([{"id": "a", "author": [group, person], "custom": custom}]) == {}
    assert find_abbreviations([{"id": "a", "author": [person], "custom": custom}]) == {}
    assert find_abbreviations([{"id": "a", "author": [group]}, {"id": "b"}]) == {}


def test_what_belongs_to_a_name_may_stand_without_one() -> None:
    assert remove_suffixes([make_word(f"{JUNIOR}Jr."), SPACE, make_word("x")]) == [SPACE, make_word("x")]
    assert fix_comma_before_role([make_word(f"{ROLE}(Host)")]) == [make_word("(Host)")]


def test_two_groups_that_are_not_both_printed_stay() -> None:
    groups = {"author": [{"literal": "One"}, {"literal": "Two"}]}
    assert fix_two_groups([make_word("One,"), SPACE, make_word("&"), SPACE, make_word("Two")], groups)[0] == make_word(
        "One"
    )
    assert fix_two_groups([make_word("One,"), SPACE, make_word("1990")], groups)[0] == make_word("One,")
