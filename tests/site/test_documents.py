"""Links between this repository's documents lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.site import ROOT


def places(text: str) -> set[str]:
    """The anchors of a Markdown file's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize(
    "path", [*ROOT.glob("*.md"), *ROOT.glob("decisions/*.md"), ROOT / "hooks" / "README.md"], ids=str
)
def test_links_between_our_own_papers_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link or link.startswith("mailto:"):
            continue
        to, _, place = link.partition("#")
        target = (path.parent / to).resolve() if to else path
        assert target.exists(), link
        if place and target.suffix == ".md" and "docs" not in target.parts:
            assert place in places(target.read_text(encoding="utf-8")), link
