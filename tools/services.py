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

from mkdocs_citeproc.bibliography.access import get_host
from mkdocs_citeproc.bibliography.doi import strip_doi_prefix
from mkdocs_citeproc.bibliography.import_csl import import_openlibrary
from tools.system import StuckError
from tools.web import CSL_JSON, UnknownError, Web


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of the services, which the environment may override: ``CITE_DOI_ORG`` and so on."""

    doi_org: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    datacite: str = "https://data.datacite.org"
    pubmed: str = "https://api.ncbi.nlm.nih.gov/lit/ctxp/v1/pubmed"
    openlibrary: str = "https://openlibrary.org"
    archive: str = "https://archive.org"


def addresses(environ: Mapping[str, str]) -> Addresses:
    """Return the services' addresses; those in ``environ`` take precedence."""
    message = {field.name: environ.get(f"CITE_{field.name.upper()}", "").rstrip("/") for field in fields(Addresses)}
    return Addresses(**{name: address for name, address in message.items() if address})


class OtherWorkError(StuckError):
    """The service returned a work that was not requested."""


class Services:
    """The services, asked for one work at a time. Every result is a CSL item; any failure is a StuckError."""

    def __init__(self, where: Addresses, web: Web) -> None:
        self._where, self._web = where, web

    def by_doi(self, doi: str) -> dict[str, Any]:
        """Return the work with this DOI. Raises StuckError if the response is about another one."""
        path = _quoted(doi)
        try:
            answer = self._web.json("doi.org", f"{self._where.doi_org}/{path}", f"DOI {doi}")
            return _the_one(doi, _item(answer, "doi.org"), "doi.org")
        except (UnknownError, OtherWorkError):
            raise
        except StuckError as error:
            first = error
        for name, url in (
            ("Crossref", self._crossref(doi)),
            ("DataCite", f"{self._where.datacite}/{CSL_JSON}/{path}"),
        ):
            try:
                answer = self._web.json(name, url, f"DOI {doi}")
                message = answer.get("message", answer) if isinstance(answer, dict) else answer
                return _the_one(doi, _item(message, name), name)
            except OtherWorkError:
                raise
            except StuckError:
                continue
        raise StuckError(f"{first} Neither Crossref nor DataCite could help.")

    def by_pmid(self, pmid: str) -> dict[str, Any]:
        """Return the work with this PubMed number."""
        query = urlencode({"format": "csl", "id": pmid})
        answer = self._web.json("PubMed", f"{self._where.pubmed}/?{query}", f"PMID {pmid}")
        return _item(answer[0] if isinstance(answer, list) and len(answer) == 1 else answer, "PubMed")

    def by_isbn(self, isbn: str) -> dict[str, Any]:
        """Return the book with this ISBN."""
        query = urlencode({"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"})
        answer = self._web.json("Open Library", f"{self._where.openlibrary}/api/books?{query}", f"ISBN {isbn}")
        record = answer.get(f"ISBN:{isbn}") if isinstance(answer, dict) else None
        if answer == {}:
            raise UnknownError(f"Open Library has no book with ISBN {isbn}. Write the entry by hand.")
        return _item(import_openlibrary(record, isbn) if isinstance(record, dict) else record, "Open Library")

    def is_registered(self, doi: str) -> bool:
        """Return whether doi.org knows this DOI, by its Handle API (doi.org factsheets); the publisher is not asked."""
        url = f"{self._where.doi_org}/api/handles/{_quoted(doi)}?type=URL"
        try:
            answer = self._web.json("doi.org", url, f"DOI {doi}")
        except UnknownError:
            return False
        code = answer.get("responseCode") if isinstance(answer, dict) else None
        if code not in (1, 100):
            raise StuckError("doi.org's answer doesn't say whether the DOI exists.")
        return bool(code == 1)

    def record(self, doi: str) -> dict[str, Any]:
        """Return Crossref's record of this DOI, with later notices about it, or the CSL item of another agency."""
        try:
            answer = self._web.json("Crossref", self._crossref(doi), f"DOI {doi}")
        except UnknownError:
            return self.by_doi(doi)
        return _the_one(doi, _item(answer.get("message") if isinstance(answer, dict) else None, "Crossref"), "Crossref")

    def archived(self, url: str) -> str:
        """Return the newest copy of a page in the Internet Archive, by its Availability API; empty if there is none."""
        query = urlencode({"url": url})
        answer = self._web.json(
            "The Internet Archive", f"{self._where.archive}/wayback/available?{query}", f"page {url}"
        )
        try:
            closest = answer["archived_snapshots"]["closest"]
            return str(closest["url"]) if closest["available"] else ""
        except (KeyError, TypeError):
            return ""

    def text(self, url: str) -> str:
        """Return the text at ``url``, such as a bibliography that Zotero publishes."""
        return self._web.text(
            get_host(url) or url, url, f"file {url}", "application/x-bibtex, text/plain;q=0.9, */*;q=0.1"
        )

    def _crossref(self, doi: str) -> str:
        mailto = f"?{urlencode({'mailto': self._web.contact})}" if self._web.contact else ""
        return f"{self._where.crossref}/works/{_quoted(doi)}{mailto}"


def _quoted(doi: str) -> str:
    return quote(doi, safe="/()")


def _item(answer: Any, name: str) -> dict[str, Any]:
    """Return the response if it is a work: if it has a title or an author."""
    if not isinstance(answer, dict) or not (answer.get("title") or answer.get("author")):
        raise StuckError(f"{name} answered, but without a title or an author.")
    return answer


def _the_one(doi: str, item: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the item if it is the work with this DOI; if it has no DOI, add the requested one."""
    if "DOI" not in item:
        return {"DOI": doi} | item
    if strip_doi_prefix(str(item["DOI"])).lower() != doi.lower():
        raise OtherWorkError(
            f"{name} was asked for DOI {doi} and answered with {str(item['DOI'])[:80]}. "
            "If the work's own page shows that number, ask for it; if not, don't use the answer."
        )
    return item
