"""What a save costs: pandoc is asked only where what it is asked has changed, and a cache hides no problem."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_citeproc import cache, source_files
from mkdocs_citeproc.formatting import pandoc
from support.site import Built, build_site, make_site

BIB = """@book{hamelman2012,
  author = {Hamelman, Jeffrey},
  title = {Bread},
  year = {2012},
  annotation = {Borrowed},
}
@book{never, author = {Never, N.}, title = {Never cited}, year = {2000}}
"""
PAGES = {
    "references.bib": BIB,
    "docs/index.md": "# Bread\n\nKnead [@hamelman2012].\n",
    "docs/rye.md": "# Rye\n\nRye [@hamelman2012, p. 3].\n",
}


class Saved:
    """A small site, built again after each save as if by a new process; ``asked`` counts runs of pandoc."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.asked = folder, 0
        self.config = make_site(folder, PAGES)
        run = pandoc.run_pandoc

        def counted(*arguments: object) -> str:
            self.asked += 1
            return run(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(pandoc, "run_pandoc", counted)
        self.build()

    def build(self) -> Built:
        """Build with what is on the disk alone."""
        source_files._read.cache_clear()
        self.asked = 0
        return build_site(self.config)

    def save(self, name: str, change: Callable[[str], str]) -> Built:
        """Build after ``change`` to a file."""
        path = self.folder / name
        before = path.read_text(encoding="utf-8")
        path.write_text(change(before), encoding="utf-8")
        assert path.read_text(encoding="utf-8") != before
        return self.build()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Saved:
    return Saved(tmp_path, monkeypatch)


def test_a_page_s_words(site: Saved) -> None:
    built = site.save("docs/rye.md", lambda text: text + "\nMore, and the same again [@hamelman2012].\n")
    assert "and the same again" in built["rye/index.html"]
    assert site.asked == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Borrowed", "Given back"),
        lambda text: text.replace("Never cited", "Never cited at all"),
        lambda text: f"% A comment.\n\n{text}",
        lambda text: text + "@book{new, author = {New, N.}, title = {New}, year = {2001}}\n",
    ],
    ids=["a remark", "an entry that no page cites", "a comment", "a new entry"],
)
def test_what_no_citation_shows(site: Saved, change: Callable[[str], str]) -> None:
    site.save("references.bib", change)
    assert site.asked == 0


def test_what_citations_show(site: Saved) -> None:
    assert (
        "<em>Loaves</em>" in site.save("references.bib", lambda text: text.replace("{Bread}", "{Loaves}"))["index.html"]
    )
    assert site.asked == 2  # it reads the entry and formats
    built = site.save("docs/rye.md", lambda text: text.replace("p. 3", "p. 4"))
    assert "p. 4" in built["rye/index.html"]
    assert site.asked == 1


def test_problems_are_said_from_the_cache_too(site: Saved) -> None:
    first = site.save("references.bib", lambda text: text.replace("year = {2012}", "year = {last year}"))
    assert [line for line in first.problems if "[bad-date]" in line]
    kept = site.folder / ".cache" / "citations" / "bibliography.json"
    stored = json.loads(kept.read_text(encoding="utf-8"))
    again = site.build()
    assert [line for line in again.log if "citations:" in line] == [line for line in first.log if "citations:" in line]
    assert json.loads(kept.read_text(encoding="utf-8")) == stored


@pytest.mark.parametrize("spoil", ["{", '{"key": "%s", "value": {"entries": [[1, 2]]}}', '{"key": "%s", "value": []}'])
def test_a_spoiled_cache_is_made_again(site: Saved, spoil: str) -> None:
    kept = site.folder / ".cache" / "citations" / "bibliography.json"
    key = json.loads(kept.read_text(encoding="utf-8"))["key"]
    kept.write_text(spoil.replace("%s", key), encoding="utf-8")
    assert "Hamelman" in site.build()["index.html"]
    assert len(json.loads(kept.read_text(encoding="utf-8"))["value"]["entries"]) == 2


def test_other_code_is_another_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "one.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path)
    cache.fingerprint_code.cache_clear()
    before = cache.fingerprint_code()
    (tmp_path / "room" / "one.py").write_text("2", encoding="utf-8")
    cache.fingerprint_code.cache_clear()
    assert cache.fingerprint_code() != before
    cache.fingerprint_code.cache_clear()
