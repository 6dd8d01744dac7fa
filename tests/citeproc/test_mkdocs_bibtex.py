"""What mkdocs-bibtex resolves, we resolve alike.

The same page is built with both. Where mkdocs-bibtex leaves APA it is brought back before the comparison, and each such
difference is named: a footnote number after each citation, two hyphens for a dash, straight quotes.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from mkdocs_citeproc.source_files import find_style
from support.site import ROOT, Built, build_site, make_site, references

FORMS = [
    "[@ashar2021]",
    "[@ashar2021; @tankha2023]",
    "[@tankha2023, p. 1588]",
    "[see @gordon2021]",
    "[-@gordon2021]",
    "[see @ashar2021, chap. 2; also @gordon2021, pp. 3-5]",
    "[@prtc2021]",
]


def both(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Built, Built]:
    """The page built with mkdocs-bibtex, which reads paths from where it is started, and with our hook."""
    page = "".join(f"Form {form} end.\n\n" for form in FORMS) + "\\bibliography\n"
    bib = (ROOT / "tests" / "golden" / "article.bib").read_text(encoding="utf-8")
    style = find_style(ROOT, "apa").read_text(encoding="utf-8")
    files = {"docs/index.md": page, "references.bib": bib, "apa.csl": style}
    settings = {"bib_file": "references.bib", "csl_file": "apa.csl"}
    theirs = make_site(
        folder / "theirs",
        files,
        hooks=[],
        plugins=[{"bibtex": {**settings, "enable_inline_citations": False}}],
        extensions=["footnotes"],
    )
    monkeypatch.chdir(folder / "theirs")
    return build_site(theirs), build_site(make_site(folder / "ours", files, citations=settings))


@pytest.mark.filterwarnings("default")  # mkdocs-bibtex' own warnings are not ours to mend
def test_the_same_page_by_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, ours = both(tmp_path, monkeypatch)
    assert theirs.ended is None
    assert ours.ended is None
    assert citations(ours["index.html"]) == citations(theirs["index.html"])
    assert len(citations(ours["index.html"])) == len(FORMS)
    listed = references(ours["index.html"]).values()
    footnotes = re.findall(r'<li id="fn:[^"]+">\s*<p>(.*)</p>', theirs["index.html"])
    assert sorted(words(entry) for entry in listed) == sorted(words(entry) for entry in footnotes)


def citations(html: str) -> list[str]:
    return re.findall(r"Form (.*?) end\.", words(html))


def words(html: str) -> str:
    html = re.sub(r'<sup id="fnref.*?</sup>|<a class="footnote-backref".*?</a>', "", html)
    text = unescape(re.sub(r"<[^>]+>", "", html)).replace("--", "–").replace("\\", "")
    text = text.replace("“", '"').replace("”", '"').replace("’", "'")
    return re.sub(r"\s+", " ", text).strip()
