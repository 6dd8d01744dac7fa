"""A server on this machine that answers as the services that know of works do, well or badly."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from psychoed.cli.services import Addresses, Services
from psychoed.cli.web import CSL_JSON, WebClient

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


def say(body: object, *, status: int = 200, kind: str = CSL_JSON, **headers: str) -> Answer:
    """An answer with ``body``: text or bytes as they are, anything else as JSON."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        content = text.encode() if isinstance(text, str) else text
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def late(seconds: float) -> Answer:
    """An answer that does not come before ``seconds``."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        say({})(handler)

    return answer


def dripping(handler: http.server.BaseHTTPRequestHandler) -> None:
    """A byte now and a byte then, without an end."""
    handler.send_response(200)
    handler.send_header("Content-Type", CSL_JSON)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def broken_off(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Half of what was promised."""
    handler.send_response(200)
    handler.send_header("Content-Type", CSL_JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"title": ')


def closed(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Nothing at all."""
    handler.close_connection = True


@dataclass
class World:
    """The services as one server: ``answers`` by the start of the path, each a list of which the last one stays."""

    address: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    @property
    def addresses(self) -> Addresses:
        """Where the services are."""
        names = ("doi_org", "crossref", "datacite", "pubmed", "openlibrary", "archive")
        return Addresses(**{name: f"{self.address}/{name}" for name in names})

    def services(self, contact: str = "", seconds: float = 5) -> Services:
        """The services there, with no real time between two tries."""
        return Services(self.addresses, WebClient(contact, seconds=seconds, sleep=self.slept.append))

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


@contextmanager
def world() -> Iterator[World]:
    """A world whose services know nothing yet."""
    here = World()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            waiting = next((answers for start, answers in here.answers.items() if self.path.startswith(start)), None)
            answer = (waiting.pop(0) if len(waiting) > 1 else waiting[0]) if waiting else say("?", status=404)
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # who asked did not wait

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        here.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield here
        server.shutdown()
