"""The theme's colours have enough contrast, and colours without it are found."""

from __future__ import annotations

import pytest

from psychoed.site.colours import (
    choose_text_colour,
    compute_contrast,
    find_low_contrast,
    read_default_colours,
    render_colours,
)
from support.site import THEME_FILES

DEFAULTS = read_default_colours((THEME_FILES / "assets" / "site.css").read_text(encoding="utf-8"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_s_own_colours_pass(scheme: str) -> None:
    assert len(DEFAULTS[scheme]) == 14
    assert list(find_low_contrast(DEFAULTS[scheme])) == []


def test_contrast_is_that_of_the_guidelines() -> None:
    assert compute_contrast("#fff", "#000000") == pytest.approx(21)
    assert compute_contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_pale_text_is_found_with_both_its_colours() -> None:
    found = list(find_low_contrast({**DEFAULTS["light"], "alert": "#d9a08a"}))
    assert {(text, ground) for text, ground, _, _ in found} == {("alert", "ground"), ("alert", "sand")}


@pytest.mark.parametrize(("ground", "text"), [("#14524f", "#fdfaf5"), ("#ffec3d", "#000000"), ("#757575", "#ffffff")])
def test_text_on_a_band_can_be_read(ground: str, text: str) -> None:
    assert choose_text_colour(ground, "#fdfaf5") == text
    assert compute_contrast(text, ground) >= 4.5


def test_only_what_is_set_is_written() -> None:
    assert render_colours({"light": {}, "dark": {"link": "#ffffff"}}) == (
        '[data-md-color-scheme="slate"] {\n  --link: #ffffff;\n}\n'
    )
