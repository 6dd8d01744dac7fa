"""Fields as reference managers and services export them, in the form that prints: pages, numbers, dates, notes, kinds.

Each function takes an entry's fields, with its type as ``entrytype``, and gives back those that should be otherwise; an
empty value takes a field out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_citeproc.bibliography.dates import is_date, is_year, to_iso
from mkdocs_citeproc.bibliography.doi import is_doi, strip_address
from mkdocs_citeproc.bibliography.field_values import split_page_range
from mkdocs_citeproc.bibliography.latex import decode_address
from mkdocs_citeproc.bibliography.names import find_outside_braces, to_plain_text

Fields = Mapping[str, str]

ARCHIVES = {
    "10.31234": "PsyArXiv", "10.31235": "SocArXiv", "10.31219": "OSF Preprints", "10.31222": "MetaArXiv",
    "10.31236": "SportRxiv", "10.51224": "SportRxiv", "10.35542": "EdArXiv", "10.31223": "EarthArXiv",
    "10.21203": "Research Square", "10.20944": "Preprints.org", "10.2139": "SSRN", "10.26434": "ChemRxiv",
    "10.36227": "TechRxiv", "10.22541": "Authorea", "10.48550": "arXiv", "10.31237": "MindRxiv",
}  # fmt: skip
"""Archives of preprints by the prefix of their DOIs; the publisher that Crossref names is the company behind them."""

ARCHIVE_NAMES = frozenset(
    name.casefold()
    for name in (*ARCHIVES.values(), "bioRxiv", "medRxiv", "Preprints", "SSRN Electronic Journal", "engrXiv")
)
_COMPANIES = re.compile(
    r"center for open science|springer science|cold spring harbor|openrxiv|mdpi|elsevier|american chemical|wiley|authorea"
    r"|ieee|institute of electrical|open science framework|osf", re.IGNORECASE,
)  # fmt: skip

_KINDS = {
    "web_page": "online", "webpage": "online", "website": "online", "generic": "misc", "journal_article": "article",
    "book_section": "incollection", "booksection": "incollection", "conference_proceedings": "inproceedings",
    "computer_program": "software", "newspaper_article": "article", "magazine_article": "article", "film": "movie",
    "data": "dataset", "statute": "misc", "working_paper": "report", "encyclopedia_article": "inreference",
    "television_broadcast": "misc", "preprint": "online", "blogpost": "online", "posted-content": "online",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AHEAD = re.compile(
    r"\b(?:(?:online|epub|e-?pub|publish(?:ed)?|print)?[ ,-]*ahead of (?:print|publication)|advance(?:d)? (?:online|access|article)"
    r"(?: publication)?|early (?:view|access|online)|online first|first online|just accepted|articles? in advance"
    r"|firstview|in advance of print)\b", re.IGNORECASE,
)  # fmt: skip
_IN_PRESS = re.compile(r"(?:in[ -]?press|forthcoming|to appear|accepted(?: for publication)?|inpress)", re.IGNORECASE)
_ACCESSED = re.compile(
    r"\[?(?:online;?\s*)?(?:last\s+)?(?:accessed|retrieved|visited|viewed|consulted|cited|access date|date accessed|checked)"
    r"(?:\s+date)?(?:\s*:|\s+on\b)?\s*(?P<date>[^\];.]*?\d{4}(?:-\d\d-\d\d|[-/ ]\w+[-/ ]\d+)?)(?=[\];.,]|\s|$)", re.IGNORECASE,
)  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s{}<>\"]+")
_NO_SITE = re.compile(
    r"\W*(?:available(?: online)?(?: at| from)?|retrieved from|online|website|web ?page|web|url|internet|electronic"
    r"|world wide web|see|accessed)?\W*", re.IGNORECASE,
)  # fmt: skip


def fix_kind(fields: Fields) -> dict[str, str]:
    """The type of an entry by the name that BibLaTeX has for it."""
    kind = fields["entrytype"]
    return {"entrytype": _KINDS[kind]} if kind in _KINDS else {}


_NO_DESCRIPTIONS = {
    *("journal article", "article", "book", "book section", "conference proceedings", "conference paper", "web page"),
    *("webpage", "website", "generic", "thesis", "electronic article", "journal", "magazine article", "text", "misc"),
    *("newspaper article", "computer program"),
}
_DESCRIBED = {
    *("article", "book", "inbook", "incollection", "inproceedings", "conference", "misc", "online", "thesis"),
    *("phdthesis", "mastersthesis", "unpublished", "software"),
}


def fix_type(fields: Fields) -> dict[str, str]:
    """EndNote's *Journal Article* is no description; a type has no braces."""
    words = to_plain_text(fields.get("type", ""))
    kind = fields["entrytype"]
    if not words:
        return {}
    if words.casefold() in _NO_DESCRIPTIONS and kind in _DESCRIBED:
        return {"type": ""}
    return {"type": words} if "{" in fields["type"] else {}


