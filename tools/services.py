"""Asking the services that know what has been published: doi.org, Crossref, DataCite, PubMed and Open Library.

- A DOI: content negotiation at doi.org, which asks the agency that registered it (citation.doi.org/docs.html). If that
  does not work, Crossref's REST API, then DataCite's content negotiation. What doi.org does not know does not exist.
- A PMID: NCBI's Literature Citation Exporter (api.ncbi.nlm.nih.gov/lit/ctxp), which answers in CSL JSON; so one request
  does, where E-utilities would take XML and a second table.
- An ISBN: Open Library's Books API, which needs no key and says who published what when.

All are asked politely: who we are, one thing at a time, and no sooner than they say.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any, NoReturn
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit

from psychoed.bibliography.openlibrary import from_openlibrary
from tools.system import StuckError

CSL_JSON = "application/vnd.citationstyles.csl+json"
MOST_BYTES = 8_000_000
LONGEST_WAIT = 30.0
"""Seconds; who asks for more is asked again another day."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the services are. The environment may say otherwise: ``CITE_DOI_ORG`` and so on."""

    doi_org: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    datacite: str = "https://data.datacite.org"
    pubmed: str = "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/pubmed"
    openlibrary: str = "https://openlibrary.org"
    archive: str = "https://archive.org"


def addresses(environ: Mapping[str, str]) -> Addresses:
    """The services' addresses, those in ``environ`` before the usual ones."""
    said = {field.name: environ.get(f"CITE_{field.name.upper()}", "").rstrip("/") for field in fields(Addresses)}
    return Addresses(**{name: address for name, address in said.items() if address})


class UnknownError(StuckError):
    """The service answered, and knows no such work."""


class _BusyError(Exception):
    """Asked too often, or out of order: worth another try after ``seconds``, if they are given."""

    def __init__(self, status: int, seconds: float | None) -> None:
        super().__init__(status)
        self.status, self.seconds = status, seconds


def _opener() -> request.OpenerDirector:
    """One that follows redirects, but to the web only: no files, no ftp."""
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


