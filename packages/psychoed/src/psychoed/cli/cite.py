"""Adds sources to references.bib, puts it in order, and reports what in it would be printed wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mkdocs_citeproc import source_files
from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.bibliography.field_values import TITLE_FIELDS
from mkdocs_citeproc.bibliography.imports import Draft
from mkdocs_citeproc.bibliography.lint import find_same_works
from mkdocs_citeproc.bibliography.model import CiteKey, Entry, make_key
from mkdocs_citeproc.bibliography.parse import parse_bibtex, read_and_check
from mkdocs_citeproc.bibliography.titles import find_names_in_braces
from mkdocs_citeproc.bibliography.write import (
    find_syntax_problems,
    format_entry,
    insert_entry,
    sort_entries,
    split_sections,
)
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.lists import make_label_cluster
from mkdocs_citeproc.formatting.pandoc import PandocError
from mkdocs_citeproc.problems import UNPRINTABLE, Location, Problem, sort_problems
from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import UserError, print_line
from psychoed.cli.drafts import Wanted, fetch_drafts
from psychoed.cli.processes import run_program
from psychoed.cli.project import Project, TextFile, read_text_file
from psychoed.cli.services import Services

NEW = "New: move each under the right heading"
"""Heading for entries without a section, in a file that has headings."""


@dataclass(frozen=True, slots=True)
class Addition:
    """The file's text with the entry ``key``; unchanged if the work was in it already, under that key."""

    text: str
    key: str
    was_there: bool


def add_draft(source: SourceText, draft: Draft, section: str) -> Addition:
    """Add the draft to the file, unless the work is in it already."""
    entries = parse_bibtex(source)[0].entries
    # What a service answers may hold characters that control a terminal, or turn text around: git diff would show it.
    draft = replace(
        draft, fields={name: " ".join(UNPRINTABLE.sub(" ", text).split()) for name, text in draft.fields.items()}
    )
    new = Entry(CiteKey(""), draft.kind, draft.fields, Location(source.path), "")
    same = next((first for entry, first in find_same_works([*entries.values(), new]) if entry is new), None)
    if same:
        return Addition(source.text, same.key, was_there=True)
    key = make_key(draft.fields, entries)
    entry = format_entry(draft.kind, key, draft.fields)
    text = insert_entry(source, entry, key, section)
    if find_syntax_problems(SourceText(source.path, text)):
        raise UserError(f"the input can't be written as BibTeX. {source.path} is unchanged; write the entry by hand.")
    return Addition(text, key, was_there=False)


def find_section(source: SourceText, wanted: str) -> str:
    """Return the heading that is or begins with ``wanted``; by default, the heading for new entries."""
    known = split_sections(source)
    found = [name for name in known if name.casefold().startswith(wanted.casefold())]
    if not wanted:
        return NEW
    if len(found) == 1 or wanted in found:
        return wanted if wanted in found else found[0]
    raise UserError(f"'{wanted}' is not a heading of {source.path}. It has: {'; '.join(known) or 'none'}.")


def find_doi(entries: Iterable[Entry], text: str) -> Entry | None:
    """Return the entry with this DOI, which makes a request unnecessary."""
    doi = strip_doi_prefix(text).lower()
    return next(
        (entry for entry in entries if doi and strip_doi_prefix(entry.fields.get("doi", "")).lower() == doi), None
    )


# ---- Messages


def format_reference(source: SourceText, key: str, project: Project) -> str:
    """Return the reference as formatted in APA style."""
    style = source_files.read_text(source_files.find_style(project.root, "apa"), project.root, "the style")
    bibliography = parse_bibtex(source)[0]
    formatter = Formatter(style, source_files.get_style_id(style, "apa"), "en-US", project.cache / "cite", 60)
    try:
        items, problems = formatter.read_items(bibliography, {CiteKey(key)})
        printed = formatter.format([make_label_cluster(CiteKey(key))], items, bibliography).entries
    except PandocError as error:
        return f"(It could not be printed: {error})"
    return printed[CiteKey(key)].text if CiteKey(key) in printed else str(problems[0] if problems else "(nothing)")


