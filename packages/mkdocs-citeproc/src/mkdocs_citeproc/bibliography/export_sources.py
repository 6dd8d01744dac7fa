"""Fixes for entry types, journals, archives and publishers as programs export them.

Each function takes an entry's fields, with its type as ``entrytype``, and returns the fields to change; an empty value
deletes a field.
"""

from __future__ import annotations

import re

from mkdocs_citeproc.bibliography.export_fields import REPOSITORIES, ExportedFields, add_missing
from mkdocs_citeproc.bibliography.names import strip_latex

ARCHIVES = {
    "10.31234": "PsyArXiv", "10.31235": "SocArXiv", "10.31219": "OSF Preprints", "10.31222": "MetaArXiv",
    "10.31236": "SportRxiv", "10.51224": "SportRxiv", "10.35542": "EdArXiv", "10.31223": "EarthArXiv",
    "10.21203": "Research Square", "10.20944": "Preprints.org", "10.2139": "SSRN", "10.26434": "ChemRxiv",
    "10.36227": "TechRxiv", "10.22541": "Authorea", "10.48550": "arXiv", "10.31237": "MindRxiv",
}  # fmt: skip
"""Preprint archives by DOI prefix; Crossref gives the company behind an archive as its publisher."""
ARCHIVE_NAMES = frozenset(
    name.casefold()
    for name in (*ARCHIVES.values(), "bioRxiv", "medRxiv", "Preprints", "SSRN Electronic Journal", "engrXiv")
)
_COMPANIES = re.compile(
    r"center for open science|springer science|research square|preprints|social science electronic|f1000"
    r"|cold spring harbor|openrxiv|mdpi|elsevier|american chemical|wiley"
    r"|authorea|ieee|institute of electrical|open science framework|osf", re.IGNORECASE,
)  # fmt: skip
_KINDS = {
    "web_page": "online", "webpage": "online", "website": "online", "generic": "misc", "journal_article": "article",
    "book_section": "incollection", "booksection": "incollection", "conference_proceedings": "inproceedings",
    "computer_program": "software", "newspaper_article": "article", "magazine_article": "article", "film": "movie",
    "data": "dataset", "statute": "misc", "working_paper": "report", "encyclopedia_article": "inreference",
    "television_broadcast": "misc", "preprint": "online", "blogpost": "online", "posted-content": "online",
}  # fmt: skip


def normalize_kind(fields: ExportedFields) -> dict[str, str]:
    """Use BibLaTeX's name for the type of an entry."""
    kind = fields["entrytype"]
    return {"entrytype": _KINDS[kind]} if kind in _KINDS else {}


_NO_DESCRIPTIONS = {
    *("journal article", "article", "book", "book section", "conference proceedings", "conference paper", "web page"),
    *("webpage", "website", "generic", "thesis", "electronic article", "journal", "magazine article", "text", "misc"),
    *("newspaper article", "computer program", "unpublished work", "unpublished", "manuscript"),
    *("audiovisual material", "online multimedia", "government document", "edited book", "electronic book"),
    *("electronic book section", "serial", "aggregated database", "online database", "encyclopedia", "dictionary"),
}
_DESCRIBED = {
    *("article", "book", "inbook", "incollection", "inproceedings", "conference", "misc", "online", "thesis"),
    *("phdthesis", "mastersthesis", "unpublished", "software"),
}


def normalize_type(fields: ExportedFields) -> dict[str, str]:
    """Drop types such as EndNote's *Journal Article*, which describe nothing, and braces around a type."""
    words = strip_latex(fields.get("type", ""))
    kind = fields["entrytype"]
    if not words:
        return {}
    if words.casefold() == "text" or (kind == "dataset" and words.casefold() in ("dataset", "data set")):
        return {"type": ""}
    if words.casefold() == "film or broadcast":
        return {"type": "Film"}
    if kind in ("phdthesis", "mastersthesis") and re.fullmatch(r"(?:[A-Z][a-z]{0,3}\.? ?){2,3}", words):
        return {"type": ""}  # "Psy.D.": the entry's type says what it is
    if words.casefold() in _NO_DESCRIPTIONS and kind in _DESCRIBED:
        if kind == "unpublished":
            return {"type": "Unpublished manuscript"}
        daily = re.match(r"(newspaper|magazine)", words.casefold())
        return {"type": "", **(add_missing(fields, entrysubtype=daily[1]) if daily else {})}
    return {"type": words} if "{" in fields["type"] else {}


