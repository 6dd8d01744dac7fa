"""Authors, publishers and other people in APA 7: directors, hosts, narrators, chairs, user names.

Fixes to CSL JSON before pandoc runs; ``fields`` are the entry's own BibTeX fields, for what pandoc's reader drops, such
as ``author+an:role = {1=director}`` or ``narrator``. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mkdocs_citeproc.apa7.citations import AMPERSAND_GUARD, JUNIOR
from mkdocs_citeproc.apa7.terms import get_terms
from mkdocs_citeproc.bibliography.names import remove_accents, split_name_list, strip_latex
from mkdocs_citeproc.formatting.request import CslItem

_ITALICS = re.compile(r"\\(?:emph|textit|mkbibemph)\s*\{([^{}]*)\}")
_SPECIAL = re.compile(r"[\\{}~`'-]")
_COMMAND = re.compile(r"\\[a-zA-Z]+\s*")


def convert_to_rich_text(value: str) -> str:
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
        return {**name, "literal": name["literal"].replace("&", f"{AMPERSAND_GUARD}&{AMPERSAND_GUARD}")}
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
    authors = [
        name["literal"].replace(AMPERSAND_GUARD, "").casefold() for name in item.get("author", []) if "literal" in name
    ]
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
    """Restore a group's abbreviation, which pandoc drops, for ``in_text.py``."""
    short = convert_to_rich_text(fields.get("shortauthor", ""))
    return item | {"custom": {"shortauthor": short}} if short else item


ROLE = "\u2064"
"""An invisible sign before what belongs to a name, in its suffix: ``references.py`` takes away the comma before."""

_LONG = {"execproducer": "Executive Producer", "guestexpert": "Guest Expert"}
_SHORT = {"director": "Dir.", "editor": "Ed.", "translator": "Trans.", "narrator": "Narr.", "host": "Host"}
_EDITORS = {"editor", "director", "compiler", "founder", "continuator", "redactor", "reviser", "collaborator"}
_FIRST = ("writer", "director", "host")


def get_item_title(role: str) -> str:
    """*Executive Producer* for ``execproducer``; what is in quotation marks stays as it is."""
    known = role.casefold().removesuffix("s") if role.casefold().removesuffix("s") in _LONG else role
    return role.strip('"') if role.startswith('"') else _LONG.get(known.casefold(), role.capitalize())


def get_short_title(role: str) -> str:
    """*Dir.* for ``director``, *Writer* for ``writer``."""
    return _SHORT.get(role.casefold(), get_item_title(role))


def has_annotation(value: str) -> dict[int, list[str]]:
    """BibLaTeX's data annotation, ``1=director;2="Guest"``, by the place in the list; 0 is the whole list."""
    found: dict[int, list[str]] = {}
    for part in re.split(r";\s*(?=\d*\s*=)", value):
        place, equals, message = part.partition("=")
        if equals and (place.strip().isdigit() or not place.strip()):
            quoted = message.strip().startswith('"')
            words = [message.strip()] if quoted else [word.strip() for word in message.split(",")]
            found[int(place.strip() or 0)] = sorted(
                words, key=lambda word: _FIRST.index(word) if word in _FIRST else len(_FIRST)
            )
    return found


def read_people(value: str) -> list[dict[str, Any]]:
    """The names of a BibTeX list, as CSL has them."""
    return [_read_person(name.parts, name.family, is_braced=name.is_braced) for name in split_name_list(value)]


def _read_person(parts: tuple[str, ...], family: str, *, is_braced: bool) -> dict[str, Any]:
    if is_braced:
        return {"literal": family}
    words = [strip_latex(part) for part in parts]
    if len(words) == 1:
        return {"family": family, "given": words[0].removesuffix(family).strip()}
    suffix = {"suffix": words[1]} if len(words) > 2 else {}
    return {"family": words[0], "given": words[-1], **suffix}


def join_names(name: dict[str, Any]) -> str:
    """*P. L. Greaves Jr.*, a name as it is written in the middle of a reference."""
    if "literal" in name:
        return str(name["literal"])
    particle = name.get("non-dropping-particle", name.get("dropping-particle", ""))
    parts = (abbreviate_given_names(name.get("given", "")), particle, name.get("family", ""), name.get("suffix", ""))
    return " ".join(part for part in parts if part)


def list_people(persons: list[dict[str, Any]]) -> str:
    """*K. Barris, J. Groff, & A. Andersen*."""
    written = [join_names(person) for person in persons]
    if len(written) < 3:
        return " & ".join(written)
    return f"{', '.join(written[:-1])}, & {written[-1]}"


