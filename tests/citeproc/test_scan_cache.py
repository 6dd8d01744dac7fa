"""What earlier builds found in texts: the same again, and no mistake is forgotten."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from mkdocs_citeproc import scan_cache
from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.page_citations import find_mistakes
from mkdocs_citeproc.citations.scan import PageScan, scan_page
from mkdocs_citeproc.scan_cache import ScanCache
from mkdocs_citeproc.source import SourceText

KNOWN = [CiteKey("a"), CiteKey("b")]
SOUND = SourceText(
    "docs/one.md", "---\ntitle: Of @a\n---\n\nSee [@a, p. 3; see\n-@b] and @a.\n\n    @b\n\n\\bibliography\n"
)
WRONG = SourceText("docs/two.md", "A part of [@a; ] is empty.\n")


def build(path: Path, *sources: SourceText, known: list[CiteKey] = KNOWN) -> tuple[list[PageScan], list[str]]:
    scans = ScanCache(path)
    found = [scans.scan(source) for source in sources]
    problems = [str(problem) for each in found for problem in scans.find_mistakes(each, known, known)]
    scans.close()
    return found, problems


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths of the texts that are checked, as they are."""
    paths: list[str] = []

    def record(scan: PageScan, *keys: Collection[CiteKey]) -> object:
        paths.append(scan.source.path)
        return find_mistakes(scan, *keys)

    monkeypatch.setattr(scan_cache, "find_mistakes", record)
    return paths


def test_the_same_is_found_again_without_a_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cache" / "pages.json"
    first, problems = build(path, SOUND, WRONG)
    assert first == [scan_page(SOUND), scan_page(WRONG)]
    assert len(first[0].found) == 3
    monkeypatch.setattr(scan_cache, "scan_page", lambda _: pytest.fail("scanned again"))
    again, told = build(path, SOUND, WRONG)
    assert again == first
    assert again[0].masked == first[0].masked
    assert again[0].has_command("\\bibliography")
    assert told == problems
    assert len(problems) == 1


def test_only_a_text_without_mistakes_is_not_checked_again(tmp_path: Path, checked: list[str]) -> None:
    path = tmp_path / "pages.json"
    build(path, SOUND, WRONG)
    assert checked == [SOUND.path, WRONG.path]
    build(path, SOUND, WRONG)
    assert checked[2:] == [WRONG.path]


def test_other_keys_are_reason_to_check(tmp_path: Path, checked: list[str]) -> None:
    path = tmp_path / "pages.json"
    build(path, SOUND)
    build(path, SOUND, known=[*KNOWN, CiteKey("c")])
    build(path, SOUND, known=[*KNOWN, CiteKey("c")])
    assert len(checked) == 2


def test_a_text_is_at_home_on_any_page(tmp_path: Path) -> None:
    path = tmp_path / "pages.json"
    build(path, SOUND)
    other = SourceText("docs/three.md", SOUND.text)
    [scan], _ = build(path, other)
    assert {found.where.path for found in scan.found} == {other.path}


def test_texts_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "pages.json"
    build(path, SOUND, WRONG)
    size = path.stat().st_size
    build(path, WRONG)
    assert path.stat().st_size < size


@pytest.mark.parametrize("content", ["", "[]", '{"key": "%s", "value": 1}', '{"key": "%s", "value": {"%s": [[1], 2]}}'])
def test_a_damaged_file_is_no_cache(tmp_path: Path, content: str) -> None:
    path = tmp_path / "pages.json"
    build(path, SOUND)
    kept = ScanCache(path)
    name = next(iter(kept._kept))
    path.write_text(content.replace("%s", kept._key, 1).replace("%s", name), encoding="utf-8")
    assert build(path, SOUND)[0] == [scan_page(SOUND)]


def test_a_folder_that_cannot_be_written_is_no_cache(tmp_path: Path) -> None:
    path = tmp_path / "file" / "pages.json"
    path.parent.write_text("", encoding="utf-8")
    assert build(path, SOUND)[0] == [scan_page(SOUND)]
