"""Keeping compiled templates: compiling Material's takes a fifth of a small site's build, and they rarely change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from jinja2 import Environment


def cache_compiled_templates(env: Environment, folder: Path) -> None:
    """Let ``env`` keep its templates' bytecode in ``folder``; where that cannot be written, it goes without.

    Jinja names a file after the template and checks it against the template's text, so an old one is never taken.
    """
    # Bytecode that does not escape must never be taken for bytecode that does: Jinja would not tell them apart.
    folder /= "escaping" if env.autoescape else "raw"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / "writable"
        probe.touch()
        probe.unlink()
    except OSError:
        return
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
