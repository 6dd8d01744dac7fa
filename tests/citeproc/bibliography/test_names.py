"""Names as BibTeX reads them, and accents as letters, which pandoc prints the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.names import find_outside_braces, remove_accents, split_name_list, strip_latex
from mkdocs_citeproc.formatting import pandoc


@pytest.mark.parametrize(
    ("value", "families"),
    [
        ("", []),
        ("Ashar, Yoni K. and Gordon, Alan", ["Ashar", "Gordon"]),
        ("Alan Gordon and\n Alon Ziv", ["Gordon", "Ziv"]),
        ("Ludwig van Beethoven", ["van Beethoven"]),
        ("{van der Kolk}, Bessel A.", ["van der Kolk"]),
        ("{Institute for Health and Care} and {{NICE} Group}", ["Institute for Health and Care", "NICE Group"]),
        (r"B{\"u}chel, C. AND Anderson, Z. and others", ["Büchel", "Anderson", "others"]),
        ("Sand, A. and Anderson, B.", ["Sand", "Anderson"]),
        (r"{Food \& Drug}", ["Food & Drug"]),
    ],
)
def test_families(value: str, families: list[str]) -> None:
    assert [name.family for name in split_name_list(value)] == families


def test_what_stands_in_braces() -> None:
    assert [name.is_braced for name in split_name_list("{A B} and {A} {B} and A {B} and {A, B}")] == [
        True,
        False,
        False,
        True,
    ]
    assert split_name_list("{A, B}, C")[0].parts == ("{A, B}", "C")
    assert find_outside_braces("a{b{c}}d") == "a\0\0\0\0\0\0d"


def test_plain() -> None:
    assert strip_latex(r"``{\"U}ber'' \textit{E.  coli} \& {PRT}~x") == "Über E. coli & PRT x"


@given(st.text(alphabet="{}\\, and\nAbé", max_size=30))
def test_never_raises(text: str) -> None:
    for name in split_name_list(text):
        assert isinstance(name.family, str)
        assert name.is_braced or not name.is_braced


NAMES = [
    (r"B{\"u}chel", "Büchel"),
    (r"B\"uchel", "Büchel"),
    (r"B\"{u}chel", "Büchel"),
    (r"B{\"{u}}chel", "Büchel"),
    (r"Sara{\c{c}}o{\u{g}}lu, {\.I}smail", "Saraçoğlu, İsmail"),
    (r"{\c c}{\v s}", "çš"),
    (r"S{\o}ren S\o ren S\o{}ren", "Søren Søren Søren"),
    (r"{\L}{\'o}d{\'z}, {\AA}ngstr{\"o}m", "Łódź, Ångström"),
    (r"Stra{\ss}e {\OE}uvre", "Straße Œuvre"),
    (r"{M{\"u}ller}", "{Müller}"),
    (r"\textit{\'e}", r"\textit{é}"),
    (r"{\'{\ae}}", "ǽ"),
]


@pytest.mark.parametrize(("latex", "letters"), NAMES)
def test_letters(latex: str, letters: str) -> None:
    assert remove_accents(latex, keep_case=False) == letters


@pytest.mark.parametrize(
    "latex",
    [
        r"R \& D, 5\% \_ \# \$",
        r"\'{ab} \~{} \ldots \omega",
        r"\url{\~a}",
        r"{\=q} \d{1}",
        r"$\"u$",
        r'line\\"end',
        "plain",
        r"\"",
    ],
)
def test_what_is_no_letter_stays(latex: str) -> None:
    assert remove_accents(latex, keep_case=False) == latex


def test_a_dotless_i_with_an_accent_is_an_i() -> None:
    assert remove_accents(r"{\'\i}\'{\i}", keep_case=False) == "íí"  # pandoc prints two signs there


def test_a_capital_in_braces_stays_one_in_a_title() -> None:
    assert remove_accents(r"{\"U}ber M{\"u}ller", keep_case=True) == "{Ü}ber Müller"


def _printed(author: str, title: str) -> object:
    bib = f"@book{{a, author = {{{author}}}, title = {{The {title}}}, year = 2020}}"
    return json.loads(pandoc.run_pandoc(("--from=biblatex", "--to=csljson", "--sandbox"), bib, 60))


def test_pandoc_prints_the_same() -> None:
    latex = " and ".join(name for name, _ in NAMES[:-1])
    title = r"\'Etude {\'E}tude M{\"u}ller {\"Uber} {\L}{\'o}d{\'z} R \& D"
    letters = remove_accents(latex, keep_case=False), remove_accents(title, keep_case=True)
    assert _printed(latex, title) == _printed(*letters)
    assert "\\" not in letters[0].replace("\\textit", "")


@given(st.text(alphabet="\\{}\"'`^~=.uvHcki aeoñxsUO$&%", max_size=20))
def test_never_raises_and_once_is_enough(text: str) -> None:
    once = remove_accents(text, keep_case=True)
    assert remove_accents(once, keep_case=True) == once
    assert once.count("{") - once.count("}") == text.count("{") - text.count("}")
