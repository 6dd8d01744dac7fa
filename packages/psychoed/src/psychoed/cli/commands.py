"""Defines the command line: one command for each thing that people do with a site.

The commands import what they need when they run, so that ``psychoed --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from psychoed.cli.console import UserError, print_line, translate_errors
from psychoed.cli.project import Project, find_project, format_page_schema

if TYPE_CHECKING:
    from psychoed.cli.services import Services

FILE_PATH = click.Path(dir_okay=False, path_type=Path)
FOLDER_PATH = click.Path(file_okay=False, path_type=Path)


class Commands(click.Group):
    """A group whose help has the commands in the order in which they are defined, with errors as messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands in their order here."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        if sys.platform == "win32":
            raise UserError("Windows itself can't run this. Use WSL: wsl --install, then Ubuntu, or a devcontainer.")
        with translate_errors():
            return super().invoke(ctx)


class NewCommands(click.Group):
    """Takes a name that is not one of its commands for the folder of a new site: ``psychoed new my-site``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with."""
        if args and args[0] not in self.commands:
            args = ["site", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--project", type=FOLDER_PATH, help="The site's folder. By default, the one you are in.")
@click.version_option(package_name="psychoed")
@click.pass_context
def main(context: click.Context, project: Path | None) -> None:
    """Make, check and publish psychoeducation sites.

    Start with `psychoed new my-site`, or go to a site's folder and try `psychoed serve`. Each command explains itself:
    `psychoed cite --help`.
    """
    context.obj = project or Path()


def pass_project(command: Callable[..., Any]) -> Callable[..., Any]:
    """Pass the site that the command works on as its first argument."""

    @click.pass_context
    def run(context: click.Context, /, *arguments: Any, **options: Any) -> Any:
        return context.invoke(command, find_project(context.obj), *arguments, **options)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    if hasattr(command, "__click_params__"):
        run.__click_params__ = command.__click_params__  # type: ignore[attr-defined]
    return run


def _exit_unless(good: bool) -> None:
    if not good:
        sys.exit(1)


# ---- Make


@main.group(cls=NewCommands, invoke_without_command=False)
def new() -> None:
    """Make a new site, or a new page of one.

    \b
    psychoed new my-site
    psychoed new page practice "Breathing out"
    """


def _ask(question: str, given: str | None, default: str) -> str:
    """Return what was given; else ask in a terminal, and take the default where nobody can answer."""
    if given is not None:
        return given
    return str(click.prompt(question, default=default)) if sys.stdin.isatty() else default


@new.command("site")
@click.argument("folder", type=FOLDER_PATH)
@click.option("--name", help="The site's name, such as 'Better sleep'.")
@click.option("--topic", help="What it is about, as in the middle of a sentence: insomnia, 'el insomnio'.")
@click.option("--audience", help="Who it is for: 'people who sleep badly'.")
@click.option("--language", help="en or es.")
@click.option("--country", help="Two letters, such as gb or us, for emergency numbers and crisis lines.")
@click.option("--colour", help="teal, blue, green, plum, rust, slate, or one like '#1f4b7a'.")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An SVG or PNG file.")
@click.option("--email", help="Where readers report mistakes.")
def new_site(folder: Path, *, logo: Path | None, **wishes: str | None) -> None:
    """Write a new site into FOLDER. In a terminal, it asks for what you leave out.

    \b
    psychoed new better-sleep
    psychoed new better-sleep --topic insomnia --country gb --colour blue
    """
    from psychoed.cli.new_site import NewSite, create_site, list_colours, make_name

    language = _ask("Language (en, es)", wishes["language"], "en").lower()
    name = _ask("Name of the site", wishes["name"], make_name(folder))
    topic = _ask("Topic, as in the middle of a sentence", wishes["topic"], name[:1].lower() + name[1:])
    readers = "personas con este problema" if language == "es" else "people with this problem"
    site = NewSite(
        name=name,
        topic=topic,
        audience=_ask("Who it is for", wishes["audience"], readers),
        language=language,
        country=_ask(
            "Country, as two letters (for emergency numbers; empty if several)", wishes["country"], ""
        ).lower(),
        colour=_ask(f"Colour ({', '.join(list_colours())}, or #1f4b7a)", wishes["colour"], "teal"),
        logo=logo,
        email=_ask("E-mail address for reports of mistakes (empty for none)", wishes["email"], ""),
    )
    create_site(folder, site, date.today())


@new.command("page")
@click.argument("kind")
@click.argument("title", nargs=-1, required=True)
@click.option("--folder", default=None, help="Folder below docs/. By default, the one that the site sets for KIND.")
@pass_project
def new_page(project: Project, kind: str, title: tuple[str, ...], folder: str | None) -> None:
    """Write a page that builds, and add it to the menu.

    KIND is what the page is for, such as practice or handout; TITLE is its title, in quotation marks.

    \b
    psychoed new page practice "Breathing out"
    """
    from psychoed.cli.new_page import create_page

    first, *others = title
    if others:
        raise UserError(f'Put the title in quotation marks: psychoed new page {kind} "{" ".join(title)}"')
    create_page(project, kind, first, date.today(), folder)


@new.command("language")
@click.argument("code")
@pass_project
def new_language(project: Project, code: str) -> None:
    """Add a language to the site: pages to translate, and a file with what differs.

    CODE is the language, such as es or pt-BR.

    \b
    psychoed new language es
    """
    from psychoed.cli.new_language import add_language

    add_language(project, code)


# ---- Build


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for the network.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--pdf/--no-pdf", default=None, help="Whether to make the PDFs of handouts. Off by default.")
@pass_project
def serve(project: Project, host: str, port: int, pdf: bool | None) -> None:
    """Show the site in your browser, and reload it on each save."""
    from psychoed.cli.build import serve_site

    serve_site(project, host, port, pdf=pdf)


@main.command()
@click.option("--pdf/--no-pdf", default=None, help="Whether to make the PDFs of handouts. On by default.")
@pass_project
def build(project: Project, pdf: bool | None) -> None:
    """Build the site into site/. Any mistake stops it and leaves site/ unchanged."""
    from psychoed.cli.build import build_site

    sys.exit(build_site(project, pdf=pdf))


@main.command()
@pass_project
def check(project: Project) -> None:
    """Report every mistake that a build would find, without building site/."""
    from psychoed.cli.build import check_site

    sys.exit(check_site(project))


@main.command("zip")
@pass_project
def zip_site(project: Project) -> None:
    """Pack the built site into dist/site.zip, which works from a folder, including the search."""
    from psychoed.cli.folder import make_folder

    _exit_unless(make_folder(project, pack=True))


@main.command()
@pass_project
def preview(project: Project) -> None:
    """Make the same folder, unpacked, in dist/preview/. Open its index.html: no server is needed."""
    from psychoed.cli.folder import make_folder

    _exit_unless(make_folder(project, pack=False))


# ---- Sources


def _connect(contact: str) -> Services:
    from psychoed.cli.services import Services, read_service_addresses
    from psychoed.cli.web import WebClient

    return Services(read_service_addresses(os.environ), WebClient(contact))


@main.command()
@click.option("--doi", default="", help="A DOI, or its address: 10.1001/jamapsychiatry.2021.2669")
@click.option("--pmid", default="", help="A PubMed number: 34586357")
@click.option("--isbn", default="", help="A book's number: 9780593086834")
@click.option("--file", default="", help="A file of BibTeX, RIS or CSL JSON, as Zotero exports them.")
@click.option("--section", default="", help="Heading of references.bib to add it under, or how that begins.")
@pass_project
def cite(project: Project, *, doi: str, pmid: str, isbn: str, file: str, section: str) -> None:
    """Add a source to references.bib, and show how it will be printed.

    Without an option, paste BibTeX, RIS or CSL JSON, or pipe it in.

    \b
    psychoed cite --doi 10.1001/jamapsychiatry.2021.2669
    psychoed cite --file from-zotero.ris --section Trials
    """
    from psychoed.cli.cite import add_sources, find_contact
    from psychoed.cli.drafts import Wanted

    add_sources(project, Wanted(doi, pmid, isbn, file), section, _connect(find_contact(os.environ)))


@main.group()
def add() -> None:
    """Add a source: the same as `psychoed cite`."""


add.add_command(cite, "source")


@main.command()
@click.argument("path", type=FILE_PATH, required=False)
@click.pass_context
def bib(context: click.Context, path: Path | None) -> None:
    """Put references.bib in order, and report mistakes in it. PATH is another file to tidy."""
    from psychoed.cli.cite import tidy_bibliography

    tidy_bibliography(path or find_project(context.obj).bibliography)


@main.command()
@click.option("--report", type=FILE_PATH, help="JSON file to write the problems to, for programs.")
@pass_project
def links(project: Project, report: Path | None) -> None:
    """Check outside links, and each DOI with doi.org and Crossref."""
    from psychoed.cli.cite import find_contact
    from psychoed.cli.links import check_outside_links

    contact = find_contact(os.environ)
    _exit_unless(check_outside_links(project, _connect(contact), contact, report))


# ---- Pages


@main.command()
@click.option("--days", default=60, show_default=True, type=click.IntRange(0), help="How far to look ahead.")
@pass_project
def reviews(project: Project, days: int) -> None:
    """List the pages that are due for review, and translations that are older than their originals."""
    from psychoed.cli.reviews import list_reviews

    list_reviews(project, days, date.today())


@main.command()
@click.argument(
    "pages",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE...",
)
@pass_project
def translation(project: Project, pages: tuple[Path, ...]) -> None:
    """Record that translated pages are up to date with their originals.

    Do so when you have translated FILE, or have brought it up to date. It writes `translation` into the front matter;
    when the original changes, the build and `psychoed reviews` say so.

    \b
    psychoed translation docs/es/index.md
    """
    from psychoed.cli.translation import record_translation

    record_translation(project, pages)


@main.command()
@click.argument("pages", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@pass_project
def read(project: Project, pages: tuple[Path, ...], as_json: bool) -> None:
    """Show what is hard to read in PAGES, or in all pages, and count caveats."""
    from psychoed.cli.read import report_readability

    report_readability(project, pages, as_json=as_json)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@pass_project
def prose(project: Project, files: tuple[Path, ...]) -> None:
    """Check spelling and Markdown of FILES, or of everything, with typos and rumdl."""
    from psychoed.cli.processes import run_checkers

    named = [str(path.resolve()) for path in files]
    _exit_unless(run_checkers([["typos"], ["rumdl", "check", "--no-cache"]], named, project.root))


@main.command()
@click.option("--questions", type=FILE_PATH, help="YAML file with questions. Default: tests/site/browser/….yml")
@pass_project
def search(project: Project, questions: Path | None) -> None:
    """Ask the built site's search what readers ask, and show which page each question finds first."""
    from psychoed.cli.search import measure_search

    _exit_unless(measure_search(project, questions))


@main.command()
@pass_project
def schema(project: Project) -> None:
    """Write page.schema.json, which tells editors and programs what a page's front matter may have."""
    (project.root / "page.schema.json").write_text(format_page_schema(project), encoding="utf-8")
    print_line("page.schema.json is up to date.")


# ---- Publish


@main.command()
@click.option(
    "--report", type=FILE_PATH, default="links.json", show_default=True, help="JSON file for the links' problems."
)
@click.option("--issue", type=FILE_PATH, default="weekly.md", show_default=True, help="File for the issue's text.")
@pass_project
def weekly(project: Project, report: Path, issue: Path) -> None:
    """Check links, list reviews, and write both as the text of an issue; empty if there is nothing to report."""
    from psychoed.cli.cite import find_contact
    from psychoed.cli.links import check_outside_links
    from psychoed.cli.reviews import write_issue

    report.unlink(missing_ok=True)
    contact = find_contact(os.environ)
    try:
        check_outside_links(project, _connect(contact), contact, report)
    except UserError as error:
        error.show()  # the issue says that links were not checked
    write_issue(project, report, issue, date.today())


@main.command()
@click.option("--name", required=True, help="The practice's name, at most 80 characters.")
@click.option("--phone", default="", help="Its telephone number.")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A PNG, JPEG or SVG file.")
@click.option("--url", default="", help="Where the copy will be: for its QR codes, and for HTML to put elsewhere.")
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path("mkdocs.yml"),
    help="The site's settings.",
)
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), default=Path("site-practice"), help="Where to.")
@click.option("--pdf/--no-pdf", default=True, help="Whether to make the PDFs.")
def practice(*, name: str, phone: str, logo: Path | None, url: str, settings: Path, to: Path, pdf: bool) -> None:
    """Build a copy of the site with a practice's name on every handout.

    psychoed practice --name "Hill Practice" --phone "+44 20 7946 0000" --logo logo.svg
    """
    from psychoed.cli.build import PracticeDetails, build_for_practice

    if code := build_for_practice(settings, PracticeDetails(name, phone, logo, url), to, pdf=pdf):
        sys.exit(code)
    print_line(f"Built in {to}. Handouts, with the name on each: {to / 'handouts'}")
    if url:
        print_line("For your other pages: each handout's page has HTML to copy, under 'Put this on your own site'.")
    else:
        print_line("With --url, QR codes lead to the copy, and each handout has HTML for your other pages.")


