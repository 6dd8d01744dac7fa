"""The Content-Security-Policy of a built site.

There is one policy for the whole site because a theme may load one page into another, which keeps the first page's
policy. Its hashes come only from the theme's own scripts and styles (``html_check.read_theme``), never from built
pages: scripts that an author adds have no hash, so browsers do not run them.
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

# What scripts may insert into a page as HTML or start as a script (Trusted Types); Material does both. HTML with an
# element or attribute that could run or load something is refused, a script must be the site's own, and text never
# becomes one. The browser parses the HTML into an inert document, which applies this policy again.
GUARD = (
    "if(window.trustedTypes){let e=!1;const t=({localName:t,attributes:r})=>"
    "/^(script|iframe|object|embed|base|link|meta|style|template)$/.test(t)||[...r].some(({name:t,value:r})=>"
    '/^(on|srcdoc$)/.test(t)||/^javascript:/i.test(r.replace(/[\\0- ]/g,"")));'
    'trustedTypes.createPolicy("default",{createHTML(r){if(e||!r.includes("<"))return r;e=!0;try{'
    'return[...(new DOMParser).parseFromString(r,"text/html").querySelectorAll("*")].some(t)?null:r}finally{e=!1}},'
    "createScriptURL(e){const{protocol:t,host:r}=new URL(e,location);"
    "return t===location.protocol&&r===location.host?e:null}})}"
)

# Nothing from other hosts, and from the site only what it has. The theme's icons are data URIs in its style sheet.
_FIXED = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "default",
}


def build_policy(scripts: Iterable[str], styles: Iterable[str], style_attributes: Iterable[str]) -> str:
    """Return the policy that allows exactly these inline scripts, style elements and style attributes."""
    attributes = sorted(map(_hash, style_attributes))
    # Without 'unsafe-hashes' a hash does not apply to attributes; it allows only the attributes with these hashes.
    unsafe = ["'unsafe-hashes'"] if attributes else []
    rules = {
        **_FIXED,
        "script-src": " ".join(["'self'", *sorted(map(_hash, {GUARD, *scripts}))]),
        "style-src": " ".join(["'self'", *unsafe, *sorted({*map(_hash, styles), *attributes})]),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def add_policy(page: str, rules: str) -> str:
    """Return the page with the policy after its charset, or at the start of its head if it has none.

    What is not a complete page is returned unchanged. The referrer policy hides the page's address from other sites.
    """
    found = _CHARSET.search(page) or (_HEAD.match(page) if _BEGINNING.match(page) else None)
    if not found:
        return page
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(rules, quote=True)}">'
    # The policy contains apostrophes only, which need no escaping in the attribute.
    added = meta.replace("&#x27;", "'") + f'<meta name="referrer" content="same-origin"><script>{GUARD}</script>'
    return page[: found.end()] + added + page[found.end() :]


def _hash(text: str) -> str:
    """Return a source's hash as browsers compute it, from its text with LF line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
