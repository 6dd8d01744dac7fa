"""What upkeep compares."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import upkeep
from tools.system import StuckError


def test_only_the_generators_name_may_differ(tmp_path: Path) -> None:
    files = {
        "one": {
            "a.html": '<meta name="generator" content="mkdocs-1">x',
            "b.html": "x",
            "c/d.css": "x",
            "e.xml.gz": "1",
        },
        "two": {
            "a.html": '<meta name="generator" content="properdocs-2">x',
            "b.html": "y",
            "f.css": "x",
            "e.xml.gz": "2",
        },
    }
    for folder, texts in files.items():
        for name, text in texts.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    assert list(upkeep.differences(tmp_path / "one", tmp_path / "two")) == [
        "b.html differs",
        "c/d.css is in one only",
        "f.css is in one only",
    ]


def test_it_wants_to_know_what(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(upkeep, "FOLDER", tmp_path / "upkeep")
    with pytest.raises(StuckError, match="WHAT=properdocs, lowest, newest or audit"):
        upkeep.main(["everything"])
