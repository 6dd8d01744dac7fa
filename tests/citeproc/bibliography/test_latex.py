"""LaTeX and HTML in values: what becomes a character, what stays a command that pandoc reads, what nobody knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.addresses import decode_address
from mkdocs_citeproc.bibliography.latex import decode_latex

DECODED = [
    # mathematics
    (r"$\beta$-endorphin", "β-endorphin"),
    (r"CO$_2$", r"CO\textsubscript{2}"),
    (r"$^{13}$C", r"\textsuperscript{13}C"),
    (r"VO$_{2\max}$", r"VO\textsubscript{2max}"),
    (r"CO$_{\textrm{2}}$", r"CO\textsubscript{2}"),
    (r"$\mathrm{Ca}^{2+}$", r"Ca\textsuperscript{2+}"),
    (r"10$^{-3}$", r"10\textsuperscript{−3}"),
    (r"37$^{\circ}$C", "37°C"),
    (r"$p<.05$", r"{{\textit{p}}} < .05"),
    (r"5 $\times$ 3", "5 × 3"),
    (r"$\leq$5", "≤5"),
    (r"$\alpha_2$", r"α\textsubscript{2}"),
    (r"\(\frac{1}{2}\)", "1/2"),
    (r"\ensuremath{\alpha}", "α"),
    ("The $5 placebo", r"The \$5 placebo"),
    ("From $5 to $10 a week", r"From \$5 to \$10 a week"),
    (r"H{\$}{\_}2{\$}O", r"H\textsubscript{2}O"),
    # text
    (r"a {\textendash} b\textemdash c", "a – b—c"),
    (r"Pain\texttrademark{} and \textregistered", "Pain™ and ®"),
    (r"5 \textpm{} 3", "5 ± 3"),
    (r"10\textsuperscript{th}", r"10\textsuperscript{th}"),
    (r"H\textsubscript{2}O", r"H\textsubscript{2}O"),
    (r"\mbox{x y} \textsc{Abc} \textbf{d}", "x y Abc d"),
    (r"\enquote{pain} \enquote*{rest} \mkbibquote{it}", "“pain” ‘rest’ “it”"),
    (r"{\em in vivo} \emph{in vitro}", r"\textit{in vivo} \emph{in vitro}"),
    (r"{\textquotedblleft}new{\textquotedblright}", "“new”"),
    (r"R{\&}D, 50{\%}, a{\_}b", r"R\&D, 50\%, a\_b"),
    (r"\url{https://x.org/a_b}", r"https://x.org/a\_b"),
    (r"\href{https://x.org}{the page}", "the page"),
    (r"\texorpdfstring{$\beta$}{beta}", "beta"),
    (r"\noopsort{a}Pain", "Pain"),
    (r"\ce{CO2}", r"CO\textsubscript{2}"),
    (r"\ce{H2O", r"H\textsubscript{2}O"),
    (r"a \ce", "a "),
    (r"\SI{5}{mg} and \qty{5}{kg}", "5~mg and 5~kg"),
    (r"\uppercase{abc} x", "{ABC} x"),
    (r"a\thinspace b", "a~b"),
    (r"$\sqrt{2}$ and \frac12", "√2 and 1/2"),
    (r"\)x \[y\]", r"x {{\textit{y}}}"),
    (r"$\hat{x}$", r"{{\textit{x}}}"),
    ("&nosuch; &lt;", "&nosuch; <"),
    (r"{\'{E}}cole, na{\"\i}ve, {\v S}, \c{c}, Gr{\"o}{\ss}e, \AA", "{É}cole, naïve, {Š}, ç, Größe, Å"),
    (r"{{P}ain} and {fear}", "{{P}ain} and {fear}"),
    (r"with \"quotes\" in it", "with ``quotes'' in it"),
    # HTML
    ("a &amp; b, &amp;lt;i&amp;gt;Mus&amp;lt;/i&amp;gt;", r"a \& b, \textit{Mus}"),
    ("<i>E. coli</i> in H<sub>2</sub>O", r"\textit{E. coli} in H\textsubscript{2}O"),
    ("<scp>TMD</scp> <b>x</b> <mml:math><mml:mi>α</mml:mi></mml:math>", "TMD x α"),
    (r"{\textless}i{\textgreater}in vivo{\textless}/i{\textgreater}", r"\textit{in vivo}"),
    ("5 < 6 &#8211; &ldquo;so&rdquo;", "5 < 6 – “so”"),
]


@pytest.mark.parametrize(("value", "decoded"), DECODED)
def test_decoded(value: str, decoded: str) -> None:
    assert decode_latex(value) == (decoded, ())


@pytest.mark.parametrize(
    "value", ["Pain", "Pain and {Fear}", r"\emph{x}", r"50\% \& more", "``so'' -- and --- on", "a~b"]
)
def test_nothing_to_decode(value: str) -> None:
    assert decode_latex(value) == (value, ())


@pytest.mark.parametrize(
    ("value", "text", "unknown"),
    [
        (r"\foo{bar} x", "bar x", (r"\foo",)),
        (r"\foo{a}{b}", "a{b}", (r"\foo",)),
        (r"x \foo y", r"x fooy", (r"\foo",)),
        (r"\foo[1]{bar} \baz{q}", "bar q", (r"\foo", r"\baz")),
    ],
)
def test_unknown_commands_keep_their_text(value: str, text: str, unknown: tuple[str, ...]) -> None:
    assert decode_latex(value) == (text, unknown)


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        (r"https://x.org/a{\_}b?c{\&}d=1", "https://x.org/a_b?c&d=1"),
        (r"10.5555/a\_b", "10.5555/a_b"),
        (r"\url{https://x.org/a_b}", "https://x.org/a_b"),
        (r"http://x.org/{\textasciitilde}ann", "http://x.org/~ann"),
        (r"http://x.org/$\sim$ann", "http://x.org/~ann"),
        (r"http://x.org/\~{}ann", "http://x.org/~ann"),
        ("https://x.org/a%20b(1)", "https://x.org/a%20b(1)"),
    ],
)
def test_addresses(address: str, bare: str) -> None:
    assert decode_address(address) == bare


@given(st.text(alphabet=r"\{}$^_~&<>%#ab1 '\"-", max_size=40))
def test_never_raises(value: str) -> None:
    decoded, _ = decode_latex(value)
    assert isinstance(decoded, str)
    assert isinstance(decode_address(value), str)
