"""Every study number of a page held against the facts of the sources that its block cites."""

from __future__ import annotations

from collections.abc import Iterator

from psychoed.facts.match import holds, known
from psychoed.facts.model import Facts
from psychoed.problems import Code, Problem
from psychoed.text.blocks import Block
from psychoed.text.numbers import Number, numbers
from psychoed.text.page import PageText

_SHOWN = 4


def check_numbers(page: PageText, facts: Facts) -> list[Problem]:
    """The numbers of a page that no citation speaks for, and those that the facts of its citations do not hold."""
    return [problem for block in page.blocks for problem in _of_block(page, block, facts)]


def _of_block(page: PageText, block: Block, facts: Facts) -> Iterator[Problem]:
    keys: tuple[str, ...] | None = None
    for number in numbers(page.plain, block.start, block.end):
        keys = page.keys(block) if keys is None else keys
        if not keys:
            problem = _uncited(page, block, number)
        elif not holds(facts.of(keys), number.claim):
            problem = _unknown(page, number, keys, facts)
        else:
            continue
        if not page.silenced(problem.code, block, number.start):
            yield problem


def _written(page: PageText, number: Number) -> str:
    return " ".join(page.plain[number.start : number.end].replace("*", "").split())


def _uncited(page: PageText, block: Block, number: Number) -> Problem:
    message = f"no citation in this {block.kind.value} gives a source for '{_written(page, number)}'"
    hint = (
        "Cite the source in the same paragraph, list item or table row, or in its column's head or caption; or on the "
        f"line before: <!-- {Code.UNCITED_NUMBER.value}: why it needs none -->."
    )
    return Problem(Code.UNCITED_NUMBER, page.source.at(number.start), message, hint)


def _unknown(page: PageText, number: Number, keys: tuple[str, ...], facts: Facts) -> Problem:
    cited = " or ".join(f"'{key}'" for key in keys)
    message = f"{facts.path} has no '{_written(page, number)}' of {cited}"
    there = known(facts.of(keys), number.claim)
    shown = ", ".join(there[:_SHOWN]) + (", …" if len(there) > _SHOWN else "")
    hint = f"It has {shown}. " if there else ""
    hint += (
        f"Correct the number or the citation. If both are right, add the number to {facts.path} with where you read it."
    )
    return Problem(Code.UNKNOWN_NUMBER, page.source.at(number.start), message, hint)
