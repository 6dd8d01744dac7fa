"""A cache of compiled templates: compiling Material's takes a fifth of a small site's build, and they rarely change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache, FileSystemLoader

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig


def make_environments_quicker(config: MkDocsConfig, folder: Path) -> None:
    """Let each environment of the theme, of which plugins make some, use the cache in ``folder``.

    MkDocs lists a theme's files by its environment, and leaves hidden ones out. Material has 14,000 in a hidden folder,
    which are not listed here at all.
    """
    make = config.theme.get_env

    def get_env() -> Environment:
        env = make()
        if type(env.loader) is FileSystemLoader:
            env.loader = _VisibleLoader(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
        cache_compiled_templates(env, folder)
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


class _VisibleLoader(FileSystemLoader):
    """Lists no files in hidden folders."""

    def list_templates(self) -> list[str]:
        found = set()
        for folder in self.searchpath:
            for parent, folders, files in os.walk(folder, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {Path(parent, name).relative_to(folder).as_posix() for name in files}
        return sorted(found)


def cache_compiled_templates(env: Environment, folder: Path) -> None:
    """Let ``env`` cache its templates' bytecode in ``folder``; do nothing if that cannot be written.

    Jinja checks cached files against the template's text, so outdated ones are never used.
    """
    # Bytecode compiled with and without escaping must not be mixed up, and Jinja does not tell them apart.
    folder /= "escaping" if env.autoescape else "raw"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / "writable"
        probe.touch()
        probe.unlink()
    except OSError:
        return
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
