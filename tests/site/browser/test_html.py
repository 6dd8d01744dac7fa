"""The built pages as HTML: elements closed where they were opened, no attributes twice, nothing that a policy refuses.

What a whole validator (the Nu checker) says stands in decisions/; this keeps what a slip in a template or page breaks.
"""

from __future__ import annotations

import itertools
from html.parser import HTMLParser

import pytest

from support.served import Served

pytestmark = pytest.mark.browser  # reads the site that these tests build

# HTML standard, "void elements" and "optional tags".
VOID = set("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
OPTIONAL = set("li p dt dd tr td th thead tbody option".split())  # noqa: SIM905
# What ends a paragraph that is still open, so mostly a slip.
BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "form", "header", "hr",
    "main", "nav", "ol", "pre", "section", "table", "ul", *(f"h{level}" for level in range(1, 7)),
}  # fmt: skip


class Checked(HTMLParser):
    """A page's faults, each with its line."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.headings: list[int] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open if tag not in OPTIONAL]

    def fault(self, said: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {said}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.fault(f"<{tag}> has an attribute twice")
        if bad := [name for name in names if name.startswith("on")]:
            self.fault(f"<{tag}> has a script in {bad}")
        if any((value or "").strip().lower().startswith("javascript:") for _, value in attrs):
            self.fault(f"<{tag}> has a script as its address")
        if tag == "img" and "alt" not in names:
            self.fault("<img> has no alt")
        of = dict(attrs)
        # The theme's two for the menu and the search say that they are not to be open when one comes back.
        ticked = of.get("type") in ("checkbox", "radio") and "md-toggle" not in (of.get("class") or "")
        if ticked and "autocomplete" in of:
            self.fault("<input> that is ticked has autocomplete, which is for what is typed")
        if tag in BLOCKS and self.open and self.open[-1] == "p":
            self.fault(f"<{tag}> inside <p>")
        if tag == "a" and "a" in self.open:
            self.fault("<a> inside <a>")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
        else:
            self.open.pop()


def test_pages_are_well_formed(site: Served) -> None:
    found = {}
    for path in site.folder.rglob("*.html"):
        page = Checked(path.read_text(encoding="utf-8"))
        if page.faults:
            found[path.relative_to(site.folder).as_posix()] = page.faults
    assert found == {}


def test_headings_leave_no_level_out(site: Served) -> None:
    for path in site.folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in html:
            continue  # an old address, which has a sentence and a link
        levels = Checked(html).headings
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


def test_the_check_sees_faults() -> None:
    crossed, inside, twice = "<div><span></div></span>", "<p><div></div></p>", '<i id="a" id="b"></i>'
    for text in (
        crossed,
        inside,
        twice,
        '<b onclick="x()"></b>',
        "<img src=a>",
        "<a href='javascript:x'></a>",
        "<div>",
    ):
        assert Checked(text).faults, text
    assert Checked("<ul><li>a<li>b</ul><br><p>c<p>d").faults == []
