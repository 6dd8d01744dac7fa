"""The text of a .bib file cut into parts, each a heading and the entries under it, with every character accounted for.

Programs read the entries alone; for people the comments matter as much. A comment directly above an entry, and one
behind its closing brace, belong to it. Any other text, and every @string, @preamble and @comment, heads the entries
that follow, which may be sorted among themselves but never across it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from psychoed.bibliography.commands import Command, commands
from psychoed.source import SourceText

_RULE = re.compile(r"%+\s*-{3,}\s*(?P<name>.*?)[\s-]*")

_BEHIND = re.compile(r"[ \t,]*%[^\n]*")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its comments, from ``start`` to ``end``: ``lead`` stands above it, ``tail`` behind its brace."""

    command: Command
    lead: str
    tail: str
    start: int
    end: int


@dataclass(slots=True)
class Part:
    """Other text in ``blocks``, with a blank line between any two, and the ``items`` under it. It ends at ``end``."""

    end: int = 0
    blocks: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What its heading says, of the form ``% ---------- Name ----------``; '' where there is none."""
        rules = [rule_name(line) for block in self.blocks for line in block.split("\n")]
        return next((name for name in reversed(rules) if name), "")


def rule_name(line: str) -> str | None:
    """The name between the dashes of a line that parts one section from the next; None for any other line."""
    match = _RULE.fullmatch(line.strip())
    return match["name"] if match else None


def parts(source: SourceText) -> list[Part]:
    """The whole text as parts, in order. Made for a text in which no command has a fault."""
    text, found = source.text, list(commands(source))
    ends = [0, *(command.end for command in found)]
    starts = [*(command.start for command in found), len(text)]
    gaps = [_gap(text, end, start) for end, start in zip(ends, starts, strict=True)]
    cut = [Part()]
    for command, (tail_before, lead), (tail, _) in zip(found, gaps, gaps[1:], strict=False):
        _add_text(cut, text, tail_before, lead)
        if command.key and command.kind != "string":
            item = Item(command, _lines(text[lead : command.start]), text[command.end : tail].strip(" \t,"), lead, tail)
            cut[-1].items.append(item)
            cut[-1].end = tail
        else:
            _add_block(cut, text[lead:tail].strip(), tail, joined=text.count("\n", tail_before, lead) < 2)
    _add_text(cut, text, *gaps[-1])
    return cut


def _gap(text: str, start: int, end: int) -> tuple[int, int]:
    """Of the text between two commands: where the comment ends behind the first, and that above the second begins."""
    behind = _BEHIND.match(text, start, end) if start else None
    tail = behind.end() if behind and "@" not in behind[0] else start
    lead = end
    while end < len(text) and lead > tail and text[lead - 1] == "\n":
        line_start = text.rfind("\n", tail, lead - 1) + 1
        line = text[line_start : lead - 1]
        if line_start < tail or not line.lstrip().startswith("%") or rule_name(line) is not None:
            break
        lead = line_start
    return tail, lead


def _add_text(cut: list[Part], text: str, start: int, end: int) -> None:
    between = text[start:end]
    lines = between.split("\n")
    # A @comment, or an entry of which one line alone is commented out, may hold blank lines and is not to be torn.
    whole = "@" in between and any(line.strip()[:1] not in ("", "%") for line in lines)
    for block in [between] if whole else re.split(r"\n(?:[^\S\n]*\n)+", between):
        if not re.fullmatch(r"[\s,]*", block):  # a comma behind an entry's brace says nothing
            _add_block(cut, _lines(block), start + len(between.rstrip()))


def _add_block(cut: list[Part], block: str, end: int, *, joined: bool = False) -> None:
    if cut[-1].items:
        cut.append(Part())
    if joined and cut[-1].blocks:
        cut[-1].blocks[-1] += f"\n{block}"
    else:
        cut[-1].blocks.append(block)
    cut[-1].end = end


def _lines(text: str) -> str:
    """Whole lines without blanks at their ends or blank lines around them."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
