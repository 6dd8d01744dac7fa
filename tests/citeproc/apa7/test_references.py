"""The order of the list and of works in a bracket (9.44 to 9.49, 8.12), by pandoc with our keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_citeproc.apa7.references import fix_sort_keys, sort_by_fixed_keys
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.response import FormattedSite
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.site import ROOT

NAMES = [
    "Benjam, A. S.",
    "ben Yaak, D.",
    "Dent, N. K.",
    "de Ort, C.",
    "Devon, J. T.",
    "Gired, J.-B.",
    "Gired-Perry, A. S.",
    "Lópes, M. E.",
    "Lópes de Mola, G.",
    "MacNeal, E.",
    "McAdam, Z. C. E.",
    "M'Carthen, L. L.",
    "Olsen, S. R.",
    "O'Neal, U.",
    "Oppen, R.",
    "{The Pain Society}",
    "Partrig, F.",
    "Santos, Sr., J.",
    "Santos, Jr., J.",
    "Villafort, S. A.",
    "Villa-Lopez, J.",
]


def formatted(bibtex: str, clusters: list[str], cache: Path) -> FormattedSite:
    bibliography, problems = parse_bibtex(SourceText("x.bib", bibtex))
    assert problems == []
    csl = find_style(ROOT, "apa").read_text(encoding="utf-8")
    formatter = Formatter(csl, get_style_id(csl, "apa"), "en-US", cache, 60)
    items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
    return formatter.format([*clusters, *(f"[@{key}]" for key in bibliography.entries)], items, bibliography)


def test_names_letter_by_letter(tmp_path: Path) -> None:
    entries = [f"@book{{k{index:02}, author = {{{name}}}, title = {{T}}}}" for index, name in enumerate(NAMES)]
    printed = formatted("\n".join(reversed(entries)), [], tmp_path)
    assert list(printed.entries) == [f"k{index:02}" for index in range(len(NAMES))]


def test_one_author_before_several_and_titles_among_names(tmp_path: Path) -> None:
    works = [
        "author = {Ahn, A.}, title = {Z}",
        "author = {Ahn, A.}, title = {Z}, date = {2016}",
        "author = {Ahn, A.}, title = {Z}, pubstate = {inpress}",
        "author = {Ahn, A. and Zorn, B.}, title = {A}, date = {1990}",
        "author = {Ahn, A. and Zorn, B. and Berg, C.}, title = {A}, date = {1980}",
        "title = {The Book of Rest}, date = {2000}",
        "author = {Cole, C.}, title = {An Awful Lot}, date = {2014}",
        "author = {Cole, C.}, title = {The Banality}, date = {2014}",
        "author = {Cole, C.}, title = {Top 100}, sorttitle = {Top One Hundred}, date = {2014}",
        "author = {Cole, C.}, title = {Top 10}, sorttitle = {Top Ten}, date = {2014}",
        "editor = {Dorn, D.}, title = {A}, date = {2014}",
    ]
    entries = [f"@book{{k{index:02}, {fields}}}" for index, fields in enumerate(works)]
    printed = formatted("\n".join(reversed(entries)), ["[@k09; @k10; @k06; @k05; @k04; @k03]"], tmp_path)
    assert list(printed.entries) == [f"k{index:02}" for index in range(len(works))]
    assert printed.clusters["[@k09; @k10; @k06; @k05; @k04; @k03]"].text.replace("\u00a0", " ") == (
        "(Ahn et al., 1980; Ahn & Zorn, 1990; The Book of Rest, 2000; Cole, 2014a, 2014d; Dorn, 2014)"
    )


def test_works_of_authors_shown_alike_stand_by_their_years(tmp_path: Path) -> None:
    bibtex = """
@book{a, author = {Ahn, A. and Zorn, B. and Berg, C.}, title = {T}, date = {2001}}
@book{b, author = {Ahn, A. and Berg, B. and Cole, C.}, title = {T}, date = {2002}}
@book{c, author = {Ahn, A. and Zorn, B. and Berg, C.}, title = {T}, date = {2003}}
"""
    printed = formatted(bibtex, ["[@c; @b; @a]"], tmp_path)
    assert printed.clusters["[@c; @b; @a]"].text.replace("\u00a0", " ") == "(Ahn et al., 2001, 2002, 2003)"


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        ({"author": [{"family": "Zee", "non-dropping-particle": "van der", "given": "Bo A."}]}, "vanderzee0ba"),
        ({"author": [{"literal": "The Pain & Rest Group"}]}, "painrestgroup"),
        ({"title": "“The cure”"}, "cure"),
        ({"type": "bill", "title": "Pain reform", "author": [{"literal": "Nora Dorn"}]}, "painreform"),
        ({}, None),
    ],
)
def test_keys(item: dict[str, object], keys: str | None) -> None:
    assert fix_sort_keys(item, {}).get("note") == keys


def test_a_style_with_other_keys_is_left_alone() -> None:
    assert (
        sort_by_fixed_keys('<key macro="author"/><key macro="issued"/>') == '<key macro="author"/><key macro="issued"/>'
    )
