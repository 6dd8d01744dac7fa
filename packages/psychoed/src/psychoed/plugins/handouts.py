"""The state of one build's handouts: collected while MkDocs renders pages, made into PDFs at the end."""

from __future__ import annotations

import base64
import mimetypes
import os
import posixpath
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from markupsafe import Markup
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import get_relative_url

from mkdocs_citeproc.citations.mask import BLANK, mask_markup
from mkdocs_citeproc.mkdocs_build import get_root, get_source_path, read_source, report_problems
from mkdocs_citeproc.problems import Location, Problem
from psychoed.handouts import browser_print, listing, packet_files, pango
from psychoed.handouts.browser_print import hide_clinician_references, prepare_page, write_print_style
from psychoed.handouts.controls import replace_placeholders, widen_groups
from psychoed.handouts.document import WorkbookTexts
from psychoed.handouts.fields import Found, dump_fields, load_fields, read_fields
from psychoed.handouts.listing import Pdfs, extract_clinician_notes, make_stem, make_workbook_stem, resolve_pdf_mode
from psychoed.handouts.model import Sheet
from psychoed.handouts.pdf import SHEET
from psychoed.handouts.pdf_cache import PdfCache, PdfError
from psychoed.handouts.versions import make_snippets_placeholder, render_snippets, replace_snippets
from psychoed.language import format_date, t
from psychoed.pages.metadata import Status
from psychoed.pages.translation import TranslationNote
from psychoed.plugins import handout_files
from psychoed.plugins.handout_settings import list_own_fonts, read_handout_settings
from psychoed.plugins.page_cache import find_page_cache, get_or_make
from psychoed.plugins.page_settings import get_page_rules, read_page_settings
from psychoed.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

COMMAND = "\\handouts"
PACKET_COMMAND = "\\packet"


