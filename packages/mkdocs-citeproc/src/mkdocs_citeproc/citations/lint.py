"""Checks of citations: malformed clusters, and quotations without a page.

Quotations follow the APA Publication Manual, 7th ed., 8.25-8.28. A quotation is a block quote, or at least eight words
in quotation marks. Its citation directly follows it, or comes before it in the same sentence or, for a block quote, in
the sentence that introduces it. The locator may be in either, or follow as ``(p. 3)``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.citations.grammar import CITE_START, KEY
from mkdocs_citeproc.citations.mask import report_too_many_brackets
from mkdocs_citeproc.citations.scan import LocatedCluster, PageScan
from mkdocs_citeproc.problems import Code, Problem

_CLUSTER = "\x01"  # stands for the characters of a well-formed cluster
_BRACKET = re.compile(r"\[(?<![\]@\\]\[)(?!\^)(?P<inside>(?:\\.|[^\[\]\n\\]|\n(?![ \t]*\n))*)(?P<close>\]?)")
# What may be of any length ends at the sign with which the next match could begin, so that no place is read twice.
_LATEX = re.compile(r"\\[a-zA-Z]{0,20}?cite[a-zA-Z]{0,20}\*?(?:\[[^\[\]\\\n]*\]){0,3}\{(?P<keys>[^{}\n]+)\}")
_AT_BRACKET = re.compile(r"@\[(?P<key>[^\[\]\s]+)\]")
_SPACED = re.compile(r"\[-?@[ \t]+(?P<key>[\w:.-]+)")
_IN_PARENTHESES = re.compile(r"\((?P<cluster>-?@[\w{][^()\[\]\n]*)\)")
# What may follow a key where only a citation is meant: ", p. 3"; "(@key's work)" is a bracket of the sentence.
_LOCATOR_ALONE = re.compile(r"(?:,\s*(?:[^\W\d_]+\.?\s+|[§¶]+\s*)?\d[\d\s,–-]*)?")
_BRACES_OPEN = re.compile(r"@\{[^{}\s]*(?=[\s\]]|$)")


def _bracket_hint(inside: str, *, closed: bool, linked: bool) -> tuple[str, str]:
    """Describe the mistake in a bracket that contains a key but is not a cluster."""
    if linked:
        return "a citation can't be inside a link's text", "Put the citation after the link."
    if not closed:
        return "this citation's bracket is never closed", "Close it with ']' in the same paragraph."
    if inside.rstrip().endswith(";") or ";;" in inside.replace(" ", ""):
        return "a part of this citation is empty", "Delete the extra ';'."
    return (
        "a part of this citation has no key",
        "Between semicolons each part needs its @key: '[@one; see also @two]'.",
    )


def _in_brackets(scan: PageScan, masked: str, known: Collection[str]) -> list[Problem]:
    problems = []
    for bracket in _BRACKET.finditer(masked):
        inside, after = bracket["inside"], masked[bracket.end() : bracket.end() + 1]
        where = scan.source.at(bracket.start())
        linked = bool(bracket["close"]) and after == "("
        image = masked[bracket.start() - 1 : bracket.start()] == "!" and after in ("(", "[")
        if image or after == "{":
            continue  # an image's alternative text, or a span with attributes: their citations are printed
        bare = any(KEY.match(inside, cite.start()) for cite in CITE_START.finditer(inside))
        if bare or (linked and _CLUSTER in inside):
            message, hint = _bracket_hint(inside, closed=bool(bracket["close"]), linked=linked)
            code = Code.CITATION_IN_LINK if linked else Code.MALFORMED_CLUSTER
            problems.append(Problem(code, where, message, hint))
        elif inside.strip() in known and bracket["close"] and after not in ("(", "[", ":"):
            key = inside.strip()
            problems.append(
                Problem(Code.MALFORMED_CLUSTER, where, f"'[{key}]' is not a citation", f"Write '[@{key}]'.")
            )
    return problems


def _elsewhere(scan: PageScan, masked: str) -> list[Problem]:
    at = scan.source.at

    def malformed(match: re.Match[str], message: str, hint: str) -> Problem:
        return Problem(Code.MALFORMED_CLUSTER, at(match.start()), message, hint)

    problems = []
    for match in _LATEX.finditer(masked):
        keys = "; ".join(f"@{key.strip()}" for key in match["keys"].split(","))
        problems.append(malformed(match, "this is a LaTeX citation", f"Write '[{keys}]'."))
    for match in _AT_BRACKET.finditer(masked):
        problems.append(malformed(match, "the @ is outside the bracket", f"Write '[@{match['key']}]'."))
    for match in _SPACED.finditer(masked):
        problems.append(malformed(match, "there is a space between @ and its key", f"Write '[@{match['key']}]'."))
    for match in _BRACES_OPEN.finditer(masked):
        if not KEY.match(masked, match.start()):
            problems.append(malformed(match, "the braces of this key are never closed", "Write '@{odd.key}'."))
    return problems


_JOINED = re.compile(r"\s*([,/-])\s*-?")
_SIGNS = {",": "a comma", "/": "a slash", "-": "a hyphen"}


def _in_clusters(found: LocatedCluster, text: str) -> list[Problem]:
    """Two keys with a comma, slash or hyphen between them: pandoc would print one inside the other's locator."""
    problems = []
    for first, second in zip(found.span.citations, found.span.citations[1:], strict=False):
        between = text[found.span.start + first.at : found.span.start + second.at]
        gap = between.removeprefix(f"@{first.key}").removeprefix(f"@{{{first.key}}}")
        if sign := _JOINED.fullmatch(gap):
            where = found.source.at(found.span.start + second.at)
            message = f"there is {_SIGNS[sign[1]]} between '{first.key}' and '{second.key}'"
            hint = f"Separate citations with a semicolon: '[@{first.key}; @{second.key}]'."
            problems.append(Problem(Code.MALFORMED_CLUSTER, where, message, hint))
    return problems


