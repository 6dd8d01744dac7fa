"""A small site in two languages, each with its own gate, settings, search, offline copy and feed."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from psychoed.language import ENGLISH, use_language
from support.feed import wrong_in_feed
from support.site import EXTENSIONS, ROOT, THEME, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("page", "citation", "handout", "site")]
BIB = (
    "@article{roe2021,\n  author = {Roe, Ann},\n  title = {Rise},\n  journaltitle = {Dough},\n"
    "  date = {2021},\n  url = {https://example.org/rise},\n}\n"
)
HEAD = (
    "---\ndescription: d\nkind: {kind}\naudience: [bakers]\nwritten: 2026-11-03\nnext: [index.md]\n---\n# {title}\n\n"
)
FACTS = "roe2021:\n  rise: {counts: loaves, read: article, values: {rye: {mean: 1.66}}}\n"


def page(kind: str, title: str, text: str = "") -> str:
    return HEAD.format(kind=kind, title=title) + text + "\n"


PAGES = {
    "references.bib": BIB,
    "facts.yml": FACTS,
    "includes/check.md": "Ask a baker first.",
    "includes/check.es.md": "Pregunta antes a un panadero.",
    "docs/en/index.md": page("home", "Bread", "It rose by 1.66 points [@roe2021]. See [kneading](knead.md)."),
    "docs/en/knead.md": page("practice", "Kneading"),
    "docs/en/rest.md": page("practice", "Resting"),
    "docs/es/index.md": page("home", "Pan", "Subió 1,66 puntos [@roe2021]. Mira [amasar](knead.md)."),
    "docs/es/knead.md": page("practice", "Amasar"),
}
LANGUAGES = [{"code": "en", "name": "English"}, {"code": "es", "name": "Español", "folder": "es"}]
SPANISH = {
    "INHERIT": "mkdocs.yml",
    "docs_dir": "docs/es",
    "site_name": "Pan",
    "theme": {"language": "es"},
    "extra": {"page": {"check_first": "includes/check.es.md"}},
}


def write(folder: Path, *, languages: object = LANGUAGES, spanish: object = SPANISH, **more: Any) -> Path:
    extra = {"page": {"check_first": "includes/check.md", "facts": "facts.yml", "languages": languages}}
    settings: dict[str, Any] = {"docs_dir": "docs/en", "site_name": "Bread", "plugins": ["material/search"], **more}
    config = make_site(folder, PAGES, hooks=HOOKS, extensions=EXTENSIONS, theme=THEME, extra=extra, **settings)
    if spanish:
        (folder / "mkdocs.es.yml").write_text(yaml.safe_dump(spanish), encoding="utf-8")
    return config


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "PDF", "0")
        site = build_site(write(tmp_path_factory.mktemp("both")), strict=True)
    use_language(ENGLISH)
    assert (site.ended, site.problems) == (None, [])
    return site


def test_each_language_has_its_own_gate_name_and_words(built: Built) -> None:
    assert "Ask a baker first." in built["knead/index.html"]
    assert "Pregunta antes a un panadero." in built["es/knead/index.html"]
    assert "Ask a baker" not in built["es/knead/index.html"]
    assert "What to read next" in built["knead/index.html"]
    assert "Qué leer a continuación" in built["es/knead/index.html"]
    assert '<html lang="es"' in built["es/index.html"]


def alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate " hreflang="(\w+)" href="([^"]*)">', html))


def switch(html: str) -> dict[str, str]:
    return {
        lang: href
        for href, lang in re.findall(r'<a href="([^"]*)" hreflang="(\w+)" lang="\w+" class="md-select__link">', html)
    }


def test_the_switch_keeps_the_page_or_leads_home(built: Built) -> None:
    assert switch(built["index.html"]) == {"en": ".", "es": "es/"}
    assert switch(built["knead/index.html"]) == {"en": "./", "es": "../es/knead/"}
    assert switch(built["rest/index.html"])["es"] == "../es/"
    assert switch(built["es/knead/index.html"]) == {"en": "../../knead/", "es": "./"}
    assert alternates(built["es/knead/index.html"]) == switch(built["es/knead/index.html"])


def test_search_and_offline_reading_are_of_one_language(built: Built) -> None:
    english = json.loads(built["search/search_index.json"])
    spanish = json.loads(built["es/search/search_index.json"])
    assert {each["location"].partition("#")[0] for each in spanish["docs"]} == {"", "knead/"}
    assert "Amasar" not in json.dumps(english, ensure_ascii=False)
    assert "Esta es una copia guardada" in built["es/sw.js"]
    assert "This is a saved copy" in built["sw.js"]
    assert "es/" not in built["sw.js"].split("files:")[1].split("}")[0]


def test_pages_json_lists_all(built: Built) -> None:
    rows = {row["url"]: row["language"] for row in json.loads(built["pages.json"])}
    assert rows == {"": "en", "knead/": "en", "rest/": "en", "es/": "es", "es/knead/": "es"}


def test_the_numbers_of_a_language_are_checked_in_it(tmp_path: Path) -> None:
    config = write(tmp_path)
    path = tmp_path / "docs" / "es" / "index.md"
    path.write_text(path.read_text(encoding="utf-8").replace("1,66", "1,67"), encoding="utf-8")
    site = build_site(config)
    use_language(ENGLISH)
    assert [line for line in site.problems if re.search(r"docs/es/index\.md:\d+:\d+: \[unknown-number\]", line)]


def test_a_link_that_climbs_out_of_the_site_is_broken(tmp_path: Path) -> None:
    config = write(tmp_path)
    path = tmp_path / "docs" / "es" / "knead.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n[In English](../../../../knead/)\n", encoding="utf-8")
    site = build_site(config)
    use_language(ENGLISH)
    assert [line for line in site.problems if "[broken-link]" in line]


def test_a_style_sheet_of_the_first_language_serves_all(tmp_path: Path) -> None:
    config = write(tmp_path)
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["extra_css"] = ["own.css"]
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    docs = tmp_path / settings["docs_dir"]
    (docs / "own.css").write_text("main {\n  color: teal;\n}\n", encoding="utf-8")
    site = build_site(config)
    use_language(ENGLISH)
    assert site.problems == []
    assert site["es/own.css"] == site["own.css"]
    assert 'href="../own.css' in site["es/knead/index.html"]


def test_a_file_outside_the_first_languages_folder_is_not_taken(tmp_path: Path) -> None:
    config = write(tmp_path)
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["extra_css"] = ["../secret.css"]
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    outside = tmp_path / "docs" / "secret.css"  # the first language's pages are in docs/en
    outside.write_text("main { color: teal }\n", encoding="utf-8")
    site = build_site(config)
    use_language(ENGLISH)
    assert not [path for path in tmp_path.rglob("secret.css") if path != outside]
    assert site.problems


def test_a_language_can_undo_what_it_inherits(tmp_path: Path) -> None:
    redirects = {"old.md": "rest.md"}  # no page of the Spanish site
    spanish = {**SPANISH, "extra": {**SPANISH["extra"], "site": {"redirects": None}}}  # type: ignore[dict-item]
    config = write(tmp_path, spanish=spanish)
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["extra"]["site"] = {"redirects": redirects}
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    site = build_site(config, strict=True)
    use_language(ENGLISH)
    assert (site.ended, site.problems) == (None, [])
    assert (site.site / "old" / "index.html").is_file()
    assert not (site.site / "es" / "old").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"spanish": None}, "mkdocs.es.yml"),
        ({"languages": [{"code": "de", "name": "Deutsch"}]}, "'theme.language' is 'en'"),
        ({"languages": [LANGUAGES[0], {"code": "es", "name": "Español"}]}, "folder"),
    ],
)
def test_what_is_wrong_with_the_languages_is_said(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    site = build_site(write(tmp_path, **changes))
    use_language(ENGLISH)
    assert site.ended
    assert said in site.ended


def test_a_link_to_no_page_of_another_language_is_broken(tmp_path: Path) -> None:
    config = write(tmp_path)
    path = tmp_path / "docs" / "es" / "index.md"
    path.write_text(path.read_text(encoding="utf-8") + '\n<a href="../nowhere/">x</a>\n', encoding="utf-8")
    site = build_site(config)
    use_language(ENGLISH)
    assert [line for line in site.problems if "[broken-link]" in line]


def test_the_addresses_for_search_engines_are_whole_where_the_site_s_is_known(tmp_path: Path) -> None:
    site = build_site(write(tmp_path, site_url="https://bread.example/guide/"))
    use_language(ENGLISH)
    expected = {"en": "https://bread.example/guide/knead/", "es": "https://bread.example/guide/es/knead/"}
    assert alternates(site["es/knead/index.html"]) == alternates(site["knead/index.html"]) == expected
    assert site.problems == []


NEWS_HEAD = "---\ndescription: d\nkind: news\naudience: [bakers]\nwritten: 2026-11-03\n"
NEWS = {
    f"docs/{code}/news/{name}": text
    for code, title in (("en", "Rye rises"), ("es", "El centeno sube"))
    for name, text in {
        "index.md": f"{NEWS_HEAD}---\n# {'News' if code == 'en' else 'Novedades'}\n",
        "posts/rye.md": f"{NEWS_HEAD}date: 2026-03-04\ncategories: [Trials]\nslug: rye\n---\n# {title}\n\nText.\n",
    }.items()
}


def test_each_language_has_one_feed_of_its_own(tmp_path: Path) -> None:
    blog = {"material/blog": {"blog_dir": "news", "post_url_format": "{slug}", "authors": False}}
    config = write(tmp_path, plugins=["material/search", blog], site_url="https://bread.example/")
    for name, text in NEWS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["extra"]["page"]["feed"] = "feed.xml"
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    site = build_site(config, strict=True)
    use_language(ENGLISH)
    assert (site.ended, site.problems) == (None, [])
    for folder, title, when in (("", "Rye rises", "4 March 2026"), ("es/", "El centeno sube", "4 de marzo de 2026")):
        feed = site[f"{folder}feed.xml"]
        assert wrong_in_feed(feed) == []
        assert re.findall(r"<entry>\s*<id>(.*?)</id>\s*<title>(.*?)</title>", feed) == [
            (f"https://bread.example/{folder}news/rye/", title)
        ]
        assert when in feed
        assert f'xml:lang="{folder.strip("/") or "en"}"' in feed
        pages = [site[f"{folder}{page}"] for page in ("index.html", "news/index.html", "knead/index.html")]
        links = [re.findall(r'type="application/atom\+xml"[^>]* href="([^"]*)"', page) for page in pages]
        assert links == [["feed.xml"], ["../feed.xml"], ["../feed.xml"]]
    home = "https://bread.example/"
    assert alternates(site["news/rye/index.html"]) == {"en": f"{home}news/rye/", "es": f"{home}es/"}
    assert sorted(path.name for path in site.site.rglob("*.xml") if "feed" in path.name) == ["feed.xml", "feed.xml"]


def test_what_a_language_does_not_cite_is_said_once(tmp_path: Path) -> None:
    config = write(tmp_path)
    (tmp_path / "references.bib").write_text(BIB + BIB.replace("roe2021", "roe2022"), encoding="utf-8")
    site = build_site(config)
    use_language(ENGLISH)
    assert len([line for line in site.log if "[never-cited]" in line and "roe2022" in line]) == 1
