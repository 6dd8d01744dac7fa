"""What Zotero makes of our COinS, by the rules of its own reader (zotero/utilities, openurl.js, as of 2025).

Zotero itself is in no package registry, and a test needs no network: the rules that it relies on are said again here.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest

from mkdocs_citeproc.export.metadata import make_coins
from mkdocs_citeproc.export.record import PersonName, Record

ASHAR = PersonName("Ashar", "Yoni K.")
WHO = PersonName(literal="World Health Organization")

# Types that Zotero knows by these names (zotero-schema).
TYPES = {
    *("webpage", "dataset", "preprint", "computerProgram", "film", "presentation", "blogPost", "forumPost", "case"),
    *("encyclopediaArticle", "dictionaryEntry", "statute", "bill", "tvBroadcast", "audioRecording", "interview"),
    *("manuscript", "map", "standard", "document"),
}


def read(span: str) -> dict[str, Any]:
    """The item that Zotero makes of a span."""
    title = re.search(r'class="Z3988" title="([^"]*)"', span)
    assert title
    pairs = [tuple(part.split("=")) for part in unescape(title[1]).split("&")]
    assert all(len(pair) == 2 for pair in pairs), "each part is one name and one value"
    values = [(name, unquote(re.sub(r"\+|%2B", " ", value, flags=re.IGNORECASE))) for name, value in pairs]
    form = dict(values)["rft_val_fmt"].rpartition(":")[2]
    genre = dict(values).get("rft.genre", "")
    books = {"bookitem": "bookSection", "proceeding": "conferencePaper", "report": "report"}
    kinds = {"journal": "journalArticle", "book": books.get(genre, "book"), "dissertation": "thesis", "dc": "webpage"}
    item: dict[str, Any] = {"itemType": kinds[form], "people": [], "groups": []}
    in_another = item["itemType"] in {"journalArticle", "bookSection", "conferencePaper"}
    for name, value in values:
        match name:
            case "rft_id" if value.startswith("info:doi/"):
                item["DOI"] = value.removeprefix("info:doi/")
            case "rft_id" | "rft.identifier" if value.startswith("http"):
                item["url"] = value
            case "rft.btitle":
                item["publicationTitle" if in_another else "title"] = value
            case "rft.atitle" if in_another:
                item["title"] = value
            case "rft.jtitle" | "rft.source":
                item["publicationTitle"] = value
            case "rft.title":
                item["publicationTitle" if in_another else "title"] = value
            case "rft.au" | "rft.creator":
                assert "," in value, "a name without a comma is taken apart at its last blank"
                item["people"].append(value)
            case "rft.aucorp":
                item["groups"].append(value)
            case "rft.type" if value in TYPES:
                item["itemType"] = value
            case "rft.pub" | "rft.publisher" | "rft.inst":
                item["publisher"] = value
            case "rft.date" | "rft.volume" | "rft.issue" | "rft.pages" | "rft.place" | "rft.edition" | "rft.isbn":
                item[name.removeprefix("rft.")] = value
    return item


def record(kind: str, **more: Any) -> Record:
    return Record("k", kind, "A title & more", "Where = it stands", (ASHAR, WHO), issued=(2021, 9), **more)


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("article-journal", "journalArticle"),
        ("book", "book"),
        ("chapter", "bookSection"),
        ("paper-conference", "conferencePaper"),
        ("report", "report"),
        ("thesis", "thesis"),
        ("webpage", "webpage"),
        ("article", "preprint"),
        ("dataset", "dataset"),
        ("software", "computerProgram"),
        ("motion_picture", "film"),
        ("speech", "presentation"),
        ("entry-encyclopedia", "encyclopediaArticle"),
        ("standard", "standard"),
        ("something-new", "webpage"),
    ],
)
def test_types_titles_and_people(kind: str, of: str) -> None:
    item = read(make_coins(record(kind)))
    assert item["itemType"] == of
    assert item["title"] == "A title & more"
    assert (item["people"], item["groups"]) == (["Ashar, Yoni K."], ["World Health Organization"])
    assert item["date"] == "2021-09"
    if of not in {"book", "report", "thesis"}:
        assert item["publicationTitle"] == "Where = it stands"


def test_where_to_find_it() -> None:
    more = {"doi": "10.1001/x<1>", "url": "https://x.example/?a=1&b=2", "pages": "13–23", "volume": "79", "issue": "1"}
    item = read(make_coins(record("article-journal", **more)))
    assert {name: item[name.upper() if name == "doi" else name] for name in more} == more
    book = read(make_coins(record("book", publisher="P & Co", place="Boulder", edition="2", isbn="9781")))
    assert (book["publisher"], book["place"], book["edition"], book["isbn"]) == ("P & Co", "Boulder", "2", "9781")
    assert read(make_coins(record("thesis", publisher="A university")))["publisher"] == "A university"