def find_malformed(scan: PageScan, known: Collection[str]) -> list[Problem]:
    """Find text that was surely meant to cite but does not; ``known`` are the keys of the bibliography."""
    problems = report_too_many_brackets(scan.source)
    rest = list(scan.masked)
    for found in scan.found:
        problems += _in_clusters(found, scan.masked)
        cluster = scan.masked[found.span.start : found.span.end]
        if "[" in cluster:  # a bare @key may still be in a bracket with a mistake
            rest[found.span.start : found.span.end] = _CLUSTER * len(cluster)
    left = "".join(rest)
    problems += _in_brackets(scan, left, known) + _elsewhere(scan, left)
    for match in _IN_PARENTHESES.finditer(scan.masked):
        if not all(map(_is_citation_alone, match["cluster"].split(";"))):
            continue
        where = scan.source.at(match.start())
        hint = f"The citation prints its own brackets: write '[{match['cluster']}]'."
        problems.append(
            Problem(
                Code.MALFORMED_CLUSTER,
                where,
                "a citation in round brackets would be printed in two pairs of brackets",
                hint,
            )
        )
    return problems


def _is_citation_alone(part: str) -> bool:
    key = KEY.match(part.strip())
    return key is not None and _LOCATOR_ALONE.fullmatch(part.strip()[key.end() :].strip()) is not None


_FEWEST_WORDS = 8
_NEAR = 2000
"""Number of characters before a quotation in which to look for the start of its sentence."""
_LINE_END = r"\n(?![ \t>]*\n)"
_IN_MARKS = re.compile(
    rf"“(?:[^“”\n]|{_LINE_END})*”|«(?:[^«»\n]|{_LINE_END})*»|„(?:[^„“”\n]|{_LINE_END})*[“”]"
    rf'|"(?<![\w"“”\\]")(?=[^\s"])(?:[^"\n]|{_LINE_END})*(?<=\S)"(?!\w)'
)
_BLOCK = re.compile(r"^[ \t]*>.*(?:\n(?!(?:[ \t]*>)?[ \t]*\n)[^\n]+|\n[ \t]*>[^\n]*)*", re.MULTILINE)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s|\n[ \t>]*\n")
# Text between a quotation and what belongs to it: its final punctuation, and the beginning of a line.
_BETWEEN = re.compile(r"[\s.,;:!?…\"'”’»*_>\0]*(?:[—–-]+\s*)?")
_UNDER = re.compile(r"[\s>\0]*[—–-]*\s*")

