"""Connects the theme ``psychoed`` with a site's mkdocs.yml: its assets, colours, fonts and logo."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from mkdocs_citeproc.mkdocs_build import get_root
from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import get_relative_path
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.language import format_css_content, get_current_language, t
from psychoed.plugins.short_menu import DEFAULT
from psychoed.problems import Code
from psychoed.site.colours import (
    PRIMARY,
    choose_text_colour,
    find_low_contrast,
    is_colour,
    read_default_colours,
    render_colours,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

THEME = Path(__file__).parents[1] / "theme"
"""The folder of the theme."""

MATERIAL_STYLES = "assets/material.css"
"""Material's main style sheet in a built site; without a hash in its name, as a build takes rules out of it."""

_THEME_STYLES = "assets/theme.css"  # all of the theme's own, in one file, which is smaller than seven as it is sent
_MATERIAL_FILE = re.compile(r"assets/stylesheets/(main|palette)\.\w+\.min\.css(?:\.map)?")
_ASSETS = {"styles": "extra_css", "scripts": "extra_javascript"}
_OWN_STYLES = "assets/own-theme.css"
_SCHEMES = {"default": "light", "slate": "dark"}
_FAMILIES = re.compile(r"[\w\s,\"'-]+")


class ThemeOptions(base.Config):
    """Settings under ``theme``, next to ``name: psychoed``; Material's others work as well.

    A ``custom_dir`` replaces single templates. The build checks the contrast of all pairs of colours that touch on a
    page (WCAG 2.2, AA).
    """

    colours = option.Type(dict, default={})
    """Colours below ``light`` and ``dark``, each in quotation marks. Default: those in the table below."""

    palette = option.Type((dict, list), default=[])
    """The schemes and their buttons, as in Material.

    ``primary`` colours the header, ``accent`` a link under the pointer. With another ``primary``, the header's text is
    black or white if it could not be read otherwise. Default: that of the reader's device, with a button to change it.
    """

    font = option.Type((dict, bool), default=False)
    """Fonts of the pages; nothing is loaded from another host.

    ``text`` and ``code`` are families that readers have, such as ``Georgia, serif``. ``files`` lists fonts of the
    site's own, each with ``family``, ``file`` (a .woff2 below docs/), and perhaps ``weight`` and ``style: italic``.
    Default: ``false``, the reader's own system font.
    """

    logo = option.Optional(option.Type(str))
    """Picture in the header: a path below docs/. Default: none, the icon of Material."""

    favicon = option.Optional(option.Type(str))
    """Icon of the site in a browser's tab: a path below docs/. Default: that of Material."""

    favicon_ico = option.Optional(option.Type(str))
    """The same as .ico, for programs that know no other: a path below docs/. Default: none."""

    touch_icon = option.Optional(option.Type(str))
    """Icon of the site on a telephone's home screen: a path below docs/. Default: none."""

    menu_limit = option.Type(int, default=DEFAULT)
    """How many entries one list of the menu may have, at least 1.

    A longer list shows its first entry, its parts, the page itself with its neighbours, and a link to a page with all
    entries, ``all-pages.html``. Default: ``200``.
    """


_PICTURES = tuple(name for name, kind in ThemeOptions._schema if isinstance(kind, option.Optional))


def add_theme_assets(config: MkDocsConfig) -> None:
    """Load the theme's styles and scripts before the site's own.

    Args:
        config: The site's settings. Nothing changes if its theme has no styles and scripts of this kind.

    Raises:
        PluginError: The site lists MkDocs' search, which Material's templates do not show.

    """
    theme = config.theme
    if theme.name == "psychoed" and "search" in config.plugins:
        msg = "mkdocs.yml: plugins: the theme does not show the search of 'search'. Write 'material/search'."
        raise PluginError(msg)
    for name, setting in _ASSETS.items():
        if name != "styles" or _THEME_STYLES not in map(str, config.extra_css):
            config[setting] = _put_first(theme.get(name), config[setting])
    config.extra["polyfills"] = _put_first(theme.get("polyfills"), config.extra.get("polyfills"))


def _put_first(first: list[Any] | None, rest: list[Any] | None) -> list[Any]:
    """Return both lists as one, without the entries of ``rest`` that are in ``first``."""
    names = [str(each) for each in first or ()]
    return [*names, *(each for each in rest or () if str(each) not in names)]


