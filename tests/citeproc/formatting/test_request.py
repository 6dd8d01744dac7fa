"""Requests to pandoc, and initials that are assigned before it runs."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mkdocs_citeproc.apa7 import APA
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.formatting import request as ask
from mkdocs_citeproc.formatting.request import build_request, preassign_initials
from mkdocs_citeproc.formatting.response import read_response
from mkdocs_citeproc.source_files import find_style
from support.site import ROOT

ITEMS = [{"id": key} for key in ("a", "b", "c")]
AUTHOR, NUMERIC = (f'<category citation-format="{kind}"/>' for kind in ("author-date", "numeric"))


def test_by_author_and_date_the_order_of_pages_changes_nothing() -> None:
    one = build_request(["[@b]", "[@a; @c]", "[@b]"], ITEMS, AUTHOR, "en-US")
    assert one == build_request(["[@a; @c]", "[@b]"], reversed(ITEMS), AUTHOR, "en-US")
    assert one.clusters == ("[@a; @c]", "[@b]")


def test_by_number_works_count_as_they_are_first_cited() -> None:
    asked = build_request(["[@c, p. 3]", "[@a; @c]", "[@c, p. 3]"], ITEMS, NUMERIC, "en-US")
    assert asked.clusters == ("[@c, p. 3]", "[@a; @c]")
    assert [entry["id"] for entry in asked.entries] == ["c", "a", "b"]


STYLE = find_style(ROOT, "apa").read_text(encoding="utf-8")


def work(key: str, *authors: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"id": key, "type": "book", "title": f"Book {key}", "author": list(authors), **more}


def name(family: str, given: str, **more: str) -> dict[str, str]:
    return {"family": family, "given": given, **more}


def asked(*works: dict[str, Any], style: str = STYLE) -> ask.Request:
    """Each work cited alone, in running text and together with the one before."""
    keys = [item["id"] for item in works]
    alone = [form.format(key) for key in keys for form in ("[@{}]", "@{}", "[@{}, p. 3]")]
    return ask.build_request([*alone, *(f"[@{a}; @{b}]" for a, b in pairwise(keys))], works, style, "en-US")


def printed(request: ask.Request, folder: Path, *, ours: bool) -> Any:
    """What is printed with initials decided by us, or by citeproc."""
    sent = preassign_initials(request, APA if ours else "")
    assert bool(sent.initials) == ours
    (folder / "style.csl").write_text(sent.request.style, encoding="utf-8")
    (folder / "entries.json").write_text(json.dumps(sent.request.entries), encoding="utf-8")
    arguments = ask.build_arguments(str(folder / "style.csl"), str(folder / "entries.json"), "en-US")
    answer = read_response(
        sent.restore_initials(pandoc.run_pandoc(arguments, ask.write_document(sent.request), 60)), request, APA
    )
    return [(key, each.html) for key, each in answer.entries.items()], dict(answer.clusters)


KINDS = ["book", "graphic", "motion_picture", "post", "report", "review", "software", "song", "webpage"]
GIVEN = ["Al", "Al B.", "Ann B.", "B.", "A. B.", "Jean-Paul", "Élise", "Mary Ann", "C. D. E.", "A. de C."]


@pytest.mark.parametrize("seed", range(3))
def test_the_same_as_citeproc(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311

    def someone() -> dict[str, str]:
        if chance.random() < 0.1:
            return {"literal": chance.choice(["Same", "A Group", "Other"])}
        return name(chance.choice(["Same", "Samet", "Other", "Österlund", "O’Brien", "Kolk"]), chance.choice(GIVEN))

    works = []
    for index in range(60):
        people = [someone() for _ in range(chance.randint(1, 4))]
        more: dict[str, Any] = {"issued": {"date-parts": [[chance.choice([2000, 2001])]]}} if index % 7 else {}
        if index % 9 == 0:
            more |= {"type": "chapter", "container-title": "All", "editor": [name("Same", "Ed")]}
        elif index % 9 == 1:
            more |= {"type": chance.choice(KINDS)}
        works.append(work(f"w{index}", *people, **more))
        if index % 9 == 2:
            works[-1]["editor"] = works[-1].pop("author")
    request = asked(*works)
    assert printed(request, tmp_path, ours=True) == printed(request, tmp_path, ours=False)


HYPHENED = ["J.-P.", "J. P.", "J.", "P.", "J.-M.", "K."]


def test_the_same_as_citeproc_where_initials_have_hyphens(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311
    people = [name(chance.choice(["Same", "Other"]), chance.choice(HYPHENED)) for _ in range(40)]
    request = asked(*(work(f"w{index}", one) for index, one in enumerate(people)))
    assert printed(request, tmp_path, ours=True) == printed(request, tmp_path, ours=False)


def test_initials_stand_before_a_particle(tmp_path: Path) -> None:
    kolk = {"non-dropping-particle": "van der"}
    request = asked(*(work(key, name("Kolk", given, **kolk)) for key, given in [("a", "Bessel A."), ("b", "C.")]))
    listed, clusters = printed(request, tmp_path, ours=True)
    assert clusters["@a"].text == "B. A. van der Kolk (n.d.)"
    assert dict(listed)["a"].startswith("van der Kolk, B. A. (n.d.).")


def test_initials_stand_in_running_text_and_no_sign_is_left(tmp_path: Path) -> None:
    request = asked(work("a", name("Same", "Al")), work("b", name("Same", "Jean-Paul"), name("Other", "C.")))
    listed, clusters = printed(request, tmp_path, ours=True)
    assert clusters["@b"].text == "J.-P. Same and Other (n.d.)"
    assert clusters["[@a; @b]"].text == "(A. Same, n.d.; J.-P. Same & Other, n.d.)"
    assert dict(listed)["a"].startswith("Same, A. (n.d.).")


SAME = name("Same", "A.")
LEFT = {
    "father and son": [work("a", SAME), work("b", name("Same", "A.", suffix="Jr."))],
    "a dropping particle": [work("a", SAME), work("b", name("Same", "B.", **{"dropping-particle": "van"}))],
    "no given name": [work("a", SAME), work("b", {"family": "Same"})],
    "initials run together": [work("a", SAME), work("b", name("Same", "AB"))],
    "a hyphen or none": [work("a", name("Same", "J.-P.")), work("b", name("Same", "Jean-Paul"))],
    "another script": [work("a", SAME), work("b", name("Same", "АБ"))],
    "a chapter's editor": [work("a", SAME), {"id": "b", "type": "chapter", "editor": [name("Same", "B.")]}],
    "a director": [work("a", SAME), work("b", name("Other", "B."), director=[name("Same", "B.")])],
    "a letter": [work("a", SAME), work("b", name("Same", "B."), type="personal_communication")],
    "a sign of ours in a name": [work("a", SAME), work("b", name("Same", "B.")), work("c", name("O\u2064", "C."))],
    "a sign of ours in a cluster": [work("a\u2064", SAME), work("b", name("Same", "B."))],
}  # fmt: skip


@pytest.mark.parametrize("works", LEFT.values(), ids=LEFT.keys())
def test_left_to_citeproc(works: list[dict[str, Any]]) -> None:
    request = asked(*works)
    assert preassign_initials(request, APA).request is request


def test_other_styles_are_left_alone() -> None:
    request = asked(work("a", SAME), work("b", name("Same", "B.")))
    assert preassign_initials(request, "another").request is request
    rule = replace(request, style=STYLE.replace("primary-name-with-initials", "by-cite"))
    assert preassign_initials(rule, APA).request is rule


def test_without_two_of_one_surname_nothing_is_looked_up() -> None:
    request = asked(work("a", SAME), work("b", SAME), work("c", name("Other", "AB")))
    sent = preassign_initials(request, APA)
    assert not sent.initials
    assert sent.request.entries == request.entries
    assert "disambiguate-add-givenname" not in sent.request.style
