"""The complete HTML documents of a handout, of wallet cards and of a workbook; they load nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from html import escape
from xml.etree.ElementTree import Element

from psychoed.handouts import transforms
from psychoed.handouts.model import Practice, Sheet, Variant
from psychoed.handouts.safe_tree import keep_what_paper_needs
from psychoed.handouts.transforms import parse_html, write
from psychoed.language import format_css_content, get_current_language, join_words, t

CARDS_TO_A_SHEET = 8


@dataclass(frozen=True, slots=True)
class Parts:
    """A handout's HTML in parts: title, body and wallet cards.

    There are eight cards or none, of which the first ``faces`` differ from each other and the first ``folded`` are one
    piece to fold. ``references`` are works with their ids, if the list was taken out of the body for a workbook's.
    ``icon`` is the class of the title's icon, ``lead`` what is printed beside the title of cards, ``large_lead`` the
    same in large print if it differs.
    """

    title: str
    body: str
    cards: tuple[str, ...] = ()
    faces: int = 0
    references: tuple[tuple[str, str], ...] = ()
    icon: str = ""
    lead: str = ""
    large_lead: str = ""
    folded: int = 0


def prepare_content(
    sheet: Sheet, *, check: str, picture: Callable[[str], str], prefix: str = "", lower: bool = False
) -> Parts:
    """Return the parts of ``sheet``.

    Args:
        sheet: The handout.
        check: The check-first line for paper.
        picture: Returns an image's content for its address.
        prefix: Prefix of all ids, for a workbook.
        lower: Whether to lower headings by one level, for a workbook.

    """
    root = parse_html(sheet.body)
    keep_what_paper_needs(root)
    transforms.remove_screen_parts(root)
    transforms.remove_clinician_notes(root)  # before links are checked, so that its ids are no longer targets
    if sheet.card:
        transforms.remove_check_first(root)
    else:
        transforms.replace_check_first(root, check)
    transforms.open_details(root)
    transforms.make_links_absolute(root, sheet.url)
    transforms.embed_pictures(root, picture)
    transforms.simplify_drawings(root)
    transforms.name_fields(root)
    transforms.add_table_scopes(root)
    title = transforms.get_title(root)
    references = transforms.take_references(root) if prefix else {}
    if prefix:
        transforms.prefix_ids(root, prefix)
    if lower:
        transforms.lower_headings(root)
    cards = transforms.arrange_cards(root) if sheet.card else []
    lead = transforms.take_lead(root) if cards else None
    return Parts(
        write(title) if title is not None else "",
        write(root),
        tuple(_copies(cards)),
        len(cards),
        tuple(references.items()),
        " ".join(sorted(transforms.get_classes(title))) if title is not None else "",
        write(lead) if lead is not None else "",
        escape(lead.get("data-large", "")) if lead is not None else "",
        sum("fold" in transforms.get_classes(card) for card in cards),
    )


def _copies(cards: list[Element]) -> list[str]:
    """Return the HTML of eight cards: ``cards`` in turn, each copy with its own ids but the same fields."""
    copies = []
    for number in range(CARDS_TO_A_SHEET if cards else 0):
        card = deepcopy(cards[number % len(cards)])
        if number >= len(cards):
            transforms.prefix_ids(card, f"card-{number + 1}-", keep_names=True)
        copies.append(write(card))
    return copies


_QUIET = 4  # empty modules around the code, as the standard requires
_SIDE = 22.0  # millimetres without the margin, large enough for an old phone to read from a photocopy


def draw_qr_code(address: str) -> str:
    """Return the QR code of ``address`` as SVG with the address as its title; error correction level M."""
    import segno  # only a site with an address has codes

    code = segno.make_qr(address, error="m", boost_error=False)
    count = code.symbol_size(scale=1, border=0)[0]
    whole = count + 2 * _QUIET
    title = t("QR code that leads to {address}", address=address)
    side = f"{_SIDE * whole / count / 25.4 * 96:.1f}"  # in CSS pixels
    runs = []
    for y, row in enumerate(code.matrix):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start + _QUIET} {y + _QUIET}h{x - start}v1h-{x - start}z")
                start = None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {whole} {whole}" '
        f'width="{side}" height="{side}">'
        f'<title>{escape(title)}</title><path fill="#000" d="{"".join(runs)}"/></svg>'
    )


def render_document(sheet: Sheet, parts: Parts, practice: Practice, variant: Variant) -> str:
    """Return a handout as a document."""
    head = _head(
        sheet.title,
        sheet.language,
        sheet.day,
        description=sheet.description,
        authors=sheet.authors,
        variant=variant,
    )
    return f"{head}<body>{_article(sheet, parts, practice, variant, 'h1')}</body></html>"


@dataclass(frozen=True, slots=True)
class WorkbookTexts:
    """The texts of a workbook that are no handout's: its title, what is on its cover, and its headings."""

    title: str
    contents: str
    owner: str = ""
    intro: str = ""
    references: str = "References"


