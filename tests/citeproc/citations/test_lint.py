"""Malformed citations and quotations without a page are reported; honest text is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.model import CiteKey, list_keys_with_pages
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.citations.lint import find_malformed, find_quotations_without_page
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.problems import Problem, Severity
from mkdocs_citeproc.source import SourceText

KNOWN = {"ashar2021", "tankha2023"}

WRONG = [
    ("x [@ashar2021", "1:3", "never closed", "Close it with ']'"),
    ("x [@ashar2021\n\ny]", "1:3", "never closed", "Close it with ']'"),
    ("[@ashar2021, @tankha2023]", "1:14", "comma", "'[@ashar2021; @tankha2023]'"),
    ("[@ashar2021/@tankha2023]", "1:13", "slash", "'[@ashar2021; @tankha2023]'"),
    ("[@ashar2021-@tankha2023]", "1:13", "hyphen", "'[@ashar2021; @tankha2023]'"),
    ("so (@ashar2021; @tankha2023, pp. 3-4).", "1:4", "two pairs of", "'[@ashar2021; @tankha2023, pp. 3-4]'"),
    ("[@ashar2021; see foo]", "1:1", "has no key", "'[@one; see also @two]'"),
    ("[@ashar2021; ]", "1:1", "is empty", "extra ';'"),
    ("so [ashar2021].", "1:4", "is not a citation", "'[@ashar2021]'"),
    ("so @[ashar2021].", "1:4", "outside the bracket", "'[@ashar2021]'"),
    ("so [@ ashar2021].", "1:4", "a space", "'[@ashar2021]'"),
    ("so (@ashar2021).", "1:4", "two pairs of brackets", "'[@ashar2021]'"),
    ("so (@ashar2021, p. 3).", "1:4", "two pairs of brackets", "'[@ashar2021, p. 3]'"),
    ("\\cite{ashar2021}", "1:1", "LaTeX", "'[@ashar2021]'"),
    ("\\parencite[3]{ashar2021,tankha2023}", "1:1", "LaTeX", "'[@ashar2021; @tankha2023]'"),
    ("[@{odd key]", "1:2", "braces", "@{odd.key}"),
    ("[the trial @ashar2021](https://x.org)", "1:1", "inside a link", "after the link"),
    ("[the trial [@ashar2021]](https://x.org)", "1:1", "inside a link", "after the link"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), WRONG)
def test_malformed(text: str, place: str, message: str, hint: str) -> None:
    found = find_malformed(scan_page(SourceText("docs/x.md", text)), KNOWN)
    assert len(found) == 1, [str(problem) for problem in found]
    assert str(found[0].where) == f"docs/x.md:{place}"
    assert message in found[0].message
    assert hint in found[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "[@ashar2021; @tankha2023]",
        "@ashar2021 [p. 3; @tankha2023]",
        "[@tankha2023, as cited in @ashar2021]",
        "(see @ashar2021 for more)",
        "[ashar2021](https://x.org)",
        "[ashar2021]: https://x.org",
        "[text][ashar2021]",
        "`[@ashar2021`",
        "[unknown]",
        "[ ] task [x] done",
        "write to me@example.org (me@example.org)",
        r"an \@handle [\@handle]",
        "[^1] and [see](x.md)",
        "@{odd]key} said",
        r"\[see @ashar2021\] and \[ashar2021\]",
        "(@ashar2021's work) and (@ashar2021, who asked)",
        "[so @ashar2021 says]{.aside}",
        "![by @ashar2021][chart]\n\n[chart]: y.png",
        "@ashar2021-@tankha2023 and @ashar2021/@tankha2023",
        "![a chart, from [@ashar2021]](x.png) and ![by @ashar2021](y.png)",
    ],
)
def test_honest_text_has_no_problem(text: str) -> None:
    assert find_malformed(scan_page(SourceText("docs/x.md", text)), KNOWN) == []


@given(st.text(alphabet="@[]{};-_^\\()<>:/.,! \nab1é`", max_size=40))
def test_malformed_clusters_never_raise(text: str) -> None:
    for problem in find_malformed(scan_page(SourceText("x.md", text)), {"a", "b"}):
        assert 1 <= problem.where.line <= text.count("\n") + 1


PAGED = {CiteKey("ashar2021"), CiteKey("tankha2023")}
LONG = "I think that everyone should have this knowledge"


def found(text: str) -> list[Problem]:
    return find_quotations_without_page(scan_page(SourceText("docs/x.md", text)), PAGED)


# ¦ stands where the problem is said to be
LACKING = [
    f"One said: “{LONG}” ¦[@tankha2023].",
    f'One said: "{LONG}" ¦[@tankha2023].',
    f"One said: “{LONG}.” ¦[@tankha2023]",
    f"One said: “{LONG}” … ¦[@tankha2023].",
    f"One said: *“{LONG}”* ¦[@tankha2023].",
    f"Uno dijo: «{LONG}» ¦[@tankha2023].",
    f"Eine sagte: „{LONG}“ ¦[@tankha2023].",
    f"One said: “{LONG}”\n¦[@tankha2023].",
    f"One said: “{LONG}” ¦[see @online; @tankha2023].",
    f"As ¦@tankha2023 say, “{LONG}.”",
    f"@ashar2021 and others ¦[@tankha2023] say “{LONG}”.",
    f"> {LONG} ¦[@tankha2023].",
    f"> {LONG}\n> and so on ¦[@tankha2023]",
    f"> {LONG}\n\n¦[@tankha2023]",
    f"> {LONG}\n>\n> — ¦@tankha2023",
    f"One of those asked by ¦@tankha2023 said:\n\n> {LONG}",
    f"- “{LONG}” ¦[@tankha2023]",
    f"!!! note\n\n    “{LONG}” ¦[@tankha2023]",
    f"<!-- quote-without-page: -->\n“{LONG}” ¦[@tankha2023]",
    f"<!-- quote-without-page: no pages -->\nFirst.\n\n“{LONG}” ¦[@tankha2023]",
]


@pytest.mark.parametrize("text", LACKING)
def test_a_quotation_without_a_page(text: str) -> None:
    [problem] = found(text.replace("¦", ""))
    assert problem.where == SourceText("docs/x.md", text).at(text.index("¦"))
    assert problem.code.severity is Severity.WARNING


def test_what_is_said() -> None:
    bracket, narrative = found(f"“{LONG}” [@tankha2023].\n\n@ashar2021 says “{LONG}”.")
    assert "Write '[@tankha2023, p. 14]'" in bracket.hint
    assert "Write '@ashar2021 [p. 14]'" in narrative.hint
    assert "<!-- quote-without-page: the source has no pages -->" in narrative.hint


LOCATED = (
    "p. 3", "pp. 3-4", "14", "para. 2", "paras. 2–3", "chap. 1", "fig. 2", "Figure 2", "Table 2", "§ 3", "§3", "10:15",
    "iv", "p. iv", "Abstract", "Discussion section, para. 1", "Chapter 3", "slide 7", "v. 3", "sec. 2.1",
    "Method section",
)  # fmt: skip


@pytest.mark.parametrize("locator", LOCATED)
def test_what_says_where(locator: str) -> None:
    assert found(f"One said: “{LONG}” [@tankha2023, {locator}].") == []
    assert found(f"@tankha2023 [{locator}] say: “{LONG}”.") == []


@pytest.mark.parametrize(
    "suffix", ["", ", emphasis added", ", in their second trial", ", as cited in @ashar2021", ", mild"]
)
def test_what_does_not(suffix: str) -> None:
    assert len(found(f"One said: “{LONG}” [@tankha2023{suffix}].")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "They call this “a false alarm of the brain” [@ashar2021].",
        f"One said: “{LONG}” [@online].",
        f"One said: “{LONG}” [@unknown].",
        f"One said: “{LONG}”.",
        f"One said: “{LONG}”, and more. It was a trial [@ashar2021].",
        f"The trial was small [@ashar2021]. You may think “{LONG}”.",
        f"The trial was small [@ashar2021].\n\nYou may think “{LONG}”.",
        f"“{LONG}”\n\n[@ashar2021] is a trial.",
        f"As @tankha2023 say, “{LONG}” [--@tankha2023, p. 3].",
        f"As @tankha2023 say, “{LONG}” (p. 3).",
        f"As @tankha2023 [p. 3] say, “{LONG}” [@online].",
        f"> {LONG} [@tankha2023, p. 1588].\n\nWe have it from another article [@ashar2021].",
        f"> {LONG} (p. 3)\n\nThe next paragraph [@ashar2021].",
        f"> {LONG}\n\nThe next paragraph says something else [@ashar2021].",
        f"The trial was small [@ashar2021].\n\n> {LONG}",
        f"`“{LONG}” [@tankha2023]`",
        f"    “{LONG}” [@tankha2023]",
        f"<!-- quote-without-page: the source has no pages -->\n“{LONG}” [@tankha2023]",
        f"<!-- quote-without-page: the source has no pages -->\n\n> {LONG} [@tankha2023]",
        f"<!-- quote-without-page: a talk -->\nAs it was said then:\n“{LONG}” [@tankha2023]",
        '---\ntitle: x\n---\n“Not [@ashar2021] long” and 5" or 6" [@ashar2021]',
        f'<span title="{LONG}">x</span> [@ashar2021]',
        "“Unclosed, and with a lot of words in it [@ashar2021]\n\n”",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_works_with_pages() -> None:
    text = "".join(
        f"@{kind}{{{kind}, title = {{T}}}}\n" for kind in ("article", "book", "online", "misc", "video", "report")
    )
    assert list_keys_with_pages(parse_bibtex(SourceText("references.bib", text))[0]) == {"article", "book", "report"}


@given(st.text(alphabet='“”"> \n[]@,;.p3a-_*<!`', max_size=60), st.sampled_from(["", LONG]))
def test_quotations_never_raise(text: str, words: str) -> None:
    page = text.replace("a", f"{words}”[@ashar2021]")
    for problem in found(page):
        assert 1 <= problem.where.line <= page.count("\n") + 1
