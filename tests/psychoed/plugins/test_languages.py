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
    assert "Acerca de esta página: aún sin revisión de un profesional sanitario" in html
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
    assert "Profesionales: añadid los datos" in html


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
