"""make bib: a tidy file, and what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import bib
from tools.system import StuckError


def run(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = bib.main([str(path)])
    return code, capsys.readouterr().out.splitlines()


def test_a_file_is_put_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.bib"
    path.write_text("@misc{b, title={B}, year=2020, howpublished={L}}\r\n@misc{a,\n}\n", encoding="utf-8-sig")
    code, said = run(path, capsys)
    assert code == 0
    assert said[0] == "x.bib is tidy now. 'git diff' shows what changed."
    assert said[1].startswith("error: x.bib:1:7: [missing-field] 'a' ")
    tidy = "@misc{a,\n}\n\n@misc{b,\n  title = {B},\n  year = {2020},\n  howpublished = {L},\n}\n"
    assert path.read_bytes().decode() == tidy
    assert run(path, capsys)[1][0] == "x.bib is tidy."
    assert path.read_bytes().decode() == tidy


def test_a_broken_file_is_left(tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    path.write_text("@misc{b,title={B", encoding="utf-8")
    with pytest.raises(StuckError) as stuck:
        bib.main([str(path)])
    assert str(stuck.value).startswith("x.bib:1:17: [bib-syntax]")
    assert str(stuck.value).endswith("\nx.bib is unchanged. Fix this first, then run the command again.")
    assert path.read_text(encoding="utf-8") == "@misc{b,title={B"


def test_files_that_can_t_be_read(tmp_path: Path) -> None:
    with pytest.raises(StuckError, match="No such file"):
        bib.main([str(tmp_path / "none.bib")])
    (tmp_path / "x.bib").write_bytes(b"\xff")
    with pytest.raises(StuckError, match="is not UTF-8"):
        bib.main([str(tmp_path / "x.bib")])
    assert bib.main(["a", "b"]) == 2
