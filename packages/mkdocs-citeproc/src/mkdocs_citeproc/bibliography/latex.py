r"""Decoder for LaTeX and HTML in a value, run before pandoc, which drops unknown commands along with their text.

The result is a BibTeX value again: Unicode, braces that protect capitals, and the few commands that pandoc reads
(``\textit``, ``\textsuperscript``, ``\textsubscript``, ``\&`` and the like). decisions/0039-latex.md explains why the
tables are our own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import lookup, normalize

from mkdocs_citeproc.bibliography.addresses import decode_address
from mkdocs_citeproc.bibliography.field_values import decode_html, escape_latex
from mkdocs_citeproc.bibliography.names import ACCENT_MARKS, LETTERS

_GREEK = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon
    phi chi psi omega""".split()  # noqa: SIM905

_SYMBOLS = {
    # text
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "quotesinglbase": "‚", "quotedblbase": "„", "textquotesingle": "’", "textquotedbl": '"',
    "guillemotleft": "«", "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "lq": "‘", "rq": "’",
    "textless": "<", "textgreater": ">", "textbar": "|", "textbackslash": "\\", "backslash": "\\",
    "textunderscore": "_", "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "textbraceleft": "{",
    "textbraceright": "}", "textpercent": "%", "textdollar": "$", "textampersand": "&", "textnumbersign": "#",
    "textasteriskcentered": "*", "texttrademark": "™", "texttm": "™", "textregistered": "®", "textcopyright": "©",
    "copyright": "©", "textservicemark": "℠", "textdegree": "°", "degree": "°", "textcelsius": "℃", "textpm": "±",
    "texttimes": "×", "textdiv": "÷", "textminus": "−", "textmu": "µ", "textohm": "Ω", "textperthousand": "‰",
    "textbullet": "•", "textperiodcentered": "·", "textellipsis": "…", "ldots": "…", "dots": "…", "dotsc": "…",
    "textdagger": "†", "dag": "†", "textdaggerdbl": "‡", "ddag": "‡", "textsection": "§", "S": "§",
    "textparagraph": "¶", "P": "¶", "texteuro": "€", "euro": "€", "EUR": "€", "textsterling": "£", "pounds": "£",
    "textyen": "¥", "textcent": "¢", "textexclamdown": "¡", "textquestiondown": "¿", "textordfeminine": "ª",
    "textordmasculine": "º", "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³",
    "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "textnumero": "№", "textprime": "′",
    "textestimated": "℮", "textfractionsolidus": "⁄", "textlnot": "¬", "textbrokenbar": "¦", "textbardbl": "‖",
    "textvisiblespace": "␣", "textrightarrow": "→", "textleftarrow": "←", "textuparrow": "↑", "textdownarrow": "↓",
    "textlangle": "⟨", "textrangle": "⟩", "textcircledP": "℗", "textasciiacute": "´", "textasciidieresis": "¨",
    "textasciimacron": "¯", "slash": "/", "textslash": "/", "textcolon": ":", "nobreakdash": "",
    "textnonbreakinghyphen": "-", "space": " ", "quad": " ", "qquad": " ", "newline": " ", "linebreak": " ",
    "par": " ", "enspace": " ", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "textregisteredsymbol": "®",
    "today": "",
    # mathematics
    "pm": "±", "mp": "∓", "times": "×", "div": "÷", "cdot": "·", "ast": "*", "star": "⋆", "circ": "°", "bullet": "•",
    "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥", "ge": "≥", "geqslant": "≥", "neq": "≠", "ne": "≠",
    "approx": "≈", "sim": "∼", "simeq": "≃", "cong": "≅", "equiv": "≡", "propto": "∝", "ll": "≪", "gg": "≫",
    "lt": "<", "gt": ">", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫",
    "surd": "√", "rightarrow": "→", "to": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒",
    "Leftarrow": "⇐", "Leftrightarrow": "⇔", "uparrow": "↑", "downarrow": "↓", "in": "∈", "notin": "∉", "subset": "⊂",
    "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "neg": "¬", "land": "∧", "lor": "∨", "vee": "∨",
    "wedge": "∧", "angle": "∠", "perp": "⊥", "parallel": "∥", "prime": "′", "hbar": "ℏ", "ell": "ℓ", "Re": "ℜ",
    "Im": "ℑ", "aleph": "ℵ", "dagger": "†", "ddagger": "‡", "cdots": "⋯", "mid": "|", "vert": "|", "colon": ":",
    "lbrace": "{", "rbrace": "}", "langle": "⟨", "rangle": "⟩", "oplus": "⊕", "otimes": "⊗", "setminus": "∖",
    "emptyset": "∅", "varnothing": "∅", "max": "max", "min": "min", "log": "log", "ln": "ln", "exp": "exp",
    "sin": "sin", "cos": "cos", "tan": "tan", "varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "varrho": "ϱ",
    "varsigma": "ς", "varpi": "ϖ", "varkappa": "ϰ", "digamma": "ϝ", "micro": "µ", "checkmark": "✓", "square": "□",
    "diamond": "⋄",
}  # fmt: skip
for _name in _GREEK:
    _unicode_name = f"LETTER {_name.upper().replace('LAMBDA', 'LAMDA')}"
    for _prefix in ("", "text", "up"):
        _SYMBOLS.setdefault(_prefix + _name, lookup(f"GREEK SMALL {_unicode_name}"))
    for _prefix in ("", "text", "Up"):
        _SYMBOLS.setdefault(_prefix + _name.capitalize(), lookup(f"GREEK CAPITAL {_unicode_name}"))

_ITALIC = frozenset("textit emph textsl mkbibemph mkbibitalic mathit".split())  # noqa: SIM905
_RAISED = {"textsuperscript": "textsuperscript", "mkbibsuperscript": "textsuperscript", "textsu": "textsuperscript",
           "textsubscript": "textsubscript", "mkbibsubscript": "textsubscript", "textinferior": "textsubscript",
           "sp": "textsuperscript", "sb": "textsubscript"}  # fmt: skip
_PLAIN = frozenset(
    """mbox hbox fbox makebox text textrm textsf texttt textbf textmd textup textsc textnormal textlf mathrm mathbf
    mathsf mathtt mathcal mathbb mathnormal mathop operatorname boldsymbol bm mkbibbold textgreek textcyrillic textlatin
    textnohyphenation NoCaseChange uline underline ul hl so overline bar hat vec tilde widetilde widehat dot
    num si unit lowercase MakeLowercase autocap bibstring smash phantom left right bigl bigr Bigl Bigr big Big
    sout nolinkurlx emphx ensuretext textquote""".split()  # noqa: SIM905
)
_DROPPED = frozenset(
    """em it bf sl rm sc tt sf up md itshape bfseries slshape rmfamily scshape ttfamily sffamily upshape mdseries
    normalfont small footnotesize scriptsize large Large normalsize tiny relax protect allowbreak nobreak xspace
    noindent sloppy displaystyle textstyle limits nolimits hfill null unskip ignorespaces bgroup egroup selectfont
    boldmath unboldmath cyr ldots{} adddot isdot""".split()  # noqa: SIM905
)
_SWALLOWED = frozenset(
    """noopsort footnote thanks label index cite citep citet ref hspace vspace hskip kern hypersetup""".split()  # noqa: SIM905
)
_SECOND = frozenset("texorpdfstring foreignlanguage textcolor colorbox href textlang otherlanguage".split())  # noqa: SIM905
_ADDRESSES = frozenset("url nolinkurl path burl urlstyle".split())  # noqa: SIM905
_QUOTED = {"enquote": "“”", "mkbibquote": "“”", "textquotes": "“”", "mkbibparens": "()", "mkbibbrackets": "[]"}
_SPACING = {",": "~", ";": "~", ":": "~", " ": " ", "\n": " ", "\\": " ", "!": "", "/": "", "-": "", "@": ""}
_KEPT = frozenset("&%$#_{}")
_ITALIC_HEADS = re.compile(r"\\(?:em|it|sl|itshape|slshape)\b\s*")

_TOKEN = re.compile(
    r"\\(?P<name>[a-zA-Z]+)(?P<star>\*)?|\\(?P<sign>.)|(?P<open>\{)|(?P<close>\})|(?P<math>\$\$?)|(?P<script>[\^_])",
    re.DOTALL,
)
_RELATION = re.compile(r"\s*([<>=≤≥≈≠±×÷∼≡])\s*")
_MONEY = re.compile(r"\$\s?\d[\d,.]*\s[^$^_\\]*$|\$\s?\d[\d,.]*(?:\s?(?:million|billion|bn|m|k))?\s+[a-z][^^_\\]*\$")

_ESCAPED_QUOTES = re.compile(r"""\\"(\w[^"\\{}]*)\\"(?=[\s,.:;?!)]|$)""")
r"""``\"sleep\"`` as written by programs that escape quotation marks."""

_ESCAPED_MATH = re.compile(r"\{\\\$\}(?P<inside>[^$]{1,60}?)\{\\\$\}")


def _unescape_math(found: re.Match[str]) -> str:
    r"""Restore mathematics such as ``$_2$``, which Mendeley writes as ``{\$}{\_}2{\$}``."""
    inside = re.sub(r"\{(?:\\textbackslash|\$\\backslash\$)\}", r"\\", found["inside"])
    inside = re.sub(r"\{\\([_{}])\}|\{\\(?:\^\{\}|textasciicircum)\}", lambda each: each[1] or "^", inside)
    return f"${inside}$" if inside != found["inside"] else found[0]


_STRAY_BACKSLASH = re.compile(r"\$\\backslash\$(?=[?!:;,.#%&_])")
"""Google Scholar's escape of an escape."""


@lru_cache(maxsize=8192)
def decode_latex(value: str) -> tuple[str, tuple[str, ...]]:
    """Return ``value`` with LaTeX as Unicode and without HTML, and the names of unknown commands in it.

    A value that needs no decoding is returned unchanged.
    """
    if not re.search(r"[\\$^_<&]", value):
        return value, ()
    value = _STRAY_BACKSLASH.sub("", _ESCAPED_QUOTES.sub(r"``\1''", value))
    reader = _Reader(_ESCAPED_MATH.sub(_unescape_math, value))
    text = decode_html(reader.read_all())
    return text, tuple(dict.fromkeys(reader.unknown))


class _Reader:
    """One pass over one value."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.at = 0
        self.unknown: list[str] = []

    def read_all(self) -> str:
        out = []
        while self.at < len(self.value):
            out.append(self.read_group_content(math=False))
            if self.at < len(self.value):  # an unmatched closing brace
                self.at += 1
        return "".join(out)

    def read_group_content(self, *, math: bool) -> str:
        """Decode up to a closing brace or, in mathematics, to its end."""
        out: list[str] = []
        while self.at < len(self.value):
            token = _TOKEN.search(self.value, self.at)
            if token is None:
                out.append(self.read_text(len(self.value), math=math))
                break
            if token.start() > self.at:
                out.append(self.read_text(token.start(), math=math))
            if token["close"] or (math and (token["math"] or token["sign"] in (")", "]"))):
                break
            self.at = token.end()
            out.append(self.read_token(token, math=math))
        return "".join(out)

    def read_text(self, end: int, *, math: bool) -> str:
        text, self.at = self.value[self.at : end], end
        if not math:
            return text
        text = "".join(text.replace("~", " ").split()).replace("-", "−").replace("'", "′")
        return re.sub(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", lambda found: rf"{{{{\textit{{{found[0]}}}}}}}", text)

    def read_token(self, token: re.Match[str], *, math: bool) -> str:
        if token["open"]:
            return self.read_group(math=math)
        if token["math"]:
            return self.read_mathematics(token)
        if token["script"]:
            if not math:
                return token["script"] if token["script"] == "^" else r"\_"
            return self.read_script("textsuperscript" if token["script"] == "^" else "textsubscript")
        if token["sign"]:
            return self.read_sign(token["sign"], math=math)
        return self.read_command(token["name"], bool(token["star"]), math=math)

    def read_group(self, *, math: bool) -> str:
        """Decode the content of braces, which stay where they may protect a capital."""
        start = self.at
        italic = _ITALIC_HEADS.match(self.value, self.at)
        inside = self.read_group_content(math=math)
        self.at += 1
        if math:
            return inside
        if italic:
            return rf"\textit{{{inside.strip()}}}" if inside.strip() else ""
        if not inside:
            return ""
        begins_with_command = self.value.startswith("\\", start) or self.value.startswith("$", start)
        if begins_with_command and not any(letter.isupper() for letter in inside) and len(inside.lstrip("\\")) <= 2:
            return inside  # {\textendash}, {\_}
        return f"{{{inside}}}"

    def read_mathematics(self, token: re.Match[str]) -> str:
        """Decode ``$…$``; a dollar sign for money, or without a counterpart, is a plain character."""
        end = self.value.find("$", self.at)
        if end < 0 or _MONEY.match(self.value, token.start()):
            return r"\$"
        inside = self.read_group_content(math=True)
        closed = _TOKEN.match(self.value, self.at)
        if closed and not closed["close"]:
            self.at = closed.end()
        return _space_relations(inside)

    def read_script(self, command: str) -> str:
        inside = self.read_argument(math=True)
        upright = re.sub(r"\{\{\\textit\{([A-Za-z])\}\}\}", r"\1", inside)
        if command == "textsuperscript" and upright in ("°", "′", "″", "*", "†", "‡"):
            return upright
        return rf"\{command}{{{upright}}}" if upright else ""

    def read_sign(self, sign: str, *, math: bool) -> str:
        if sign in _KEPT:
            return f"\\{sign}"
        if sign in _SPACING:
            return "" if math and sign in "!/-@" else _SPACING[sign]
        if sign in ACCENT_MARKS and not math:
            return self.read_accent(ACCENT_MARKS[sign])
        if sign in "([":
            inside = self.read_group_content(math=True)
            closed = _TOKEN.match(self.value, self.at)
            self.at = closed.end() if closed else self.at
            return _space_relations(inside)
        if sign in ")]":
            return ""
        if sign in ACCENT_MARKS:
            return self.read_argument(math=math)
        return sign

    def read_accent(self, mark: str) -> str:
        """Return the letter that follows, with an accent."""
        start = self.at
        base = self.read_argument(math=False)
        dotless = {"ı": "i", "ȷ": "j"}
        if not base or base[0] in "\\{":
            self.at = start if not base else self.at
            return base
        return normalize("NFC", dotless.get(base[0], base[0]) + mark) + base[1:]

    def read_argument(self, *, math: bool) -> str:
        """Decode the next argument, without its braces."""
        while self.at < len(self.value) and self.value[self.at].isspace():
            self.at += 1
        if self.at >= len(self.value) or self.value[self.at] == "}":
            return ""
        if self.value[self.at] == "{":
            self.at += 1
            inside = self.read_group_content(math=math)
            self.at += 1
            return inside
        token = _TOKEN.match(self.value, self.at)
        self.at = token.end() if token else self.at + 1
        if token:
            return self.read_token(token, math=math)
        return self.value[self.at - 1]

    def skip_option(self) -> None:
        option = re.compile(r"\s*\[[^\[\]{}]*\]").match(self.value, self.at)
        self.at = option.end() if option else self.at

    def has_argument(self) -> bool:
        return re.compile(r"\s*(?:\[[^\[\]{}]*\]\s*)?\{").match(self.value, self.at) is not None

    def read_command(self, name: str, starred: bool, *, math: bool) -> str:  # noqa: PLR0912
        if name in LETTERS and not math:
            return self.end_symbol(LETTERS[name])
        if name in ACCENT_MARKS and not math and len(name) == 1:
            return self.read_accent(ACCENT_MARKS[name])
        if name in _SYMBOLS:
            return escape_latex(_SYMBOLS[name]) if math else self.end_symbol(escape_latex(_SYMBOLS[name]))
        if name == "thinspace":
            return self.end_symbol("~")
        if name in _ITALIC:
            inside = self.read_argument(math=math)
            command = name if name in ("emph", "mkbibemph") else "textit"
            return rf"\{command}{{{inside}}}" if inside else ""
        if name in _RAISED:
            inside = self.read_argument(math=math)
            return rf"\{_RAISED[name]}{{{inside}}}" if inside else ""
        if name in _QUOTED:
            marks = "‘’" if starred and name == "enquote" else _QUOTED[name]
            return f"{marks[0]}{self.read_argument(math=math)}{marks[1]}"
        if name in _ADDRESSES:
            self.skip_option()
            return escape_latex(decode_address(self.read_raw_argument()))
        if name in _SECOND:
            self.read_raw_argument()
            return self.read_argument(math=math)
        if name in _SWALLOWED:
            self.skip_option()
            self.read_raw_argument()
            return ""
        if name in _DROPPED:
            self.skip_blanks()
            return ""
        if name == "ce":
            return _set_formula(self.read_raw_argument())
        if name in ("SI", "qty"):
            return f"{self.read_argument(math=False)}~{self.read_argument(math=False)}"
        if name in ("frac", "tfrac", "dfrac", "nicefrac", "sfrac"):
            return f"{self.read_argument(math=math)}/{self.read_argument(math=math)}"
        if name == "sqrt":
            self.skip_option()
            return f"√{self.read_argument(math=math)}"
        if name in ("uppercase", "MakeUppercase"):
            return f"{{{self.read_argument(math=math).upper()}}}"
        if name == "ensuremath":
            return _space_relations(self.read_argument(math=True))
        if name not in _PLAIN:
            self.unknown.append(f"\\{name}")
            if not self.has_argument():
                return self.end_symbol(name)
        self.skip_option()
        in_text = name.startswith(("text", "mbox", "math", "operatorname", "hbox"))
        return self.read_argument(math=math and not in_text) if self.has_argument() else ""

    def read_raw_argument(self) -> str:
        """Return the next argument as written."""
        self.skip_blanks()
        if not self.value.startswith("{", self.at):
            return ""
        start, depth = self.at + 1, 0
        for brace in re.compile(r"[{}]").finditer(self.value, self.at):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                self.at = brace.end()
                return self.value[start : brace.start()]
        self.at = len(self.value)
        return self.value[start:]

    def skip_blanks(self) -> None:
        while self.at < len(self.value) and self.value[self.at].isspace():
            self.at += 1

    def end_symbol(self, symbol: str) -> str:
        """Return a symbol, skipping the space or empty braces that end its command."""
        if self.value.startswith("{}", self.at):
            self.at += 2
        else:
            self.skip_blanks()
        return symbol


def _space_relations(formula: str) -> str:
    """Put spaces around operators between two operands: *p < .05*."""
    spaced = _RELATION.sub(r" \1 ", formula)
    starts = spaced.lstrip() if spaced.startswith(" ") else spaced
    bare = starts.strip()
    one_sided = re.search(r"^[<>=≤≥≈≠±×÷∼≡]|[<>=≤≥≈≠±×÷∼≡]$", bare)
    return bare.replace(" ", "") if one_sided else bare


def _set_formula(formula: str) -> str:
    """Set the numbers of a chemical formula such as ``CO2`` as subscripts."""
    return re.sub(r"(?<=[A-Za-z)])(\d+)", r"\\textsubscript{\1}", formula)
