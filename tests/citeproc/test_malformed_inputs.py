"""Bibliographies of every odd kind, each built into a page: no crash, nothing unescaped, every problem at its line.

The files are in tests/malformed; those that are big or hold control characters are made here.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.site import ROOT, Built, build_site, make_site

FILES = sorted((ROOT / "tests" / "malformed").glob("*.bib"))

AUTHORS = " and ".join(f"Name{chr(97 + index % 26)}{index}, A. B." for index in range(50))
MADE = {
    "control characters": "@book{odd, title={A \x00\x01\x1b[31m title \x7f}, year={2001}}",
    "a byte order mark": "\ufeff@book{odd, title={A title}, year={2001}}",
    "right to left": (
        "@book{odd, author={\u202eevil, Al}, title={\u0627\u0644\u0623\u0644\u0645 \u202e txet}, year={2001}}"
    ),
    "combining characters": "@book{odd, title={Z" + "\u0301" * 200 + "algo}, year={2001}}",
    "50 authors": f"@book{{odd, author={{{AUTHORS}}}, title={{Many}}, year={{2001}}}}",
    "a blank to Python and none to pandoc": "@book{odd, title=\x85{Blank}, year={2001}}",
    "a huge field": f"@book{{odd, title={{{'long ' * 10_000}}}, year={{2001}}}}",
    "a huge annotation": f"@book{{odd, title={{Short}}, annotation={{{'long ' * 200_000}}}, year={{2001}}}}",
    "a huge key": f"@book{{{'k' * 50_000}, title={{Long}}, year={{2001}}}}",
    "a thousand fields": f"@book{{odd, title={{Long}}, {', '.join(f'x{no} = {{{no}}}' for no in range(1000))}}}",
    "separators of lines that are none": "@book{odd, title={A \u2028 b \u2029 c \x85 d}, year={2001}}",
    "no authors": "@article{odd, author={}, title={Nobody}, year={2001}, doi={10.1000/x}}",
    "nobody, many times": "@article{odd, author={and and and}, title={Nobody}, year={2001}, doi={10.1000/x}}",
    "deep braces": f"@book{{odd, title={{{'{' * 80}deep{'}' * 80}}}, year={{2001}}}}",
    "too deep braces": f"@book{{odd, title={{{'{' * 5000}deep{'}' * 5000}}}, year={{2001}}}}",
    "nothing": "",
    "only a comment": "% nothing here\n",
    "not BibTeX at all": "<html><script>alert(1)</script></html>",
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _ in attrs if name.startswith("on"))}
        self.seen |= {"address" for name, value in attrs if name == "href" and str(value).startswith("javascript")}


def sound(built: Built, source: str) -> None:
    """No crash, no markup from a field, every problem at a line that there is."""
    assert "Traceback" not in (built.ended or "")
    page = built["index.html"]
    tags = _Tags()
    tags.feed(page)
    assert not tags.seen & {"script", "img", "iframe", "object", "style", "address"}, page
    assert not [name for name in tags.seen if name.startswith("on")]
    assert "Knead" in page
    for line in built.problems:
        place = re.match(r"(?:ERROR|WARNING) citations: ([\w/.-]+):(\d+):(\d+): \[[a-z-]+\] ", line)
        assert place, line
        if place[1] == "references.bib":
            assert 1 <= int(place[2]) <= source.count("\n") + 1


PAGE = "# Bread\n\nKnead [@odd, p. 3], as @odd says. [@odd; @{odd}]\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file(path: Path, tmp_path: Path) -> None:
    source = path.read_bytes().decode()
    site = make_site(tmp_path, {"docs/index.md": PAGE})
    (tmp_path / "references.bib").write_bytes(path.read_bytes())
    sound(build_site(site), source)


@pytest.mark.parametrize("source", MADE.values(), ids=MADE.keys())
def test_made(source: str, tmp_path: Path) -> None:
    sound(build_site(make_site(tmp_path, {"docs/index.md": PAGE, "references.bib": source})), source)


def test_ten_thousand_entries_of_which_one_is_cited(tmp_path: Path) -> None:
    entries = [
        f"@book{{b{index}, author={{Name, A.}}, title={{Book {index}}}, year={{2001}}}}" for index in range(10_000)
    ]
    entries.append("@book{odd, author={Odd, O.}, title={One}, year={2001}}")
    built = build_site(make_site(tmp_path, {"docs/index.md": PAGE, "references.bib": "\n".join(entries)}))
    assert "(Odd, 2001, p. 3)" in re.sub("<[^>]+>", "", built["index.html"])
