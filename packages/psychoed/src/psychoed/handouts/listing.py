"""Links to a handout's files, on its own page and on the page that lists all handouts.

The size of a file is known only after the pages are written, so a placeholder is inserted first.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape, unescape

from psychoed.handouts.model import VARIANTS, Practice
from psychoed.language import format_decimal, t, t_plural


def make_stem(destination: str, source: str) -> str:
    """Return the path of a handout's files without endings, relative to the site's root: next to its page.

    ``destination`` is the page's HTML file and ``source`` its Markdown file, both with forward slashes.
    """
    folder, page = posixpath.split(destination)
    own = posixpath.basename(folder) if page == "index.html" else page.removesuffix(".html")
    return posixpath.join(folder, own or posixpath.basename(source).removesuffix(".md"))


def make_workbook_stem(sources: Sequence[str]) -> tuple[str, str]:
    """Return the paths of the workbook, without endings, and of the ZIP, in the common folder of all handouts."""
    folders = [posixpath.dirname(source) or "." for source in sources]
    shared = posixpath.commonpath(folders) if folders else "."
    folder = "" if shared == "." else shared
    return posixpath.join(folder, "workbook"), posixpath.join(folder, "handouts.zip")


class Pdfs(Enum):
    """What a build does about PDFs."""

    MADE = "made"
    LEFT_OUT = "left out"  # not requested
    UNABLE = "unable"  # requested while serving, but a library is missing: no reason to stop
    STUCK = "stuck"  # a library is missing, so the site would be incomplete


def resolve_pdf_mode(asked: str, serving: bool, ci: bool, able: bool) -> Pdfs:
    """Return what to do about PDFs.

    Args:
        asked: The variable PDF: "0" for none, "1" for all; by default, a build makes them and serving does not.
        serving: Whether MkDocs is serving.
        ci: Whether this is CI, which makes all PDFs whatever ``asked`` is, so that the published site is complete.
        able: Whether Pango is installed.

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
    """Return a page's HTML with the part under ``heading`` in a section that is printed on a page of its own."""
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
"""Placeholder for the list of all handouts until every page is known."""


def render_not_made() -> str:
    """Return what authors see in place of PDFs that this build leaves out."""
    text = t(
        "PDFs are made when the site is built: {build}, or, while serving, {serve}.",
        build="<code>psychoed build</code>",
        serve="<code>psychoed serve --pdf</code>",
    )
    return f'<p class="handout-files-later">{text}</p>'


@dataclass(frozen=True, slots=True)
class Listed:
    """A handout in the list; ``page`` and ``stem`` link to it and to its files from the page with the list.

    ``readers``, ``sets`` and ``sides`` are what the list can be filtered by.
    """

    title: str
    description: str
    page: str
    stem: str
    files: str
    readers: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    sides: int = 2


def list_files(stem: str, address: str, title: str, *, word: bool = False) -> str:
    """Return links to the four PDFs of a handout and, with ``word``, to its Word file.

    ``stem`` is relative to the page, ``address`` to the site's root.
    """
    items = "".join(
        f'<li><a href="{escape(f"{stem}-{variant.suffix}.pdf")}" type="application/pdf" '
        f'aria-label="{escape(t("{title}: PDF, {paper}", title=title, paper=variant.spoken))}">'
        f"{escape(variant.spoken)}</a>"
        f'<span data-file="{escape(f"{address}-{variant.suffix}.pdf")}"></span></li>'
        for variant in VARIANTS
    )
    if word:
        items += (
            f'<li><a href="{escape(stem)}.docx" aria-label="{escape(t("{title}: Word", title=title))}">'
            f"{escape(t('Word, to change it'))}</a>"
            f'<span data-file="{escape(address)}.docx"></span></li>'
        )
    return f'<ul class="handout-files">{items}</ul>'


def list_all_handouts(listed: Sequence[Listed], after: str) -> str:
    """Return the list of all handouts with previews of those that have files, and ``after`` below it."""
    items = "".join(
        f'<li class="handout" data-readers="{escape("|".join(each.readers))}" '
        f'data-sets="{escape("|".join(each.sets))}" data-sides="{each.sides}">'
        f'<a class="handout-preview" href="{escape(each.page)}" tabindex="-1" '
        f'aria-hidden="true">{_picture(each) if each.files else ""}</a><div><p class="handout-title">'
        f'<a href="{escape(each.page)}">{escape(each.title)}</a></p><p>{escape(each.description)}</p>'
        f"{render_download(each.stem, each.title, each.files) if each.files else ''}</div></li>"
        for each in listed
    )
    return f'{_filters(listed)}<ul class="handout-list">{items}</ul>{after}'


def render_download(stem: str, title: str, files: str) -> str:
    """Return one button for the form that most readers need, with the links to the others behind it."""
    label = escape(t("Download {title} (PDF, {paper})", title=title, paper=VARIANTS[0].spoken))
    return (
        f'<div class="handout-download"><a class="md-button" href="{escape(stem)}-{VARIANTS[0].suffix}.pdf" '
        f'type="application/pdf" aria-label="{label}" data-download="">{escape(t("Download"))} '
        f"<span>{escape(VARIANTS[0].spoken)}</span></a>"
        f'<details class="handout-forms"><summary>{escape(t("Other forms"))}</summary>{files}</details></div>'
    )


