"""What pandoc is asked comes in an order that fits the style."""

from __future__ import annotations

from mkdocs_citeproc.formatting.request import EVERY, build_request, split_request

ITEMS = [{"id": key} for key in ("a", "b", "c")]
AUTHOR, NUMERIC, NOTE = (f'<category citation-format="{kind}"/>' for kind in ("author-date", "numeric", "note"))


def test_by_author_and_date_the_order_of_pages_changes_nothing() -> None:
    one = build_request(["[@b]", "[@a; @c]", "[@b]"], ITEMS, AUTHOR, "en-US")
    assert one == build_request(["[@a; @c]", "[@b]"], reversed(ITEMS), AUTHOR, "en-US")
    assert one.clusters == ("[@a; @c]", "[@b]")


def test_by_number_works_count_as_they_are_first_cited() -> None:
    asked = build_request(["[@c, p. 3]", "[@a; @c]", "[@c, p. 3]"], ITEMS, NUMERIC, "en-US")
    assert asked.clusters == ("[@c, p. 3]", "[@a; @c]")
    assert [entry["id"] for entry in asked.entries] == ["c", "a", "b"]


def test_each_part_cites_every_work_first() -> None:
    asked = build_request([f"[@a, p. {page}]" for page in range(1000)], ITEMS, NUMERIC, "en-US")
    shared = split_request(asked, 3)
    assert [part.texts[0] for part in shared] == ["[@{a}; @{b}; @{c}]"] * 3
    assert sorted(text for part in shared for text in part.clusters if text != EVERY) == sorted(asked.clusters)


def test_few_clusters_and_notes_are_left_whole() -> None:
    few = build_request(["[@a]"], ITEMS, AUTHOR, "en-US")
    many = build_request([f"[@a, p. {page}]" for page in range(1000)], ITEMS, NOTE, "en-US")
    assert split_request(few, 8) == [few]
    assert split_request(many, 8) == [many]
