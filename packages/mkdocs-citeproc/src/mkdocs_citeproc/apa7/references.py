"""References in APA 7: their order in the list, and fixes to what pandoc prints for each.

Works are sorted letter by letter, one author before several, titles without *The* (9.44 to 9.49). CSL sorts by what it
prints, so that spaces come before letters and *The* is under T. So a fix writes sort keys of letters and digits to
variables that APA never prints, and the style is made to sort by these.

The other fixes take the inlines of one reference and return fixed ones; ``item`` is the entry after
``prepare_request``. Numbers are sections of the Publication Manual (7th ed.).
"""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

from mkdocs_citeproc.apa7.legal import LEGAL
from mkdocs_citeproc.apa7.names import ROLE, BibtexFields, abbreviate_given_names, convert_to_rich_text
from mkdocs_citeproc.apa7.numbers import get_issued_year
from mkdocs_citeproc.apa7.terms import ENGLISH_TERMS, MONTHS, SEASONS, Terms
from mkdocs_citeproc.formatting.render import SPACE, Node, get_children, get_plain_text, make_word, replace_children
from mkdocs_citeproc.formatting.request import CslItem

_MAKERS = ("composer", "author", "illustrator", "director", "editor", "editorial-director", "collection-editor")
_SUFFIXES = ("sr", "jr", "i", "ii", "iii", "iv", "v")
_ARTICLE = re.compile(r"^[“‘\"']?(?:a|an|the) ", re.IGNORECASE)

_IN_TEXT = '<key macro="author-bib" names-min="3" names-use-first="1"/>'
_IN_LIST = '<key macro="author-bib"/>'
_BY_TITLE = '<key macro="title"/>'


def _letters(words: str) -> str:
    """Reduce to letters and digits: *ben Yaakov* sorts between *Benjamin* and *Benz*, *O’Neil* after *Olson*."""
    bare = normalize("NFKD", re.sub(r"<[^>]*>", "", words)).casefold()
    return "".join(
        sign for sign in bare if (sign.isascii() and sign.isalnum()) or (sign.isalpha() and not sign.isascii())
    )


def _name(name: dict[str, Any]) -> str:
    """Return a name's sort key; 0 precedes every letter, so *López* comes before *López de Molina*."""
    if "literal" in name:
        return _letters(_ARTICLE.sub("", str(name["literal"])))
    family = _letters(f"{name.get('non-dropping-particle', '')} {name.get('family', '')}")
    suffix = _letters(str(name.get("suffix", "")).partition(" ")[0])
    rank = f"0{1 + _SUFFIXES.index(suffix)}" if suffix in _SUFFIXES else ""
    return f"{family}0{_letters(abbreviate_given_names(name.get('given', '')))}{rank}"


def _title(item: CslItem, fields: BibtexFields) -> str:
    """Return the title's sort key, *Banality of rest* for *The banality of rest*, or ``sorttitle`` (9.47, 9.49)."""
    return _letters(_ARTICLE.sub("", convert_to_rich_text(fields.get("sorttitle", "")) or str(item.get("title", ""))))


def fix_sort_keys(item: CslItem, fields: BibtexFields) -> CslItem:
    """Add sort keys for the list, for brackets, and for works of one author and year."""
    title = _title(item, fields)
    roles = () if item.get("type") in LEGAL else _MAKERS
    names = next(([_name(name) for name in item[role]] for role in roles if item.get(role)), [title])
    shown = names if len(names) < 3 else [names[0], "etal"]
    keys = {"note": "00".join(names), "keyword": "00".join(shown), "annote": title}
    return item | {name: key for name, key in keys.items() if key}


def sort_by_fixed_keys(style: str) -> str:
    """Replace the style's own sort keys by those of ``fix_sort_keys``."""
    for own, variable in ((_IN_TEXT, "keyword"), (_IN_LIST, "note"), (_BY_TITLE, "annote")):
        before, key, after = style.rpartition(own)
        style = f'{before}<key variable="{variable}"/>{after}' if key else style
    return style


_OTHERS = {"literal": "others"}