def _filters(listed: Sequence[Listed]) -> str:
    """Return selections by which a script filters the list; it shows them."""
    readers = dict.fromkeys(reader for each in listed for reader in each.readers)
    sets = dict.fromkeys(name for each in listed for name in each.sets)
    sides = {
        str(each.sides): t("One side") if each.sides == 1 else t("{number} sides", number=each.sides) for each in listed
    }
    selections = "".join(
        f'<label>{escape(words)} <select data-filter="{name}"><option value="">{escape(every)}</option>'
        f"{_options(found)}</select></label> "
        for words, name, every, found in (
            (t("For"), "readers", t("everyone"), [(reader, reader) for reader in readers]),
            (t("When"), "sets", t("any time"), [(name, name) for name in sets]),
            (t("Length"), "sides", t("any"), sorted(sides.items())),
        )
        if len(found) > 1
    )
    if not selections:
        return ""
    return f'<div class="handout-filters" hidden>{selections}<p role="status"></p></div>'


def list_workbooks(workbook: str, archive: str) -> str:
    """Return the links to the workbook and to the ZIP."""
    title = escape(t("All handouts in one file"))
    return f'<div class="handout-together"><p><strong>{title}</strong></p>{workbook}{archive}</div>'


def _options(found: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(shown)}</option>' for value, shown in found)


def _picture(each: Listed) -> str:
    return f'<img src="{escape(each.stem)}.webp" alt="" width="300" height="424" loading="lazy">'


def link_archive(href: str, address: str) -> str:
    """Return the link to the ZIP of all PDFs."""
    return (
        f'<p><a href="{escape(href)}" type="application/zip">{escape(t("Download all PDFs (ZIP)"))}</a>'
        f'<span data-file="{escape(address)}"></span></p>'
    )


def add_sizes(html: str, sizes: Mapping[str, str]) -> str:
    """Return a built page with each file's size inserted; ``sizes`` has their texts by address."""
    return _SIZE.sub(lambda mark: f" ({sizes[mark['file']]})" if mark["file"] in sizes else "", html)


def format_pages(pages: int, size: int) -> str:
    """Return ``2 pages, 46 KB``."""
    return t_plural("{number} page, {size}", "{number} pages, {size}", pages, size=format_bytes(size))


def format_bytes(size: int) -> str:
    """Return ``46 KB`` or ``1.2 MB``."""
    return f"{format_decimal(size / 1e6)} MB" if size >= 1e6 else f"{max(1, round(size / 1000))} KB"


def add_list(html: str, shown: str) -> str:
    """Return a page's HTML with the list of all handouts in place of its placeholder."""
    return html.replace(LIST, shown)


def replace_command(markdown: str, lines: Iterable[bool], command: str, placeholder: str) -> str:
    r"""Return a page's Markdown with ``placeholder`` for each line that is ``command``, such as ``\handouts``.

    ``lines`` tells for each line whether it is text rather than code.
    """
    return "\n".join(
        placeholder if text and line.strip() == command else line
        for line, text in zip(markdown.split("\n"), lines, strict=True)
    )


def render_tools(links: str, practice: Practice, fillable: bool) -> str:
    """Return the tools on a handout's page: printing, downloads, the practice's details, filling in.

    There is no form, so nothing typed can be sent. Buttons that need a script are shown by it.
    """
    strip = "".join(
        f'<label class="strip-field"><span>{escape(words)}</span> <input type="text" data-strip="{name}" '
        f'placeholder=" " value="{escape(value)}" autocomplete="off"></label>'
        for words, name, value in (
            (t("Practice"), "practice", practice.name),
            (t("Telephone"), "telephone", practice.telephone),
            (t("Next appointment"), "appointment", ""),
        )
    )
    return (
        f'<div class="handout-tools">{_print()}{links}</div>'
        f'<details class="handout-strip"><summary>{escape(t("Clinicians: add your practice details before printing"))}'
        f'</summary><div>{strip} <button type="button" data-clear="strip" hidden>{escape(t("Clear"))}</button></div>'
        f'<p class="no-print">{escape(t("This appears at the top of the printout. Nothing is stored or sent."))}</p>'
        f"</details>\n{_fill() if fillable else ''}"
    )


def _print() -> str:
    return f'<button type="button" class="md-button" data-print hidden>{escape(t("Print this page"))}</button>'


def _fill() -> str:
    summary = escape(t("Fill this in on screen"))
    about = escape(
        t(
            "Type your answers on this page, then print or save it. Nothing you type is sent anywhere. Your answers "
            "are lost when you close the page, unless you save them."
        )
    )
    keep = escape(t("Save my answers in this browser. Anyone else who uses this device could read them."))
    return (
        f'<details class="handout-fill no-print" hidden><summary>{summary}</summary>'
        f"<p>{about}</p>"
        f'<label><input type="checkbox" data-keep> <span>{keep}</span></label>'
        f'<p><button type="button" data-save>{escape(t("Save my answers as a file"))}</button> '
        f'<button type="button" data-clear="fields">{escape(t("Clear my answers"))}</button></p>'
        '<p role="status" data-said></p></details>'
    )


_TOP = re.compile(r'\A.*?</h1>(?:\s*<div class="check-first".*?</div>)?', re.DOTALL)


def add_tools(html: str, shown: str) -> str:
    """Return a page's HTML with ``shown`` below its title and check-first line, or at the top if it has no title."""
    top = _TOP.match(html)
    end = top.end() if top else 0
    return f"{html[:end]}\n{shown}\n{html[end:]}"