def render_workbook(
    texts: WorkbookTexts, sheets: Sequence[tuple[Sheet, Parts]], practice: Practice, variant: Variant
) -> str:
    """Return all handouts in one document with a cover, a table of contents and one list of references."""
    first = sheets[0][0]
    newest = max(sheets, key=lambda pair: pair[0].day)[0]
    head = _head(texts.title, first.language, newest.day, description="", authors=first.site, variant=variant)
    articles = "".join(
        f'<div class="in-workbook">{_article(sheet, parts, practice, variant, "h2")}</div>' for sheet, parts in sheets
    )
    running = f'data-title="{escape(texts.title)}" data-version="{escape(newest.version)}"'
    works = dict(
        sorted((work for _, parts in sheets for work in parts.references), key=lambda work: get_sort_key(work[1]))
    )
    listed = (
        f'<section class="workbook-references front" {running}><h2 class="was-h1">{escape(texts.references)}</h2>'
        f'<div class="references csl-bib-body">{"".join(works.values())}</div></section>'
        if works
        else ""
    )
    cover = f'<section class="front" {running}>{_cover(texts, sheets, practice)}</section>'
    return f'{head}<body class="workbook">{cover}{articles}{listed}</body></html>'


def _cover(texts: WorkbookTexts, sheets: Sequence[tuple[Sheet, Parts]], practice: Practice) -> str:
    owner = escape(texts.owner)
    line = f'<textarea class="line" rows="1" id="owner" name="workbook-owner" title="{owner}"></textarea>'
    entries = "".join(f'<li><a href="#{sheet.name}">{escape(sheet.title)}</a></li>' for sheet, _ in sheets)
    band = render_band(replace(sheets[0][0], audience=()), practice)
    return (
        f"{band}<h1>{escape(texts.title)}</h1>"
        + (f'<p class="write"><label for="owner">{owner}:</label> {line}</p>' if owner else "")
        + "".join(f"<p>{escape(part)}</p>" for part in texts.intro.split("\n") if part.strip())
        + f"<h2>{escape(texts.contents)}</h2><ol>{entries}</ol>"
    )


def get_sort_key(html: str) -> str:
    """Return the text of a reference for sorting, without markup."""
    return re.sub(r"<[^>]+>|\W+", " ", html).casefold().strip()


def prepare_notes(sheet: Sheet) -> str:
    """Return the HTML of a handout's notes for clinicians without their heading, or an empty string."""
    root = parse_html(sheet.body)
    keep_what_paper_needs(root)
    transforms.remove_screen_parts(root)
    transforms.make_links_absolute(root, sheet.url)
    notes = next((element for element in root.iter() if "crib" in transforms.get_classes(element)), None)
    if notes is None:
        return ""
    for parent, child in transforms.walk_with_parents(notes):
        if child.tag == "h2":
            transforms.remove_element(parent, child)
    return write(notes)


def render_notes(title: str, notes: Sequence[tuple[Sheet, str]], practice: Practice, variant: Variant) -> str:
    """Return the notes for clinicians of several handouts, each on a page of its own."""
    newest = max((sheet for sheet, _ in notes), key=lambda sheet: sheet.day)
    head = _head(title, newest.language, newest.day, description="", authors=newest.site, variant=variant)
    band = render_band(replace(newest, audience=(t("clinicians"),)), practice)
    pages = "".join(
        f'<section class="notes" data-title="{escape(title)}" data-version="{escape(sheet.version)}">'
        f"{'' if number else f'<h1>{escape(title)}</h1>'}<h2>{escape(sheet.title)}</h2>{text}</section>"
        for number, (sheet, text) in enumerate(notes)
    )
    return f"{head}<body>{band}{pages}</body></html>"


def _head(title: str, language: str, day: str, *, description: str, authors: str, variant: Variant) -> str:
    width, height = variant.paper.millimetres
    direction = ' dir="rtl"' if get_current_language().is_right_to_left else ""
    large = "; margin: 12mm 13mm 15mm; font-size: 13pt" if variant.large else ""
    meta = "".join(
        f'<meta name="{name}" content="{escape(content)}">'
        for name, content in (("description", description), ("author", authors), ("dcterms.created", day))
        if content
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"{direction} class="{"large" if variant.large else "normal"}">'
        f'<head><meta charset="utf-8"><title>{escape(title)}</title>{meta}'
        f"<style>@page {{ size: {width}mm {height}mm{large} }}{render_paper_texts()}</style></head>"
    )


