"""Values of an entry's fields: as written, in house style, their dates, languages and special characters."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape

from mkdocs_citeproc.bibliography.addresses import strip_doi_prefix
from mkdocs_citeproc.bibliography.names import remove_accents

NAME_FIELDS = {
    "afterword", "annotator", "author", "bookauthor", "commentator", "director", "editor", "editora", "editorb",
    "editorc", "foreword", "holder", "introduction", "shortauthor", "shorteditor", "translator",
}  # fmt: skip
"""Fields with people and organisations, separated by *and*."""

TITLE_FIELDS = ("title", "subtitle", "booktitle", "booksubtitle", "maintitle")
"""Fields that are printed as titles."""

VERBATIM_FIELDS = {"doi", "eprint", "file", "pdf", "url", "urlraw", "verba", "verbb", "verbc"}
"""Fields in which backslashes and braces are literal, not LaTeX; biblatex manual, 2.2.1."""

_DATES = {"date", "eventdate", "origdate", "urldate"}
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_BARE = re.compile(r"[^\s#,{}\"]+")
_RANGE = re.compile(r"([^\W_][\w.:]*)\s*(?:-{1,3}|[–—])\s*([^\W_][\w.:]*)")


def get_raw_value(text: str, start: int) -> str:
    """Return the raw value of the field whose name starts at ``start``: ``{…}``, ``"…"``, a name, or several with #."""
    begin, end = find_value_span(text, start)
    return text[begin:end]


def find_value_span(text: str, start: int) -> tuple[int, int]:
    """Return start and end of the value of the field whose name starts at ``start``."""
    begin = at = _skip(text, text.index("=", start) + 1)
    while True:
        at = _part_end(text, at)
        after = _skip(text, at)
        if not text.startswith("#", after):
            return begin, at
        at = _skip(text, after + 1)


def _skip(text: str, at: int) -> int:
    blank = re.compile(r"\s*").match(text, at)
    return blank.end() if blank else at


def _part_end(text: str, at: int) -> int:
    """Return the end of the part of a value that starts at ``at``; in BibTeX a backslash does not escape a brace."""
    if text[at] not in '{"':
        bare = _BARE.match(text, at)
        return bare.end() if bare else at + 1
    depth = 0
    for match in re.compile(r'[{}"]').finditer(text, at + (text[at] == '"')):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == ("}" if text[at] == "{" else '"'):
            return match.end()
    return len(text)


def fix_value(name: str, raw: str) -> str:
    """Convert the raw value of the field ``name`` to house style.

    Braces replace quotation marks and surround numbers; whitespace is folded; LaTeX accents become letters; DOIs are
    bare; page ranges have two hyphens; dates are ISO. @strings and values joined with # stay unchanged.
    """
    parts = list(_parts(raw))
    if len(parts) > 1:
        return " # ".join(_BLANKS.sub(" ", part) for part in parts)
    [part] = parts
    if part[0] == "{" or (part[0] == '"' and not re.search(r"\\[{}]", part)):
        return f"{{{fix_text(name, part[1:-1])}}}"
    return f"{{{fix_text(name, part)}}}" if part.isdecimal() else _BLANKS.sub(" ", part)


def _parts(raw: str) -> Iterator[str]:
    at = 0
    while at < len(raw):
        end = _part_end(raw, at)
        yield raw[at:end]
        at = _skip(raw, _skip(raw, end) + 1)


def fix_text(name: str, text: str) -> str:
    """Convert the text between the braces of the field ``name`` to house style."""
    text = _BLANKS.sub(" ", text).strip(" ")
    if name == "doi":
        return strip_doi_prefix(text) or text
    if name in VERBATIM_FIELDS:
        return text
    if name in _DATES:
        return text if is_date(text) else convert_to_iso(text) or text
    text = remove_accents(text, keep_case=name not in NAME_FIELDS)
    return ", ".join(map(_page_range, text.split(", "))) if name == "pages" else text


def split_page_range(pages: str) -> tuple[str, str] | None:
    """Return first and last page of ``13-23``, ``13--23`` or ``13–23``; None for anything ambiguous."""
    match = _RANGE.fullmatch(pages)
    return (match[1], match[2]) if match else None


def _page_range(pages: str) -> str:
    """Write a range with two hyphens; leave anything ambiguous unchanged."""
    return "--".join(split_page_range(pages) or (pages,))


# Year, season or month, day and time of ISO 8601, then a mark for uncertain or approximate. biblatex also reads the
# rest of EDTF, but pandoc drops "199X" and "2021/.." and prints the entry as undated.
_POINT = re.compile(
    r"-?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d(?::\d\d)?)?)?)?)?[?~%]?", re.ASCII
)
_YEARS = re.compile(r"-?\d{3,4}[?~]?(?:/-?\d{3,4}[?~]?)?", re.ASCII)
_SEASONS = range(21, 25)
_IN_WORDS = (
    *("%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y", "%d. %B %Y"),
    *("%Y/%m/%d", "%Y-%m-%d", "%Y %b %d", "%Y %B %d", "%Y.%m.%d"),
)


def is_year(text: str) -> bool:
    """Return whether ``text`` is a year, or two years with a slash between them."""
    return _YEARS.fullmatch(text.strip("{} ")) is not None


