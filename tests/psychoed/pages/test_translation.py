"""Translated pages: the version of their original in front matter, and what happens to a clinician's check."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.source import SourceText
from psychoed.pages.translation import compute_digest, has_check, write_translation

ORIGINAL = SourceText("docs/bread.md", "---\nkind: practice\n---\n# Bread\n\nKnead it.\n")
CHANGED = SourceText("docs/bread.md", ORIGINAL.text.replace("Knead", "Rest"))


def page(front: str = "kind: practice\n") -> SourceText:
    return SourceText("docs/es/bread.md", f"---\n{front}---\n# Pan\n")


def test_a_new_date_in_the_original_is_no_new_version() -> None:
    dated = SourceText(ORIGINAL.path, ORIGINAL.text.replace("kind: practice", "kind: practice\nreviewed: 2026-11-01"))
    assert compute_digest(dated) == compute_digest(ORIGINAL) != compute_digest(CHANGED)


def test_the_version_is_added_to_the_front_matter_once() -> None:
    written = SourceText("docs/es/bread.md", write_translation(page(), ORIGINAL))
    assert written.text == f'---\nkind: practice\ntranslation: {{original: "{compute_digest(ORIGINAL)}"}}\n---\n# Pan\n'
    assert write_translation(written, ORIGINAL) == written.text


def test_a_check_stays_while_the_original_does() -> None:
    front = f"translation:\n  original: '{compute_digest(ORIGINAL)}'\n  checked: {{by: A. Baker, date: 2026-11-01}}\n"
    checked = page(front + "kind: practice\n")
    assert has_check(checked)
    assert write_translation(checked, ORIGINAL) == checked.text
    renewed = SourceText(checked.path, write_translation(checked, CHANGED))
    assert not has_check(renewed)
    assert renewed.text == f'---\ntranslation: {{original: "{compute_digest(CHANGED)}"}}\nkind: practice\n---\n# Pan\n'


def test_a_page_without_front_matter_is_refused() -> None:
    with pytest.raises(ValueError, match="front matter"):
        write_translation(SourceText("docs/es/bread.md", "# Pan\n"), ORIGINAL)
