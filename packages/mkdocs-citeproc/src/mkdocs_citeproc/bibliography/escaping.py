"""Characters in a value that do not print as themselves: HTML, which BibTeX does not support, and LaTeX commands."""

from __future__ import annotations

import re
from html import unescape

ENTITY = re.compile(r"&(?:amp;)*(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
TAG = re.compile(r"</?(?:mml:|jats:)?(?:(?<=:)[\w-]+|em|italic|bold|strong|u|scp|p|br|div|title)\b[^<>]*>")
LATEX_FOR = {"em": "textit", "italic": "textit", "sub": "textsubscript", "sup": "textsuperscript"}
"""LaTeX command for each supported tag of HTML or JATS; other tags have no meaning in a reference."""

_PERCENT = re.compile(r"(?<!\\)%")
_NUMBERED = re.compile(r"(?<!\\)#\d")
_DOLLAR = re.compile(r"(?<!\\)\$")


def find_letter(entity: str) -> str:
    """Return the character of an HTML entity, even if escaped twice: ``&amp;#246;`` → ö."""
    inner = re.sub(r"^&(?:amp;)+(?=.+;)", "&", entity)
    return unescape(inner)


def escape(text: str) -> str:
    """Escape ``text`` so that each character prints as itself; braces, which cannot be escaped, become brackets."""
    named = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "{": "[", "}": "]"}
    return "".join(named.get(sign, f"\\{sign}" if sign in "&%$#_" else sign) for sign in text)


def find_odd_character(value: str) -> tuple[str, str] | None:
    """Find the first thing in ``value`` that does not print as itself; return its effect, as a verb, and a fix."""
    if found := ENTITY.search(value):
        prints = "prints nothing" if "#" in found[0] else f"prints '{found[0]}'"
        return prints, f"Write {escape(find_letter(found[0]))} instead of {found[0]}"
    if found := TAG.search(value):
        name = found[0].strip("</>").split()[0].split(":")[-1]
        write = f"Write \\{LATEX_FOR[name]}{{…}}" if name in LATEX_FOR else "Remove the tags"
        return f"prints the tag '{found[0]}'", write
    if _PERCENT.search(value):
        return "prints nothing from '%' on", r"Write \%"
    if _NUMBERED.search(value):
        return "prints nothing, for the '#' in it", r"Write \#"
    if len(_DOLLAR.findall(value)) % 2:
        return "prints nothing, for the '$' in it", r"Write \$"
    return None