class Services:
    """The services, asked for one work at a time. Every answer is a CSL item; whatever goes wrong is a StuckError."""

    def __init__(
        self,
        where: Addresses,
        contact: str = "",
        *,
        seconds: float = 15,
        pauses: tuple[float, ...] = (1, 4),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``contact`` is an e-mail address; ``pauses`` are those before each further try."""
        self._where, self._contact, self._seconds, self._pauses, self._sleep = where, contact, seconds, pauses, sleep
        self._open = _opener().open

    def by_doi(self, doi: str) -> dict[str, Any]:
        """The work with this DOI."""
        path = _quoted(doi)
        try:
            return _item(self._json("doi.org", f"{self._where.doi_org}/{path}", f"DOI {doi}"), "doi.org")
        except UnknownError:
            raise
        except StuckError as error:
            first = error
        for name, url in (
            ("Crossref", self._crossref(doi)),
            ("DataCite", f"{self._where.datacite}/{CSL_JSON}/{path}"),
        ):
            try:
                answer = self._json(name, url, f"DOI {doi}")
                return _item(answer.get("message", answer) if isinstance(answer, dict) else answer, name)
            except StuckError:
                continue
        raise StuckError(f"{first} Neither Crossref nor DataCite could help.")

    def by_pmid(self, pmid: str) -> dict[str, Any]:
        """The work with this PubMed number."""
        query = urlencode({"format": "csl", "id": pmid})
        answer = self._json("PubMed", f"{self._where.pubmed}/?{query}", f"PMID {pmid}")
        return _item(answer[0] if isinstance(answer, list) and len(answer) == 1 else answer, "PubMed")

    def by_isbn(self, isbn: str) -> dict[str, Any]:
        """The book with this ISBN."""
        query = urlencode({"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"})
        answer = self._json("Open Library", f"{self._where.openlibrary}/api/books?{query}", f"ISBN {isbn}")
        record = answer.get(f"ISBN:{isbn}") if isinstance(answer, dict) else None
        if answer == {}:
            raise UnknownError(f"Open Library knows no ISBN {isbn}. It has not all books: write the entry by hand.")
        return _item(from_openlibrary(record, isbn) if isinstance(record, dict) else record, "Open Library")

    def is_registered(self, doi: str) -> bool:
        """Whether doi.org knows this DOI, by its Handle API (doi.org factsheets); the publisher is not asked."""
        url = f"{self._where.doi_org}/api/handles/{_quoted(doi)}?type=URL"
        try:
            answer = self._json("doi.org", url, f"DOI {doi}")
        except UnknownError:
            return False
        code = answer.get("responseCode") if isinstance(answer, dict) else None
        if code not in (1, 100):
            raise StuckError("doi.org answered, but not whether it knows the DOI.")
        return bool(code == 1)

    def record(self, doi: str) -> dict[str, Any]:
        """What Crossref knows of this DOI, with what was published about it later; another agency's CSL item else."""
        try:
            answer = self._json("Crossref", self._crossref(doi), f"DOI {doi}")
        except UnknownError:
            return self.by_doi(doi)
        return _item(answer.get("message") if isinstance(answer, dict) else None, "Crossref")

    def archived(self, url: str) -> str:
        """The newest copy of a page in the Internet Archive, by its Availability API; '' where there is none."""
        query = urlencode({"url": url})
        answer = self._json("The Internet Archive", f"{self._where.archive}/wayback/available?{query}", f"page {url}")
        try:
            closest = answer["archived_snapshots"]["closest"]
            return str(closest["url"]) if closest["available"] else ""
        except (KeyError, TypeError):
            return ""

    def text(self, url: str) -> str:
        """The text at ``url``, such as a bibliography that Zotero publishes."""
        name = urlsplit(url).hostname or url
        _, body = self._asked(name, url, f"file {url}", "application/x-bibtex, text/plain;q=0.9, */*;q=0.1")
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise StuckError(f"{name} answered with something that is not UTF-8 text.") from error

    def _crossref(self, doi: str) -> str:
        mailto = f"?{urlencode({'mailto': self._contact})}" if self._contact else ""
        return f"{self._where.crossref}/works/{_quoted(doi)}{mailto}"

    def _json(self, name: str, url: str, what: str) -> Any:
        """The JSON at ``url``."""
        kind, body = self._asked(name, url, what, f"{CSL_JSON}, application/json;q=0.5")
        if "json" not in kind:
            raise StuckError(f"{name} answered with {kind}, which says nothing of the work.")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise StuckError(f"{name} answered with broken JSON.") from error

    def _asked(self, name: str, url: str, what: str, accept: str) -> tuple[str, bytes]:
        """What is at ``url``, and of what kind; tried again where the service asks for it or is out of order."""
        for pause in (*self._pauses, None):
            try:
                return self._once(name, url, what, accept)
            except _BusyError as busy:
                wait = busy.seconds if busy.seconds is not None else pause
                if pause is None or wait is None or wait > LONGEST_WAIT:
                    raise StuckError(_why(name, busy)) from busy
                self._sleep(max(wait, pause))
        raise AssertionError

    def _once(self, name: str, url: str, what: str, accept: str) -> tuple[str, bytes]:
        agent = f"psychoed-cite (mailto:{self._contact})" if self._contact else "psychoed-cite"
        headers = {"Accept": accept, "User-Agent": agent}
        asked = request.Request(url, headers=headers)  # noqa: S310  # the opener has no handler but for the web
        end = time.monotonic() + self._seconds
        try:
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
            raise StuckError(f"{name} could not be reached ({why}). Is this machine online?") from error
        except (OSError, HTTPException, EOFError) as error:
            raise StuckError(f"{name} broke off in the middle of its answer.") from error


def _quoted(doi: str) -> str:
    return quote(doi, safe="/()")


def _body(response: HTTPResponse, end: float) -> bytes:
    """All of the answer, if it comes in time and whole."""
    body, expected = b"", response.headers.get("Content-Length", "")
    while part := response.read1(65536):
        body += part
        if len(body) > MOST_BYTES:
            raise EOFError
        if time.monotonic() > end:
            raise TimeoutError
    if expected.isdecimal() and len(body) < int(expected):
        raise EOFError
    return body


def _refused(name: str, error: HTTPError, what: str) -> NoReturn:
    """Raise what the answer ``error`` means."""
    if error.code in (404, 410) or (name == "PubMed" and error.code == 400):
        raise UnknownError(f"{name} knows no {what}. Copy it from the work's own page.") from error
    if error.code == 406:
        raise StuckError(f"{name} knows {what}, but not what it is the number of.") from error
    if error.code == 429 or error.code >= 500:
        raise _BusyError(error.code, _seconds(error.headers.get("Retry-After", ""))) from error
    raise StuckError(f"{name} refused to answer ({error.code}).") from error


def _seconds(retry_after: str) -> float | None:
    """How long to wait, of the two forms in RFC 9110, 10.2.3; None where neither is given."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _why(name: str, busy: _BusyError) -> str:
    if busy.status == 429:
        wait = f"in {busy.seconds:.0f} seconds" if busy.seconds else "in some minutes"
        return f"{name} was asked too often and wants to be left alone. Try again {wait}."
    return f"{name} is out of order ({busy.status}). Try again later."


def _item(answer: Any, name: str) -> dict[str, Any]:
    """The answer, if it is a work: it has a title, or someone made it."""
    if not isinstance(answer, dict) or not (answer.get("title") or answer.get("author")):
        raise StuckError(f"{name} answered, but without a title or an author.")
    return answer