def describe_known_entry(entry: Entry, name: str) -> str:
    """Return the message for a work that is in the file already."""
    return f"It is already there as {entry.key}, on line {entry.where.line} of {name}. Cite it as [@{entry.key}]."


def describe_addition(source: SourceText, draft: Draft, key: str, section: str, project: Project) -> Iterator[str]:
    """Yield the messages about an entry that was added."""
    where = parse_bibtex(source)[0].entries[CiteKey(key)].where
    under = f", under '{section}'" if split_sections(source) else ""
    yield f"Added {key} on line {where.line} of {source.path}{under}. It is printed as:"
    yield f"  {format_reference(source, key, project)}"
    yield "Compare it with the work itself: these services make mistakes."
    last = where.line + format_entry(draft.kind, key, draft.fields).count("\n")
    found = [problem for problem in find_problems(source) if where.line <= problem.where.line <= last]
    for remark in (*draft.remarks, *(f"{problem.message.rstrip('.')}. {problem.hint}" for problem in found)):
        yield f"  - {remark}"
    yield f"Cite it as [@{key}]."


def add_sources(project: Project, wanted: Wanted, section: str, services: Services) -> None:
    """Add everything that is wanted to the site's bibliography, or nothing, and print what was done."""
    path = project.bibliography
    file = read_text_file(path)
    source = SourceText(path.name, file.text)
    if problems := find_syntax_problems(source):
        raise UserError("\n".join([*map(str, problems), f"Fix {path.name} first, then run the command again."]))
    heading = find_section(source, section.strip())
    entries = parse_bibtex(source)[0].entries.values()
    if same := find_doi(entries, wanted.doi):
        print_line(describe_known_entry(same, path.name))
        return
    known = find_names_in_braces(entry.fields.get(name, "") for entry in entries for name in TITLE_FIELDS)
    added = []
    for draft in fetch_drafts(wanted, services, known, date.today().isoformat()):
        done = add_draft(source, draft, heading)
        source = SourceText(path.name, done.text)
        added.append((draft, done))
    if source.text != file.text:
        file.replace_text(source.text)
    for draft, done in added:
        if done.was_there:
            print_line(describe_known_entry(parse_bibtex(source)[0].entries[CiteKey(done.key)], path.name))
        else:
            for line in describe_addition(source, draft, done.key, heading, project):
                print_line(line)


def find_contact(environ: Mapping[str, str]) -> str:
    """Return the e-mail address sent to the services: CITE_MAILTO, else git's; empty if neither is set."""
    address = environ.get("CITE_MAILTO") or run_program(["git", "config", "user.email"], 10).output
    return address.strip() if re.fullmatch(r"[^\s@]+@[^\s@]+", address.strip()) else ""


# ---- The whole file


def find_problems(source: SourceText) -> list[Problem]:
    """Return all problems that the build would report in the bibliography, for cited and uncited entries."""
    return sort_problems(read_and_check([source], date.today().year)[1])


def tidy_bibliography(path: Path) -> None:
    """Format the file at ``path``, and print the problems that a build would report."""
    file = read_text_file(path)
    plain = file.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, faults = sort_entries(SourceText(path.name, plain))
    if faults:
        left = f"{path.name} is unchanged. Fix this first, then run the command again."
        raise UserError("\n".join([*map(str, faults), left]))
    if (text, "\n") == (file.text, file.ends):
        print_line(f"{path.name} is tidy.")
    else:
        TextFile(path, text, "\n").replace_text(text)
        print_line(f"{path.name} is tidy now. 'git diff' shows what changed.")
    for problem in find_problems(SourceText(path.name, text)):
        print_line(f"{problem.code.severity.value}: {problem}")
