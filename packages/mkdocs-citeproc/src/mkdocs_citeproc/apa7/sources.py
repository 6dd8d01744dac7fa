"""Sources of works in APA 7: sites, museums, volumes of a larger work, special issues, and the work that another is
about.

Fixes to CSL JSON before pandoc runs, for what pandoc's reader drops or moves. A review, comment or reprint names in
``related`` another work, which has its own entry: ``other`` is its item, ``of_other`` its BibTeX fields. Numbers are
sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs_citeproc.apa7.descriptions import has_description
from mkdocs_citeproc.apa7.legal import LEGAL, protect_case
from mkdocs_citeproc.apa7.names import BibtexFields, convert_to_rich_text, get_short_title, has_annotation, list_people
from mkdocs_citeproc.apa7.numbers import get_issued_year
from mkdocs_citeproc.apa7.terms import get_terms, is_english
from mkdocs_citeproc.formatting.request import CslItem


def _without(item: CslItem, *names: str) -> CslItem:
    return {name: value for name, value in item.items() if name not in names}


def fix_site(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print a site's name from ``eprint`` without ``eprinttype``: *CNN*, *PsyArXiv*, *Twitter* (10.8, 10.15, 10.16)."""
    name = convert_to_rich_text(fields.get("eprint", ""))
    if not name or {"eprinttype", "archiveprefix"} & fields.keys() or {"publisher", "container-title"} & item.keys():
        return item
    if item.get("type") != "webpage" or re.fullmatch(r"[\d./v-]+|\S*\d{4}\S*", name):
        return item  # an identifier
    version = convert_to_rich_text(fields.get("version", ""))
    return item | {"publisher": name} | ({"number": version} if version else {})


