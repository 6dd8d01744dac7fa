"""What someone meant who typed an unknown name."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.problems import find_closest, measure_distance


@pytest.mark.parametrize(
    ("name", "known", "closest"),
    [
        ("ashar2012", ["ashar2021", "ashar2025"], "ashar2021"),
        ("ashar2012", ["asher2012", "ashar2021"], "ashar2021"),
        ("ashar2012", ["asher2012", "gordon2012"], "asher2012"),
        ("Ashar2021", ["ashar2021"], "ashar2021"),
        ("ahsar2021", ["ashar2021", "ahern2021"], "ashar2021"),
        ("tanka2023", ["tankha2023", "wanka1987"], "tankha2023"),
        ("ashar", ["ashar2021", "gordon2021"], "ashar2021"),
        ("ashar21", ["ashar2021", "ashar2025"], "ashar2021"),
        ("prtc_resources", ["prtc-resources", "press"], "prtc-resources"),
        ("pytest", ["prtc-resources", "ashar2021"], ""),
        ("percentage", ["percent", "count"], "percent"),
        ("abuot.md", ["about.md", "index.md"], "about.md"),
        ("smith2020", ["jones2020", "brown2020"], ""),
        ("x", ["y"], ""),
        ("", ["a"], ""),
        ("a", [], ""),
    ],
)
def test_the_closest_name(name: str, known: list[str], closest: str) -> None:
    assert find_closest(name, known) == closest
    assert find_closest(name, known[::-1]) == closest


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "", 0), ("", "ab", 2), ("ab", "ba", 1), ("abc", "acb", 1), ("abcd", "badc", 2), ("kitten", "sitting", 3)],
)
def test_a_swap_is_one_step(one: str, other: str, distance: int) -> None:
    assert measure_distance(one, other) == measure_distance(other, one) == distance


def test_long_names_are_compared_in_time() -> None:
    assert find_closest("a" * 100_000, ["b" * 100_000]) == ""
