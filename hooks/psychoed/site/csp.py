"""The Content-Security-Policy of a built site: all its pages in, one policy out, and a page with it.

One policy for the site, not one for each page: a theme may load a page into another, which keeps the first's policy.
Elements and attributes are found by patterns, which may take an example in a comment for the real thing: then the
policy allows what nobody runs. They leave nothing out, as a browser would then leave it out as well.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

_ELEMENT = re.compile(
    r"<(?P<tag>script|style)\b(?P<attributes>[^>]*)>(?P<text>.*?)</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE
)
_STYLED = re.compile(r"""<[a-z][^<>]*?\sstyle\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""", re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?(?P<type>[^"'\s>]*)""", re.IGNORECASE)
_CHARSET = re.compile(r"<meta\s+charset\s*=[^>]*>", re.IGNORECASE)
_BEGINNING = re.compile(r"\s*<(?:!doctype|html|head)\b", re.IGNORECASE)
_HEAD = re.compile(r"(?:\s*(?:<!doctype[^>]*>|<!--.*?-->|<html\b[^>]*>|<head\b[^>]*>))*", re.IGNORECASE | re.DOTALL)

# What a browser runs or obeys (HTML standard, "script" element); any other type is data and needs no leave.
_RUN = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}

# Nothing from elsewhere, and from the site itself only what it has. The theme's icons are pictures in its style sheet.
_FIXED = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def policy(pages: Iterable[str]) -> str:
    """The strictest policy under which all of ``pages``, whole HTML texts, still work."""
    scripts: set[str] = set()
    styles: set[str] = set()
    attributes: set[str] = set()
    for page in pages:
        for found in _ELEMENT.finditer(page):
            if found["tag"].lower() == "style":
                styles.add(_hash(found["text"]))
            elif found["text"] and _type(found["attributes"]) in _RUN:
                scripts.add(_hash(found["text"]))
        for found in _STYLED.finditer(page):
            attributes.add(_hash(html.unescape(found["double"] or found["single"] or "")))
    # Without 'unsafe-hashes' a hash would not do for an attribute; it allows those attributes and nothing more.
    unsafe = ["'unsafe-hashes'"] if attributes else []
    rules = {
        **_FIXED,
        "script-src": " ".join(["'self'", *sorted(scripts)]),
        "style-src": " ".join(["'self'", *unsafe, *sorted(styles | attributes)]),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def with_policy(page: str, rules: str) -> str:
    """The page with the policy behind its charset, before all that it rules; in one without a charset, where its head
    begins. What does not begin as a page does stays as it is.
    """
    found = _CHARSET.search(page) or (_HEAD.match(page) if _BEGINNING.match(page) else None)
    if not found:
        return page
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(rules, quote=True)}">'
    # The policy is made of apostrophes, which may stand in an attribute as they are.
    return page[: found.end()] + meta.replace("&#x27;", "'") + page[found.end() :]


def _type(attributes: str) -> str:
    found = _TYPE.search(attributes)
    return found["type"].lower() if found else ""


def _hash(text: str) -> str:
    """A source's hash as browsers compute it: of its text with plain line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
