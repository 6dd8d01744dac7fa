"""In-text citations in APA 7 for which pandoc's syntax has no form, rewritten in forms that pandoc reads.

Each function takes a cluster's canonical text and returns the text for pandoc; ``citation_ast.py`` completes the fix in
pandoc's output. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from itertools import pairwise

from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, Terms
from mkdocs_citeproc.citations.grammar import KEY, Citation, Form, match_cluster

PIN = "\u2060"
"""A word joiner as a citation's prefix: processors do not sort citations with a prefix. It is removed later."""

SECONDHAND = f"{PIN},"
"""Prefix of a citation that continues the one before it, with a comma instead of a semicolon."""

_POSSESSIVE = re.compile(rf"(?P<cite>{KEY.pattern}) ?\[(?P<mark>['’]s?)(?:, ?| ?(?=[;\]]))")
_ALONE = re.compile(r"^\[-(?=-@[^;]+\])")

_WORDS = {
    "fig.": "Figure", "figs.": "Figures", "sec.": "Section", "secs.": "Sections", "vol.": "Vol.", "vols.": "Vols.",
    "l.": "line", "ll.": "lines", "v.": "verse", "vv.": "verses",
}  # fmt: skip
_SHORT_WORD = re.compile(r"(?P<lead>[,\[] ?)(?P<word>figs?\.|secs?\.|vols?\.|ll?\.|vv?\.) (?=\d)", re.IGNORECASE)
# 10:15, 1.3.36; 1 Cor. 13:1; Figure 3, Vol. 2, John 3:16; lines 5-8, § 3
_NO_PAGE = r"(?:\d+[:.]\d|\d [A-Z]|[^\W\d_a-zà-ÿ][^\W\d_]+\.? |(?:{words}|§§?) ?(?=\d))[^;\]]*"
_UNCOUNTED = ("line", "lines", "verse", "verses")

_CITED_IN = re.compile(
    r"\b(?:(?:cited|quoted|described|discussed|reported|reprinted) in|zitiert (?:nach|in)|zit\. (?:nach|n\.)"
    r"|citad[oa]s? (?:en|por)|cités? (?:dans|par)|citées? (?:dans|par))(?!\w)"
)


def find_possessive(cluster: str) -> str:
    """Return ``’s`` if the cluster has the form ``@key ['s]``, else ''."""
    found = _POSSESSIVE.match(cluster)
    return found["mark"].replace("'", "’") if found else ""


def remove_possessive(cluster: str) -> str:
    """Rewrite ``@key ['s, p. 3]`` as ``@key [p. 3]``; pandoc would print the *’s* after the year."""
    if not (found := _POSSESSIVE.match(cluster)):
        return cluster
    rest = cluster[found.end() :].strip()
    return found["cite"] if rest == "]" else f"{found['cite']} [{rest}"


def is_locator_alone(cluster: str) -> bool:
    """Return whether the cluster is ``[--@key, p. 3]``: only the page, after a quotation with a named source (8.25)."""
    return bool(_ALONE.match(cluster))


def add_year(cluster: str) -> str:
    """Rewrite ``[--@key, p. 3]`` as ``[-@key, p. 3]``."""
    return _ALONE.sub("[", cluster, count=1)


def _as_written(place: str) -> str:
    return re.sub(r"(?<=\d)--?(?=\d)", "–", place)


def fix_locators(cluster: str, terms: Terms = ENGLISH_TERMS) -> str:
    """A time stamp, verse or *Figure 3* stands as written (8.13, 8.28): pandoc takes numbers for pages ("p. 10:15").

    An empty locator, ``@key{}``, tells pandoc that there is none.
    """
    cluster = _SHORT_WORD.sub(
        lambda found: f"{found['lead']}{terms.translate(_WORDS[found['word'].lower()])} ", cluster
    )
    words = "|".join(re.escape(word) for each in _UNCOUNTED for word in dict.fromkeys((terms.translate(each), each)))
    place = rf"(?P<place>{_NO_PAGE.replace('{words}', words)})"
    after_key = re.compile(rf"(?P<cite>{KEY.pattern}), {place}")
    in_bracket = re.compile(rf"(?P<cite>{KEY.pattern}) ?\[{place}")
    cluster = after_key.sub(lambda found: f"{found['cite']}{{}}, {_as_written(found['place'])}", cluster)
    return in_bracket.sub(lambda found: f"{found['cite']} [{{}}, {_as_written(found['place'])}", cluster, count=1)


def _continued(before: str) -> str | None:
    """Rewrite the text between two keys of one part, ``, p. 3, as cited in ``, so that the second has its own part."""
    place, _, words = before.rpartition(",")
    return f"{place}; {SECONDHAND} {words.strip()} " if words.strip() else None


def _between(before: str, *, narrative: bool, pinned: bool) -> str:
    """Rewrite the text between two keys so that pandoc prints both and sorts neither."""
    head, semicolon, prefix = before.rpartition(";")
    if semicolon:
        return f"{head}; {PIN} {prefix.lstrip()}" if pinned else before
    if not narrative:
        return _continued(before) or before
    bracket, _, inside = before.partition("[")
    if _CITED_IN.search(inside) and (continued := _continued(inside)):
        return f"{bracket}[{continued}"
    return f"{bracket}[; {PIN} {inside}"


def _key(cluster: str, citation: Citation) -> tuple[int, int]:
    """Return the start of a citation's key, including a hyphen before it, and its end."""
    start = citation.at - (citation.form is Form.YEAR_ONLY)
    found = KEY.match(cluster, start)
    return start, found.end() if found else start


def fix_order_of_works(cluster: str) -> str:
    """Make ``[@a, as cited in @b]`` and ``@a [p. 3; @b]`` print both works, in the order written (8.6, 8.12).

    Pandoc drops *a* from the first and sorts the second. In brackets APA sorts works too, so only a cluster with a
    secondary source keeps its order there.
    """
    span = match_cluster(cluster, 0)
    if not span or len(span.citations) < 2:
        return cluster
    narrative = not cluster.startswith("[")
    keys = [_key(cluster, citation) for citation in span.citations]
    gaps = [cluster[end:start] for (_, end), (start, _) in pairwise(keys)]
    pinned = narrative or any(";" not in gap for gap in gaps)
    text = cluster[: keys[0][1]]
    if pinned and not narrative and ";" in cluster:
        text = f"[{PIN} {text.removeprefix('[')}"
    for index, (gap, (start, end)) in enumerate(zip(gaps, keys[1:], strict=True)):
        text += _between(gap, narrative=narrative and index == 0, pinned=pinned) + cluster[start:end]
    return text + cluster[keys[-1][1] :]
