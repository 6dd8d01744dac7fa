"""The site in a folder: unpacked where people unpack things, opened without a server."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from psychoed.cli.folder import NAME, convert_site, list_broken_links, make_folder, pack_files
from psychoed.cli.project import Project
from psychoed.plugins.link_check import list_built_files
from support.served import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def unpacked(site: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ZIP of the real site, unpacked into a folder with a space and a sign in its name."""
    place = tmp_path_factory.mktemp("zip") / "My Documents & more"
    zipfile.ZipFile(io.BytesIO(pack_files(dict(convert_site(site.folder))))).extractall(place)
    return place / NAME


def test_it_opens_links_and_searches_without_a_server(browser: Browser, unpacked: Path) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        asked: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto((unpacked / "index.html").as_uri())
        page.get_by_role("link", name="Having a flare-up?").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Having a flare-up?")
        page.goto((unpacked / "understand/warning-signs/index.html").as_uri())
        page.get_by_role("article").locator("a[href$='#crisis-lines']").first.click()
        expect(page.locator("#crisis-lines")).to_be_in_viewport()
        page.get_by_role("textbox", name="Search").click()
        page.keyboard.type("somatic traking", delay=20)
        found = page.locator(".md-search-result__item > a")
        expect(found.first).to_be_visible(timeout=20_000)
        found.filter(has_text="step by step").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Somatic tracking")
        assert page.url.startswith((unpacked / "practise/somatic-tracking/index.html").as_uri())
        page.get_by_role("article").get_by_role("link", name="guided practice").first.click()
        expect(page.get_by_text("Step 1 of 6")).to_be_visible()
        # The frame that stands in for a worker writes its own page, about:blank.
        assert [url for url in asked if not url.startswith((unpacked.as_uri(), "data:", "blob:", "about:"))] == []
        assert errors == []


def test_every_link_in_it_leads_to_a_file_by_name(unpacked: Path) -> None:
    assert list_broken_links(unpacked) == []
    for path in unpacked.glob("**/*.html"):
        page = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" not in page, path
        for tag in re.findall(r"<a\b[^>]*>", page):
            href = re.search(r'href="([^"#?]*)', tag)
            assert not href or "://" in href[1] or not href[1].endswith(("/", ".")), (path, tag)


def test_it_holds_what_was_built_and_no_service_worker(site: Served, unpacked: Path) -> None:
    files = set(list_built_files(unpacked))
    built = set(list_built_files(site.folder))
    assert "sw.js" in built
    assert "sw.js" not in files
    assert {path for path in built if path.startswith(("handouts/", "practise/", "references."))} <= files
    assert files - built == {"assets/iframe-worker.js", "search/search_index.js", "es/search/search_index.js"}
    assert not files & {"404.html", "es/404.html", "es/sw.js"}


def test_the_same_site_gives_the_same_bytes(site: Served, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(site.folder)
    project = Project(tmp_path)
    assert make_folder(project, pack=True)
    first = (project.dist / "site.zip").read_bytes()
    assert pack_files(dict(convert_site(site.folder))) == first
    assert make_folder(project, pack=False)
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert names == sorted(names)
    assert sorted(list_built_files(project.dist / "preview")) == [name.removeprefix("site/") for name in names]


def test_a_broken_link_stops_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text('<html><head></head>\n<a href="gone/">x</a></html>', encoding="utf-8")
    assert not make_folder(Project(tmp_path), pack=False)
    assert "index.html:3: 'gone/index.html' leads to a page or file" in capsys.readouterr().out
    assert not (tmp_path / "dist" / "preview").exists()
