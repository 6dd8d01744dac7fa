"""Sources of works in APA 7: sites, museums, volumes of a larger work, special issues.

Fixes to CSL JSON before pandoc runs, for what pandoc's reader drops or moves. Numbers are sections of the Publication
Manual (7th ed.).
"""

from __future__ import annotations

import re

from mkdocs_citeproc.apa7.descriptions import has_description
from mkdocs_citeproc.apa7.names import BibtexFields, to_rich_text
from mkdocs_citeproc.apa7.terms import get_terms, is_english
from mkdocs_citeproc.formatting.request import CslItem


def _without(item: CslItem, *names: str) -> CslItem:
    return {name: value for name, value in item.items() if name not in names}


def fix_site(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print a site's name from ``eprint`` without ``eprinttype``: *CNN*, *PsyArXiv*, *Twitter* (10.8, 10.15, 10.16)."""
    name = to_rich_text(fields.get("eprint", ""))
    if not name or {"eprinttype", "archiveprefix"} & fields.keys() or {"publisher", "container-title"} & item.keys():
        return item
    if item.get("type") != "webpage" or re.fullmatch(r"[\d./v-]+|\S*\d{4}\S*", name):
        return item  # an identifier
    version = to_rich_text(fields.get("version", ""))
    return item | {"publisher": name} | ({"number": version} if version else {})


def fix_site_addition(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Ars Technica* from ``titleaddon``, where reference managers write a page's site (10.16)."""
    name = to_rich_text(fields.get("titleaddon", ""))
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
    series, volume = to_rich_text(fields.get("series", "")), item.get("volume")
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
    how = to_rich_text(re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", fields.get("howpublished", "")))
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
    place = to_rich_text(fields.get("location", fields.get("address", "")))
    if item.get("type") != "graphic" or not place:
        return item
    return item | {"publisher": ", ".join(filter(None, [place, item.get("publisher", "")]))}


def fix_volume_of_work(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Lecture notes in computer science: Vol. 9562. Theory of cryptography* (10.2, 10.5)."""
    title = item.get("volume-title") or to_rich_text(fields.get("booktitle", "")) * (
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
    journal = to_rich_text(fields.get("journaltitle", ""))
    if fields.get("entrytype") != "periodical" or not journal or "container-title" not in item:
        return item
    title = item["container-title"] if "issuetitle" in fields else item.get("title", "")
    kind = {"genre": to_rich_text(fields["issuetitle"])} if "issuetitle" in fields else {}
    return (
        item
        | {"title": title[:1] + lower_words(title[1:], fields.get("title", ""), fields), "container-title": journal}
        | kind
    )


def lower_words(words: str, typed: str, fields: BibtexFields) -> str:
    """An English title's words in small letters, but for those that stand in braces."""
    if not is_english(fields):
        return words
    kept = set(re.findall(r"\w+", " ".join(re.findall(r"\{([^{}]*)\}", typed))))
    return re.sub(r"[A-Z][a-z]+", lambda found: found[0] if found[0] in kept else found[0].lower(), words)


def fix_app_entry(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Interaction check. In Medical references (Version 18.12) [Mobile app]* (10.10)."""
    entry = to_rich_text(fields.get("appentry", ""))
    if item.get("type") != "software" or not entry:
        return item
    title = entry[:1] + lower_words(entry[1:], fields["appentry"], fields)
    return item | {"type": "book", "title": title, "container-title": item.get("title", "")}


def fix_episode(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *Lemons (Season 3, Episode 12) [TV series episode]. In Black-ish*; pandoc's title is the series (10.12)."""
    if item.get("type") not in ("motion_picture", "") or "volume-title" not in item or "maintitle" not in fields:
        return item
    whole = to_rich_text(fields["maintitle"]) if item.get("type") else item.get("title", "")
    return _without(item, "volume-title") | {"title": item["volume-title"], "container-title": whole}


def fix_symposium(item: CslItem, fields: BibtexFields) -> CslItem:
    """Print *In A. Schmidt (Chair), Perspectives on resilience [Symposium]* (10.5)."""
    if "eventtitle" not in fields or "container-title" not in item:
        return item
    main = item["container-title"]
    kind = to_rich_text(fields.get("maintitleaddon", ""))
    sub = to_rich_text(fields.get("subtitle", ""))
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
    original = to_rich_text(fields.get("origtitle", ""))
    if not original or "translator" in fields or "title" not in item:
        return item
    upright = "container-title" in item and item.get("type") != "webpage"
    meaning = f" [{item['title']}]" if upright else f"<i> [{item['title']}]</i>"
    return item | {"title": f"{original}{meaning}", "title-short": original}