def render_paper_texts() -> str:
    """Return the style of what is printed outside the pages' text, in other languages than English.

    In English, sheet.css has it.
    """
    if get_current_language().is_english:
        return ""
    foot = format_css_content(t("{title}, version of {date}"), {"title": "string(title)", "date": "string(version)"})
    pages = format_css_content(t("Page {number} of {all}"), {"number": "counter(page)", "all": "counter(pages)"})
    entry = format_css_content(t(", page {number}"), {"number": "target-counter(attr(href), page)"})
    style = (
        f" @page {{ @bottom-left {{ content: {foot} }} @bottom-right {{ content: {pages} }} }}"
        f" @page :blank {{ @bottom-left {{ content: none }} @bottom-right {{ content: none }} }}"
        f" .front li a::after {{ content: {entry} }}"
    )
    return transforms.mirror_style(style) if get_current_language().is_right_to_left else style


def _article(sheet: Sheet, parts: Parts, practice: Practice, variant: Variant, heading: str) -> str:
    kind = "sheet card-sheet" if parts.cards else "sheet"
    classes = " ".join(filter(None, ("was-h1" if heading != "h1" else "", parts.icon)))
    looks = f' class="{escape(classes)}"' if classes else ""
    title = f"<{heading}{looks}>{parts.title}</{heading}>"
    body = parts.body
    if variant.large:
        body = transforms.enlarge_words(transforms.replace_words(transforms.list_tables(body)))
    if parts.lead:
        lead = parts.large_lead if variant.large and parts.large_lead else parts.lead
        title = f'<div class="card-head">{title}<p>{lead}</p></div>'
    return (
        f'<article class="{kind}" id="{escape(sheet.name)}" data-title="{escape(sheet.title)}" '
        f'data-version="{escape(sheet.version)}">{render_band(sheet, practice)}'
        f"{title}{_cards(parts, variant)}{body}"
        f"{render_colophon(sheet)}</article>"
    )


def render_band(sheet: Sheet, practice: Practice) -> str:
    """Return the strip above every handout's title: the site and the readers, and room for the practice."""
    readers = join_words(sheet.audience)
    lines = (sheet.site, t("For {readers}", readers=readers) if readers else "")
    source = " ".join(f"<span>{escape(line)}</span>" for line in lines if line)
    return f'<div class="band"><p class="source">{source}</p>{_practice(practice)}</div>'


def _practice(practice: Practice) -> str:
    if not practice.name:
        return ""
    logo = f'<img class="logo" src="{escape(practice.logo)}" alt="{escape(practice.name)}">' if practice.logo else ""
    phone = f"<br>{escape(practice.telephone)}" if practice.telephone else ""
    return f'<p class="practice"><span><strong>{escape(practice.name)}</strong>{phone}</span>{logo}</p>'


def _cards(parts: Parts, variant: Variant) -> str:
    """Return eight cards for a page; in large print a plain list to keep.

    What several cards say is on each, since readers look only at the one for their country.
    """
    if variant.large:
        return "".join(f'<div class="card-text">{card}</div>' for card in parts.cards[: parts.faces])
    shown = "".join(
        f'<div class="{_name_place(number, parts.folded)}"><div class="card">{card}</div></div>'
        for number, card in enumerate(parts.cards)
    )
    return f'<div class="cards">{shown}<span class="edge"></span>{_cut_marks()}</div>' if shown else ""


def _name_place(number: int, folded: int) -> str:
    """Return the classes of a card's place: whether a fold joins it to the card before it or to the one above."""
    before, above = number % 2 and number < folded, 2 <= number < folded
    return " ".join(filter(None, ("place", "fold-before" if before else "", "fold-above" if above else "")))


def _cut_marks() -> str:
    """Return short lines outside the cards that show where to cut."""
    width, height, margin, mark = 85, 54, 3.5, 3
    down = [(x, y) for x in (0, width, 2 * width) for y in (0, margin + 4 * height + margin - mark)]
    across = [(x, margin + row * height) for row in range(5) for x in (-margin, 2 * width + margin - mark)]
    return "".join(
        f'<span class="cut {way}" style="left: {x}mm; top: {y}mm"></span>'
        for way, places in (("down", down), ("across", across))
        for x, y in places
    )


def describe_version(sheet: Sheet) -> str:
    """Return the handout's version, who reviewed it, what it was translated from, and its licence."""
    version = t("Version: {date}", date=sheet.version)
    return " · ".join(part for part in (version, sheet.checked, sheet.translation, sheet.licence) if part)


def render_colophon(sheet: Sheet) -> str:
    """Return the handout's source: its address as a QR code and as text, its version, and who reviewed it."""
    status = describe_version(sheet)
    online = escape(t("Read this handout online:"))
    text = f"<p><strong>{online}</strong> {_address(sheet.address)}</p><p>{escape(status)}</p>"
    code = draw_qr_code(sheet.url) if sheet.url else ""
    return f'<div class="colophon">{code}<div>{text}</div></div>'


def _address(address: str) -> str:
    """Return an address that may break after each slash.

    From right to left, its parts would change places then; a mark keeps the last slash at its end.
    """
    if get_current_language().is_right_to_left:
        return f"{escape(address)}\N{LEFT-TO-RIGHT MARK}"
    return escape(address).replace("/", "/<wbr>")
