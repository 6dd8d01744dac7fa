"""COinS, also as Zotero reads them, and JSON-LD."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.export.metadata import PageData, describe_page, describe_work, make_coins, render_script
from mkdocs_citeproc.export.record import PersonName, Record
from support.schema import json_ld, wrong

FORMS = [
    ("article-journal", "journal", "article", "rft.atitle"),
    ("paper-conference", "book", "proceeding", "rft.atitle"),
    ("book", "book", "book", "rft.btitle"),
    ("chapter", "book", "bookitem", "rft.atitle"),
    ("report", "book", "report", "rft.btitle"),
    ("thesis", "dissertation", None, "rft.title"),
    ("webpage", "dc", None, "rft.title"),
]


def read(span: str) -> dict[str, list[str]]:
    """A span's fields, taken from its title as a browser would."""
    spans: list[dict[str, str | None]] = []

    class _Spans(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag == "span"
            spans.append(dict(attrs))

    _Spans().feed(span)
    assert len(spans) == 1
    assert spans[0]["class"] == "Z3988"
    return parse_qs(spans[0]["title"] or "", strict_parsing=True)


@pytest.mark.parametrize(("type_", "form", "genre", "title"), FORMS)
def test_each_form_has_its_title_and_genre(type_: str, form: str, genre: str | None, title: str) -> None:
    fields = read(make_coins(Record("a", type_, title="Rye", container="Bread", issued=(1998, 3))))
    assert fields["ctx_ver"] == ["Z39.88-2004"]
    assert fields["rft_val_fmt"] == [f"info:ofi/fmt:kev:mtx:{form}"]
    assert fields.get("rft.genre") == ([genre] if genre else None)
    assert fields[title] == ["Rye"]
    assert fields["rft.date"] == ["1998-03"]


def test_authors_and_addresses() -> None:
    authors = (PersonName("Gobbetti", "Marco"), PersonName(literal="Old Mill"))
    fields = read(
        make_coins(Record("a", "article-journal", authors=authors, doi="10.1/x", url="https://x.org/?a=1&b=2"))
    )
    assert fields["rft_id"] == ["info:doi/10.1/x", "https://x.org/?a=1&b=2"]
    assert (fields["rft.aulast"], fields["rft.aufirst"]) == (["Gobbetti"], ["Marco"])
    assert (fields["rft.au"], fields["rft.aucorp"]) == (["Gobbetti, Marco"], ["Old Mill"])


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_nothing_in_a_source_is_markup(text: str) -> None:
    span = make_coins(Record("a", "book", title=text, authors=(PersonName(text),), url=text))
    assert read(span)["rft.btitle"] == [text]
    assert "<" not in unescape(span[1:].replace("</span>", ""))


ASHAR = PersonName("Ashar", "Yoni K.")
WHO = PersonName(literal="World Health Organization")

# Types that Zotero knows by these names (zotero-schema).
TYPES = {
    *("webpage", "dataset", "preprint", "computerProgram", "film", "presentation", "blogPost", "forumPost", "case"),
    *("encyclopediaArticle", "dictionaryEntry", "statute", "bill", "tvBroadcast", "audioRecording", "interview"),
    *("manuscript", "map", "standard", "document"),
}


def read_as_zotero(span: str) -> dict[str, Any]:
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
    item = read_as_zotero(make_coins(record(kind)))
    assert item["itemType"] == of
    assert item["title"] == "A title & more"
    assert (item["people"], item["groups"]) == (["Ashar, Yoni K."], ["World Health Organization"])
    assert item["date"] == "2021-09"
    if of not in {"book", "report", "thesis"}:
        assert item["publicationTitle"] == "Where = it stands"


def test_where_to_find_it() -> None:
    more = {"doi": "10.1001/x<1>", "url": "https://x.example/?a=1&b=2", "pages": "13–23", "volume": "79", "issue": "1"}
    item = read_as_zotero(make_coins(record("article-journal", **more)))
    assert {name: item[name.upper() if name == "doi" else name] for name in more} == more
    book = read_as_zotero(make_coins(record("book", publisher="P & Co", place="Boulder", edition="2", isbn="9781")))
    assert (book["publisher"], book["place"], book["edition"], book["isbn"]) == ("P & Co", "Boulder", "2", "9781")
    assert read_as_zotero(make_coins(record("thesis", publisher="A university")))["publisher"] == "A university"


PAGE = PageData("MedicalWebPage", "Rye", "About rye", "Bread", "en", group="The bakers", written=date(2026, 1, 2))
ARTICLE = Record(
    "a", "article-journal", "Yeasts", "Bread Science", (PersonName("Rossi", "Jone"), PersonName(literal="Old Mill")),
    issued=(1998, 3), pages="1-9", doi="10.1/x", url="https://x.org",
)  # fmt: skip


def test_a_work() -> None:
    assert describe_work(ARTICLE) == {
        "@type": "ScholarlyArticle",
        "@id": "https://doi.org/10.1/x",
        "name": "Yeasts",
        "author": [{"@type": "Person", "name": "Jone Rossi"}, {"@type": "Organization", "name": "Old Mill"}],
        "datePublished": "1998-03",
        "isPartOf": {"@type": "Periodical", "name": "Bread Science"},
        "pagination": "1-9",
        "url": "https://x.org",
    }


def test_what_a_work_is_part_of() -> None:
    assert describe_work(Record("a", "chapter", container="Breads"))["isPartOf"] == {"@type": "Book", "name": "Breads"}
    assert describe_work(Record("a", "song", container="Hits"))["isPartOf"] == {"@type": "CreativeWork", "name": "Hits"}
    assert "isPartOf" not in describe_work(Record("a", "book"))


def test_a_page_is_reviewed_only_if_it_was() -> None:
    thing = describe_page(PAGE, [describe_work(ARTICLE)])
    assert wrong(thing) == []
    assert thing["dateModified"] == thing["datePublished"] == "2026-01-02"
    assert "lastReviewed" not in thing
    assert "reviewedBy" not in thing
    assert thing["author"] == {"@type": "Organization", "name": "The bakers"}
    reviewed = PageData(
        "WebPage", "Rye", "About rye", "Bread", "en", authors=("J. Baker",), audience=("bakers",),
        written=date(2026, 1, 2), reviewed=date(2026, 3, 4), reviewer=("M. Miller", "Miller"),
    )  # fmt: skip
    thing = describe_page(reviewed, [])
    assert wrong(thing) == []
    assert (thing["lastReviewed"], thing["dateModified"]) == ("2026-03-04", "2026-03-04")
    assert thing["reviewedBy"] == {"@type": "Person", "name": "M. Miller", "jobTitle": "Miller"}
    assert thing["author"] == [{"@type": "Person", "name": "J. Baker"}]


@given(st.text())
def test_nothing_ends_the_script(text: str) -> None:
    about = PageData("WebPage", text, text, text, "en", group=text)
    html = render_script(describe_page(about, [describe_work(Record("a", "book", title=text, url=text))]))
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not {"<", ">", "&"} & set(inside)
    assert json.loads(inside).get("name", "") == text
    assert json_ld(html) == [json.loads(inside)]
