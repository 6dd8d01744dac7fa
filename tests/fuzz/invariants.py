"""What must hold whatever is written: no crash, no text lost, nothing unescaped, every problem at a real place."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import markdown

from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.bibliography.parse import parse_bibtex, read_and_check
from mkdocs_citeproc.bibliography.write import sort_entries
from mkdocs_citeproc.citations.page_citations import PageCitations
from mkdocs_citeproc.citations.scan import scan_page
from mkdocs_citeproc.extension import CitationExtension
from mkdocs_citeproc.formatting.response import RenderedCitation, render_unresolved
from mkdocs_citeproc.problems import Code, Problem
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import dump_bibliography, load_bibliography
from support.cites import Echo
from support.site import EXTENSIONS, build_site, make_site

KNOWN = [CiteKey(key) for key in ("ashar2021", "tankha2023", "gordon2021")]


def _located(problems: Iterable[Problem], source: SourceText) -> None:
    lines = source.text.split("\n")
    for problem in problems:
        where = problem.where
        assert where.path == source.path, problem
        assert 1 <= where.line <= len(lines), problem
        assert 1 <= where.column <= len(lines[where.line - 1]) + 1, problem
        assert problem.message, problem
        assert "\n" not in str(problem), problem


def bibliography(text: str) -> None:
    """A .bib file: read, checked, kept and written in order."""
    source = SourceText("references.bib", text)
    read = read_and_check([source], 2026)
    _located(read[1], source)
    assert load_bibliography(json.loads(json.dumps(dump_bibliography(read)))) == read
    written, faults = sort_entries(source)
    _located(faults, source)
    if faults:
        assert written == text
        return
    again = SourceText("references.bib", written)
    assert sort_entries(again) == (written, []), "a second run changes something"
    before, after = (parse_bibtex(each)[0].entries for each in (source, again))
    assert {key: (one.type, set(one.fields)) for key, one in before.items()} == {
        key: (one.type, set(one.fields)) for key, one in after.items()
    }, "an entry or a field is lost"


class _AsTyped(Echo):
    """Prints every cluster as it was typed, so that with and without the extension a page says the same."""

    def __init__(self, record: PageCitations) -> None:
        super().__init__()
        self.record = record
        self.keys: set[CiteKey] = set()

    def cluster(self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False) -> RenderedCitation:  # noqa: ARG002
        self.keys |= set(keys)
        self.record.record_rendered(text, tuple(keys))
        return render_unresolved(text)


def _words(html: str) -> Counter[str]:
    text = re.sub(r"<!--.*?-->|<[^>]*>", " ", html, flags=re.DOTALL)
    return Counter(re.findall(r"[^\W\d_]{4,}", unescape(text)))


def page(text: str) -> None:
    """A page: scanned, rendered, and its problems found."""
    source = SourceText("docs/page.md", text)
    scanned = scan_page(source)
    assert len(scanned.masked) == len(text)
    ends = [0, *(found.span.end for found in scanned.found)]
    for end, found in zip(ends, scanned.found, strict=False):
        assert end <= found.span.start < found.span.end <= len(text), found
        assert all(text[found.span.start + each.at] == "@" for each in found.span.citations), found
    record = PageCitations([scanned])
    cites = _AsTyped(record)
    names = [name for name in EXTENSIONS if isinstance(name, str)]
    body = text[source.body_start :]
    without = markdown.Markdown(extensions=names).convert(body)
    html = markdown.Markdown(extensions=[*names, CitationExtension(cites)]).convert(body)
    problems = record.find_problems(KNOWN, "references.bib", (), KNOWN)
    _located(problems, source)
    lost = _words(without) - _words(html)
    assert not [word for word in lost if word not in "full_bibliography"], f"lost: {lost}"
    unknown = cites.keys - set(KNOWN)
    said = " ".join(problem.message for problem in problems if problem.code is Code.UNKNOWN_KEY)
    assert all(f"'{key}'" in said for key in unknown), f"no word of {unknown}"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.bad: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bad |= {tag} & {"script", "img", "iframe", "object", "style", "svg", "b"}
        self.bad |= {name for name, _ in attrs if name.startswith("on")}
        self.bad |= {
            "address" for name, value in attrs if name == "href" and str(value).lower().startswith("javascript")
        }


PAGE = (
    "# Bread\n\nKnead [@{0}, p. 3], as @{0} says. [@{0}; @{1}]\n\n![Bread, see [@{1}]](x.png)\n\n\\full_bibliography\n"
)


def site(text: str) -> None:
    """A site built with a .bib file: two of its entries cited, formatted by pandoc."""
    keys = [*parse_bibtex(SourceText("references.bib", text))[0].entries, "odd", "odd"][:2]
    plain = [key for key in keys if not re.search(r"[\s{}\[\]`*_<>&\\|!()]", key)] or ["odd"]
    with TemporaryDirectory() as folder:
        files = {"docs/index.md": PAGE.format(plain[0], plain[-1]), "docs/x.png": ""}
        built = build_site(make_site(Path(folder), {**files, "references.bib": ""}, citations={"pandoc_timeout": 20}))
        Path(folder, "references.bib").write_bytes(text.encode("utf-8", "surrogatepass"))
        built = build_site(Path(folder, "mkdocs.yml"))
        assert built.ended is None, built.ended
        html = built["index.html"]
    tags = _Tags()
    tags.feed(html.replace('<img alt="', '<i alt="'))
    assert not tags.bad, tags.bad
    assert "Knead" in html
    assert "says." in html
    for line in built.problems:
        place = re.match(r"(?:ERROR|WARNING) citations: ([\w/.-]+):(\d+):(\d+): \[[a-z-]+\] ", line)
        assert place, line


KINDS = {"bibliography": bibliography, "page": page, "site": site}
