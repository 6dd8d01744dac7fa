"""Makes the pictures that can't be drawn by hand, from those that are: ``.venv/bin/python -m tools.pictures``.

Phones, old browsers and sites that show a card for a link take no SVG. Each PNG carries its drawing's fingerprint, so
that a test sees when a drawing has changed since; browsers draw a little differently, so the PNGs are kept, not built.
The picture in the README is taken of dist/preview/, so run ``psychoed build`` and ``psychoed preview`` first.
"""

from __future__ import annotations

import base64
import struct
import sys
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from psychoed.cli.browser import open_browser
from tools.run import ROOT, run_main

DOCS = ROOT / "docs"
MADE = {
    "favicon.ico": ("assets/icon.svg", 32, 32),
    "assets/icon-180.png": ("assets/icon.svg", 180, 180),
    "assets/card.png": ("assets/card.svg", 1200, 630),
    "../docs-es/assets/card.png": ("../docs-es/assets/card.svg", 1200, 630),
}
"""Each picture below docs/, with its drawing and its width and height in pixels."""

SHOWN = ROOT / ".github" / "site.png"
_SCREENS: tuple[tuple[str, int, int, Literal["light", "dark"]], ...] = (
    ("index.html", 1280, 860, "light"),
    ("flare/index.html", 390, 844, "light"),
    ("flare/index.html", 390, 844, "dark"),
)
"""The README's picture: pages with the width and height of a screen in pixels, and its colour scheme."""
_HIGH = 390  # the height of each page in it

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = len(_SIGNATURE) + 25  # the first chunk, IHDR, always has this length


def hash_drawing(drawing: bytes) -> bytes:
    """Return the fingerprint of a drawing that its picture contains."""
    return sha256(drawing.replace(b"\r\n", b"\n")).hexdigest().encode()


def mark_picture(png: bytes, drawing: bytes) -> bytes:
    """Return the picture with its drawing's fingerprint in a text chunk after its header (PNG standard, 11.3.3.3)."""
    data = b"tEXt" + b"Source\0" + hash_drawing(drawing)
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return png[:_HEADER] + chunk + png[_HEADER:]


def write_ico(png: bytes, size: int) -> bytes:
    """Return a PNG of ``size`` pixels a side, at most 255, as an icon file."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, size, size, 0, 0, 1, 32, len(png), 22) + png


def take_screenshots(chromium: Browser, folder: Path) -> bytes:
    """Return the README's picture: pages of the site in ``folder``, side by side."""
    images = ""
    for path, width, height, colours in _SCREENS:
        page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
        page.goto((folder / path).as_uri())
        images += f'<img height="{_HIGH}" src="data:image/png;base64,{base64.b64encode(page.screenshot()).decode()}">'
        page.close()
    page = chromium.new_page()
    style = (
        "body{margin:0;display:inline-flex;gap:16px}img{border:1px solid #bbb;border-radius:6px;box-sizing:border-box}"
    )
    page.set_content(f"<style>{style}</style><body>{images}")
    return page.locator("body").screenshot()


def main() -> int:
    """Make all pictures."""
    with open_browser(ROOT / ".cache") as chromium:
        for name, (source, width, height) in MADE.items():
            drawing = (DOCS / source).read_bytes()
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:100vw}}</style>{drawing.decode()}")
            png = mark_picture(page.screenshot(omit_background=True), drawing)
            Path(DOCS, name).write_bytes(write_ico(png, width) if name.endswith(".ico") else png)
            page.close()
        SHOWN.write_bytes(take_screenshots(chromium, ROOT / "dist" / "preview"))
        chromium.close()
    return 0


if __name__ == "__main__":
    run_main(main) if not sys.argv[1:] else sys.exit(__doc__)
