"""What surely meant to cite gets a message with its place and the right way to write it; honest text gets none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_citeproc.citations.lint import find_malformed
from mkdocs_citeproc.citations.scan import scan_page
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
def test_never_raises_and_stays_in_the_page(text: str) -> None:
    for problem in find_malformed(scan_page(SourceText("x.md", text)), {"a", "b"}):
        assert 1 <= problem.where.line <= text.count("\n") + 1
