r"""Text from files of the site that pages show: ``\definition{NAME}``, ``\term{NAME}``, ``\trials``, ``\scores``.

Definitions, terms and trials are replaced twice: in a page's Markdown after snippets are included, and in its source
before that is checked and scanned for citations, where every part keeps its original location.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.exceptions import PluginError

from mkdocs_citeproc.citations.mask import mask_code
from mkdocs_citeproc.mkdocs_build import get_root, read_named_source
from mkdocs_citeproc.problems import Problem
from mkdocs_citeproc.source import SourceText, expand
from psychoed.pages.glossary import (
    Definitions,
    Glossary,
    find_definitions,
    find_unknown_terms,
    has_terms,
    read_definitions,
    read_glossary,
)
from psychoed.pages.scores import insert_scores, read_scores, render_scores
from psychoed.pages.trials import TRIALS_COMMAND, Trial, find_trials, read_trials
from psychoed.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig

    from psychoed.plugins.page_settings import PageSettings


class SharedText:
    """A site's definitions and trials, read once a build."""

    def __init__(self, config: MkDocsConfig, settings: PageSettings) -> None:
        """Read the files that the settings name. Raises PluginError if one is not text."""
        root = get_root(config)
        self.problems: list[Problem] = []
        self.watched = [path for path in (settings.definitions, settings.trials) if path]
        self.made_from = [read_named_source(path, root).text for path in self.watched]
        self._definitions: Definitions = {}
        self.glossary: Glossary = {}
        self._trials: list[Trial] = []
        self._has_trials = settings.trials is not None
        if settings.definitions:
            self._definitions, problems = read_definitions(read_named_source(settings.definitions, root))
            self.problems += problems
            self.glossary, problems = read_glossary(read_named_source(settings.definitions, root))
            self.problems += problems
        self._has_all_definitions = not self.problems
        if settings.trials:
            self._trials, problems = read_trials(read_named_source(settings.trials, root))
            self.problems += problems

    def is_in(self, text: str) -> bool:
        """Return whether a text may ask for shared text."""
        return "\\definition{" in text or TRIALS_COMMAND in text

    def expand(self, source: SourceText, *, trials: bool = True) -> SourceText:
        """Return the source with shared text inserted; without ``trials``, the table of trials is left out."""
        if not self.is_in(source.text):
            return source
        masked = mask_code(source.text, source.body_start)
        insertions = find_definitions(source, masked, self._definitions)[0]
        if trials:
            insertions += find_trials(masked, self._trials) if self._trials else []
        return expand(source, sorted(insertions, key=lambda insertion: insertion.start))

    def check(self, source: SourceText) -> None:
        """Record a problem for each unknown definition, and for a table of trials if the site has no trials.

        If the file of definitions has mistakes, those are enough.
        """
        if "\\definition{" in source.text and self._has_all_definitions:
            masked = mask_code(source.text, source.body_start)
            self.problems += find_definitions(source, masked, self._definitions)[1]
        if has_terms(source.text) and self._has_all_definitions:
            self.problems += find_unknown_terms(source, mask_code(source.text, source.body_start), self.glossary)
        if not self._has_trials and (lines := find_trials(mask_code(source.text, source.body_start), ())):
            hint = "Name the file of trials in mkdocs.yml, extra.page.trials."
            where = source.at(lines[0].start)
            self.problems.append(
                Problem(Code.BAD_TRIAL, where, "this page lists trials, but no file of trials is set", hint)
            )


class SharedTextExtension(Extension):
    """Expands shared text in the Markdown of every page."""

    def __init__(self, shared: SharedText) -> None:
        super().__init__()
        self.shared = shared

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the preprocessor."""
        # After snippets (32) and before code fences (25), which would hide their text.
        md.preprocessors.register(_Expander(md, self.shared), "shared-text", 28)


class _Expander(Preprocessor):
    def __init__(self, md: Markdown, shared: SharedText) -> None:
        super().__init__(md)
        self.shared = shared

    def run(self, lines: list[str]) -> list[str]:
        # There is no front matter here, but a page may begin with a rule, which SourceText would take for it.
        text = "\n".join(lines)
        return self.shared.expand(SourceText("", f"\n{text}")).text[1:].split("\n")


def insert_page_scores(
    markdown: str, page: str, folder: str | None, root: Path, titles: Mapping[str, str]
) -> tuple[str, list[Problem]]:
    """Return the Markdown of a page with all scores inserted, and their problems.

    Args:
        markdown: The page's Markdown.
        page: The page's path below docs/.
        folder: The folder with the files of scores.
        root: The folder of the repository, for messages.
        titles: All pages' titles by path, in the order in which they are shown.

    """
    if not folder:
        msg = f"{page}: this page shows scores, but no folder is set. Name it in mkdocs.yml, extra.page.scores."
        raise PluginError(msg)
    scores, problems = [], []
    for path in sorted(Path(folder).glob("*.yml")):
        read, wrong = read_scores(read_named_source(str(path), root), titles)
        problems += wrong
        if read:
            scores.append(read)
    up = posixpath.relpath(".", posixpath.dirname(page) or ".")
    return insert_scores(markdown, render_scores(scores, dict(titles), "" if up == "." else f"{up}/")), problems