_MONTH_AND_DAY = re.compile(
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?P<day>\d{1,2})", re.IGNORECASE
)


def normalize_issue_date(fields: ExportedFields) -> dict[str, str]:
    """Move the day of a newspaper or magazine from its number, where EndNote has it, to the date."""
    found = _MONTH_AND_DAY.fullmatch(strip_latex(fields.get("number", "")))
    if not found or fields["entrytype"] != "article" or {"month", "date"} & fields.keys():
        return {}
    return {"number": "", "month": found["month"].capitalize(), "day": found["day"]}


_PROPER_JOURNALS = {
    "bmj": "BMJ", "plos one": "PLOS ONE", "plos medicine": "PLOS Medicine", "plos biology": "PLOS Biology",
    "elife": "eLife", "peerj": "PeerJ", "jama": "JAMA", "f1000research": "F1000Research", "pnas": "PNAS",
    "nejm": "NEJM", "biorxiv": "bioRxiv", "medrxiv": "medRxiv", "arxiv": "arXiv", "psyarxiv": "PsyArXiv",
}  # fmt: skip
_PLACE = re.compile(
    r"\s*\((?:(?:[A-Z][\w.'’ -]*, [A-Z][\w.,'’ -]*?)(?: : \d{4})?|\d{4}"
    r"|United Kingdom|United States|England|Switzerland|Netherlands|Germany|Basel|Online|Print"
    r"|(?:Edinburgh|London|Baltimore|Oxford|Bethesda)[^()]*)\)$"
)


_OFFICIAL = re.compile(r"\s*[:;=]\s+(?:the )?(?:official|an? official|revue officielle|organ)\b.*$", re.IGNORECASE)


def normalize_journal(fields: ExportedFields) -> dict[str, str]:
    """Drop the place that PubMed adds to a journal; fix the capitals of *BMJ* and *PLOS ONE*."""
    fixed: dict[str, str] = {}
    for name in ("journal", "journaltitle"):
        title = fields.get(name, "")
        if not title:
            continue
        plain = strip_latex(title)
        if (proper := _PROPER_JOURNALS.get(plain.lower())) and plain != proper:
            fixed[name] = f"{{{proper}}}" if proper != proper.title() else proper
        elif fields["entrytype"] == "article" and (_PLACE.search(title) or _OFFICIAL.search(title)):
            fixed[name] = _PLACE.sub("", _OFFICIAL.sub("", title))
        elif plain.isupper() and plain.count(" ") > 1 and "{" not in title:
            fixed[name] = capitalize_name(title)
        elif re.fullmatch(r"[^\s.]{4,}\.|[^.]* [^\s.]{6,}\.", plain):
            fixed[name] = title.rstrip().removesuffix(".")
    at_large = fields["entrytype"] in ("misc", "software", "online", "dataset") and "publisher" in fields
    if at_large and strip_latex(fields.get("journal", "")).casefold() in REPOSITORIES:
        fixed["journal"] = ""
    return fixed


def normalize_newspaper(fields: ExportedFields) -> dict[str, str]:
    """Drop a newspaper's section, which Zotero exports as the journal's subtitle or as a chapter."""
    if fields["entrytype"] != "article":
        return {}
    kind = fields.get("entrysubtype", "").casefold()
    if "chapter" in fields and not {"doi", "volume", "number"} & fields.keys():
        return {"chapter": "", **add_missing(fields, entrysubtype="newspaper")}
    by_day = len(fields.get("date", "")) == 10 and not {"doi", "volume", "number"} & fields.keys()
    if "journalsubtitle" in fields and (kind in ("newspaper", "magazine") or by_day):
        return {"journalsubtitle": "", **add_missing(fields, entrysubtype="newspaper")}
    return {}


