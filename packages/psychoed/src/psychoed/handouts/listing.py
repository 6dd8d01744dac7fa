"""What leads to a sheet's files: the links on its own page and on the page that lists all sheets.

How many pages a file has and how big it is, is known when it is made, after the pages are written: a mark holds the
place.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape, unescape

from psychoed.handouts.model import VARIANTS, Practice


def make_stem(destination: str, source: str) -> str:
    """The path of a sheet's files without their endings, from the site's root: beside its page, named after it.

    ``destination`` is the page's HTML file and ``source`` its Markdown file, both with slashes.
    """
    folder, page = posixpath.split(destination)
    own = posixpath.basename(folder) if page == "index.html" else page.removesuffix(".html")
    return posixpath.join(folder, own or posixpath.basename(source).removesuffix(".md"))


def make_workbook_stem(sources: Sequence[str]) -> tuple[str, str]:
    """The paths of the workbook, without its endings, and of the ZIP: in the folder that all sheets are below."""
    folders = [posixpath.dirname(source) or "." for source in sources]
    shared = posixpath.commonpath(folders) if folders else "."
    folder = "" if shared == "." else shared
    return posixpath.join(folder, "workbook"), posixpath.join(folder, "handouts.zip")


class Pdfs(Enum):
    """What a build does about PDFs."""

    MADE = "made"
    LEFT_OUT = "left out"  # nobody asked for them
    UNABLE = "unable"  # asked for while serving, and a library is missing: that is no reason to stop
    STUCK = "stuck"  # a library is missing, and the site would be incomplete


def resolve_pdf_mode(asked: str, serving: bool, ci: bool, able: bool) -> Pdfs:
    """``asked`` is the variable PDF: "0" for none, "1" for all, else as usual (a build makes them, serving does not).

    In CI all are made, whatever is asked: what it publishes is whole.
    """
    off = asked.strip().lower() in ("0", "no", "off", "false")
    on = bool(asked.strip()) and not off
    if not ci and (off or (serving and not on)):
        return Pdfs.LEFT_OUT
    if able:
        return Pdfs.MADE
    return Pdfs.UNABLE if serving and not ci else Pdfs.STUCK


_HEADING = re.compile(r"<h(?P<level>[12])\b[^>]*>(?P<words>.*?)</h(?P=level)>", re.DOTALL)
_TAG = re.compile(r"<a class=\"headerlink\".*?</a>|<[^>]+>")


def extract_clinician_notes(html: str, heading: str) -> str:
    """A page's HTML with the part under the heading ``heading`` in a section that prints on a page of its own."""
    headings = list(_HEADING.finditer(html))
    for place, found in enumerate(headings):
        if found["level"] != "2" or _words(found["words"]) != heading.casefold():
            continue
        end = headings[place + 1].start() if place + 1 < len(headings) else len(html)
        return f'{html[: found.start()]}<section class="crib">\n{html[found.start() : end]}</section>\n{html[end:]}'
    return html


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split()).casefold()


_SIZE = re.compile(r'<span data-file="(?P<file>[^"]+)"></span>')
LIST = '<div data-handouts=""></div>'
"""Stands for the list of all sheets until every page is known."""

