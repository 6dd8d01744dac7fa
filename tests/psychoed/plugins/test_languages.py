"""A small site in Spanish: what the theme, the handouts and the citations add to its pages is Spanish."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from psychoed.language import ENGLISH, use_language
from support.site import EXTENSIONS, ROOT, THEME, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("page", "citation", "handout", "site")]
BIB = """\
@article{gobbetti1998,
  author = {Gobbetti, Marco and Corsetti, Aldo},
  title = {Sourdough},
  journaltitle = {Trends in Food},
  volume = {9},
  pages = {267--274},
  date = {1998},
}
"""
HEAD = "---\ndescription: d\nkind: {kind}\naudience: [panaderos, vecinos]\nwritten: 2026-11-03\n{more}---\n"


def page(kind: str, text: str, more: str = "") -> str:
    return HEAD.format(kind=kind, more=more) + text


PAGES = {
    "references.bib": BIB,
    "includes/check.md": "Pregunta antes.\n",
    "docs/index.md": page("home", "# Pan\n\nFermenta [@gobbetti1998, p. 268].\n\n## Miga\n"),
    "docs/amasar.md": page("practice", "# Amasar\n\nUno.\n", "next: [index.md]\n"),
    "docs/hojas/diario.md": page("handout", "# Diario\n\nMi nombre: ____\n\n| Día | Pan |\n|---|---|\n| 2 filas |\n"),
    "docs/hojas/lista.md": page("handout", "# Lista\n\n- [ ] Lo pesé\n"),
    "docs/hojas/index.md": page("about", "# Hojas\n\n\\handouts\n"),
    "docs/fuentes.md": page("reference", "# Fuentes\n\n\\full_bibliography\n"),
}
SETTINGS = {"page": {"check_first": "includes/check.md", "feed": "feed.xml"}}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("spanish")
    config = make_site(
        folder, PAGES, hooks=HOOKS, extensions=EXTENSIONS, theme={**THEME, "language": "es"},
        plugins=["material/search"], extra=SETTINGS, use_directory_urls=True,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        patch.setitem(os.environ, "PDF", "0")
        site = build_site(config)
    use_language(ENGLISH)
    assert site.ended is None, site.log
    return site


def test_a_page_ends_in_spanish(built: Built) -> None:
    html = built["amasar/index.html"]
    assert "Acerca de esta página: aún sin revisión de un profesional de la salud" in html
    assert "3 de noviembre de 2026" in html
    assert "Qué leer a continuación" in html
    assert "Imprimir esta página" in html
    assert '<html lang="es"' in html


def test_scripts_and_style_sheets_get_their_texts(built: Built) -> None:
    found = re.search(r'<script type="application/json" id="__texts">(.*?)</script>', built["index.html"])
    assert found
    texts = json.loads(found[1])
    assert texts["Stop now"] == "Parar ahora"
    assert "Page not found" not in texts
    assert '"Página " counter(page) " de " counter(pages)' in built["assets/own-theme.css"]
    assert "Esta es una copia guardada" in built["sw.js"]


def test_an_english_page_has_no_texts_for_scripts(tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, PAGES, hooks=HOOKS, extensions=EXTENSIONS, theme=THEME, extra=SETTINGS))
    assert site.ended is None
    assert "__texts" not in site["index.html"].split("<body")[1]


def test_citations_follow(built: Built) -> None:
    assert ">Referencias</h2>" in re.sub(r"<a class=\"headerlink.*?</a>", "", built["index.html"])
    assert "Volver a la cita de" in built["index.html"]
    assert 'data-kind="Artículo"' in built["fuentes/index.html"]
    assert "Citado en" in built["fuentes/index.html"]
    assert "2026, 3 de noviembre" in built["index.html"]


def test_handouts_follow(built: Built) -> None:
    html = built["hojas/diario/index.html"]
    assert "Rellenar en pantalla" in html
    assert "Para profesionales: añadir los datos" in html


def test_the_page_not_found_is_in_spanish(built: Built) -> None:
    assert "<h1>Página no encontrada</h1>" in built["404.html"]


# English words that a Spanish reader must not meet in what the theme adds.
_ENGLISH = re.compile(r"\b(?:the|this|page|next|your|print|read|with|site|checked|written|menu)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", ["index.html", "amasar/index.html", "hojas/diario/index.html", "404.html"])
def test_no_english_is_left(built: Built, name: str) -> None:
    html = re.sub(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->|<pre>.*?</pre>", " ", built[name], flags=re.DOTALL)
    shown = re.sub(r"<p class=\"handout-files-later\">.*?</p>|A small site", "", html, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', shown)
    text = re.sub(r"<[^>]+>", " ", shown)
    assert _ENGLISH.findall(" ".join([text, *labels])) == []


FACTS = "gobbetti1998:\n  rise: {counts: panes, read: article, values: {rye: {mean: 1.66}}}\n"
WORDS = "phrases:\n  - {phrase: pan perfecto, reason: promete, unless: {denied: true}}\nvague_links: [aquí]\n"
CHECKED = page(
    "about",
    "# Pan\n\nSubió 1,67 puntos [@gobbetti1998].\n\nSubió 1,66 puntos [@gobbetti1998].\n\nUn pan perfecto.\n\n"
    "Nunca es un pan perfecto.\n\nDijo: «una dos tres cuatro cinco seis siete ocho nueve» [@gobbetti1998].\n",
)


def build_checked(folder: Path, language: str) -> Built:
    files = {"references.bib": BIB, "facts.yml": FACTS, "words.yml": WORDS, "docs/index.md": CHECKED}
    extra = {"page": {"facts": "facts.yml", "words": "words.yml"}}
    theme = {**THEME, "language": language}
    site = build_site(make_site(folder, files, hooks=HOOKS, extensions=EXTENSIONS, theme=theme, extra=extra))
    use_language(ENGLISH)
    return site


def test_numbers_phrases_and_quotations_are_checked_in_spanish(tmp_path: Path) -> None:
    site = build_checked(tmp_path, "es")
    found = [re.findall(r"docs/index\.md:(\d+).*?\[([\w-]+)\]", line) for line in site.problems]
    codes = [match for each in found for match in each]
    assert sorted(codes) == [("13", "forbidden-phrase"), ("17", "quote-without-page"), ("9", "unknown-number")]


def test_a_language_that_is_not_covered_says_so_in_one_line(tmp_path: Path) -> None:
    site = build_checked(tmp_path, "de")
    said = [line for line in site.log if "not checked in 'de'" in line]
    assert len(said) == 1
    assert said[0].startswith("INFO")


def test_citations_follow_where_the_plugin_is_listed_under_plugins(tmp_path: Path) -> None:
    plugins = ["material/search", "psychoed/pages", {"citeproc": {"cited_on": "Lo cita"}}, "psychoed/site"]
    files = {name: text for name, text in PAGES.items() if "hojas" not in name}
    theme = {**THEME, "language": "es"}
    site = build_site(
        make_site(tmp_path, files, hooks=[], extensions=EXTENSIONS, theme=theme, extra=SETTINGS, plugins=plugins)
    )
    use_language(ENGLISH)
    assert site.ended is None
    assert "Volver a la cita de" in site["index.html"]
    assert "Lo cita" in site["fuentes/index.html"]