def fix_addresses(fields: Fields) -> dict[str, str]:
    """The DOI alone, one address, and neither with LaTeX."""
    fixed = {}
    if doi := fields.get("doi", ""):
        bare = re.sub(r"\s*\[doi\]$", "", decode_address(doi))
        bare = re.sub(r"%2F", "/", strip_address(bare), flags=re.IGNORECASE).rstrip(".,;")
        fixed["doi"] = bare if is_doi(bare) else doi
    for name in ("url", "eprint"):
        if address := fields.get(name, ""):
            bare = decode_address(address)
            several = _ADDRESS.findall(bare)
            fixed[name] = several[0].rstrip(";,") if name == "url" and len(several) > 1 and " " in bare else bare
    if "doi" not in fields and (
        found := re.match(r"https?://(?:dx\.)?doi\.org/(?P<doi>10\..+)$", fixed.get("url", ""))
    ):
        doi = re.sub(r"%2F", "/", found["doi"], flags=re.IGNORECASE)
        fixed |= {"doi": doi} if is_doi(doi) else {}
    return fixed


def fix_howpublished(fields: Fields) -> dict[str, str]:
    """``howpublished = {\\url{…}}`` is an address; *Website* and *Available at* say nothing."""
    words = fields.get("howpublished", "")
    if not words:
        return {}
    address = _find_address(words)
    rest = to_plain_text(re.sub(r"\\(?:url|href)\s*\{[^{}]*\}", "", words).replace(address, "") if address else words)
    rest = _ADDRESS.sub("", rest)
    if not _NO_SITE.fullmatch(rest):
        if accessed := _ACCESSED.search(rest):
            date = to_iso(accessed["date"].strip(" ,"))
            rest = rest.replace(accessed[0], "").strip(" ,.;()[]")
            if not date or not _NO_SITE.fullmatch(rest):
                return {}
            return {"howpublished": "", **_add_missing(fields, url=address, urldate=date)}
        return {}
    if address and "url" not in fields:
        return {"howpublished": "", "url": address}
    return {"howpublished": ""} if "url" in fields or "doi" in fields or not rest.strip() else {}


def _find_address(text: str) -> str:
    command = re.search(r"\\(?:url|nolinkurl|path|href)\s*\{((?:[^{}]|\{[^{}]*\})*)\}", text)
    if command:
        return decode_address(command[1])
    found = _ADDRESS.search(decode_address(text) if re.search(r"\\[_&%#]|\{\\", text) else text)
    return found[0].rstrip(".,;)") if found else ""


def _add_missing(fields: Fields, **values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value and not fields.get(name)}