@main.command("keep-versions")
@click.option("--site", default="site", show_default=True, help="The folder of a built site, or a site's address.")
@click.option("--to", type=FOLDER_PATH, default=Path("handout-versions"), show_default=True, help="Where to keep them.")
def keep_versions(site: str, to: Path) -> None:
    """Keep the PDFs of a site's handouts, so that later builds have these versions at their addresses too.

    The folder belongs to the project; its name is extra.handouts.versions in mkdocs.yml. With the address of the
    published site, all versions that it lists are downloaded; a site that lists none yet is no mistake.
    """
    from psychoed.cli.web import WebClient
    from psychoed.handouts.versions import VersionsError, fetch_versions
    from psychoed.handouts.versions import keep_versions as keep

    if site.startswith(("http://", "https://")):
        client = WebClient()
        try:
            new = fetch_versions(site, to, lambda url: client.fetch_file("The site", url))
        except VersionsError as error:
            raise UserError(f"{error} Nothing else was kept. Look at the site before you publish it anew.") from error
    elif Path(site).is_dir():
        new = keep(Path(site), to)
    else:
        raise UserError(f"There is no folder {site}. Build the site first: psychoed build")
    print_line(f"{len(new)} new files in {to}." if new else f"Nothing new: {to} has all of them.")


@main.command()
@click.argument("version")
@pass_project
def release(project: Project, version: str) -> None:
    """Put together a release in dist/release/. VERSION is its date, such as v2026.11.24."""
    from psychoed.cli.build import build_site
    from psychoed.cli.folder import make_folder
    from psychoed.cli.release import collect_release, read_notes

    read_notes(project, version)  # before anything is built
    if code := build_site(project):
        sys.exit(code)
    _exit_unless(make_folder(project, pack=True))
    for path in sorted((collect_release(project, version) / "files").iterdir()):
        print_line(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")


@main.command()
@click.argument("commit", default="HEAD")
@click.option("--also", multiple=True, metavar="PYTHON", help="Another Python to build with, such as python3.13.")
@pass_project
def verify(project: Project, commit: str, also: tuple[str, ...]) -> None:
    """Build COMMIT in two unlike clones, without a network, and compare every byte."""
    from psychoed.cli.verify import find_commit, verify_commit

    _exit_unless(verify_commit(project, find_commit(project, commit), also))


@main.command()
@click.option("--since", default=None, help="A version of psychoed. By default, the one in requirements.txt.")
@click.pass_context
def changes(context: click.Context, since: str | None) -> None:
    """Print what has changed in psychoed since the version that your site was made with."""
    from psychoed.cli.release import find_pinned_version, format_changes

    print_line(format_changes(since or find_pinned_version(find_project(context.obj))))


# ---- This machine


@main.command()
@click.argument("needs", nargs=-1)
@click.option("--fix", is_flag=True, help="Install what is missing, where you may: with apt-get, as root.")
@click.pass_context
def doctor(context: click.Context, needs: tuple[str, ...], fix: bool) -> None:
    """Say what is missing on this machine, and the command that gets it.

    NEEDS are names such as pango, java or browser; then each of them must be there.
    """
    from psychoed.cli.doctor import NEEDS, diagnose

    if unknown := set(needs) - {need.name for need in NEEDS}:
        raise UserError(f"Not known: {', '.join(sorted(unknown))}. Known: {', '.join(need.name for need in NEEDS)}.")
    try:
        cache = find_project(context.obj).cache
    except UserError:
        cache = Path.home() / ".cache" / "psychoed"
        cache.mkdir(parents=True, exist_ok=True)
    _exit_unless(diagnose(needs, cache, fix=fix))
