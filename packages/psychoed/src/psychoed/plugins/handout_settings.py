"""Settings of the plugin ``psychoed/handouts``, under ``extra.handouts`` in mkdocs.yml. All of them are optional."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option

from mkdocs_citeproc.mkdocs_build import get_root
from mkdocs_citeproc.settings import raise_if_invalid, read_extra_settings
from psychoed.handouts.model import Practice

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
_WOFF2 = b"wOF2"  # how such a file begins
_NAME_LIMIT, _PHONE_LIMIT = 80, 40
_LOGO_LIMIT = 40_000  # bytes, so that a handout stays below 100 KB
_SVG_TEXT = re.compile(rb"<(?:\w+:)?text[\s>]")
_PHONE = re.compile(r"[\d+()/.\s–-]*(?:(?:ext|x)\.?\s*\d+)?\Z", re.IGNORECASE)


class PracticeSettings(base.Config):
    """The practice that gives out the handouts, printed at the top of every PDF."""

    name = option.Type(str, default="")
    """Name of the practice, at most 80 characters. Default: empty, nothing is printed."""

    telephone = option.Type(str, default="")
    """Telephone number of the practice, in quotation marks; needs ``name``. Default: empty."""

    logo = option.Type(str, default="")
    """PNG, JPEG or SVG file of at most 40 KB; needs ``name``. Default: empty, no logo."""


class FontSettings(base.Config):
    """The site's own fonts, as WOFF2 files, for letters that the built-in font lacks, which has those of Europe."""

    regular = option.Type(str, default="")
    """The regular weight. Default: empty, no font of the site's."""

    bold = option.Type(str, default="")
    """The bold weight; needs ``regular``. Default: empty, the regular one is used."""


class HandoutSettings(base.Config):
    """Settings of ``psychoed/handouts``, one per attribute. Paths are relative to the folder of mkdocs.yml."""

    practice = option.SubConfig(PracticeSettings)
    """The practice's ``name``, ``telephone`` and ``logo``, for the top of every PDF. Default: none."""

    fonts = option.SubConfig(FontSettings)
    """Fonts for other scripts: ``regular`` and ``bold``, paths of files. Default: none, only the built-in font."""

    check_first = option.Type(str, default="")
    """Short text that replaces the check-first line on printed handouts. Default: empty."""

    clinician_heading = option.Type(str, default="")
    """Heading above a handout's notes for clinicians. Default: ``For the clinician`` in the site's language."""

    workbook_title = option.Type(str, default="")
    """Title of the PDF that contains all handouts. Default: ``All handouts`` in the site's language."""

    workbook_owner = option.Optional(option.Type(str))
    """Label of the line for a name on that PDF's cover; empty for none.

    Default: ``This workbook belongs to`` in the site's language.
    """

    workbook_intro = option.Type(str, default="")
    """Text on that PDF's cover that says how to use it, a paragraph per line. Default: empty."""

    packet_title = option.Type(str, default="")
    """Title of a PDF that readers put together with the packet builder.

    Default: ``Handouts`` in the site's language.
    """

    packets = option.Type(dict, default={})
    """Handouts that are often given together: names of handouts by the name of the set. Default: none."""

    versions = option.Type(str, default="")
    """Folder with the PDFs of earlier versions, which stay at their addresses; another one for each language.

    Default: empty, only today's version.
    """

    contents_heading = option.Type(str, default="")
    """Heading of the table of contents in the PDF with all handouts. Default: ``Contents`` in the site's language."""


def read_handout_settings(config: MkDocsConfig) -> tuple[HandoutSettings, Practice]:
    """Return the settings and the practice with its logo. Raises PluginError that lists all invalid settings."""
    settings, wrong, sound = read_extra_settings(config, "handouts", HandoutSettings)
    practice = Practice()
    if sound:
        practice, more = _practice(settings.practice, get_root(config))
        wrong += more
        wrong += _find_wrong_fonts(settings.fonts, get_root(config))
    raise_if_invalid(wrong, "handouts")
    return settings, practice


def list_own_fonts(settings: HandoutSettings, root: Path) -> list[Path]:
    """Return the paths of the site's regular and bold font, if it has any."""
    named = [settings.fonts.regular, settings.fonts.bold or settings.fonts.regular]
    return [(root / name).resolve() for name in named if name]


def _find_wrong_fonts(given: FontSettings, root: Path) -> Iterator[str]:
    if given.bold and not given.regular:
        yield "  fonts.regular: is missing; it is needed with a bold font"
    for name, shown in given.items():
        path = (root / shown).resolve()
        if not shown:
            continue
        try:
            if not path.is_relative_to(root):
                yield f"  fonts.{name}: '{shown}' is outside the folder of mkdocs.yml"
            elif not path.read_bytes().startswith(_WOFF2):
                yield f"  fonts.{name}: '{shown}' is not a WOFF2 font"
        except OSError as error:
            yield f"  fonts.{name}: '{shown}' cannot be read ({error.strerror})"


def _practice(given: PracticeSettings, root: Path) -> tuple[Practice, list[str]]:
    wrong = []
    name, telephone = " ".join(given.name.split()), " ".join(given.telephone.split())
    if (telephone or given.logo) and not name:
        wrong.append("  practice.name: is missing; it is needed with a telephone number or a logo")
    if len(name) > _NAME_LIMIT:
        wrong.append(f"  practice.name: at most {_NAME_LIMIT} characters, so that it fits on one line")
    if len(telephone) > _PHONE_LIMIT or not _PHONE.match(telephone):
        wrong.append(
            f"  practice.telephone: '{telephone}' is not a telephone number. Quote it: telephone: '+44 20 7946 0000'"
        )
    logo = ""
    if given.logo:
        logo, message = _logo(root / given.logo, given.logo)
        wrong += [f"  practice.logo: {message}"] if message else []
    return Practice(name, telephone, logo), wrong


def _logo(path: Path, shown: str) -> tuple[str, str]:
    """Return the picture at ``path`` as a data URI and an error message; one of them is empty."""
    kind = _TYPES.get(path.suffix.lower())
    if kind is None:
        return "", f"'{shown}' is not a {', '.join(sorted(_TYPES))} file"
    try:
        data = path.read_bytes()
    except OSError as error:
        return "", f"'{shown}' cannot be read ({error.strerror})"
    if kind == "image/svg+xml" and _SVG_TEXT.search(data):
        return (
            "",
            f"'{shown}' has text in it, for which handouts have no font. Convert the text to paths and save it again",
        )
    if len(data) > _LOGO_LIMIT:
        return "", f"'{shown}' has {len(data) // 1000} KB; at most {_LOGO_LIMIT // 1000}, so that handouts stay small"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}", ""
