"""A new folder takes an old one's place whole, wherever it is stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from psychoed.cli import build


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A new folder, an old one where it should go, and a place for that."""
    for name in ("new", "target"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page").write_text(name)
    return tmp_path / "new", tmp_path / "target", tmp_path / "old"


def cannot(*_: object) -> bool:
    return False


def swapped(new: Path, target: Path, old: Path) -> bool:
    return ((target / "page").read_text(), (old / "page").read_text(), new.exists()) == ("new", "target", False)


def test_in_one_step(places: tuple[Path, Path, Path]) -> None:
    build.swap_folders(*places)
    assert swapped(*places)


def test_in_two_where_the_file_system_cannot(places: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "exchange_paths", cannot)
    build.swap_folders(*places)
    assert swapped(*places)


def test_two_steps_of_which_the_second_fails(places: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    new, target, old = places
    rename = Path.rename

    def failing(path: Path, to: Path) -> Path:
        if path == new:
            raise OSError(28, "No space left on device")
        return rename(path, to)

    monkeypatch.setattr(build, "exchange_paths", cannot)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="No space"):
        build.swap_folders(*places)
    assert (target / "page").read_text() == "target"
    assert not old.exists()


def test_what_was_taken_away_comes_back(places: tuple[Path, Path, Path]) -> None:
    _, target, old = places
    target.rename(old)
    build.restore_folder(target, old)
    assert (target / "page").read_text() == "target"


def test_what_is_there_stays(places: tuple[Path, Path, Path]) -> None:
    new, target, _ = places
    build.restore_folder(target, new)
    assert (target / "page").read_text() == "target"
