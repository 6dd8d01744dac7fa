"""Adds a source to references.bib: ``make cite`` with DOI=…, PMID=…, ISBN=… or FILE=…, or a text on standard input.

SECTION is the heading of references.bib under which to add it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mkdocs_citeproc import source_files
from mkdocs_citeproc.bibliography.doi import strip_doi_prefix
from mkdocs_citeproc.bibliography.import_csl import Draft
from mkdocs_citeproc.bibliography.keys import make_key
from mkdocs_citeproc.bibliography.lint import TITLE_FIELDS
from mkdocs_citeproc.bibliography.lint_names import find_same_works
from mkdocs_citeproc.bibliography.model import CiteKey, Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.bibliography.titles import find_names_in_braces
from mkdocs_citeproc.bibliography.write import find_syntax_problems, format_entry, insert_entry, split_sections
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.lists import label_cluster
from mkdocs_citeproc.formatting.pandoc import PandocError
from mkdocs_citeproc.problems import UNPRINTABLE, Location
from mkdocs_citeproc.source import SourceText
from tools import bib, files
from tools.asked import asked_for
from tools.services import Services, addresses
from tools.system import CACHE, ROOT, StuckError, call, finish, say
from tools.web import Web

NEW = "New: move each under the right heading"
"""Heading for entries without a SECTION, in a file that has headings."""


@dataclass(frozen=True, slots=True)
class Added:
    """The file's text with the entry ``key``; unchanged if the work was in it already, under that key."""

    text: str
    key: str
    was_there: bool


def add(source: SourceText, draft: Draft, section: str) -> Added:
    """Add the draft to the file, unless the work is in it already."""
    entries = parse_bibtex(source)[0].entries
    # What a service answers may hold characters that control a terminal, or turn text around: git diff would show it.
    draft = replace(
        draft, fields={name: " ".join(UNPRINTABLE.sub(" ", text).split()) for name, text in draft.fields.items()}
    )
    new = Entry(CiteKey(""), draft.kind, draft.fields, Location(source.path), "")
    same = next((first for entry, first in find_same_works([*entries.values(), new]) if entry is new), None)
    if same:
        return Added(source.text, same.key, was_there=True)
    key = make_key(draft.fields, entries)
    entry = format_entry(draft.kind, key, draft.fields)
    text = insert_entry(source, entry, key, section)
    if find_syntax_problems(SourceText(source.path, text)):
        raise StuckError(f"the input can't be written as BibTeX. {source.path} is unchanged; write the entry by hand.")
    return Added(text, key, was_there=False)


def section_named(source: SourceText, asked: str) -> str:
    """Return the heading that is or begins with ``asked``; by default, the heading for new entries."""
    known = split_sections(source)
    found = [name for name in known if name.casefold().startswith(asked.casefold())]
    if not asked:
        return NEW
    if len(found) == 1 or asked in found:
        return asked if asked in found else found[0]
    raise StuckError(f"SECTION='{asked}' is not a heading of {source.path}. It has: {'; '.join(known) or 'none'}.")


def with_doi(entries: Iterable[Entry], text: str) -> Entry | None:
    """Return the entry with this DOI, which makes a request unnecessary."""
    doi = strip_doi_prefix(text).lower()
    return next(
        (entry for entry in entries if doi and strip_doi_prefix(entry.fields.get("doi", "")).lower() == doi), None
    )


# ---- Messages


def reference(source: SourceText, key: str) -> str:
    """Return the reference as formatted in APA style."""
    style = source_files.read_text(source_files.find_style(ROOT, "apa"), ROOT, "the style")
    bibliography = parse_bibtex(source)[0]
    formatter = Formatter(style, source_files.get_style_id(style, "apa"), "en-US", CACHE / "cite", 60)
    try:
        items, problems = formatter.items(bibliography, {CiteKey(key)})
        printed = formatter.format([label_cluster(CiteKey(key))], items, bibliography).entries
    except PandocError as error:
        return f"(It could not be printed: {error})"
    return printed[CiteKey(key)].text if CiteKey(key) in printed else str(problems[0] if problems else "(nothing)")


def there_already(entry: Entry, name: str) -> str:
    """Return the message for a work that is in the file already."""
    return f"It is already there as {entry.key}, on line {entry.where.line} of {name}. Cite it as [@{entry.key}]."


def report(source: SourceText, draft: Draft, key: str, section: str) -> Iterator[str]:
    """Yield the messages about an entry that was added."""
    where = parse_bibtex(source)[0].entries[CiteKey(key)].where
    under = f", under '{section}'" if split_sections(source) else ""
    yield f"Added {key} on line {where.line} of {source.path}{under}. It is printed as:"
    yield f"  {reference(source, key)}"
    yield "Compare it with the work itself: these services make mistakes."
    last = where.line + format_entry(draft.kind, key, draft.fields).count("\n")
    found = [problem for problem in bib.problems(source) if where.line <= problem.where.line <= last]
    for remark in (*draft.remarks, *(f"{problem.message.rstrip('.')}. {problem.hint}" for problem in found)):
        yield f"  - {remark}"
    yield f"Cite it as [@{key}]."


def cite(path: Path, ask: Mapping[str, str], services: Services) -> None:
    """Add everything that ``ask`` names to the file at ``path``, or nothing."""
    file = files.read(path)
    source = SourceText(path.name, file.text)
    if problems := find_syntax_problems(source):
        raise StuckError("\n".join([*map(str, problems), f"Fix {path.name} first, then run the command again."]))
    section = section_named(source, ask.get("SECTION", "").strip())
    entries = parse_bibtex(source)[0].entries.values()
    if same := with_doi(entries, ask.get("DOI", "")):
        say(there_already(same, path.name))
        return
    known = find_names_in_braces(entry.fields.get(name, "") for entry in entries for name in TITLE_FIELDS)
    added = []
    for draft in asked_for(ask, services, known, date.today().isoformat()):
        done = add(source, draft, section)
        source = SourceText(path.name, done.text)
        added.append((draft, done))
    if source.text != file.text:
        file.replaced(source.text)
    for draft, done in added:
        if done.was_there:
            say(there_already(parse_bibtex(source)[0].entries[CiteKey(done.key)], path.name))
        else:
            for line_said in report(source, draft, done.key, section):
                say(line_said)


def contact(environ: Mapping[str, str]) -> str:
    """Return the e-mail address sent to the services: CITE_MAILTO, else git's; empty if neither is set."""
    message = environ.get("CITE_MAILTO") or call(["git", "config", "user.email"], 10).output
    return message.strip() if re.fullmatch(r"[^\s@]+@[^\s@]+", message.strip()) else ""


def main() -> int:
    """Add what the environment variables name; return the exit code."""
    cite(bib.BIB, os.environ, Services(addresses(os.environ), Web(contact(os.environ))))
    return 0


if __name__ == "__main__":
    finish(main)
