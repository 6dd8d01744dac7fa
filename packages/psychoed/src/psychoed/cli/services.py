"""Requests metadata of publications from doi.org, Crossref, DataCite, PubMed and Open Library.

- A DOI: content negotiation at doi.org, which asks the registration agency (citation.doi.org/docs.html). If that
  fails, Crossref's REST API, then DataCite's content negotiation. A DOI unknown to doi.org does not exist.
- A PMID: NCBI's Literature Citation Exporter (api.ncbi.nlm.nih.gov/lit/ctxp), which returns CSL JSON in one request,
  where E-utilities would return XML that needs another mapping.
- An ISBN: Open Library's Books API, which needs no key.

Requests are polite: they say who we are, one at a time, and no sooner than the service allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote, urlencode

from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.bibliography.imports import import_openlibrary
from psychoed.cli.console import UserError
from psychoed.cli.web import CSL_JSON, UnknownError, WebClient


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of the services, which the environment may override: ``CITE_DOI_ORG`` and so on."""

    doi_org: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    datacite: str = "https://data.datacite.org"
    pubmed: str = "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/pubmed"
    openlibrary: str = "https://openlibrary.org"
    archive: str = "https://archive.org"


def read_service_addresses(environ: Mapping[str, str]) -> Addresses:
    """Return the services' addresses; those in ``environ`` take precedence."""
    given = {field.name: environ.get(f"CITE_{field.name.upper()}", "").rstrip("/") for field in fields(Addresses)}
    return Addresses(**{name: address for name, address in given.items() if address})


class OtherWorkError(UserError):
    """The service returned a work that was not requested."""


class Services:
    """The services, asked for one work at a time. Every result is a CSL item; any failure is a UserError."""

    def __init__(self, where: Addresses, web: WebClient) -> None:
        self._where, self._web = where, web

    def fetch_doi(self, doi: str) -> dict[str, Any]:
        """Return the work with this DOI. Raises UserError if the response is about another one."""
        path = _quote(doi)
        try:
            answer = self._web.fetch_json("doi.org", f"{self._where.doi_org}/{path}", f"DOI {doi}")
            return _check_doi(doi, _check_item(answer, "doi.org"), "doi.org")
        except (UnknownError, OtherWorkError):
            raise
        except UserError as error:
            first = error
        for name, url in (
            ("Crossref", self._crossref(doi)),
            ("DataCite", f"{self._where.datacite}/{CSL_JSON}/{path}"),
        ):
            try:
                answer = self._web.fetch_json(name, url, f"DOI {doi}")
                found = answer.get("message", answer) if isinstance(answer, dict) else answer
                return _check_doi(doi, _check_item(found, name), name)
            except OtherWorkError:
                raise
            except UserError:
                continue
        raise UserError(f"{first} Neither Crossref nor DataCite could help.")

    def fetch_pmid(self, pmid: str) -> dict[str, Any]:
        """Return the work with this PubMed number."""
        query = urlencode({"format": "csl", "id": pmid})
        answer = self._web.fetch_json("PubMed", f"{self._where.pubmed}/?{query}", f"PMID {pmid}")
        return _check_item(answer[0] if isinstance(answer, list) and len(answer) == 1 else answer, "PubMed")

    def fetch_isbn(self, isbn: str) -> dict[str, Any]:
        """Return the book with this ISBN."""
        query = urlencode({"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"})
        answer = self._web.fetch_json("Open Library", f"{self._where.openlibrary}/api/books?{query}", f"ISBN {isbn}")
        record = answer.get(f"ISBN:{isbn}") if isinstance(answer, dict) else None
        if answer == {}:
            raise UnknownError(f"Open Library has no book with ISBN {isbn}. Write the entry by hand.")
        return _check_item(import_openlibrary(record, isbn) if isinstance(record, dict) else record, "Open Library")

    def is_registered(self, doi: str) -> bool:
        """Return whether doi.org knows this DOI, by its Handle API (doi.org factsheets); the publisher is not asked."""
        url = f"{self._where.doi_org}/api/handles/{_quote(doi)}?type=URL"
        try:
            answer = self._web.fetch_json("doi.org", url, f"DOI {doi}")
        except UnknownError:
            return False
        code = answer.get("responseCode") if isinstance(answer, dict) else None
        if code not in (1, 100):
            raise UserError("doi.org's answer doesn't say whether the DOI exists.")
        return bool(code == 1)

    def fetch_record(self, doi: str) -> dict[str, Any]:
        """Return Crossref's record of this DOI, with later notices about it, or the CSL item of another agency."""
        try:
            answer = self._web.fetch_json("Crossref", self._crossref(doi), f"DOI {doi}")
        except UnknownError:
            return self.fetch_doi(doi)
        return _check_doi(
            doi, _check_item(answer.get("message") if isinstance(answer, dict) else None, "Crossref"), "Crossref"
        )

    def find_archived_copy(self, url: str) -> str:
        """Return the newest copy of a page in the Internet Archive, by its Availability API; empty if there is none."""
        query = urlencode({"url": url})
        answer = self._web.fetch_json(
            "The Internet Archive", f"{self._where.archive}/wayback/available?{query}", f"page {url}"
        )
        try:
            closest = answer["archived_snapshots"]["closest"]
            return str(closest["url"]) if closest["available"] else ""
        except (KeyError, TypeError):
            return ""

    def _crossref(self, doi: str) -> str:
        mailto = f"?{urlencode({'mailto': self._web.contact})}" if self._web.contact else ""
        return f"{self._where.crossref}/works/{_quote(doi)}{mailto}"


def _quote(doi: str) -> str:
    return quote(doi, safe="/()")


def _check_item(answer: Any, name: str) -> dict[str, Any]:
    """Return the response if it is a work: if it has a title or an author."""
    if not isinstance(answer, dict) or not (answer.get("title") or answer.get("author")):
        raise UserError(f"{name} answered, but without a title or an author.")
    return answer


def _check_doi(doi: str, item: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the item if it is the work with this DOI; if it has no DOI, add the requested one."""
    if "DOI" not in item:
        return {"DOI": doi} | item
    if strip_doi_prefix(str(item["DOI"])).lower() != doi.lower():
        raise OtherWorkError(
            f"{name} was asked for DOI {doi} and answered with {str(item['DOI'])[:80]}. "
            "If the work's own page shows that number, ask for it; if not, don't use the answer."
        )
    return item
