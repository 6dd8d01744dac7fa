"""While serving, a page that can't be built is told in the browser, and the site comes back once it can."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.site import ROOT, make_site

PAGE = "# Bread\n"
WRONG = "---\nhide: 5\n---\n# Bread\n"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A site as `mkdocs serve` serves it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hooks = [str(ROOT / "hooks" / "site_hook.py")]
    theme = {"name": None, "custom_dir": "theme"}
    files = {"docs/index.md": PAGE, "docs/a.txt": "Rye", "theme/main.html": "<body>{{ page.content }}</body>"}
    mkdocs_yml = make_site(tmp_path, files, hooks=hooks, theme=theme, dev_addr=f"127.0.0.1:{port}")
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-f", str(mkdocs_yml)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def answer(address: str) -> tuple[int, str]:
    """Status and body; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(address: str, status: int) -> str:
    for _ in range(300):
        found, body = answer(address)
        if found == status:
            return body
        time.sleep(0.1)
    pytest.fail(f"no answer {status}")


def test_a_page_that_cannot_be_built_is_told_in_the_browser(address: str, tmp_path: Path) -> None:
    page = tmp_path / "docs" / "index.md"
    assert "Bread" in wait_for(address, 200)
    page.write_text(WRONG)
    body = wait_for(address, 500)
    assert "docs/index.md:2:1: [bad-metadata]" in body
    assert "livereload(" in body
    page.write_text(PAGE)
    assert "Bread" in wait_for(address, 200)
    assert answer(address + "a.txt") == (200, "Rye")
