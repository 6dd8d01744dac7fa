"""Fingerprint of the code that computes cached values; caches depend on it as well as on their input."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from mkdocs_citeproc.cache import hash_parts
from mkdocs_citeproc.formatting import pandoc

_PACKAGE = Path(__file__).resolve().parent


@cache
def fingerprint_code(*subpackages: str) -> str:
    """Return a hash of the code of some subpackages and of the versions of pybtex and pandoc.

    Reading the code itself means that nobody has to remember to raise a version number.
    """
    code = [path.read_text(encoding="utf-8") for name in subpackages for path in sorted((_PACKAGE / name).glob("*.py"))]
    pybtex = find_spec("pybtex")
    version = Path(pybtex.origin or "").with_name("__version__.py") if pybtex else None
    return hash_parts(
        *code, version.read_text(encoding="utf-8") if version and version.is_file() else "", pandoc.VERSION
    )
