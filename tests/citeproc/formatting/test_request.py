"""What pandoc is asked comes in an order that fits the style."""

from __future__ import annotations

from mkdocs_citeproc.formatting.request import build_request

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
