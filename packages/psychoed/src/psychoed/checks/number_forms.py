"""The forms that study numbers have in a language: *33 of 50*, *66%*, *1 in 13*, *33 de 50*, *66 %*, *1 de cada 13*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

_GAP = r"[\s*_>]+"  # also across line breaks and emphasis


@dataclass(frozen=True)
class NumberForms:
    """The words of a language around numbers, and the patterns made from them. Fields are alternatives of a pattern."""

    words: str
    """The numbers in words, from one."""
    scales: Mapping[str, int]
    group: str
    """What stands between thousands."""
    decimal: str
    """What stands before decimal places."""
    to: str
    """Between the ends of a range."""
    of: str
    """Between a part and its whole."""
    in_every: str
    """Between the numbers of a rate."""
    every: str
    """Before the second number of a rate."""
    points: str
    percent: str
    interval: str
    """A whole confidence level, such as *95% CI*."""
    no_interval: str
    """After a percentage that belongs to an interval."""
    equals: str
    were: str
    people: str
    others: str
    """What else is counted in research."""
    relates: str
    """Words that end the phrase between a count and its noun."""
    of_hundred: str
    or_word: str
    """Also between two percentages: *30 or 84%*."""
    and_word: str
    """Not between two percentages: the first number in *at age 20 and 96%* is none."""
    names: str
    """Words before a number that is part of a name."""
    times: str
    sizes: str
    research: str
    """Words of a sentence that is about a study."""
    has_things: bool = True
    """Whether a plural between a number and its noun is what is counted: *3 questions people ask*."""
    other_words: Mapping[str, int] | None = None

    @cached_property
    def values(self) -> dict[str, Decimal]:
        """The numbers in words with their values."""
        found = {word: Decimal(value) for value, word in enumerate(self.words.split("|"), start=1)}
        return found | {word: Decimal(value) for word, value in (self.other_words or {}).items()}

    def read_value(self, written: str) -> Decimal:
        """Return the value of a number as written."""
        if value := self.values.get(written.lower()):
            return value
        plain = re.sub(f"[{self.group}](?=\\d{{3}})", "", written).replace(self.decimal, ".")
        return Decimal(re.sub("[−–]", "-", plain))

    @cached_property
    def number_pattern(self) -> re.Pattern[str]:
        """Matches a number of any form; the names of its groups tell the forms apart."""
        before = r"(?<![\w.,:/£$€+])"
        whole = rf"(?:\d{{1,3}}(?:[{self.group}]\d{{3}})+|\d+)"
        point = re.escape(self.decimal)
        number = rf"(?:{whole}(?:{point}\d+)?|{point}\d+)"
        after = r"(?![\w:/]|[.,]\d|-\w)"
        word = rf"(?:{'|'.join(self.values)})"
        to = rf"(?:{_GAP}(?:{self.to}){_GAP}|\s?[–-]\s?|[,;]\s)"
        of = rf"{_GAP}(?:{self.of}){_GAP}"
        equals = rf"{_GAP}?(?:=|<|>|≤|≥|(?:{self.equals}){_GAP}){_GAP}?"
        scale = "|".join(self.scales)
        counted = rf"(?:{self.people}|{self.others})\b"
        # Between a count and its noun: up to four words that are neither counts nor prepositions and the like.
        between = rf"(?:(?!(?:{self.relates})\b)[^\W\d_][\w’'-]*{_GAP}){{0,4}}?"
        forms = (
            # 95% CI 8.3 to 13.5
            rf"(?:{self.interval})[\s,:(]*(?:(?:from|de){_GAP})?[−–-]?(?P<low>{number}){to}[−–-]?(?P<high>{number})",
            # 1 de cada 13, where the words of a rate begin like those of a share
            *([rf"{before}\b(?P<some>\d+|{word}){_GAP}(?:{self.in_every}){_GAP}(?P<every>{whole}|{word})\b"]
              if self.in_every.startswith(self.of.split("|")[0]) else []),
            # 33 of 50
            rf"{before}(?P<part>{number}|\b{word}){of}(?P<whole>{whole}){after}",
            # 33/50
            rf"{before}(?P<over>\d+)/(?P<under>\d+)(?![\w/.])",
            # 19 percentage points
            rf"{before}(?P<points>{number}|\b{word}){_GAP}(?:{self.points})",
            # 66%, 30 to 84%
            rf"{before}(?:(?P<first>{number})%?(?:\s?[–-]\s?|{_GAP}(?:{self.to}|{self.or_word}){_GAP}))?"
            rf"(?P<percent>{number})[*_]*[\s\u202f]?(?:{self.percent})(?!{_GAP}(?:{self.no_interval})\b)",
            # 1 in 13, two in three
            *([] if self.in_every.startswith(self.of.split("|")[0]) else
              [rf"{before}\b(?P<some>\d+|{word}){_GAP}(?:{self.in_every}){_GAP}(?:(?:{self.every}){_GAP})?"
               rf"(?P<every>{whole}|{word})\b(?!{_GAP}(?:{self.times})\b)"]),
            # n = 151, g = −1.14, P < .001
            rf"\b(?:(?P<name>n)|[pgrd]|SD|OR|RR){equals}(?P<statistic>[−–-]?{number})"
            rf"|\b(?:p|g|r|SD)\s[−–-]?(?P<bare>\d*{point}\d+)",
            # 151 adults, 53 older veterans, 619 million people, 81 were women
            rf"{before}(?P<count>{number}(?={_GAP}(?:{scale}))|{whole}|\b{word})"
            rf"(?:{_GAP}(?P<scale>{scale})(?:{_GAP}de)?)?"
            rf"{_GAP}(?:(?:{self.were}){_GAP})?{between}(?P<noun>{counted})",
            # 1.18
            rf"{before}(?P<decimal>\d*{point}\d+){after}",
        )  # fmt: skip
        return re.compile("|".join(forms), re.IGNORECASE)

    @cached_property
    def begins(self) -> re.Pattern[str]:
        """Matches where a form can begin; trying all forms at every letter takes four times as long."""
        extra = "|intervalo|ic" if "IC" in self.interval else ""
        return re.compile(rf"(?<!\w)(?:[.,]?\d|(?:{'|'.join(self.values)}|[npgrd]|sd|or|rr{extra})\b)", re.IGNORECASE)

    @cached_property
    def hundred(self) -> re.Pattern[str]:
        """Matches the words that make plain numbers in a sentence shares of 100."""
        return re.compile(rf"(?<!\d\s)\b(?:{self.of_hundred})100\b", re.IGNORECASE)

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """Matches a plain number in such a sentence."""
        return re.compile(
            rf"(?<![\w.,:/£$€+])(?P<bare>[1-9]\d?)(?![\w/:%]|[.,]\d|-\w|\s?[–-]\s?\d|{_GAP}(?:{self.of}|{self.to}"
            rf"|{self.or_word}|{self.and_word}){_GAP}\d)"
        )

    @cached_property
    def counts(self) -> re.Pattern[str]:
        """Matches the words after a number of people or studies."""
        return re.compile(rf"{_GAP}(?:[\w-]+{_GAP})?(?:{self.people}|{self.others})\b", re.IGNORECASE)

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Matches the words before a number that is part of a name."""
        return re.compile(rf"(?:{self.names})\)?\s*\Z", re.IGNORECASE)

    @cached_property
    def sized(self) -> re.Pattern[str]:
        """Matches the unit after a number that is a size or a time."""
        return re.compile(rf"\s?(?:{self.sizes}|×|x\s?\d+|{self.times})(?!\w)", re.IGNORECASE)

    @cached_property
    def about_research(self) -> re.Pattern[str]:
        """Matches a word of a sentence about a study."""
        return re.compile(rf"\b(?:{self.research})\b", re.IGNORECASE)


