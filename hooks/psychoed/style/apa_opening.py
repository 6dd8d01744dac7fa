"""A name at the beginning of a sentence: *Van der Kolk (2014) found*, but *as van der Kolk (2014) found* (6.14, 9.8).

Where a citation stands is known only on the finished page. Clusters are known by the tag they open with, which is ours
to the letter (``style/result.py``) and in code stands escaped.
"""

from __future__ import annotations

import re

_LOOK_BACK = 160
_CLUSTER = re.compile(
    r'(?P<tags><span class="citation" data-cites="[^"]*"[^>]*>(?:<a [^>]*>)?)(?P<word>[^\W\d_A-Z]+)(?=[\s’\'])'
)
_INLINE = re.compile(r"<(?:em|strong|a|span|mark|q|abbr)\b[^>]*>$")
_BLOCK = re.compile(r"<(?:p|li|td|th|dd|dt|div|blockquote|figcaption|caption|summary|h[1-6]|br)\b[^>]*>$")
_SENTENCE_END = re.compile(r"(?P<word>[\w.]*)[.!?…][”’\"')\]]*(?:</[a-z]+>)*\s+$")
_ABBREVIATIONS = frozenset("e.g i.e cf al vs p pp fig no vol ed eds dr mr ms mrs st ca approx".split())  # noqa: SIM905


def _begins_a_sentence(before: str) -> bool:
    """Whether what follows this HTML begins a sentence."""
    before = before.rstrip("“‘\"'")
    while inline := _INLINE.search(before):
        before = before[: inline.start()]
    if not before.strip() or _BLOCK.search(before.rstrip()):
        return True
    end = _SENTENCE_END.search(before)
    return end is not None and end["word"].casefold() not in _ABBREVIATIONS


def capital_at_sentence_start(html: str) -> str:
    """A page's HTML with a capital for each name that a sentence begins with; in brackets none ever does."""

    def mended(cluster: re.Match[str]) -> str:
        before = html[max(0, cluster.start() - _LOOK_BACK) : cluster.start()]
        word = cluster["word"]
        return cluster["tags"] + (
            word[:1].upper() + word[1:] if word.islower() and _begins_a_sentence(before) else word
        )

    return _CLUSTER.sub(mended, html)
