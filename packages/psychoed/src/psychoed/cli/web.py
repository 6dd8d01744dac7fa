"""A polite HTTP client: it says who we are, sends one request at a time, waits as long as a service asks, and keeps
responses for some days.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from psychoed.cli.console import UserError

CSL_JSON = "application/vnd.citationstyles.csl+json"
_MOST_BYTES = 8_000_000
_PAUSES = (1.0, 4.0)
"""Seconds before the second and the third try, if the service doesn't say how long to wait."""

_LONGEST_WAIT = 30.0
"""Seconds; if a service asks for a longer wait, the request fails."""


class UnknownError(UserError):
    """The service responded that it has no such work."""


class _BusyError(Exception):
    """Too many requests: the service asks for a pause of ``seconds``, longer than we wait."""

    def __init__(self, status: int, seconds: float) -> None:
        super().__init__(status)
        self.status, self.seconds = status, seconds


def _make_retry(sleep: Callable[[float], None]) -> Retry:
    """Return the rule for trying again: twice if the service is busy or fails, never if the network does."""

    class PoliteRetry(Retry):
        def sleep(self, response: urllib3.BaseHTTPResponse | None = None) -> None:
            asked = self.get_retry_after(response) if response else None
            if response and asked and asked > _LONGEST_WAIT:
                raise _BusyError(response.status, asked)
            pause = _PAUSES[min(len(self.history), len(_PAUSES)) - 1]
            sleep(max(asked or 0, pause))

    return PoliteRetry(
        total=len(_PAUSES),
        connect=0,
        read=False,  # else requests would call a timeout a connection error
        other=0,
        status_forcelist={429, *range(500, 600)},
        raise_on_status=False,
    )


class WebClient:
    """Requests JSON; every failure is a UserError that names the service."""

    def __init__(self, contact: str = "", *, seconds: float = 15, sleep: Callable[[float], None] = time.sleep) -> None:
        """Set the ``contact`` e-mail address, and the ``seconds`` after which a request has failed."""
        self.contact, self._seconds = contact, seconds
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"psychoed-cite (mailto:{contact})" if contact else "psychoed-cite"
        self._session.max_redirects = 10
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=_make_retry(sleep)))

    def fetch_json(self, name: str, url: str, what: str) -> Any:
        """Return the JSON at ``url``; ``name`` is the service and ``what`` the item, for messages."""
        kind, body = self._fetch(name, url, what)
        if "json" not in kind:
            raise UserError(f"{name} answered with {kind}, which doesn't describe the work.")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise UserError(f"{name} answered with broken JSON.") from error

    def fetch_file(self, name: str, url: str) -> bytes | None:
        """Return what is at ``url``, or None if there is nothing; ``name`` is the site, for messages."""
        try:
            return self._fetch(name, url, url)[1]
        except UnknownError:
            return None

    def _fetch(self, name: str, url: str, what: str) -> tuple[str, bytes]:
        """Return the media type and content at ``url``."""
        end = time.monotonic() + self._seconds
        headers = {"Accept": f"{CSL_JSON}, application/json;q=0.5"}
        try:
            with self._session.get(url, headers=headers, timeout=self._seconds, stream=True) as response:
                _raise_if_refused(name, response, what)
                kind = response.headers.get("Content-Type", "text/plain").partition(";")[0].strip()
                return kind, _read_body(response.raw, end)
        except _BusyError as busy:
            raise UserError(_explain_busy(name, busy.status, busy.seconds)) from busy
        except (requests.Timeout, urllib3.exceptions.ReadTimeoutError, TimeoutError) as error:
            raise UserError(f"{name} did not answer within {self._seconds:g} seconds.") from error
        except requests.TooManyRedirects as error:
            raise UserError(f"{name} refused to answer (it redirects without end).") from error
        except requests.ConnectionError as error:
            if "NewConnectionError" not in repr(error) and "NameResolutionError" not in repr(error):
                raise UserError(f"{name} stopped in the middle of its answer.") from error
            raise UserError(f"{name} could not be reached. Is this computer online?") from error
        except (ValueError, requests.exceptions.InvalidSchema) as error:
            raise UserError(f"{url} is not a valid address. Write spaces and accents as %XX.") from error
        except (OSError, urllib3.exceptions.HTTPError, EOFError) as error:
            raise UserError(f"{name} stopped in the middle of its answer.") from error


def _read_body(raw: urllib3.BaseHTTPResponse, end: float) -> bytes:
    """Return the whole content. Raises EOFError if it is too large, TimeoutError if it is too slow."""
    body = b""
    while part := raw.read1(65536, decode_content=True):
        body += part
        if len(body) > _MOST_BYTES:
            raise EOFError
        if time.monotonic() > end:
            raise TimeoutError
    return body


def _raise_if_refused(name: str, response: requests.Response, what: str) -> None:
    """Raise the exception for a status that is an error."""
    status = response.status_code
    if status < 400:
        return
    if status in (404, 410) or (name == "PubMed" and status == 400):
        raise UnknownError(f"{name} has no record for {what}. Copy the number from the work's own page.")
    if status == 406:
        raise UserError(f"{name} has {what}, but doesn't say what it is.")
    if status == 429 or status >= 500:
        raise UserError(_explain_busy(name, status))
    raise UserError(f"{name} refused to answer ({status}).")


def _explain_busy(name: str, status: int, seconds: float | None = None) -> str:
    if status == 429 or seconds:
        wait = f"in {seconds:.0f} seconds" if seconds else "in a few minutes"
        return f"{name} is limiting requests. Try again {wait}."
    return f"{name} is not working at the moment ({status}). Try again later."


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
