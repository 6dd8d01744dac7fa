"""A site served by ``mkdocs serve``, and what it answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mkdocs_serve(mkdocs_yml: Path) -> Iterator[str]:
    """Serve a site on a free port; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-f", str(mkdocs_yml), "-a", f"127.0.0.1:{port}"]
    env = {**os.environ, "PDF": "0"}
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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


def wait_for(address: str, status: int, text: str = "") -> str:
    """Wait until an address answers with a status and some text, and return its body."""
    for _ in range(300):
        found, body = answer(address)
        if found == status and text in body:
            return body
        time.sleep(0.1)
    pytest.fail(f"no answer {status} with '{text}'")