class Handouts:
    """Handouts, fields and problems of one build. Every build creates a new instance, also while serving."""

    def __init__(self, config: MkDocsConfig, serving: bool) -> None:
        self.config = config
        self.settings, self.practice = read_handout_settings(config)
        self.fonts = list_own_fonts(self.settings, get_root(config))
        rules = get_page_rules(read_page_settings(config))
        self.kinds = {kind.name for kind in rules.kinds if kind.role == "handout"}
        self.found: dict[str, Found] = {}
        self.problems: list[Problem] = []
        self.sheets: dict[str, tuple[File, Sheet]] = {}
        self.lists: dict[str, File] = {}
        self.packets: dict[str, File] = {}
        self.order: list[str] = []
        asked = os.environ.get("PDF", "")
        self.pango = pango.get_version()
        self.pdfs = resolve_pdf_mode(asked, serving, bool(os.environ.get("CI")), self.pango is not None)

    def is_handout(self, page: Page) -> bool:
        """Return whether a page is a handout."""
        return page.meta.get("kind") in self.kinds

    # ---- Pages, as they are rendered ----

    def mark_fields(self, markdown: str, page: Page) -> str:
        """Return the page's Markdown with placeholders for its fields or for the list of all handouts."""
        if self.is_handout(page):
            source = read_source(page.file, self.config)
            # MkDocs removes the front matter and blank lines, so the Markdown is the end of the file.
            shift = len(source.text) - len(markdown) if source.text.endswith(markdown) else source.body_start
            found = self._read_fields(markdown, lambda offset: source.at(shift + offset))
            self.found[page.file.src_uri] = found
            self.problems += found.problems
            return found.markdown
        for command, placeholder, pages in (
            (COMMAND, listing.LIST, self.lists),
            (PACKET_COMMAND, packet_files.PLACEHOLDER, self.packets),
        ):
            if command in markdown:
                text = [BLANK not in line for line in mask_markup(markdown).split("\n")]
                changed = listing.replace_command(markdown, text, command, placeholder)
                if changed != markdown:
                    pages[page.file.src_uri] = page.file
                markdown = changed
        return markdown

    def _read_fields(self, markdown: str, at: Callable[[int], Location]) -> Found:
        """Return the fields of a handout, from the cache if they had no problems."""
        cache = find_page_cache(self.config)
        if cache and (kept := cache.get("fields", markdown)):
            return load_fields(kept)
        found = read_fields(markdown, at)
        if cache and not found.problems:
            cache.put(dump_fields(found), "fields", markdown)
        return found

    def insert_fields(self, html: str, page: Page) -> str:
        """Return the page's HTML with its fields and clinician notes."""
        if not self.is_handout(page):
            return html
        found = self.found.get(page.file.src_uri, Found())
        filled = widen_groups(replace_placeholders(html, found.fields))
        return extract_clinician_notes(filled, self.settings.clinician_heading or t("For the clinician"))

    def set_order(self, nav: Navigation) -> None:
        """Set the order of the handouts to that of the navigation."""
        self.order = [page.file.src_uri for page in nav.pages]

    def report(self) -> None:
        """Log the problems of all fields. Raises PluginError if PDFs are required but cannot be made."""
        report_problems(self.problems, "handouts")
        if not self.found:
            return
        if self.pdfs is Pdfs.STUCK:
            msg = f"The PDFs need Pango. Do: {pango.explain_install()}, or leave them out: psychoed build --no-pdf"
            raise PluginError(msg)
        if self.pdfs is Pdfs.UNABLE:
            get_plugin_logger("handouts").info("No PDFs: they need Pango. Do: %s", pango.explain_install())

    def add_to_context(self, context: dict[str, Any], page: Page) -> None:
        """Store a finished handout for its PDFs, and add its download links and tools below the title."""
        if self.is_handout(page):
            sheet = self._sheet(page, context.get("page_status"), context.get("page_translation"))
            self.sheets[page.file.src_uri] = (page.file, sheet)
            address = _stem(page.file)
            href = posixpath.basename(address)
            links = listing.render_not_made()
            if self.pdfs is Pdfs.MADE:
                files = listing.list_files(href, address, sheet.title, word=True)
                links = listing.render_download(href, sheet.title, files)
            fillable = bool(self.found.get(page.file.src_uri, Found()).fields)
            tools = listing.render_tools(links, self.practice, fillable)
            html = page.content or ""
            html = get_or_make(find_page_cache(self.config), hide_clinician_references, "clinician references", html)
            printed = prepare_page(html, sheet, self.practice, self.settings.check_first)
            page.content = f"{listing.add_tools(printed, tools)}\n{make_snippets_placeholder(address)}"

    def add_style(self, output: str, page: Page) -> str:
        """Return a handout's page with a link to the style sheet that prints it."""
        if not self.is_handout(page) and page.file.src_uri not in self.packets:
            return output
        link = f'<link rel="stylesheet" href="{get_relative_url(browser_print.STYLE, page.url)}">'
        return output.replace("</head>", f"{link}</head>", 1)

    def write_print_files(self) -> None:
        """Write the style sheet and fonts that print handouts from a browser."""
        if self.sheets:
            folder = Path(self.config.site_dir, browser_print.FOLDER)
            folder.mkdir(parents=True, exist_ok=True)
            Path(self.config.site_dir, browser_print.STYLE).write_text(
                write_print_style([str(path) for path in self.fonts]), encoding="utf-8"
            )
            for path in [*sorted((SHEET / "fonts").iterdir()), *self.fonts]:
                shutil.copyfile(path, folder / path.name)

    def _sheet(self, page: Page, status: Status | None, translation: TranslationNote | None) -> Sheet:
        settings = read_page_settings(self.config)
        day = (status.reviewed or status.written) if status else None
        clinical = status.clinical_review if status else None
        checked = (
            t(
                "Reviewed by {name}, {role}, {date}",
                name=clinical.name,
                role=clinical.role,
                date=format_date(clinical.date),
            )
            if clinical
            else t("Not yet reviewed by a clinician")
        )
        notes = (translation.mark, translation.outdated) if translation else ()
        url = page.canonical_url or "" if self.config.site_url else ""
        title = str(Markup(page.title or page.file.src_uri).striptags())  # noqa: S704
        return Sheet(
            name=posixpath.basename(_stem(page.file)),
            title=title,
            body=page.content or "",
            address=url.partition("://")[2] if url else f"{self.config.site_name}: {page.file.url}",
            url=url,
            version=format_date(day) if day else "",
            day=day.isoformat() if day else "",
            description=str(page.meta.get("description", "")),
            authors=", ".join(status.authors if status and status.authors else [settings.authors]).strip(", "),
            # That nobody has checked a translation says as well that nobody has reviewed it.
            checked=checked if status and (clinical or not translation or translation.is_checked) else "",
            translation=" ".join(note for note in notes if note),
            licence=settings.licence.text,
            site=self.config.site_name,
            language=str(self.config.theme.get("language") or "en"),
            audience=_texts(page.meta.get("audience")),
            card=page.meta.get("card") is True,
            sides=sides if isinstance(sides := page.meta.get("sides"), int) else 2,
        )

    # ---- The whole site, when it is written ----

    def finish(self) -> None:
        """Write all PDFs and what prints the pages; insert the files' sizes and the list of handouts into pages."""
        sheets = [self.sheets[path] for path in self._sorted_sources()]
        written = handout_files.WrittenFiles({}, {}, [])
        self.write_print_files()
        if sheets and self.pdfs is Pdfs.MADE and self.pango:
            from psychoed.handouts.docx import WordFileError

            try:
                written = self._write(sheets)
            except WordFileError as error:
                msg = f"The handouts' Word files could not be made: {error}"
                raise PluginError(msg) from error
            except PdfError as error:
                raise PluginError(str(self._failed(error, [file for file, _ in sheets]))) from error
            report_problems(written.problems, "handouts")
        snippets = self._render_snippets(sheets, written.versions)
        site = Path(self.config.site_dir)
        for file in {
            f.src_uri: f for f in (*(f for f, _ in sheets), *self.lists.values(), *self.packets.values())
        }.values():
            path = site / file.dest_uri
            if not path.exists():  # not rebuilt by a dirty build
                continue
            html = path.read_text(encoding="utf-8")
            if file.src_uri in self.lists:
                html = listing.add_list(html, self._list(file, [file for file, _ in sheets]))
            if file.src_uri in self.packets:
                html = html.replace(packet_files.PLACEHOLDER, self._builder(file, sheets))
            path.write_text(replace_snippets(listing.add_sizes(html, written.sizes), snippets), encoding="utf-8")

    def _failed(self, error: PdfError, files: list[File]) -> Problem | str:
        """Return the problem of a PDF that can't be made, with the page that caused it if there is one."""
        if not error.name:
            return f"PDFs could not be made: {error}"
        hint = "Make the page simpler: smaller tables, less nesting."
        path = next(
            (get_source_path(file, self.config) for file in files if error.name.startswith(f"{_stem(file)}-")),
            error.name,
        )
        return Problem(Code.PDF_FAILED, Location(path), f"the PDF '{error.name}' cannot be made: {error}", hint)

    def _pages(self, sheets: list[tuple[File, Sheet]]) -> list[handout_files.Page]:
        return [
            handout_files.Page(
                sheet, file.src_uri, get_source_path(file, self.config), _stem(file), partial(self._picture, file)
            )
            for file, sheet in sheets
        ]

    def _render_snippets(self, sheets: list[tuple[File, Sheet]], versions: dict[str, str]) -> dict[str, str]:
        """Return the HTML for practices' own sites, by the stem of each handout."""
        return {
            stem: render_snippets(sheet, file.url, stem, versions[stem])
            for file, sheet in sheets
            if (stem := _stem(file)) in versions
        }

    def _write(self, sheets: list[tuple[File, Sheet]]) -> handout_files.WrittenFiles:
        settings = self.settings
        pages = self._pages(sheets)
        workbook = WorkbookTexts(
            settings.workbook_title or t("All handouts"),
            settings.contents_heading or t("Contents"),
            t("This workbook belongs to") if settings.workbook_owner is None else settings.workbook_owner,
            settings.workbook_intro,
        )
        texts = handout_files.SiteTexts(
            settings.check_first, workbook, settings.clinician_heading or t("For the clinician")
        )
        # The folder survives builds and can be deleted at any time.
        cache = PdfCache(get_root(self.config) / ".cache" / "handouts", self.pango or "", self.fonts)
        kept = get_root(self.config) / settings.versions if settings.versions else None
        return handout_files.write_files(Path(self.config.site_dir), pages, texts, self.practice, cache, kept)

    def _builder(self, here: File, sheets: list[tuple[File, Sheet]]) -> str:
        """Return the packet builder for the page ``here``, and write what it loads."""
        if self.pdfs is not Pdfs.MADE:
            return listing.render_not_made()
        pages = self._pages(sheets)
        notes = [sheet.name for sheet, _ in handout_files.find_notes(pages)]
        stems = {sheet.name: posixpath.relpath(_stem(file), browser_print.FOLDER) for file, sheet in sheets}
        packet_files.write_packet_files(
            Path(self.config.site_dir, browser_print.FOLDER),
            stems,
            {name: number for number, name in enumerate(notes)},
            posixpath.relpath(handout_files.make_notes_stem(pages), browser_print.FOLDER),
            self.settings.packet_title,
        )
        items = [
            packet_files.PacketItem(sheet.name, sheet.title, ", ".join(sheet.audience), sheet.name in notes)
            for _, sheet in sheets
        ]
        whole = listing.link_archive(*self._get_archive_addresses(here, [file for file, _ in sheets]))
        return packet_files.render_builder(items, self.settings.packets, whole)

    def _get_archive_addresses(self, here: File, files: list[File]) -> tuple[str, str]:
        """Return the address of the ZIP as the page ``here`` links it, and from the site's root."""
        archive = make_workbook_stem([file.src_uri for file in files])[1]
        return get_relative_url(archive, here.url), archive

    def _sorted_sources(self) -> list[str]:
        positions = {path: index for index, path in enumerate(self.order)}
        return sorted(self.sheets, key=lambda path: (positions.get(path, len(positions)), path))

    def _list(self, here: File, files: list[File]) -> str:
        """Return the HTML list of all handouts, with links relative to the page ``here``."""
        made = self.pdfs is Pdfs.MADE
        listed = []
        for file in files:
            sheet, address = self.sheets[file.src_uri][1], _stem(file)
            href = get_relative_url(address, here.url)
            links = listing.list_files(href, address, sheet.title, word=True) if made else ""
            page = get_relative_url(file.url, here.url)
            sets = tuple(title for title, names in self.settings.packets.items() if sheet.name in names)
            listed.append(
                listing.Listed(sheet.title, sheet.description, page, href, links, sheet.audience, sets, sheet.sides)
            )
        if not made:
            return listing.list_all_handouts(listed, listing.render_not_made())
        if len(listed) < 2:
            return listing.list_all_handouts(listed, "")
        workbook = make_workbook_stem([file.src_uri for file in files])[0]
        title = self.settings.workbook_title or t("All handouts")
        links = listing.list_files(get_relative_url(workbook, here.url), workbook, title)
        whole = listing.link_archive(*self._get_archive_addresses(here, files))
        return listing.list_all_handouts(listed, listing.list_workbooks(links, whole))

    def _picture(self, file: File, source: str) -> str:
        """Return a picture of the built site as a data URI, or an empty string if there is none.

        ``source`` is the picture's address as the page ``file`` gives it.
        """
        if source.startswith("data:"):
            return source
        if urlsplit(source).scheme:
            return ""
        below = unquote(urlsplit(urljoin(f"/{file.url}", source)).path).lstrip("/")
        site = Path(self.config.site_dir).resolve()
        path = Path(site, below).resolve()
        kind = mimetypes.guess_type(below)[0] or ""
        if not kind.startswith("image/") or not path.is_relative_to(site) or not path.is_file():
            return ""
        return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _stem(file: File) -> str:
    return make_stem(file.dest_uri, file.src_uri)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
