"""Whose initials running text prints, decided before pandoc runs: what costs citeproc most of its time.

A style such as APA prints initials where two first authors have one surname. The rule is short: of these, all get
theirs whose initials no other one has. Citeproc looks it up again for every name of every cluster, which at 300 works
is two thirds of a run. So such a surname is given a sign in front, one for each set of initials, of characters that no
collation sees; citeproc sorts as before and tells *A. Same* from *B. Same* by the sign; and in what it answers, the
sign becomes the initials in running text and nothing in the list.

Only where the rule is as plain as that: with anything out of the ordinary the request is left as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_citeproc.apa7.fixes import APA
from mkdocs_citeproc.formatting.request import CslItem, Request, write_bibliography

_RULE = 'givenname-disambiguation-rule="primary-name-with-initials"'
_SWITCH = re.compile(r'\s+disambiguate-add-givenname="true"')
_PLAIN_WORD = r"(?:[A-ZÀ-ÖØ-Þ]\.|[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)"
_PLAIN_GIVEN = re.compile(rf"{_PLAIN_WORD}(?:[ -]{_PLAIN_WORD})*")
_PLAIN_NAME = {"family", "given"}
# Sources that running text names by their author, and in one way.
_PLAIN_TYPES = {
    *("article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "dataset"),
    *("entry-dictionary", "entry-encyclopedia", "manuscript", "paper-conference", "post", "post-weblog", "report"),
    *("software", "speech", "thesis", "webpage"),
}
# Who never stands in the author's place where there is an author.
_BESIDE_AUTHORS = {"editor", "translator", "collection-editor", "container-author"}

# Invisible operators, U+2061 to U+2064: to the Unicode Collation Algorithm completely ignorable.
_DIGITS, _LAST = "\u2061\u2062\u2063", "\u2064"
_SIGN = re.compile(f"[{_DIGITS}]+{_LAST}")
# How the list begins in pandoc's JSON, and what stands there between two words. In text, a quotation mark has a
# backslash before it.
_LIST = '[["refs",['
_BETWEEN_WORDS = '"},{"t":"Space"},{"t":"Str","c":"'


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """What to send in place of a request, and the initials that each sign in the answer stands for."""

    request: Request
    initials: Mapping[str, str] = field(default_factory=dict)

    def restore_initials(self, answer: str) -> str:
        """Pandoc's answer as it would be to the request that was not sent."""
        if not self.initials:
            return answer
        cited, start, listed = answer.partition(_LIST)
        return _SIGN.sub(lambda sign: _words(self.initials[sign[0]]), cited) + start + _SIGN.sub("", listed)


def preassign_initials(asked: Request, style_id: str) -> PreparedRequest:
    """The request with all initials decided, where that can be done; else as it is."""
    style = _without_switch(asked.style) if style_id == APA else None
    shared = _shared_surnames(asked.entries)
    ours = any(_LAST in text for text in (*asked.texts, write_bibliography(asked)))
    if style is None or ours or not all(map(_is_plain, shared.values())):
        return PreparedRequest(asked)
    signs: dict[str, str] = {}

    def marked(entry: CslItem) -> CslItem:
        first, *others = entry.get("author") or [{}]
        same = shared.get(first.get("family"), ())
        if not same or any(_initials(name) == _initials(first) for name in same if name != first):
            return entry
        initials = _initials(first)
        sign = signs.setdefault(initials, _sign(len(signs)))
        return {**entry, "author": [{**first, "family": sign + first["family"]}, *others]}

    request = replace(asked, style=style, entries=tuple(map(marked, asked.entries)))
    return PreparedRequest(request, {sign: initials for initials, sign in signs.items()})


def _without_switch(style: str) -> str | None:
    """The style without citeproc's own way to add initials; None where its way is another."""
    plain = _RULE in style and 'initialize-with=". "' in style and "initialize-with-hyphen" not in style
    return _SWITCH.sub("", style) if plain and _SWITCH.search(style) else None


def _first_names(entry: CslItem) -> Iterator[tuple[str, CslItem]]:
    """Each first name that may be the one that running text begins with, and the variable it stands in."""
    for variable, value in entry.items():
        beside = variable in _BESIDE_AUTHORS and entry.get("author")
        if not beside and isinstance(value, list) and value and isinstance(value[0], dict):
            yield variable, value[0]


def _shared_surnames(entries: Sequence[CslItem]) -> dict[str, list[CslItem]]:
    """The surnames that several first names have, each with those; one that may be no author is made no plain name."""
    by_surname: defaultdict[str, list[CslItem]] = defaultdict(list)
    for entry in entries:
        for variable, name in _first_names(entry):
            if family := name.get("family"):
                plain = variable == "author" and entry.get("type") in _PLAIN_TYPES
                by_surname[family].append(name if plain else {**name, "": variable})
    return {surname: names for surname, names in by_surname.items() if any(name != names[0] for name in names)}


def _is_plain(names: Sequence[CslItem]) -> bool:
    """Whether it is clear how citeproc shortens all of these names, and which of them it takes for one."""
    if not all(name.keys() <= _PLAIN_NAME and _PLAIN_GIVEN.fullmatch(name.get("given", "")) for name in names):
        return False
    hyphened = {name["given"] for name in names if "-" in name["given"]}
    others = {name["given"] for name in names}
    return not any(one != other and one[0] == other[0] for one in hyphened for other in others)


def _initials(name: CslItem) -> str:
    """*Jean-Paul A.* as *J.-P. A.*"""
    return re.sub(r"(\w)[\w.]*", r"\1.", name["given"])


def _words(initials: str) -> str:
    """Initials in pandoc's JSON, as words before the one in which their sign stood."""
    return f"{initials} ".replace(" ", _BETWEEN_WORDS)


def _sign(number: int) -> str:
    sign = ""
    while not sign or number:
        number, digit = divmod(number, len(_DIGITS))
        sign = _DIGITS[digit] + sign
    return sign + _LAST
