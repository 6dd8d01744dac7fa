"""What is kept for reading offline, and that its version changes exactly when something kept does."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from psychoed.site.offline import choose_cached_files, render_service_worker

PAGES = [("", "cached"), ("signs/", "fresh"), ("now/", "fresh"), ("offline/", "cached"), ("sheets/card/", "dated")]
FILES = {
    "index.html": "a",
    "signs/index.html": "b",
    "now/index.html": "c",
    "offline/index.html": "d",
    "sheets/card/index.html": "e",
    "sheets/card/card-a4.pdf": "f",
    "404.html": "g",
    "old/index.html": "h",
    "assets/site.css": "i",
    "assets/javascripts/bundle.1a2b.min.js": "j",
    "assets/javascripts/lunr/min/lunr.de.min.js": "k",
    "assets/javascripts/bundle.1a2b.min.js.map": "l",
    "assets/text.woff2": "m",
    "assets/card.png": "n",
    "search/search_index.json": "o",
    "references.bib": "p",
    "pages.json": "q",
    "sw.js": "r",
}


def test_pages_with_all_they_need_are_kept_and_nothing_else() -> None:
    keep = choose_cached_files(FILES, PAGES)
    assert tuple(keep.files) == (
        "",
        "assets/javascripts/bundle.1a2b.min.js",
        "assets/site.css",
        "assets/text.woff2",
        "now/",
        "offline/",
        "search/search_index.json",
        "sheets/card/",
        "signs/",
    )
    assert keep.fresh == ("now/", "signs/")
    assert keep.marked == ("now/", "sheets/card/", "signs/")
    assert keep.offline == "offline/"


def test_a_site_without_an_offline_page_says_so() -> None:
    assert choose_cached_files({"index.html": "a"}, [("", "cached")]).offline == ""


def test_pages_without_folders_are_kept_by_their_files() -> None:
    keep = choose_cached_files({"index.html": "a", "b.html": "c"}, [("", "cached"), ("b.html", "fresh")])
    assert keep.files == {"": "a", "b.html": "c"}


@given(some.sampled_from(sorted(FILES)))
def test_the_version_changes_with_what_is_kept_and_only_then(path: str) -> None:
    keep = choose_cached_files(FILES, PAGES)
    changed = choose_cached_files({**FILES, path: "changed"}, PAGES)
    address = path.removesuffix("index.html")
    assert (changed.version != keep.version) == (address in keep.files)


def test_a_file_is_told_from_one_of_another_build_by_its_digest() -> None:
    digests = {"index.html": "0123456789abcdef", "assets/site.css": "fedcba9876543210"}
    assert choose_cached_files(digests, [("", "cached")]).files == {
        "": "0123456789ab",
        "assets/site.css": "fedcba987654",
    }


def test_the_page_that_all_pages_lead_to_is_fresh_and_marked_whatever_its_kind() -> None:
    keep = choose_cached_files(FILES, PAGES, safety="offline/")
    assert "offline/" in keep.fresh
    assert "offline/" in keep.marked


def test_the_order_of_the_files_does_not_matter() -> None:
    assert choose_cached_files(dict(reversed(FILES.items())), reversed(PAGES)) == choose_cached_files(FILES, PAGES)


def test_the_program_gets_its_data() -> None:
    made = render_service_worker("// why\nconst SITE = {};\nrun();\n", choose_cached_files(FILES, PAGES))
    data = re.search(r"^const SITE = (.*);$", made, re.MULTILINE)
    assert data
    assert json.loads(data[1])["fresh"] == ["now/", "signs/"]
    assert made.startswith("// why\n")
    assert made.endswith("\nrun();\n")


def test_a_program_without_a_place_for_it_is_refused() -> None:
    with pytest.raises(ValueError, match="no line"):
        render_service_worker("run();", choose_cached_files(FILES, PAGES))
