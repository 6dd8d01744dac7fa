"""CSL's own terms in a language, as pandoc's locale files have them and the style changes them.

Pandoc has no list of its terms to print, so a small style asks for each that the fixes need.
"""

from __future__ import annotations

import json
import re

from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, MONTHS, SEASONS, Terms, get_phrases
from mkdocs_citeproc.bibliography.field_values import find_language

AMERICAN = "en-US"
"""The locale that the phrases are written in: nothing is asked for it."""

# Our phrase: the term, its form, whether it is the plural, whether it begins with a capital.
_ASKED: dict[str, tuple[str, str, bool, bool]] = {
    "and": ("and", "long", False, False),
    "et al.": ("et-al", "long", False, False),
    "n.d.": ("no date", "short", False, False),
    "in press": ("in press", "long", False, False),
    "In": ("in", "long", False, True),
    "ed.": ("edition", "short", False, False),
    "No.": ("issue", "short", False, True),
    "Vol.": ("volume", "short", False, True),
    "Vols.": ("volume", "short", True, True),
    "Figure": ("figure", "long", False, True),
    "Figures": ("figure", "long", True, True),
    "Section": ("section", "long", False, True),
    "Sections": ("section", "long", True, True),
    "line": ("line", "long", False, False),
    "lines": ("line", "long", True, False),
    "verse": ("verse", "long", False, False),
    "verses": ("verse", "long", True, False),
    "Retrieved": ("retrieved", "long", False, True),
    "from": ("from", "long", False, False),
    "Ed.": ("editor", "short", False, True),
    "Trans.": ("translator", "short", False, True),
    **{month: (f"month-{number:02}", "long", False, False) for number, month in enumerate(MONTHS, 1)},
    **{season: (f"season-{number:02}", "long", False, False) for number, season in enumerate(SEASONS, 1)},
    "“": ("open-quote", "long", False, False),
    "”": ("close-quote", "long", False, False),
}
_OF_STYLE = re.compile(r"<locale\b[^>]*>.*?</locale>", re.DOTALL)
_ANSWERED = re.compile("⟨(?P<number>\\d+)=(?P<term>[^⟨⟩]*)⟩")
PROBE_ENTRIES = json.dumps([{"id": "x", "type": "book", "issued": {"date-parts": [[2019, 7, 22]]}}])
PROBE_CLUSTER = "[@x]"
_DATE = len(_ASKED)


def write_probe(style: str) -> str:
    """A CSL style that prints all terms, in the words that ``style`` gives them."""
    return _write_style("".join(_OF_STYLE.findall(style)))


def read_terms(answer: str, locale: str) -> Terms:
    """The words that a site in ``locale`` prints, of what pandoc printed for the probe."""
    answered = {found["number"]: found["term"] for found in _ANSWERED.finditer(answer)}
    date = answered.get(str(_DATE), "")
    csl = {
        phrase: own[:1].upper() + own[1:] if capital else own
        for number, (phrase, (*_, capital)) in enumerate(_ASKED.items())
        if (own := answered.get(str(number), ""))
    }
    language = find_language(locale)
    pattern = date.replace("22", "{day}").replace("2019", "{year}").replace(csl.get("July", "July"), "{month}")
    whole = all(blank in pattern for blank in ("{day}", "{month}", "{year}"))
    return Terms(language or locale, csl | dict(get_phrases(language)), pattern if whole else ENGLISH_TERMS.date)


def _write_style(locales: str) -> str:
    asked = "".join(
        f'<text term="{term}" form="{form}" plural="{str(plural).lower()}" prefix="⟨{number}=" suffix="⟩"/>'
        for number, (term, form, plural, _) in enumerate(_ASKED.values())
    )
    asked += f'<date variable="issued" form="text" prefix="⟨{_DATE}=" suffix="⟩"/>'
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>Terms</title>'
        "<id>terms</id><updated>2026-01-01T00:00:00+00:00</updated></info>"
        f"{locales}<citation><layout><group>{asked}</group></layout></citation></style>"
    )
