"""Writes a new page that builds, and adds it to the menu."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import PurePosixPath
from typing import Any

import yaml

from mkdocs_citeproc.bibliography.model import fold_to_ascii
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.cli.console import UserError, print_line
from psychoed.cli.project import (
    SETTINGS,
    Project,
    TextFile,
    load_page_rules,
    load_settings,
    read_site_text,
    read_text_file,
)
from psychoed.pages.front_matter import read_front_matter
from psychoed.pages.kinds import Kind, PageRules
from psychoed.pages.metadata import PageMeta
from psychoed.site.file_types import find_name_fault

LONGEST_TITLE = 100
_MARKUP = re.compile(r"[<>\[\]{}*_`|#\\\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Site:
    """What a new page takes from the site: its language, its rules, and the pages there are, by path."""

    language: str
    rules: PageRules
    pages: dict[str, PageMeta]


def read_site(project: Project) -> Site:
    """Return what a new page takes from the site."""
    config = load_settings(project)
    rules = load_page_rules(config)
    paths = {path.relative_to(project.docs).as_posix(): path for path in project.list_pages()}
    pages = {
        name: read_front_matter(read_site_text(path, project.root), paths, rules)[0] for name, path in paths.items()
    }
    return Site(
        language=str(config.theme.get("language") or "en"),
        rules=rules,
        pages=pages,
    )


# ---- The page


def make_page_name(title: str) -> str:
    """Return the title as part of the page's address."""
    words = [fold_to_ascii(word) for word in re.split(r"[\W_]+", re.sub("[’']", "", title))]
    return "-".join(word for word in words if word)


def check_title(title: str) -> str:
    """Return the title without extra spaces. Raises UserError if it can't be the title of a page."""
    if found := _MARKUP.search(title):
        raise UserError(f"The title has {found[0]!r}, which is markup or no letter. Use plain words.")
    plain = " ".join(title.split())
    if not make_page_name(plain):
        raise UserError('Give the page a title with Latin letters: psychoed new page practice "Breathing out"')
    if len(plain) > LONGEST_TITLE:
        raise UserError(
            f"The title has {len(plain)} characters. Use at most {LONGEST_TITLE}; a menu cuts off the rest."
        )
    if fault := find_name_fault(f"{make_page_name(plain)}.md"):
        raise UserError(f"The page would be called {make_page_name(plain)}.md: {fault[0]}. Give it another title.")
    return plain


def find_kind(name: str, rules: PageRules) -> Kind:
    """Return the kind called ``name``. Raises UserError, with a suggestion, if there is none with a folder."""
    kind = rules.find_kind(name)
    if kind and kind.folder is not None:
        return kind
    known = [kind.name for kind in rules.kinds if kind.folder is not None]
    raise UserError(f"'{name}' is not a kind of page you can create this way. {list_choices(name, known)}")


def check_folder(folder: str) -> str:
    """Return the folder as a path below docs/. Raises UserError if it is not below it."""
    path = PurePosixPath(folder)
    if path.is_absolute() or ".." in path.parts or "\\" in folder or any(part.startswith(".") for part in path.parts):
        raise UserError(f"'{folder}' is not a folder below docs/.")
    return "" if str(path) == "." else str(path)


def find_next_page(kind: Kind, site: Site) -> str:
    """Return the page that pages of this kind name most often to read next; the home page if there is none."""
    alike = [meta for meta in site.pages.values() if meta.kind == kind] or list(site.pages.values())
    named = Counter(page for meta in alike for page in meta.next if page in site.pages)
    return named.most_common(1)[0][0] if named else "index.md"


def read_template(language: str) -> dict[str, Any]:
    """Return the texts for new pages in a language; in English if there are none in it."""
    folder = resources.files("psychoed") / "starter"
    for name in (language, "en"):
        path = folder / f"pages.{name}.yml"
        if path.is_file():
            loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
            return loaded
    raise AssertionError


