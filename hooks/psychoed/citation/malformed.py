"""Text that surely meant to cite but is no citation, each with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection

from psychoed.citation.brackets import too_many_brackets
from psychoed.citation.grammar import KEY
from psychoed.citation.scan import Found, Scan
from psychoed.problems import Code, Problem

_CLUSTER = "\x01"  # stands for the characters of a well-formed cluster
_BRACKET = re.compile(r"\[(?<![\]@]\[)(?!\^)(?P<inside>(?:[^\[\]\n]|\n(?![ \t]*\n))*)(?P<close>\]?)")
# What may be of any length ends at the sign with which the next match could begin, so that no place is read twice.
_LATEX = re.compile(r"\\[a-zA-Z]{0,20}?cite[a-zA-Z]{0,20}\*?(?:\[[^\[\]\\\n]*\]){0,3}\{(?P<keys>[^{}\n]+)\}")
_AT_BRACKET = re.compile(r"@\[(?P<key>[^\[\]\s]+)\]")
_SPACED = re.compile(r"\[-?@[ \t]+(?P<key>[\w:.-]+)")
_IN_PARENTHESES = re.compile(r"\((?P<cluster>-?@[\w{][^()\[\]\n]*)\)")
_BRACES_OPEN = re.compile(r"@\{[^{}\s]*(?=[\s\]]|$)")
_CITES = re.compile(r"@(?<![\w@/\\]@)(?=[\w{])|-(?<![\w@/\\]-)@(?=[\w{])")


def _bracket_hint(inside: str, *, closed: bool, linked: bool) -> tuple[str, str]:
    """What is wrong with a bracket that names a key and is no cluster."""
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


def _in_brackets(scan: Scan, masked: str, known: Collection[str]) -> list[Problem]:
    problems = []
    for bracket in _BRACKET.finditer(masked):
        inside, after = bracket["inside"], masked[bracket.end() : bracket.end() + 1]
        where = scan.source.at(bracket.start())
        linked = bool(bracket["close"]) and after == "("
        if linked and masked.endswith("!", 0, bracket.start()):
            continue  # an image's alternative text, where citations are printed as plain text
        bare = any(KEY.match(inside, cite.start()) for cite in _CITES.finditer(inside))
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


def _elsewhere(scan: Scan, masked: str) -> list[Problem]:
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


def _in_clusters(found: Found, text: str) -> list[Problem]:
    """Two keys with a comma between them: pandoc would print one inside the other's locator."""
    problems = []
    for first, second in zip(found.span.citations, found.span.citations[1:], strict=False):
        between = text[found.span.start + first.at : found.span.start + second.at]
        if re.fullmatch(r"@(?:[^\s{},;]+|\{[^{}\s]+\})\s*,\s*-?", between):
            where = found.source.at(found.span.start + second.at)
            message = f"there is a comma between '{first.key}' and '{second.key}'"
            hint = f"Separate citations with a semicolon: '[@{first.key}; @{second.key}]'."
            problems.append(Problem(Code.MALFORMED_CLUSTER, where, message, hint))
    return problems


def malformed(scan: Scan, known: Collection[str]) -> list[Problem]:
    """What in a page surely meant to cite and does not; ``known`` are the keys of the bibliography."""
    problems = too_many_brackets(scan.source)
    rest = list(scan.masked)
    for found in scan.found:
        problems += _in_clusters(found, scan.masked)
        cluster = scan.masked[found.span.start : found.span.end]
        if "[" in cluster:  # a bare @key may still stand in a bracket that went wrong
            rest[found.span.start : found.span.end] = _CLUSTER * len(cluster)
    left = "".join(rest)
    problems += _in_brackets(scan, left, known) + _elsewhere(scan, left)
    for match in _IN_PARENTHESES.finditer(scan.masked):
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
