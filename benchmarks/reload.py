"""``python -m benchmarks.reload FOLDER PAGE``: the seconds from saving one page until the whole site is built again.

As ``mkdocs serve`` does it: in one process, the configuration read anew, everything built.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path
from statistics import median

from mkdocs.commands.build import build
from mkdocs.config import load_config


def _build() -> float:
    start = time.perf_counter()
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    return time.perf_counter() - start


def main(folder: str, name: str, saves: int = 3) -> None:
    """Build once, then save a page some times; print the median of the builds that follow."""
    os.chdir(folder)
    logging.disable(logging.CRITICAL)
    _build()
    page = Path(name)
    text = page.read_text(encoding="utf-8")
    taken = []
    for nth in range(saves):
        page.write_text(f"{text}\n\nSaved {nth}.\n", encoding="utf-8")
        taken.append(_build())
    page.write_text(text, encoding="utf-8")
    print(f"{median(taken):.4f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
