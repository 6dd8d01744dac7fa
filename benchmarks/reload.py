"""``python -m benchmarks.reload FOLDER PAGE``: build a site as ``mkdocs serve`` does, again after each save of a page.

In one process: the configuration is read anew, and everything is built. For each line on standard input the page is
saved, and the build that follows printed: its seconds of wall time and of the processor's.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config


def _build() -> tuple[float, float]:
    start, before = time.perf_counter(), sum(os.times()[:4])
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    return time.perf_counter() - start, sum(os.times()[:4]) - before


def main(folder: str, name: str) -> None:
    """Build once, then after each save, until there is no more input."""
    os.chdir(folder)
    logging.disable(logging.CRITICAL)
    _build()
    page = Path(name)
    text = page.read_text(encoding="utf-8")
    print("built", flush=True)
    for nth, _ in enumerate(sys.stdin):
        page.write_text(f"{text}\n\nSaved {nth}.\n", encoding="utf-8")
        seconds, cpu = _build()
        print(f"{seconds:.4f} {cpu:.4f}", flush=True)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
