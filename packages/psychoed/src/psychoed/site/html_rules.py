"""The HTML that is allowed: elements, attributes, addresses, classes and ids.

There are three sets of rules. ``AUTHOR`` is for what Markdown makes of an author's text. ``PAGE`` is for whole pages,
to which templates and hooks have added controls, navigation and metadata: it allows more, but nothing that runs, loads
or redirects. ``FILE`` is for pages made without a theme. What a theme needs beyond the rules, such as its own scripts,
is compared with pages without content (``html_check``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

Attributes = Sequence[tuple[str, str | None]]
"""Attribute names in lower case, and values with character references resolved; None for one without a value."""

HtmlFault = tuple[str, tuple[str, ...]]
"""What is wrong, in words, and what the author may have typed, most likely first."""


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, as a key of cached results
class Rules:
    """The rules for one kind of HTML."""

    name: str
    elements: Mapping[str, frozenset[str]]
    """The attributes of each element, in addition to the global ones."""
    attributes: frozenset[str]
    """Attributes that any element may have."""
    data: Callable[[str], bool]
    """Returns whether a ``data-`` attribute is allowed."""
    special: Mapping[str, Callable[[dict[str, str]], bool]]
    """Elements that are allowed only with certain attributes."""
    strict_names: bool
    """Whether to refuse the theme's ids, names and classes, and those that hide a property of the document."""


def split_words(text: str) -> frozenset[str]:
    """Return the names in a text separated by spaces."""
    return frozenset(text.split())


# The only style attributes: Markdown makes them of the colons in a table. The policy allows these three by hash.
TEXT_ALIGN = ("text-align: left;", "text-align: center;", "text-align: right;")

_GLOBAL = split_words("class id lang dir title hidden role tabindex style markdown")
# What an author hides, no reviewer sees; but search, feeds, paper and screen readers have it.
_AUTHORS = _GLOBAL - {"hidden"}
# Not what takes other parts of a page in, or speaks for the whole of it.
_ARIA = re.compile(r"aria-(?!(?:owns|flowto|modal|live|activedescendant|controls)\Z)[a-z]+")
_OTHERS_ARIA = re.compile(r"aria-[a-z]+")
_INERT = (
    "abbr address aside b bdi br caption cite code dd dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hgroup hr i kbd mark p picture pre rt ruby s samp section small span strong sub summary sup table tbody "
    "tfoot thead tr u ul var wbr"
)
_HTML: dict[str, frozenset[str]] = {
    **dict.fromkeys(_INERT.split(), frozenset()),
    "a": split_words("href rel type hreflang download"),
    "blockquote": split_words("cite"),
    "q": split_words("cite"),
    "del": split_words("cite datetime"),
    "ins": split_words("cite datetime"),
    "col": split_words("span"),
    "colgroup": split_words("span"),
    "data": split_words("value"),
    "time": split_words("datetime"),
    "details": split_words("open"),
    "img": split_words("src srcset sizes alt width height loading decoding"),
    "source": split_words("srcset sizes media type width height"),
    "ol": split_words("start reversed type"),
    "li": split_words("value"),
    "td": split_words("colspan rowspan headers align"),
    "th": split_words("colspan rowspan headers scope abbr align"),
}

_PAINT = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit opacity color font-size font-weight font-style font-family text-anchor "
    "dominant-baseline alignment-baseline letter-spacing clip-rule clip-path mask marker-start marker-mid marker-end "
    "stop-color stop-opacity vector-effect paint-order shape-rendering text-rendering transform "
    "xml:space xml:lang"
)
_SHAPES = {
    "svg": "xmlns viewbox width height x y preserveaspectratio focusable version xmlns:xlink",
    "g": "",
    "path": "d pathlength",
    "circle": "cx cy r",
    "ellipse": "cx cy rx ry",
    "line": "x1 y1 x2 y2",
    "polyline": "points",
    "polygon": "points",
    "rect": "x y width height rx ry",
    "text": "x y dx dy rotate textlength lengthadjust",
    "tspan": "x y dx dy rotate textlength lengthadjust",
    "title": "",
    "desc": "",
    "defs": "",
    "symbol": "viewbox preserveaspectratio x y width height refx refy",
    "use": "href x y width height",
    "marker": "viewbox preserveaspectratio refx refy markerwidth markerheight markerunits orient",
    "lineargradient": "x1 y1 x2 y2 gradientunits gradienttransform href",
    "radialgradient": "cx cy r fx fy gradientunits gradienttransform href",
    "stop": "offset",
    "clippath": "clippathunits",
    "mask": "x y width height maskunits maskcontentunits",
    "pattern": "x y width height viewbox patternunits patterncontentunits patterntransform preserveaspectratio",
}
SVG: dict[str, frozenset[str]] = {
    name: split_words(f"{own} {_PAINT}") - {"transform" if name == "svg" else ""} for name, own in _SHAPES.items()
}
"""Elements of drawings and their attributes, in lower case. None that runs, animates, loads or holds HTML; and no
``transform`` of a drawing as a whole, which browsers lay over the page: nothing cuts it off at the drawing's edge.
"""

