"""LaTeX's accents become letters, and pandoc prints the same for both."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.names import remove_accents
from mkdocs_citeproc.formatting import pandoc

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
