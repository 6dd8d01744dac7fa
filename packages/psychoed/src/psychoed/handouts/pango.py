"""Finds the libraries that WeasyPrint needs to draw text, without loading WeasyPrint."""

from __future__ import annotations

import ctypes
import sys

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""Debian's package names; `psychoed doctor --fix` installs them."""

# Each with its names on Linux, macOS and Windows (weasyprint/text/ffi.py has more).
_LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0"),
)


def _load(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def get_version() -> str | None:
    """Return Pango's version, as ``1.50.12``, or None if one of the three libraries is missing."""
    found = [_load(names) for names in _LIBRARIES]
    if not all(found) or found[0] is None:
        return None
    number = int(found[0].pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def explain_install() -> str:
    """Return the command that installs them."""
    if sys.platform == "darwin":
        return "brew install pango"
    return f"sudo apt-get install {' '.join(PACKAGES)}"