def normalize_preprint(fields: ExportedFields) -> dict[str, str]:
    """Convert a preprint to an @online entry of its archive, whatever its exported type and publisher."""
    kind, doi = fields["entrytype"], fields.get("doi", "")
    journal = strip_latex(fields.get("journal", fields.get("journaltitle", "")))
    publisher = strip_latex(fields.get("publisher", ""))
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
    gone = ("journal", "journaltitle", "volume", "number", "issue", "pages", "month", "day", "publisher",
            "elocation-id", "eid", "organization", "institution", "howpublished")  # fmt: skip
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


def capitalize_name(name: str) -> str:
    """Capitalise the words of a name that is written in capitals: *JOURNAL OF REST* → *Journal of Rest*."""
    words = name.lower().split()
    return " ".join(word if at and word in _KEPT_SMALL else word.capitalize() for at, word in enumerate(words))


_SMALL_HOUSE_WORD = re.compile(
    r"\b(?:press|university|publications?|publishers?|publishing|books?|association|society|house|media|company|sons"
    r"|verlag|international|medical|psychiatric|psychological|academic|health|education|sciences?)\b"
)
_CITY = re.compile(
    r"[ ,:]+(?:Washington|New York|Los Angeles|Thousand Oaks|San Francisco|San Diego|Boston|Chicago|Philadelphia"
    r"|Hillsdale|Mahwah|Baltimore|Arlington|Berlin|Cham|London|Oxford|Belmont|Norwood)"
    r"(?:, (?:[A-Z]{2}|D\.C\.|England|UK|USA|Germany))(?: USA)?$"
)
_KEPT_SMALL = frozenset(["and", "of", "the", "for", "in", "on", "de", "la", "du", "und", "y", "et"])


def normalize_publisher(fields: ExportedFields) -> dict[str, str]:
    """Fix publishers: Google Scholar's *Guilford press* → *Guilford Press*, no city, no placeholders."""
    fixed: dict[str, str] = {}
    for name in ("publisher", "organization", "institution", "school"):
        words = strip_latex(fields.get(name, ""))
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


def normalize_site(fields: ExportedFields) -> dict[str, str]:
    """Move the site of a web page to ``organization``."""
    kind = fields["entrytype"]
    if kind not in ("misc", "online") or {"organization", "publisher", "journal", "titleaddon"} & fields.keys():
        return {}
    for name in ("booktitle", "institution", "websitetitle", "company"):
        if site := fields.get(name, ""):
            return {name: "", "organization": site}
    return {}


def normalize_series(fields: ExportedFields) -> dict[str, str]:
    """Treat the ``journal`` of a whole book as its series, as in entries from Crossref; APA prints no series (9.21)."""
    if fields["entrytype"] not in ("book", "collection", "proceedings", "mvbook"):
        return {}
    return {name: "" for name in ("journal", "journaltitle") if name in fields}


_PATENT = re.compile(r"(?P<office>US|U\.S\.|EP|European|WO|GB|DE) Patent (?:App\. |No\. )?(?P<number>[\d,./]+\d\w?)")


def normalize_patent(fields: ExportedFields) -> dict[str, str]:
    """Read Google Scholar's ``note = {US Patent 9,000,000}`` as the number of a @patent."""
    found = _PATENT.fullmatch(strip_latex(fields.get("note", "")).strip(" ."))
    if not found or fields["entrytype"] not in ("misc", "patent"):
        return {}
    office = {"US": "U.S. Patent", "European": "European Patent"}.get(
        found["office"].replace(".", ""), f"{found['office']} Patent"
    )
    published = {name: "" for name in ("month", "day") if name in fields}
    return {"note": "", "entrytype": "patent", "type": office, "number": found["number"], **published}


def normalize_thesis(fields: ExportedFields) -> dict[str, str]:
    """Find a thesis's university under the fields in which it is exported, and name it once."""
    if fields["entrytype"] not in ("thesis", "phdthesis", "mastersthesis"):
        return {}
    fixed: dict[str, str] = {}
    own = next((name for name in ("institution", "school") if fields.get(name)), "")
    for name in ("university", "publisher"):
        if value := fields.get(name, ""):
            if not own:
                fixed |= {name: "", "institution": value}
                own = "institution"
            elif strip_latex(value).casefold() == strip_latex(fields.get(own, "")).casefold():
                fixed[name] = ""
    return fixed


