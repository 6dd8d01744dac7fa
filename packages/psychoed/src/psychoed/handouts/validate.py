"""Whether a sheet's PDFs are as they have to be: within their sides, in our font alone, no card too full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_citeproc.problems import Code, Location, Problem
from psychoed.handouts.model import Sheet, Variant

SIZE_LIMIT = 100_000  # bytes: what a mailbox and a slow line take without a thought


def validate_pdf(
    sheet: Sheet,
    where: Location,
    pages: Mapping[Variant, int],
    *,
    missing_glyphs: Sequence[str],
    full_cards: int,
    largest: int,
) -> list[Problem]:
    """What is wrong with a sheet, given each variant's number of pages, what is not in our font in any of them,
    how many cards hold more than fits, and the size in bytes of the largest file.
    """
    problems = []
    # A sheet of cards is cut up: what stands beside them on the page has a side of its own.
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
        problems.append(Problem(Code.FOREIGN_SIGN, where, message, "Write them in words, or use others."))
    if full_cards:
        message = "this wallet card has more text than fits on 85 × 54 mm"
        problems.append(Problem(Code.FULL_CARD, where, message, "Leave out what readers need least."))
    return problems
