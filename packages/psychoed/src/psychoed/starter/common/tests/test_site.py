"""The site builds without a mistake, and every page leads to help."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly."""
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def list_pages(kind: str) -> list[str]:
    """Return the addresses of the pages of a kind, relative to the home page."""
    sources = sorted((ROOT / "docs").rglob("*.md"))
    found = [source for source in sources if f"\nkind: {kind}\n" in source.read_text(encoding="utf-8")]
    return [source.relative_to(ROOT / "docs").with_suffix("").as_posix() for source in found]


def test_every_page_leads_to_help(site: Path) -> None:
    [help_page] = list_pages("safety")
    pages = [page for page in sorted(site.rglob("index.html")) if page != site / help_page / "index.html"]
    assert len(pages) >= 8
    for page in pages:
        link = rf'<a\b[^>]* href="[^"]*\b{Path(help_page).name}/[#"]'
        assert re.search(link, page.read_text(encoding="utf-8")), page


def test_every_handout_has_its_check_first_line(site: Path) -> None:
    handouts = list_pages("handout")
    assert handouts
    for name in handouts:
        assert 'class="check-first"' in (site / name / "index.html").read_text(encoding="utf-8")


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]+)"', page.read_text(encoding="utf-8"))
        assert not [address for address in loaded if address.startswith(("http:", "https:", "//"))], page
