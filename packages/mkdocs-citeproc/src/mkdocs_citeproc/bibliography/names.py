"""People and organisations in an author field, parsed as BibTeX parses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

ACCENT_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
    "r": "\u030a",
}  # fmt: skip
LETTERS = {
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "ss": "ß", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "th": "þ",
    "TH": "Þ",
}  # fmt: skip

# An accent may directly precede its letter, a command's name may not. The letter may be in braces, or be a dotless i or
# j.
_BASE = r"(?:\{\s*(?P<{0}braced>[^\W\d_]|\\[ij])\s*\}|(?P<{0}bare>[^\W\d_]|\\[ij](?![a-zA-Z])))"
_ACCENT = (
    r"\\(?:(?P<sign>[`'^\"~=.])\s*" + _BASE.replace("{0}", "s") + r"|(?P<name>[uvHcdbkr])(?:\s+|(?=[{\\]))"
    + _BASE.replace("{0}", "n") + ")"
)  # fmt: skip
# "\o ren" consumes the space; "\o{}" its own empty braces.
_LETTER = rf"\\(?P<letter>{'|'.join(sorted(LETTERS, key=len, reverse=True))})(?![a-zA-Z])(?:\{{\}}|[ ]+(?=[^\W\d_]))?"
_ONE = re.compile(rf"(?<!\\)(?P<open>\{{)?(?:{_ACCENT}|{_LETTER})(?P<close>\}})?")
# After these, a brace opens the argument of another command.
_COMMAND_BEFORE = re.compile(r"\\(?:[a-zA-Z]+\*?|[^a-zA-Z\s])\s*(?:\[[^\]]*\]|\{[^{}]*\})*\Z")


def remove_accents(value: str, *, keep_case: bool) -> str:
    r"""Replace LaTeX's accented letters in ``value`` by Unicode, changing nothing else.

    Braces around a single such letter are removed. With ``keep_case``, they stay around a capital, which they protect,
    as in the title ``{\"U}ber``. A value with mathematics is returned unchanged.
    """
    if "\\" not in value or re.search(r"(?<!\\)\$|\\[(\[]|\\verb|\\url|\\href", value):
        return value
    replaced = _ONE.sub(lambda match: _one(match, keep_case), value)
    # A special letter may carry an accent too: "\\'{\\ae}" is ǽ. Each round shortens the value.
    return value if replaced == value else remove_accents(replaced, keep_case=keep_case)


def _one(match: re.Match[str], keep_case: bool) -> str:
    letter = _letter(match)
    if not letter:
        return match[0]
    alone = match["open"] and match["close"] and not _COMMAND_BEFORE.search(match.string, 0, match.start())
    if alone and not (keep_case and letter.isupper()):
        return letter
    return f"{match['open'] or ''}{letter}{match['close'] or ''}"


def _letter(match: re.Match[str]) -> str:
    """Return the single letter for the LaTeX; '' if Unicode has none."""
    if match["letter"]:
        return LETTERS[match["letter"]]
    base = next(base for base in (match["sbraced"], match["sbare"], match["nbraced"], match["nbare"]) if base)
    composed = normalize("NFC", base.removeprefix("\\") + ACCENT_MARKS[match["sign"] or match["name"]])
    return composed if len(composed) == 1 else ""


# Words that hardly ever occur in a person's name of two words or more.
ORGANISATIONS = frozenset(
    """Academy Administration Agency Association Authority Bureau Center Centers Centre Centres Clinic Clinics College
    Collaboration Collaborative Commission Committee Consortium Council Department Federation Foundation Group Hospital
    Initiative Institute Institutes Laboratory Ministry Network Organisation Organization Organisations Organizations
    Panel Program Programme Society Taskforce University Université Universität Inc Inc. Ltd Ltd. LLC GmbH""".split()  # noqa: SIM905
)

_TOKEN = re.compile(r"\\.|[{}]|\s+and(?=\s)", re.IGNORECASE | re.DOTALL)
_BRACE = re.compile("[{}]")
_NOT_PLAIN = re.compile(r"[\\{}~]|``|''")


@dataclass(frozen=True, slots=True)
class Name:
    """One name: ``text`` as written, and its parts between commas (ignoring commas in braces)."""

    text: str
    parts: tuple[str, ...]

    @property
    def is_braced(self) -> bool:
        """Whether the whole name is in braces, so that it prints as it is; mostly an organisation."""
        return self.text.startswith("{") and not find_outside_braces(self.text).strip("\0")

    @property
    def family(self) -> str:
        """Plain family name, or the whole name of an organisation."""
        if self.is_braced or not self.parts[0]:
            return strip_latex(self.text)
        if len(self.parts) > 1:
            return strip_latex(self.parts[0])
        words = strip_latex(self.text).split()
        return " ".join(words[find_family_name(words) :])


def split_name_list(value: str) -> list[Name]:
    """Split an author field at each *and* outside braces; an empty field has no names."""
    return [Name(text, tuple(part.strip() for part in _cut(text, ","))) for text in _cut_at_and(value) if text]


def find_family_name(words: Sequence[str]) -> int:
    """Return the index of the family name in a name without a comma: the first lower-case particle, or the end."""
    return next((index for index, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)


def strip_latex(value: str) -> str:
    """Return a value's text without braces and LaTeX, for comparing rather than printing."""
    if _NOT_PLAIN.search(value):
        value = re.sub(r"\\([&%$#_])", r"\1", remove_accents(value, keep_case=False))
        value = re.sub(r"\\[a-zA-Z]+\*?|[{}\\]|``|''", "", value).replace("~", " ")
    return " ".join(value.split())


def find_outside_braces(value: str) -> str:
    """Replace braces and every character inside them by a zero, keeping the length."""
    if "{" not in value and "}" not in value:
        return value
    kept, depth, at = [], 0, 0
    for brace in _BRACE.finditer(value):
        kept.append(value[at : brace.start()] if depth == 0 else "\0" * (brace.start() - at))
        kept.append("\0")
        depth = max(0, depth + (1 if brace[0] == "{" else -1))
        at = brace.end()
    kept.append(value[at:] if depth == 0 else "\0" * (len(value) - at))
    return "".join(kept)


def _cut(text: str, sign: str) -> list[str]:
    places = [match.start() for match in re.finditer(sign, find_outside_braces(text))]
    return [text[start:end] for start, end in zip([0, *(at + 1 for at in places)], [*places, len(text)], strict=True)]


def _cut_at_and(value: str) -> list[str]:
    depth, start, found = 0, 0, []
    for match in _TOKEN.finditer(f"{value} "):
        if match[0] in "{}":
            depth = max(0, depth + (1 if match[0] == "{" else -1))
        elif match[0][0] != "\\" and depth == 0:
            found.append(value[start : match.start()])
            start = match.end()
    return [text.strip() for text in [*found, value[start:]]]
