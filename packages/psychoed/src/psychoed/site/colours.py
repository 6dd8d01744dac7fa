"""The theme's colours: a site may set others, which must have enough contrast (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

SCHEMES: Mapping[str, str] = MappingProxyType({"light": "default", "dark": "slate"})
"""The theme's two schemes, by the name of each in settings, and Material's name for it."""

PRIMARY: Mapping[str, str] = MappingProxyType(
    {
        "red": "#ef5552",
        "pink": "#e92063",
        "purple": "#ab47bd",
        "deep purple": "#7e56c2",
        "indigo": "#4051b5",
        "blue": "#2094f3",
        "light blue": "#02a6f2",
        "cyan": "#00bdd6",
        "teal": "#009485",
        "green": "#4cae4f",
        "light green": "#8bc34b",
        "lime": "#cbdc38",
        "yellow": "#ffec3d",
        "amber": "#ffc105",
        "orange": "#ffa724",
        "deep orange": "#ff6e42",
        "brown": "#795649",
        "grey": "#757575",
        "blue grey": "#546d78",
        "black": "#14151a",
        "white": "#ffffff",
    }
)
"""Material's primary colours by their names in ``palette``."""

_TEXT, _PART = 4.5, 3.0
"""Least contrast of text with its ground, and of large text, lines and marks."""

_PAIRS = (
    ("ink", "ground", _TEXT),
    ("ink", "sand", _TEXT),
    ("ink", "mark", _TEXT),
    ("ink", "figure-fill", _TEXT),
    ("ink-soft", "ground", _TEXT),
    ("ink-soft", "sand", _TEXT),
    ("link", "ground", _TEXT),
    ("link", "sand", _TEXT),
    ("link-hover", "ground", _TEXT),
    ("alert", "ground", _TEXT),
    ("alert", "sand", _TEXT),
    ("ink", "alert-ground", _TEXT),
    ("band-ink", "band", _TEXT),
    ("line", "ground", _PART),
)
"""Colours that touch on a page, with the contrast they need."""

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_DECLARED = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})\s*;")

Colours = Mapping[str, str]


def read_default_colours(css: str) -> dict[str, dict[str, str]]:
    """Return the colours by scheme and name that the theme's style sheet declares."""
    found = {}
    for name, scheme in SCHEMES.items():
        block = css.partition(f'[data-md-color-scheme="{scheme}"] {{')[2].partition("}")[0]
        found[name] = dict(_DECLARED.findall(block))
    return found


def is_colour(value: object) -> bool:
    """Return whether ``value`` is written as a hexadecimal colour, such as ``#0d5a58``."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def choose_text_colour(ground: str, preferred: str) -> str:
    """Return the colour of text on ``ground``: the preferred one if it has enough contrast, else black or white."""
    if compute_contrast(preferred, ground) >= _TEXT:
        return preferred
    return max(("#000000", "#ffffff"), key=lambda colour: compute_contrast(colour, ground))


def find_low_contrast(colours: Colours) -> Iterator[tuple[str, str, float, float]]:
    """Yield each pair of one scheme without enough contrast: text, ground, the contrast, and what it needs."""
    for text, ground, needed in _PAIRS:
        ratio = compute_contrast(colours[text], colours[ground])
        if ratio < needed:
            yield text, ground, ratio, needed


def compute_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def render_colours(colours: Mapping[str, Colours]) -> str:
    """Return a style sheet that sets these colours in each scheme."""
    rules = []
    for name, own in colours.items():
        if own:
            lines = "".join(f"  --{colour}: {value};\n" for colour, value in sorted(own.items()))
            rules.append(f'[data-md-color-scheme="{SCHEMES[name]}"] {{\n{lines}}}\n')
    return "\n".join(rules)