# Written by Markdown extensions and hooks; authors type `data-minutes` and `data-from` in guided practices, and
# `data-large` in handouts.
_DATA = split_words(
    "data-search-exclude data-minutes data-from data-large data-cites data-label data-kind data-year data-file "
    "data-handouts data-linenums data-tabs "
    "data-field data-full-bibliography"
)
_TABBED = re.compile(r"__tabbed_\d+(?:_\d+)?")
_LABELLED = re.compile(rf"{_TABBED.pattern}|f-[\w-]+|")


def _is_task_or_tab(attributes: dict[str, str]) -> bool:
    """Return whether this is a disabled task-list checkbox or a tab's button (pymdownx.tasklist, pymdownx.tabbed)."""
    names = attributes.keys() - {"checked", "class"}
    if attributes.get("type") == "checkbox":
        return names == {"type", "disabled"}
    tab = attributes.get("type") == "radio" and names == {"type", "id", "name"}
    return tab and all(_TABBED.fullmatch(attributes[name]) for name in ("id", "name"))


def _is_label(attributes: dict[str, str]) -> bool:
    """Return whether this is the label of a tab, a task-list checkbox or a handout's field."""
    return attributes.keys() <= {"for", "class"} and bool(_LABELLED.fullmatch(attributes.get("for", "")))


AUTHOR = Rules(
    name="author",
    elements={**_HTML, **SVG, "input": split_words("type disabled checked name"), "label": split_words("for")},
    attributes=_AUTHORS,
    data=_DATA.__contains__,
    special={"input": _is_task_or_tab, "label": _is_label},
    strict_names=True,
)


def _is_described(attributes: dict[str, str]) -> bool:
    """Return whether this is metadata without effect."""
    return attributes.keys() <= {"name", "property", "content"} or attributes.keys() == {"charset"}


# Link relations with an address; browsers fetch and use only the icons.
_RELATIONS = split_words("canonical prev next alternate icon apple-touch-icon license author schema.dcterms")


_FETCHED = frozenset({"icon", "apple-touch-icon"})


def _is_relation(attributes: dict[str, str]) -> bool:
    relation = attributes.get("rel", "").lower().strip()
    return relation in _RELATIONS and not (relation in _FETCHED and is_elsewhere(attributes.get("href", "")))


def find_foreign_address(name: str, attributes: Attributes) -> str | None:
    """Return the address at which an element makes browsers ask another host for something, or connect to it."""
    given = {key: value or "" for key, value in attributes}
    keys = ["src", "srcset", "poster", "data"]
    if name == "link" and given.get("rel", "").lower().strip() not in _RELATIONS - _FETCHED:
        keys = ["href"]
    return next((given[key] for key in keys if is_elsewhere(given.get(key, ""))), None)


def _is_json(attributes: dict[str, str]) -> bool:
    """Return whether this is data that browsers neither run nor obey."""
    return attributes.get("type", "") in {"application/json", "application/ld+json"} and "src" not in attributes


_CONTROL = split_words(
    "type id name value placeholder autocomplete autocapitalize autocorrect spellcheck checked disabled required "
    "readonly rows cols maxlength min max step inputmode for open"
)


# The style sheet that prints handouts, which only their pages link (handouts/browser_print.py).
_HANDOUT_STYLE = re.compile(r"(?:\.\./)*assets/handouts/sheet\.css")


def _is_relation_or_handout_style(attributes: dict[str, str]) -> bool:
    """Return whether this is a link relation, or the style sheet that prints handouts."""
    if attributes == {"rel": "stylesheet", "href": attributes.get("href", "")}:
        return _HANDOUT_STYLE.fullmatch(attributes["href"]) is not None
    return _is_relation(attributes)


