"""Fields in the form in which programs export them, each with its corrected line; and unknown LaTeX commands.

Exported forms print correctly anyway (``normalize.py``), so they are only an info. An unknown command loses its name
and keeps its text, which is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pybtex.database.input.bibtex import month_names  # type: ignore[import-untyped]

from mkdocs_citeproc.bibliography.latex import decode_latex
from mkdocs_citeproc.bibliography.lint import list_words
from mkdocs_citeproc.bibliography.model import Bibliography, Entry
from mkdocs_citeproc.bibliography.normalize import Change, find_changes, is_text
from mkdocs_citeproc.problems import Code, Problem


def find_export_forms(bibliography: Bibliography) -> list[Problem]:
    """Find every field of every entry in an exported form that should be written differently."""
    problems: list[Problem] = []
    for entry in bibliography.entries.values():
        changes = sorted((each for each in find_changes(entry) if not _is_month_macro(each)), key=lambda each: each.why)
        problems += [
            _report_changes(entry, list(group)) for _, group in groupby(changes, key=lambda change: change.why)
        ]
        problems += _find_unknown_commands(entry)
    return problems


def _is_month_macro(change: Change) -> bool:
    """Tell whether a month is the value of BibTeX's own macro for it: ``month = jun`` is as it should be."""
    return change.name == "month" and change.old in month_names.values() and change.new.isdecimal()


def _report_changes(entry: Entry, changes: list[Change]) -> Problem:
    """Report all changes of one rule as one problem."""
    where = list_words(change.name for change in changes if change.old and change.name != "entrytype")
    kind = next((f"@{change.new}{{{entry.key}, …" for change in changes if change.name == "entrytype"), "")
    write = [f"{change.name} = {{{change.new}}}" for change in changes if change.new and change.name != "entrytype"]
    gone = [change.name for change in changes if not change.new]
    hints = [f"Write {list_words(filter(None, [kind, *write]))}."] if kind or write else []
    hints += [f"Take out {list_words(gone)}."] if gone else []
    message = f"'{entry.key}' has {changes[0].why}" + (f" in its {where}" if where else "")
    names = [change.name for change in changes if change.name != "entrytype"]
    return Problem(Code.EXPORT_FORM, entry.locate(*names), message, " ".join(hints))


def _find_unknown_commands(entry: Entry) -> Iterator[Problem]:
    for name, value in entry.fields.items():
        if not is_text(name) and name not in ("note", "howpublished"):
            continue
        if commands := decode_latex(value)[1]:
            message = (
                f"the {name} of '{entry.key}' has LaTeX that is not known, {', '.join(commands)}: its text is printed"
            )
            hint = "Write what it stands for as plain text, or take it out."
            yield Problem(Code.UNKNOWN_LATEX, entry.locate(name), message, hint)
