"""Order of works in APA 7 (9.44 to 9.49): letter by letter, one author before several, titles without *The*.

CSL sorts by what it prints, so that spaces come before letters and *The* is under T. The fixes write sort keys of
letters and digits to variables that APA never prints, and make the style sort by these.
"""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

from mkdocs_citeproc.apa7.legal import LEGAL
from mkdocs_citeproc.apa7.names import BibtexFields, abbreviate_given_names, to_rich_text
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
    return _letters(_ARTICLE.sub("", to_rich_text(fields.get("sorttitle", "")) or str(item.get("title", ""))))


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
