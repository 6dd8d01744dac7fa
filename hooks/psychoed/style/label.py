"""What running text calls a source, *Ashar et al., 2021*: for names of links, where the whole reference is too long."""

from __future__ import annotations

import re

from psychoed.bibliography.entry import CiteKey
from psychoed.style.result import Formatted

# Of pandoc's rule for keys that need no braces (MANUAL, citation-syntax) what surely needs none.
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_]|[:.#$%&+?<>~/-](?=[A-Za-z0-9_]))*")


def naming(key: CiteKey) -> str:
    """The cluster that cites this key and says nothing else; formatted with all others, it prints the label."""
    return f"[@{key}]" if _PLAIN_KEY.fullmatch(key) else f"[@{{{key}}}]"


def label(formatted: Formatted, key: CiteKey) -> str:
    """What running text calls ``key``, without brackets; the key itself where the style prints no words, only [1]."""
    printed = formatted.clusters.get(naming(key))
    words = re.sub(r"^[(\[]|[)\]]$", "", printed.text.strip()) if printed else ""
    return words if any(sign.isalpha() for sign in words) else str(key)
