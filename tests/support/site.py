"""Builds small whole sites with the real hooks: files in, pages and log lines out."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

ROOT = Path(__file__).resolve().parents[2]
HOOK = str(ROOT / "hooks" / "citation_hook.py")
PAGE_HOOK = str(ROOT / "hooks" / "page_hook.py")
# The theme as our site has it.
THEME = {"name": "psychoed"}
THEME_FILES = ROOT / "packages" / "psychoed" / "src" / "psychoed" / "theme"

# The smallest picture there is: one grey point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010000000000"
    "3a7e9b550000000a49444154789c6368000000820081dd436af40000000049454e44ae426082"
)

EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    {"pymdownx.tabbed": {"alternate_style": True}},
]


# What stands beside a reference in a list: not part of it.
_BESIDE = re.compile(
    r' ?<(?P<tag>a|span) class="(?:free-text|headerlink|cited-on|Z3988)".*?</(?P=tag)>|'
    r' <span class="backlinks">(?:<a.*?</a>|<span.*?</span>| )*</span>'
)


def references(html: str) -> dict[str, str]:
    """The references in a page's lists, each as HTML by its id, without what stands beside them."""
    entries = re.findall(r'<div id="(ref-[^"]+)" class="csl-entry" role="listitem"[^>]*>(.*)</div>', html)
    return {name: _BESIDE.sub("", entry) for name, entry in entries}


@dataclass
class Built:
    """What a build left: pages by their path below site/, log lines, and the message it ended on, if it did."""

    site: Path
    log: list[str] = field(default_factory=list)
    ended: str | None = None

    def __getitem__(self, page: str) -> str:
        return (self.site / page).read_text(encoding="utf-8")

    @property
    def problems(self) -> list[str]:
        """Log lines of warnings and errors."""
        return [line for line in self.log if line.startswith(("WARNING", "ERROR"))]


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.getMessage()}")


def make_site(
    folder: Path,
    files: Mapping[str, str | bytes],
    *,
    citations: Mapping[str, object] | None = None,
    hooks: Sequence[str] | None = None,
    extensions: Sequence[object] | None = None,
    **config: object,
) -> Path:
    """Write a site's files and mkdocs.yml into ``folder``; gives back the path of mkdocs.yml."""
    for name, text in {"theme/main.html": "{{ page.content }}\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    settings: dict[str, object] = {
        "site_name": "A small site",
        "theme": {"name": None, "custom_dir": "theme"},
        "plugins": [],
        "hooks": list(hooks) if hooks is not None else [HOOK],
        "markdown_extensions": list(extensions) if extensions is not None else EXTENSIONS,
        **config,
    }
    if citations is not None:
        settings["extra"] = {"citations": dict(citations)}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return folder / "mkdocs.yml"


def build_site(mkdocs_yml: Path, *, strict: bool = False) -> Built:
    """Build as ``mkdocs build`` does; what ends the build is told, not raised."""
    built = Built(mkdocs_yml.parent / "site")
    log = logging.getLogger("mkdocs")
    handler = _Lines(built.log)
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        config = load_config(str(mkdocs_yml), strict=strict, site_dir=str(built.site))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except (Abort, ConfigurationError, PluginError) as error:
        built.ended = "\n".join([str(error), *(line for line in built.log if line.startswith("ERROR"))])
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
    return built