def fix_note(fields: Fields) -> dict[str, str]:
    """*Accessed*, *Online ahead of print*, *Publisher:* and other remarks of programs, each as the field it should be."""
    note = fields.get("note", "")
    if not note:
        return {}
    plain = to_plain_text(note)
    if re.match(r"(?:Publisher|Place|Number|Type|Series|ISSN|Issue|Citation Key|Section|Volume|Company|Conference Name|"
                r"arXiv|PMID|PMCID|DOI|Num Pages|Library Catalog|tex\.[\w.]+|original-date|_eprint|ZSCC|Backup Publisher):? ?\S", plain):  # fmt: skip
        return {"note": "", **_ahead_of_print(fields, plain)}
    if found := _ACCESSED.search(re.sub(r"\\(?:url|href)\s*\{[^{}]*\}", "", note)):
        date = to_iso(found["date"].strip(" ,()")) or (found["date"].strip() if is_date(found["date"].strip()) else "")
        if date:
            return {"note": "", **_add_missing(fields, urldate=date, url=_find_address(note))}
    if _IN_PRESS.fullmatch(plain.strip(" .")) and fields["entrytype"] == "article":
        return {"note": "", **({} if {"volume", "pages", "pubstate"} & fields.keys() else {"pubstate": "inpress", "year": ""})}
    if "ahead" in plain or "dvance" in plain or "arly" in plain or "irst" in plain or "ccepted" in plain:
        return _ahead_of_print(fields, plain)
    if (address := _find_address(note)) and "url" not in fields and "doi" not in fields:
        rest = to_plain_text(re.sub(r"\\(?:url|href)\s*\{[^{}]*\}(?:\{[^{}]*\})?", "", note).replace(address, ""))
        return {"url": address, "note": "" if _NO_SITE.fullmatch(_ADDRESS.sub("", rest)) else note}
    return {}


def _ahead_of_print(fields: Fields, words: str) -> dict[str, str]:
    if not _AHEAD.search(words) or fields.get("pubstate") or "volume" in fields:
        return {}
    return {"pubstate": "Advance online publication", "note": ""}


def fix_status(fields: Fields) -> dict[str, str]:
    """*in press* and *Just Accepted* where a year should be, and a year with more than a year in it."""
    fixed = {}
    for name in ("year", "date"):
        value = to_plain_text(fields.get(name, "")).strip(" .")
        if not value:
            continue
        if re.fullmatch(r"\(?(?:n\.? ?d|no date|undated|s\.? ?d|nodate|unknown)\.?\)?", value, re.IGNORECASE):
            fixed[name] = ""
        elif _IN_PRESS.fullmatch(value.strip("()")) or _AHEAD.fullmatch(value):
            fixed |= {name: "", **({} if "pubstate" in fields else {"pubstate": "inpress"})}
        elif name == "year" and not is_year(value) and not is_date(value) and not to_iso(value):
            found = re.fullmatch(r"[\[(©c ]*(\d{4})[a-z]?[\])., ]*", value)
            fixed |= {"year": found[1]} if found else {}
    state = to_plain_text(fields.get("pubstate", "")).strip(" .")
    if _AHEAD.fullmatch(state):
        fixed["pubstate"] = "Advance online publication"
    elif _IN_PRESS.fullmatch(state):
        fixed["pubstate"] = "inpress"
    return fixed


def fix_dates(fields: Fields) -> dict[str, str]:
    """Months in words and days of reading as ISO has them."""
    fixed = {}
    year, month = to_plain_text(fields.get("year", "")), to_plain_text(fields.get("month", "")).strip(" .")
    if month and re.fullmatch(r"\d{4}", year) and "date" not in fields:
        months = [_month(part) for part in re.split(r"\s*(?:[-–/&,]|\band\b)+\s*", month)]
        day = re.fullmatch(r"(?:(\d{1,2})\s+)?([A-Za-z]+)\.?(?:[\s~,]+(\d{1,2}))?", month.replace("~", " "))
        if day and (day[1] or day[3]) and _month(day[2]):
            fixed |= {"month": str(_month(day[2])), "day": day[1] or day[3]}
        elif all(months) and months and len(months) < 3:
            ends = [f"{year}-{each:02}" for each in months]
            fixed |= {"month": str(months[0])} if len(ends) == 1 else {"date": "/".join(ends), "year": "", "month": ""}
    if (day_of_month := to_plain_text(fields.get("day", ""))) and re.fullmatch(r"\d{1,2}", day_of_month):
        fixed.setdefault("day", str(int(day_of_month)))
    for name in ("urldate", "date", "eventdate"):
        value = to_plain_text(fields.get(name, ""))
        if value and not is_date(value) and (iso := to_iso(value) or _leading_date(value)):
            fixed[name] = iso
    return fixed