ENGLISH_FORMS = NumberForms(
    words="one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty",
    scales={"thousand": 1000, "million": 10**6, "billion": 10**9},
    group=",",
    decimal=".",
    to="to",
    of=rf"(?:of|out{_GAP}of)(?:{_GAP}(?:the|every|all))?",
    in_every="in",
    every="every",
    points=rf"percentage{_GAP}points?",
    percent=rf"%|per{_GAP}?cent\b",
    interval=rf"\d+%{_GAP}(?:CI|confidence interval)",
    no_interval="CI|confidence",
    equals="was|of",
    were="were",
    people="people|persons|adults|patients|participants|veterans|women|men|children|teenagers|volunteers|individuals",
    others="studies|trials|RCTs|reviews|clinics|hospitals|meta-analyses",
    relates="of|the|a|an|in|to|for|with|by|that|than|or|as|at|on|among|some|other|most|many|few|all|per|points?|where|if"
    "|when|out",
    of_hundred=rf"(?:of|out{_GAP}of|among){_GAP}(?:every{_GAP})?",
    or_word="or",
    and_word="and",
    names=r"version|v\.?|wcag|guidelines|attribution|international|licen[cs]e|cc by(?:-\w+)*|chapter|section|figure"
    "|table|part|page|sheet|step|item|level|html|python|icd",
    times=r"years?|months?|weeks?|days?|hours?|minutes?|seconds?",
    sizes=r"mm|cm|m|km|kg|g|mg|ml|lb|in(?=\s*(?:[().,;:×]|x\s?\d|\Z))|inch|inches|pt|px|em|rem|[kMG]B|[ap]\.?m\b",
    research=r"stud(?:y|ies)|trials?|series|reports?|interview\w*|took part|random\w*|groups?|given|control|pilot"
    "|researchers?",
)

