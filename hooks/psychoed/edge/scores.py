"""The files of scores, read for the page that shows them."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from psychoed.page.scores import read_scores, shown, with_scores
from psychoed.source import SourceText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psychoed.problems import Problem


def put_scores(
    markdown: str, page: str, folder: str | None, root: Path, titles: Mapping[str, str]
) -> tuple[str, list[Problem]]:
    """The Markdown of a page, given by its path below docs/, with all scores in it.

    ``titles`` are all pages' titles by path, in the order in which they are shown.
    """
    if not folder:
        msg = f"{page}: this page shows scores. Name their folder in mkdocs.yml, extra.page.scores."
        raise PluginError(msg)
    scores, problems = [], []
    for path in sorted(Path(folder).glob("*.yml")):
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        read, wrong = read_scores(SourceText(name, path.read_text(encoding="utf-8-sig")), titles)
        problems += wrong
        if read:
            scores.append(read)
    up = posixpath.relpath(".", posixpath.dirname(page) or ".")
    return with_scores(markdown, shown(scores, dict(titles), "" if up == "." else f"{up}/")), problems
