"""What one build knows of its pages' words: facts, words and figures read, every page held against them."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from psychoed.edge.page import named_source, root_of, source_of
from psychoed.edge.report import report
from psychoed.edge.shared_text import SharedText
from psychoed.edge.snippets import Snippets
from psychoed.facts.model import Facts
from psychoed.facts.read import read_facts
from psychoed.figure.draw import draw
from psychoed.figure.model import Figure
from psychoed.figure.read import read_figures
from psychoed.problems import Code, Problem
from psychoed.source import SourceText
from psychoed.text.facts_check import check_numbers
from psychoed.text.page import page_text
from psychoed.text.words import Words, read_words
from psychoed.text.words_check import check_words
from psychoed.values import one_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from psychoed.edge.settings_page import PageSettings

_page_text = lru_cache(maxsize=4096)(page_text)
"""Reading, once for each text: while serving, most pages stay as they are from build to build."""


class SiteText:
    """Made anew by every build. What a site does not set is not checked, and draws nothing."""

    def __init__(self, config: MkDocsConfig, settings: PageSettings) -> None:
        """Read the files that the settings name; raises PluginError where one is not text."""
        self.config, root = config, root_of(config)
        self.problems: list[Problem] = []
        self.shared = SharedText(config, settings)
        self._snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), root)
        files = (settings.facts, settings.words, settings.figures)
        self.watched = [*filter(None, files), *self.shared.watched]
        self.facts: Facts | None = None
        self.words: Words | None = None
        self.figures: dict[str, Figure] | None = None
        self._sources: dict[str, SourceText] = {}
        self._drawn: Counter[tuple[str, str]] = Counter()
        if settings.facts:
            self.facts, problems = read_facts(named_source(settings.facts, root))
            self.problems += problems
        if settings.words:
            self.words, problems = read_words(named_source(settings.words, root))
            self.problems += problems
        if settings.figures:
            if self.facts is None:
                msg = "mkdocs.yml: extra.page.figures needs a facts file. Name it in extra.page.facts."
                raise PluginError(msg)
            self.figures, problems = read_figures(named_source(settings.figures, root), self.facts)
            self.problems += problems
        for box in filter(None, (settings.check_first, settings.check_first_card)):
            self._check(named_source(box, root))

    def see(self, file: File) -> None:
        """Hold a page against the facts and the words."""
        source = source_of(file, self.config)
        self._sources[file.src_uri] = source
        self._check(source)
        for each in (source, *self._snippets.of(source.text)):
            self.shared.check(each)

    def _check(self, source: SourceText) -> None:
        if self.facts is not None:
            # The file of trials is where their numbers are kept, so a change there needs no second one in the facts.
            self.problems += check_numbers(_page_text(self.shared.expand(source, trials=False)), self.facts)
        if self.words is not None:
            self.problems += check_words(_page_text(self.shared.expand(source)), self.words)

    def figure(self, page: str | None, name: str) -> str | None:
        """A figure for a page as SVG; ``None`` leaves the line as its author typed it."""
        if self.figures is None:
            return None
        self._drawn[page or "", name] += 1
        nth = self._drawn[page or "", name]
        if name in self.figures:
            return draw(self.figures[name], nth)
        source = self._sources.get(page or "") or SourceText(page or "", "")
        at = -1
        for _ in range(nth):
            at = source.text.find(f"\\figure{{{name}}}", at + 1)
        said = f"there is no figure '{name}'"
        self.problems.append(Problem(Code.UNKNOWN_FIGURE, source.at(max(at, 0)), said, one_of(name, self.figures)))
        return None

    def report(self) -> None:
        """Log what is wrong, now that every page is read."""
        report([*self.problems, *self.shared.problems], "page")
