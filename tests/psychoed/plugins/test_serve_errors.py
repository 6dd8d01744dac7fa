"""While serving, a page that can't be built is told in the browser, and the site comes back once it can."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.mkdocs_serve import answer, mkdocs_serve, wait_for
from support.site import ROOT, make_site

PAGE = "# Bread\n"
WRONG = "---\nhide: 5\n---\n# Bread\n"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A site as `mkdocs serve` serves it."""
    hooks = [str(ROOT / "hooks" / "site_hook.py")]
    theme = {"name": None, "custom_dir": "theme"}
    files = {"docs/index.md": PAGE, "docs/a.txt": "Rye", "theme/main.html": "<body>{{ page.content }}</body>"}
    mkdocs_yml = make_site(tmp_path, files, hooks=hooks, theme=theme)
    with mkdocs_serve(mkdocs_yml) as served:
        yield served


def test_a_page_that_cannot_be_built_is_told_in_the_browser(address: str, tmp_path: Path) -> None:
    page = tmp_path / "docs" / "index.md"
    assert "Bread" in wait_for(address, 200)
    page.write_text(WRONG)
    body = wait_for(address, 500)
    assert "docs/index.md:2:1: [bad-metadata]" in body
    assert "livereload(" in body
    page.write_text(PAGE)
    assert "Bread" in wait_for(address, 200)
    assert answer(address + "a.txt") == (200, "Rye")


def test_wrong_settings_are_told_in_the_browser(address: str, tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    sound = settings.read_text()
    wait_for(address, 200)
    for wrong in ("nav: [\n", "nav: 5\n", "theme: nosuch\n"):
        settings.write_text(sound + wrong if wrong != "theme: nosuch\n" else "site_name: x\n" + wrong)
        assert "mkdocs.yml:" in wait_for(address, 500)
        assert str(tmp_path) not in wait_for(address, 500)
        settings.write_text(sound)
        assert "Bread" in wait_for(address, 200)


def ask(address: str, path: str, host: str) -> int:
    """Return the status of a request for ``path`` of ``host``."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    return connection.getresponse().status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("x.example", 403),
        ("127.0.0.1.x.example", 403),
        ("localhost.x.example:8000", 403),
        ("[", 403),
        ("10.0.0.1", 403),
    ],
)
def test_only_this_machine_is_answered(host: str, status: int, address: str) -> None:
    wait_for(address, 200)
    assert ask(address, "/", host) == status


@pytest.mark.parametrize(
    "path", ["/a%00b", f"/livereload/{'9' * 5000}/1", "/..%2f..%2fmkdocs.yml", "/%2e%2e/mkdocs.yml"]
)
def test_an_address_that_is_no_page(path: str, address: str) -> None:
    wait_for(address, 200)
    assert ask(address, path, "localhost") == 404
