r"""LaTeX's accented letters as letters: ``{\"u}`` is ü. Where one cannot be sure, the LaTeX stays.

What the commands mean follows the LaTeX manual's list of accents. ``\&``, ``\%`` and their like stay: they are no
letters but escapes, which a .bib file needs.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
    "r": "\u030a",
}  # fmt: skip
_LETTERS = {
    "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "ss": "ß", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "th": "þ",
    "TH": "Þ",
}  # fmt: skip

# A sign may touch its letter, a command's name may not. The letter may stand in braces, or be a dotless i or j.
_BASE = r"(?:\{\s*(?P<{0}braced>[^\W\d_]|\\[ij])\s*\}|(?P<{0}bare>[^\W\d_]|\\[ij](?![a-zA-Z])))"
_ACCENT = (
    r"\\(?:(?P<sign>[`'^\"~=.])\s*" + _BASE.replace("{0}", "s") + r"|(?P<name>[uvHcdbkr])(?:\s+|(?=[{\\]))"
    + _BASE.replace("{0}", "n") + ")"
)  # fmt: skip
# "\o ren" takes the blank in; "\o{}" its own empty braces.
_LETTER = rf"\\(?P<letter>{'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![a-zA-Z])(?:\{{\}}|[ ]+(?=[^\W\d_]))?"
_ONE = re.compile(rf"(?<!\\)(?P<open>\{{)?(?:{_ACCENT}|{_LETTER})(?P<close>\}})?")
# Behind these a brace opens the argument of another command.
_COMMAND_BEFORE = re.compile(r"\\(?:[a-zA-Z]+\*?|[^a-zA-Z\s])\s*(?:\[[^\]]*\]|\{[^{}]*\})*\Z")


def unaccented(value: str, *, keep_case: bool) -> str:
    r"""``value`` with LaTeX's accented letters as UTF-8; nothing else is touched.

    Braces round one such letter alone go, but for a capital where ``keep_case`` is set: there they say that it stays
    one, as in the title ``{\"U}ber``. A value with mathematics in it is left alone.
    """
    if "\\" not in value or re.search(r"(?<!\\)\$|\\[(\[]|\\verb|\\url|\\href", value):
        return value
    mended = _ONE.sub(lambda match: _one(match, keep_case), value)
    # A letter of its own may bear an accent: "\\'{\\ae}" is ǽ. Each round is shorter than the one before.
    return value if mended == value else unaccented(mended, keep_case=keep_case)


def _one(match: re.Match[str], keep_case: bool) -> str:
    letter = _letter(match)
    if not letter:
        return match[0]
    alone = match["open"] and match["close"] and not _COMMAND_BEFORE.search(match.string, 0, match.start())
    if alone and not (keep_case and letter.isupper()):
        return letter
    return f"{match['open'] or ''}{letter}{match['close'] or ''}"


def _letter(match: re.Match[str]) -> str:
    """The one letter that the LaTeX stands for; '' where Unicode has no single letter for it."""
    if match["letter"]:
        return _LETTERS[match["letter"]]
    base = next(base for base in (match["sbraced"], match["sbare"], match["nbraced"], match["nbare"]) if base)
    composed = normalize("NFC", base.removeprefix("\\") + _MARKS[match["sign"] or match["name"]])
    return composed if len(composed) == 1 else ""
