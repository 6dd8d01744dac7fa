"""The language that an entry says its work is in, by the names and codes that BibLaTeX and reference managers use."""

from __future__ import annotations

import re
from collections.abc import Mapping

READ_BY_PANDOC = ("langid", "hyphenation")
"""The fields that pandoc's reader knows a work's language by."""

_NAMES = {
    "ca": "catalan cat",
    "cs": "czech ces cze",
    "da": "danish dan",
    "de": "german ngerman austrian naustrian swissgerman nswissgerman deutsch deu ger",
    "el": "greek polutonikogreek ell gre",
    "en": "english american british usenglish ukenglish australian canadian newzealand eng",
    "es": "spanish español castellano spa",
    "et": "estonian est",
    "fi": "finnish fin",
    "fr": "french francais français acadian canadien fra fre",
    "hu": "hungarian magyar hun",
    "it": "italian italiano ita",
    "ja": "japanese jpn",
    "ko": "korean kor",
    "la": "latin lat",
    "nb": "norsk norwegian bokmål nob nor",
    "nl": "dutch nld dut",
    "nn": "nynorsk nno",
    "pl": "polish pol",
    "pt": "portuguese portuges brazilian brazil por",
    "ro": "romanian ron rum",
    "ru": "russian rus",
    "sl": "slovene slovenian slv",
    "sv": "swedish swe",
    "tr": "turkish tur",
    "uk": "ukrainian ukr",
    "zh": "chinese zho chi",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
_TAG = re.compile(r"(?P<code>[a-z]{2})(?:[-_][a-z0-9]{2,8})*")


def find_language(name: str) -> str:
    """The two letters of the language that ``name`` means (*ngerman*, *de-AT*, *ger*); '' where it is not known."""
    name = name.strip("{} ").casefold()
    tag = _TAG.fullmatch(name)
    return _CODES.get(name) or (tag["code"] if tag else "")


def get_entry_language(fields: Mapping[str, str]) -> str:
    """The language of a work, of ``langid``, else of ``hyphenation`` or ``language``; '' where no field says it.

    A title that is in brackets as a whole is PubMed's translation into English, whatever ``language`` the work is in.
    """
    known = next((code for code in (find_language(fields.get(name, "")) for name in READ_BY_PANDOC) if code), "")
    own = known or find_language(fields.get("language", ""))
    return "en" if own and not known and fields.get("title", "").startswith("[") else own
