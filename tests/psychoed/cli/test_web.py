"""Answers that are kept, and requests that wait for their turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from psychoed.cli.console import UserError
from psychoed.cli.web import RateLimiter, ResponseCache


def test_what_is_known_is_not_asked_again_until_it_is_old(tmp_path: Path) -> None:
    asked, today = [], [1000.0]

    def ask() -> int:
        asked.append(1)
        return len(asked)

    for _ in range(2):
        assert ResponseCache(tmp_path / "a" / "b.json", days=1, now=lambda: today[0]).get_or_request("x", ask) == 1
    today[0] += 86401
    assert ResponseCache(tmp_path / "a" / "b.json", days=1, now=lambda: today[0]).get_or_request("x", ask) == 2


def test_none_is_an_answer(tmp_path: Path) -> None:
    answers = ResponseCache(tmp_path / "b.json")
    assert answers.get_or_request("x", lambda: None) is None
    assert answers.get_or_request("x", lambda: 1) is None


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    def fail() -> None:
        raise UserError("no")

    answers = ResponseCache(tmp_path / "b.json")
    with pytest.raises(UserError):
        answers.get_or_request("x", fail)
    assert answers.get_or_request("x", lambda: 1) == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"x": 1}', '{"x": {"at": "soon"}}', '{"x": {"at": 9e99, "answer": 0}}']
)
def test_a_spoilt_file_is_begun_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    assert ResponseCache(path).get_or_request("x", lambda: 7) == 7


def test_no_faster_than_it_is_polite() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = RateLimiter(0.5, clock=lambda: now[0], sleep=sleep)
    for _ in range(3):
        pace.wait()
    now[0] += 9
    pace.wait()
    assert slept == [0.5, 0.5]
