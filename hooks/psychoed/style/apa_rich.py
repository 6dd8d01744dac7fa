"""A BibTeX value as the text that CSL JSON takes, with its italics: for fields that pandoc's reader drops."""

from __future__ import annotations

import re

from psychoed.bibliography.accents import unaccented

_ITALICS = re.compile(r"\\(?:emph|textit|mkbibemph)\s*\{([^{}]*)\}")
_SPECIAL = re.compile(r"[\\{}~`'-]")
_COMMAND = re.compile(r"\\[a-zA-Z]+\s*")


def rich(value: str) -> str:
    r"""``\emph{et seq.}`` as ``<i>et seq.</i>``, ``\'e`` as ``é``, curly quotation marks, no braces."""
    if not _SPECIAL.search(value):
        return " ".join(value.split())
    value = unaccented(value, keep_case=False)
    while (found := _ITALICS.search(value)) is not None:
        value = f"{value[: found.start()]}<i>{found[1]}</i>{value[found.end() :]}"
    value = value.replace("``", "“").replace("''", "”").replace("'", "’").replace("---", "—").replace("--", "–")
    value = re.sub(r"\\([&%$#_])", r"\1", value)
    value = _COMMAND.sub("", value).replace("~", "\u00a0")
    return " ".join(re.sub(r"[{}\\]", "", value).split())


def small_words(title: str) -> str:
    """A title in words as APA 7 capitalizes them in the text: every word of four letters or more, and major ones."""
    words = re.split(r"(\s+|[-–](?=\w))", title)
    first = True
    shown = []
    for word in words:
        shown.append(word if not word.strip() or word in "-–" else _in_title(word, first=first))
        if word.strip():
            first = word.endswith((":", "?", "!", "."))
    return "".join(shown)


_MINOR = frozenset("a an and as at but by en for if in nor of off on or per so the to up via vs vs. yet".split())  # noqa: SIM905


def _in_title(word: str, *, first: bool) -> str:
    bare = word.strip("“”‘’\"'(),;:?!.")
    if not bare or (bare.lower() in _MINOR and not first) or not bare[:1].islower() or bare[1:] != bare[1:].lower():
        return word
    return word.replace(bare, bare[:1].upper() + bare[1:], 1)
