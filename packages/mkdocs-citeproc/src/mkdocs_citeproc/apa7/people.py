"""Who else made a work, and in what part: directors, hosts, narrators, chairs, user names.

BibLaTeX says these in fields that pandoc's reader drops, as ``author+an:role = {1=director}`` or ``narrator``. Each
fix takes CSL JSON and the entry's own BibTeX fields. The numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from typing import Any

from mkdocs_citeproc.apa7.names import BibtexFields, abbreviate_given_names, to_rich_text
from mkdocs_citeproc.apa7.terms import get_terms
from mkdocs_citeproc.bibliography.names import split_names as names_in
from mkdocs_citeproc.bibliography.names import to_plain_text as plain_name
from mkdocs_citeproc.formatting.request import CslItem

ROLE = "\u2064"
"""An invisible sign before what belongs to a name, in its suffix: ``apa_reference.py`` takes away the comma before."""

_LONG = {"execproducer": "Executive Producer", "guestexpert": "Guest Expert"}
_SHORT = {"director": "Dir.", "editor": "Ed.", "translator": "Trans.", "narrator": "Narr.", "host": "Host"}
_EDITORS = {"editor", "director", "compiler", "founder", "continuator", "redactor", "reviser", "collaborator"}
_FIRST = ("writer", "director", "host")


def get_item_title(role: str) -> str:
    """*Executive Producer* for ``execproducer``; what stands in quotation marks as it is."""
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
    return [_read_person(name.parts, name.family, is_braced=name.is_braced) for name in names_in(value)]


def _read_person(parts: tuple[str, ...], family: str, *, is_braced: bool) -> dict[str, Any]:
    if is_braced:
        return {"literal": family}
    words = [plain_name(part) for part in parts]
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
        return name  # apa_reference.py: a group's name has no suffix
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
            shown = f"[{to_rich_text(words[0].strip(chr(34)))}]"
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
    """*On truth (J. Sallis, Trans.). In D. F. Krell (Ed.)*: who translated a chapter stands after its title (10.3)."""
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
    persons = read_people(to_rich_text(value) if "\\" in value else value)
    label = get_terms(fields).translate(f"{role}s" if len(persons) > 1 else role)
    return item | {"container-title": f"<i>{list_people(persons)} ({label}),</i> {item['container-title']}"}
