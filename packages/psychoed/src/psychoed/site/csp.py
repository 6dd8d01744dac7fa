"""The Content-Security-Policy of a built site, and a page with it.

One policy for the site, not one for each page: a theme may load a page into another, which keeps the first's policy.
Its hashes come from the theme's own scripts and styles alone (``html_check.read_theme``), never from what stands in a
built page: what an author brings in has none, and no browser runs it.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

_CHARSET = re.compile(r"<meta\s+charset\s*=[^>]*>", re.IGNORECASE)
_BEGINNING = re.compile(r"\s*<(?:!doctype|html|head)\b", re.IGNORECASE)
_HEAD = re.compile(r"(?:\s*(?:<!doctype[^>]*>|<!--.*?-->|<html\b[^>]*>|<head\b[^>]*>))*", re.IGNORECASE | re.DOTALL)

# What scripts may put into a page as HTML, or start as a script (Trusted Types); Material does both. HTML with an
# element or attribute that could run or load something is refused, a script must be the site's own, and text never
# becomes one. The browser itself reads the HTML, into a document where nothing runs; that asks this policy again.
GUARD = (
    "if(window.trustedTypes){let e=!1;const t=({localName:t,attributes:r})=>"
    "/^(script|iframe|object|embed|base|link|meta|style|template)$/.test(t)||[...r].some(({name:t,value:r})=>"
    '/^(on|srcdoc$)/.test(t)||/^javascript:/i.test(r.replace(/[\\0- ]/g,"")));'
    'trustedTypes.createPolicy("default",{createHTML(r){if(e||!r.includes("<"))return r;e=!0;try{'
    'return[...(new DOMParser).parseFromString(r,"text/html").querySelectorAll("*")].some(t)?null:r}finally{e=!1}},'
    "createScriptURL(e){const{protocol:t,host:r}=new URL(e,location);"
    "return t===location.protocol&&r===location.host?e:null}})}"
)

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
    "require-trusted-types-for": "'script'",
    "trusted-types": "default",
}


def build_policy(scripts: Iterable[str], styles: Iterable[str], style_attributes: Iterable[str]) -> str:
    """The policy under which these inline scripts, style elements and style attributes work, and no others."""
    attributes = sorted(map(_hash, style_attributes))
    # Without 'unsafe-hashes' a hash would not do for an attribute; it allows those attributes and nothing more.
    unsafe = ["'unsafe-hashes'"] if attributes else []
    rules = {
        **_FIXED,
        "script-src": " ".join(["'self'", *sorted(map(_hash, {GUARD, *scripts}))]),
        "style-src": " ".join(["'self'", *unsafe, *sorted({*map(_hash, styles), *attributes})]),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def add_policy(page: str, rules: str) -> str:
    """The page with the policy behind its charset, before all that it rules; in one without a charset, where its head
    begins. What does not begin as a page does stays as it is. Other sites are not told which page led to them.
    """
    found = _CHARSET.search(page) or (_HEAD.match(page) if _BEGINNING.match(page) else None)
    if not found:
        return page
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(rules, quote=True)}">'
    # The policy is made of apostrophes, which may stand in an attribute as they are.
    added = meta.replace("&#x27;", "'") + f'<meta name="referrer" content="same-origin"><script>{GUARD}</script>'
    return page[: found.end()] + added + page[found.end() :]


def _hash(text: str) -> str:
    """A source's hash as browsers compute it: of its text with plain line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
