"""Fixes for titles as reference managers and services export them: stray braces, capitals, full stops."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_citeproc.bibliography.field_values import TITLE_FIELDS, get_entry_language
from mkdocs_citeproc.bibliography.names import find_outside_braces, strip_latex
from mkdocs_citeproc.bibliography.titles import PROPER_NOUNS, PROPER_PHRASES, begins_a_sentence, protect_scripts

_GROUP = re.compile(r"\{+([^{}\\]*)\}+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONG = 5
_MANY = 5
_ZOTERO_KEY = re.compile(r"[^_\s]+_[^_\s]+_(?:\d{4}|nodate)(?:-\d+)?")
_JOINING = re.compile(r": |\b(?:of|the|and|in|for|on|with|to|by|from|a|an)\b")
_MENDELEY_KEY = re.compile(r"[A-Z][^\W_]*\d{4}[a-z]*")
_ALWAYS_SMALL = frozenset(
    [
        "about",
        "above",
        "across",
        "after",
        "against",
        "among",
        "between",
        "during",
        "except",
        "under",
        "until",
        "versus",
        "without",
        "within",
    ]
)

_DESCRIPTIONS = frozenset(
    """video film audio podcast|podcast episode|audio podcast|data set|dataset|computer software|software|mobile app
    blog post|tweet|preprint|press release|infographic|webinar|slides|powerpoint slides|poster|poster presentation
    conference presentation|paper presentation|lecture|photograph|song|album|editorial|letter to the editor|abstract
    book review|review|video file|video recording|youtube video|ted talk|image""".replace("\n", "|").split("|")
)
_KINDS = frozenset(kind.strip() for kind in _DESCRIPTIONS) | {"video", "film", "audio", "podcast"}
_AT_END = re.compile(r"\s*\{*\[(?P<words>[^\[\]{}]+)\]\}*\.?\s*$")
_NO_STOP = re.compile(r"(?:\b[A-Z]|\b(?:vs|al|etc|ed|eds|vol|no|Jr|Sr|Inc|Ltd|Co|U\.S|U\.K)|\.\.)\.$")


def normalize_titles(fields: Mapping[str, str]) -> dict[str, str]:
    """Every field that is printed as a title."""
    english = get_entry_language(fields) in ("", "en")
    fixed = {}
    for name in TITLE_FIELDS:
        if title := fields.get(name, ""):
            title = re.sub(r"(?<=\w) +(?=:\s)", "", title)
            new = normalize_quotes(normalize_stop(re.sub(r"\s*\[Internet\]|\s*[:;,]+\s*$", "", title)))
            new = protect_scripts(normalize_braces(new, fields) if english else new)
            fixed[name] = re.sub(r"(?<= \| )([A-Z])(?=[a-z])", r"{\1}", new)
    return fixed


_SINGLE_QUOTES = re.compile(r"(?<![\w'’\\`])'(?=[^\s'])([^'{}\\]*[^\s'{}\\])'(?![\w'])")


def normalize_quotes(title: str) -> str:
    """Turn a pair of straight single quotation marks, which pandoc takes for apostrophes, into curved ones."""
    return _SINGLE_QUOTES.sub(r"‘\1’", title)


def normalize_stop(title: str) -> str:
    """Remove the full stop that PubMed puts at the end of a title."""
    bare = title.rstrip()
    inner = re.sub(r"\.\}+$", lambda end: end[0][1:], bare) if re.search(r"[^.]\.\}+$", bare) else bare
    plain = strip_latex(inner if inner != bare else bare[:-1] if bare.endswith(".") else bare)
    if inner != bare or (bare.endswith(".") and not _NO_STOP.search(strip_latex(bare))):
        return inner if inner != bare else bare[:-1] if plain else bare
    return title


def normalize_braces(title: str, fields: Mapping[str, str]) -> str:
    """Remove braces around a whole title or around each capital, which come from the export and mark no names."""
    inner = _unwrap(title)
    plain = strip_latex(inner)
    words = _WORD.findall(plain)
    if len([word for word in words if len(word) > 3]) > 2 and plain.isupper():
        return _quiet(plain, inner)
    if inner != title:
        return _fix_wrapped(title, inner, fields)
    groups = _GROUP.findall(title)
    if not groups:
        return _protect_odd_words(title)
    capitals = [word for word in _capitals(inner) if not word.isupper()]
    known = sum(word in PROPER_NOUNS for word in capitals)
    marked = bool(_ZOTERO_KEY.fullmatch(fields.get("entrykey", ""))) or "{{" in title
    enough = len(capitals) - known >= (2 if marked else _MANY)
    each_braced = all(group.count(" ") == 0 or "{{" in title for group in groups)
    if enough and each_braced and _is_in_title_case(plain) and not _has_bare_capitals(title, all_groups=not marked):
        return _strip_groups(title)
    return _protect_odd_words(title)


def _fix_wrapped(title: str, inner: str, fields: Mapping[str, str]) -> str:
    """Fix a title in braces as a whole: Mendeley's, a publisher's, or a name that someone put in braces."""
    own = [name for name in fields if name not in ("entrytype", "entrykey")]
    mendeley = len(own) > 3 and own == sorted(own) and _MENDELEY_KEY.fullmatch(fields.get("entrykey", ""))
    plain = strip_latex(inner)
    if re.search(r"\{[A-Z]\}[a-z]", inner) and not re.search(r"[A-Z]", find_outside_braces(inner)):
        return _strip_groups(inner)
    if _is_in_title_case(plain):
        long = [word for word in _capitals(inner) if len(word) >= _LONG]
        enough = len(long) > 2 or len(plain.split()) > _MANY
        names_nothing = len(long) >= _MANY or (enough and bool(_JOINING.search(plain)))
        if mendeley or names_nothing:
            return _strip_groups(inner)
        return title
    return _protect_capitals(inner)


def _unwrap(title: str) -> str:
    """Remove braces around the whole title."""
    bare = title.strip()
    while bare.startswith("{") and bare.endswith("}") and not find_outside_braces(bare).strip("\0"):
        depth = at = 0
        for at, sign in enumerate(bare):
            depth += {"{": 1, "}": -1}.get(sign, 0) if at == 0 or bare[at - 1] != "\\" else 0
            if depth == 0:
                break
        if at < len(bare) - 1:
            break
        bare = bare[1:-1].strip()
    return bare if bare != title.strip() else title


def _capitals(title: str) -> list[str]:
    """Return the capitalised words that do not begin a sentence."""
    plain = strip_latex(title)
    return [
        word[0]
        for word in _WORD.finditer(plain)
        if word[0][:1].isupper() and not begins_a_sentence(plain, word.start())
    ]


def _is_in_title_case(plain: str) -> bool:
    words = [word for word in _WORD.finditer(plain) if len(word[0]) >= _LONG - 1]
    inside = [word[0] for word in words if not begins_a_sentence(plain, word.start())]
    small = [word for word in inside if word.islower() and len(word) >= _LONG and word not in _ALWAYS_SMALL]
    return bool(inside) and not small and any(word[:1].isupper() for word in inside)


def _has_bare_capitals(title: str, *, all_groups: bool) -> bool:
    """Return whether capitalised words occur outside braces; if so, the braces distinguish names from other words."""
    if not all_groups:
        return False
    bare = find_outside_braces(title)
    return any(
        word[0][:1].isupper() and not begins_a_sentence(bare.replace("\0", "x"), word.start())
        for word in _WORD.finditer(bare)
    )


def _strip_groups(title: str) -> str:
    """Remove braces from a title in title case, except around abbreviations and known names."""
    bare = re.sub(r"(?<!\\)(?<![a-z])\{+([^{}\\]*)\}+", r"\1", title)
    return _protect_odd_words(bare)


def _protect_odd_words(title: str) -> str:
    """Put braces around words with unusual capitals: URLs, names of repositories, *sleepR*."""
    title = re.sub(r"^([Α-Ωα-ω](?=[-‐–]))", r"{\1}", title)
    bare = find_outside_braces(title)
    for found in reversed(list(re.finditer(r"[^\s\0{}]*(?:://|(?<=[a-z])/(?=[a-z]))[^\s\0{}]*", bare))):
        word = title[found.start() : found.end()].rstrip(".,:;)")
        if "://" in word or (found.start() == 0 and word.islower()):
            title = f"{title[: found.start()]}{{{word}}}{title[found.start() + len(word) :]}"
    return title


def _protect_capitals(title: str) -> str:
    """Put braces around words of a sentence-case title that have a capital inside, since they are names."""
    bare = find_outside_braces(title)
    for word in reversed(list(re.finditer(r"[^\W_]+(?:[-'’./][^\W_]+)*", bare))):
        starts = begins_a_sentence(bare.replace("\0", "x"), word.start())
        odd = sum(letter.isupper() for letter in word[0]) > 1 or (word[0][:1].islower() and word[0] != word[0].lower())
        if (word[0] != word[0].lower() and not starts) or odd:
            title = f"{title[: word.start()]}{{{word[0]}}}{title[word.end() :]}"
    return title


def _quiet(plain: str, inner: str) -> str:
    """Convert a title in capitals to sentence case; known names are kept, abbreviations cannot be recognised."""
    if re.search(r"\\text", inner):
        return inner
    text = plain.lower()
    text = re.sub(r"(?:^|(?<=[:.?!] ))[^\w]*\w", lambda first: first[0].upper(), text)
    for name in sorted({*PROPER_NOUNS, *PROPER_PHRASES}, key=len, reverse=True):
        if name.lower() in text.lower() and name.lower() not in ("may", "march", "reading", "nice"):
            text = re.sub(rf"(?<![\w{{]){re.escape(name)}(?![\w}}])", f"{{{name}}}", text, flags=re.IGNORECASE)
    return re.sub(r"(?<!\\)([&%$#_])", r"\\\1", text)


_CONFERENCE = re.compile(
    r"\b(?:conference|congress|symposi(?:um|a)|workshops?|meeting|colloquium|convention)\b", re.IGNORECASE
)
_PROCEEDINGS = re.compile(r"\b(?:Proceedings|Proc\.|Extended Abstracts|Abstracts|Papers|Transactions)\b")


def normalize_conference_name(fields: Mapping[str, str]) -> dict[str, str]:
    """Put braces around the name of a conference, a proper noun, in the title of its proceedings."""
    kind = fields["entrytype"]
    name = {"inproceedings": "booktitle", "conference": "booktitle", "proceedings": "title"}.get(kind, "")
    title = fields.get(name, "")
    bare = re.sub(r"[{}]", "", title)
    if not _CONFERENCE.search(bare) or "\\" in title or not _is_in_title_case(strip_latex(bare)):
        return {}
    found = _PROCEEDINGS.search(bare)
    start = found.start() if found else 0
    return {name: f"{bare[:start]}{{{bare[start:]}}}"}


def normalize_description(fields: Mapping[str, str]) -> dict[str, str]:
    """Move a description to its own field, so that it prints once: *How sleep works [Video]*."""
    title = fields.get("title", "")
    found = _AT_END.search(title)
    if not found or found.start() == 0 or found["words"].strip().casefold() not in _KINDS:
        return {}
    words = found["words"].strip()
    bare = title[: found.start()].rstrip()
    bare += "}" * (bare.count("{") - bare.count("}"))
    added = (
        {}
        if {"titleaddon", "type", "entrysubtype"} & fields.keys() or _says_itself(fields, words)
        else {"titleaddon": words}
    )
    return {"title": bare, **added}


def _says_itself(fields: Mapping[str, str], words: str) -> bool:
    kinds = {
        "video": "video",
        "movie": "film",
        "software": "computer software",
        "dataset": "data set",
        "audio": "audio",
    }
    return kinds.get(fields.get("entrytype", ""), "") == words.casefold()


_VOLUME_IN_TITLE = re.compile(
    r"(?P<main>[^:]+?)[,.:]?\s+\{?[Vv]ol(?:ume)?\.?\}?\.?\s*(?P<number>\d+)[:.]\s+(?P<title>.+)"
)


def normalize_volume_title(fields: Mapping[str, str]) -> dict[str, str]:
    """Split PsycINFO's *APA handbook of rest, Vol 2: Research designs* into the title of the work and of the volume."""
    found = _VOLUME_IN_TITLE.fullmatch(fields.get("booktitle", ""))
    if not found or {"volume", "maintitle"} & fields.keys():
        return {}
    return {"maintitle": found["main"], "volume": found["number"], "booktitle": found["title"]}