class ThemeSettings:
    """The settings ``colours``, ``font``, ``palette`` and pictures under ``theme`` in mkdocs.yml.

    ``problems`` has what is wrong with them; ``css`` the style sheet that they make, empty if the site sets none.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self.problems: list[Problem] = []
        self.css = ""
        self.faces: list[dict[str, Any]] = []
        if config.theme.name == "psychoed":
            self.faces = self._read_faces()
            parts = [render_colours(self._read_colours()), self._read_fonts(), render_printed_texts()]
            self.css = "\n".join(filter(None, parts))
            self._translate_palette()
            self._check_menu()
            config.theme["font"] = False  # Material would link to fonts on another host
            first = [_THEME_STYLES, _OWN_STYLES] if self.css else [_THEME_STYLES]
            config.extra_css = _put_first(first, [each for each in config.extra_css if str(each) not in self._styles()])

    def add_files(self, files: Files) -> None:
        """Add the style sheet to the site's files, and check that pictures and fonts are among them."""
        if self.config.theme.name == "psychoed":
            self._add_material_styles(files)
            self._join_styles(files)
        if self.css:
            files.append(File.generated(self.config, _OWN_STYLES, content=self.css))
        for name in _PICTURES:
            if (path := self.config.theme.get(name)) and not self._has_file(files, path):
                message = f"'{path}' is not a file below docs/"
                self._refuse(message, "Put the picture there, or correct the path.", name)
        for index, face in enumerate(self.faces):
            if not self._has_file(files, face.get("file", "")):
                message = f"'{face.get('file', '')}' is not a file below docs/"
                self._refuse(message, "Put the font there as .woff2, or correct the path.", "font", "files", index)

    def _check_menu(self) -> None:
        most = self.config.theme.get("menu_limit")
        if not isinstance(most, int) or most < 1:
            self._refuse(f"'{most}' is not a whole number above 0", "Write a number such as 200.", "menu_limit")
            self.config.theme["menu_limit"] = DEFAULT

    def _styles(self) -> list[str]:
        return list(map(str, self.config.theme.get("styles") or ()))

    def _join_styles(self, files: Files) -> None:
        """Put the theme's own style sheets into one file; those of a ``custom_dir`` take the place of ours."""
        parts = [file for name in self._styles() if (file := files.get_file_from_path(name))]
        for file in parts:
            files.remove(file)
        css = "\n".join(file.content_string for file in parts)
        files.append(File.generated(self.config, _THEME_STYLES, content=css))

    def _add_material_styles(self, files: Files) -> None:
        """Put Material's main style sheet at ``MATERIAL_STYLES``; assets/site.css replaces the one with its colours."""
        for file in list(files):
            if found := _MATERIAL_FILE.fullmatch(file.src_uri):
                files.remove(file)
                if found[1] == "main" and file.src_uri.endswith(".css"):
                    css = file.content_string.partition("/*# sourceMappingURL")[0]
                    files.append(File.generated(self.config, MATERIAL_STYLES, content=css))

    def _has_file(self, files: Files, path: object) -> bool:
        folders = self.config.theme.dirs
        return files.get_file_from_path(str(path)) is not None or any(
            Path(each, str(path)).is_file() for each in folders
        )

    def _translate_palette(self) -> None:
        """Translate the names of the buttons that switch colours."""
        names = {
            "Device colours. Switch to light mode": t("Device colours. Switch to light mode"),
            "Light mode. Switch to dark mode": t("Light mode. Switch to dark mode"),
            "Dark mode. Switch to device colours": t("Dark mode. Switch to device colours"),
        }
        palette = self.config.theme.get("palette") or []
        for entry in [palette] if isinstance(palette, dict) else palette:
            if toggle := entry.get("toggle"):
                toggle["name"] = names.get(toggle.get("name"), toggle.get("name"))

    def _read_colours(self) -> dict[str, dict[str, str]]:
        """Return the site's valid colours by scheme and name, and record those with too little contrast."""
        defaults = read_default_colours((THEME / "assets" / "site.css").read_text(encoding="utf-8"))
        own: dict[str, dict[str, str]] = {scheme: {} for scheme in defaults}
        where: dict[tuple[str, str], tuple[str | int, ...]] = {}
        for scheme, name, value, path in self._listed_colours(defaults):
            own[scheme][name] = value
            where[scheme, name] = path
        for scheme, default in defaults.items():
            if "band" in own[scheme] and "band-ink" not in own[scheme]:
                own[scheme]["band-ink"] = choose_text_colour(own[scheme]["band"], default["band-ink"])
            worst: dict[tuple[str | int, ...], tuple[float, str, str]] = {}
            for text, ground, ratio, needed in find_low_contrast({**default, **own[scheme]}):
                path = where.get((scheme, text)) or where.get((scheme, ground)) or ("colours",)
                message = f"'{text}' on '{ground}' has a contrast of {ratio:.1f} in the {scheme} scheme"
                found = ratio - needed, message, f"It needs {needed:g} or more (WCAG 2.2 AA)."
                worst[path] = min(worst.get(path, found), found)
            for path, (_, message, hint) in worst.items():
                self._refuse(message, hint, *path, code=Code.LOW_CONTRAST)
        return own

    def _listed_colours(
        self, defaults: Mapping[str, Mapping[str, str]]
    ) -> Iterator[tuple[str, str, str, tuple[str | int, ...]]]:
        """Yield scheme, name and value of each valid colour, with its path below ``theme``."""
        palette = self.config.theme.get("palette") or []
        for index, entry in enumerate([palette] if isinstance(palette, dict) else palette):
            scheme = _SCHEMES.get(entry.get("scheme", "default"), "light")
            for setting, name in (("primary", "band"), ("accent", "link-hover")):
                value = str(entry.get(setting, "custom")).replace("-", " ")
                path = ("palette", setting) if isinstance(palette, dict) else ("palette", index, setting)
                if value in PRIMARY:
                    yield scheme, name, PRIMARY[value], path
                elif value != "custom":
                    hint = list_choices(value, [*PRIMARY, "custom"])
                    self._refuse(f"there is no colour '{value}'", hint, *path)
        colours = self.config.theme.get("colours") or {}
        if not isinstance(colours, dict):
            self._refuse(
                "'colours' must have 'light' and 'dark'", "Write colours below each, as 'link: \"#0d5a58\"'.", "colours"
            )
            return
        for scheme, names in colours.items():
            if scheme not in defaults or not isinstance(names, dict):
                self._refuse(f"'{scheme}' is not 'light' or 'dark' with colours below it", "", "colours", str(scheme))
                continue
            for name, value in names.items():
                path = ("colours", scheme, str(name))
                if name not in defaults[scheme]:
                    self._refuse(
                        f"there is no colour '{name}'", list_choices(str(name), sorted(defaults[scheme])), *path
                    )
                elif not is_colour(value):
                    self._refuse(f"'{value}' is not a colour", 'Write it in quotes, as in "#0d5a58".', *path)
                else:
                    yield scheme, name, value, path

    def _read_fonts(self) -> str:
        font = self.config.theme.get("font")
        if not font:
            return ""
        if not isinstance(font, dict):
            self._refuse("'font' must be false, or have 'text' or 'code' below it", "", "font")
            return ""
        rules = [
            f'@font-face {{\n  font-family: "{face["family"]}";\n  src: url("../{face["file"]}") format("woff2");\n'
            f"  font-weight: {int(face.get('weight', 400))};\n"
            f"  font-style: {'italic' if face.get('style') == 'italic' else 'normal'};\n  font-display: swap;\n}}\n"
            for face in self.faces
        ]
        lines = []
        for name in ("text", "code"):
            families = font.get(name)
            if families and not _FAMILIES.fullmatch(str(families)):
                self._refuse(
                    f"'{families}' is not a list of font families", "Write it as 'Georgia, serif'.", "font", name
                )
            elif families:
                lines.append(f"  --md-{name}-font-family: {families};\n")
        return "\n".join([*rules, f"[data-md-color-scheme] {{\n{''.join(lines)}}}\n" if lines else ""])

    def _read_faces(self) -> list[dict[str, Any]]:
        """Return the site's own font files that are described completely."""
        font = self.config.theme.get("font") or {}
        faces = (font.get("files") or []) if isinstance(font, dict) else []
        good = []
        for index, face in enumerate(faces if isinstance(faces, list) else []):
            sound = (
                isinstance(face, dict)
                and re.fullmatch(r"[\w -]+", str(face.get("family", "")))
                and re.fullmatch(r"[\w./-]+\.woff2", str(face.get("file", "")))
                and str(face.get("weight", 400)).isdecimal()
            )
            if sound:
                good.append(face)
            else:
                self._refuse(
                    "a font file needs 'family' and 'file'", "The file is a .woff2 below docs/.", "font", "files", index
                )
        return good

    def _refuse(self, message: str, hint: str, *path: str | int, code: Code = Code.BAD_SETTING) -> None:
        where = locate_setting(self.config, "theme", *path)
        problem = Problem(code, where, f"theme.{'.'.join(map(str, path))}: {message}", hint)
        if problem not in self.problems:
            self.problems.append(problem)


def render_printed_texts() -> str:
    """Return the texts that style sheets print, in other languages than English."""
    if get_current_language().is_english:
        return ""
    page = format_css_content(t("Page {number} of {all}"), {"number": "counter(page)", "all": "counter(pages)"})
    longer = format_css_content(t(" (if you take {number} minutes or more)"), {"number": "attr(data-from)"})
    return (
        f"@media print {{\n  @page {{\n    @bottom-right {{\n      content: {page};\n    }}\n  }}\n}}\n\n"
        f".guided li[data-from]::after {{\n  content: {longer};\n}}\n"
    )


def locate_setting(config: MkDocsConfig, *path: str | int) -> Location:
    """Return the place in mkdocs.yml of the setting at ``path``, or of the closest one above it that is there."""
    file = Path(config.config_file_path or "mkdocs.yml")
    name = get_relative_path(file, get_root(config))
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError):
        return Location(name)
    mark = None
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = [(node.value[part], node.value[part])]
        else:
            found = []
        if not found:
            break
        mark, node = found[0][0].start_mark, found[0][1]
    return Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
