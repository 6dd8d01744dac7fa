"""Whether a source can be read in full without paying, as far as its entry says so."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from psychoed.bibliography.entry import Entry

# Archives where every paper is free to read in full. A publisher's page or a DOI says nothing of it.
_ARCHIVES = {
    "arxiv.org": "",
    "biorxiv.org": "",
    "medrxiv.org": "",
    "europepmc.org": "/article",
    "ncbi.nlm.nih.gov": "/pmc/articles/",
    "pmc.ncbi.nlm.nih.gov": "/articles/",
}
_SAID = re.compile(r"open[ -]?access", re.IGNORECASE)


def free_text(entry: Entry) -> str:
    """The address of the full text, if it is free: the ``url`` of an entry whose ``keywords`` hold *open access*, or
    one that leads into an archive of free papers. Nothing else counts, and no one is asked: nothing is guessed.
    """
    address = re.sub(r"\\([%#&_~])", r"\1", entry.fields.get("url", "")).strip("{} ")
    host = host_of(address)
    if not host or not re.match("https?:", address, re.IGNORECASE):
        return ""
    if any(_SAID.fullmatch(word.strip("{} ")) for word in re.split("[,;]", entry.fields.get("keywords", ""))):
        return address
    return address if host in _ARCHIVES and urlsplit(address).path.startswith(_ARCHIVES[host]) else ""


def host_of(address: str) -> str:
    """The host of an address, in small letters and without *www.*; '' where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
