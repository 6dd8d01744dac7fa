"""Citations without MkDocs: in plain Python-Markdown, and in Zensical."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import markdown
import pytest
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from mkdocs_citeproc import standalone
from mkdocs_citeproc.bibliography.model import CiteKey
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.problems import CitationError
from mkdocs_citeproc.settings import CitationSettings
from mkdocs_citeproc.source import SourceText

BIB = """
@book{calvel2001, author = {Calvel, Raymond}, title = {The Taste of Bread}, publisher = {Aspen}, date = {2001}}
@book{roe2020a, author = {Roe, Ann}, title = {First Bread}, publisher = {House}, date = {2020}}
@book{roe2020b, author = {Roe, Ann}, title = {Second Bread}, publisher = {House}, date = {2020}}
"""
PAGES = {
    "index.md": "# Bread\n\nDough rests [@calvel2001, p. 3]; @roe2020b. \\\n`[@calvel2001]`\n\n## About [@roe2020a]\n",
    "sub/rye.md": "---\ntitle: Rye\n---\n\n# On rye\n\nIt sours [@roe2020a].\n",
    "all.md": "# All\n\n\\full_bibliography\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a bibliography and pages, each looked at again at once when it changes."""
    monkeypatch.setattr(standalone, "_CHECK_AFTER", 0)
    (tmp_path / "references.bib").write_text(BIB, encoding="utf-8")
    for name, text in PAGES.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pandoc was run for."""
    done: list[str] = []
    run = pandoc.run_pandoc

    def count(arguments: Sequence[str], *more: Any) -> str:
        done.append("format" if "--citeproc" in arguments else "read")
        return run(arguments, *more)

    monkeypatch.setattr(pandoc, "run_pandoc", count)
    return done


class Context(Extension):
    """Tells the page and the project as Zensical does."""

    def __init__(self, page: str, root: Path) -> None:
        super().__init__()
        self.page, self.root = page, root

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        processor: Any = Preprocessor(md)
        processor.run = lambda lines: lines
        processor.page = type("Page", (), {"path": self.page})
        processor.config = {"root_dir": str(self.root), "docs_dir": "docs"}
        md.preprocessors.register(processor, "rendering_context", 0)


def render(root: Path, page: str, *, text: str | None = None, **settings: Any) -> str:
    """A page's HTML without the links' tags, rendered as Zensical renders it."""
    text = PAGES[page] if text is None else text
    body = text[SourceText(page, text).body_start :]
    extensions: list[Any] = [Context(page, root), "toc", "mkdocs_citeproc"]
    return markdown.markdown(body, extensions=extensions, extension_configs={"mkdocs_citeproc": settings})


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_plain_python_markdown(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text(BIB, encoding="utf-8")
    html = markdown.markdown(
        "So [@calvel2001] and @roe2020a.\n\n\\bibliography\n\nEnd.",
        extensions=["mkdocs_citeproc"],
        extension_configs={"mkdocs_citeproc": {"root": str(tmp_path)}},
    )
    shown = words(html)
    assert shown.startswith("So (Calvel, 2001) and Roe (2020).")
    assert shown.index("Calvel, R. (2001). The taste of bread. Aspen.") < shown.index("End.")
    assert re.findall(r'id="(ref-[^"]*)"', html) == ["ref-calvel2001", "ref-roe2020a"]
    assert '<a href="#cite-1" role="doc-backlink"' in html


def test_a_site_is_scanned_and_formatted_once(site: Path, runs: list[str]) -> None:
    home, rye = render(site, "index.md"), render(site, "sub/rye.md")
    assert "Dough rests (Calvel, 2001, p. 3); Roe (2020b)" in words(home)
    assert "It sours (Roe, 2020a)." in words(rye)
    assert "<code>[@calvel2001]</code>" in home
    assert '<h2 id="about">' in home
    assert re.findall(r'id="(ref-[^"]*)"', rye) == ["ref-roe2020a"]
    assert sorted(runs) == ["format", "read"]


def test_the_full_list_names_the_pages_that_cite(site: Path) -> None:
    html = render(site, "all.md")
    assert re.findall(r'<span class="cited-on">(.*?)</span>', html) == [
        'Cited on: <a href="index.md">Bread</a>',
        'Cited on: <a href="index.md">Bread</a>, <a href="sub/rye.md">Rye</a>',
        'Cited on: <a href="index.md">Bread</a>',
    ]
    assert "Download" not in html


def test_without_a_list_of_its_own_a_page_links_to_the_full_one(site: Path) -> None:
    assert 'href="../all.md#ref-roe2020a"' in render(site, "sub/rye.md", bib_by_default=False)


def test_a_page_rendered_again_begins_anew(site: Path) -> None:
    style = "chicago-fullnote-bibliography"
    first = render(site, "index.md", csl_file=style)
    assert first == render(site, "index.md", csl_file=style)
    assert re.findall(r'id="(note-\d)"', first) == ["note-1", "note-2", "note-3"]


def test_what_changes_is_read_again(site: Path, runs: list[str]) -> None:
    render(site, "index.md")
    (site / "docs" / "sub" / "rye.md").write_text("It sours.\n", encoding="utf-8")
    (site / "docs" / "index.md").write_text("@calvel2001\n", encoding="utf-8")
    assert "Calvel (2001)" in words(render(site, "index.md", text="@calvel2001\n"))
    (site / "references.bib").write_text(BIB.replace("Raymond", "Zoe"), encoding="utf-8")
    assert "Calvel, Z. (2001)." in words(render(site, "index.md", text="@calvel2001\n"))
    assert runs.count("format") == 3


def test_text_that_is_in_no_file_is_formatted_in_one_run(site: Path, runs: list[str]) -> None:
    render(site, "index.md")
    runs.clear()
    html = render(site, "index.md", text="\n\n".join(f"[@calvel2001, p. {page}]" for page in range(1, 30)))
    assert "(Calvel, 2001, p. 29)" in words(html)
    assert runs.count("format") == 1


def test_problems_are_logged_with_their_place(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = PAGES["sub/rye.md"] + "\n[@roe202]\n"
    (site / "docs" / "sub" / "rye.md").write_text(text, encoding="utf-8")
    with caplog.at_level(logging.WARNING, "mkdocs_citeproc"):
        render(site, "sub/rye.md", text=text)
    [message] = [record.getMessage() for record in caplog.records if "unknown-key" in record.getMessage()]
    assert message.startswith("docs/sub/rye.md:9:2: [unknown-key]")


def test_files_that_cannot_be_pages_are_left_out(site: Path) -> None:
    (site / "docs" / "latin.md").write_bytes(b"\xff [@calvel2001]")
    (site / "docs" / ".hidden").mkdir()
    (site / "docs" / ".hidden" / "x.md").write_text("[@calvel2001]", encoding="utf-8")
    assert standalone.list_pages(site / "docs")[0].name == "index.md"
    assert render(site, "all.md").count("cited-on") == 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\nx: 1\ntitle: 'A title'\n---\n\n# Heading\n", "A title"),
        ("---\nx: 1\n---\n\n# Heading #\n", "Heading"),
        ("Text\n", "docs/x.md"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert standalone.find_title(SourceText("docs/x.md", text)) == title


def test_wrong_settings_and_files_end_the_rendering(tmp_path: Path) -> None:
    with pytest.raises(CitationError, match="Did you mean 'csl_file'"):
        markdown.markdown("x", extensions=["mkdocs_citeproc"], extension_configs={"mkdocs_citeproc": {"csl_fil": "x"}})
    with pytest.raises(CitationError, match=r"references\.bib: the bibliography does not exist"):
        render(tmp_path, "index.md")


WITHOUT_MKDOCS = """
import sys
sys.modules["mkdocs"] = None
import markdown
print(markdown.markdown("So [@calvel2001].", extensions=["mkdocs_citeproc"]))
assert not [name for name in sys.modules if name.startswith("mkdocs.")]
"""


def run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    sources = Path(standalone.__file__).parent.parent
    env = {**os.environ, "PYTHONPATH": str(sources)}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )


def test_mkdocs_is_not_needed(site: Path) -> None:
    done = run(["-c", WITHOUT_MKDOCS], site)
    assert done.returncode == 0, done.stderr
    assert "Calvel, 2001" in done.stdout


PROJECT = "site_name: Bread\nwatch: [references.bib]\nmarkdown_extensions: [toc, mkdocs_citeproc]\n"


def test_zensical_builds_pages_with_citations(site: Path) -> None:
    (site / "mkdocs.yml").write_text(PROJECT, encoding="utf-8")
    done = run(["-m", "zensical", "build"], site)
    assert done.returncode == 0, done.stderr
    pages = {name: (site / "site" / name / "index.html").read_text(encoding="utf-8") for name in ("", "sub/rye", "all")}
    assert "Dough rests (Calvel, 2001, p. 3); Roe (2020b)" in words(pages[""])
    assert "It sours (Roe, 2020a)." in words(pages["sub/rye"])
    assert 'id="ref-calvel2001"' in pages[""]
    assert 'Cited on: <a href="../">Bread</a>, <a href="../sub/rye/">Rye</a>' in pages["all"]
    bib = site / "references.bib"
    bib.write_text(BIB.replace("Raymond", "Zoe"), encoding="utf-8")
    os.utime(bib, (bib.stat().st_mtime + 2,) * 2)  # Zensical misses a change in the second of its last build
    assert run(["-m", "zensical", "build"], site).returncode == 0
    assert "Calvel, Z. (2001)." in words((site / "site" / "index.html").read_text(encoding="utf-8"))


@contextmanager
def serve(site: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": str(Path(standalone.__file__).parent.parent)}
    command = [sys.executable, "-m", "zensical", "serve", "-a", f"localhost:{port}"]
    with subprocess.Popen(command, cwd=site, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield f"http://localhost:{port}/"
        finally:
            server.terminate()


def wait_for(address: str, wanted: str, save: Callable[[str], object] = lambda _: None) -> None:
    """Ask for a page until it has some words, for at most 40 seconds."""
    shown = ""
    for attempt in range(200):
        if attempt % 25 == 0:
            # Again, and with other bytes, as Zensical misses a change that comes while it builds.
            save("\n" * attempt)
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                shown = words(answer.read().decode())
        except OSError:
            shown = ""
        if wanted in shown:
            return
        time.sleep(0.2)
    pytest.fail(f"{wanted!r} is not in {shown[-2000:]!r}")


def change_while_served(site: Path, page: str) -> None:
    """Check that a served site shows a change of a page, and one of the bibliography."""
    (site / "docs" / "index.md").write_text(page, encoding="utf-8")
    (site / "references.bib").write_text(BIB, encoding="utf-8")
    with serve(site) as address:
        wait_for(address, "Dough rests (Calvel, 2001, p. 3)")
        path, bib = site / "docs" / "index.md", site / "references.bib"
        text = "# Bread\n\nDough rests [@roe2020a, p. 9].\n"
        wait_for(address, "Dough rests (Roe, 2020a, p. 9)", lambda end: path.write_text(text + end, encoding="utf-8"))
        changed = BIB.replace("First", "Sour")
        wait_for(address, "Sour bread", lambda end: bib.write_text(changed + end, encoding="utf-8"))


def test_zensical_serves_what_changes(site: Path) -> None:
    (site / "mkdocs.yml").write_text(PROJECT, encoding="utf-8")
    page = (site / "docs" / "index.md").read_text(encoding="utf-8")
    for left in (2, 1, 0):  # on a busy machine, one server in some notices no change at all
        try:
            change_while_served(site, page)
            return
        except pytest.fail.Exception:
            if not left:
                raise


@pytest.mark.parametrize("style", ["apa-6th-edition", "chicago-fullnote-bibliography"])
def test_what_a_page_has_cited_can_be_undone(site: Path, style: str) -> None:
    """A cache of rendered pages asks what a page's clusters print before it takes the page, or renders it after all."""
    settings = CitationSettings(csl_file=style)
    citations = standalone.StandaloneCitations(settings, site, site / "docs")
    key = [CiteKey("calvel2001")]
    undo = citations.save_page("index.md")
    first = [citations.render_cluster("index.md", "[@calvel2001, p. 3]", key) for _ in range(2)]
    undo()
    assert [citations.render_cluster("index.md", "[@calvel2001, p. 3]", key) for _ in range(2)] == first
