"""Whole small sites with handouts: pages, files, the cache, what is asked of a build, settings and their mistakes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdfium2
import pytest

from psychoed.handouts import pango, pdf_cache
from psychoed.handouts.pdf import Job
from psychoed.plugins import handouts
from support.handouts import FILES, HEAD, HOOKS, VARIANTS, handout_site
from support.site import build_site, make_site

SMALL = HEAD.format(description="A log.", more="") + "# Log\n\nMy name: ____\n\nText.\n"
ONE: Mapping[str, str] = {
    **{name: text for name, text in FILES.items() if not name.startswith("docs/handouts")},
    "docs/handouts/log.md": SMALL,
    "docs/handouts/other.md": SMALL.replace("# Log", "# Other"),
}
NAMES = sorted(f"log-{form}.pdf" for form in VARIANTS)


@pytest.fixture(autouse=True)
def nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a contributor's machine."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PDF", raising=False)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all sites here, most of which have the same sheets."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def quick(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs from the shared cache."""
    monkeypatch.setattr(handouts, "PdfCache", lambda _, version, fonts: pdf_cache.PdfCache(shared, version, fonts))


@pytest.fixture
def without_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what does not hang on them."""
    monkeypatch.setenv("PDF", "0")


def pdfs(site: Path) -> list[str]:
    return sorted(path.name for path in (site / "handouts/log").glob("*.pdf"))


def test_one_changed_page_makes_only_its_own_sheets_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    run = pdf_cache._run

    def counted(jobs: Sequence[Job]) -> None:
        made.append(len(jobs))
        run(jobs)

    monkeypatch.setattr(pdf_cache, "_run", counted)
    files = {name: text for name, text in ONE.items() if name != "docs/handouts/other.md"}
    first = build_site(handout_site(tmp_path, files))
    assert pdfs(first.site) == NAMES
    assert made == [4]
    before = {path.name: path.read_bytes() for path in first.site.glob("handouts/**/*.*")}
    again = build_site(tmp_path / "mkdocs.yml")
    assert made == [4]
    assert {path.name: path.read_bytes() for path in again.site.glob("handouts/**/*.*")} == before
    (tmp_path / "docs/burns.md").write_text(FILES["docs/burns.md"] + "\nMore.\n")
    build_site(tmp_path / "mkdocs.yml")
    assert made == [4]
    (tmp_path / "docs/handouts/log.md").write_text(SMALL + "\nMore.\n")
    build_site(tmp_path / "mkdocs.yml")
    assert made == [4, 4]
    for kept in (tmp_path / ".cache/handouts").glob("*.pdf"):
        kept.write_bytes(b"cut short")
    (tmp_path / ".cache/handouts/foreign.json").write_text("[]")
    build_site(tmp_path / "mkdocs.yml")
    assert made == [4, 4, 4]


def test_pdf_0_leaves_them_out_and_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDF", "0")
    built = build_site(handout_site(tmp_path), strict=True)
    assert built.ended is None
    assert pdfs(built.site) == []
    for page in ("handouts/log/index.html", "handouts/index.html"):
        assert "<code>psychoed serve --pdf</code>" in built[page]
        assert ".pdf" not in built[page]
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(pango, "get_version", lambda: None)
    assert "The PDFs need Pango. Do: " in str(build_site(tmp_path / "mkdocs.yml").ended)


def test_without_pango_a_build_stops_and_serving_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pango, "get_version", lambda: None)
    built = build_site(handout_site(tmp_path, ONE))
    (said,) = [line for line in built.problems if line.startswith("ERROR")]
    assert said.startswith(f"ERROR The PDFs need Pango. Do: {pango.explain_install()}")
    without = {name: text for name, text in ONE.items() if "handouts" not in name}
    assert build_site(handout_site(tmp_path / "none", without)).ended is None


@pytest.mark.usefixtures("quick")
def test_without_directories_and_an_address_of_its_own(tmp_path: Path) -> None:
    files = {name: text for name, text in ONE.items() if name != "docs/handouts/other.md"}
    built = build_site(handout_site(tmp_path, files, use_directory_urls=False, site_url=""))
    assert 'href="log-a4.pdf"' in built["handouts/log.html"]
    with pypdfium2.PdfDocument(built.site / "handouts/log-a4.pdf") as document:
        assert "A small site: handouts/log.html" in document[0].get_textpage().get_text_bounded()


def test_a_handout_needs_no_other_hook(tmp_path: Path) -> None:
    files = {"docs/index.md": "# Bread", "docs/log.md": "---\nkind: handout\n---\n# Log\n\nMy name: ____\n"}
    built = build_site(make_site(tmp_path, files, hooks=HOOKS[2:]), strict=True)
    assert built.ended is None
    assert (built.site / "log/log-letter.pdf").is_file()


@pytest.mark.usefixtures("without_pdfs")
def test_mistakes_are_told_with_their_places(tmp_path: Path) -> None:
    text = HEAD.format(description="A log.", more="sides: 3\ncard: yes please\n") + "\n\n# Log\n\nBake ____\n"
    files = {
        **ONE,
        "docs/handouts/log.md": text,
        "docs/burns.md": FILES["docs/burns.md"].replace("kind", "card: true\nkind"),
    }
    built = build_site(handout_site(tmp_path, files))
    assert [line for line in built.problems if "nav" not in line] == [
        "ERROR page: docs/burns.md:3:1: [unknown-metadata] 'card' is only for pages of kind 'handout'. Delete it.",
        "ERROR page: docs/handouts/log.md:6:8: [bad-metadata] 'sides' cannot be '3'. One of: 1, 2.",
        "ERROR page: docs/handouts/log.md:7:7: [bad-metadata] 'card' cannot be 'yes please'. One of: true, false.",
        "ERROR handouts: docs/handouts/log.md:13:6: [bad-field] this line has no label. Put a label and a colon "
        "before it, as in 'My name: ____'.",
    ]


def test_a_sheet_that_is_too_long_or_a_card_that_is_too_full_is_told(tmp_path: Path) -> None:
    long = HEAD.format(description="Long.", more="sides: 1\n") + "# Log\n\n" + "Bread is good. " * 300
    full = HEAD.format(description="Card.", more="card: true\n") + (
        '# Card\n\n<div class="card" markdown>\n\n' + "Bread is good. " * 70 + "\n\n</div>\n\nText → here.\n"
    )
    built = build_site(handout_site(tmp_path, {**ONE, "docs/handouts/log.md": long, "docs/handouts/other.md": full}))
    said = "\n".join(built.problems)
    assert re.search(
        r"docs/handouts/log.md:1:1: \[over-budget\] this handout is too long: 2 sides on A4 \(1 allowed\)", said
    )
    assert "docs/handouts/other.md:1:1: [full-card]" in said
    assert "docs/handouts/other.md:1:1: [foreign-sign] the handouts' font doesn't have these characters: →." in said


def test_a_practice_stands_on_every_sheet_escaped(tmp_path: Path) -> None:
    practice = {"name": "Hill & <Dale>", "telephone": "+44 20 7946 0000", "logo": "logo.svg"}
    files = {name: text for name, text in ONE.items() if name != "docs/handouts/other.md"}
    files["logo.svg"] = FILES["docs/handouts/dough.svg"]
    built = build_site(handout_site(tmp_path, files, handouts={"practice": practice}), strict=False)
    assert built.ended is None
    assert built.problems == []
    for form in ("a4", "letter-large"):
        with pypdfium2.PdfDocument(built.site / f"handouts/log/log-{form}.pdf") as document:
            said = document[0].get_textpage().get_text_bounded()
        assert "Hill & <Dale>" in said
        assert "+44 20 7946 0000" in said
    assert 'value="Hill &amp; &lt;Dale&gt;"' in built["handouts/log/index.html"]


@pytest.mark.usefixtures("without_pdfs")
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("big", "extra.handouts must hold settings"),
        ({"practise": {}}, "practise"),
        ({"practice": {"telephone": "1"}}, "practice.name: is missing"),
        ({"practice": {"name": "x" * 81}}, "practice.name: at most 80 characters"),
        (
            {"practice": {"name": "A", "telephone": "call us"}},
            "practice.telephone: 'call us' is not a telephone number",
        ),
        (
            {"practice": {"name": "A", "logo": "logo.gif"}},
            "practice.logo: 'logo.gif' is not a .jpeg, .jpg, .png, .svg file",
        ),
        ({"practice": {"name": "A", "logo": "no.png"}}, "practice.logo: 'no.png' cannot be read"),
        ({"practice": {"name": 3}}, "practice"),
    ],
)
def test_a_wrong_setting_ends_the_build_and_is_named(tmp_path: Path, settings: object, said: str) -> None:
    built = build_site(handout_site(tmp_path, ONE, handouts=settings))
    assert said in str(built.ended)
    assert "mkdocs.yml: extra.handouts" in str(built.ended)


def test_a_worker_that_fails_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    built = build_site(handout_site(tmp_path, ONE))
    (said,) = [line for line in built.problems if line.startswith("ERROR")]
    assert said.startswith("ERROR PDFs could not be made: ")


def test_a_pdf_worker_imports_nothing_of_mkdocs_but_its_errors() -> None:
    code = "import sys, psychoed.handouts.pdf; print([name for name in sys.modules if name.split('.')[0] == 'mkdocs'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(json.loads(done.stdout.replace("'", '"'))) <= {"mkdocs", "mkdocs.exceptions"}
