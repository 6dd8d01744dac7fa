"""Checks a handout's PDFs: the number of pages, only our fonts, no overfull card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_citeproc.problems import Location, Problem
from psychoed.handouts.model import Sheet, Variant
from psychoed.problems import Code

SIZE_LIMIT = 100_000  # bytes: small enough for any mailbox and slow connection


def validate_pdf(
    sheet: Sheet,
    where: Location,
    pages: Mapping[Variant, int],
    *,
    missing_glyphs: Sequence[str],
    full_cards: int,
    largest: int,
) -> list[Problem]:
    """Return the problems of a handout's PDFs.

    Args:
        sheet: The handout.
        where: Its location, for messages.
        pages: The number of pages of each variant.
        missing_glyphs: Characters that are not in our fonts.
        full_cards: The number of overfull cards.
        largest: The size of the largest file in bytes.

    """
    problems = []
    # Cards are cut out, so other text on the page needs a page of its own.
    sides = sheet.sides + sheet.card
    over = [
        f"{pages[variant]} sides on {variant.spoken} ({allowed} allowed)"
        for variant in pages
        if pages[variant] > (allowed := sides * (2 if variant.large else 1))
    ]
    if over:
        hint = "Shorten it; 'sides: 2' in the front matter allows two." if sheet.sides < 2 else "Shorten it."
        problems.append(Problem(Code.OVER_BUDGET, where, f"this handout is too long: {', '.join(over)}", hint))
    if largest > SIZE_LIMIT:
        message = f"this handout's PDF has {largest // 1000} KB, but at most {SIZE_LIMIT // 1000} KB are allowed"
        problems.append(Problem(Code.OVER_BUDGET, where, message, "Make its pictures smaller."))
    if missing_glyphs:
        message = f"the handouts' font doesn't have these characters: {' '.join(sorted(set(missing_glyphs)))}"
        problems.append(
            Problem(
                Code.FOREIGN_SIGN,
                where,
                message,
                "Write them in words, or name a font: extra.handouts.fonts.",
            )
        )
    if full_cards:
        message = "this wallet card has more text than fits on 85 × 54 mm"
        problems.append(Problem(Code.FULL_CARD, where, message, "Leave out what readers need least."))
    return problems