def _month(word: str) -> int:
    """1 to 12, or 0 for no month."""
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else 0
    return _MONTHS.index(word[:3].lower()) + 1 if word[:3].lower() in _MONTHS and word.isalpha() else 0


def _leading_date(value: str) -> str:
    """The day of ``2024-05-06T10:11:12Z`` and ``2024-05-06 10:11:12``, which programs write with the time."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[T ]\d\d:", value)
    return found[1] if found and is_date(found[1]) else ""


def fix_pages(fields: Fields) -> dict[str, str]:
    """*317–332* of ``317-32``; no *pp.* and no number of pages where a range should be."""
    pages = to_plain_text(fields.get("pages", ""))
    if not pages:
        return {}
    kind = fields["entrytype"]
    if kind in (
        "thesis",
        "phdthesis",
        "mastersthesis",
        "techreport",
        "report",
        "book",
        "misc",
        "online",
        "mvbook",
    ) and re.fullmatch(r"(?:[ivxlc]+,? ?\+?)?\s*\d+\s*(?:p|pp|pages|S|leaves)?\.?", pages, re.IGNORECASE):
        return {"pages": ""}
    if re.fullmatch(r"\d{14,}", pages):  # SAGE's number of an article without an issue
        return {"pages": ""}
    bare = (
        re.sub(r"^(?:pp?|pages?|S)\.?\s*(?=\w)(?<![A-Za-z]S)", "", pages)
        if re.match(r"(?:pp?\.|pages?\b|S\. )", pages, re.I)
        else pages
    )
    bare = re.sub(r";\s*(?:discussion|quiz|author reply|e?\d).*$", "", bare).rstrip(". ")
    bare = re.sub(r"(?<=[\w])\s*(?:-{1,3}|[‐‑‒–—−])\s*(?=\w)", "--", bare)
    bare = ", ".join(_lengthen(part) for part in bare.split(", "))
    number = re.fullmatch(r"(?:Article|Art\.?|No\.)\s+(?:No\.?\s*)?(\w+)", bare, re.IGNORECASE)
    if number and "eid" not in fields:
        return {"pages": "", "eid": number[1]}
    return {"pages": bare} if re.sub("-+|–", "-", bare) != re.sub("-+|–", "-", pages) else {}


def _lengthen(pages: str) -> str:
    """``317--332`` of ``317--32``, ``S12--S21`` of ``S12--21``."""
    first, last = split_page_range(pages) or ("", "")
    start = re.fullmatch(r"(?P<letters>[A-Za-z]*)(?P<digits>\d+)", first)
    end = re.fullmatch(r"(?P<letters>[A-Za-z]*)(?P<digits>\d+)", last)
    if not start or not end or (end["letters"] and end["letters"] != start["letters"]):
        return pages
    digits = end["digits"]
    if len(digits) < len(start["digits"]):
        digits = start["digits"][: len(start["digits"]) - len(digits)] + digits
    if int(digits) <= int(start["digits"]):
        return pages
    return f"{first}--{start['letters']}{digits}"


def fix_article_number(fields: Fields) -> dict[str, str]:
    """The article's number, under whichever name it came."""
    name = next(
        (each for each in ("article-number", "articleno", "elocation-id", "article_number") if each in fields), ""
    )
    if not name or fields["entrytype"] != "article":
        return {}
    return {name: "", **_add_missing(fields, eid=to_plain_text(fields[name]))}


