r"""The Python-Markdown extension that puts a figure where a line holds nothing but ``\figure{NAME}``.

It works on blocks, so that code which shows such a line stays as it is; the SVG is kept out of Markdown's sight.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.util import AtomicString

from psychoed.edge.cites import page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

    Draws = Callable[[str | None, str], str | None]

_LINE = re.compile(r"^[ ]{0,3}\\figure\{(?P<name>[^{}\n]+)\}[ \t]*$", re.MULTILINE)


class _FigureProcessor(BlockProcessor):
    def __init__(self, md: Markdown, draws: Draws) -> None:
        super().__init__(md.parser)
        self.md, self.draws = md, draws

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002
        return "\\figure{" in block and _LINE.search(block) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        line = _LINE.search(block)
        if line is None:  # pragma: no cover - 'test' has found one
            return
        if before := block[: line.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        figure = self.draws(page_of(self.md), line["name"].strip())
        paragraph = ElementTree.SubElement(parent, "p")
        paragraph.text = AtomicString(line[0].strip() if figure is None else self.md.htmlStash.store(figure))
        if after := block[line.end() :].lstrip("\n"):
            blocks.insert(0, after)


class FigureExtension(Extension):
    """``draws`` is given a page's source path and a figure's name; ``None`` for what it does not know."""

    def __init__(self, draws: Draws) -> None:
        super().__init__()
        self.draws = draws

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """What Python-Markdown calls for each page."""
        # After code (80) and lists (40, 30), before the paragraph (10) that would take the line.
        md.parser.blockprocessors.register(_FigureProcessor(md, self.draws), "figures", 16)