def fix_two_groups(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *Commission A & Commission B*; CSL prints *A, & B*, which is for persons (9.8)."""
    authors = item.get("author", [])
    if len(authors) != 2 or not all("literal" in name for name in authors) or _OTHERS in authors:
        return inlines
    at = inlines.index(make_word("&")) if make_word("&") in inlines else 0
    if at < 2 or inlines[at - 2]["t"] != "Str":
        return inlines
    return [*inlines[: at - 2], make_word(inlines[at - 2]["c"].removesuffix(",")), *inlines[at - 1 :]]


_MOST_AUTHORS = 20


def _write_name(name: CslItem) -> list[str]:
    """The words of *van der Kolk, B. A., Jr.* as a list of authors has them."""
    if "literal" in name:
        return str(name["literal"]).split()
    family = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()
    parts = (family, abbreviate_given_names(name.get("given", "")), name.get("suffix", ""))
    return ", ".join(part for part in parts if part).split()


def fix_many_authors(inlines: list[Node], item: CslItem) -> list[Node]:
    """*…, Sand, S., … Zahn, Z. (2020)*: of 21 and more, 19 and the last (9.8).

    Where two works have their first twenty in common, citeproc names more in the list too, to tell them apart.
    """
    authors = item.get("author", [])
    if inlines and inlines[0]["t"] == "Span":
        names = {"t": "Span", "c": [inlines[0]["c"][0], fix_many_authors(get_children(inlines[0]), item)]}
        return [names, *inlines[1:]]
    end = next((index for index, node in enumerate(inlines) if node["t"] == "Str" and node["c"].startswith("(")), -1)
    if len(authors) <= _MOST_AUTHORS or authors[-1] == _OTHERS or end < 0:
        return inlines
    first = [word for name in authors[: _MOST_AUTHORS - 1] for word in f"{' '.join(_write_name(name))},".split()]
    shown = get_plain_text(inlines[:end]).replace("\u00a0", " ").split()
    if shown[: len(first)] != first or shown[len(first)] == "…":
        return inlines
    words = [*first, "…", *_write_name(authors[-1])]
    return [*(part for word in words for part in (make_word(word), SPACE)), *inlines[end:]]


def fix_comma_before_et_al(inlines: list[Node], item: CslItem, terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*Park, A., et al.*, where the entry itself ends with *and others*; pandoc puts such names in a span."""
    if item.get("author", [])[-1:] != [_OTHERS] or not inlines:
        return inlines
    if inlines[0]["t"] == "Span":
        names = {"t": "Span", "c": [inlines[0]["c"][0], fix_comma_before_et_al(get_children(inlines[0]), item, terms)]}
        return [names, *inlines[1:]]
    et_al = make_word(terms.translate("et al.").split(" ")[0])
    at = inlines.index(et_al) if et_al in inlines else 0
    if at < 2 or inlines[at - 1] != SPACE or inlines[at - 2]["t"] != "Str":
        return inlines
    return [*inlines[: at - 2], make_word(inlines[at - 2]["c"].removesuffix(",") + ","), *inlines[at - 1 :]]


def fix_comma_before_role(inlines: list[Node]) -> list[Node]:
    """Print *Forman, M. (Director)*; CSL has a comma before anything that follows a name."""
    fixed: list[Node] = []
    for node in inlines:
        if node["t"] == "Str" and node["c"].startswith(ROLE):
            if len(fixed) > 1 and fixed[-1] == SPACE and fixed[-2]["t"] == "Str":
                fixed[-2] = make_word(fixed[-2]["c"].removesuffix(","))
            node = make_word(node["c"].removeprefix(ROLE).replace("\u00a0", " "))  # noqa: PLW2901
        elif kids := get_children(node):
            node = replace_children(node, fix_comma_before_role(kids))  # noqa: PLW2901
        fixed.append(node)
    return fixed


def fix_user_name(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print a group's user name before the date: *APA Education [@APAEducation]. (2018)*."""
    shown = item.get("custom", {}).get("username")
    date = next((index for index, node in enumerate(inlines) if node["t"] == "Str" and node["c"].startswith("(")), 0)
    if not shown or date < 2 or inlines[date - 2]["t"] != "Str":
        return inlines
    name = inlines[date - 2]["c"]
    ends = str(item["author"][0].get("literal", "")).endswith(".")
    return [
        *inlines[: date - 2],
        make_word(name if ends else name.removesuffix(".")),
        SPACE,
        make_word(f"{shown}."),
        *inlines[date - 1 :],
    ]


def fix_nested_italics(inlines: list[Node]) -> list[Node]:
    """Set italics within italics upright (6.22); pandoc sets both in italics."""
    fixed: list[Node] = []
    for node in inlines:
        if node["t"] != "Emph":
            kids = get_children(node)
            fixed.append(replace_children(node, fix_nested_italics(kids)) if kids else node)
            continue
        run: list[Node] = []
        for part in get_children(node):
            if part["t"] == "Emph":
                fixed += [{"t": "Emph", "c": run}] if run else []
                fixed += get_children(part)
                run = []
            else:
                run.append(part)
        fixed += [{"t": "Emph", "c": run}] if run else []
    return fixed


def fix_album(inlines: list[Node], item: CslItem, terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*Formation [Song]. On Lemonade.* (10.13); CSL says *In*."""
    message = str(item.get("genre", item.get("medium", "")))
    if (
        item.get("type") != "song"
        or not message.casefold().startswith(("song", "track", terms.translate("Song").casefold()))
        or "container-title" not in item
    ):
        return inlines
    at = max((index for index, node in enumerate(inlines) if node == make_word(terms.translate("In"))), default=-1)
    return [*inlines[:at], make_word(terms.translate("On")), *inlines[at + 1 :]] if at > 0 else inlines


def fix_law_status(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *(1971 & rev. 2009)* (11.5), *(proposed May 23, 2016)* (11.7)."""
    status = item.get("custom", {}).get("year")
    year = get_issued_year(item)
    if not status or not year:
        return inlines
    forms = {
        f"({year})": f"({status})",
        f"{year})": f"{status})",
        f"({year}).": f"({status}).",
        f"{year}).": f"{status}).",
    }
    return [make_word(forms[node["c"]]) if node["t"] == "Str" and node["c"] in forms else node for node in inlines]


def fix_retrieval_date(inlines: list[Node], item: CslItem, terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*Retrieved July 22, 2019, from https://…*, where ``numbers.py`` asks for it."""
    date = item.get("custom", {}).get("retrieved")
    at = next((index for index, node in enumerate(inlines) if node["t"] == "Link"), -1)
    if not date or at < 0:
        return inlines
    shown = f"{terms.translate('Retrieved')} {date}, {terms.translate('from')}"
    words = [part for each in shown.split() for part in (make_word(each), SPACE)]
    return [*inlines[:at], *words, *inlines[at:]]


def fix_day_order(inlines: list[Node], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*(2025, 9. März)*, *(2025, 9 de marzo)*: the style sets a day behind its month, as in English (9.14)."""
    if terms.language == "en":
        return inlines
    start = next((index for index, node in enumerate(inlines) if node["t"] == "Str" and node["c"].startswith("(")), -1)
    end = next((index for index in range(start, len(inlines)) if ")" in str(inlines[index].get("c", ""))), -1)
    date = inlines[start : end + 1] if 0 <= start <= end else []
    if not date or any(node["t"] not in ("Str", "Space") for node in date):
        return inlines
    months = {terms.translate(month): number for number, month in enumerate(MONTHS, 1)}
    day = re.compile(rf"(?P<month>{'|'.join(map(re.escape, months))}) (?P<day>\d{{1,2}})(?!\d)")
    text = day.sub(lambda found: terms.write_day(months[found["month"]], found["day"]), get_plain_text(date))
    words = [part for word in text.split(" ") for part in (SPACE, make_word(word))][1:]
    return [*inlines[:start], *words, *inlines[end + 1 :]]


def fix_two_seasons(inlines: list[Node], terms: Terms = ENGLISH_TERMS) -> list[Node]:
    """*(2020, Spring/Summer)*, an issue for both (9.14); months of one have a dash."""
    seasons = "|".join(re.escape(terms.translate(season)) for season in (*SEASONS, "Autumn"))
    two = re.compile(rf"({seasons})–(?={seasons})")
    return [make_word(two.sub(r"\1/", node["c"])) if node["t"] == "Str" else node for node in inlines]


def fix_law_year(inlines: list[Node], item: CslItem) -> list[Node]:
    """Print *H.R. Rep. No. 114-358 (2015)*: no comma if nothing separates a legal work's title and year (11.6)."""
    if item.get("type") not in LEGAL:
        return inlines
    for index, node in enumerate(inlines[2:], 2):
        before = inlines[index - 2]
        if node["t"] == "Str" and node["c"].startswith("(") and before["t"] == "Str" and before["c"].endswith(","):
            return [
                *inlines[: index - 2],
                *([make_word(before["c"][:-1])] if before["c"] != "," else []),
                *inlines[index - 1 :],
            ]
    return inlines
