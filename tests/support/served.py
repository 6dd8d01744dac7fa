"""A built site served on this machine, below a path, as a project's pages are."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PREFIX = "/some/where/"


@dataclass(frozen=True)
class Served:
    """A built site: its folder, and the address of its home page."""

    folder: Path
    address: str

    def pages(self) -> list[str]:
        """The addresses of all pages, relative to the home page's; not those that only redirect."""
        return sorted(
            path.parent.relative_to(self.folder).as_posix().removeprefix(".") + "/"
            for path in self.folder.glob("**/index.html")
            if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")
        )


class _Quiet(http.server.SimpleHTTPRequestHandler):
    slow: Mapping[str, float] = {}

    def do_GET(self) -> None:
        time.sleep(self.slow.get(self.path.removeprefix(PREFIX), 0))
        super().do_GET()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(PREFIX.rstrip("/")))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path, slow: Mapping[str, float] | None = None) -> Iterator[Served]:
    """Serve ``folder`` on a free port of the loopback address; ``slow`` holds the seconds that addresses below the home
    page's have to be waited for, and may be changed while serving.
    """
    handler = type("_Handler", (_Quiet,), {"slow": {} if slow is None else slow})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}{PREFIX}")
        server.shutdown()