def fix_numbers(fields: Fields) -> dict[str, str]:
    """*Suppl. 1* of ``Supplement_1``; an issue where ``issue`` or ``number`` has it; no volume nought."""
    fixed = {}
    if fields["entrytype"] != "article":
        return fixed
    for name in ("volume", "number", "issue"):
        value = to_plain_text(fields.get(name, ""))
        if not value:
            continue
        if value == "0" or re.fullmatch(r"volume \d+, \d{4}", value, re.IGNORECASE):
            fixed[name] = ""
        elif supplement := re.fullmatch(
            r"(?P<issue>\d+)?[\s,_(-]*(?:suppl(?:ement)?s?)\.?[\s_:.-]*(?P<which>\w+(?:[-–]\w+)?)?\)?",
            value,
            re.IGNORECASE,
        ):
            words = " ".join(filter(None, ["Suppl.", supplement["which"]]))
            fixed[name] = ", ".join(filter(None, [supplement["issue"], words]))
        elif (name == "number" and (
            labelled := re.fullmatch(r"(?:no|issue|nr|number)\.?\s+(\d+)", value, re.IGNORECASE)
        )) or (name == "volume" and (labelled := re.fullmatch(r"(?:vol|volume)\.?\s+(\d+)", value, re.IGNORECASE))):
            fixed[name] = labelled[1]
    issue = fixed.get("issue", to_plain_text(fields.get("issue", "")))
    if issue and "number" not in fields and re.match(r"\d|Suppl\.|S\d", issue):
        fixed |= {"number": issue, "issue": ""}
    if fixed.get("volume") == "" and fields.get("doi") and "pubstate" not in fields:
        fixed["pubstate"] = "Advance online publication"
    return fixed


def fix_edition(fields: Fields) -> dict[str, str]:
    """No first edition; *2nd edition* stays, as the style reads it."""
    words = to_plain_text(fields.get("edition", "")).lower().strip(" .")
    return {"edition": ""} if re.fullmatch(r"(?:1|1st|first)(?: ed(?:ition|n)?)?", words) else {}


_PROPER_JOURNALS = {
    "bmj": "BMJ", "plos one": "PLOS ONE", "plos medicine": "PLOS Medicine", "plos biology": "PLOS Biology", "elife": "eLife",
    "peerj": "PeerJ", "jama": "JAMA", "f1000research": "F1000Research", "pnas": "PNAS", "nejm": "NEJM", "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv", "arxiv": "arXiv", "psyarxiv": "PsyArXiv",
}  # fmt: skip
_PLACE = re.compile(
    r"\s*\((?:(?:[A-Z][\w.'’ -]*, [A-Z][\w.,'’ -]*?)(?: : \d{4})?|\d{4}|(?:Edinburgh|London|Baltimore|Oxford|Bethesda)[^()]*)\)$"
)


def fix_journal(fields: Fields) -> dict[str, str]:
    """A journal without its place, which PubMed adds; *BMJ* and *PLOS ONE* of the same in other letters."""
    fixed = {}
    for name in ("journal", "journaltitle"):
        title = fields.get(name, "")
        if not title:
            continue
        plain = to_plain_text(title)
        if (proper := _PROPER_JOURNALS.get(plain.lower())) and plain != proper:
            fixed[name] = f"{{{proper}}}" if proper != proper.title() else proper
        elif fields["entrytype"] == "article" and _PLACE.search(title):
            fixed[name] = _PLACE.sub("", title)
        elif re.search(r"[^\s.]{5,}\.$", plain) and plain.count(".") == 1:
            fixed[name] = title.rstrip().removesuffix(".") if title.rstrip().endswith(".") else title
    if fields["entrytype"] in ("misc", "software", "online", "dataset"):
        site = to_plain_text(fields.get("journal", "")).casefold()
        if site in ("github repository", "github", "gitlab repository", "zenodo") and "publisher" in fields:
            fixed["journal"] = ""
    return fixed


