"""Writes the files of a build's handouts: four PDFs and a picture of each, a workbook of all, and a ZIP."""

from __future__ import annotations

import os
import posixpath
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mkdocs_citeproc.problems import Location, Problem
from psychoed.handouts.document import (
    Parts,
    WorkbookTexts,
    prepare_content,
    prepare_notes,
    render_document,
    render_notes,
    render_workbook,
)
from psychoed.handouts.listing import format_bytes, format_pages, make_workbook_stem
from psychoed.handouts.model import VARIANTS, Practice, Sheet
from psychoed.handouts.pdf_cache import CachedPdf, PdfCache, PdfError
from psychoed.handouts.safe_tree import TooDeepError
from psychoed.handouts.validate import validate_pdf
from psychoed.handouts.versions import make_version, make_version_address, write_versions

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP allows, so that its bytes do not depend on the time


@dataclass(frozen=True, slots=True)
class Page:
    """A handout and its files.

    ``source`` is below docs/, ``path`` is its source from the repository root, ``stem`` is the path of its files in the
    built site without their endings, and ``picture`` returns a picture as a data URI.
    """

    sheet: Sheet
    source: str
    path: str
    stem: str
    picture: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SiteTexts:
    """Texts of the site for handouts: the check-first line, those of the workbook, the title of the notes."""

    check: str
    workbook: WorkbookTexts
    notes: str


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """What was written: each file's size as text by its address, each handout's version by its stem, and problems."""

    sizes: dict[str, str]
    versions: dict[str, str]
    problems: list[Problem]


def write_files(  # noqa: PLR0917  each is another thing
    site: Path,
    pages: Sequence[Page],
    texts: SiteTexts,
    practice: Practice,
    workshop: PdfCache,
    kept: Path | None = None,
) -> WrittenFiles:
    """Write all files into the built site; ``kept`` is the folder with the handouts' earlier versions."""
    from psychoed.handouts.docx import draw_picture, find_drawings  # here, as most builds make no Word files

    book, archive = make_workbook_stem([page.source for page in pages])
    contents = _prepare(pages, texts)
    sheets = _sheets(contents, practice)
    notes = find_notes(pages)
    wanted = {
        **sheets,
        **_workbooks(book, pages, texts, practice),
        **_notes(make_notes_stem(pages), notes, texts, practice),
    }
    drawings = {name: (html, False) for _, parts in contents for name, html in find_drawings(parts).items()}
    ready = workshop.make({**wanted, **drawings})
    sizes = {}
    for address in wanted:
        made = ready[address]
        target = site / address
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made.pdf, target)
        sizes[address] = format_pages(made.made.pages, made.made.size)
    for page in pages:
        shutil.copyfile(ready[f"{page.stem}-a4.pdf"].picture, site / f"{page.stem}.webp")
    pictures = {name: draw_picture(ready[name].pdf) for name in drawings}
    sizes.update(_write_word_files(site, contents, pictures, workshop.folder))
    _zip(site / archive, {Path(name).name: ready[name].pdf for page in pages for name in _names(page.stem)})
    sizes[archive] = format_bytes((site / archive).stat().st_size)
    versions = {
        page.stem: make_version(page.sheet.day, (sheets[name][0] for name in _names(page.stem))) for page in pages
    }
    pinned = {
        make_version_address(stem, version, variant.suffix): ready[f"{stem}-{variant.suffix}.pdf"].pdf
        for stem, version in versions.items()
        for variant in VARIANTS
    }
    write_versions(site, pinned, kept)
    return WrittenFiles(sizes, versions, [problem for page in pages for problem in _problems(page, ready)])


def _names(stem: str) -> list[str]:
    return [f"{stem}-{variant.suffix}.pdf" for variant in VARIANTS]


def _prepare(pages: Sequence[Page], texts: SiteTexts) -> list[tuple[Page, Parts]]:
    """Return the handouts with their contents."""
    contents = []
    for page in pages:
        try:
            parts = prepare_content(page.sheet, check=texts.check, picture=page.picture)
        except TooDeepError as error:
            raise PdfError(str(error), _names(page.stem)[0]) from error
        contents.append((page, parts))
    return contents


def _sheets(contents: Sequence[tuple[Page, Parts]], practice: Practice) -> dict[str, tuple[str, bool]]:
    wanted = {}
    for page, parts in contents:
        for variant, name in zip(VARIANTS, _names(page.stem), strict=True):
            first = variant is VARIANTS[0]
            wanted[name] = (render_document(page.sheet, parts, practice, variant), first)
    return wanted


def _workbooks(stem: str, pages: Sequence[Page], texts: SiteTexts, practice: Practice) -> dict[str, tuple[str, bool]]:
    if len(pages) < 2:  # a workbook of one handout would repeat it
        return {}
    sheets = []
    for page in pages:
        prefix = f"{page.sheet.name}-"
        parts = prepare_content(page.sheet, check=texts.check, picture=page.picture, prefix=prefix, lower=True)
        sheets.append((page.sheet, parts))
    return {
        name: (render_workbook(texts.workbook, sheets, practice, variant), False)
        for variant, name in zip(VARIANTS, _names(stem), strict=True)
    }


def _write_word_files(
    site: Path, contents: Sequence[tuple[Page, Parts]], pictures: Mapping[str, str], cache: Path
) -> dict[str, str]:
    """Write each handout as a Word file, and return the files' sizes as text."""
    from psychoed.handouts.docx import make_docx, render_source

    sources = {f"{page.stem}.docx": render_source(page.sheet, parts, pictures) for page, parts in contents}
    sizes = {}
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for address, made in zip(
            sources, threads.map(lambda html: make_docx(html, cache), sources.values()), strict=True
        ):
            shutil.copyfile(made, site / address)
            sizes[address] = format_bytes(made.stat().st_size)
    return sizes


def make_notes_stem(pages: Sequence[Page]) -> str:
    """Return the path of the PDFs with all notes for clinicians, without their endings."""
    return posixpath.join(posixpath.dirname(make_workbook_stem([page.source for page in pages])[0]), "notes")


def find_notes(pages: Sequence[Page]) -> list[tuple[Sheet, str]]:
    """Return the notes for clinicians of the handouts that have some."""
    return [(page.sheet, text) for page in pages if (text := prepare_notes(page.sheet))]


def _notes(
    stem: str, notes: Sequence[tuple[Sheet, str]], texts: SiteTexts, practice: Practice
) -> dict[str, tuple[str, bool]]:
    if not notes:
        return {}
    return {
        f"{stem}-{variant.suffix}.pdf": (render_notes(texts.notes, notes, practice, variant), False)
        for variant in VARIANTS
        if not variant.large
    }


def _problems(page: Page, ready: Mapping[str, CachedPdf]) -> list[Problem]:
    made = {variant: ready[name].made for variant, name in zip(VARIANTS, _names(page.stem), strict=True)}
    return validate_pdf(
        page.sheet,
        Location(page.path),
        {variant: each.pages for variant, each in made.items()},
        missing_glyphs=[sign for each in made.values() for sign in each.missing_glyphs],
        full_cards=max(each.full_cards for each in made.values()),
        largest=max(each.size for each in made.values()),
    )


def _zip(path: Path, files: Mapping[str, Path]) -> None:
    """Write a ZIP of ``files`` by their names, uncompressed, without date or owner."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, file in sorted(files.items()):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, file.read_bytes())
