"""JSON-LD in the shape that schema.org gives it; the same shape is asked of whole sites (tests/edge)."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.export.metadata import PageData, describe_page, describe_work, render_script
from mkdocs_citeproc.export.record import PersonName, Record
from support.schema import json_ld, wrong

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
