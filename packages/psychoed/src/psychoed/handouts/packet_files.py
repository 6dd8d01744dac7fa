"""The packet builder: what a page needs to put handouts together into one PDF in the reader's browser.

The program is ``packet/packet.js``. It loads pdf-lib (MIT, from the npm package pdf-lib 1.17.1) when it is needed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from psychoed.handouts.pdf import SHEET
from psychoed.language import t

FILES = Path(__file__).resolve().parent / "packet"
PLACEHOLDER = '<div data-handouts="packet"></div>'
_FONT = "atkinson-hyperlegible-next-latin-700-normal.woff2"
_FONT_FILE = "packet-font.ttf"


@dataclass(frozen=True, slots=True)
class PacketItem:
    """A handout in the list: its name, title, readers, and whether it has notes for clinicians."""

    name: str
    title: str
    readers: str
    notes: bool


def render_builder(items: Sequence[PacketItem], sets: Mapping[str, Sequence[str]], whole: str) -> str:
    """Return the form of the packet builder.

    Args:
        items: The handouts in their order.
        sets: Names of handouts that are often given together, by the name of the set.
        whole: What readers without JavaScript are offered instead.

    """
    buttons = "".join(
        f'<button type="button" class="packet-set" data-set="{escape(" ".join(names))}">{escape(title)}</button> '
        for title, names in sets.items()
    )
    rows = "".join(
        f'<li data-name="{escape(item.name)}" data-title="{escape(item.title)}"><label><input type="checkbox"> '
        f'<span>{escape(item.title)} <span class="packet-readers">{escape(item.readers)}</span></span></label>'
        f'<span class="packet-moves">{_move("up", "↑", t("Move {title} up", title=item.title))}'
        f"{_move('down', '↓', t('Move {title} down', title=item.title))}</span></li>"
        for item in items
    )
    return (
        f'<div class="packet-fallback">{whole}</div>'
        '<div class="packet" data-packet="" hidden>'
        f"<fieldset><legend>{escape(t('1. Choose the handouts'))}</legend>{f'<p>{buttons}</p>' if buttons else ''}"
        f'<ol data-packet-list="">{rows}</ol></fieldset>'
        f"<fieldset><legend>{escape(t('2. Add your practice (optional)'))}</legend>"
        f"<p><label>{escape(t('Name'))} "
        '<input type="text" data-packet-name="" autocomplete="organization" maxlength="80"></label> '
        f"<label>{escape(t('Telephone'))} "
        '<input type="text" data-packet-phone="" autocomplete="tel" maxlength="40"></label> '
        f'<label>{escape(t("Logo"))} <input type="file" data-packet-logo=""></label></p>'
        '<p><label><input type="checkbox" data-packet-keep=""> '
        f"<span>{escape(t('Keep these details in this browser for next time'))}</span></label></p></fieldset>"
        f"<fieldset><legend>{escape(t('3. Choose the paper'))}</legend><p>"
        f"{_radio('paper', 'a4', t('A4'), checked=True)}{_radio('paper', 'letter', t('US Letter'))}</p><p>"
        f"{_radio('size', '', t('Normal print'), checked=True)}{_radio('size', '-large', t('Large print'))}</p>"
        '<p><label><input type="checkbox" data-packet-notes=""> '
        f"<span>{escape(t('Add the notes for clinicians at the end, for yourself'))}</span></label></p></fieldset>"
        '<p><button type="button" class="md-button md-button--primary" data-packet-make="" disabled>'
        f'{escape(t("Make my packet"))}</button></p><p role="status"></p>'
        '<p data-packet-result="" hidden><a class="md-button" download="handouts.pdf" href="#">'
        f"{escape(t('Download the PDF'))}</a> "
        f'<a class="md-button" data-packet-open="" href="#">{escape(t("Open it to print"))}</a></p>'
        f"<p>{escape(t('Your packet is made in this browser. Nothing is sent anywhere.'))}</p></div>"
    )


def _move(way: str, word: str, label: str) -> str:
    return f'<button type="button" data-move="{way}" aria-label="{escape(label)}">{escape(word)}</button>'


def _radio(name: str, value: str, label: str, *, checked: bool = False) -> str:
    state = " checked" if checked else ""
    return f'<label><input type="radio" name="{name}" value="{value}"{state}> <span>{escape(label)}</span></label> '


def write_packet_files(
    folder: Path, files: Mapping[str, str], notes: Mapping[str, int], notes_file: str, title: str
) -> None:
    """Write what the builder loads into ``folder``.

    Args:
        folder: The folder of the handouts' style sheet.
        files: The stem of each handout's PDFs, relative to the folder, by its name.
        notes: The page of each handout's notes for clinicians, from 0.
        notes_file: The stem of the PDFs with these notes.
        title: The title of a packet.

    """
    data, font = _make_font()
    (folder / _FONT_FILE).write_bytes(data)
    for name in ("packet.js", "pdf-lib.min.js", "pdf-lib-LICENSE.txt"):
        (folder / name).write_bytes((FILES / name).read_bytes())
    about = {"title": title, "files": dict(files), "notes": {"file": notes_file, "pages": dict(notes)}, "font": font}
    (folder / "packet.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


@cache
def _make_font() -> tuple[bytes, dict[str, Any]]:
    """Return our bold font for Windows-1252 as TrueType, with what a PDF says about it."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    codes = range(32, 256)
    signs = [bytes([code]).decode("cp1252", errors="ignore") for code in codes]
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[1, 2, 6], notdef_outline=True)
    font = TTFont(SHEET / "fonts" / _FONT, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(sign) for sign in signs if sign])
    subsetter.subset(font)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), _describe_font(font, signs)


def _describe_font(font: Any, signs: Sequence[str]) -> dict[str, Any]:
    """Return what a PDF says about a font of fontTools, whose tables have no types."""
    scale = 1000 / font["head"].unitsPerEm
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    head, metrics = font["head"], font["OS/2"]
    return {
        "file": _FONT_FILE,
        "name": "PCKTFN+AtkinsonHyperlegibleNext-Bold",
        "widths": [
            round(widths[glyphs[ord(sign)]][0] * scale) if sign and ord(sign) in glyphs else 0 for sign in signs
        ],
        "descriptor": {
            "FontBBox": [round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
            "ItalicAngle": 0,
            "Ascent": round(font["hhea"].ascent * scale),
            "Descent": round(font["hhea"].descent * scale),
            "CapHeight": round(metrics.sCapHeight * scale),
            "StemV": 120,
        },
    }
