"""A page's weight in search comes from its kind, unless the page says otherwise."""

from __future__ import annotations

from psychoed.pages.kinds import DEFAULT_RULES, Kind
from psychoed.pages.page_html import get_search_settings


def find(name: str) -> Kind:
    kind = DEFAULT_RULES.find_kind(name)
    assert kind
    return kind


SAFETY = find("safety")


def test_help_weighs_more_and_lists_weigh_less() -> None:
    assert get_search_settings(None, Kind("urgent", search_weight=2))["boost"] == 2
    assert get_search_settings(None, SAFETY)["boost"] < 1, "or it would answer what is harmless"
    assert SAFETY.urgent_terms
    assert get_search_settings(None, find("handout"))["boost"] < 1
    assert get_search_settings(None, find("reference"))["boost"] < get_search_settings(None, find("news"))["boost"] < 1


def test_what_a_page_says_of_itself_stands() -> None:
    assert get_search_settings({"boost": 2}, SAFETY) == {"boost": 2}
    own = {"exclude": True}
    assert get_search_settings(own, find("news")) == {"exclude": True, "boost": 0.5}
    assert own == {"exclude": True}


def test_a_page_without_kind_or_weight_is_left_alone() -> None:
    assert get_search_settings(None, None) == {}
    assert get_search_settings("yes", find("about")) == {}
