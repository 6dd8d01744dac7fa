"""Authors and publishers in APA 7, as fixes to CSL JSON before pandoc runs.

``fields`` are the entry's own BibTeX fields, for what pandoc's reader drops. Numbers are sections of the Publication
Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mkdocs_citeproc.apa7.citation_ast import GUARD, JUNIOR
from mkdocs_citeproc.bibliography.names import remove_accents
from mkdocs_citeproc.formatting.request import CslItem

_ITALICS = re.compile(r"\\(?:emph|textit|mkbibemph)\s*\{([^{}]*)\}")
_SPECIAL = re.compile(r"[\\{}~`'-]")
_COMMAND = re.compile(r"\\[a-zA-Z]+\s*")


def to_rich_text(value: str) -> str:
    r"""Convert ``\emph{et seq.}`` to ``<i>et seq.</i>`` and ``\'e`` to ``é``, with curly quotes and no braces."""
    if not _SPECIAL.search(value):
        return " ".join(value.split())
    value = remove_accents(value, keep_case=False)
    while (found := _ITALICS.search(value)) is not None:
        value = f"{value[: found.start()]}<i>{found[1]}</i>{value[found.end() :]}"
    value = value.replace("``", "“").replace("''", "”").replace("'", "’").replace("---", "—").replace("--", "–")
    value = re.sub(r"\\([&%$#_])", r"\1", value)
    value = _COMMAND.sub("", value).replace("~", "\u00a0")
    return " ".join(re.sub(r"[{}\\]", "", value).split())


BibtexFields = Mapping[str, str]

_ROLES = ("author", "editor", "translator", "container-author", "collection-editor", "director")


def _fix_name(name: dict[str, Any]) -> dict[str, Any]:
    if "literal" in name:
        return {**name, "literal": name["literal"].replace("&", f"{GUARD}&{GUARD}")}
    if suffix := name.get("suffix"):
        name = {**name, "suffix": f"{JUNIOR}{suffix}"}
    if len(given := re.sub(r"(?<=\w{4})\.$", "", name.get("given", ""))) < len(name.get("given", "")):
        name = {**name, "given": given}
    if particle := name.get("dropping-particle"):
        rest = {part: value for part, value in name.items() if part != "dropping-particle"}
        return {**rest, "non-dropping-particle": " ".join(filter(None, [particle, name.get("non-dropping-particle")]))}
    return name


def fix_names(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Print *van der Kolk, B. A.*, sorted under v: the particle is part of the name (9.8, 9.44). Keep a group's "&"."""
    return item | {role: [_fix_name(name) for name in item[role]] for role in _ROLES if role in item}


def fix_given_names(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """*(Moseley, 2004a, 2004b)*: *Lorimer* and *L.* of one surname are one author (8.19).

    APA prints initials, and citeproc tells names apart by what they were written as. Words in small letters, as in
    *Maria de los Angeles*, and in scripts without capitals are no initials.
    """

    def abbreviated(name: dict[str, Any]) -> dict[str, Any]:
        words = re.split(r"(?<=\.)\s*|\s+", name.get("given", ""))
        if not any(words) or any(word and not (word.lstrip("-")[:1].isupper() or word.islower()) for word in words):
            return name
        shown = (word if word.islower() else abbreviate_given_names(word) for word in words if word)
        return {**name, "given": re.sub(r"\s+-", "-", " ".join(shown))}

    return item | {role: [*map(abbreviated, item[role])] for role in _ROLES if role in item}


def abbreviate_given_names(given: str) -> str:
    """*J.-P. M.* for *Jean-Paul M.*"""
    parts = re.findall(r"([-\s]?)\s*([^\W\d_])[^\s.-]*\.?", given)
    return "".join(f"{'-' if hyphen == '-' else ' '}{letter.upper()}." for hyphen, letter in parts).strip()


def fix_name_prefix(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Beethoven, L. van*, sorted under B, if the entry has ``options = {useprefix=false}``."""
    if not re.search(r"useprefix\s*=\s*false", fields.get("options", "")):
        return item
    roles = {role: [_remove_prefix(name) for name in item[role]] for role in _ROLES if role in item}
    return item | roles


def _remove_prefix(name: dict[str, Any]) -> dict[str, Any]:
    particle = name.get("non-dropping-particle")
    rest = {part: value for part, value in name.items() if part != "non-dropping-particle"}
    return {**rest, "dropping-particle": particle} if particle else name


def fix_publisher_as_author(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Drop the publisher or site name if it is the author (9.29, 9.32)."""
    authors = [name["literal"].replace(GUARD, "").casefold() for name in item.get("author", []) if "literal" in name]
    same = {
        field
        for field in ("publisher", "container-title")
        if authors and str(item.get(field, "")).casefold() in (*authors, "; ".join(authors), "author")
    }
    return {field: value for field, value in item.items() if field not in same}


_HOUSES = re.compile(
    r"; (?=(?:Sons|Francis|Faber|Schuster|Littlefield|Company|Co\.?|Giroux|Bacon|Row|Stoughton|Nicolson|Winston|Unwin"
    r"|Windus|Kegan Paul|Hall|Ruprecht|Dunlap|Rinehart|Wilkins)\b)"
)
_OFFICE = re.compile(
    r"(?:\b(?:of|for|on)\b|^U\.S\.)[^;]*; [^;]*\b(?:Administration|Agency|Arts|Commission|Development|Education"
    r"|Engineering|Evaluation|Excellence|Health|Humanities|Medicine|Office|Policy|Prevention|Quality|Research|Sciences?|Services?"
    r"|Technology)$"
)


def join_publishers(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Join *Taylor and Francis*, *Patent and Trademark Office*: BibLaTeX reads *and* as a separator."""
    publisher = str(item.get("publisher", ""))
    joined = _HOUSES.sub(" and ", publisher)
    joined = joined.replace("; ", " and ") if _OFFICE.search(joined) else joined
    return item | {"publisher": joined} if joined != publisher else item


def join_institutions(item: CslItem, fields: BibtexFields) -> CslItem:
    """Join *Department of Health and Human Services*: BibLaTeX reads *and* as a separator."""
    field = next((name for name in ("institution", "school", "organization") if name in fields), "")
    if "publisher" in fields or not field or "publisher" not in item or " and " not in fields[field]:
        return item
    return item | {"publisher": item["publisher"].replace("; ", " and ")}


def fix_abbreviation(item: CslItem, fields: BibtexFields) -> CslItem:
    """Restore a group's abbreviation, which pandoc drops, for ``groups.py``."""
    short = to_rich_text(fields.get("shortauthor", ""))
    return item | {"custom": {"shortauthor": short}} if short else item