def fix_site_addition(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Ars Technica* from ``titleaddon``, where reference managers write a page's site (10.16)."""
    name = convert_to_rich_text(fields.get("titleaddon", ""))
    is_repeated = name.casefold() == str(item.get("genre", "")).casefold() and name != ""
    if item.get("type") != "webpage" or not is_repeated or "publisher" in item or "entrysubtype" in fields:
        return item
    return item if has_description(name) else _without(item, "genre") | {"publisher": name}


def fix_proceedings(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *In Proceedings of the congress (pp. 4–9). House.* without an editor, also for numbered series (10.5).

    Only proceedings with a volume and no editor appear as a journal; CSL treats all without an editor that way.
    """
    if item.get("type") != "paper-conference" or "container-title" not in item:
        return item
    series, volume = convert_to_rich_text(fields.get("series", "")), item.get("volume")
    if series and volume and "volume-title" not in item:
        main = series[:1] + lower_words(series[1:], fields["series"], fields)
        item = item | {"volume-title": item["container-title"], "container-title": main}
    if "editor" in item or "page" not in item or (volume and not series) or "issue" in item:
        return item
    return item | {"type": "chapter"}


def fix_eprint(item: CslItem, fields: BibtexFields) -> CslItem:  # noqa: ARG001
    """Print *arXiv. https://arxiv.org/abs/1706.00001* for a journal *arXiv preprint arXiv:1706.00001* (10.8)."""
    found = re.fullmatch(
        r"arxiv(?: preprint)?(?: arxiv)?:\s*(?P<number>\S+)", item.get("container-title", ""), re.IGNORECASE
    )
    if not found:
        return item
    address = {} if {"URL", "DOI"} & item.keys() else {"URL": f"https://arxiv.org/abs/{found['number']}"}
    return _without(item, "container-title", "page") | address | {"type": "article", "publisher": "arXiv"}


def fix_howpublished(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *[Video]. YouTube* or a URL from ``howpublished``, which pandoc takes as the publisher (10.12, 10.16)."""
    how = convert_to_rich_text(re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", fields.get("howpublished", "")))
    if item.get("type") not in ("", None, "webpage") or not how:
        return item
    if how.casefold() in ("online", "web", "web page", "webpage", "website"):
        return _without(item, "publisher") if item.get("publisher") == how else item
    if how == item.get("publisher") and has_description(how) and "genre" not in item:
        return _without(item, "publisher") | {"genre": how}
    if re.fullmatch(r"(?:https?://|www\.)\S+", how):
        return {"URL": how} | _without(item, "publisher")
    if found := re.fullmatch(r"\[(?P<kind>[^\[\]]+)\]\.? ?(?P<site>.*?)\.?", how):
        site = {"publisher": found["site"]} if found["site"] else {}
        return _without(item, "publisher") | {"genre": found["kind"]} | site
    return item


def fix_museum(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print the place of a picture before its publisher: *The Louvre, Paris, France* (10.14)."""
    place = convert_to_rich_text(fields.get("location", fields.get("address", "")))
    if item.get("type") != "graphic" or not place:
        return item
    return item | {"publisher": ", ".join(filter(None, [place, item.get("publisher", "")]))}


def fix_volume_of_work(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Lecture notes in computer science: Vol. 9562. Theory of cryptography* (10.2, 10.5)."""
    title = item.get("volume-title") or convert_to_rich_text(fields.get("booktitle", "")) * (
        fields.get("entrytype") in ("proceedings", "mvproceedings") and "maintitle" in fields
    )
    title = title if "volume-title" in item else title[:1] + lower_words(title[1:], fields.get("booktitle", ""), fields)
    name = "container-title" if item.get("type") in ("chapter", "paper-conference") else "title"
    if not title or name not in item or item.get("type") not in ("book", "chapter", "paper-conference"):
        return item
    main, volume = item[name], item.get("volume")
    first = f"{main}: {get_terms(fields).translate('Vol.')} {volume}" if volume else main
    stop = "." if volume or re.search(r"\bVol\. ", main) else ":"
    return _without(item, "volume-title", "volume") | {name: f"{first}{stop} {title}"}


def fix_special_issue(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *The science of teamwork [Special issue]. Journal* if ``journaltitle`` has the journal's title (10.1)."""
    journal = convert_to_rich_text(fields.get("journaltitle", ""))
    if fields.get("entrytype") != "periodical" or not journal or "container-title" not in item:
        return item
    title = item["container-title"] if "issuetitle" in fields else item.get("title", "")
    kind = {"genre": convert_to_rich_text(fields["issuetitle"])} if "issuetitle" in fields else {}
    return (
        item
        | {"title": title[:1] + lower_words(title[1:], fields.get("title", ""), fields), "container-title": journal}
        | kind
    )


def lower_words(words: str, typed: str, fields: BibtexFields) -> str:
    """Return an English title with its words in small letters, except those in braces."""
    if not is_english(fields):
        return words
    kept = set(re.findall(r"\w+", " ".join(re.findall(r"\{([^{}]*)\}", typed))))
    return re.sub(r"[A-Z][a-z]+", lambda found: found[0] if found[0] in kept else found[0].lower(), words)


def fix_app_entry(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Interaction check. In Medical references (Version 18.12) [Mobile app]* (10.10)."""
    entry = convert_to_rich_text(fields.get("appentry", ""))
    if item.get("type") != "software" or not entry:
        return item
    title = entry[:1] + lower_words(entry[1:], fields["appentry"], fields)
    return item | {"type": "book", "title": title, "container-title": item.get("title", "")}


def fix_episode(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Lemons (Season 3, Episode 12) [TV series episode]. In Black-ish*; pandoc's title is the series (10.12)."""
    if item.get("type") not in ("motion_picture", "") or "volume-title" not in item or "maintitle" not in fields:
        return item
    whole = convert_to_rich_text(fields["maintitle"]) if item.get("type") else item.get("title", "")
    return _without(item, "volume-title") | {"title": item["volume-title"], "container-title": whole}


def fix_symposium(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *In A. Schmidt (Chair), Perspectives on resilience [Symposium]* (10.5)."""
    if "eventtitle" not in fields or "container-title" not in item:
        return item
    main = item["container-title"]
    kind = convert_to_rich_text(fields.get("maintitleaddon", ""))
    sub = convert_to_rich_text(fields.get("subtitle", ""))
    main = main.removesuffix(f". {kind}") if kind else main
    main = re.sub(rf": {re.escape(sub)}$", "", main, flags=re.IGNORECASE) if sub else main
    return item | {"type": "speech", "container-title": main} | ({"genre": kind} if kind else {})


def fix_book_pages(item: CslItem, fields: BibtexFields) -> CslItem:
    """Drop ``pages`` of a whole book, which is its number of pages and not printed (9.28)."""
    return _without(item, "page") if item.get("type") == "book" and fields.get("entrytype") == "book" else item


def fix_original_title(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *La psychologie de l’enfant [The psychology of the child]* for a work in another language (9.38).

    If there is a translator, the work itself is a translation, and its original title is not printed. The title in
    brackets comes before *(Vol. 7)* and is upright, which means italics within italics.
    """
    original = convert_to_rich_text(fields.get("origtitle", ""))
    if not original or "translator" in fields or "title" not in item:
        return item
    upright = "container-title" in item and item.get("type") != "webpage"
    meaning = f" [{item['title']}]" if upright else f"<i> [{item['title']}]</i>"
    return item | {"title": f"{original}{meaning}", "title-short": original}


_MINOR = frozenset("a an and as at but by en for if in nor of off on or per so the to up via vs vs. yet".split())  # noqa: SIM905
_NAMED = ("author", "editor", "director", "composer")


def fix_title_in_text(item: CslItem, fields: BibtexFields) -> CslItem:
    """Cite by ``shorttitle``, *(Interpersonal Skills, 2019)*, or by the title without its ``subtitle`` (8.14).

    APA capitalises words of four letters or more, including *With* and *From*; CSL has a list of minor words.
    """
    if not item.get("title") or any(name in item for name in _NAMED) or item.get("type") in LEGAL:
        return item
    short = convert_to_rich_text(fields.get("shorttitle", ""))
    title = str(item.get("title-short", item["title"]))
    if not short:
        sub = f": {convert_to_rich_text(fields.get('subtitle', ''))}"
        short = title[: -len(sub)] if len(sub) > 2 and title.casefold().endswith(sub.casefold()) else title
    short = re.sub(r"[.:]$", "", short)
    return item | {"title-short": protect_case(apply_title_case(short) if is_english(fields) else short)}


def apply_title_case(title: str) -> str:
    """Capitalise a title as in APA's text: major words, and every word of four letters or more."""
    words = re.split(r"(\s+|[-–](?=\w))", title)
    first = True
    shown = []
    for word in words:
        shown.append(word if not word.strip() or word in "-–" else _in_title(word, first=first))
        if word.strip():
            first = word.endswith((":", "?", "!", "."))
    return "".join(shown)


def _in_title(word: str, *, first: bool) -> str:
    bare = word.strip("“”‘’\"'(),;:?!.")
    if not bare or (bare.lower() in _MINOR and not first) or not bare[:1].islower() or bare[1:] != bare[1:].lower():
        return word
    return word.replace(bare, bare[:1].upper() + bare[1:], 1)


_PARTS = ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")


def _is_part(other: CslItem, of_other: BibtexFields) -> bool:
    """Return whether the other work's title is in quotation marks: part of a series, a periodical or a book."""
    return other.get("type") in _PARTS or of_other.get("entrysubtype", "") == "tvepisode"


def _named(other: CslItem, of_other: BibtexFields, *, comma: bool) -> str:
    """Return the other work's title, in quotation marks or italics."""
    title, end = other.get("title", ""), "," if comma else ""
    opening, closing = (get_terms(of_other).translate(sign) for sign in "“”")
    return f"{opening}{title}{end}{closing}" if _is_part(other, of_other) else f"<i>{title}</i>{end}"


def _makers(other: CslItem, of_other: BibtexFields) -> str:
    """Write *by E. Brodsky, Dir.*"""
    persons = other.get("author") or other.get("editor")
    if not persons:
        return ""
    message = has_annotation(of_other.get("author+an:role", "")).get(1, []) if "author" in other else ["editor"]
    terms = get_terms(of_other)
    roles = " & ".join(terms.translate(get_short_title(role)) for role in message)
    return f" {terms.translate('by {names}', names=list_people(persons))}" + (f", {roles}" if roles else "")


def describe_review(item: CslItem, fields: BibtexFields, other: CslItem, of_other: BibtexFields) -> CslItem:
    """*[Review of the book The cure, by A. Author]* (10.7)."""
    words = convert_to_rich_text(fields.get("relatedstring", "")) or get_terms(fields).translate("Review of the work")
    makers = _makers(other, of_other)
    return item | {"genre": f"{words} {_named(other, of_other, comma=bool(makers))}{makers}"}


def describe_comment(item: CslItem, fields: BibtexFields, other: CslItem, of_other: BibtexFields) -> CslItem:
    """*[Comment on the article “How friends help”]* (10.1)."""
    words = convert_to_rich_text(fields.get("relatedstring", "")) or get_terms(fields).translate(
        "Comment on the article"
    )
    return item | {"genre": f"{words} {_named(other, of_other, comma=False)}"}


def describe_reprint(item: CslItem, fields: BibtexFields, other: CslItem, of_other: BibtexFields) -> CslItem:
    """*(Reprinted from “Title,” 1981, Journal, 51[3], 391–402)*, and both years in the text (10.1, 10.3)."""
    date = other.get("issued", {})
    year = get_issued_year(other)
    issue = f"<i>{other['volume']}</i>" if "volume" in other else ""
    issue += f"[{other['issue']}]" if "issue" in other else ""
    pages = other.get("page", "").replace("--", "–").replace("-", "–")
    pages = f"pp. {pages}" if pages and not issue else pages
    address = f"https://doi.org/{other['DOI']}" if "DOI" in other else other.get("URL", "")
    journal = f"<i>{other['container-title']}</i>" if "container-title" in other else ""
    other_makers = other.get("author") or other.get("editor")
    makers = _makers(other, of_other).strip() if other_makers not in (None, item.get("author")) else ""
    early, late = ([], [pages]) if _is_part(other, of_other) else ([pages], [])
    parts = [*early, makers, year, journal, issue, *late, other.get("publisher", ""), address]
    named = _named(other, of_other, comma=True)
    original = {"original-date": date} if date and "original-date" not in item else {}
    work = f"{named} {', '.join(part for part in parts if part)}"
    return item | {"references": get_terms(fields).translate("Reprinted from {work}", work=work)} | original


_BY_KIND: dict[str, Callable[[CslItem, BibtexFields, CslItem, BibtexFields], CslItem]] = {
    "reviewof": describe_review,
    "commenton": describe_comment,
    "reprintfrom": describe_reprint,
    "reprintof": describe_reprint,
}


def add_related_work(item: CslItem, fields: BibtexFields, other: CslItem | None, of_other: BibtexFields) -> CslItem:
    """Add the related entry's details to an item, if APA has a form for this relation."""
    fix = _BY_KIND.get(convert_to_rich_text(fields.get("relatedtype", "")).casefold())
    return fix(item, fields, other, of_other) if fix and other else item
