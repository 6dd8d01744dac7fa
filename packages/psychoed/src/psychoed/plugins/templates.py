"""A cache of compiled templates: compiling Material's takes a fifth of a small site's build, and they rarely change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from jinja2 import Environment


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