def fix_newspaper(fields: Fields) -> dict[str, str]:
    """A newspaper's section, which Zotero writes as the journal's subtitle or as a chapter, is not printed."""
    if fields["entrytype"] != "article":
        return {}
    kind = fields.get("entrysubtype", "").casefold()
    if "chapter" in fields and not {"doi", "volume", "number"} & fields.keys():
        return {"chapter": "", **_add_missing(fields, entrysubtype="newspaper")}
    by_day = len(fields.get("date", "")) == 10 and not {"doi", "volume", "number"} & fields.keys()
    if "journalsubtitle" in fields and (kind in ("newspaper", "magazine") or by_day):
        return {"journalsubtitle": "", **_add_missing(fields, entrysubtype="newspaper")}
    return {}


def fix_preprint(fields: Fields) -> dict[str, str]:
    """A preprint is an @online of its archive, by whichever type and publisher it came."""
    kind, doi = fields["entrytype"], fields.get("doi", "")
    journal = to_plain_text(fields.get("journal", fields.get("journaltitle", "")))
    publisher = to_plain_text(fields.get("publisher", ""))
    archive = ARCHIVES.get(doi.partition("/")[0], "")
    named = next((name for name in (journal, publisher) if name.casefold() in ARCHIVE_NAMES), "")
    arxiv = re.fullmatch(
        r"arxiv(?: preprint)?(?: arxiv)?[: ]*(?P<number>\d{4}\.\d{4,5}|[a-z.-]+/\d{7})?\S*", journal, re.IGNORECASE
    )
    if kind not in ("article", "misc", "online", "unpublished") or (
        kind == "article" and journal and not (named or arxiv)
    ):
        return {}
    if not (archive or named or arxiv) or (archive and not named and publisher and not _COMPANIES.search(publisher)):
        return {}
    printed = "arXiv" if arxiv or (named and named.casefold() == "arxiv") else archive or named
    printed = "SSRN" if printed.casefold() == "ssrn electronic journal" else printed
    gone = ("journal", "journaltitle", "volume", "number", "issue", "pages", "month", "day", "publisher", "elocation-id",
            "eid", "organization", "institution", "howpublished")  # fmt: skip
    fixed = {name: "" for name in gone if name in fields}
    if arxiv and arxiv["number"] and not {"url", "doi", "eprint"} & fields.keys():
        fixed["url"] = f"https://arxiv.org/abs/{arxiv['number']}"
    if date := fields.get("date", ""):
        fixed |= {"date": date[:4]}
    if (
        fields.get("eprint", "").startswith("http")
        or fields.get("eprinttype", fields.get("archiveprefix", "")).lower() == "arxiv"
    ):
        fixed |= (
            {"eprint": "", **({"eprinttype": ""} if "eprinttype" in fields else {})} if doi or "url" in fields else {}
        )
    if (
        re.fullmatch(r"pre-?published|preprint|submitted|", fields.get("pubstate", ""), re.IGNORECASE)
        and "pubstate" in fields
    ):
        fixed["pubstate"] = ""
    return {**fixed, "entrytype": "online", "organization": printed}


_SMALL_HOUSE_WORD = re.compile(
    r"\b(?:press|university|publications?|publishers?|publishing|books?|association|society|house|media|company|sons|verlag"
    r"|international|medical|psychiatric|psychological|academic|health|education|sciences?)\b"
)
_CITY = re.compile(
    r"[ ,:]+(?:Washington|New York|Los Angeles|Thousand Oaks|San Francisco|San Diego|Boston|Chicago|Philadelphia|Hillsdale"
    r"|Mahwah|Baltimore|Arlington|Berlin|Cham|London|Oxford|Belmont|Norwood)(?:, (?:[A-Z]{2}|D\.C\.|England|UK|USA|Germany))(?: USA)?$"
)
_KEPT_SMALL = frozenset(["and", "of", "the", "for", "in", "on", "de", "la", "du", "und", "y", "et"])


