"""What pandoc is given to read for a cluster that says more than pandoc's syntax can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.apa7 import citations as apa
from mkdocs_citeproc.apa7.citations import PIN


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
def test_locator_alone(cluster: str, alone: bool, read: str) -> None:
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
    for mend in (apa.remove_possessive, apa.add_year, apa.fix_locators, apa.fix_order_of_works):
        assert mend(cluster).count("@") == cluster.count("@")
