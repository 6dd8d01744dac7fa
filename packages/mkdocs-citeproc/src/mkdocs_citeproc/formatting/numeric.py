"""Styles that cite by numbers: in running text they print *Gordon and Ziv [1]*, where pandoc prints only *[1]*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.formatting.render import SPACE, Node, make_word
from mkdocs_citeproc.formatting.request import CslItem

_MAKERS = ("author", "editor", "director", "composer", "translator")


def is_numeric_style(style: str) -> bool:
    """Return whether a CSL style cites by numbers."""
    return 'citation-format="numeric"' in style


def _surname(name: dict[str, Any]) -> str:
    if "literal" in name:
        return str(name["literal"])
    particle = name.get("non-dropping-particle", name.get("dropping-particle", ""))
    return f"{particle} {name.get('family', '')}".strip()


def get_authors(item: CslItem, terms: Terms = ENGLISH_TERMS) -> str:
    """*Gordon*, *Gordon and Ziv*, *Gordon et al.*; nothing for a work without any."""
    names = [_surname(name) for name in next((item[role] for role in _MAKERS if item.get(role)), [])]
    if len(names) > 2 or "others" in names[1:]:
        return f"{names[0]} {terms.translate('et al.')}"
    return f" {terms.translate('and')} ".join(names)


def name_in_running_text(inlines: list[Node], items: Sequence[CslItem], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*Gordon and Ziv (1)*, before a raised number without a space."""
    names = get_authors(items[0], terms) if items else ""
    if not names or not inlines:
        return inlines
    words = [part for each in names.split() for part in (SPACE, make_word(each))][1:]
    inner = inlines[0]["c"][1][:1] if inlines[0]["t"] == "Link" else []
    raised = any(node["t"] == "Superscript" for node in (inlines[0], *inner))
    return [*words, *([] if raised else [SPACE]), *inlines]
