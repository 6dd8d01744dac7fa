"""Reads the files of scores for the page that shows them."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from mkdocs_citeproc.mkdocs_build import read_named_source
from psychoed.pages.scores import insert_scores, read_scores, render_scores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_citeproc.problems import Problem


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
