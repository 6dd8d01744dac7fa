from __future__ import annotations

from typing import Any

from tools.lighthouse import AIMS, choose_median, find_failed_audits, read_categories


def report(seo: float) -> dict[str, Any]:
    category = {"score": 1, "auditRefs": []}
    audits = {
        "link-text": {"score": seo, "title": "Links say where they lead"},
        "manual": {"score": None, "title": "x"},
    }
    refs = [{"id": "link-text", "weight": 1}, {"id": "manual", "weight": 1}]
    return {"categories": dict.fromkeys(AIMS, category) | {"seo": {"score": seo, "auditRefs": refs}}, "audits": audits}


def test_scores_are_of_a_hundred() -> None:
    assert read_categories(report(0.92)) == {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 92}


def test_what_was_missed_is_named() -> None:
    assert find_failed_audits(report(0)) == ["link-text: Links say where they lead"]
    assert find_failed_audits(report(1)) == []


def test_the_median_of_several_runs_counts() -> None:
    runs = [report(1) for _ in range(3)]
    for run, score in zip(runs, (0.99, 0.5, 0.9), strict=True):
        run["categories"]["performance"] = {"score": score, "auditRefs": []}
    assert choose_median(runs) is runs[2]
