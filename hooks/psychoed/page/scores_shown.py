"""Scores as Markdown: two tables, and each lost point with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from psychoed.page.score_items import INSTRUMENTS
from psychoed.page.scores import READINGS, PageScores

# From so many pages on, a point lost for the same reason is told once, with their names.
_SEVERAL = 4


def shown(scores: Iterable[PageScores], titles: Mapping[str, str], here: str) -> str:
    """The scores as Markdown.

    ``titles`` are the pages' titles by path, and ``here`` turns a path into a link: it is the way up to docs/.
    """
    rows = sorted(scores, key=lambda each: list(titles).index(each.page))
    link = {each.page: f"[{titles[each.page]}]({here}{each.page})" for each in rows}

    def table(head: Sequence[str], *names: str) -> str:
        scored = [each for each in rows if _both(each, names[0])]
        return _table(["Page", *head], [[link[each.page], *(_both(each, name) for name in names)] for each in scored])

    parts = [
        "Where a page has been read twice, the score of the second reading stands after that of the first.",
        "**PEMAT-P,** of 100 in each:",
        table(["Understand", "Act"], "understandable", "actionable"),
        "**Clear Communication Index** (of 100) and **JAMA benchmarks** (of 4):",
        table(["Clear", "JAMA"], "clear", "jama"),
        *(
            ["**DISCERN,** of 75:", table(["DISCERN"], "discern")]
            if any(_both(each, "discern") for each in rows)
            else []
        ),
        "## Where were points lost?",
        *_losses({link[each.page]: _lines(each) for each in rows}),
    ]
    return "\n\n".join(parts)


def _both(scores: PageScores, name: str) -> str:
    found = [str(INSTRUMENTS[name].score(each.marks[name])) for each in scores.readings if name in each.marks]
    return " · ".join(found)


def _losses(lines: Mapping[str, Sequence[str]]) -> list[str]:
    where: dict[str, list[str]] = {}
    for page, own in lines.items():
        for line in own:
            where.setdefault(line, []).append(page)
    common = {line: pages for line, pages in where.items() if len(pages) >= _SEVERAL}
    parts = []
    if common:
        told = [f"- {line} On: {', '.join(pages)}." for line, pages in common.items()]
        parts += ["**The same on several pages**", "\n".join(told)]
    for page, own in lines.items():
        rest = [f"- {line}" for line in own if line not in common]
        none = "No point was lost but as above." if own else "No point was lost."
        parts += [f"**{page}**", "\n".join(rest) or none]
    return parts


def _lines(scores: PageScores) -> list[str]:
    lines = []
    items = sorted({item for each in scores.readings for item in each.lost},
                   key=lambda item: (list(INSTRUMENTS).index(item[0]), item[1]))  # fmt: skip
    for name, nth in items:
        known = INSTRUMENTS[name]
        said = [f"{which.capitalize()} reading: {_as_text(each.lost[name, nth])}"
                for which, each in zip(READINGS, scores.readings, strict=False)
                if (name, nth) in each.lost]  # fmt: skip
        lines.append(f"{known.name} {nth}, {known.items[nth - 1]}. {' '.join(said)}")
    return lines


def _as_text(reason: str) -> str:
    """A reason as one line of Markdown, without HTML: it may be emphasised, and stay in its own list item."""
    return " ".join(reason.replace("&", "&amp;").replace("<", "&lt;").split())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