PAGE = Rules(
    name="page",
    elements={
        **_HTML,
        **SVG,
        **dict.fromkeys(("main", "article", "nav", "html", "head", "body", "search"), frozenset()),
        **dict.fromkeys(
            ("input", "textarea", "select", "option", "label", "button", "form", "fieldset", "legend", "output"),
            _CONTROL,
        ),
        "button": _CONTROL | {"popovertarget"},
        "span": frozenset({"popover"}),  # pages/glossary.py
        "meta": split_words("name property content charset"),
        "link": split_words("rel href hreflang type title sizes media"),
        "script": split_words("type id"),
    },
    attributes=_GLOBAL,
    data=lambda name: True,  # noqa: ARG005
    special={"meta": _is_described, "link": _is_relation_or_handout_style, "script": _is_json},
    strict_names=False,
)

_REFRESH = re.compile(r"\s*\d+\s*;\s*url\s*=\s*(?P<url>[^'\"\s].*)", re.IGNORECASE | re.DOTALL)


def _is_described_or_leads_on(attributes: dict[str, str]) -> bool:
    """Return whether this is metadata without effect, or the redirect to a page's new address."""
    if attributes.keys() == {"http-equiv", "content"} and attributes["http-equiv"].lower() == "refresh":
        found = _REFRESH.fullmatch(attributes["content"])
        return found is not None and describe_bad_link(found["url"]) is None
    return _is_described(attributes)


def _is_relation_or_style(attributes: dict[str, str]) -> bool:
    """Return whether this is a link relation or a style sheet of the site."""
    if attributes.get("rel", "").lower().strip() == "stylesheet":
        address = _LEFT_OUT.sub("", attributes.get("href", "")).replace("\\", "/")
        return not _SCHEME.match(address.lower()) and not address.startswith("//")
    return _is_relation(attributes)


FILE = replace(
    PAGE,
    name="file",
    elements={**PAGE.elements, "meta": split_words("name property content charset http-equiv")},
    special={**PAGE.special, "meta": _is_described_or_leads_on, "link": _is_relation_or_style},
)
"""Whole pages made without a theme: redirects, and HTML files below docs/."""

ADDRESSES = split_words("href xlink:href src action formaction data poster cite background")
"""Attributes that contain an address."""
# Those that a reader follows.
_LINKS = split_words("href cite")
_SAFE_SCHEMES = split_words("http https mailto tel sms")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
# Browsers remove these from an address before parsing it (URL standard, "basic URL parser").
_LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\xa0]")
_WITH_USER = re.compile(r"(?:https?:)?[/\\]{2,}[^/\\?#]*@", re.IGNORECASE)
_OWN_QUERY = re.compile(r"(?![a-z][a-z0-9+.-]*:|[/\\]{2})[^#]*\?", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]", re.IGNORECASE)
_LOCAL_REFERENCE = re.compile(r"(?:url\(#[\w.-]+\)|[^\\(]*(?:\b(?:rgb|rgba|hsl|hsla|translate|scale|rotate|matrix|var|"
                              r"skewX|skewY|skewx|skewy)\([^\\()]*\)[^\\(]*)*)")  # fmt: skip
_SIZE = re.compile(r"(?=[\d.]*[1-9])\d{1,4}(?:\.\d+)?(?:px|%|em|rem)?")
_OPACITY = re.compile(r"(?:0*[1-9]\d*(?:\.\d*)?|0*\.[1-9]\d*)|\d{2,3}%")
_TRANSPARENT = re.compile(
    r"none|transparent|(?:rgb|hsl)a?\((?:[^,()]*,){3}\s*[0.]+%?\s*\)|(?:rgb|hsl)a?\([^()/]*/\s*[0.]+%?\s*\)|#[\da-f]{3}0|#[\da-f]{6}00",
    re.IGNORECASE,
)
# A name that screen readers give in place of what can be read is for what has no text of its own.
_NAMED = split_words("svg img figure table section div ul ol input")
_DRAWN_PICTURE = re.compile(r"data:image/svg\+xml", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,3}")
_MARKUP = re.compile(r"<[a-z!/?]", re.IGNORECASE)

