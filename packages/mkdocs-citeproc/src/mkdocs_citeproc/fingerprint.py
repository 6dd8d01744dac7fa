"""What a cache depends on beside its input: the code that made what is in it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from mkdocs_citeproc.cache import hash_parts
from mkdocs_citeproc.formatting import pandoc

_PACKAGE = Path(__file__).resolve().parent


@cache
def fingerprint_code(*rooms: str) -> str:
    """A hash of the code of some rooms, of pybtex's version and of pandoc's: another one is another cache.

    Read from the files, so that no one has to remember to count a number up.
    """
    code = [path.read_text(encoding="utf-8") for room in rooms for path in sorted((_PACKAGE / room).glob("*.py"))]
    pybtex = find_spec("pybtex")
    version = Path(pybtex.origin or "").with_name("__version__.py") if pybtex else None
    return hash_parts(
        *code, version.read_text(encoding="utf-8") if version and version.is_file() else "", pandoc.VERSION
    )
