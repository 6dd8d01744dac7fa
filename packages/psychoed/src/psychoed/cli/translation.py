"""Records which version of its original a translated page was made from, and lists the pages that are older."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from psychoed.cli.console import UserError, print_line
from psychoed.cli.project import Project, load_page_rules, load_settings, read_site_text, read_text_file
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.translation import compute_digest, has_check, write_translation


def record_translation(project: Project, pages: Sequence[Path]) -> None:
    """Write into the front matter of translated pages which version of their originals they were made from."""
    folders = find_language_folders(project)
    if len(folders) < 2:
        raise UserError("This site has one language: mkdocs.yml has no 'extra.page.languages'.")
    for page, original in [(page, _find_original(page, folders, project.root)) for page in pages]:
        file, source = read_text_file(page), read_site_text(page, project.root)
        try:
            text = write_translation(source, read_site_text(original, project.root))
        except ValueError as error:
            raise UserError(f"{source.path}: {error}. Add it first; psychoed check says what it needs.") from error
        if text == source.text:
            print_line(f"{source.path}: unchanged, it has the digest of {_name(original, project.root)}.")
            continue
        file.replace_text(text)
        print_line(f"{source.path}: made from {_name(original, project.root)} as it is now.")
        if has_check(source):
            print_line("  'checked' was removed, as the original has changed. Ask for another check.")


def find_language_folders(project: Project) -> list[Path]:
    """Return the folders of the pages in each of a site's languages, its first language first."""
    from psychoed.plugins.languages import SiteLanguages

    languages = SiteLanguages(load_settings(project))
    return [languages.find_docs(each).resolve() for each in languages.all]


def _find_original(page: Path, folders: Sequence[Path], root: Path) -> Path:
    first, *others = folders
    for folder in others:
        if page.resolve().is_relative_to(folder):
            original = first / page.resolve().relative_to(folder)
            if original.is_file():
                return original
            raise UserError(f"{page} has no original: there is no {_name(original, root)}. Both have the same path.")
    raise UserError(
        f"{page} is not a translated page: it is not in {' or '.join(_name(each, root) for each in others)}."
    )


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def list_outdated_translations(project: Project) -> Iterator[str]:
    """Yield a line for each translated page whose original has changed since."""
    rules = replace(load_page_rules(load_settings(project)), has_translations=True)
    folders = find_language_folders(project)
    for folder in folders[1:]:
        for page in sorted(folder.rglob("*.md")):
            source, original = read_site_text(page, project.root), folders[0] / page.relative_to(folder)
            made_from = read_front_matter(source, (), rules)[0].translation
            if made_from and original.is_file():
                text = read_site_text(original, project.root)
                if compute_digest(text) != made_from.original:
                    yield f"{source.path}: {text.path} has changed since this page was translated"
