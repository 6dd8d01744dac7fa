"""The HTML of a sheet, of a sheet of wallet cards, and of a workbook, whole: a document with nothing to fetch."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from psychoed.handout.model import Practice, Sheet, Variant
from psychoed.handout.pipeline import Parts
from psychoed.handout.qr import qr


def document(sheet: Sheet, parts: Parts, practice: Practice, variant: Variant) -> str:
    """One sheet as a document."""
    head = _head(
        sheet.title,
        sheet.language,
        sheet.day,
        description=sheet.description,
        authors=sheet.authors,
        variant=variant,
    )
    return f"{head}<body>{_article(sheet, parts, practice, variant, 'h1')}</body></html>"


def workbook(
    title: str, sheets: Sequence[tuple[Sheet, Parts]], practice: Practice, variant: Variant, contents: str
) -> str:
    """All sheets in one document, behind a title and a list of them; ``contents`` is that list's heading."""
    first = sheets[0][0]
    newest = max(sheets, key=lambda pair: pair[0].day)[0]
    head = _head(title, first.language, newest.day, description="", authors=first.site, variant=variant)
    entries = "".join(f'<li><a href="#{sheet.name}">{escape(sheet.title)}</a></li>' for sheet, _ in sheets)
    front = (
        f'<section class="front" data-title="{escape(title)}" data-version="{escape(newest.version)}">'
        f"{_practice(practice)}<h1>{escape(title)}</h1>"
        f"<p>{escape(first.site)}</p><h2>{escape(contents)}</h2><ol>{entries}</ol></section>"
    )
    articles = "".join(
        f'<div class="in-workbook">{_article(sheet, parts, Practice(), variant, "h2")}</div>' for sheet, parts in sheets
    )
    return f'{head}<body class="workbook">{front}{articles}</body></html>'


def _head(title: str, language: str, day: str, *, description: str, authors: str, variant: Variant) -> str:
    width, height = variant.paper.millimetres
    meta = "".join(
        f'<meta name="{name}" content="{escape(content)}">'
        for name, content in (("description", description), ("author", authors), ("dcterms.created", day))
        if content
    )
    return (
        f'<!doctype html><html lang="{escape(language)}" class="{"large" if variant.large else "normal"}">'
        f'<head><meta charset="utf-8"><title>{escape(title)}</title>{meta}'
        f"<style>@page {{ size: {width}mm {height}mm }}</style></head>"
    )


def _article(sheet: Sheet, parts: Parts, practice: Practice, variant: Variant, heading: str) -> str:
    kind = "sheet card-sheet" if parts.cards else "sheet"
    was = "" if heading == "h1" else ' class="was-h1"'
    return (
        f'<article class="{kind}" id="{escape(sheet.name)}" data-title="{escape(sheet.title)}" '
        f'data-version="{escape(sheet.version)}">{_practice(practice)}{_band(sheet)}<{heading}{was}>{parts.title}</{heading}>'
        f"{_cards(parts, variant)}{parts.body}{_colophon(sheet)}</article>"
    )


def _band(sheet: Sheet) -> str:
    """The line above every sheet's title: whose it is, and for whom."""
    *others, last = sheet.audience or ("",)
    readers = f"{', '.join(others)} and {last}" if others else last
    texts = (sheet.site, f"For {readers}" if readers else "")
    return f'<p class="band">{"".join(f"<span>{escape(text)}</span> " for text in texts if text)}</p>'


def _practice(practice: Practice) -> str:
    if not practice.name:
        return ""
    logo = f'<img class="logo" src="{escape(practice.logo)}" alt="{escape(practice.name)}">' if practice.logo else ""
    phone = f" · {escape(practice.telephone)}" if practice.telephone else ""
    return f'<p class="practice">{logo}<span><strong>{escape(practice.name)}</strong>{phone}</span></p>'


def _cards(parts: Parts, variant: Variant) -> str:
    """Eight cards to a sheet; in large print each of them once, as wide as the page."""
    if variant.large:
        return "".join(f'<div class="card">{card}</div>' for card in parts.cards[: parts.faces])
    shown = "".join(f'<div class="place"><div class="card">{card}</div></div>' for card in parts.cards)
    return f'<div class="cards">{shown}<span class="edge"></span>{_cut_marks()}</div>' if shown else ""


def _cut_marks() -> str:
    """Short lines outside the cards, where a knife or scissors begin."""
    width, height, margin, mark = 85, 54, 3.5, 3
    down = [(x, y) for x in (0, width, 2 * width) for y in (0, margin + 4 * height + margin - mark)]
    across = [(x, margin + row * height) for row in range(5) for x in (-margin, 2 * width + margin - mark)]
    return "".join(
        f'<span class="cut {way}" style="left: {x}mm; top: {y}mm"></span>'
        for way, places in (("down", down), ("across", across))
        for x, y in places
    )


def _colophon(sheet: Sheet) -> str:
    """Where the sheet comes from: its address twice, for a telephone and for a hand, its version, who checked it."""
    lines = [
        f"<strong>Read this handout online:</strong> {_address(sheet.address)}",
        f"Version: {escape(sheet.version)}",
    ]
    said = [part for part in (sheet.checked, sheet.licence) if part]
    text = "".join(f"<p>{line}</p>" for line in (*lines, *map(escape, said)))
    code = qr(sheet.url) if sheet.url else ""
    return f'<div class="colophon">{code}<div>{text}</div></div>'


def _address(address: str) -> str:
    """An address that may break at each slash."""
    return escape(address).replace("/", "/<wbr>")
