"""A title from elsewhere as the house writes it: LaTeX for its markup, and names in braces as far as one can tell."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import groupby

from psychoed.bibliography.capitals import begins_a_sentence, braced, by_first_word, lowered_names
from psychoed.bibliography.names import outside_braces
from psychoed.bibliography.signs import ENTITY, LATEX_FOR, escaped, letter_for

_TAG = re.compile(r"<(?P<close>/?)(?:\w+:)?(?P<name>[a-zA-Z]\w*)\b[^<>]*?/?>")
_COMMANDS = LATEX_FOR | {"i": "textit", "b": ""}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL_WORDS = frozenset(
    """about across after against among and are before between but during for from how into nor not over than that the
    their through toward towards under upon using versus via when while with within without yet""".split()  # noqa: SIM905
)


def house_title(text: str, known: Collection[str], *, english: bool = True) -> tuple[str, list[str]]:
    """The value of a title field, and what a person should look at in it.

    ``known`` are names that stand in braces in other titles. In a title in sentence case every other capital is one of
    a name; in one in title case only the names that are known can be told.
    """
    title = latex(text)
    if not english:
        return title, []
    remarks = []
    if title.isupper() and len(title.split()) > 2:
        title = title.capitalize()
        remarks.append("the title was in capitals: put the names in it in braces, with their capitals")
    names = lowered_names(title, by_first_word(known))
    title = braced(title, names)
    if _is_in_title_case(outside_braces(title)):
        remarks.append("the title was in title case and is printed in sentence case: put names in braces")
    else:
        names += (others := _capitals(outside_braces(title)))
        title = braced(title, others)
    if names:
        remarks.append(f"in braces, as names: {', '.join(dict.fromkeys(names))}")
    return title, remarks


def latex(text: str) -> str:
    r"""Text with HTML or JATS in it as LaTeX: ``<i>E. coli</i>`` is ``{\textit{E. coli}}``, every sign is itself.

    The outer braces keep capitals in it, and a word that is partly set high or low stands in braces as a whole.
    """
    text = ENTITY.sub(lambda match: letter_for(match[0]), text)
    out, open_tags, at = [], [], 0
    for tag in _TAG.finditer(text):
        out.append(escaped(text[at : tag.start()]))
        at = tag.end()
        command = _COMMANDS.get(tag["name"].lower(), "")
        if command and not tag["close"] and not tag[0].endswith("/>"):
            out.append(f"{{\\{command}{{" if command == "textit" else f"\\{command}{{")
            open_tags.append(command)
        elif command and open_tags and open_tags[-1] == command:
            out.append("}}" if open_tags.pop() == "textit" else "}")
    out.append(escaped(text[at:]))
    out += ["}}" if command == "textit" else "}" for command in reversed(open_tags)]
    return " ".join(_whole(word) for word in "".join(out).split())


def _whole(word: str) -> str:
    balanced = word.count("{") == word.count("}")
    scripted = "\\textsub" in word or "\\textsup" in word
    return f"{{{word}}}" if balanced and scripted and not word.startswith("{") else word


def _is_in_title_case(bare: str) -> bool:
    """Whether most words have a capital, those aside that have none in title case or always have one."""
    words = [match[0] for match in _WORD.finditer(bare) if not begins_a_sentence(bare, match.start())]
    small = sum(word.islower() and word not in _SMALL_WORDS for word in words if len(word) > 2)
    return sum(word.istitle() for word in words if len(word) > 2) > 3 * small


def _capitals(bare: str) -> list[str]:
    """The capitalised words of a title in sentence case, those side by side as one name."""
    words = list(_WORD.finditer(bare))
    marked = [
        (word[0].istitle() and len(word[0]) > 1 and not begins_a_sentence(bare, word.start()), word) for word in words
    ]
    runs = []
    for is_name, group in groupby(marked, key=lambda pair: pair[0]):
        if is_name:
            run = [word for _, word in group]
            runs += re.split(r"[,;:]\s*", bare[run[0].start() : run[-1].end()])
    return runs
