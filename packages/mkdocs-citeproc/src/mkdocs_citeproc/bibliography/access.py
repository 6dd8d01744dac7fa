"""Where a source's address leads: to the web or not, and whether to a full text that costs nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mkdocs_citeproc.bibliography.model import Entry

# Archives where every paper is free to read in full. A publisher's page or a DOI says nothing of it.
_ARCHIVES = {
    "arxiv.org": "",
    "biorxiv.org": "",
    "medrxiv.org": "",
    "europepmc.org": "/article",
    "ncbi.nlm.nih.gov": "/pmc/articles/",
    "pmc.ncbi.nlm.nih.gov": "/articles/",
}
# What a reference may lead to; a name with a dot in it, "example.org:8080", is a host and no scheme.
_SCHEMES = {"http", "https", "ftp", "doi", "urn", "hdl"}
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE)
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\xa0{}\\]")  # by browsers, and by BibTeX and LaTeX
_SAID = re.compile(r"open[ -]?access", re.IGNORECASE)


def find_free_text(entry: Entry) -> str:
    """The address of the full text, if it is free: the ``url`` of an entry whose ``keywords`` hold *open access*, or
    one that leads into an archive of free papers. Nothing else counts, and no one is asked: nothing is guessed.
    """
    address = re.sub(r"\\([%#&_~])", r"\1", entry.fields.get("url", "")).strip("{} ")
    host = get_host(address)
    if not host or not re.match("https?:", address, re.IGNORECASE):
        return ""
    if any(_SAID.fullmatch(word.strip("{} ")) for word in re.split("[,;]", entry.fields.get("keywords", ""))):
        return address
    return address if host in _ARCHIVES and urlsplit(address).path.startswith(_ARCHIVES[host]) else ""


def refused_scheme(address: str) -> str:
    """The scheme of an address that no reference may lead to, such as ``javascript``; '' where nothing is wrong."""
    scheme = _SCHEME.match(_LEFT_OUT.sub("", address))
    return scheme[1].lower() if scheme and scheme[1].lower() not in _SCHEMES else ""


def get_host(address: str) -> str:
    """The host of an address, in small letters and without *www.*; '' where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
