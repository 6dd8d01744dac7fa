"""What a browser needs to print a handout's page in the layout of its PDFs.

The rules are those of the PDFs (``sheet/sheet.css``), nested below the handout so that they win over any theme's. The
page has the parts that only paper shows, hidden on a screen; the rest of the page is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from psychoed.handouts.document import render_band, render_colophon
from psychoed.handouts.model import Practice, Sheet
from psychoed.handouts.pdf import SHEET, add_own_font, list_fonts
from psychoed.handouts.transforms import (
    FONT,
    SCREEN_ONLY,
    find_clinician_references,
    get_classes,
    mirror_style,
    parse_html,
)
from psychoed.language import get_current_language

FOLDER = "assets/handouts"
"""Where a built site has the style sheet and the fonts."""
STYLE = f"{FOLDER}/sheet.css"

_SHARED = "/* ==== Shared with browsers ==== */"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# The id, which no element has, makes these rules more specific than those of themes.
_HANDOUT = ":is(#handout-on-paper, .sheet)"
_FAMILY = f'"{FONT}", "{FONT} Ext", sans-serif'

_PAGE = """
@page {
  margin: 9mm 16mm 13mm;

  @bottom-right {
    content: "Page " counter(page) " of " counter(pages);
    padding-top: 0.3mm;
    font: 9.5pt sans-serif;
    vertical-align: top;
  }
}
"""

# What WeasyPrint does by itself, and what only a page on a screen has.
_BROWSER = """
*:not(svg, svg *) { all: revert; }

* { print-color-adjust: exact; }

.new-side { break-before: page; margin-top: 0; }

textarea { resize: none; overflow: hidden; border-radius: 0; field-sizing: content; }

.write .line { height: auto; min-height: 8mm; }

td > .cell { height: auto; min-height: 12mm; }

.wide-last td > .cell { min-height: 11mm; }

h2 { margin-top: 0.45em; margin-bottom: 0.25em; }

.flow td > .cell { height: auto; min-height: 8mm; }

.flow td > .as-printed { padding: 0.5mm 0; font-size: 10pt; line-height: 1.15; }

.dense td > .cell { height: 6.2mm; min-height: 0; }

.rows :is(th, td):not(.group) { font-size: 10pt; line-height: 1.22; }

td:has(.dot) { white-space: nowrap; }

.step .write .line { min-height: 6mm; }

.area textarea { field-sizing: fixed; }

.area:has(textarea:not(:placeholder-shown), .as-printed) .rule { display: none; }

.area textarea:not(:placeholder-shown) { position: static; height: auto; min-height: 17mm; field-sizing: content; }

.as-printed { white-space: pre-wrap; overflow-wrap: anywhere; }

.area .as-printed { display: block; min-height: 17mm; }

td > .as-printed { display: block; padding: 1mm 0; }

.is-printed { display: none !important; }

