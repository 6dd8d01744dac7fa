"""A page prepared for the content checks: masked, split into blocks and sentences, with its citations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise

from mkdocs_citeproc.citations.grammar import Span, find_clusters
from mkdocs_citeproc.citations.mask import BLANK, mask_markup
from mkdocs_citeproc.problems import ProblemCode
from mkdocs_citeproc.source import SourceText


class BlockKind(Enum):
    """The type of a block, as Markdown calls it."""

    PARAGRAPH = "paragraph"
    ITEM = "list item"
    HEADING = "heading"
    CELL = "table cell"


Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A block from ``start`` to ``end`` of its source; ``whole`` is the start of its table or first line."""

    kind: BlockKind
    start: int
    end: int
    whole: int
    beside: tuple[Stretch, ...] = ()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The block itself and the blocks next to it."""
        return ((self.start, self.end), *self.beside)


_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)]|:)[ \t]+(?=\S)")
_ALONE = re.compile(r"!!!|\?\?\?|===")
_HEADING = re.compile(r"#{1,6}(?=[ \t])")
_NO_TEXT = re.compile(r"(?:[-=_*][ \t]*){3,}$|\\\w+(?:\{[^{}]*\})?$")
_TABLE_RULE = re.compile(r"[ \t|:-]*-[ \t|:-]*$")
_CELL = re.compile(r"(?:\\.|[^|\\])+")
_FIGURE = re.compile(r"<(?P<end>/?)figure\b", re.IGNORECASE)
_NOTHING = f" \t{BLANK}"


@dataclass(slots=True)
class _Line:
    """A line of masked text: its start and end, the start of its text, and its indentation."""

    begin: int
    end: int
    text: str
    at: int
    indent: int
    quoted: bool
    figure: int


@dataclass(slots=True)
class _Page:
    """The blocks found so far, and the state of open lists and groups."""

    blocks: list[Block] = field(default_factory=list)
    groups: list[tuple[int, int]] = field(default_factory=list)  # of each block: its block quote and figure, or 0
    items: list[tuple[int, Block]] = field(default_factory=list)  # the open list items, by their indentation
    lead: tuple[Stretch, ...] = ()  # of the open list
    quote: int = 0

    def add(self, block: Block, line: _Line) -> None:
        self.blocks.append(block)
        self.groups.append((self.quote if line.quoted else 0, line.figure))

    def find_lead(self, masked: str) -> tuple[Stretch, ...]:
        """Return the last block if it introduces the next one with a colon."""
        last = self.blocks[-1] if self.blocks else None
        if (
            last
            and last.kind is not BlockKind.CELL
            and masked[last.start : last.end].rstrip(f"{_NOTHING}\n*_")[-1:] == ":"
        ):
            return ((last.start, last.end),)
        return ()


def split_blocks(source: SourceText, masked: str) -> list[Block]:
    """Return the blocks of a page in order; ``masked`` has code, comments, tags and addresses blanked."""
    page, fresh, index = _Page(), True, 0
    lines = list(_lines(source, masked))
    was_quoted = False
    while index < len(lines):
        line = lines[index]
        if line.quoted and not was_quoted:
            page.quote += 1
        was_quoted = line.quoted
        if not line.text or _NO_TEXT.match(line.text):
            fresh, index = True, index + 1
            continue
        if "|" in line.text and index + 1 < len(lines) and _is_rule(lines[index + 1].text):
            index = _table(lines, index, page, masked)
            fresh = True
            continue
        begins = _HEADING.match(line.text) or _ITEM.match(line.text) or _ALONE.match(line.text)
        if begins or fresh:
            _begin(line, page, masked)
        else:
            page.blocks[-1] = replace(page.blocks[-1], end=line.end)
        fresh = bool(_HEADING.match(line.text) or _ALONE.match(line.text))
        index += 1
    return list(_joined(page))


def _lines(source: SourceText, masked: str) -> Iterator[_Line]:
    begin, figure, figures = 0, 0, 0
    for written, shown in zip(source.text.split("\n"), masked.split("\n"), strict=True):
        for tag in _FIGURE.finditer(written):
            figures += not tag["end"]
            figure = 0 if tag["end"] else figures
        quote = _QUOTE.match(shown)
        inner = shown[quote.end() :] if quote else shown
        text = inner.strip(_NOTHING)
        at = begin + (quote.end() if quote else 0) + len(inner) - len(inner.lstrip(_NOTHING))
        indent = len(inner.expandtabs(4)) - len(inner.expandtabs(4).lstrip(" "))
        end = begin + len(shown.rstrip(_NOTHING))
        yield _Line(begin, end, text, at, indent, quote is not None, figure)
        begin += len(shown) + 1


def _is_rule(text: str) -> bool:
    return "|" in text and _TABLE_RULE.match(text) is not None


def _begin(line: _Line, page: _Page, masked: str) -> None:
    """Open a block with a line, and find the list and group it belongs to."""
    item = _ITEM.match(line.text)
    heading = _HEADING.match(line.text)
    inside = [(indent, block) for indent, block in page.items if indent < line.indent]
    if item and not inside:
        sibling = page.items and page.blocks and page.blocks[-1].kind is BlockKind.ITEM
        page.lead = page.lead if sibling else page.find_lead(masked)
    elif not item and not inside:
        page.lead = ()
    kind = BlockKind.ITEM if item else BlockKind.HEADING if heading else BlockKind.PARAGRAPH
    begins = item or heading
    beside = (*(page.lead if item or inside else ()), *((block.start, block.end) for _, block in inside))
    block = Block(kind, line.at + (begins.end() if begins else 0), line.end, line.begin, beside)
    page.items = [*inside, (line.indent, block)] if item else inside
    page.add(block, line)


def _table(lines: list[_Line], index: int, page: _Page, masked: str) -> int:
    """Add the table with its header on that line; return the index of the line after it."""
    head, whole = lines[index], lines[index].begin
    lead = page.find_lead(masked)
    heads = _cells(head)
    for start, end in heads:
        page.add(Block(BlockKind.CELL, start, end, whole, ((head.at, head.end), *lead)), head)
    index += 2
    while index < len(lines) and "|" in lines[index].text:
        row = lines[index]
        for column, (start, end) in enumerate(_cells(row)):
            beside = ((row.at, row.end), *heads[column : column + 1], *lead)
            page.add(Block(BlockKind.CELL, start, end, whole, beside), row)
        index += 1
    page.items, page.lead = [], ()
    return index


def _cells(line: _Line) -> list[Stretch]:
    return [(line.at + cell.start(), line.at + cell.end()) for cell in _CELL.finditer(line.text)]


def _joined(page: _Page) -> Iterator[Block]:
    """Yield the blocks with their neighbours: headings with the text below, and blocks of one figure or block quote."""
    groups: dict[tuple[str, int], list[Stretch]] = {}
    for block, (quote, figure) in zip(page.blocks, page.groups, strict=True):
        for name in (("quote", quote), ("figure", figure)):
            groups.setdefault(name, []).append((block.start, block.end))
    following = {one.start: (other.start, other.end) for one, other in pairwise(page.blocks)}
    for block, (quote, figure) in zip(page.blocks, page.groups, strict=True):
        beside = list(block.beside)
        beside += groups["quote", quote] if quote else []
        beside += groups["figure", figure] if figure else []
        if block.kind is BlockKind.HEADING and block.start in following:
            beside.append(following[block.start])
        yield replace(block, beside=tuple(beside))


@dataclass(frozen=True, slots=True)
class PageText:
    """A page for the checks. ``plain`` has everything but running text blanked, citations too; offsets stay valid."""

    source: SourceText
    plain: str
    blocks: tuple[Block, ...]
    citations: tuple[Span, ...]

    def find_block(self, start: int, end: int) -> Block | None:
        """Return the block that contains the whole range from ``start`` to ``end``."""
        index = bisect_right(self.blocks, start, key=lambda block: block.start) - 1
        return self.blocks[index] if index >= 0 and end <= self.blocks[index].end else None

    def list_keys(self, block: Block) -> tuple[str, ...]:
        """Return the keys cited in a block and the blocks next to it, in order."""
        return tuple(dict.fromkeys(key for stretch in block.stretches for key in self._keys(stretch)))

    def _keys(self, stretch: Stretch) -> list[str]:
        first, last = (bisect_left(self.citations, at, key=lambda span: span.start) for at in stretch)
        return [key for span in self.citations[first:last] for key in span.keys]

    def is_silenced(self, code: ProblemCode, block: Block, at: int) -> bool:
        """Return whether a comment with code and reason is on the line before the block, or in it before ``at``."""
        above = len(self.source.text[: block.whole].rstrip())
        begin = self.source.text.rfind("\n", 0, above) + 1
        return re.compile(rf"<!--\s*{code.value}:\s*\w.*?-->").search(self.source.text, begin, at) is not None


def read_page_text(source: SourceText) -> PageText:
    """Return a page prepared for the checks."""
    masked = mask_markup(source.text, source.body_start)
    spans = find_clusters(masked) if "@" in masked else []
    plain, at = [], 0
    for span in spans:
        plain += [masked[at : span.start], re.sub(r"[^\n]", BLANK, masked[span.start : span.end])]
        at = span.end
    return PageText(source, "".join([*plain, masked[at:]]), tuple(split_blocks(source, masked)), tuple(spans))


# A full stop ends a sentence where something begins behind it that a sentence may begin with. A long row of stops,
# blanks or stars is walked through once, not once from each of its signs.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_]*+(?=\s+[\s>\0]*[\"'“‘«¿¡(\[*_]*[A-ZÀ-ÖØ-Þ0-9“‘«¿¡]|\s*\Z)"
    r"|[\s*_]{0,99}\n[ \t>]*\n|:(?=[*_]*\s*\Z)"
)
_SHORT = re.compile(
    r"\b(?:[A-Z]|e\.g|i\.e|et al|etc|vs|cf|approx|Dr|Mr|Mrs|Ms|Prof|St|No|p|pp|Fig|para"
    r"|p\. ?ej|Sr|Sra|Dra|núm|págs?|aprox)\.\Z"  # Spanish
)

_LONGEST_SHORT = 10  # characters


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence of a block, including text after the last full stop."""
    begin = 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _SHORT.search(
            text, max(begin, match.start() - _LONGEST_SHORT), match.start() + 1
        ):
            continue
        yield begin, match.end()
        begin = match.end()
    if text[begin:].strip(" \t\n\0*_>"):
        yield begin, len(text)


def find_sentence(text: str, at: int) -> str:
    """Return the sentence of a block that contains the offset ``at``."""
    return next((text[begin:end] for begin, end in split_sentences(text) if begin <= at < end), text)
