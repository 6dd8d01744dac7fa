"""The words that the fixes print, in the site's language: CSL's own terms, and a catalogue of what CSL has no term for.

Each is known by its English form, and stays English where no one has translated it. What language a work's titles are
in is another matter: only English ones are put into sentence case. CSL's terms are those of pandoc's locale files as
the style changes them; pandoc has no list of them to print, so a small style asks for each that the fixes need.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs_citeproc.bibliography.field_values import find_language, get_entry_language

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SEASONS = ("Spring", "Summer", "Fall", "Winter")

_BLANK = re.compile(r"\{\w+\}")
_YEAR = re.compile(r"\{year\}年|\s?(?:de\s|[,،]\s?)?\{year\}[^{\w]*")
_DAY = re.compile(r"\s\{day\}|\{day\}\.?\s(?:de\s)?")

# English: German, Spanish, French.
_CATALOGUE: dict[str, tuple[str, str, str]] = {
    "in press": ("im Druck", "en prensa", "sous presse"),
    "present": ("heute", "presente", "présent"),
    "Advance online publication": (
        "Online-Vorabpublikation",
        "Publicación anticipada en línea",
        "Publication anticipée en ligne",
    ),
    "Article {number}": ("Artikel {number}", "Artículo {number}", "Article {number}"),
    "Version {number}": ("Version {number}", "Versión {number}", "Version {number}"),
    "Rev. ed.": ("Überarb. Aufl.", "Ed. rev.", "Éd. rév."),
    "{number} rev. ed.": ("{number}., überarb. Aufl.", "{number}.ª ed. rev.", "{number}e éd. rév."),
    "{number} ed., {more}": ("{number}. Aufl., {more}", "{number}.ª ed., {more}", "{number}e éd., {more}"),
    "Doctoral dissertation": ("Dissertation", "Tesis doctoral", "Thèse de doctorat"),
    "Master’s thesis": ("Masterarbeit", "Tesis de maestría", "Mémoire de maîtrise"),
    "Bachelor’s thesis": ("Bachelorarbeit", "Tesis de grado", "Mémoire de licence"),
    "Unpublished doctoral dissertation": (
        "Unveröffentlichte Dissertation",
        "Tesis doctoral no publicada",
        "Thèse de doctorat non publiée",
    ),
    "Unpublished master’s thesis": (
        "Unveröffentlichte Masterarbeit",
        "Tesis de maestría no publicada",
        "Mémoire de maîtrise non publié",
    ),
    "PhD thesis": ("Dissertation", "Tesis doctoral", "Thèse de doctorat"),
    "Candidate thesis": ("Kandidatenarbeit", "Tesis de candidatura", "Thèse de candidature"),
    "Unpublished manuscript": ("Unveröffentlichtes Manuskript", "Manuscrito no publicado", "Manuscrit non publié"),
    "Manuscript in preparation": (
        "Manuskript in Vorbereitung",
        "Manuscrito en preparación",
        "Manuscrit en préparation",
    ),
    "Manuscript submitted for publication": (
        "Zur Veröffentlichung eingereichtes Manuskript",
        "Manuscrito enviado para su publicación",
        "Manuscrit soumis pour publication",
    ),
    "Report": ("Bericht", "Informe", "Rapport"),
    "Technical report": ("Technischer Bericht", "Informe técnico", "Rapport technique"),
    "Research report": ("Forschungsbericht", "Informe de investigación", "Rapport de recherche"),
    "Publication": ("Publikation", "Publicación", "Publication"),
    "Press release": ("Pressemitteilung", "Comunicado de prensa", "Communiqué de presse"),
    "Film": ("Film", "Película", "Film"),
    "Video": ("Video", "Video", "Vidéo"),
    "Song": ("Lied", "Canción", "Chanson"),
    "Album": ("Album", "Álbum", "Album"),
    "Audiobook": ("Hörbuch", "Audiolibro", "Livre audio"),
    "Audio CD": ("Audio-CD", "CD de audio", "CD audio"),
    "Computer software": ("Computersoftware", "Programa informático", "Logiciel"),
    "Data set": ("Datensatz", "Conjunto de datos", "Jeu de données"),
    "Mobile app": ("Mobile App", "Aplicación móvil", "Application mobile"),
    "TV series": ("Fernsehserie", "Serie de televisión", "Série télévisée"),
    "TV series episode": (
        "Folge einer Fernsehserie",
        "Episodio de serie de televisión",
        "Épisode de série télévisée",
    ),
    "Audio podcast": ("Audio-Podcast", "Pódcast de audio", "Podcast audio"),
    "Audio podcast episode": ("Folge eines Audio-Podcasts", "Episodio de pódcast de audio", "Épisode de podcast audio"),
    "Speech audio recording": (
        "Tonaufnahme einer Rede",
        "Grabación de audio de un discurso",
        "Enregistrement audio d’un discours",
    ),
    "PowerPoint slides": ("PowerPoint-Folien", "Diapositivas de PowerPoint", "Diapositives PowerPoint"),
    "with {names}": ("mit {names}", "con {names}", "avec {names}"),
    "by {names}": ("von {names}", "por {names}", "par {names}"),
    "Review of the work": ("Rezension des Werks", "Reseña de la obra", "Compte rendu de l’ouvrage"),
    "Comment on the article": ("Kommentar zum Artikel", "Comentario sobre el artículo", "Commentaire sur l’article"),
    "Reprinted from {work}": ("Nachdruck aus {work}", "Reimpreso de {work}", "Reproduit de {work}"),
    "Retraction published {source}": (
        "Widerruf veröffentlicht {source}",
        "Retractación publicada en {source}",
        "Rétractation publiée en {source}",
    ),
    "On": ("Auf", "En", "Sur"),
    "proposed {date}": ("vorgeschlagen am {date}", "propuesto el {date}", "proposé le {date}"),
    "rev. {year}": ("überarb. {year}", "rev. {year}", "rév. {year}"),
    "Director": ("Regie", "Director", "Réalisateur"),
    "Directors": ("Regie", "Directores", "Réalisateurs"),
    "Dir.": ("Reg.", "Dir.", "Réal."),
    "Writer": ("Drehbuch", "Guionista", "Scénariste"),
    "Writers": ("Drehbuch", "Guionistas", "Scénaristes"),
    "Host": ("Moderation", "Presentador", "Animateur"),
    "Hosts": ("Moderation", "Presentadores", "Animateurs"),
    "Producer": ("Produktion", "Productor", "Producteur"),
    "Producers": ("Produktion", "Productores", "Producteurs"),
    "Executive Producer": ("Ausführende Produktion", "Productor ejecutivo", "Producteur exécutif"),
    "Executive Producers": ("Ausführende Produktion", "Productores ejecutivos", "Producteurs exécutifs"),
    "Guest Expert": ("Gastexperte", "Experto invitado", "Expert invité"),
    "Guest Experts": ("Gastexperten", "Expertos invitados", "Experts invités"),
    "Chair": ("Vorsitz", "Coordinador", "Président"),
    "Chairs": ("Vorsitz", "Coordinadores", "Présidents"),
    "Narr.": ("Sprecher", "Narr.", "Narr."),
    "Narrs.": ("Sprecher", "Narrs.", "Narr."),
    "Ed.": ("Hrsg.", "Ed.", "Éd."),
    "Trans.": ("Übers.", "Trad.", "Trad."),
}
_LANGUAGES = ("de", "es", "fr")

IN_PRESS = frozenset(
    {"in press", "inpress", "forthcoming", "im druck", "im erscheinen", "en prensa", "sous presse", "à paraître"}
)
"""What an entry may say of a work that is in press, in small letters."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of one language, by the English ones; ``date`` is how it writes a day."""

    language: str
    phrases: Mapping[str, str] = field(default_factory=dict)
    date: str = "{month} {day}, {year}"

    def translate(self, phrase: str, **blanks: object) -> str:
        """A phrase with its blanks filled in; a word in capitals or not, as the English one."""
        own = self.phrases.get(phrase, phrase)
        return _BLANK.sub(lambda blank: str(blanks.get(blank[0][1:-1], blank[0])), own) if blanks else own

    def write_date(self, year: object, month: int = 0, day: object = "") -> str:
        """*July 22, 2019*, *22. Juli 2019*; no more of it than is given."""
        if not 1 <= month <= len(MONTHS):
            return str(year)
        pattern = self.date if day else _DAY.sub("", self.date)
        return pattern.format(year=year, month=self.translate(MONTHS[month - 1]), day=day)

    def write_day(self, month: int, day: object) -> str:
        """*July 22*, *22. Juli*."""
        return _YEAR.sub("", self.date).format(month=self.translate(MONTHS[month - 1]), day=day)

    @property
    def capitals(self) -> Mapping[str, str]:
        """The phrases by the English ones in small letters, for what an entry may write in either way."""
        return {phrase.casefold().replace("'", "’"): own for phrase, own in self.phrases.items()}