NOT_MADE = (
    '<p class="handout-files-later">PDFs are made when the site is built: <code>make site</code>, or, while '
    "serving, <code>make serve PDF=1</code>.</p>"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One sheet in the list of all: ``page`` leads to it, ``stem`` to its files, both from the page with the list."""

    title: str
    description: str
    page: str
    stem: str
    files: str


def list_files(stem: str, address: str, title: str) -> str:
    """Links to the four PDFs of a sheet. ``stem`` leads to them, ``address`` is the same from the site's root."""
    items = "".join(
        f'<li><a href="{escape(f"{stem}-{variant.suffix}.pdf")}" type="application/pdf" '
        f'aria-label="{escape(f"{title}: PDF, {variant.spoken}")}">{variant.spoken}</a>'
        f'<span data-file="{escape(f"{address}-{variant.suffix}.pdf")}"></span></li>'
        for variant in VARIANTS
    )
    return f'<ul class="handout-files">{items}</ul>'


def list_all_handouts(listed: Sequence[Listed], after: str) -> str:
    """The list of all sheets, each with a picture of its first page where it has files, and ``after`` below it."""
    items = "".join(
        f'<li class="handout"><a class="handout-preview" href="{escape(each.page)}" tabindex="-1" aria-hidden="true">'
        f'{_picture(each) if each.files else ""}</a><div><p class="handout-title"><a href="{escape(each.page)}">'
        f"{escape(each.title)}</a></p><p>{escape(each.description)}</p>{each.files}</div></li>"
        for each in listed
    )
    return f'<ul class="handout-list">{items}</ul>{after}'


def list_workbooks(workbook: str, archive: str) -> str:
    """The links to the workbook and the link to the ZIP."""
    return f'<div class="handout-together"><p><strong>All handouts in one file</strong></p>{workbook}{archive}</div>'


def _picture(each: Listed) -> str:
    return f'<img src="{escape(each.stem)}.png" alt="" width="160" height="226" loading="lazy">'


def link_archive(href: str, address: str) -> str:
    """The link to all PDFs in one ZIP."""
    return (
        f'<p><a href="{escape(href)}" type="application/zip">Download all PDFs (ZIP)</a>'
        f'<span data-file="{escape(address)}"></span></p>'
    )


def add_sizes(html: str, sizes: Mapping[str, str]) -> str:
    """A written page in which each file's size stands; ``sizes`` has words for each file by its address."""
    return _SIZE.sub(lambda mark: f" ({sizes[mark['file']]})" if mark["file"] in sizes else "", html)


def format_pages(pages: int, size: int) -> str:
    """``2 pages, 46 KB``."""
    return f"{pages} {'page' if pages == 1 else 'pages'}, {format_bytes(size)}"


def format_bytes(size: int) -> str:
    """``46 KB``, ``1.2 MB``."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1000))} KB"


def add_list(html: str, shown: str) -> str:
    """A page's HTML with the list of all sheets in its place."""
    return html.replace(LIST, shown)


def has_list_command(markdown: str, lines: Iterable[bool], command: str) -> str:
    r"""A page's Markdown with the place of the list for each line that is ``command`` (``\handouts``).

    ``lines`` says for each line whether it is text, and not code.
    """
    return "\n".join(
        LIST if text and line.strip() == command else line
        for line, text in zip(markdown.split("\n"), lines, strict=True)
    )


def render_tools(links: str, practice: Practice, fillable: bool) -> str:
    """What a handout's page offers on the screen: printing, its files, the practice's own line, filling it in.

    It works without a form, so that nothing typed can be sent; buttons that need a script are shown by it.
    """
    strip = "".join(
        f'<label class="strip-field"><span>{words}</span> <input type="text" data-strip="{name}" placeholder=" " '
        f'value="{escape(value)}" autocomplete="off"></label>'
        for words, name, value in (
            ("Practice", "practice", practice.name),
            ("Telephone", "telephone", practice.telephone),
            ("Next appointment", "appointment", ""),
        )
    )
    return (
        f'<div class="handout-tools">{_PRINT}<span class="handout-lead">PDF:</span>{links}</div>'
        f'<details class="handout-strip"><summary>Clinicians: add your practice details before printing'
        f'</summary><div>{strip} <button type="button" data-clear="strip" hidden>Clear</button></div>'
        f'<p class="no-print">This appears at the top of the printout. Nothing is stored or sent.</p>'
        f"</details>\n{_FILL if fillable else ''}"
    )


_PRINT = '<button type="button" class="md-button" data-print hidden>Print this page</button>'
_FILL = (
    '<details class="handout-fill no-print" hidden><summary>Fill this in on screen</summary>'
    "<p>Type your answers on this page, then print or save it. Nothing you type is sent anywhere. Your answers are "
    "lost when you close the page, unless you save them.</p>"
    '<label><input type="checkbox" data-keep> <span>Save my answers in this browser. Anyone else who uses this device '
    "could read them.</span></label>"
    '<p><button type="button" data-save>Save my answers as a file</button> '
    '<button type="button" data-clear="fields">Clear my answers</button></p>'
    '<p role="status" data-said></p></details>'
)
_TOP = re.compile(r'\A.*?</h1>(?:\s*<div class="check-first".*?</div>)?', re.DOTALL)


def add_tools(html: str, shown: str) -> str:
    """A page's HTML with ``shown`` below its title and its check-first line, or at its top where it has no title."""
    top = _TOP.match(html)
    end = top.end() if top else 0
    return f"{html[:end]}\n{shown}\n{html[end:]}"
