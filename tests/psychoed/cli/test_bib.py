"""psychoed bib: a tidy file, and what is wrong in it."""

from __future__ import annotations

from pathlib import Path

from support.cli import run_cli


def run(path: Path) -> tuple[int, list[str]]:
    done = run_cli("bib", path)
    return done.exit_code, done.output.splitlines()


def test_a_file_is_put_in_order(tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    path.write_text("@misc{b, title={B}, year=2020, howpublished={L}}\r\n@misc{a,\n}\n", encoding="utf-8-sig")
    code, said = run(path)
    assert code == 0
    assert said[0] == "x.bib is tidy now. 'git diff' shows what changed."
    assert said[1].startswith("error: x.bib:1:7: [missing-field] 'a' ")
    tidy = "@misc{a,\n}\n\n@misc{b,\n  title = {B},\n  year = {2020},\n  howpublished = {L},\n}\n"
    assert path.read_bytes().decode() == tidy
    assert run(path)[1][0] == "x.bib is tidy."
    assert path.read_bytes().decode() == tidy


def test_a_broken_file_is_left(tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    path.write_text("@misc{b,title={B", encoding="utf-8")
    code, lines = run(path)
    assert (code, lines[0].startswith("x.bib:1:17: [bib-syntax]")) == (1, True)
    assert lines[-1] == "x.bib is unchanged. Fix this first, then run the command again."
    assert path.read_text(encoding="utf-8") == "@misc{b,title={B"


def test_files_that_can_t_be_read(tmp_path: Path) -> None:
    assert "No such file" in run(tmp_path / "none.bib")[1][0]
    (tmp_path / "x.bib").write_bytes(b"\xff")
    assert "is not UTF-8" in run(tmp_path / "x.bib")[1][0]
    assert run_cli("bib", "a", "b").exit_code == 2


def test_without_a_name_it_is_the_sites(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Bread\n", encoding="utf-8")
    (tmp_path / "references.bib").write_text("@misc{b, title={B}, year=2020, howpublished={L}}", encoding="utf-8")
    assert run_cli("bib", project=tmp_path).output.startswith("references.bib is tidy now.")