def _with_suffix(name: dict[str, Any], words: str) -> dict[str, Any]:
    if "literal" in name:
        return name  # references.py: a group's name has no suffix
    words = words.replace(" ", "\u00a0")  # one word to pandoc, to be found again
    return {**name, "suffix": " ".join(filter(None, [name.get("suffix"), f"{ROLE}{words}"]))}


def fix_roles(item: CslItem, fields: BibtexFields) -> CslItem:
    """*Forman, M. (Director).* and *Simon, D., & Noble, N. (Executive Producers).* (10.12), *(Host)* (10.13)."""
    message = has_annotation(fields.get("author+an:role", ""))
    authors = list(item.get("author", []))
    kind = fields.get("editortype", "").strip("{}").casefold()
    if not authors and "editor" in item and kind and kind not in _EDITORS:
        item = {("author" if name == "editor" else name): value for name, value in item.items()}
        authors, message = list(item["author"]), {0: [kind]}
    if not message and fields.get("entrytype") == "movie" and authors and "director" not in item:
        message = {0: ["director"]}
    for place, words in message.items():
        if 1 <= (at := place or len(authors)) <= len(authors):
            titles = [get_item_title(word) for word in words]
            if place == 0 and len(authors) > 1 and not titles[-1].endswith("s"):
                titles[-1] += "s"
            shown = " & ".join(get_terms(fields).translate(title) for title in titles)
            authors[at - 1] = _with_suffix(authors[at - 1], f"({shown})")
    return item | {"author": authors} if message and authors else item


def fix_user_names(item: CslItem, fields: BibtexFields) -> CslItem:
    """*Fogarty, M. [Grammar Girl].*, *APA Education [@APAEducation].* (9.8, 10.15)."""
    message = has_annotation(fields.get("author+an:username", ""))
    authors = list(item.get("author", []))
    custom = dict(item.get("custom", {}))
    for place, words in message.items():
        if 1 <= place <= len(authors):
            shown = f"[{convert_to_rich_text(words[0].strip(chr(34)))}]"
            authors[place - 1] = _with_suffix(authors[place - 1], shown)
            custom |= {"username": shown} if "literal" in authors[place - 1] and len(authors) == 1 else {}
    return item | {"author": authors} | ({"custom": custom} if custom else {}) if message and authors else item


def fix_assisted_authors(item: CslItem, fields: BibtexFields) -> CslItem:
    """*Meyers, K. (with Long, W. T.).* (9.8)."""
    helpers = read_people(fields.get("with", ""))
    authors = item.get("author", [])
    if not helpers or not authors:
        return item
    shown = ", ".join(
        f"{name['family']}, {abbreviate_given_names(name['given'])}" for name in helpers if "family" in name
    )
    return (
        item
        | {
            "author": [
                *authors[:-1],
                _with_suffix(authors[-1], f"({get_terms(fields).translate('with {names}', names=shown)})"),
            ]
        }
        if shown
        else item
    )


def fix_narrator(item: CslItem, fields: BibtexFields) -> CslItem:
    """*(K. Mazur, Narr.) [Audiobook]* (10.2)."""
    narrators = read_people(fields.get("narrator", ""))
    if not narrators or "version" in item or "container-title" in item:
        return item
    shown = f"{list_people(narrators)}, {get_terms(fields).translate('Narrs.' if len(narrators) > 1 else 'Narr.')}"
    return item | {"version": shown, "genre": item.get("genre", "Audiobook")}


def fix_translated_chapter(item: CslItem, fields: BibtexFields) -> CslItem:
    """*On truth (J. Sallis, Trans.). In D. F. Krell (Ed.)*: the translator of a chapter follows its title (10.3)."""
    if item.get("type") != "chapter" or "translator" not in item or item["translator"] == item.get("editor"):
        return item
    kept = {name: value for name, value in item.items() if name != "translator"}
    title = f"{item.get('title', '')} ({list_people(item['translator'])}, {get_terms(fields).translate('Trans.')})"
    return kept | {"title": title, "title-short": item.get("title-short", item.get("title", ""))}


def fix_container_people(item: CslItem, fields: BibtexFields) -> CslItem:
    """*In K. Barris (Executive Producer), Black-ish* (10.12) and *In A. Schmidt (Chair), Views* (10.5)."""
    heads = {"Executive Producer": fields.get("execproducer", "")}
    if fields.get("editoratype", "").casefold() == "chair":
        heads["Chair"] = fields.get("editora", "")
    role, value = next(((role, value) for role, value in heads.items() if value), ("", ""))
    if not value or "container-title" not in item:
        return item
    persons = read_people(convert_to_rich_text(value) if "\\" in value else value)
    label = get_terms(fields).translate(f"{role}s" if len(persons) > 1 else role)
    return item | {"container-title": f"<i>{list_people(persons)} ({label}),</i> {item['container-title']}"}
