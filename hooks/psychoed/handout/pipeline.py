"""The order in which a page's HTML becomes a sheet's."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from psychoed.handout import steps
from psychoed.handout.model import Sheet
from psychoed.handout.safe_tree import keep_what_paper_needs
from psychoed.handout.tree import parse, write

CARDS_TO_A_SHEET = 8


@dataclass(frozen=True, slots=True)
class Parts:
    """A sheet's HTML in parts: its title, what the reader gets, its wallet cards: eight or none, of which the first
    ``faces`` are different ones.
    """

    title: str
    body: str
    cards: tuple[str, ...] = ()
    faces: int = 0


def prepared(
    sheet: Sheet, *, check: str, picture: Callable[[str], str], prefix: str = "", lower: bool = False
) -> Parts:
    """The parts of ``sheet``.

    ``check`` is the check-first box in few words, ``picture`` gives an image's content. With ``prefix`` and ``lower``
    the sheet fits into a workbook.
    """
    root = parse(sheet.body)
    keep_what_paper_needs(root)
    steps.without_screen_parts(root)
    steps.without_crib(root)  # before links are looked at: what it holds is no target any more
    if not sheet.card:  # whose box is short and says something else
        steps.with_short_check(root, check)
    steps.with_open_details(root)
    steps.with_whole_links(root, sheet.url)
    steps.with_pictures(root, picture)
    steps.with_plain_drawings(root)
    steps.with_named_fields(root)
    steps.with_table_scopes(root)
    title = steps.title_of(root)
    if prefix:
        steps.with_prefix(root, prefix)
    if lower:
        steps.one_level_down(root)
    cards = steps.cards(root) if sheet.card else []
    return Parts(write(title) if title is not None else "", write(root), tuple(_copies(cards)), len(cards))


def _copies(cards: list[Element]) -> list[str]:
    """The HTML of a sheet's eight cards: ``cards`` in turn, each copy with names of its own."""
    copies = []
    for number in range(CARDS_TO_A_SHEET if cards else 0):
        card = deepcopy(cards[number % len(cards)])
        if number >= len(cards):
            steps.with_prefix(card, f"card-{number + 1}-", f", card {number + 1}")
        copies.append(write(card))
    return copies
