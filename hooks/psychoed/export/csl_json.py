"""Sources as CSL JSON (citation-style-language/schema, csl-data.json): pandoc's own, in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterable

from psychoed.export.record import type_of
from psychoed.style.request import CslItem


def csl_json(items: Iterable[CslItem]) -> str:
    """Items as the text of a .json file, sorted by key."""
    typed = [{**item, "type": type_of(item)} for item in items]
    listed = sorted(typed, key=lambda item: str(item["id"]))
    return json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