# Roles for parts of a text; no roles of applications, such as a dialog.
_ROLES = re.compile(
    r"doc-[a-z]+|note|img|group|region|list|listitem|table|row|rowgroup|cell|columnheader|rowheader|definition|term|"
    r"figure|math|none|presentation|separator|complementary|radiogroup|"
)
_LANGUAGE = re.compile(r"[a-zA-Z0-9-]*")
# The theme's and the hooks' own: their scripts act on them, their style sheets lay them over the page or hide them, or
# readers know by their look that they are the site's word and not an author's (who reviewed a page, where to get help).
_THEME_CLASS = re.compile(
    r"md-(?!button(?:--primary)?\Z|typeset\Z).*|mermaid|no-js|js|giscus|lightbox|result|tabbed-(?:control|button)|"
    r"guided-(?:room|ring|run|now|start|count)|is-on|is-over|get-help|page-(?:trust|sources|feedback)|cite-page|"
    r"read-next|site-(?:nav|parts|sections).*|saved-copy|listen|player|term(?:-card)?|"
    r"print-.*|no-print|is-printed|as-printed|post-.*|handout-.*|area|rule|strip-field|check-box|search-terms|"
    r"reference-.*|csl-.*|backlinks|cited-on|free-text|copy|z3988",
    re.IGNORECASE,
)
_OWN_IDS = frozenset({"citation-card"})
_PROPERTY = re.compile(r"[a-z]+[A-Z]\w*")


def find_faults(name: str, attributes: Attributes, rules: Rules) -> Iterator[HtmlFault]:
    """Yield what ``rules`` do not allow of an element; ``name`` is in lower case."""
    if name not in rules.elements:
        yield f"'<{name}>' is not allowed: it may run, load, send or hide something", (f"<{name}", name)
        return
    given = {key: value or "" for key, value in attributes}
    if name in rules.special and not rules.special[name](given):
        if address := find_foreign_address(name, attributes):
            yield f"'<{name}>' loads '{address[:60]}' from another host", (address, f"<{name}")
            return
        yield f"'<{name}>' is not allowed with these attributes", (f"<{name}", name)
        return
    allowed = rules.elements[name]
    for key, value in given.items():
        query = [value[value.index("?") :]] if "?" in value else []
        typed = (f'{key}="{value}"', f"{key}={value}", value.strip() or key, *query, f"{key}=", key)
        if key.startswith("on"):
            yield f"'{key}=' runs a script", typed
        elif key not in allowed and key not in rules.attributes and not _is_described_by(key, rules):
            yield f"'{key}=' is not allowed on '<{name}>'", typed
        else:
            unseen = _check_seen(name, key, value, given) if rules.strict_names else None
            if message := unseen or _check_value(name, key, value, rules):
                yield message, typed


def _is_described_by(key: str, rules: Rules) -> bool:
    aria = _ARIA if rules.strict_names else _OTHERS_ARIA
    return bool(aria.fullmatch(key)) or (key.startswith("data-") and rules.data(key))


def _check_value(name: str, key: str, value: str, rules: Rules) -> str | None:
    """Return what is wrong with an attribute's value; None if nothing is."""
    if key in _LINKS:
        if name in SVG:
            return None if re.fullmatch(r"#[\w.:-]+", value) else f"'<{name}>' may use only what is on its own page"
        return describe_bad_link(value)
    if key in {"src", "srcset"}:
        return _check_pictures(key, value)
    if key == "style":
        return None if value in TEXT_ALIGN else f"no style is allowed but 'text-align', as in '{TEXT_ALIGN[0]}'"
    if key in {"colspan", "rowspan", "span"}:
        return None if _COUNT.fullmatch(value.strip()) else f"'{value[:20]}' is no number of cells below 1000"
    if key in {"width", "height"}:
        return None if _SIZE.fullmatch(value.strip()) else f"'{value[:20]}' is no size that fits a page"
    if key in {"title", "alt", "aria-label"} and rules.strict_names:
        return "a title is plain text, without HTML" if _MARKUP.search(value) else None
    if key == "role" and rules.strict_names:
        return None if _ROLES.fullmatch(value) else f"the role '{value[:20]}' is none of a text"
    if key == "tabindex" and rules.strict_names:
        return None if value in {"0", "-1"} else "'tabindex' may be 0 or -1: no part comes before the page's first"
    if key in {"lang", "dir"}:
        return None if _LANGUAGE.fullmatch(value) else f"'{value[:20]}' is no value of '{key}'"
    if key in _PAINTED:
        return None if _LOCAL_REFERENCE.fullmatch(value) else f"'{value[:40]}' is no plain value of '{key}'"
    if key == "hidden" and value.lower() not in {"", "hidden", "true"}:
        return f"'hidden' takes no '{value[:20]}'"
    return _check_name(key, value) if rules.strict_names else None


