"""Recordings are made once; what changed, was cut short or is anew is made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from psychoed.audio import speech as module
from psychoed.audio.speech import Recording, Recordings
from psychoed.audio.spoken_text import Lexicon, Passage

TEXT = [Passage("Title.", 1.0, heading=True), Passage("PRT.", 0.7)]


@pytest.fixture(autouse=True)
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was recorded, by a stand-in for the engine, which the tests do not install."""
    texts: list[str] = []

    def record(passages: list[Passage], _voice: object, lexicon: Lexicon) -> Recording:
        texts.append(" ".join(lexicon.apply(passage.text) for passage in passages))
        return Recording(b"\xff\xf3" + texts[-1].encode(), 2.5, ((0.3, "Title"),))

    monkeypatch.setattr(module, "record", record)
    return texts


def make(folder: Path, words: dict[str, str] | None = None, speed: float = 1) -> Recordings:
    return Recordings(folder, Lexicon(words or {}), speed, load=lambda _: lambda text: text)


def test_the_second_build_speaks_nothing(tmp_path: Path, recorded: list[str]) -> None:
    first = make(tmp_path / "audio")
    made = first.get(TEXT)
    second = make(tmp_path / "audio")
    assert second.get(TEXT) == made
    assert (first.spoken, second.spoken, len(recorded)) == (1, 0, 1)
    assert made.chapters == ((0.3, "Title"),)


@pytest.mark.parametrize("change", ["text", "pause", "word", "speed"])
def test_what_is_heard_decides(tmp_path: Path, change: str) -> None:
    make(tmp_path).get(TEXT)
    text = [TEXT[0], Passage("PRT!" if change == "text" else "PRT.", 0.8 if change == "pause" else 0.7)]
    again = make(tmp_path, {"PRT": "P R T"} if change == "word" else None, 0.9 if change == "speed" else 1)
    again.get(text)
    assert again.spoken == 1


def test_a_word_that_is_not_spoken_changes_nothing(tmp_path: Path) -> None:
    make(tmp_path).get(TEXT)
    again = make(tmp_path, {"NHS": "N H S"})
    again.get(TEXT)
    assert again.spoken == 0


@pytest.mark.parametrize("damage", ["cut", "nonsense", "other", "gone"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: str) -> None:
    made = make(tmp_path).get(TEXT)
    [sound], [about] = tmp_path.glob("*.mp3"), tmp_path.glob("*.json")
    if damage == "cut":
        sound.write_bytes(made.data[:-1])
    elif damage == "gone":
        sound.unlink()
    else:
        about.write_text("{" if damage == "nonsense" else "[1]", encoding="utf-8")
    again = make(tmp_path)
    assert again.get(TEXT) == made
    assert again.spoken == 1


def test_old_recordings_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_UNUSED_KEPT", 1)
    for text in ("a", "b", "c"):
        make(tmp_path).get([Passage(text, 1)])
    last = make(tmp_path)
    last.get(TEXT)
    last.forget_unused()
    assert len(list(tmp_path.glob("*.mp3"))) == len(list(tmp_path.glob("*.json"))) == 2
    make(tmp_path / "none").forget_unused()
