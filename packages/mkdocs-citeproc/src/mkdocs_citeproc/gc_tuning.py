"""Python's collector of cyclic garbage, run less often while a site is built.

A build makes many objects and keeps nearly all of them to its end: at Python's usual threshold the collector walks
through them again and again and finds nothing, which takes a twentieth of a build.
"""

from __future__ import annotations

import gc

_BETWEEN = 50_000


def tune_gc() -> None:
    """From now on; what is there already, mostly modules, is not walked through at all. What someone set is left."""
    if 0 < gc.get_threshold()[0] < _BETWEEN:
        gc.freeze()
        gc.set_threshold(_BETWEEN, 20, 50)
