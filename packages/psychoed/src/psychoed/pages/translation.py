"""Translated pages: which version of their original they were made from, and what they say about that."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from mkdocs_citeproc.source import SourceText
from psychoed.language import format_date, get_current_language, name_language, t
from psychoed.pages.metadata import Translation

_DIGITS = 12
_FIELD = re.compile(r"^translation[ \t]*:.*\n(?:[ \t]+.*\n|[ \t]*\n(?=[ \t]))*", re.MULTILINE)
_CHECKED = re.compile(r"\bchecked[ \t]*:")


def compute_digest(original: SourceText) -> str:
    """Return the first hex digits of the SHA-256 of a page's text.

    Its front matter is left out, so that a new date of review does not make translations outdated.
    """
    return hashlib.sha256(original.text[original.body_start :].strip().encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True, slots=True)
class TranslationNote:
    """What readers are told of a translation: who checked it, and, if its original has changed since, that it has."""

    mark: str
    is_checked: bool = False
    outdated: str = ""


def describe_translation(translation: Translation, *, original_language: str, outdated: bool) -> TranslationNote:
    """Return what to tell readers, in the language of the current build."""
    is_checked = translation.checked is not None
    if translation.checked:
        mark = t(
            "Translated by the project, and checked by {name}, {date}.",
            name=translation.checked_by,
            date=format_date(translation.checked),
        )
    else:
        mark = t(
            "Translated by the project, not yet checked by a {language}-speaking clinician.",
            language=name_language(get_current_language().code),
        )
    since = t("The {language} page has been updated since.", language=name_language(original_language))
    return TranslationNote(mark, is_checked, since if outdated else "")


def write_translation(page: SourceText, original: SourceText) -> str:
    """Return the text of a translated page with the digest of its original in its front matter.

    A check by a clinician is kept if the original is the same, and removed with the old digest otherwise: it was a
    check of the former translation.

    Raises:
        ValueError: The page has no front matter.

    """
    if not page.body_start:
        raise ValueError("the page has no front matter")
    head, body = page.text[: page.body_start], page.text[page.body_start :]
    digest = compute_digest(original)
    old = _FIELD.search(head)
    if old and digest in old[0]:
        return page.text
    line = f'translation: {{original: "{digest}"}}\n'
    if old:
        return f"{head[: old.start()]}{line}{head[old.end() :]}{body}"
    closing = head.rstrip("\n").rindex("\n") + 1
    return f"{head[:closing]}{line}{head[closing:]}{body}"


def has_check(page: SourceText) -> bool:
    """Return whether a page's front matter says that a clinician checked the translation."""
    found = _FIELD.search(page.text[: page.body_start])
    return bool(found and _CHECKED.search(found[0]))
