"""Keeps the catalogues in ``locales/`` up to date with the package: ``python -m psychoed.catalogues``.

Babel finds the texts marked with ``t(…)`` in Python, templates and scripts. New ones are added to each catalogue
without a translation, and those that are gone are removed.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from mkdocs_citeproc.export.record import KINDS
from mkdocs_citeproc.formatting.translations import PHRASES, SCRIPT_PHRASES
from psychoed.language import LOCALES
from psychoed.pages.scores import INSTRUMENT_TEXTS

PACKAGE = Path(__file__).parent
CITATIONS = ("References", "Cited on", "n.d.", *PHRASES, *SCRIPT_PHRASES, *sorted(KINDS))
"""Texts of mkdocs-citeproc, which takes their translations from its settings."""

_METHODS = [
    ("theme/**.html", "jinja2.ext:babel_extract"),
    ("theme/**.js", "javascript"),
    ("handouts/packet/packet.js", "javascript"),
    ("**.py", "psychoed.catalogues:extract_python"),
]
_KEYWORDS: dict[str, tuple[int, ...] | None] = {"t": None, "t_plural": (1, 2)}


def extract_python(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: object,  # noqa: ARG001 - Babel passes it by this name
    options: object,  # noqa: ARG001
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """Yield the texts in a Python file for Babel, whose own reader does not look into f-strings."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if texts:
                yield node.lineno, node.func.id, texts[0] if len(texts) == 1 else tuple(texts), []


def extract_texts() -> dict[str | tuple[str, ...], list[str]]:
    """Return every text that a reader may see, or its two forms, each with the files that it is in."""
    found: dict[str | tuple[str, ...], list[str]] = {text: ["mkdocs_citeproc"] for text in CITATIONS}
    found |= {text: ["pages/scores.py"] for text in INSTRUMENT_TEXTS}
    for path, _, text, _, _ in extract_from_dir(PACKAGE, method_map=_METHODS, keywords=_KEYWORDS):
        files = found.setdefault(text, [])
        if path not in files:
            files.append(path)
    return {text: sorted(files) for text, files in sorted(found.items(), key=lambda pair: str(pair[0]))}


def update(catalogue: Catalog) -> Catalog:
    """Return a catalogue with all texts, and the translations that ``catalogue`` has of them."""
    language = catalogue.locale.english_name if isinstance(catalogue.locale, Locale) else ""
    new = Catalog(
        locale=catalogue.locale, project="psychoed", version="1", charset="utf-8", fuzzy=False,
        creation_date=catalogue.creation_date, revision_date=catalogue.revision_date,
        last_translator="", language_team="", msgid_bugs_address="", copyright_holder="the contributors",
        header_comment=f"# {language} texts of psychoed.",
    )  # fmt: skip
    for text, files in extract_texts().items():
        old = catalogue.get(text if isinstance(text, str) else text[0])
        new.add(text, old.string if old else None, locations=[(file, 0) for file in files])
    return new


def list_catalogues() -> Iterator[Path]:
    """Yield the catalogues of the package."""
    yield from sorted(LOCALES.glob("*/LC_MESSAGES/psychoed.po"))


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue; its language is the name of its folder."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def main() -> None:
    """Update all catalogues."""
    for path in list_catalogues():
        catalogue = update(read_catalogue(path))
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, include_lineno=False)
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{path.relative_to(PACKAGE)}: {len(catalogue)} texts, {len(missing)} without a translation")


if __name__ == "__main__":
    main()