SPANISH_FORMS = NumberForms(
    words="uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete"
    "|dieciocho|diecinueve|veinte",
    other_words={"un": 1, "una": 1},
    scales={rf"mil{_GAP}millones": 10**9, "millones": 10**6, "millón": 10**6, "mil": 1000},
    group=".\u00a0\u202f",
    decimal=",",
    to="a|hasta",
    of=rf"de(?:{_GAP}(?:los|las|un{_GAP}total{_GAP}de))?",
    in_every=rf"de{_GAP}cada",
    every="cada",
    points=rf"puntos?{_GAP}porcentual(?:es)?",
    percent=rf"%|por{_GAP}ciento\b",
    interval=rf"(?:IC|intervalo{_GAP}de{_GAP}confianza){_GAP}(?:del?{_GAP}|al{_GAP})?(?:el{_GAP})?\d+\s?%|\d+\s?%{_GAP}IC",
    no_interval="IC|de confianza",
    equals="era de|fue de|era|fue|de",
    were="eran|fueron",
    people="personas|adultos|adultas|pacientes|participantes|veteranos|veteranas|mujeres|hombres|niños|niñas"
    "|adolescentes|voluntarios|voluntarias|individuos",
    others="estudios|ensayos|ECA|revisiones|clínicas|hospitales|metaanálisis",
    relates="de|del|la|el|los|las|un|una|en|a|al|para|por|con|que|o|u|como|entre|otros?|otras?|más|menos|muchos|muchas"
    "|pocos|pocas|todos|todas|puntos?|si|cuando|donde|y|e",
    of_hundred=rf"(?:de|entre){_GAP}(?:cada{_GAP})?",
    or_word="o|u",
    and_word="y|e",
    names=r"versión|v\.?|wcag|directrices|atribución|internacional|licencia|cc by(?:-\w+)*|capítulo|sección|figura"
    "|tabla|parte|página|hoja|paso|ítem|nivel|html|python|cie",
    times=r"años?|mes(?:es)?|semanas?|días?|horas?|minutos?|segundos?",
    sizes=r"mm|cm|m|km|kg|g|mg|ml|h|min|s|pulgadas?|pt|px|em|rem|[kMG]B",
    research=r"estudios?|ensayos?|series?|informes?|entrevist\w*|participaron|aleatori\w*|grupos?|control|piloto"
    r"|investigador\w*",
    has_things=False,
)

FORMS_BY_LANGUAGE: Mapping[str, NumberForms] = {"en": ENGLISH_FORMS, "es": SPANISH_FORMS}
"""The languages whose numbers are checked."""


@lru_cache(maxsize=8)
def find_number_forms(language: str, decimal: str = "") -> NumberForms | None:
    """Return the forms of a language; None if numbers in it are not checked.

    Args:
        language: The language, such as ``es`` or ``es-MX``.
        decimal: What the language's country writes before decimal places, if it differs: Mexico writes 1.2.

    """
    forms = FORMS_BY_LANGUAGE.get(language.partition("-")[0].lower())
    if forms is not None and forms is SPANISH_FORMS and decimal == ".":
        own = {name: getattr(forms, name) for name in forms.__dataclass_fields__}
        return NumberForms(**{**own, "group": ",", "decimal": "."})
    return forms
