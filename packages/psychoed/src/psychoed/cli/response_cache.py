"""A cache of responses from web services for some days, and a rate limiter."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class ResponseCache:
    """Responses by request, in one file. An unreadable file is replaced; failures are never cached."""

    def __init__(self, path: Path, days: float = 7, now: Callable[[], float] = time.time) -> None:
        self._path, self._days, self._now = path, days, now
        self._cached: dict[str, Any] = {}
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            oldest = now() - days * 86400
            self._cached = {what: row for what, row in stored.items() if oldest < float(row["at"]) <= now()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass

    def get_or_request(self, what: str, request: Callable[[], Any]) -> Any:
        """Return the cached response to ``what``, or that of ``request``, which is then cached."""
        if what not in self._cached:
            self._cached[what] = {"at": self._now(), "answer": request()}
            self._save()
        return self._cached[what]["answer"]

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(self._cached, ensure_ascii=False), encoding="utf-8")
        new.replace(self._path)


class RateLimiter:
    """Limits the number of requests per second."""

    def __init__(
        self,
        seconds: float = 0.25,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds, self._clock, self._sleep, self._next = seconds, clock, sleep, 0.0

    def wait(self) -> None:
        """Wait until the next request is allowed."""
        if (wait := self._next - self._clock()) > 0:
            self._sleep(wait)
        self._next = max(self._clock(), self._next) + self._seconds
