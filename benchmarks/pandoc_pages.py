"""``python pandoc_pages.py``: every page of the folder docs/ by a pandoc of its own, one after the other, into built/.

No theme, no menu and no search: what is left of a site generator's work is its citations.
"""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Build all pages; raises CalledProcessError where pandoc fails."""
    spec = find_spec("pypandoc")
    assert spec  # noqa: S101
    pandoc = Path(spec.origin or "").parent / "files" / "pandoc"
    Path("built").mkdir(exist_ok=True)
    for page in sorted(Path("docs").glob("*.md")):
        out = Path("built", page.stem).with_suffix(".html")
        command = [
            str(pandoc),
            str(page),
            "--standalone",
            "--citeproc",
            "--csl=apa.csl",
            "--bibliography=references.bib",
            "-o",
            str(out),
        ]
        subprocess.run([*command, "--metadata", f"title={page.stem}"], check=True, capture_output=True)


if __name__ == "__main__":
    main()
