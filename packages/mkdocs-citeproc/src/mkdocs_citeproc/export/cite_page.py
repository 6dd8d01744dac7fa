"""Citation for a page of the site itself: as APA prints a web page, and as a BibTeX entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import escape

from mkdocs_citeproc.export.metadata import PageData

# Characters that TeX would not print as typed.
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # braces count towards nesting even if escaped
    "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


@dataclass(frozen=True, slots=True)
class PageCitation:
    """A page's citation, ready to display."""

    apa: str
    bibtex: str


def cite_page(about: PageData, when: str = "") -> PageCitation:
    """Return a page's citation; its date is that of the last review, or else the date of writing.

    Args:
        about: The page.
        when: The date as another language than English prints it.

    """
    day = about.reviewed or about.written
    english = f"{day.year}, {day:%B} {day.day}" if day else "n.d."
    return PageCitation(_apa(about, when or english), _bibtex(about, day))


def _apa(about: PageData, when: str) -> str:
    """Return escaped HTML: author, date, title, site unless it is the author, address (APA 7, 10.16)."""
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
    """Invert a personal name: *Jane M. van Doe* → *van Doe, J. M.*; single words and groups stay the same."""
    # Imported here, as most sites name a group.
    from mkdocs_citeproc.apa7.names import abbreviate_given_names, read_people

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
    """Make a key from the title's first words and the year, omitting characters that keys may not contain."""
    words = re.findall(r"[a-z0-9]+", about.title.lower())[:4] or ["page"]
    return "-".join([*words, *([str(day.year)] if day else [])])


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
