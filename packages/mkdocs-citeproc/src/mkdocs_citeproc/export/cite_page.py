"""How to cite a page of the site itself: as APA prints a web page, and as a BibTeX entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import escape

from mkdocs_citeproc.apa7.names import abbreviate_given_names
from mkdocs_citeproc.apa7.people import read_people
from mkdocs_citeproc.export.jsonld import PageData

# What TeX would not print as it is typed.
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # a brace counts, escaped or not
    "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


@dataclass(frozen=True, slots=True)
class PageCitation:
    """One page's citation, ready to be shown."""

    apa: str
    bibtex: str


def cite_page(about: PageData) -> PageCitation:
    """A page's citation; its date is that of the version: the last review, else the day of writing."""
    day = about.reviewed or about.written
    return PageCitation(_apa(about, day), _bibtex(about, day))


def _apa(about: PageData, day: date | None) -> str:
    """HTML, all escaped. APA Publication Manual, 10.16: author, date, title, site unless it is the author, address."""
    when = f"{day.year}, {day:%B} {day.day}" if day else "n.d."
    authors = _apa_authors(about)
    title = f"<cite>{escape(about.title)}</cite>"
    parts = [f"{_stopped(escape(authors))} ({when}). {_stopped(title, about.title)}"] if authors else []
    parts = parts or [f"{_stopped(title, about.title)} ({when})."]
    if about.site not in {authors, about.title}:
        parts.append(_stopped(escape(about.site)))
    if about.url:
        parts.append(f'<a href="{escape(about.url)}">{escape(about.url)}</a>')
    return " ".join(parts)


def _stopped(shown: str, text: str = "") -> str:
    return shown if (text or shown).endswith((".", "?", "!")) else f"{shown}."


def _apa_authors(about: PageData) -> str:
    names = [_inverted(name) for name in about.authors]
    if not names:
        return about.group or about.site
    return ", ".join([*names[:-1], f"& {names[-1]}"]) if len(names) > 1 else names[0]


def _inverted(name: str) -> str:
    """*Jane M. van Doe* as *van Doe, J. M.*; a name of one word stays, and so does what is no one's name."""
    read = read_people(name)
    if len(read) != 1 or name.count(",") > 2 or not name.replace(",", " ").split()[1:]:
        return name
    person = read[0]
    parts = (person.get("family", ""), abbreviate_given_names(person.get("given", "")), person.get("suffix", ""))
    return ", ".join(filter(None, parts)) or name


def _bibtex(about: PageData, day: date | None) -> str:
    authors = " and ".join(_tex(name) for name in about.authors)
    fields = {
        "author": authors or f"{{{_tex(about.group or about.site)}}}",
        "title": f"{{{_tex(about.title)}}}",
        "date": day.isoformat() if day else "",
        "organization": _tex(about.site),
        "url": about.url,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{_key(about, day)},\n{lines}}}\n"


def _key(about: PageData, day: date | None) -> str:
    """Made of the title's first words and the year; letters that keys may not hold are left out."""
    words = re.findall(r"[a-z0-9]+", about.title.lower())[:4] or ["page"]
    return "-".join([*words, *([str(day.year)] if day else [])])


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
