"""Blanking of everything that is not running text, character by character, so that offsets stay valid.

Blocks are recognised as by Python-Markdown and ``pymdownx.superfences`` (four columns to a level) rather than
CommonMark. Where a page is ambiguous the text stays: an extra cluster is noticed when the page is rendered, a missing
one costs another pandoc run.

Paragraphs with so many nested brackets that parsing them would take minutes keep them as text. Python-Markdown searches
for the end of each ``[`` anew, five times over (markdown/inlinepatterns.py, ``getText``): five thousand in a row, left
by a faulty program or on purpose, took twelve seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mkdocs_citeproc.problems import Code, Problem
from mkdocs_citeproc.source import SourceText

BLANK = "\x00"

_FENCE = re.compile(r"(?P<lead>[ \t>]*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_HEADING = re.compile(r"#{1,6}")
_BLOCK_OPTIONS = re.compile(r"/{3,}[ \t]*[\w-]")
# Constructs whose following lines, indented one more level, are text rather than code: list items, admonitions,
# details, tabs, definitions, footnotes.
_CONTAINER = re.compile(r"(?:[-*+]|\d+[.)])[ \t]|(?:!!!|\?\?\?\+?|===[!+]*)[ \t]|:[ \t]|\[\^[^\]]+\]:")

_BACKTICKS = re.compile(r"`+")
_RAW_HTML = re.compile(r"<(?:!--|(?P<tag>pre|script|style|textarea)\b)", re.IGNORECASE)
# Each branch begins with its own character, so that the engine skips from one to the next.
_INLINE = re.compile(
    r"""<(?:/?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>         # a tag with its attributes, an autolink
          |[^<>\s@]+@[^<>\s]+>)                           # an e-mail autolink
      | \((?<=\]\()(?:[^()\n]|\([^()\n]*\))*(?=\))         # a link's address and title, behind its bracket
      | h(?<=\bh)(?<!@h)(?<!@\{h)ttps?://[^\s<>\])]*     # a bare address, but for one that is a key
      | \{:?[ ]*(?:\#[\w:.-]+|\.[\w-]+|[\w:-]+=)[^{}\n]*\}  # an attribute list
    """,
    re.VERBOSE,
)

_TITLE = re.compile(r"""\s(?:"[^"]*"|'[^']*')\s*$""")
_LONGEST_ALT = 2000
_NOT_LINE_END = re.compile(r"[^\n]")


def _blanked_at(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return ``text`` with these spans blanked; they must be in order and must not overlap."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], _NOT_LINE_END.sub(BLANK, text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _raw_html(text: str) -> Iterator[tuple[int, int]]:
    """Yield comments, and elements whose content is not Markdown; a missing end is searched for only once."""
    at, unclosed = 0, set()
    while begin := _RAW_HTML.search(text, at):
        at, tag = begin.end(), (begin["tag"] or "").lower()
        if tag in unclosed:
            continue
        end = re.compile(rf"</{tag}\s*>" if tag else "-->", re.IGNORECASE).search(text, at)
        if end:
            at = end.end()
            yield begin.start(), at
        else:
            unclosed.add(tag)


def _inline_code(block: str) -> Iterator[tuple[int, int]]:
    """Yield inline code, as Python-Markdown's pattern finds it (markdown/inlinepatterns.py, BACKTICK_RE).

    It begins with the longest possible run of backticks, and ends with the next run of the same length.
    """
    runs = [(match.start(), match.end()) for match in _BACKTICKS.finditer(block)]
    ends: dict[int, list[int]] = {}  # starts of the runs of each length, last one first
    for start, end in reversed(runs):
        ends.setdefault(end - start, []).append(start)
    at = 0
    for start, end in runs:
        if start < at:
            continue
        most = end - start - (block[start - 1 : start] == "\\")
        for length in range(most, 0, -1):
            later = ends.get(length, [])
            while later and later[-1] < end:
                later.pop()
            if later:
                at = later[-1] + length
                yield end - length, at
                break


def _blanked_inline(match: re.Match[str]) -> str:
    """Blanks for a match; the sign that says what follows a bracket stays, and so does an image's title."""
    opens, before = match[0][0], match.string[match.start() - 1 : match.start()]
    kept = opens if opens in "({" and before == "]" else ""
    shown = _TITLE.search(match[0]) if kept == "(" and "@" in match[0] else None
    end = shown.start() if shown and _is_image(match.string, match.start() - 1) else len(match[0])
    return kept + _NOT_LINE_END.sub(BLANK, match[0][len(kept) : end]) + match[0][end:]


def _is_image(text: str, end: int) -> bool:
    """Return whether the bracket that closes at ``end`` is an image's."""
    depth = 0
    for at in range(end, max(end - _LONGEST_ALT, -1), -1):
        depth += {"]": 1, "[": -1}.get(text[at], 0)
        if depth == 0:
            return text[at - 1 : at] == "!"
    return False


def mask_inline(text: str) -> str:
    """``text`` with tags, addresses and attribute lists blanked; same length, same line ends.

    An image's title stays: it is shown, and its citations are resolved.
    """
    return _INLINE.sub(_blanked_inline, text)


def _width(lead: str) -> int:
    """Return the number of columns of whitespace at the start of ``lead``."""
    expanded = lead.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _fence_end(lines: list[str], start: int) -> int | None:
    """Return the index of the line that closes the fence opened on line ``start``; None if that line opens none."""
    opened = _FENCE.match(lines[start])
    if not opened:
        return None
    lead, fence = opened["lead"], opened["fence"]
    close = re.compile(rf"[ \t>]*{re.escape(fence)}[ \t]*$")
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if close.match(line) and line.count(">", 0, line.find(fence[0])) == lead.count(">"):
            return index
        if line.strip() and _width(line) < _width(lead):
            return None  # outside the list item or admonition that contains the fence
    return None


def _code_lines(lines: list[str]) -> set[int]:
    """Return the indices of lines inside fenced or indented code or a block's options."""
    code: set[int] = set()
    levels = [0]  # start column of the text in each open container
    fresh, options, index = True, False, 0  # fresh: a block may begin here
    while index < len(lines):
        quoted = _QUOTE.match(lines[index])
        line = lines[index][quoted.end() :] if quoted else lines[index]
        if not line.strip():
            fresh, options, index = True, False, index + 1
            continue
        if (end := _fence_end(lines, index)) is not None:
            code.update(range(index, end + 1))
            fresh, index = True, end + 1
            continue
        indent = _width(line)
        bare = line.lstrip()
        if options and indent >= 4:
            code.add(index)
        elif fresh or _CONTAINER.match(bare):
            while indent < levels[-1]:
                levels.pop()
            if fresh and indent >= levels[-1] + 4:
                code.add(index)
                index += 1
                continue  # still fresh: code continues while the lines are indented
            if _CONTAINER.match(bare):
                levels.append(indent // 4 * 4 + 4)
        options = bool(_BLOCK_OPTIONS.match(bare)) or (options and index in code)
        fresh = bool(_HEADING.match(bare))
        index += 1
    return code


def mask_code(text: str, start: int = 0) -> str:
    """Blank everything before ``start``, code and comments in a page's source; the length stays the same."""
    head = re.sub(r"[^\n]", BLANK, text[:start])
    lines = text[start:].split("\n")
    code = _code_lines(lines)
    body = "\n".join(re.sub(r".", BLANK, line) if index in code else line for index, line in enumerate(lines))
    body = _blanked_at(body, _raw_html(body))
    blocks = re.split(r"(\n[ \t]*\n)", body)  # inline code does not extend over a blank line
    return head + "".join(_blanked_at(block, _inline_code(block)) if "`" in block else block for block in blocks)


def mask_markup(text: str, start: int = 0) -> str:
    """Blank everything before ``start``, code, comments, tags and addresses in a source; the length stays the same."""
    return mask_inline(mask_code(text, start))


_MOST = 500_000
"""Maximum number of characters to read for the ends of a paragraph's brackets; our long ones need 3,000."""

_MARKS = re.compile(r"[\[\]]|\n[ \t]*\n")


def find_costly_paragraphs(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs after ``start`` in which finding the ends of all brackets takes too long; linear time."""
    open_at: list[int] = []
    begin, cost = start, 0
    for mark in [*_MARKS.finditer(text, start), None]:
        at = mark.start() if mark else len(text)
        if mark and mark[0] == "[":
            open_at.append(at)
        elif mark and mark[0] == "]":
            cost += at - open_at.pop() if open_at else 0
        else:
            if cost + sum(at - each for each in open_at) > _MOST:
                yield begin, at
            open_at, begin, cost = [], mark.end() if mark else at, 0


def remove_brackets(text: str) -> str:
    """Replace the brackets of such paragraphs by entities, which Python-Markdown ignores."""
    parts, at = [], 0
    for start, end in find_costly_paragraphs(text):
        parts += [text[at:start], text[start:end].replace("[", "&#91;").replace("]", "&#93;")]
        at = end
    return "".join([*parts, text[at:]])


def report_too_many_brackets(source: SourceText) -> list[Problem]:
    """Return a problem for each such paragraph, at its first bracket."""
    message = "there are thousands of brackets in or behind one another in this paragraph"
    hint = "Close each '[' with ']', or part the paragraph with blank lines."
    return [
        Problem(Code.TOO_MANY_BRACKETS, source.at(source.text.index("[", start)), message, hint)
        for start, _ in find_costly_paragraphs(source.text, source.body_start)
    ]
