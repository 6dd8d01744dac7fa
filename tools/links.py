"""Checks external links and DOIs: ``python -m tools.links [REPORT.json]``.

Addresses in our texts are checked by lychee, DOIs by doi.org's Handle API and Crossref. This does not run in a build
or in tests of pull requests, because contributors are not responsible for changes on other sites.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from mkdocs_citeproc.bibliography.doi import strip_doi_prefix
from mkdocs_citeproc.bibliography.model import Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.bibliography.registered import compare_with_record, find_notices
from mkdocs_citeproc.problems import Code, Location, Problem, Severity, escape_controls, sort_problems
from tools import files, lychee
from tools.addresses import read_sources, web_addresses
from tools.answers import Answers, Pace
from tools.cite import contact
from tools.link_list import REFUSALS, LinkList, read_link_list
from tools.services import Services, addresses
from tools.system import CACHE, ROOT, StuckError, finish, say
from tools.web import Web


def dois(
    entries: Iterable[Entry], services: Services, answers: Answers, pace: Pace, seen: Iterable[str]
) -> list[Problem]:
    """Return the problems of the entries' DOIs: not registered, for another work, or retracted or corrected since."""
    having = [(entry, doi) for entry in entries if (doi := strip_doi_prefix(entry.fields.get("doi", "")))]
    known_notices = frozenset(seen)
    found: list[Problem] = []
    for index, (entry, doi) in enumerate(having, 1):
        _progress(index, len(having), doi)

        def ask(doi: str = doi) -> Mapping[str, object] | None:
            pace.wait()
            if not services.is_registered(doi):
                return None
            pace.wait()
            return services.record(doi)

        try:
            record = answers.get(f"doi {doi.lower()}", ask)
        except StuckError as error:
            found.append(
                Problem(Code.NOT_ASKED, entry.locate("doi"), f"{entry.key}: {error}", "Try again another day.")
            )
            continue
        if record is None:
            hint = "Copy the number from the work's own page."
            found.append(
                Problem(Code.UNKNOWN_DOI, entry.locate("doi"), f"{entry.key}: doi.org has no record for {doi}", hint)
            )
        else:
            found += [*compare_with_record(entry, record), *find_notices(entry, record, known_notices)]
    return found


def pages(
    places: Mapping[str, Location], listed: LinkList, services: Services, pace: Pace, failed: Iterable[lychee.Answer]
) -> list[Problem]:
    """Return the problems of the ``failed`` addresses: dead, perhaps with an archived copy, or refusing robots."""
    found = []
    for answer in failed:
        where, line = places[answer.url], listed.get_host(answer.url)
        message = f"{answer.url}: {answer.said}"
        if answer.status in REFUSALS and line:
            found.append(Problem(Code.REFUSED_LINK, where, f"{message}. A person looked there on {line.day}", line.why))
        elif answer.status in REFUSALS:
            hint = "It may block automatic checks. Open it in a browser; if it works, list the host in links.yml."
            found.append(Problem(Code.UNSEEN_LINK, where, message, hint))
        else:
            found.append(Problem(Code.DEAD_LINK, where, message, _instead(answer.url, services, pace)))
    return found


def _instead(url: str, services: Services, pace: Pace) -> str:
    pace.wait()
    try:
        copy = services.archived(url)
    except StuckError:
        return "Find its new address, or remove the link."
    return f"There is a copy: {copy}" if copy else "Find its new address, or remove the link; no archive has a copy."


def as_json(problems: Iterable[Problem]) -> str:
    """Return the problems as JSON."""
    rows = [
        {
            "code": problem.code.value,
            "severity": problem.code.severity.value,
            "path": problem.where.path,
            "line": problem.where.line,
            "column": problem.where.column,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def summary(problems: list[Problem], links: int, works: int) -> str:
    """Return the last line: how much was checked, and how much is wrong."""
    count = {severity: sum(problem.code.severity is severity for problem in problems) for severity in Severity}
    wrong, doubtful = count[Severity.ERROR], count[Severity.WARNING]
    return f"Checked {links} addresses and {works} DOIs: {wrong} wrong, {doubtful} for a person to check."


def _progress(done: int, of: int, what: str) -> None:
    """Show a progress bar in a terminal, nothing in a log."""
    if sys.stderr.isatty():
        bar = "#" * (20 * done // of)
        end = "\n" if done == of else ""
        print(f"\r[{bar:<20}] {done}/{of} {escape_controls(what)[:40]:<40}", end=end, file=sys.stderr, flush=True)


def main(arguments: list[str], root: Path = ROOT, environ: Mapping[str, str] = os.environ) -> int:
    """Check everything, and write the problems to the JSON file in ``arguments``; return 1 if there are any."""
    listed, problems = read_link_list(files.source(root / "links.yml", root))
    bibliography, _ = parse_bibtex(files.source(root / "references.bib", root))
    me = contact(environ)
    services, pace = Services(addresses(environ), Web(me)), Pace(float(environ.get("LINKS_PACE", "0.25")))
    places = web_addresses(read_sources(root))
    cache = root / CACHE.name / "links"
    works = [entry for entry in bibliography.entries.values() if strip_doi_prefix(entry.fields.get("doi", ""))]
    say(f"Checking {len(places)} addresses, at most one a second per host …")
    problems += pages(places, listed, services, pace, lychee.failures(places, me, cache))
    say(f"Asking doi.org and Crossref for {len(works)} DOIs …")
    problems += dois(works, services, Answers(cache / "answers.json"), pace, listed.notices)
    problems = sort_problems([*problems, *listed.old(date.today())])
    for problem in problems:
        say(f"{problem.code.severity.value}: {problem}")
    for path in arguments:
        Path(path).write_text(as_json(problems), encoding="utf-8")
    say(summary(problems, len(places), len(works)))
    return int(any(problem.code.severity is Severity.ERROR for problem in problems))


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
