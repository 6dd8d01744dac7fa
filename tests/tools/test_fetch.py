"""A bibliography from elsewhere is fetched whole and sound, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.services import World, broken_off, say, world
from tools.fetch import fetch
from tools.system import StuckError

ONE = "@book{one, title={Öne}, year={2001}}\r\n"
TWO = "@book{two, title={Two}, year={2002}}\n"


@pytest.fixture
def there() -> Iterator[World]:
    with world() as here:
        yield here


def test_a_new_file(there: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there.answers["/zotero"] = [say(ONE + TWO, kind="application/x-bibtex")]
    fetch(f"{there.address}/zotero", tmp_path / "bib" / "zotero.bib", there.services())
    assert (tmp_path / "bib" / "zotero.bib").read_text(encoding="utf-8") == ONE.replace("\r", "") + TWO
    said = capsys.readouterr().out
    assert said.startswith("zotero.bib has 2 entries, 2 of them new. Look at them, then: git add ")
    assert said.endswith("/bib/zotero.bib\n")


def test_what_is_new_and_what_is_gone_is_said(there: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "zotero.bib"
    target.write_text(ONE, encoding="utf-8")
    there.answers["/zotero"] = [say(TWO)]
    fetch(f"{there.address}/zotero", target, there.services())
    assert target.read_text(encoding="utf-8") == TWO
    said = capsys.readouterr().out
    assert "1 entries, 1 of them new, without one. Look at them: git diff " in said
    assert Path(said.split()[-1]).resolve() == target


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (say("<html>not here</html>", kind="text/html"), "has no BibTeX entry"),
        (say("@book{one, title={Öne}, year={2001}\n"), "is not a bibliography"),
        (say(b"@book{one, title={\xff}}"), "not UTF-8"),
        (say("", status=404), "has no record for file"),
        (broken_off, "stopped in the middle"),
    ],
)
def test_what_is_no_bibliography_changes_nothing(there: World, tmp_path: Path, answer: object, said: str) -> None:
    target = tmp_path / "zotero.bib"
    target.write_text(TWO, encoding="utf-8")
    there.answers["/zotero"] = [answer]  # type: ignore[list-item]
    with pytest.raises(StuckError, match=said):
        fetch(f"{there.address}/zotero", target, there.services())
    assert target.read_text(encoding="utf-8") == TWO
    assert [path.name for path in tmp_path.iterdir()] == ["zotero.bib"]


@pytest.mark.parametrize(("url", "name"), [("", "x.bib"), ("ftp://x.org/a", "x.bib"), ("https://x.org/a", "x.txt")])
def test_where_from_and_where_to_must_be_said(there: World, tmp_path: Path, url: str, name: str) -> None:
    with pytest.raises(StuckError, match="make fetch URL="):
        fetch(url, tmp_path / name, there.services())


@pytest.mark.parametrize(
    "url", ["https://[x/a", "http://x.org:port/a", "http://127.0.0.1:9/ä", "http://127.0.0.1:9/a b"]
)
def test_what_is_no_address_is_said(there: World, tmp_path: Path, url: str) -> None:
    with pytest.raises(StuckError, match="is not a valid address"):
        fetch(url, tmp_path / "x.bib", there.services())
    assert not list(tmp_path.iterdir())
