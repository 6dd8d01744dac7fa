"""Offsets become locations, also in texts with insertions; a page includes only files that a site may publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mkdocs_citeproc.problems import Code, Location
from mkdocs_citeproc.source import (
    MOST_INCLUDED,
    TOO_MANY,
    Insertion,
    Snippets,
    SourceText,
    describe_encoding,
    describe_link,
    expand,
    get_relative_path,
)


def test_offsets_are_lines_and_columns_from_1() -> None:
    source = SourceText("x.md", "---\ntitle: T\n---\nab\n")
    assert source.body_start == 17
    assert source.at(18) == Location("x.md", 4, 2)
    assert source.at(-1) == Location("x.md", 1, 1)
    assert source.at(999) == Location("x.md", 5, 1)
    assert SourceText("x.md", "ab").body_start == 0


def test_inserted_text_is_located_where_it_was_written() -> None:
    source = SourceText("x.md", "one {} two")
    there = Location("y.yml", 3, 7)
    expanded = expand(source, [Insertion(4, 6, (("new", there), ("", there)))])
    assert expanded.text == "one new two"
    assert [expanded.at(offset) for offset in (0, 5, 8)] == [source.at(0), there, source.at(7)]
    assert expand(source, []) is source


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {
        "a.md": "A\n",
        "b.md": 'B\n\n--8<-- "a.md"\n',
        "block.md": "--8<--\na.md\nb.md\n--8<--\n",
        "own.md": '--8<-- "own.md"\n',
        ".hidden.md": "H\n",
        "sections.md": '--8<-- "a.md:1:2"\n--8<-- ";a.md"\n--8<-- "https://x.example/y"\n--8<-- "none.md"\n',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "latin.md").write_bytes(b"caf\xe9\n")
    (tmp_path / "huge.md").write_bytes(b"x" * 1_000_001)
    return tmp_path


def snippets(site: Path, **settings: Any) -> Snippets:
    return Snippets({"base_path": str(site), **settings}, site)


def included(site: Path, name: str, **settings: Any) -> list[str]:
    text = (site / name).read_text(encoding="utf-8")
    return [each.path for each in snippets(site, **settings).list_included(text)]


def test_included_files_come_in_order_with_those_inside_them(site: Path) -> None:
    assert included(site, "b.md") == ["a.md"]
    assert included(site, "block.md") == ["a.md", "b.md", "a.md"]
    assert included(site, "a.md", auto_append=["b.md"]) == ["b.md", "a.md"]
    assert Snippets(None, site).list_included('--8<-- "a.md"') == []


def test_files_that_include_themselves_end(site: Path) -> None:
    assert 0 < len(included(site, "own.md")) < MOST_INCLUDED


@pytest.mark.parametrize("name", [".hidden.md", "latin.md", "huge.md", "../x.md", "a\0.md"])
def test_files_that_no_page_may_include(site: Path, name: str) -> None:
    (site.parent / "x.md").write_text("X\n", encoding="utf-8")
    page = SourceText("p.md", f'\n--8<-- "{name}"\n')
    opened = snippets(site)
    assert isinstance(opened.open(site / name), str)
    assert opened.list_included(page.text) == []
    problems = opened.find_missing(page, absent=True)
    assert [(found, where) for found, where, _ in problems] == [(name, Location("p.md", 2, 9))]


def test_what_a_site_may_leave_out_is_missing_only_on_demand(site: Path) -> None:
    page = SourceText("p.md", (site / "sections.md").read_text(encoding="utf-8"))
    assert snippets(site).find_missing(page, absent=False) == []
    assert [name for name, *_ in snippets(site).find_missing(page, absent=True)] == ["none.md"]


def test_too_many_includes_are_one_problem(site: Path) -> None:
    lines = '--8<-- "a.md"\n' * (MOST_INCLUDED + 5)
    assert [why for *_, why in snippets(site).find_missing(SourceText("p.md", lines), absent=True)] == [TOO_MANY]
    assert len(snippets(site).list_included(lines)) == MOST_INCLUDED
    (site / "many.md").write_text(lines, encoding="utf-8")
    outer = SourceText("p.md", '--8<-- "many.md"\n--8<-- "none.md"\n')
    assert [why for *_, why in snippets(site).find_missing(outer, absent=True)] == [TOO_MANY]


def test_a_file_that_was_opened_before(site: Path) -> None:
    found = snippets(site).read_opened(site / "a.md")
    assert found == SourceText("a.md", "A\n")
    assert snippets(site).read_opened(site / "latin.md") is None


def test_paths_are_relative_to_the_root_where_they_are_below_it(site: Path) -> None:
    assert get_relative_path(site / "a.md", site) == "a.md"
    assert get_relative_path(site.parent / "x.md", site) == (site.parent / "x.md").as_posix()


def test_links_to_files_are_refused(site: Path) -> None:
    (site / "link.bib").symlink_to(site.parent / "x.bib")
    problem = describe_link(Path("link.bib"), site)
    assert problem
    assert (problem.code, problem.where) == (Code.OUTSIDE_FILE, Location("link.bib"))
    assert describe_link(Path("a.md"), site) is None
    assert describe_link(site.parent / "x.bib", site) is None


def test_the_first_byte_that_is_not_utf_8() -> None:
    with pytest.raises(UnicodeDecodeError) as raised:
        b"one\r\ncaf\xe9".decode()
    problem = describe_encoding("x.bib", raised.value, "the bibliography")
    assert (problem.code, problem.where) == (Code.BAD_FILE, Location("x.bib", 2, 4))
