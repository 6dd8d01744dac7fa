"""Numbers in Spanish: the same forms as in English, with Spanish words and decimal commas."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.checks.facts import read_facts
from psychoed.checks.number_forms import SPANISH_FORMS, find_number_forms
from psychoed.checks.numbers import check_numbers, find_numbers
from psychoed.checks.text import read_page_text

STUDY = {
    "Subió en 33 de 50 panes": ["share 33 50"],
    "en **33** de los **50** panes": ["share 33 50"],
    "dos de 32 personas": ["share 2 32"],
    "1.204 de 9.401 panaderos": ["share 1204 9401"],
    "33/50 (66 %), 44/51": ["share 33 50", "percent 66", "share 44 51"],
    "Fue el 66 %, y después el 22,5 por ciento": ["percent 66", "percent 22.5"],
    "30–84 % o del 30 % al 84 %": ["percent 30", "percent 84", "percent 30", "percent 84"],
    "en el 37 % a los 20 y el 96 % a los 80": ["percent 37", "percent 96"],
    "una de cada 13 personas, 1 de cada 5": ["rate 1 13", "rate 1 5"],
    "Dos de cada tres personas": ["rate 2 3"],
    "151 adultos con insomnio": ["count 151"],
    "53 veteranos; 20 clínicas australianas": ["count 53", "count 20"],
    "75 estudios y 9.401 personas": ["count 75", "count 9401"],
    "619 millones de personas, 1,5 millones de adultos": ["count 619000000", "count 1500000"],
    "de ellas, 81 eran mujeres": ["count 81"],
    "Un informe sobre tres personas": ["count 3"],
    "menor en 1,66 puntos": ["measure 1.66"],
    "La g de Hedges fue de −1,14, p < 0,001, n = 151": ["measure 1.14", "measure 0.001", "count 151"],
    "bajó 10,9 (IC del 95 %: 8,3 a 13,5)": ["measure 10.9", "interval 8.3 13.5"],
    "(intervalo de confianza del 95 %: 0,5–1,6)": ["interval 0.5 1.6"],
    "(IC 95 %, de 0,5 a 1,6)": ["interval 0.5 1.6"],
    "19 puntos porcentuales": ["points 19"],
    "De cada 100 personas: centeno 66, trigo 10.": ["of 100 66", "of 100 10"],
}
HARMLESS = [
    "el 29 de septiembre de 2021, a las 10.30, 24/7",
    "durante 2–3 minutos, ocho sesiones en cuatro semanas, 1,5 horas",
    "una escala de 0 a 10, 0–10, 4/10",
    "adultos de 21 a 70 años, mayores de 50",
    "llama al 024, al 112 o al 717 003 717",
    "versión 2.1, WCAG 2.2, CC BY 4.0, Python 3.11",
    "página 2 de 14, paso 3 de 12",
    "3 preguntas que la gente hace; un ensayo, una persona, tres pasos",
    "puedes estar 100 % seguro",
    "una sala de 100 personas",
    "85 × 54 mm, 12,5 pt",
]


def found(text: str) -> list[str]:
    numbers = find_numbers(text, forms=SPANISH_FORMS)
    return [" ".join([each.claim.kind.value, *map(plain, each.claim.numbers)]) for each in numbers]


def plain(value: Decimal) -> str:
    return f"{value:f}".removesuffix(".0")


@pytest.mark.parametrize("text", STUDY)
def test_numbers_of_studies(text: str) -> None:
    assert found(text) == STUDY[text]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers(text: str) -> None:
    assert found(text) == []


def test_mexico_writes_points() -> None:
    forms = find_number_forms("es-MX", ".")
    assert forms
    numbers = find_numbers("Bajó 1.66 puntos en 9,401 personas", forms=forms)
    assert [str(value) for each in numbers for value in each.claim.numbers] == ["1.66", "9401"]


def test_other_languages_are_not_checked() -> None:
    assert find_number_forms("de") is None


def test_a_number_is_held_against_the_facts() -> None:
    yaml = "roe2021:\n  rise: {counts: panes, read: article, values: {rye: {mean: 1.66}}}\n"
    facts, problems = read_facts(SourceText("facts.yml", yaml))
    assert problems == []
    page = read_page_text(SourceText("p.md", "Bajó 1,66 puntos [@roe2021].\n\nBajó 1,67 puntos [@roe2021].\n"))
    assert [str(each).split(" ")[0] for each in check_numbers(page, facts, SPANISH_FORMS)] == ["p.md:3:6:"]
