"""Content checks of one build: facts, phrases and figures are read once, and every page is checked against them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.util import AtomicString
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from mkdocs_citeproc.extension import get_page_path
from mkdocs_citeproc.mkdocs_build import get_root, read_named_source, read_source, report_problems
from mkdocs_citeproc.problems import Problem
from mkdocs_citeproc.source import Snippets, SourceText
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.language import get_current_language
from psychoed.plugins.page_cache import find_page_cache
from psychoed.plugins.shared_text import SharedText
from psychoed.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown import Markdown

    from psychoed.checks.number_forms import NumberForms

    Draws = Callable[[str | None, str], str | None]
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from psychoed.checks.facts import Facts
    from psychoed.checks.phrases import Words
    from psychoed.checks.text import PageText
    from psychoed.figures.model import Figure
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
    """Markdown extension for figures.

    Args:
        draws: Maps a page's source path and a figure's name to SVG or None.
        count: Notes that a page has a figure, where it is not drawn because the page comes from the cache.
        made_from: The texts that all figures are drawn from.

    """

    def __init__(self, draws: Draws, count: Callable[[str, str], object], made_from: Sequence[str]) -> None:
        super().__init__()
        self.draws, self.count, self.made_from = draws, count, made_from

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the block processor."""
        # After code (80) and lists (40, 30), before the paragraph (10), which would consume the line.
        md.parser.blockprocessors.register(_FigureProcessor(md, self.draws), "figures", 16)


@lru_cache(maxsize=4096)  # while serving, most pages do not change between builds
def _page_text(source: SourceText) -> PageText:
    from psychoed.checks.text import read_page_text

    return read_page_text(source)


@dataclass(frozen=True, slots=True)
class _SiteData:
    """The facts, phrases and figures of a site, as far as it has them and they have no mistakes."""

    facts: Facts | None
    words: Words | None
    figures: dict[str, Figure] | None
    has_all_figures: bool
    problems: list[Problem]


class ContentLinter:
    """Facts, phrases and figures of one build. Every build creates a new instance; checks without a file do nothing."""

    def __init__(self, config: MkDocsConfig, settings: PageSettings) -> None:
        """Read the files that the settings name. Raises PluginError if one is not text."""
        self.config, root = config, get_root(config)
        self.problems: list[Problem] = []
        self.shared = SharedText(config, settings)
        self._snippets = Snippets(config.mdx_configs.get("pymdownx.snippets"), root)
        self._settings = settings
        files = (settings.facts, settings.words, settings.figures)
        self.watched = [*filter(None, files), *self.shared.watched]
        if settings.figures and not settings.facts:
            msg = "mkdocs.yml: extra.page.figures needs a facts file. Name it in extra.page.facts."
            raise PluginError(msg)
        texts = [read_named_source(path, root).text if path else "" for path in files]
        self._made_from = [*texts[:2], *self.shared.made_from]
        self.drawn_from = [texts[0], texts[2]]
        self._sources: dict[str, SourceText] = {}
        self._drawn: Counter[tuple[str, str]] = Counter()
        cache = find_page_cache(config)
        if not (cache and cache.get("site data", *texts)):
            self.problems += self._data.problems
            if cache and not self.problems:
                cache.put(True, "site data", *texts)
        for box in filter(None, (settings.check_first, settings.check_first_card)):
            self._check(read_named_source(box, root))

    @cached_property
    def _forms(self) -> NumberForms | None:
        """The forms of numbers in the site's language; None, with one line in the log, if they are not known."""
        from psychoed.checks.number_forms import FORMS_BY_LANGUAGE, find_number_forms

        language = get_current_language()
        forms = find_number_forms(language.code, language.locale.number_symbols["latn"]["decimal"])
        if forms is None:
            covered = " and ".join(f"'{code}'" for code in FORMS_BY_LANGUAGE)
            message = "Numbers on pages are not checked in '%s', and phrases only as they are typed; %s are covered."
            get_plugin_logger("page").info(message, language.code, covered)
        return forms

    @cached_property
    def _data(self) -> _SiteData:
        """The site's data; read late, because a build in which no page changed needs none."""
        from psychoed.checks.facts import read_facts
        from psychoed.checks.phrases import read_words
        from psychoed.figures.model import read_figures

        settings, root = self._settings, get_root(self.config)
        facts = words = figures = None
        found: list[Problem] = []
        has_all_figures = False
        if settings.facts:
            facts, problems = read_facts(read_named_source(settings.facts, root))
            found += problems
            # With mistakes in it, every number and figure that needs the facts would be reported too.
            facts = None if problems else facts
        if settings.words:
            words, problems = read_words(read_named_source(settings.words, root))
            found += problems
        if settings.figures and facts is not None:
            figures, problems = read_figures(read_named_source(settings.figures, root), facts)
            found += problems
            has_all_figures = not problems
        return _SiteData(facts, words, figures, has_all_figures, found)

    def check_page(self, file: File) -> None:
        """Check a page against the facts and the phrases, and what it takes from shared text."""
        source = read_source(file, self.config)
        self._sources[file.src_uri] = source
        self._check(source)
        for each in self._snippets.list_included(source.text):
            self.shared.check(each)

    def _check(self, source: SourceText) -> None:
        """Check a text, unless it was found without problems before."""
        before, cache = self._count_problems(), find_page_cache(self.config)
        if cache and cache.get("content lint", source.text, *self._made_from):
            return
        self._check_anew(source)
        if cache and self._count_problems() == before:
            cache.put(True, "content lint", source.text, *self._made_from)

    def _count_problems(self) -> int:
        return len(self.problems) + len(self.shared.problems)

    def _check_anew(self, source: SourceText) -> None:
        self.shared.check(source)
        if self._data.facts is not None:
            from psychoed.checks.numbers import check_numbers

            # The file of trials is the source of their numbers, so they need not be repeated in the facts.
            page = _page_text(self.shared.expand(source, trials=False))
            if self._forms:
                self.problems += check_numbers(page, self._data.facts, self._forms)
        if self._data.words is not None:
            from psychoed.checks.phrases import check_words

            self.problems += check_words(_page_text(self.shared.expand(source)), self._data.words)

    def count_figure(self, page: str, name: str) -> int:
        """Note that a page has a figure, and return how often it has it."""
        self._drawn[page, name] += 1
        return self._drawn[page, name]

    def draw_figure(self, page: str | None, name: str) -> str | None:
        """Return a figure of a page as SVG; None leaves the line as its author typed it."""
        figures = self._data.figures
        if figures is None:
            return None
        index = self.count_figure(page or "", name)
        if name in figures:
            from psychoed.figures.draw import draw_figure

            return draw_figure(figures[name], index)
        if not self._data.has_all_figures:  # its mistake has been reported in the file of figures
            return None
        source = self._sources.get(page or "") or SourceText(page or "", "")
        at = -1
        for _ in range(index):
            at = source.text.find(f"\\figure{{{name}}}", at + 1)
        message = f"there is no figure '{name}'"
        self.problems.append(Problem(Code.UNKNOWN_FIGURE, source.at(max(at, 0)), message, list_choices(name, figures)))
        return None

    def report(self) -> None:
        """Log all problems, now that every page has been read."""
        report_problems([*self.problems, *self.shared.problems], "page")