_CONTENT = {"dataset": "dataset", "data set": "dataset", "software": "software", "computer software": "software"}


def normalize_content(fields: ExportedFields) -> dict[str, str]:
    """Tell data and software from other @misc entries by a note, a type or an archive that has only data."""
    if fields["entrytype"] != "misc":
        return {}
    for name in ("note", "type", "howpublished"):
        if kind := _CONTENT.get(strip_latex(fields.get(name, "")).strip("[]. ").casefold()):
            return {"entrytype": kind, name: ""}
    archive = strip_latex(fields.get("publisher", "")).casefold()
    return {"entrytype": "dataset"} if archive in ("dryad", "dryad digital repository", "pangaea") else {}


def normalize_web_page(fields: ExportedFields) -> dict[str, str]:
    """Drop the day of access that EndNote writes into volume and number of a web page."""
    if strip_latex(fields.get("type", "")).casefold() not in ("web page", "webpage", "website", "blog"):
        return {}
    return {name: "" for name in ("volume", "number") if name in fields}


def normalize_proceedings(fields: ExportedFields) -> dict[str, str]:
    """Print a paper in published proceedings as a chapter, without the days of the meeting (10.5)."""
    if fields["entrytype"] not in ("inproceedings", "conference") or not {"pages", "publisher"} <= fields.keys():
        return {}
    if not fields.get("booktitle"):
        return {}
    gone = ("eventtitle", "eventdate", "venue", "month", "day")
    fixed = {name: "" for name in gone if name in fields}
    year = re.match(r"(\d{4})-", fields.get("date", ""))
    return {**fixed, **({"date": year[1]} if year else {})}


def normalize_session(fields: ExportedFields) -> dict[str, str]:
    """Fix a presentation exported by Zotero, which has the meeting in ``note`` and the place in ``location``."""
    words = strip_latex(f"{fields.get('type', '')} {fields.get('howpublished', '')}").casefold()
    talk = re.search(r"presentation|poster|talk|lecture|keynote|symposium|slides|speech", words)
    if fields["entrytype"] != "unpublished" or not talk:
        return {}
    fixed: dict[str, str] = {}
    if "eventtitle" not in fields and fields.get("note"):
        fixed |= {"eventtitle": fields["note"], "note": ""}
    if "eventtitle" not in fields and "note" not in fields:
        return {}
    place = fields.get("location", fields.get("address", ""))
    if "venue" not in fields and place:
        fixed |= {"venue": place, "location": "", "address": ""}
    if "howpublished" in fields:
        fixed |= {"howpublished": "", **add_missing(fields, type=fields["howpublished"])}
    return {name: value for name, value in fixed.items() if value or name in fields}


_LANGUAGES = {
    "de": "german", "ger": "german", "deu": "german", "german": "german", "deutsch": "german", "fr": "french",
    "fre": "french", "fra": "french", "french": "french", "français": "french", "es": "spanish", "spa": "spanish",
    "spanish": "spanish", "español": "spanish", "it": "italian", "ita": "italian", "italian": "italian",
    "nl": "dutch", "dut": "dutch", "nld": "dutch", "dutch": "dutch", "pt": "portuguese", "por": "portuguese",
    "portuguese": "portuguese", "sv": "swedish", "swe": "swedish", "da": "danish", "dan": "danish", "pl": "polish",
    "pol": "polish", "fi": "finnish", "fin": "finnish", "nb": "norwegian", "nor": "norwegian", "no": "norwegian",
}  # fmt: skip


def normalize_language(fields: ExportedFields) -> dict[str, str]:
    """Set ``langid`` from an exported ``language``, so that titles in other languages keep their capitals."""
    language = strip_latex(fields.get("language", "")).lower()
    known = _LANGUAGES.get(language) or _LANGUAGES.get(re.split(r"[-_]", language)[0])
    return {"langid": known} if known and "langid" not in fields and not fields.get("title", "").startswith("[") else {}
