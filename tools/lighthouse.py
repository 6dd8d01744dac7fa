"""Measures five kinds of page with Lighthouse's mobile settings: ``.venv/bin/python -m tools.lighthouse``.

It needs Node.js: ``sh tools/python.sh tools/setup.py test lighthouse``.

This is not a test, because times depend on the machine and its load. Regressions are tested by bytes and positions
(tests/site/browser/test_fast.py). Lighthouse comes from npm at run time, and is not part of the project.
"""

from __future__ import annotations

import gzip
import http.server
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from psychoed.cli.browser import find_browser
from psychoed.cli.build import MKDOCS
from psychoed.cli.console import UserError, print_line
from tools.run import ROOT, run_main

CACHE = ROOT / ".cache"
VERSION = "13.5.0"
PAGES = ("", "flare/", "practise/somatic-tracking/", "evidence/what-we-know/", "references/")
RUNS = 3  # of which the median counts, as times differ
AIMS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
_TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")


class _Server(http.server.SimpleHTTPRequestHandler):
    """Compresses text, allows caching and keeps connections open, as web servers do."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in _TEXT:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def serve_built_site() -> Iterator[str]:
    """Serve the site, built for the address, as pages contain their own addresses."""
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lighthouse-", dir=CACHE) as folder:
        serve = partial(_Server, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
            address = f"http://127.0.0.1:{server.server_port}/"
            built = subprocess.run(
                [*MKDOCS, "build", "--quiet", "--site-dir", folder], env=os.environ | {"SITE_URL": address}, check=False
            )
            if built.returncode:
                msg = "The site does not build. Do: psychoed build"
                raise UserError(msg)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield address
            server.shutdown()


def measure_page(address: str, folder: Path) -> Mapping[str, Any]:
    """Return Lighthouse's report on one page."""
    report = folder / "report.json"
    node = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}",
        "CHROME_PATH": find_browser(CACHE) or "",
    }
    command = ["npx", "--yes", f"lighthouse@{VERSION}", address, "--quiet", "--output=json", f"--output-path={report}"]
    done = subprocess.run(
        [*command, "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not report.exists():
        message = "\n".join(done.stderr.splitlines()[-3:])
        msg = f"{message}\nLighthouse did not run. Connect this computer to the internet, then try again"
        raise UserError(msg)
    found: Mapping[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def choose_median(reports: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the report whose performance is in the middle."""
    ordered = sorted(reports, key=lambda report: read_categories(report)["performance"])
    return ordered[len(ordered) // 2]


def read_categories(report: Mapping[str, Any]) -> dict[str, int]:
    """Return the scores, out of a hundred, of the categories we measure."""
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in AIMS}


def find_failed_audits(report: Mapping[str, Any]) -> list[str]:
    """Return the failed audits of the other categories; times are in the full report."""
    parts = [part for name in AIMS if name != "performance" for part in report["categories"][name]["auditRefs"]]
    audits = {part["id"]: report["audits"][part["id"]] for part in parts if part["weight"]}
    return [
        f"{name}: {audit['title']}"
        for name, audit in audits.items()
        if audit["score"] is not None and audit["score"] < 1
    ]


def format_row(words: Sequence[object]) -> str:
    """Return a row of the printed table."""
    return "| " + " | ".join(map(str, words)) + " |"


def main() -> int:
    """Measure all pages; return 1 if one misses a target."""
    missed = False
    with serve_built_site() as address, tempfile.TemporaryDirectory() as folder:
        print_line(format_row(["page", *AIMS, "largest paint", "shift"]))
        for page in PAGES:
            report = choose_median([measure_page(address + page, Path(folder)) for _ in range(RUNS)])
            found = read_categories(report)
            shown = [
                report["audits"][name]["displayValue"]
                for name in ("largest-contentful-paint", "cumulative-layout-shift")
            ]
            print_line(format_row([page or "home", *found.values(), *shown]))
            for fault in find_failed_audits(report):
                print_line(f"  {fault}")
            missed |= any(found[name] < aim for name, aim in AIMS.items())
    return int(missed)


if __name__ == "__main__":
    run_main(main)
