"""Import of CSL JSON, of Open Library's Books API (``/api/books``, ``jscmd=data``) and of RIS, as BibTeX entries.

The two others are converted to CSL items first. RIS is read in the form that publishers write, after the specification
of Research Information Systems (two-character tag, two spaces, hyphen, space); unknown tags are skipped, and a line
without a tag continues the one before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_citeproc.bibliography.addresses import find_refused_scheme, strip_doi_prefix
from mkdocs_citeproc.bibliography.model import parse_json_objects
from mkdocs_citeproc.bibliography.names import ORGANISATIONS, find_family_name
from mkdocs_citeproc.bibliography.titles import convert_to_latex, fix_title

_KINDS = {
    "article-journal": "article", "journal-article": "article", "article-magazine": "article",
    "article-newspaper": "article", "review": "article", "book": "book", "monograph": "book", "edited-book": "book",
    "reference-book": "book", "chapter": "incollection", "book-chapter": "incollection", "book-section": "incollection",
    "entry-encyclopedia": "incollection", "reference-entry": "incollection", "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings", "report": "report", "report-component": "report", "thesis": "thesis",
    "dissertation": "thesis", "dataset": "dataset", "software": "software", "webpage": "online", "post": "online",
    "post-weblog": "online", "article": "online", "posted-content": "online", "preprint": "online",
    "motion_picture": "video", "song": "audio", "broadcast": "video",
}  # fmt: skip
_SECTIONS = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_LANGUAGES = {"de": "german", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch", "pt": "portuguese",
              "sv": "swedish", "da": "danish", "nb": "norwegian", "fi": "finnish", "pl": "polish"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry without a key: its type, its fields, and what a person should check."""

    kind: str
    fields: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def import_csl(item: Mapping[str, Any], known: Collection[str], today: str) -> Draft:
    """Convert one CSL item to an entry; never raises, whatever the item contains.

    Args:
        item: The CSL JSON item.
        known: Names that are in braces in other titles.
        today: Access date for an undated web page.

    """
    raw = _text(item.get("type")).lower()
    kind = _KINDS.get(raw, "misc")
    language = _LANGUAGES.get(_text(item.get("language"))[:2].lower(), "")
    title, remarks = fix_title(_title(item), known, english=not language)
    container = _text(item.get("container-title"))
    date = _date(item)
    fields = {
        "author": _people(item.get("author")),
        "editor": _people(item.get("editor")) if kind != "article" else "",
        "title": title,
        "entrysubtype": _SECTIONS.get(raw, ""),
        **({"date": date} if kind == "online" or raw in _SECTIONS else {"year": date[:4]}),
        "langid": language,
        **_publication_fields(
            item, kind, convert_to_latex(container), fix_title(container, known, english=not language)[0]
        ),
        **_number_fields(item, kind),
        **_access_fields(item, "" if date else today),
    }
    remarks += [] if date else ["no date is given"]
    if find_refused_scheme(address := _text(item.get("URL"))):
        remarks.append(f"'{address[:60]}' is not an address on the web, and was left out")
    remarks += ["a name was in capitals: check its spelling"] if _any_shouted(item) else []
    if kind == "article" and not (fields["volume"] or fields["pages"]):
        remarks.append(
            "no volume and no pages: if it is published ahead of print, write pubstate = {Advance online publication}"
        )
    if kind == "misc":
        remarks.append(f"it is recorded as {raw or 'of no type'}: is @misc right?")
    return Draft(kind, {name: value for name, value in fields.items() if value}, tuple(remarks))


def _title(item: Mapping[str, Any]) -> str:
    title, subtitle = _text(item.get("title")), _text(item.get("subtitle"))
    return f"{title}: {subtitle}" if subtitle and subtitle.casefold() not in title.casefold() else title


def _publication_fields(item: Mapping[str, Any], kind: str, container: str, book: str) -> dict[str, str]:
    """Return the fields for the container and the publisher; ``book`` is the container's title, in title markup."""
    publisher = convert_to_latex(_text(item.get("publisher")) or _text(item.get("institution")))
    match kind:
        case "article":
            return {"journal": container}
        case "incollection" | "inproceedings":
            return {"booktitle": book, "publisher": publisher}
        case "thesis" | "report":
            return {"institution": publisher, "type": convert_to_latex(_text(item.get("genre")))}
        case "online":
            return {"organization": container or publisher}
    return {"publisher": publisher}


