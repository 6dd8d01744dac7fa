"""Addresses of sources: DOIs, the URLs that a reference may link to, and those of free full texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

# Crossref's recommended pattern for DOIs, extended by subdivided registrant codes (DOI Handbook, 2.2.2).
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
_BEFORE_A_DOI = re.compile(r"^\s*(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:)\s*", re.IGNORECASE)


def is_doi(text: str) -> bool:
    """Return whether ``text`` is exactly one DOI."""
    return _DOI.fullmatch(text) is not None


def strip_doi_prefix(text: str) -> str:
    """Return the bare DOI if ``text`` is a DOI or the link to one; else ''."""
    bare = strip_address(text)
    return bare if is_doi(bare) else ""


def strip_address(text: str) -> str:
    """Remove what people paste before a DOI: ``https://doi.org/``, ``doi:``."""
    return _BEFORE_A_DOI.sub("", text.strip(), count=1)


# Archives where every paper is free to read in full. A publisher's page or a DOI does not tell.
_ARCHIVES = {
    "arxiv.org": "",
    "biorxiv.org": "",
    "medrxiv.org": "",
    "europepmc.org": "/article",
    "ncbi.nlm.nih.gov": "/pmc/articles/",
    "pmc.ncbi.nlm.nih.gov": "/articles/",
}
# Schemes that a reference may link to. A name with a dot, as in "example.org:8080", is a host, not a scheme.
_SCHEMES = {"http", "https", "ftp", "doi", "urn", "hdl"}
_WITH_USER = re.compile(r"(?:https?:)?[/\\]{2,}[^/\\?#]*@", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE)
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\xa0{}\\]")  # ignored by browsers, BibTeX and LaTeX
_OPEN_ACCESS = re.compile(r"open[ -]?access", re.IGNORECASE)


def find_free_text(fields: Mapping[str, str]) -> str:
    """Return the URL of a free full text, or '' if none is certain.

    A work has one if the ``keywords`` of its entry include *open access*, or if its URL is in an archive of free
    papers. No service is asked.
    """
    address = re.sub(r"\\([%#&_~])", r"\1", fields.get("url", "")).strip("{} ")
    host = get_host(address)
    if not host or not re.match("https?:", address, re.IGNORECASE):
        return ""
    if any(_OPEN_ACCESS.fullmatch(word.strip("{} ")) for word in re.split("[,;]", fields.get("keywords", ""))):
        return address
    return address if host in _ARCHIVES and urlsplit(address).path.startswith(_ARCHIVES[host]) else ""


def find_refused_scheme(address: str) -> str:
    """Return a URL's scheme if no reference may link to it, such as ``javascript``; '' if the URL is acceptable."""
    scheme = _SCHEME.match(_LEFT_OUT.sub("", address))
    return scheme[1].lower() if scheme and scheme[1].lower() not in _SCHEMES else ""


def has_user(address: str) -> bool:
    """Return whether a URL has a name before its host, which readers take for the host: ``https://nhs.uk@x.example``."""
    return bool(_WITH_USER.match(_LEFT_OUT.sub("", address)))


def get_host(address: str) -> str:
    """Return the host of a URL in lower case without *www.*; '' if it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def decode_address(value: str) -> str:
    r"""Remove LaTeX escapes from a DOI or URL: ``a{\_}b``, ``\url{…}``, ``{\textasciitilde}``."""
    if found := re.search(r"\\(?:url|nolinkurl|path|href)\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", value):
        value = found[1]
    if not re.search(r"[\\{}$]", value):
        return value.strip()
    value = re.sub(r"\$\s*\\sim\s*\$|\{?\\(?:text(?:ascii)?tilde|~)(?:\{\})?\s?\}?", "~", value)
    value = re.sub(r"\$\s*([_^])\s*\$|\{?\\(?:text)?underscore(?:\{\})?\s?\}?", lambda found: found[1] or "_", value)
    value = value.replace(r"\textless", "<").replace(r"\textgreater", ">").replace(r"$<$", "<").replace("$>$", ">")
    return re.sub(r"\\([&%$#_{}-])|[{}]", lambda found: found[1] or "", value).strip()
