"""Titles from elsewhere in house style: LaTeX for their markup, and braces around names that can be recognised."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from mkdocs_citeproc.bibliography.field_values import ENTITY, LATEX_FOR, escape_latex, find_letter
from mkdocs_citeproc.bibliography.names import find_outside_braces

_PLACES = """
Africa African America American Americans Amsterdam Asia Asian Atlantic Australia Australian Austria Austrian Bangladesh
Barcelona Beijing Belgian Belgium Berlin Boston Brazil Brazilian Britain British Bulgaria Bulgarian California
Californian Cambridge Canada Canadian Caribbean Chicago Chilean Chinese Colombia Colombian Colorado Croatia Croatian
Cuba Cuban Cyprus Danish Denmark Dublin Dutch Edinburgh Egypt Egyptian England English Estonia Ethiopia Ethiopian
Europe European Europeans Finland Finnish Flemish France French Geneva German Germany Ghana Glasgow Greece Greek Hawaii
Hispanic Hungarian Hungary Iceland India Indian Indonesia Indonesian Iran Iranian Iraq Iraqi Ireland Irish Israel
Israeli Italian Italy Jamaica Japan Japanese Kenya Kenyan Korea Korean Latino Latina Lebanon Leeds London Malaysia
Malaysian Massachusetts Mediterranean Melbourne Mexican Mexico Michigan Montreal Morocco Nepal Netherlands Nigeria
Nigerian Nordic Norway Norwegian Oslo Oxford Pacific Pakistan Pakistani Palestinian Paris Pennsylvania Persian Peru
Peruvian Philippines Poland Portugal Portuguese Quebec Romania Romanian Rome Russia Russian Rwanda Saharan Scandinavia
Scandinavian Scotland Scottish Serbia Serbian Singapore Slovak Slovenia Spain Spanish Stockholm Sudan Sweden Swedish
Swiss Switzerland Sydney Syria Syrian Taiwan Taiwanese Tanzania Texas Thai Thailand Tokyo Toronto Uganda Ukraine
Ukrainian Utah Venezuela Vienna Vietnam Vietnamese Wales Welsh Turkish Zimbabwe Zurich
"""

_PEOPLE_AND_TIMES = """
Alzheimer Aristotle Asperger Bayes Bayesian Beck Boolean Bonferroni Buddhism Buddhist Cartesian Christian Christianity
Cochrane Confucian Crohn Darwin Darwinian Delphi Descartes Ehlers-Danlos Einstein Fourier Freud Freudian Gaussian
Guillain-Barré Hashimoto Hebbian Hindu Hispanics Hodgkin Huntington Islam Islamic Jewish Jungian Kantian Kaplan-Meier
Korsakoff Latinx Likert Lyme Markov Maslow Muslim Muslims Parkinson Pavlov Pavlovian Piaget Poisson Rasch Raynaud
Rorschach Roma Skype Sjögren Socratic Tourette Wikipedia Youden
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July September October November
December Christmas Easter Ramadan
"""

_OF_TWO_WORDS = """
Costa Rica, Czech Republic, El Salvador, Hong Kong, Latin America, Los Angeles, Middle East, New England, New Zealand,
New York, North America, North American, Northern Ireland, Puerto Rico, San Francisco, Saudi Arabia, South Africa, South
African, South America, South American, South Asian, South Korea, Sri Lanka, United Kingdom, United States
"""

PROPER_NOUNS = frozenset((_PLACES + _PEOPLE_AND_TIMES).split())
PROPER_PHRASES = frozenset(" ".join(phrase.split()) for phrase in _OF_TWO_WORDS.split(",")) | {
    noun for noun in PROPER_NOUNS if "-" in noun
}


_WORD = re.compile(r"[^\W\d_]+")
NamesByWord = Mapping[str, Sequence[str]]
"""Names by their first word."""

_OPENING = r"[\s\"'“‘`(\[]*\Z"
_TITLE_START = re.compile(_OPENING)
_SENTENCE_START = re.compile(rf"[:.?!][\"'”’)\]]*\s{_OPENING}")
_GROUP = re.compile(r"\{([^{}\\]+)\}")


def find_names_in_braces(titles: Iterable[str]) -> set[str]:
    """Return the names in braces in some title, since they are names in the other titles too.

    A single word that also occurs in lower case is left out: it may be a name here but not there.
    """
    titles = list(titles)
    small = {word for title in titles for word in _WORD.findall(find_outside_braces(title)) if word.islower()}
    groups = {group for title in titles for group in _GROUP.findall(title) if group != title.strip("{} ")}
    return {name for name in groups if len(name) > 1 and (" " in name or name.lower() not in small)}


def group_by_first_word(names: Iterable[str]) -> NamesByWord:
    """Group names, with the built-in ones, for ``find_lowered_names``, longest first; a site may have a thousand."""
    found: dict[str, list[str]] = {}
    for name in sorted({*names, *PROPER_NOUNS, *PROPER_PHRASES}, key=len, reverse=True):
        if first := _WORD.search(name):
            found.setdefault(first[0], []).append(name[first.start() :])
    return found


def find_lowered_names(title: str, known: NamesByWord) -> list[str]:
    """Return the names in ``title`` that lose a capital when printed, in order."""
    bare = find_outside_braces(title)
    lost, end = [], 0
    for word in _WORD.finditer(bare):
        names = known.get(word[0], ()) if word.start() >= end else ()
        name = next((name for name in names if _stands_at(name, bare, word.start())), "")
        if name:
            end = word.start() + len(name)
            lost += [name] if _loses_a_capital(bare, word.start(), end) else []
    return lost


def _stands_at(name: str, bare: str, at: int) -> bool:
    end = at + len(name)
    return bare.startswith(name, at) and not bare[end : end + 1].isalnum()


def _loses_a_capital(bare: str, start: int, end: int) -> bool:
    words = (start + word.start() for word in _WORD.finditer(bare[start:end]) if word[0].istitle() and len(word[0]) > 1)
    return any(not begins_a_sentence(bare, at) for at in words)


def begins_a_sentence(bare: str, at: int) -> bool:
    """Return whether the word at ``at`` starts a sentence and so keeps its capital; a lone word is not a sentence."""
    if _TITLE_START.match(bare, 0, at):
        return True
    return _SENTENCE_START.search(bare, 0, at) is not None and " " in bare[at:]


def brace_name(title: str, named: Iterable[str]) -> str:
    """Put braces around each of these names wherever they occur outside braces in ``title``."""
    for name in sorted(set(named), key=len, reverse=True):
        bare = find_outside_braces(title)
        for match in reversed(list(re.finditer(rf"(?<![\w]){re.escape(name)}(?!\w)", bare))):
            title = f"{title[: match.start()]}{{{name}}}{title[match.end() :]}"
    return title


_TAG = re.compile(r"<(?P<close>/?)(?:\w+:)?(?P<name>[a-zA-Z]\w*)\b[^<>]*?/?>")
_COMMANDS = LATEX_FOR | {"i": "textit", "b": ""}
_TITLE_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL_WORDS = frozenset(
    """about across after against among and are before between but during for from how into nor not over than that the
    their through toward towards under upon using versus via when while with within without yet""".split()  # noqa: SIM905
)


def fix_title(text: str, known: Collection[str], *, english: bool = True) -> tuple[str, list[str]]:
    """Return the value of a title field, and what a person should check in it.

    ``known`` are names in braces in other titles. In a sentence-case title, every other capital belongs to a name; in
    title case, only known names can be recognised.
    """
    title = convert_to_latex(text)
    if not english:
        return title, []
    remarks = []
    if title.isupper() and len(title.split()) > 2:
        title = title.capitalize()
        remarks.append("the title was in capitals: put the names in it in braces, with their capitals")
    names = find_lowered_names(title, group_by_first_word(known))
    title = brace_name(title, names)
    if _is_in_title_case(find_outside_braces(title)):
        remarks.append("the title was in title case and is printed in sentence case: put names in braces")
    else:
        names += (others := _capitals(find_outside_braces(title)))
        title = brace_name(title, others)
    if names:
        remarks.append(f"in braces, as names: {', '.join(dict.fromkeys(names))}")
    return title, remarks


def convert_to_latex(text: str) -> str:
    r"""Convert HTML or JATS to LaTeX: ``<i>E. coli</i>`` → ``{\textit{E. coli}}``; other characters are escaped.

    The outer braces protect capitals; a word that is partly sub- or superscript is in braces as a whole.
    """
    text = ENTITY.sub(lambda match: find_letter(match[0]), text)
    out, open_tags, at = [], [], 0
    for tag in _TAG.finditer(text):
        out.append(escape_latex(text[at : tag.start()]))
        at = tag.end()
        command = _COMMANDS.get(tag["name"].lower(), "")
        if command and not tag["close"] and not tag[0].endswith("/>"):
            out.append(f"{{\\{command}{{" if command == "textit" else f"\\{command}{{")
            open_tags.append(command)
        elif command and open_tags and open_tags[-1] == command:
            out.append("}}" if open_tags.pop() == "textit" else "}")
    out.append(escape_latex(text[at:]))
    out += ["}}" if command == "textit" else "}" for command in reversed(open_tags)]
    return " ".join(_whole(word) for word in "".join(out).split())


def protect_scripts(title: str) -> str:
    """Put braces around each word that is partly sub- or superscript: *H2O*, not *h2o*."""
    return " ".join(_whole(word) for word in title.split(" ")) if "\\textsu" in title else title


def _whole(word: str) -> str:
    balanced = word.count("{") == word.count("}")
    scripted = "\\textsub" in word or "\\textsup" in word
    return f"{{{word}}}" if balanced and scripted and not word.startswith("{") else word


def _is_in_title_case(bare: str) -> bool:
    """Return whether most words are capitalised, ignoring those that never or always are."""
    words = [match[0] for match in _TITLE_WORD.finditer(bare) if not begins_a_sentence(bare, match.start())]
    small = sum(word.islower() and word not in _SMALL_WORDS for word in words if len(word) > 2)
    return sum(word.istitle() for word in words if len(word) > 2) > 3 * small


def _capitals(bare: str) -> list[str]:
    """Return the capitalised words of a sentence-case title, joining adjacent ones into one name."""
    words = list(_TITLE_WORD.finditer(bare))
    marked = [
        (word[0].istitle() and len(word[0]) > 1 and not begins_a_sentence(bare, word.start()), word) for word in words
    ]
    runs = []
    for is_name, group in groupby(marked, key=lambda pair: pair[0]):
        if is_name:
            run = [word for _, word in group]
            runs += re.split(r"[,;:]\s*", bare[run[0].start() : run[-1].end()])
    return runs
