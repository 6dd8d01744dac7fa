"""A page's weight in search comes from its kind, unless the page says otherwise."""

from __future__ import annotations

from psychoed.pages.kinds import Kind
from psychoed.pages.search import get_search_settings


def test_help_weighs_more_and_lists_weigh_less() -> None:
    assert get_search_settings(None, Kind.FLARE)["boost"] > 1
    assert get_search_settings(None, Kind.SAFETY)["boost"] < 1, "or it would answer what is harmless"
    assert get_search_settings(None, Kind.HANDOUT)["boost"] < 1
    assert get_search_settings(None, Kind.REFERENCE)["boost"] < get_search_settings(None, Kind.NEWS)["boost"] < 1


def test_what_a_page_says_of_itself_stands() -> None:
    assert get_search_settings({"boost": 2}, Kind.SAFETY) == {"boost": 2}
    own = {"exclude": True}
    assert get_search_settings(own, Kind.NEWS) == {"exclude": True, "boost": 0.5}
    assert own == {"exclude": True}


def test_a_page_without_kind_or_weight_is_left_alone() -> None:
    assert get_search_settings(None, None) == {}
    assert get_search_settings("yes", Kind.ABOUT) == {}