def is_date(text: str) -> bool:
    """Return whether ``text`` is a date, or a range of two with a slash between them; one end may be open."""
    ends = text.strip().split("/")
    return len(ends) <= 2 and any(ends) and all(not end or _is_point(end) for end in ends)


def convert_to_iso(text: str) -> str:
    """Convert a date in any known format to ISO, such as ``2025-10-09``; return '' if it is not a date."""
    for form in _IN_WORDS:
        try:
            return datetime.strptime(text.strip("{}. "), form).date().isoformat()
        except ValueError:
            continue
    for form in ("%B %Y", "%b %Y", "%Y %b", "%Y %B"):
        try:
            return datetime.strptime(text.strip("{}. "), form).strftime("%Y-%m")
        except ValueError:
            continue
    return ""


def _is_point(text: str) -> bool:
    match = _POINT.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if match[2] is None or (month in _SEASONS and match[3] is None):
        return True
    # The calendar module does not support year 0; any leap year gives the same result.
    return 1 <= month <= 12 and (match[3] is None or 1 <= day <= monthrange(year or 4, month)[1])


LANGUAGE_FIELDS = ("langid", "hyphenation")
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
    known = next((code for code in (find_language(fields.get(name, "")) for name in LANGUAGE_FIELDS) if code), "")
    own = known or find_language(fields.get("language", ""))
    return "en" if own and not known and fields.get("title", "").startswith("[") else own


ENTITY = re.compile(r"&(?:amp;)*(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
TAG = re.compile(r"</?(?:mml:|jats:)?(?:(?<=:)[\w-]+|em|italic|bold|strong|u|scp|p|br|div|title)\b[^<>]*>")
LATEX_FOR = {"em": "textit", "italic": "textit", "sub": "textsubscript", "sup": "textsuperscript"}
"""LaTeX command for each supported tag of HTML or JATS; other tags have no meaning in a reference."""

_PERCENT = re.compile(r"(?<!\\)%")
_NUMBERED = re.compile(r"(?<!\\)#\d")
_DOLLAR = re.compile(r"(?<!\\)\$")


def find_letter(entity: str) -> str:
    """Return the character of an HTML entity, even if escaped twice: ``&amp;#246;`` → ö."""
    inner = re.sub(r"^&(?:amp;)+(?=.+;)", "&", entity)
    return unescape(inner)


def escape_latex(text: str) -> str:
    """Escape ``text`` so that each character prints as itself; braces, which cannot be escaped, become brackets."""
    named = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "{": "[", "}": "]"}
    return "".join(named.get(sign, f"\\{sign}" if sign in "&%$#_" else sign) for sign in text)


def find_odd_character(value: str) -> tuple[str, str] | None:
    """Find the first thing in ``value`` that does not print as itself; return its effect, as a verb, and a fix."""
    if found := ENTITY.search(value):
        prints = "prints nothing" if "#" in found[0] else f"prints '{found[0]}'"
        return prints, f"Write {escape_latex(find_letter(found[0]))} instead of {found[0]}"
    if found := TAG.search(value):
        name = found[0].strip("</>").split()[0].split(":")[-1]
        write = f"Write \\{LATEX_FOR[name]}{{…}}" if name in LATEX_FOR else "Remove the tags"
        return f"prints the tag '{found[0]}'", write
    if _PERCENT.search(value):
        return "prints nothing from '%' on", r"Write \%"
    if _NUMBERED.search(value):
        return "prints nothing, for the '#' in it", r"Write \#"
    if len(_DOLLAR.findall(value)) % 2:
        return "prints nothing, for the '$' in it", r"Write \$"
    return None


_EXPORTED_TAG = re.compile(
    r"<(?P<close>/?)(?:(?:mml|jats|m):[\w-]+|(?P<name>i|em|italic|b|strong|bold|sub|sup|inf|sc|scp|u|p|br|span|tt"
    r"|small|title|div|font|a|h[1-6]|roman|monospace|underline|strike|inline-formula|tex-math|alternatives))"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_COMMAND_FOR = {"i": "textit", "em": "textit", "italic": "textit", "sub": "textsubscript", "inf": "textsubscript",
                "sup": "textsuperscript"}  # fmt: skip


def decode_html(value: str) -> str:
    """Decode entities to characters, and tags to the commands that pandoc reads."""
    if "&" in value:
        value = re.sub(rf"\\?({ENTITY.pattern})", lambda found: _decode_entity(found[1]), value)
    if "<" not in value:
        return value
    pieces, open_commands, at = [], [], 0
    for tag in _EXPORTED_TAG.finditer(value):
        pieces.append(value[at : tag.start()])
        at = tag.end()
        command = _COMMAND_FOR.get((tag["name"] or "").lower(), "")
        if command and not tag["close"]:
            pieces.append(f"\\{command}{{")
            open_commands.append(command)
        elif command and open_commands and open_commands[-1] == command:
            pieces.append("}")
            open_commands.pop()
    pieces.append(value[at:])
    text = "".join(pieces) + "}" * len(open_commands)
    return (
        text
        if text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
        else _EXPORTED_TAG.sub("", value)
    )


def _decode_entity(entity: str) -> str:
    letter = find_letter(entity)
    if letter == entity:
        return entity
    return letter if letter in "<>" else escape_latex(letter)
