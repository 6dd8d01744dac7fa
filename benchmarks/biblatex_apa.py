"""``python -m benchmarks.biblatex_apa FOLDER [-v]``: how many references of biblatex-apa's tests print as there.

The set is not ours to copy (LaTeX Project Public License 1.3c) and changes with each release. On Debian it is in the
package texlive-bibtex-extra, which need not be installed: ``apt-get download texlive-bibtex-extra`` and
``dpkg-deb --extract``; FOLDER is its usr/share/doc/texlive-doc/latex/biblatex-apa, with files that end in .gz unpacked.

A reference counts if its text is in the typeset PDF, blanks and hyphens aside, which the PDF's lines break. Where the
package differs from the Manual, so does what is wanted; ``-v`` prints what was not found. Entries without a title, of
which the set tests only names, and those that are printed only within another are left out.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pypdfium2

from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id

_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "″": '"', "′": "'"})


def reduce_text(text: str) -> str:
    """Return the text without what a line break may add or take: blanks, hyphens, page numbers."""
    text = re.sub(r"^\d{1,2}$", "", text, flags=re.MULTILINE).translate(_SIGNS)
    return re.sub(r"[\s\u00ad\ufffe\ufffd\u0002‐‑‒–—−-]", "", text)


def read_pdf(path: Path) -> str:
    """Return the text of all pages of a PDF."""
    pages = pypdfium2.PdfDocument(path)
    texts = (pages[number].get_textpage().get_text_range() for number in range(len(pages)))
    return "\n".join(texts).replace("\r\n", "\n")


def format_references(path: Path) -> dict[str, str]:
    """Return the references of all entries of a .bib file by key, in APA."""
    bibliography, _ = parse_bibtex(SourceText(path.name, path.read_text(encoding="utf-8")))
    style = find_style(Path(), "apa").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as cache:
        formatter = Formatter(style, get_style_id(style, "apa"), "en-US", Path(cache), 120)
        items, _ = formatter.read_items(bibliography, bibliography.entries.keys())
        formatted = formatter.format([f"[@{{{key}}}]" for key in bibliography.entries], items, bibliography)
    entries = bibliography.entries
    within = {key for entry in entries.values() for key in entry.fields.get("related", "").split(",")}
    counted = {key for key, entry in entries.items() if "title" in entry.fields and key not in within}
    return {str(key): rendered.text for key, rendered in formatted.entries.items() if key in counted}


def main(arguments: list[str]) -> int:
    """Print how many references were found in the PDF."""
    folder = Path(arguments[0])
    wanted = reduce_text(read_pdf(folder / "biblatex-apa-test.pdf"))
    printed = format_references(folder / "biblatex-apa-test-references.bib")
    missing = {key: text for key, text in printed.items() if reduce_text(text) not in wanted}
    if "-v" in arguments:
        for key, text in missing.items():
            print(f"{key}\n  {text}")
    print(f"{len(printed) - len(missing)} of {len(printed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
