"""What was rendered on a page and what was not, and the keys that were probably meant."""

from __future__ import annotations

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.page_citations import PageCitations, list_citing_pages, report_unknown_key
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText

A, B, TYPO = CiteKey("ashar2021"), CiteKey("tankha2023"), CiteKey("ashr2021")
TEXT = "So [@ashar2021].\n\nSo [@ashar2021].\n\n\\bibliography\n"


def record(*texts: str) -> PageCitations:
    names = ("docs/x.md", "includes/y.md")
    return PageCitations([scan_page(SourceText(name, text)) for name, text in zip(names, texts, strict=False)])


def list_codes(page: PageCitations, differing: tuple[str, ...] = ()) -> list[str]:
    return [f"{each.where} {each.code.value}" for each in page.find_problems([A, B], "references.bib", differing)]


def test_each_cluster_is_met_at_its_own_place() -> None:
    page = record(TEXT)
    page.record_rendered("[@ashar2021]", (A,))
    assert list_codes(page) == ["docs/x.md:3:4 not-rendered"]
    page.record_rendered("[@ashar2021]", (A,))
    assert list_codes(page) == []
    assert list_codes(page, ("[@ashar2021]",)) == ["docs/x.md:1:4 malformed-cluster", "docs/x.md:3:4 malformed-cluster"]


def test_an_unknown_key_is_said_where_it_stands() -> None:
    page = record("First [@ashr2021].", "[@tankha2023; @ashr2021]")
    page.record_rendered("[@tankha2023; @ashr2021]", (B, TYPO))
    page.record_rendered("[@ashr2021]", (TYPO,))
    assert list_codes(page) == ["includes/y.md:1:15 unknown-key", "docs/x.md:1:8 unknown-key"]


def test_what_no_scan_saw_is_said_where_its_key_is_named_or_at_the_start() -> None:
    page = record("A plugin writes more of @ashr2021 here.\n")
    page.record_rendered("@ashr2021", (TYPO,))
    page.record_rendered("[@ashr2021, p. 3]", (TYPO,))
    page.record_rendered("[@nobody]", (CiteKey("nobody"),))
    assert list_codes(page) == [
        "docs/x.md:1:25 unknown-key",
        "docs/x.md:1:25 unknown-key",
        "docs/x.md:1:1 unknown-key",
    ]


def test_a_command_may_stand_in_what_a_page_includes() -> None:
    assert record(TEXT).has_command("\\bibliography")
    assert record("Text", TEXT).has_command("\\bibliography")
    assert not record("`\\bibliography`").has_command("\\bibliography")


def test_who_cites_what_in_the_order_asked_for() -> None:
    pages = {"b.md": record("[@ashar2021]"), "a.md": record("[@tankha2023; @ashar2021]")}
    pages["b.md"].record_rendered("[@ashar2021]", (A,))
    pages["a.md"].record_rendered("[@tankha2023; @ashar2021]", (B, A))
    assert list_citing_pages(pages, ["a.md", "none.md", "b.md"]) == {B: ["a.md"], A: ["a.md", "b.md"]}


KNOWN = {"ashar2021", "ashar2025", "tankha2023", "prtc-resources"}


def test_the_line_a_contributor_reads() -> None:
    problem = report_unknown_key(CiteKey("tanka2023"), Location("docs/x.md", 41, 18), KNOWN, "references.bib")
    assert str(problem) == (
        "docs/x.md:41:18: [unknown-key] references.bib has no entry 'tanka2023'. Did you mean 'tankha2023'?"
    )


def test_no_near_key_says_how_to_write_a_plain_at() -> None:
    problem = report_unknown_key(CiteKey("pytest"), Location("docs/x.md", 1, 1), KNOWN, "references.bib")
    assert problem.hint == "Add an entry to references.bib. If this is not a citation, write '\\@pytest'."
