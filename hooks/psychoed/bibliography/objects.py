"""What came as JSON from elsewhere, whatever it holds."""

from __future__ import annotations

from typing import Any


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, all else in it left out; none where it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