def write_page(kind: Kind, title: str, today: date, site: Site) -> str:
    """Return the text of a page that builds, with complete front matter and the usual headings of its kind."""
    texts = read_template(site.language)
    rules = site.rules
    readers = kind.audience or next(iter(rules.audiences), "readers")
    lines = ["---", f"description: {texts['description']}", f"kind: {kind.name}"]
    lines += [f"audience: [{readers}]", f"written: {today}"]
    if kind.role == "news":
        lines += [f"date: {today}", f"categories: [{next(iter(rules.categories), 'News')}]"]
    if kind.role == "handout":
        lines.append("sides: 1")
    lines.append(f"search_terms: [{texts['search_terms']}]")
    if kind.needs_next:
        lines.append(f"next: [{find_next_page(kind, site)}]")
    body = texts["kinds"].get(kind.role or kind.name, texts["default"])
    return "\n".join([*lines, "---", "", f"# {title}", "", texts["lead"], "", body])


# ---- The menu


def _list_sequences(node: yaml.Node) -> Iterator[yaml.SequenceNode]:
    """Yield the lists in a node, outer ones first."""
    if isinstance(node, yaml.SequenceNode):
        yield node
    values = node.value if isinstance(node.value, list) else []
    for value in values:
        for inner in value if isinstance(value, tuple) else (value,):
            yield from _list_sequences(inner)


def _get_page(item: yaml.Node) -> str:
    """Return the page that an item of the menu links to; empty if it is a section."""
    target = item.value[0][1] if isinstance(item, yaml.MappingNode) and item.value else item
    return str(target.value) if isinstance(target, yaml.ScalarNode) else ""


def add_to_nav(settings: str, page: str) -> str | None:
    """Return the text of mkdocs.yml with the page in its menu: after its neighbours, else at the end.

    None if there is a menu to which it can't be added; unchanged if there is no menu, as MkDocs then lists all pages.
    """
    root = yaml.compose(f"{settings}\n", Loader=yaml.SafeLoader)
    pairs: Iterable[tuple[yaml.Node, yaml.Node]] = root.value if isinstance(root, yaml.MappingNode) else ()
    nav = next((value for key, value in pairs if key.value == "nav"), None)
    if nav is None:
        return settings
    folder = PurePosixPath(page).parent

    def rank(items: Sequence[yaml.Node]) -> int:
        return sum(PurePosixPath(_get_page(item)).parent == folder for item in items if _get_page(item))

    lists = [node for node in _list_sequences(nav) if node.value and not node.flow_style]
    if not lists:
        return None
    best = max(lists, key=lambda node: rank(node.value)) if str(folder) != "." else lists[0]
    near = [item for item in best.value if _get_page(item) and PurePosixPath(_get_page(item)).parent == folder]
    last = (near or best.value)[-1]
    lines = settings.split("\n")
    # A block ends where the next one begins; a scalar and what is in brackets end on their own line.
    end = last.end_mark.line + (isinstance(last, yaml.ScalarNode) or bool(last.flow_style))
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    return "\n".join([*lines[:end], f"{' ' * best.start_mark.column}- {page}", *lines[end:]])


# ---- The command


def create_page(project: Project, kind_name: str, title: str, today: date, folder: str | None = None) -> None:
    """Write a page, never over another, and add it to the menu.

    Args:
        project: The site.
        kind_name: The kind of page, as in front matter.
        title: The title.
        today: The day to write into the front matter.
        folder: The folder below docs/; by default, the one in the kind's settings.

    Raises:
        UserError: The kind is unknown, the title or folder can't be used, or the page exists.

    """
    site = read_site(project)
    kind, plain = find_kind(kind_name, site.rules), check_title(title)
    where = kind.folder or "" if folder is None else check_folder(folder)
    slug = f"{today}-{make_page_name(plain)}" if kind.role == "news" else make_page_name(plain)
    name = f"{where}/{slug}.md".lstrip("/")
    path = project.docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(write_page(kind, plain, today, site))
    except FileExistsError as error:
        raise UserError(f"docs/{name} already exists. Give the new page another title.") from error
    print_line(f"Wrote docs/{name}.")
    if kind.role != "news":
        _update_menu(read_text_file(project.settings), name)
    print_line("Now write it. psychoed serve shows it, psychoed check finds mistakes.")


def _update_menu(settings: TextFile, name: str) -> None:
    text = add_to_nav(settings.text, name)
    if text is None:
        print_line(f"Add it to the menu: under nav: in {SETTINGS}, as '- {name}'.")
    elif text != settings.text:
        settings.replace_text(text)
        print_line(f"Added it to the menu, under nav: in {SETTINGS}.")
