"""Adds a language to a site: a copy of the pages to translate, a file with what differs, and the list of languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from psychoed.cli.console import UserError, print_line
from psychoed.cli.project import SETTINGS, Project, load_settings, read_text_file

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAV = re.compile(r"^nav:.*\n(?:[ \t#-].*\n|\n)*", re.MULTILINE)
_LISTED = re.compile(r"(^ {4}languages:\n(?: {6}.*\n)+)", re.MULTILINE)
_PAGE = re.compile(r"(^extra:[ \t]*\n(?:[ #].*\n|\n)*? {2}page:[ \t]*\n)", re.MULTILINE)
_EXTRA = re.compile(r"(^extra:[ \t]*\n)", re.MULTILINE)


def add_language(project: Project, code: str) -> None:
    """Write docs-CODE/ and mkdocs.CODE.yml, and name the language in mkdocs.yml; print what to do next.

    Raises:
        UserError: There is no such language, or the site has it.

    """
    from psychoed.plugins.page_settings import read_page_settings

    config = load_settings(project)
    page, own = read_page_settings(config), str(config.theme.get("language") or "en")
    docs, target = Path(config.docs_dir), project.root / f"docs-{code}"
    settings = project.root / f"mkdocs.{code}.yml"
    name = find_language_name(code)
    if code in (own, *(each.code for each in page.languages)) or settings.exists() or target.exists():
        raise UserError(f"The site has '{code}' already, or at least {settings.name} or {target.name}/.")
    shutil.copytree(docs, target)
    checked = Path(page.check_first).resolve() if page.check_first else None
    translated = checked.with_suffix(f".{code}{checked.suffix}") if checked else None
    if checked and translated:
        shutil.copyfile(checked, translated)
    text = read_text_file(project.settings)
    box = _name(translated, project) if translated else ""
    settings.write_text(_write_settings(text.text, config.site_name, code, box), encoding="utf-8")
    first = [] if page.languages else [_item(own, find_language_name(own), f"docs: {_name(docs, project)}")]
    items = [*first, _item(code, name, f"folder: {code}, docs: {target.name}")]
    changed = list_languages(text.text, items)
    pages = len(list(target.rglob("*.md")))
    print_line(f"Wrote {settings.name}, and {target.name}/ with a copy of {pages} pages. Next:")
    if changed is None:
        print_line(f"  Add to {SETTINGS}, under extra: page: languages: {' '.join(items)}")
    else:
        text.replace_text(changed)
    files = f"{settings.name}, {target.name}/" + (f" and {box}" if box else "")
    print_line(f"  Translate {files}. Names of files stay as they are.")
    print_line(f"  psychoed translation {target.name}/index.md    once a page is translated; it then says so")
    print_line("  psychoed serve        shows both languages")


def find_language_name(code: str) -> str:
    """Return a language's name in the language itself, such as ``Español``. Raises UserError if there is none."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name() or ""
    except (UnknownLocaleError, ValueError) as error:
        raise UserError(f"There is no language '{code}'. Write its code, such as es, de or pt-BR.") from error
    return name[:1].upper() + name[1:]


def list_languages(settings: str, items: Sequence[str]) -> str | None:
    """Return mkdocs.yml with ``items`` in its list of languages; None if its ``extra`` is written in another way."""
    lines = "".join(f"      {item}\n" for item in items)
    settings = settings.rstrip("\n") + "\n"
    if _LISTED.search(settings):
        return _LISTED.sub(rf"\g<1>{lines}", settings, count=1)
    if _PAGE.search(settings):
        return _PAGE.sub(rf"\g<1>    languages:\n{lines}", settings, count=1)
    if _EXTRA.search(settings):
        return _EXTRA.sub(rf"\g<1>  page:\n    languages:\n{lines}", settings, count=1)
    if re.search(r"^extra:", settings, re.MULTILINE):
        return None
    return f"{settings}\nextra:\n  page:\n    languages:\n{lines}"


def _item(code: str, name: str, rest: str) -> str:
    return f"- {{code: {code}, name: {name}, {rest}}}"


def _name(path: Path, project: Project) -> str:
    return path.resolve().relative_to(project.root).as_posix()


def _write_settings(settings: str, name: str, code: str, check_first: str) -> str:
    nav = _NAV.search(settings)
    page = f"    check_first: {check_first}\n" if check_first else ""
    return (
        "# What differs in this language; everything else is as in mkdocs.yml. Translate the names here.\n"
        "# Settings with words in them, such as audiences and safety, can be given under extra: page: as well.\n"
        f"INHERIT: {SETTINGS}\nsite_name: {name!r}\ndocs_dir: docs-{code}\n\ntheme:\n  language: {code}\n"
        + (f"\n{nav[0].rstrip()}\n" if nav else "")
        + (f"\nextra:\n  page:\n{page}" if page else "")
    )
