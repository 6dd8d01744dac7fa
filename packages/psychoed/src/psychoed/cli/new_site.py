"""Writes a new site that builds at once, from the files in psychoed/starter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from mkdocs_citeproc.bibliography.model import fold_to_ascii
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.cli.console import UserError, print_line
from psychoed.cli.new_page import check_title
from psychoed.site.colours import is_colour

LANGUAGES = ("en", "es")
LONGEST_LOGO = 40_000
"""Bytes; a larger picture would slow down every page."""

_STARTER = resources.files("psychoed") / "starter"
_EMAIL = re.compile(r"[^@\s<>\"'?&%]+@[\w.-]+\.\w+")


@dataclass(frozen=True, slots=True)
class NewSite:
    """What someone wants a new site to be.

    ``topic`` and ``audience`` are words for the middle of a sentence; ``country`` is a code such as ``gb``; ``colour``
    is a name in colours.yml or like ``#1f4b7a``.
    """

    name: str
    topic: str
    audience: str
    language: str = "en"
    country: str = ""
    colour: str = "teal"
    logo: Path | None = None
    email: str = ""


def _load_yaml(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_STARTER / name).read_text(encoding="utf-8"))
    return loaded


def list_colours() -> list[str]:
    """Return the names of the colours that a new site may have."""
    return list(_load_yaml("colours.yml"))


def list_countries() -> list[str]:
    """Return the codes of the countries of which numbers are known."""
    return sorted(_load_yaml("countries.yml"))


def check_wishes(site: NewSite) -> None:
    """Raise UserError with the first of the wishes that can't be fulfilled."""
    for text in (site.name, site.topic, site.audience):
        check_title(text)
    if site.language not in LANGUAGES:
        raise UserError(f"There is no starter in '{site.language}'. {list_choices(site.language, LANGUAGES)}")
    if site.country and not re.fullmatch(r"[a-z]{2}", site.country):
        raise UserError(f"'{site.country}' is not a country's code. Write two letters, such as gb, us or es.")
    if site.colour not in list_colours() and not is_colour(site.colour):
        hint = list_choices(site.colour, list_colours())
        raise UserError(f"There is no colour '{site.colour}'. {hint} Or write one as '#1f4b7a'.")
    if site.email and not _EMAIL.fullmatch(site.email):
        raise UserError(f"'{site.email}' is not an e-mail address. Write it as someone@example.org.")
    if site.logo:
        if site.logo.suffix.lower() not in (".svg", ".png"):
            raise UserError(f"{site.logo.name} is not a picture that can be the logo. Take an SVG or a PNG file.")
        if site.logo.stat().st_size > LONGEST_LOGO:
            raise UserError(f"{site.logo.name} has more than {LONGEST_LOGO // 1000} KB. Take a smaller picture.")


def choose_colours(colour: str) -> Mapping[str, Mapping[str, str]]:
    """Return the colours of the theme that the site sets, by scheme and name."""
    if is_colour(colour):
        return {"light": {"band": colour}, "dark": {"band": colour}}
    found: Mapping[str, Mapping[str, str]] = _load_yaml("colours.yml")[colour]
    return found


# ---- The files


def _list_files(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield the files of the starter, with their paths in the new site."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        name = re.sub(r"^dot-", ".", item.name)
        if name == "__pycache__":  # pip compiles the tests in it
            continue
        if item.is_dir():
            yield from _list_files(item, f"{path}{name}/")
        else:
            yield f"{path}{name}", item


def render_site(site: NewSite, today: date) -> dict[str, bytes]:
    """Return the files of a new site by path."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    environment.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False)
    environment.filters["digits"] = lambda number: re.sub(r"\D", "", number)
    country = _load_yaml("countries.yml").get(site.country, {})
    logo = f"assets/logo{site.logo.suffix.lower()}" if site.logo else "assets/logo.svg"
    colours = choose_colours(site.colour)
    values = {
        "name": check_title(site.name),
        "topic": check_title(site.topic),
        "audience": check_title(site.audience),
        "email": site.email,
        "colours": colours,
        "band": colours.get("light", {}).get("band", "#14524f"),  # the theme's own
        "logo": logo,
        "emergency": country.get("emergency", []),
        "crisis": [{"name": "", "call": "", "text": "", "word": "", **line} for line in country.get("crisis", [])],
        "today": today.isoformat(),
        "version": version("psychoed"),
    }
    files = {}
    for folder in ("common", site.language):
        for path, item in _list_files(_STARTER / folder):
            content = item.read_bytes()
            if path.endswith(".j2"):
                content = environment.from_string(content.decode()).render(values).encode()
            files[path.removesuffix(".j2")] = content
    if site.logo:
        files.pop("docs/assets/logo.svg")
        files[f"docs/{logo}"] = site.logo.read_bytes()
    return files


def create_site(folder: Path, site: NewSite, today: date) -> None:
    """Write a new site into ``folder``, which must be empty or not exist yet, and print what to do next.

    Raises:
        UserError: The folder has files in it, or a wish can't be fulfilled.

    """
    check_wishes(site)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} exists and is not empty. Choose another folder.")
    files = render_site(site, today)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    missing = [path for path, content in files.items() if b"MISSING" in content or b"FALTA EL" in content]
    print_line(f"Wrote {folder} with {len(files)} files. Next:")
    print_line(f"  cd {folder}")
    print_line("  psychoed serve        shows it on http://127.0.0.1:8000")
    print_line("  psychoed check        reports every mistake")
    print_line("Then read its README.md: it says what to fill in before you publish.")
    if missing:
        print_line(f"No numbers are known for this country. Write them, or the site won't build: {', '.join(missing)}")
    else:
        pages = [path for path, content in files.items() if b"\nkind: safety\n" in content]
        print_line(f"Check every emergency number and crisis line before you publish: {', '.join(pages)}")


def make_name(folder: Path) -> str:
    """Return the name that a folder's name suggests: ``Better sleep`` for ``better-sleep``."""
    words = re.sub(r"[-_.]+", " ", folder.resolve().name).strip()
    return words[:1].upper() + words[1:] if fold_to_ascii(words) else "My site"