def _check_seen(name: str, key: str, value: str, given: Mapping[str, str]) -> str | None:
    """Return why readers would not see, or not hear, what an author wrote; None if they do."""
    if key == "aria-hidden" and name != "svg":
        return "'aria-hidden' is for drawings: who listens to the page would miss this text"
    is_mark = name == "a" and given.get("role") == "doc-biblioref"
    if key in {"aria-label", "aria-labelledby"} and name not in _NAMED and not is_mark:
        return f"'{key}=' replaces the text of '<{name}>' for those who listen to the page"
    if key == "role" and value in {"img", "math", "figure"} and name not in {"svg", "img", "figure"}:
        return f"the role '{value}' hides the text of '<{name}>' from those who listen to the page"
    if key == "href" and name == "a" and _OWN_QUERY.match(_LEFT_OUT.sub("", value)):
        return "a link within the site has no '?': it could open the search over the page it leads to"
    if key in {"opacity", "fill-opacity"} and not _OPACITY.fullmatch(value.strip()):
        return f"'{key}={value[:20]}' is not seen"
    if key in {"src", "srcset"} and _DRAWN_PICTURE.search(_LEFT_OUT.sub("", value)):
        return "a drawing inside an address cannot be checked. Make it a file"
    if name in {"text", "tspan"}:
        if key == "fill" and _TRANSPARENT.fullmatch(value.strip()):
            return f"text with the fill '{value[:20]}' is not seen"
        if key == "font-size" and not re.search("[1-9a-z]", value.lower()):
            return "text of this size is not seen"
    return None


_PAINTED = split_words(_PAINT) - {"xml:space", "xml:lang"}


def _check_name(key: str, value: str) -> str | None:
    """Return what is wrong with an author's id or classes; None if nothing is."""
    if key == "id" and not _TABBED.fullmatch(value):
        if value.startswith("__") or value.lower() in _OWN_IDS:
            return f"the id '{value[:40]}' is the theme's"
        if not value or re.search(r"\s", value):
            return "an id is one word, or words joined by hyphens"
        if _PROPERTY.fullmatch(value):
            return f"the id '{value[:40]}' could hide a property of the document. Join its words with hyphens"
    if key == "class":
        taken = [each for each in value.split() if _THEME_CLASS.fullmatch(each)]
        if taken:
            return f"the class '{taken[0][:40]}' is the theme's"
    return None


def is_elsewhere(address: str) -> bool:
    """Return whether an address leads out of the site, to another host or by another scheme."""
    plain = _LEFT_OUT.sub("", address).replace("\\", "/")
    return bool(_SCHEME.match(plain.lower())) or plain.startswith("//")


def describe_bad_link(value: str) -> str | None:
    """Return what is wrong with an address that a reader may follow; None if nothing is."""
    address = _LEFT_OUT.sub("", value)
    scheme = _SCHEME.match(address.lower())
    if _WITH_USER.match(address):
        return f"the address '{address[:40]}' has a name before '@', which looks like the host and is not"
    if scheme is None or scheme[1] in _SAFE_SCHEMES:
        return None
    return f"the address '{address[:40]}' is none that a page leads to"


def _check_pictures(key: str, value: str) -> str | None:
    """What is wrong with the addresses of a picture: they must be the site's own, or hold the picture itself."""
    # A picture in the address may have commas; behind a blank, others may follow it.
    whole = key == "src" or (value.strip().lower().startswith("data:") and len(value.split()) == 1)
    parts = [value] if whole else [part.split()[0] for part in value.split(",") if part.strip()]
    for part in parts:
        address = _LEFT_OUT.sub("", part).replace("\\", "/")
        if _PICTURE.match(address):
            continue
        if _SCHEME.match(address.lower()) or address.startswith("//"):
            return f"the address '{address[:40]}' is no picture of this site"
    return None
