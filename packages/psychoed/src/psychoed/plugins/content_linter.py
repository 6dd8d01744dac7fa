"""Content checks of one build: facts, phrases and figures are read once, and every page is checked against them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.util import AtomicString
from mkdocs.exceptions import PluginError

from mkdocs_citeproc.extension import get_page_path
from mkdocs_citeproc.mkdocs_pages import get_root, read_named_source, read_source
from mkdocs_citeproc.problems import Code, Problem
from mkdocs_citeproc.report import report_problems
from mkdocs_citeproc.snippets import Snippets
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.checks.facts import Facts, read_facts
from psychoed.checks.numbers import check_numbers
from psychoed.checks.phrases import Words, check_words, read_words
from psychoed.checks.text import read_page_text
from psychoed.figures.draw import draw_figure
from psychoed.figures.model import Figure, read_figures
from psychoed.plugins.shared_text import SharedText

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

    Draws = Callable[[str | None, str], str | None]
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from psychoed.plugins.page_settings import PageSettings

_LINE = re.compile(r"^[ ]{0,3}\\figure\{(?P<name>[^{}\n]+)\}[ \t]*$", re.MULTILINE)


class _FigureProcessor(BlockProcessor):
    def __init__(self, md: Markdown, draws: Draws) -> None:
        super().__init__(md.parser)
        self.md, self.draws = md, draws

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return "\\figure{" in block and _LINE.search(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        line = _LINE.search(block)
        if line is None:  # pragma: no cover - 'test' has found one
            return
        if before := block[: line.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        figure = self.draws(get_page_path(self.md), line["name"].strip())
        paragraph = ElementTree.SubElement(parent, "p")
        paragraph.text = AtomicString(line[0].strip() if figure is None else self.md.htmlStash.store(figure))
        if after := block[line.end() :].lstrip("\n"):
            blocks.insert(0, after)


class FigureExtension(Extension):
    """Markdown extension for figures. ``draws`` maps a page's source path and a figure's name to SVG or None."""

    def __init__(self, draws: Draws) -> None:
        super().__init__()
        self.draws = draws

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the block processor."""
        # After code (80) and lists (40, 30), before the paragraph (10), which would consume the line.
        md.parser.blockprocessors.register(_FigureProcessor(md, self.draws), "figures", 16)


_page_text = lru_cache(maxsize=4096)(read_page_text)
"""Cached by text: while serving, most pages do not change between builds."""


class ContentLinter:
    """Facts, phrases and figures of one build. Every build creates a new instance; checks without a file do nothing."""

    def __init__(self, config: MkDocsConfig, settings: PageSettings) -> None:
        """Read the files that the settings name. Raises PluginError if one is not text."""
        self.config, root = config, get_root(config)
        self.problems: list[Problem] = []
        self.shared = SharedText(config, settings)
        self._snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), root)
        files = (settings.facts, settings.words, settings.figures)
        self.watched = [*filter(None, files), *self.shared.watched]
        self.facts: Facts | None = None
        self.words: Words | None = None
        self.figures: dict[str, Figure] | None = None
        self._has_all_figures = False
        self._sources: dict[str, SourceText] = {}
        self._drawn: Counter[tuple[str, str]] = Counter()
        if settings.facts:
            facts, problems = read_facts(read_named_source(settings.facts, root))
            self.problems += problems
            # With mistakes in it, every number and figure that needs the facts would be reported too.
            self.facts = None if problems else facts
        if settings.words:
            self.words, problems = read_words(read_named_source(settings.words, root))
            self.problems += problems
        if settings.figures:
            if not settings.facts:
                msg = "mkdocs.yml: extra.page.figures needs a facts file. Name it in extra.page.facts."
                raise PluginError(msg)
            if self.facts is not None:
                figures, problems = read_figures(read_named_source(settings.figures, root), self.facts)
                self.problems += problems
                self.figures = figures
                self._has_all_figures = not problems
        for box in filter(None, (settings.check_first, settings.check_first_card)):
            self._check(read_named_source(box, root))

    def see(self, file: File) -> None:
        """Check a page against the facts and the phrases."""
        source = read_source(file, self.config)
        self._sources[file.src_uri] = source
        self._check(source)
        for each in (source, *self._snippets.of(source.text)):
            self.shared.check(each)

    def _check(self, source: SourceText) -> None:
        if self.facts is not None:
            # The file of trials is the source of their numbers, so they need not be repeated in the facts.
            self.problems += check_numbers(_page_text(self.shared.expand(source, trials=False)), self.facts)
        if self.words is not None:
            self.problems += check_words(_page_text(self.shared.expand(source)), self.words)

    def figure(self, page: str | None, name: str) -> str | None:
        """Return a figure of a page as SVG; None leaves the line as its author typed it."""
        if self.figures is None:
            return None
        self._drawn[page or "", name] += 1
        index = self._drawn[page or "", name]
        if name in self.figures:
            return draw_figure(self.figures[name], index)
        if not self._has_all_figures:  # its mistake has been reported in the file of figures
            return None
        source = self._sources.get(page or "") or SourceText(page or "", "")
        at = -1
        for _ in range(index):
            at = source.text.find(f"\\figure{{{name}}}", at + 1)
        message = f"there is no figure '{name}'"
        self.problems.append(
            Problem(Code.UNKNOWN_FIGURE, source.at(max(at, 0)), message, list_choices(name, self.figures))
        )
        return None

    def report(self) -> None:
        """Log all problems, now that every page has been read."""
        report_problems([*self.problems, *self.shared.problems], "page")
