"""A polite HTTP client: it says who we are, sends one request at a time, and waits as long as the service asks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse, InvalidURL
from typing import Any, NoReturn
from urllib import request
from urllib.error import HTTPError, URLError

from tools.system import StuckError

CSL_JSON = "application/vnd.citationstyles.csl+json"
_MOST_BYTES = 8_000_000
_LONGEST_WAIT = 30.0
"""Seconds; if a service asks for a longer wait, the request fails."""


class UnknownError(StuckError):
    """The service responded that it has no such work."""


class _BusyError(Exception):
    """Too many requests, or a server error: retry after ``seconds``, if given."""

    def __init__(self, status: int, seconds: float | None) -> None:
        super().__init__(status)
        self.status, self.seconds = status, seconds


def _opener() -> request.OpenerDirector:
    """Return an opener that follows redirects to http and https only, not to files or ftp."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.UnknownHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPRedirectHandler(),
        request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


class Web:
    """Requests web pages and JSON; every failure is a StuckError that names the service."""

    def __init__(
        self,
        contact: str = "",
        *,
        seconds: float = 15,
        pauses: tuple[float, ...] = (1, 4),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Set the ``contact`` e-mail address and the ``pauses`` before each retry, in seconds."""
        self.contact, self._seconds, self._pauses, self._sleep = contact, seconds, pauses, sleep
        self._open = _opener().open

    def json(self, name: str, url: str, what: str) -> Any:
        """Return the JSON at ``url``; ``name`` is the service and ``what`` the item, for messages."""
        kind, body = self._request(name, url, what, f"{CSL_JSON}, application/json;q=0.5")
        if "json" not in kind:
            raise StuckError(f"{name} answered with {kind}, which doesn't describe the work.")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise StuckError(f"{name} answered with broken JSON.") from error

    def text(self, name: str, url: str, what: str, accept: str) -> str:
        """Return the text at ``url``, with the media types ``accept``."""
        _, body = self._request(name, url, what, accept)
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise StuckError(f"{name} answered with something that is not UTF-8 text.") from error

    def _request(self, name: str, url: str, what: str, accept: str) -> tuple[str, bytes]:
        """Return the media type and content at ``url``; retry if the service asks for it or is unavailable."""
        for pause in (*self._pauses, None):
            try:
                return self._once(name, url, what, accept)
            except _BusyError as busy:
                wait = busy.seconds if busy.seconds is not None else pause
                if pause is None or wait is None or wait > _LONGEST_WAIT:
                    raise StuckError(_why(name, busy)) from busy
                self._sleep(max(wait, pause))
        raise AssertionError

    def _once(self, name: str, url: str, what: str, accept: str) -> tuple[str, bytes]:
        agent = f"psychoed-cite (mailto:{self.contact})" if self.contact else "psychoed-cite"
        headers = {"Accept": accept, "User-Agent": agent}
        end = time.monotonic() + self._seconds
        try:
            asked = request.Request(url, headers=headers)  # noqa: S310  # the opener has no handler but for the web
            with self._open(asked, timeout=self._seconds) as response:
                return response.headers.get_content_type(), _body(response, end)
        except HTTPError as error:
            with error:
                _refused(name, error, what)
        except TimeoutError as error:
            raise StuckError(f"{name} did not answer within {self._seconds:g} seconds.") from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise StuckError(f"{name} did not answer within {self._seconds:g} seconds.") from error
            why = getattr(error.reason, "strerror", None) or error.reason
            raise StuckError(f"{name} could not be reached ({why}). Is this computer online?") from error
        except (ValueError, InvalidURL) as error:
            raise StuckError(f"{url} is not a valid address. Write spaces and accents as %XX.") from error
        except (OSError, HTTPException, EOFError) as error:
            raise StuckError(f"{name} stopped in the middle of its answer.") from error


def _body(response: HTTPResponse, end: float) -> bytes:
    """Return the whole response. Raises EOFError if it is incomplete or too large, TimeoutError if it is too slow."""
    body, expected = b"", response.headers.get("Content-Length", "")
    while part := response.read1(65536):
        body += part
        if len(body) > _MOST_BYTES:
            raise EOFError
        if time.monotonic() > end:
            raise TimeoutError
    if expected.isdecimal() and len(body) < int(expected):
        raise EOFError
    return body


def _refused(name: str, error: HTTPError, what: str) -> NoReturn:
    """Raise the exception for an HTTP error."""
    if error.code in (404, 410) or (name == "PubMed" and error.code == 400):
        raise UnknownError(f"{name} has no record for {what}. Copy the number from the work's own page.") from error
    if error.code == 406:
        raise StuckError(f"{name} has {what}, but doesn't say what it is.") from error
    if error.code == 429 or error.code >= 500:
        raise _BusyError(error.code, _seconds(error.headers.get("Retry-After", ""))) from error
    raise StuckError(f"{name} refused to answer ({error.code}).") from error


def _seconds(retry_after: str) -> float | None:
    """Return the delay in either form of Retry-After (RFC 9110, section 10.2.3); None if there is none."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _why(name: str, busy: _BusyError) -> str:
    if busy.status == 429:
        wait = f"in {busy.seconds:.0f} seconds" if busy.seconds else "in a few minutes"
        return f"{name} is limiting requests. Try again {wait}."
    return f"{name} is not working at the moment ({busy.status}). Try again later."