def _number_fields(item: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Return the fields that say which part of the whole it is."""
    return {
        "volume": convert_to_latex(_text(item.get("volume"))),
        "number": convert_to_latex(_text(item.get("issue")) or (_text(item.get("number")) if kind == "report" else "")),
        "edition": convert_to_latex(_text(item.get("edition"))) if kind in {"book", "incollection"} else "",
        "pages": _pages(item) if kind in {"article", "incollection", "inproceedings"} else "",
        "version": convert_to_latex(_text(item.get("version"))) if kind in {"software", "dataset"} else "",
    }


def _access_fields(item: Mapping[str, Any], read: str) -> dict[str, str]:
    """Return the fields that say where to find it; ``read`` is the access date, if needed."""
    # A BibTeX value cannot contain a backslash or an unmatched brace; no DOI in use does.
    doi, url = strip_doi_prefix(re.sub(r"[\\{}]", "", _text(item.get("DOI")))), "".join(_text(item.get("URL")).split())
    url = "" if find_refused_scheme(url) else url
    url = re.sub(r"[\\{}]", lambda sign: f"%{ord(sign[0]):02X}", url)
    isbn = re.search(r"[\d-]{9,16}[\dXx]$", _text(item.get("ISBN")))
    return {
        "isbn": isbn[0] if isbn else "",
        "doi": doi,
        "url": "" if doi else url,
        "urldate": read if url and not doi else "",
    }


def _text(value: Any) -> str:
    """Return one value as text; Crossref's REST API returns lists, of which the first item is used."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):  # publisher in DataCite's records
        value = value.get("name", "")
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _pages(item: Mapping[str, Any]) -> str:
    """Return the pages, or *Article e2333846* for an article with a number instead (APA 7, 9.27)."""
    pages, number = _text(item.get("page")), _text(item.get("article-number"))
    return convert_to_latex(pages) or (f"Article {convert_to_latex(number)}" if number else "")


def _date(item: Mapping[str, Any]) -> str:
    """Return the date in ISO form, as far as it is known; '' if it is not."""
    for name in ("issued", "published", "published-print", "published-online"):
        found = item.get(name)
        if not isinstance(found, dict):
            continue
        parts = found.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        numbers = [_text(part) for part in first]
        if numbers and re.fullmatch(r"\d{4}", numbers[0]):
            rest = [number.zfill(2) for number in numbers[1:3] if re.fullmatch(r"\d{1,2}", number)]
            return "-".join([numbers[0], *rest])
        if in_words := re.search(r"\b\d{4}\b", _text(found.get("raw")) or _text(found.get("literal"))):
            return in_words[0]
    return ""


def _people(value: Any) -> str:
    """Convert names to an author field."""
    return " and ".join(name for name in map(_person, parse_json_objects(value)) if name)


def _any_shouted(item: Mapping[str, Any]) -> bool:
    return any(map(_is_shouted, parse_json_objects(item.get("author"))))


def _is_shouted(person: Mapping[str, Any]) -> bool:
    family = _text(person.get("family"))
    return len(family) > 3 and family.isupper()


def _person(person: Mapping[str, Any]) -> str:
    """Write *Surname, Given Names*; an organisation, or a person with a single name, in braces."""
    whole = _text(person.get("literal")) or _text(person.get("name"))
    family, given = convert_to_latex(_text(person.get("family"))), convert_to_latex(_text(person.get("given")))
    if whole or not (family and given):
        return f"{{{convert_to_latex(whole) or family or given}}}" if whole or family or given else ""
    family = family.title() if _is_shouted(person) else family
    particle = convert_to_latex(_text(person.get("non-dropping-particle")))
    family = f"{particle} {family}" if particle else family
    # In APA a lower-case particle is part of the name (9.8); braces keep BibTeX from separating the two.
    if family[:1].islower() or "," in family or " and " in family:
        family = f"{{{family}}}"
    dropping = convert_to_latex(_text(person.get("dropping-particle")))
    suffix = convert_to_latex(_text(person.get("suffix")))
    given = f"{{{given}}}" if "," in given or " and " in given else _initials(given)
    parts = [family, *([suffix] if suffix else []), f"{given} {dropping}".strip()]
    return ", ".join(parts)


def _initials(given: str) -> str:
    """Write a full stop and a space after each initial: ``JK`` and ``J K`` → ``J. K.``"""
    if re.fullmatch(r"[A-Z]{2,3}", given):
        return " ".join(f"{letter}." for letter in given)
    return re.sub(r"(?<![\w.'’])([A-Z])(?![\w.'’])", r"\1.", given)


def import_openlibrary(record: Mapping[str, Any], isbn: str) -> dict[str, Any]:
    """Convert a record to a CSL item; each name is one string, whose last word is taken as the surname."""
    publishers = [
        publisher["name"] for publisher in parse_json_objects(record.get("publishers")) if "name" in publisher
    ]
    return {
        "type": "book",
        "title": record.get("title"),
        "subtitle": record.get("subtitle"),
        "author": [
            _guess_name(str(author["name"]))
            for author in parse_json_objects(record.get("authors"))
            if author.get("name")
        ],
        "publisher": publishers[0] if publishers else "",
        "issued": {"raw": record.get("publish_date", "")},
        "ISBN": isbn,
    }


def _guess_name(name: str) -> dict[str, str]:
    words = name.split()
    if name.count(",") == 1:
        family, given = name.split(",")
        return {"family": family, "given": given}
    if len(words) < 2 or ORGANISATIONS & set(words):
        return {"literal": name}
    first = find_family_name(words)
    return {"family": " ".join(words[first:]), "given": " ".join(words[:first])}


_LINE = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$")
_TYPES = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "INPR": "article-journal", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter",
    "ECHAP": "chapter", "CONF": "paper-conference", "CPAPER": "paper-conference", "RPRT": "report", "GOVDOC": "report",
    "THES": "thesis", "DATA": "dataset", "COMP": "software", "ELEC": "webpage", "WEB": "webpage", "BLOG": "webpage",
    "UNPB": "posted-content", "VIDEO": "motion_picture", "MPCT": "motion_picture", "SOUND": "song",
}  # fmt: skip
_FIELDS = {
    "title": ("TI", "T1", "CT"), "container-title": ("T2", "JO", "JF", "BT", "JA", "J2"), "volume": ("VL",),
    "issue": ("IS",), "publisher": ("PB",), "publisher-place": ("CY",), "edition": ("ET",), "DOI": ("DO",),
    "URL": ("UR", "L2"), "language": ("LA",), "article-number": ("C7",), "genre": ("M3",),
}  # fmt: skip


