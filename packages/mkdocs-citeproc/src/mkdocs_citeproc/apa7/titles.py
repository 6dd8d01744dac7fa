"""Capitals and descriptions of titles in APA 7, as fixes to CSL JSON before pandoc runs.

Pandoc's BibLaTeX reader converts titles to sentence case, starts a new sentence after any full stop and takes unbraced
abbreviations as words. The entry's own fields have the intended form. Numbers are sections of the Publication Manual
(7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from mkdocs_citeproc.apa7.descriptions import lower_first_letter
from mkdocs_citeproc.apa7.names import BibtexFields, convert_to_rich_text
from mkdocs_citeproc.apa7.terms import is_english
from mkdocs_citeproc.bibliography.names import find_outside_braces
from mkdocs_citeproc.bibliography.titles import find_lowered_names, group_by_first_word
from mkdocs_citeproc.formatting.request import CslItem

_AFTER_INITIALS = re.compile(r"\b[A-Z]\.(?:[A-Z]\.)+$")
_PARTS = re.compile(r"(\s+|[-‐‑–/])")


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _is_abbreviation(typed: str) -> bool:
    """Return whether a word is an abbreviation: *PTSD*, *U.S.*, *D* in *vitamin D*, but not the article *A*."""
    letters = _letters(typed)
    capitals = sum(sign.isupper() for sign in letters)
    return capitals > 1 or (len(letters) == capitals == 1 and (letters != "A" or "." in typed))


def _word(shown: str, typed: str, before: str, kept: Collection[str]) -> str:
    """Restore a word's typed capitals where pandoc could not know them; quotation marks stay as shown."""
    letters = _letters(typed)
    if _letters(shown).lower() != letters.lower():
        return shown
    if _AFTER_INITIALS.search(before) and letters.istitle() and len(letters) > 1 and letters not in kept:
        return shown.lower()  # "U.S. Public Schools": pandoc takes the full stop as the end of a sentence
    if not _is_abbreviation(typed) and not (before.endswith(".") and typed[:1].islower()):
        return shown
    following = iter(letters)
    return "".join(next(following, sign) if sign.isalnum() else sign for sign in shown)


def recase(shown: str, typed: str, kept: Collection[str] = ()) -> str:
    """Restore abbreviations in a sentence-case title, and lower case after their full stops.

    ``kept`` are words in braces.
    """
    ours, theirs = _PARTS.split(shown), _PARTS.split(typed)
    if len(ours) != len(theirs) or typed.isupper():
        return shown
    before = ["", "", *theirs]
    return "".join(_word(ours[index], theirs[index], before[index], kept) for index in range(len(ours)))


_KNOWN_NAMES = group_by_first_word(())
_TITLED = re.compile(r"\b(?:St\.|Saint|Mt\.|Mount|Dr\.|Mr\.|Mrs\.|Ms\.) [A-Z][\w’']+")


def _with_names(shown: str, typed: str) -> str:
    """Restore capitals of unambiguous names without braces: *New York*, *Australian*, *St. John’s*."""
    bare = find_outside_braces(typed)
    for name in dict.fromkeys([*find_lowered_names(typed, _KNOWN_NAMES), *_TITLED.findall(bare)]):
        name = name.replace("'", "’")  # noqa: PLW2901
        shown = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, shown, flags=re.IGNORECASE)
    return shown


def _emphasized(shown: str, typed: str) -> str:
    """Restore the initial capital of text in italics within a title: *Escherichia coli* (6.17)."""
    for name in re.findall(r"(?:\\(?:emph|textit|mkbibemph)\{|<i>)\s*([A-Z]\w*)", typed):
        shown = shown.replace(f"<i>{name.lower()}", f"<i>{name}")
    return shown


def _in_braces(*parts: str) -> set[str]:
    return {word for part in parts for group in re.findall(r"\{([^{}]*)\}", part) for word in re.findall(r"\w+", group)}


def capitalize_subtitle(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Capitalise the word after a colon in any language: *Schmerz und Angst: Eine Studie* (6.17).

    Pandoc does so only in English, and neither for a single word nor for one in braces. *iPSC* stays.
    """
    fixed = {
        name: _AFTER_COLON.sub(lambda first: first[0].upper(), str(item[name]))
        for name in ("title", "container-title")
        if name in item and (name == "title" or item.get("type") in ("chapter", "paper-conference"))
    }
    return item | fixed


def keep_title_capitals(item: CslItem, fields: BibtexFields) -> CslItem:
    """*Sleep in the U.S. military*, not *U.S. Military* or *u.s. Military*; also in a book's title (6.17)."""
    if not is_english(fields):
        return item
    book = fields.get("booktitle", fields.get("maintitle", ""))
    typed = {"title": (fields.get("title", ""), fields.get("subtitle", "")), "container-title": (book, "")}
    fixed = {
        name: recase(item[name], ": ".join(convert_to_rich_text(part) for part in parts if part), _in_braces(*parts))
        for name, parts in typed.items()
        if parts[0] and name in item
    }
    fixed = {name: _with_names(fixed[name], ": ".join(part for part in typed[name] if part)) for name in fixed}
    if "title" in fixed:
        fixed["title"] = _emphasized(fixed["title"], fields["title"])
    return item | fixed


def keep_journal_capitals(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Print *npj Digital Medicine* and *J. of Sleep* as written; the style would capitalise each word (9.25)."""
    journal = str(item.get("container-title", ""))
    if item.get("type", "").startswith("article") and (journal[:1].islower() or ". " in journal):
        return item | {"container-title": f'<span class="nocase">{journal}</span>'}
    return item


def keep_event_capitals(item: CslItem, fields: BibtexFields) -> CslItem:
    """Keep the capitals of a conference's name (10.5)."""
    name = convert_to_rich_text(fields.get("eventtitle", ""))
    return item | {"event": name} if name and str(item.get("event", "")).casefold() == name.casefold() else item


def fix_title_description(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print ``titleaddon`` in brackets, *[Press release]* (9.21); pandoc appends it to the title as a sentence."""
    added = convert_to_rich_text(fields.get("titleaddon", ""))
    whole = str(item.get("title", ""))
    for gap in re.finditer(r"\. |(?<=[?!”]) ", whole) if added else ():
        if _bare(whole[gap.end() :]) == _bare(added):
            name = "medium" if "number" in item and "genre" in item else "genre"
            return item | {"title": whole[: gap.start()], name: item.get(name, lower_first_letter(added, fields))}
    return item


_AFTER_COLON = re.compile(r"(?<=: )[^\W\d_A-Z](?=[^\W\d_A-Z]*(?:[\s,;.?!'’-]|$))")


def _bare(words: str) -> str:
    return re.sub(r"<[^>]*>|[“”‘’'\"]", "", words).casefold()
