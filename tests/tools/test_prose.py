"""What is said of our texts' words and Markdown, and on which lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.site import ROOT
from tools import prose
from tools.prose import Remark, among, changed, markdown, spelling

DIFF = """\
diff --git a/docs/a.md b/docs/a.md
--- a/docs/a.md
+++ b/docs/a.md
@@ -3 +3,2 @@ # Title
-old
+new
+new
@@ -9,2 +10,0 @@
-gone
@@ -20,0 +22 @@
+added
diff --git a/b.md b/b.md
--- /dev/null
+++ b/b.md
@@ -0,0 +1 @@
+one
"""


def test_a_misspelt_word_stands_at_its_column_in_signs_not_bytes() -> None:
    row = {
        "type": "typo",
        "path": "./a.md",
        "line_num": 2,
        "byte_offset": 5,
        "typo": "teh",
        "corrections": ["the", "ten"],
    }
    output = json.dumps({"type": "binary_file", "path": "x"}) + "\n" + json.dumps(row) + "\n"
    [remark] = spelling(output, {"a.md": "x\nä ä teh"})
    assert str(remark) == "a.md:2:4: [spelling] 'teh' should be 'the' or 'ten'."


def test_markdown_is_said_with_rumdls_rule() -> None:
    output = json.dumps([{"file": "a.md", "line": 3, "column": 1, "rule": "MD022", "message": "Blank line"}])
    assert [str(remark) for remark in markdown(output)] == ["a.md:3:1: [MD022] Blank line."]
    assert list(markdown("")) == []


def test_changed_lines_are_those_a_diff_adds() -> None:
    assert changed(DIFF) == {"docs/a.md": {3, 4, 22}, "b.md": {1}}


def test_only_changed_lines_are_spoken_of() -> None:
    one, two, other = Remark("a.md", 1, 1, "r", "m"), Remark("a.md", 2, 1, "r", "m"), Remark("b.md", 2, 1, "r", "m")
    assert among([other, two, one], {"a.md": {2}}) == [two]
    assert among([other, two, one], None) == [one, two, other]


def test_a_note_is_one_line_for_github() -> None:
    assert Remark("a.md", 1, 2, "spelling", "100%\nsure").note() == (
        "::notice file=a.md,line=1,col=2,title=Words::100%25%0Asure [spelling]"
    )


def test_our_texts_have_nothing_to_be_remarked_on() -> None:
    assert [str(remark) for remark in prose.remarks()] == []


def test_mistakes_are_found_by_the_real_checkers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    page = "# Title\n\nWe recieve it.\n\n<!-- spelling: as he wrote it -->\nThey recieve it.\n### Deep\n"
    (tmp_path / "docs" / "a.md").write_text(page, encoding="utf-8")
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    found = among(prose.remarks(), None)
    assert [str(remark) for remark in found if remark.rule == "spelling"] == [
        "docs/a.md:3:4: [spelling] 'recieve' should be 'receive'."
    ]
    assert "MD001" in {remark.rule for remark in found if remark.line == 7}
