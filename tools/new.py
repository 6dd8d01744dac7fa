"""Writes a new page that builds: ``make new KIND=practice TITLE="Breathing out"``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from mkdocs_citeproc.bibliography.keys import fold_to_ascii
from mkdocs_citeproc.problems import UNPRINTABLE
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.pages.kinds import Kind
from psychoed.site.file_types import name_fault
from tools.system import ROOT, StuckError, finish, say

FOLDERS = {
    Kind.EXPLANATION: "understand",
    Kind.SAFETY: "understand",
    Kind.FLARE: "",
    Kind.PRACTICE: "practise",
    Kind.EVIDENCE: "evidence",
    Kind.HANDOUT: "handouts",
    Kind.CLINICIAN: "clinicians",
    Kind.NEWS: "news/posts",
    Kind.CONTRIBUTE: "contribute",
    Kind.RESOURCE: "",
    Kind.ABOUT: "about",
}
"""Folders below docs/ of pages of each kind; there is only one page of each other kind."""

_BODY = {
    Kind.PRACTICE: """\
## What is it for?

## How do I do it?

1. …

## When do I stop?

## Short version { #short-version }

## What if it doesn’t help?
""",
    Kind.EVIDENCE: """\
## Who took part?

## What was compared with what?

## What was found?

## What can it not show?
""",
    Kind.HANDOUT: """\
My name: ____

- [ ] …

## For the clinician

When to use it, when not, the line to say, the usual objection and an answer, what to write down.
""",
    Kind.NEWS: """\
<!-- more -->

## What is new?

## How sure is it?

## What does it change here?
""",
}


def slug(title: str) -> str:
    """Return the title as part of the page's address."""
    words = [fold_to_ascii(word) for word in re.split(r"[\W_]+", re.sub("[’']", "", title))]
    return "-".join(word for word in words if word)


def path_of(kind: Kind, title: str, today: date) -> str:
    """Return the new page's path below docs/; a post starts with its date, so that the folder is sorted."""
    name = f"{today}-{slug(title)}" if kind is Kind.NEWS else slug(title)
    return f"{FOLDERS[kind]}/{name}.md".lstrip("/")


def page(kind: Kind, title: str, today: date) -> str:
    """Return the text of a page that builds, with complete front matter and the usual headings of its kind."""
    lines = ["---", "description: What a reader gets here, in one or two sentences.", f"kind: {kind.value}"]
    lines += [f"audience: [{'clinicians' if kind is Kind.CLINICIAN else 'people in pain'}]", f"written: {today}"]
    if kind is Kind.NEWS:
        lines += [f"date: {today}", "categories: [Trials]"]
    if kind is Kind.HANDOUT:
        lines.append("sides: 1")
    lines.append("search_terms: [words that readers type]")
    if kind.reads_on:
        lines.append("next: [understand/what-is-prt.md]")
    lines += ["---", "", f"# {title}", "", "The main message in two sentences.", ""]
    return "\n".join([*lines, _BODY.get(kind, "## What would a reader ask?\n")])


def kind_named(text: str) -> Kind:
    """Return the kind called ``text``. Raises StuckError, with a suggestion, if it is unknown or has one page only."""
    names = [str(kind.value) for kind in FOLDERS]
    if found := next((kind for kind in FOLDERS if kind.value == text), None):
        return found
    raise StuckError(f"KIND='{text}' is not a kind of page you can create this way. {list_choices(text, names)}")


def main(environ: Mapping[str, str] = os.environ, root: Path = ROOT, today: date | None = None) -> int:
    """Write the page; an existing page is never overwritten."""
    title = " ".join(UNPRINTABLE.sub(" ", environ.get("TITLE", "")).split())
    if not slug(title):
        raise StuckError('Give the page a title: make new KIND=practice TITLE="Breathing out"')
    kind, day = kind_named(environ.get("KIND", "").strip()), today or date.today()
    name = path_of(kind, title, day)
    path = root / "docs" / name
    if fault := name_fault(path.name):
        raise StuckError(f"The page would be docs/{name[:80]}: {fault[0]}. Give it another title.")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(page(kind, title, day))
    except FileExistsError as error:
        raise StuckError(f"docs/{name} already exists. Give the new page another title.") from error
    say(f"Wrote docs/{name}. Now:")
    say("  1. write it; docs/contribute/pages.md says what this kind of page needs")
    if kind is not Kind.NEWS:
        say(f"  2. add it under nav: in mkdocs.yml, as '- {name}'")
    say("  make serve shows it, make site checks it.")
    return 0


if __name__ == "__main__":
    finish(main)