.check-box,
.scale input { appearance: none; background: #fff; }

.check-box { display: grid; place-content: center; }

.check-box:checked::before {
  content: "";
  width: 1.4mm;
  height: 2.8mm;
  border: solid #000;
  border-width: 0 0.7mm 0.7mm 0;
  transform: translateY(-0.3mm) rotate(40deg);
}

.scale input:checked { border-width: 1.8mm; }

.check-first:has(~ .check-first.print-only),
&:has(> .card) > .check-first,
h2:has(+ .references.no-print) { display: none; }

details.handout-strip { position: absolute; top: 0; right: 0; max-width: 98mm; text-align: right; }

.handout-strip summary,
.handout-strip button,
.handout-strip:not(:has(input:not(:placeholder-shown))),
.strip-field:not(:has(input:not(:placeholder-shown))) { display: none; }

.strip-field { display: block; font-size: 11pt; line-height: 1.15; }

.strip-field:first-child { font-weight: 700; }

.strip-field span:first-child:not(:only-child) { display: none; }

.strip-field:last-of-type span:first-child { display: inline; }

.strip-field input { field-sizing: content; text-align: right; }

.band:has(.practice) ~ .handout-strip { display: none; }

div.card {
  display: inline-block;
  box-sizing: border-box;
  width: 85mm;
  height: 54mm;
  padding: 2.5mm;
  margin-right: -0.5mm;
  vertical-align: top;
  overflow: hidden;
  border: 0.75pt dashed #000;
  font-size: 10pt;
  line-height: 1.15;
}

/* The first four are one piece, which is folded where there are dots: the edges that two of them share. */
.card.fold:has(+ .fold + .fold + .fold),
.card.fold:has(+ .fold + :not(.fold)) { border-right: 0; }

.card.fold:has(+ .fold + .fold) { border-bottom: 0; }

.fold:has(+ .fold) + .fold + .fold { position: relative; border-top: 0; }

/* Chromium leaves out an edge of dashes next to one of dots. */
.fold:has(+ .fold) + .fold + .fold::before {
  content: "";
  position: absolute;
  top: 0;
  right: 0;
  left: 0;
  border-top: 1pt dotted #000;
}

.fold:has(+ .fold + .fold + .fold) + .fold,
.fold + .fold + .fold + .fold { border-left: 1pt dotted #000; }

&:has(> .card) > h1 { margin: 0; font-size: 1.4em; }

&:has(> .card) > p { margin-bottom: 1mm; font-size: 0.9em; line-height: 1.2; }

.card ul { padding-left: 1em; }

.card :is(li, p, ul) { margin-bottom: 0.2em; }

.card .write { min-height: 7.5mm; }

.card .write .line { min-height: 6mm; }

div.card ~ h2:not(h2 ~ h2) { break-before: page; }
"""


def write_print_style(own: Sequence[str] = ()) -> str:
    """Return the style sheet that pages of handouts load; ``own`` are the site's fonts, in ``FOLDER`` as ours are."""
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; font-display: swap; '
        f'src: url("{path.name}") format("woff2"); }}\n'
        for family, weight, style, path in list_fonts(own)
    )
    shared = (SHEET / "sheet.css").read_text(encoding="utf-8").split(_SHARED)[1]
    hidden = ", ".join(f".{name}" for name in sorted({*SCREEN_ONLY, "crib"}))
    style = (
        f"{faces}.print-only {{ display: none; }}\n@media print {{\n{_PAGE}\n"
        f":has(> .sheet) > :not(.sheet) {{ display: none !important; }}\n"
        f"{_HANDOUT} {{\n{_BROWSER.split(chr(10) * 2, 1)[0]}\n"
        f"& {{ position: relative; font: 12pt/1.35 {_FAMILY}; color: #000; }}\n"
        f"{shared}\n{_BROWSER.split(chr(10) * 2, 1)[1]}\n{hidden} {{ display: none !important; }}\n}}\n}}\n"
        # A rule of its own: a browser that does not know the selector drops the whole rule.
        "@media print { .sheet details::details-content { display: block; content-visibility: visible; } }\n"
    )
    whole = re.sub(r"\n\s*\n", "\n", _COMMENT.sub("", style)).strip() + "\n"
    whole = add_own_font(whole) if own else whole
    return mirror_style(whole) if get_current_language().is_right_to_left else whole


def hide_clinician_references(html: str) -> str:
    """Return a page's HTML with the references that only its notes for clinicians cite marked as not for print."""
    if "crib" not in html or "csl-entry" not in html:
        return html
    root = parse_html(html)
    hidden = find_clinician_references(root)
    for name in hidden:
        html = re.sub(rf'(<div(?=[^>]*\bid="{re.escape(name)}")[^>]*\bclass=")', r"\1no-print ", html)
    listed = {entry.get("id") for entry in root.iter() if "csl-entry" in get_classes(entry)}
    return html.replace('class="references', 'class="no-print references') if listed and listed <= hidden else html


def prepare_page(html: str, sheet: Sheet, practice: Practice, check: str) -> str:
    """Return a handout page's HTML with what only paper shows: band, check-first line for paper, colophon.

    ``html`` is the page's content after ``hide_clinician_references``.
    """
    line = f'<div class="check-first print-only"><p>{escape(check)}</p></div>' if check and not sheet.card else ""
    if line and (found := _CHECK_FIRST.search(html)):
        html = f"{html[: found.end()]}\n{line}{html[found.end() :]}"
    band = render_band(sheet, practice).replace('class="band"', 'class="band print-only"')
    colophon = render_colophon(sheet).replace('class="colophon"', 'class="colophon print-only"')
    return f'<div class="sheet">\n{band}\n{html}\n{colophon}\n</div>'


_CHECK_FIRST = re.compile(r'<div class="check-first".*?</div>', re.DOTALL)