def import_ris(text: str) -> list[dict[str, Any]]:
    """Convert a RIS file to CSL items; return an empty list if the text is not RIS."""
    found: list[dict[str, list[str]]] = []
    tag = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n"):
        match = _LINE.match(line)
        if match:
            tag = match[1]
            if tag == "TY":
                found.append({})
            if found:
                found[-1].setdefault(tag, []).append((match[2] or "").strip())
        elif found and line.strip() and tag in found[-1]:
            found[-1][tag][-1] += f" {line.strip()}"
        if tag == "ER":
            tag = ""
    return [_item(tags) for tags in found]


def _item(tags: dict[str, list[str]]) -> dict[str, Any]:
    kind = _TYPES.get(_first(tags, "TY"), "")
    item: dict[str, Any] = {name: value for name, names in _FIELDS.items() if (value := _first(tags, *names))}
    item["type"] = kind
    # T2 may repeat a book's own title. A2 has the editors of an edited volume; its meaning for an article is uncertain.
    editors = tags.get("ED", []) + (tags.get("A2", []) if kind in {"chapter", "paper-conference"} else [])
    item["author"] = [_read_name(name) for name in tags.get("AU", []) + tags.get("A1", []) if name]
    item["editor"] = [_read_name(name) for name in editors if name]
    if date := re.findall(r"\d+", _first(tags, "PY", "Y1", "DA")):
        item["issued"] = {"date-parts": [date[:3]]}
    if start := _first(tags, "SP"):
        end = _first(tags, "EP")
        item["page"] = f"{start}-{end}" if end and end != start and "-" not in start else start
    if kind == "book" and (isbn := _first(tags, "SN")):
        item["ISBN"] = isbn
    return item


def _first(tags: dict[str, list[str]], *names: str) -> str:
    return next((value for name in names for value in tags.get(name, []) if value), "")


def _read_name(name: str) -> dict[str, str]:
    """Parse ``Ashar, Yoni K., Jr.``; a name without a comma is an organisation's."""
    parts = [part.strip() for part in name.split(",", 2)]
    if len(parts) == 1:
        return {"literal": name}
    return {"family": parts[0], "given": parts[1]} | ({"suffix": parts[2]} if len(parts) > 2 else {})