ENGLISH_TERMS = Terms("en")


def get_phrases(language: str) -> Iterator[tuple[str, str]]:
    """The catalogue in a language, of two letters; nothing in one that it lacks."""
    if language in _LANGUAGES:
        at = _LANGUAGES.index(language)
        yield from ((phrase, own[at]) for phrase, own in _CATALOGUE.items())


class EntryFields(dict[str, str]):
    """An entry's BibTeX fields, with the words of the site that prints them."""

    def __init__(self, fields: Mapping[str, str], terms: Terms) -> None:
        super().__init__(fields)
        self.terms = terms


def get_terms(fields: Mapping[str, str]) -> Terms:
    """The words to print; English where fields come without any."""
    return fields.terms if isinstance(fields, EntryFields) else ENGLISH_TERMS


def is_english(fields: Mapping[str, str]) -> bool:
    """Return whether an entry's titles are English: by its own language, or else the site's."""
    return (get_entry_language(fields) or get_terms(fields).language) == "en"


_JOINTS = re.compile(r"(\] \[|; )")


def translate_descriptions(item: dict[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """*[Dissertation, Universität]*, *im Druck*: the description of a work, where the catalogue has it.

    The words are pandoc's reader's or ours; where an entry types the same ones in English, they are translated too.
    """
    terms = get_terms(fields)
    if not terms.phrases:
        return item
    capitals = terms.capitals

    def translated(value: object) -> str:
        parts = _JOINTS.split(str(value))
        return "".join(capitals.get(part.casefold().replace("'", "’"), part) for part in parts)

    described = item | {name: translated(item[name]) for name in ("genre", "medium", "status") if name in item}
    if described.get("status") != item.get("status"):  # the style writes it small, *im Druck* too
        described["status"] = f'<span class="nocase">{described["status"]}</span>'
    return described


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


def read_terms(response: str, locale: str) -> Terms:
    """The words that a site in ``locale`` prints, of what pandoc printed for the probe."""
    answered = {found["number"]: found["term"] for found in _ANSWERED.finditer(response)}
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
