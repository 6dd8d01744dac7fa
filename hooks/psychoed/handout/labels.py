"""Labels in plain words and the names made of them."""

from __future__ import annotations

import re
import unicodedata

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CITATION = re.compile(r"\s*\[[^\]\[]*(?<![\w\\])-{0,2}@[^\]\[]*\]")
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKS = re.compile(r"<[^<>]+>|\{:?[ ]*[#.][^{}]*\}|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`|\\(?=\W)")
_SENTENCE = re.compile(r"[.?!…]['\"”’)*_]*\s+")
_LIMIT = 60


def plain(markdown: str) -> str:
    """The words of a piece of Markdown, on one line, without marks, citations and a colon at the end."""
    text = _LINK.sub(r"\g<text>", _CITATION.sub("", _COMMENT.sub("", markdown)))
    return " ".join(_MARKS.sub("", text).split()).rstrip(" :")


def last_sentence(text: str) -> int:
    """The offset at which the last sentence of ``text`` begins."""
    ends = [match.end() for match in _SENTENCE.finditer(text) if match.end() < len(text.rstrip())]
    return ends[-1] if ends else len(text) - len(text.lstrip())


def slug(label: str) -> str:
    """``label`` as an address: small letters, digits and hyphens, never empty."""
    letters = unicodedata.normalize("NFKD", label.replace("–", "-")).lower()
    words = re.sub(r"[^\w-]+", "-", "".join(sign for sign in letters if not unicodedata.combining(sign)))
    return f"f-{re.sub('-+', '-', words).strip('-_')[:_LIMIT] or 'field'}"