_TERMS = (
    "abstract|act|app|appendix|appendices|bk|book|caption|chap|chaps|chapter|chapters|ch|col|conclusions?|cover|discussion"
    "|ed|fig|figs|figure|fn|fol|footnote|introduction|l|line|lines|ll|loc|method|methods|minute|no|note|p|page|pages|para"
    "|paragraph|paragraphs|paras|part|pp|preface|results|sec|section|sections|secs|slide|slides|summary|supplement|table"
    "|tables|track|transcript|v|verse|vol|vv"
)
_NUMERAL = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?<=[ivxlc])\b"
_LOCATOR = re.compile(
    rf"\d|[§¶]|\b(?:{_TERMS})\b\.?(?=\s*{_NUMERAL}|\s*\]|\s*$)|[\[,]\s*{_NUMERAL}|\b(?:{_TERMS})\.", re.IGNORECASE
)
_PARENTHETICAL = re.compile(r"\((?:p|pp|para|paras|chap|fig|table|sec|vol|slide|§|\d+:\d\d)[^()\n]*\)", re.IGNORECASE)
_SILENCED = re.compile(r"<!--\s*quote-without-page:\s*\w.*?-->")


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quotation from ``start`` to ``end``; its citations may come after ``lead`` or after ``end``."""

    start: int
    end: int
    lead: int
    is_block: bool


def find_quotations_without_page(scan: PageScan, paged: Collection[CiteKey]) -> list[Problem]:
    """Report citations of quotations that lack a page and cite a work with pages (``paged``)."""
    problems = {}
    for quote in (*_in_marks(scan), *_blocks(scan)):
        own = _find_citations(scan, quote)
        lacking = [found for found in own if not set(paged).isdisjoint(found.span.keys)]
        located = any(map(has_locator, own)) or _PARENTHETICAL.match(scan.masked, _find_citation_start(scan, quote))
        if lacking and not located and not _is_silenced(scan, quote):
            problems[lacking[0].span.start] = _problem(lacking[0])
    return list(problems.values())


def has_locator(found: LocatedCluster) -> bool:
    """Return whether a cluster has a locator: a number, a numeral after a comma, or a word such as *Abstract*."""
    return _LOCATOR.search(KEY.sub("", found.text)) is not None


def _in_marks(scan: PageScan) -> Iterator[_Quote]:
    for match in _IN_MARKS.finditer(scan.masked):
        if len(_WORD.findall(KEY.sub("", match[0]))) >= _FEWEST_WORDS:
            yield _Quote(match.start(), match.end(), _sentence_start(scan.masked, match.start()), is_block=False)


def _blocks(scan: PageScan) -> Iterator[_Quote]:
    for match in _BLOCK.finditer(scan.masked):
        before = scan.masked[max(0, match.start() - _NEAR) : match.start()].rstrip()
        end_before = max(0, match.start() - _NEAR) + len(before)
        lead = _sentence_start(scan.masked, end_before) if before.endswith(":") else match.start()
        end = match.start() + len(match[0].rstrip("\n \t>\0"))
        yield _Quote(match.start(), end, lead, is_block=True)


def _sentence_start(text: str, at: int) -> int:
    """Return the start of the sentence that contains ``at``."""
    begin = max(text.rfind("\n\n", max(0, at - _NEAR), at), at - _NEAR, 0)
    return max((match.end() for match in _SENTENCE_END.finditer(text, begin, at)), default=begin)


def _find_citations(scan: PageScan, quote: _Quote) -> list[LocatedCluster]:
    """Return the citations of a quotation: the one after it first, then the nearest of those that introduce it."""
    near = _list_clusters(scan, quote.lead, quote.end)
    after: list[LocatedCluster] = []
    if quote.is_block:  # the citation may be its last words
        after = [each for each in near if _BETWEEN.fullmatch(scan.masked, each.span.end, quote.end)]
    behind = _find_citation_start(scan, quote)
    after = after or [each for each in _list_clusters(scan, behind, behind + 1) if each.span.start == behind]
    return [*after, *reversed([each for each in near if each.span.start < quote.start])]


def _list_clusters(scan: PageScan, start: int, end: int) -> tuple[LocatedCluster, ...]:
    """Return the citations that begin in the range from ``start`` up to ``end``."""
    first, last = (bisect_left(scan.found, at, key=lambda found: found.span.start) for at in (start, end))
    return scan.found[first:last]


def _find_citation_start(scan: PageScan, quote: _Quote) -> int:
    """Return where a citation directly after the quotation would begin."""
    match = (_UNDER if quote.is_block else _BETWEEN).match(scan.masked, quote.end)
    gap = scan.masked[quote.end : match.end()] if match else ""
    return quote.end + len(gap) if quote.is_block or not re.search(r"\n[ \t>]*\n", gap) else quote.end


def _is_silenced(scan: PageScan, quote: _Quote) -> bool:
    """Return whether a comment with a reason precedes the quotation or its paragraph, or is between them."""
    text = scan.source.text
    near = max(0, quote.start - _NEAR)
    paragraph = text.rfind("\n\n", near, quote.start)
    line_above = text.rfind("\n", near, max(paragraph, near)) + 1
    return _SILENCED.search(text, line_above, quote.start) is not None


def _problem(found: LocatedCluster) -> Problem:
    key = found.span.citations[0].key
    written = f"[@{key}, p. 14]" if found.text.startswith("[") else f"@{key} [p. 14]"
    message = "this quotation's citation gives no page"
    hint = (
        f"Write '{written}'. If the source has no pages, write 'para. 3' or a heading, or put this on the line before: "
        "<!-- quote-without-page: the source has no pages -->."
    )
    return Problem(Code.QUOTE_WITHOUT_PAGE, found.where, message, hint)
