"""A page ready for the checks of its words: masked, in blocks, with its citations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from psychoed.citation.grammar import clusters
from psychoed.citation.mask import BLANK, mask
from psychoed.citation.model import Span
from psychoed.problems import Code
from psychoed.source import SourceText
from psychoed.text.blocks import Block, Stretch, blocks


@dataclass(frozen=True, slots=True)
class PageText:
    """``plain`` is the page's source with all blanked that is not running text, citations too; offsets stay true."""

    source: SourceText
    plain: str
    blocks: tuple[Block, ...]
    citations: tuple[Span, ...]

    def block_at(self, start: int, end: int) -> Block | None:
        """The block that holds the stretch from ``start`` to ``end`` whole."""
        nth = bisect_right(self.blocks, start, key=lambda block: block.start) - 1
        return self.blocks[nth] if nth >= 0 and end <= self.blocks[nth].end else None

    def keys(self, block: Block) -> tuple[str, ...]:
        """The keys that a block and what stands beside it cite, in the order written."""
        return tuple(dict.fromkeys(key for stretch in block.stretches for key in self._keys(stretch)))

    def _keys(self, stretch: Stretch) -> list[str]:
        first, last = (bisect_left(self.citations, at, key=lambda span: span.start) for at in stretch)
        return [key for span in self.citations[first:last] for key in span.keys]

    def silenced(self, code: Code, block: Block, at: int) -> bool:
        """Whether a comment with the code and a reason stands on the line before the block, or in it before ``at``."""
        above = len(self.source.text[: block.whole].rstrip())
        begin = self.source.text.rfind("\n", 0, above) + 1
        return re.compile(rf"<!--\s*{code.value}:\s*\w.*?-->").search(self.source.text, begin, at) is not None


def page_text(source: SourceText) -> PageText:
    """What the checks need of a page, read once."""
    masked = mask(source.text, source.body_start)
    spans = clusters(masked) if "@" in masked else []
    plain, at = [], 0
    for span in spans:
        plain += [masked[at : span.start], re.sub(r"[^\n]", BLANK, masked[span.start : span.end])]
        at = span.end
    return PageText(source, "".join([*plain, masked[at:]]), tuple(blocks(source, masked)), tuple(spans))
