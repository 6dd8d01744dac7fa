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