def fix_publisher(fields: Fields) -> dict[str, str]:
    """*Guilford Press* of Google Scholar's *Guilford press*, without the city that it adds; no placeholder."""
    fixed = {}
    for name in ("publisher", "organization", "institution", "school"):
        words = to_plain_text(fields.get(name, ""))
        if not words:
            continue
        if re.fullmatch(r"\(?:?una[vpslk]+\)?|null|n/?a|unknown|s\.? ?n\.?|\[s\.? ?n\.?\]", words, re.IGNORECASE):
            fixed[name] = ""
            continue
        house = (
            re.sub(r" Sage [A-Z]{2}$", "", _CITY.sub("", words))
            if name == "publisher" and "address" not in fields and "location" not in fields
            else words
        )
        if house[:1].isupper() and _SMALL_HOUSE_WORD.search(house) and name in ("publisher", "school"):
            house = " ".join(
                word[:1].upper() + word[1:] if word.isalpha() and word.islower() and word not in _KEPT_SMALL else word
                for word in house.split()
            )
        if house != words:
            fixed[name] = re.sub(r"(?<!\\)([&%#_])", r"\\\1", house)
    return fixed


def fix_site(fields: Fields) -> dict[str, str]:
    """The site of a page under the name that a page's site has: ``organization``."""
    kind = fields["entrytype"]
    if kind not in ("misc", "online") or {"organization", "publisher", "journal", "titleaddon"} & fields.keys():
        return {}
    for name in ("booktitle", "institution", "websitetitle", "company"):
        if site := fields.get(name, ""):
            return {name: "", "organization": site}
    return {}


def fix_session(fields: Fields) -> dict[str, str]:
    """A presentation that Zotero exports: the meeting stands in ``note``, the place in ``location``."""
    words = to_plain_text(f"{fields.get('type', '')} {fields.get('howpublished', '')}").casefold()
    talk = re.search(r"presentation|poster|talk|lecture|keynote|symposium|slides|speech", words)
    if fields["entrytype"] != "unpublished" or not talk:
        return {}
    fixed = {}
    if "eventtitle" not in fields and fields.get("note"):
        fixed |= {"eventtitle": fields["note"], "note": ""}
    if "eventtitle" not in fields and "note" not in fields:
        return {}
    place = fields.get("location", fields.get("address", ""))
    if "venue" not in fields and place:
        fixed |= {"venue": place, "location": "", "address": ""}
    if "howpublished" in fields:
        fixed |= {"howpublished": "", **_add_missing(fields, type=fields["howpublished"])}
    return {name: value for name, value in fixed.items() if value or name in fields}


_LANGUAGES = {
    "de": "german", "ger": "german", "deu": "german", "german": "german", "deutsch": "german", "fr": "french",
    "fre": "french", "fra": "french", "french": "french", "français": "french", "es": "spanish", "spa": "spanish",
    "spanish": "spanish", "español": "spanish", "it": "italian", "ita": "italian", "italian": "italian",
    "nl": "dutch", "dut": "dutch", "nld": "dutch", "dutch": "dutch", "pt": "portuguese", "por": "portuguese",
    "portuguese": "portuguese", "sv": "swedish", "swe": "swedish", "da": "danish", "dan": "danish", "pl": "polish",
    "pol": "polish", "fi": "finnish", "fin": "finnish", "nb": "norwegian", "nor": "norwegian", "no": "norwegian",
}  # fmt: skip


def fix_language(fields: Fields) -> dict[str, str]:
    """``langid``, by which titles in other languages keep their capitals, of the ``language`` that programs write."""
    language = to_plain_text(fields.get("language", "")).lower()
    known = _LANGUAGES.get(language) or _LANGUAGES.get(re.split(r"[-_]", language)[0])
    return {"langid": known} if known and "langid" not in fields and not fields.get("title", "").startswith("[") else {}
