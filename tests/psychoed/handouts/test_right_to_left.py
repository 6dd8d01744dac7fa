"""Handouts in a language that is written from right to left, in letters that only the site's own fonts have."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest

from psychoed.handouts.transforms import mirror_style
from psychoed.language import ENGLISH, use_language
from support.pdf import VeraPdf, text
from support.site import ROOT, Built, build_site

EXAMPLE = ROOT / "examples" / "arabic"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("arabic") / "site"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("site", ".cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PDF", "1")
        site = build_site(folder / "mkdocs.yml", strict=True)
    use_language(ENGLISH)
    assert (site.ended, site.problems) == (None, [])
    return site


@pytest.fixture(scope="module")
def pdf(built: Built) -> Path:
    return built.site / "handouts" / "my-plan" / "my-plan-a4.pdf"


def test_letters_come_from_the_site_s_fonts(pdf: Path) -> None:
    with pikepdf.open(pdf) as opened:
        names = {str(font.BaseFont) for page in opened.pages for font in page.Resources.get("/Font", {}).values()}
    assert {re.sub(r"^/[A-Z]{6}\+", "", name).split("-")[0] for name in names} <= {"Atkinson"}
    assert any("Atkinson-Hyperlegible-Next-Own" in name for name in names), names


def test_the_pdf_is_arabic_and_accessible(pdf: Path) -> None:
    found = text(pdf)
    assert "أستيقظ" in found
    assert "مفكرة" in found
    assert not re.search(r"Page|Version|Read", found)
    assert VeraPdf().problems(pdf) == []


def test_the_page_and_the_word_file_run_from_right_to_left(built: Built) -> None:
    assert re.search(r'<html lang="ar"[^>]* class', built["index.html"])
    assert '<body dir="rtl"' in built["index.html"] or 'dir="rtl"' in built["index.html"].split("<main")[0]
    with zipfile.ZipFile(built.site / "handouts" / "my-plan" / "my-plan.docx") as word:
        assert b"<w:bidi" in word.read("word/document.xml")


def test_browsers_print_it_with_the_same_fonts_and_mirrored(built: Built) -> None:
    style = built["assets/handouts/sheet.css"]
    file = "vazirmatn-arabic-400-normal.woff2"
    assert f'url("{file}")' in style
    assert (built.site / "assets" / "handouts" / file).is_file()
    assert "@bottom-left" in style
    assert "@bottom-right" not in style  # where the page's number is in other languages


@pytest.mark.parametrize(
    ("style", "mirrored"),
    [
        ("a { left: 0; text-align: right }", "a { right: 0; text-align: left }"),
        ("a { padding: 1mm 2mm 3mm 4mm; }", "a { padding: 1mm 4mm 3mm 2mm; }"),
        ("a { border-radius: 1mm 2mm 3mm 4mm; }", "a { border-radius: 2mm 1mm 4mm 3mm; }"),
        ("@page { @bottom-left { content: none } }", "@page { @bottom-right { content: none } }"),
        (".leftover { color: #000 }", ".leftover { color: #000 }"),
    ],
)
def test_left_and_right_are_exchanged(style: str, mirrored: str) -> None:
    assert mirror_style(style) == mirrored
    assert mirror_style(mirrored) == style


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fonts/vazirmatn-arabic-400-normal.woff2", "fonts/nosuch.woff2", "cannot be read"),
        ("fonts/vazirmatn-arabic-400-normal.woff2", "fonts/OFL.txt", "not a WOFF2"),
        ("fonts/vazirmatn-arabic-400-normal.woff2", "../other.woff2", "outside"),
        ("regular:", "regula:", "regula"),
        ("      regular: fonts/vazirmatn-arabic-400-normal.woff2\n", "", "fonts.regular: is missing"),
    ],
)
def test_what_is_wrong_with_the_fonts_is_said(old: str, new: str, said: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(EXAMPLE, site, ignore=shutil.ignore_patterns("site", ".cache"))
    settings = site / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ended = build_site(settings).ended
    use_language(ENGLISH)
    assert ended
    assert "extra.handouts" in ended
    assert said in ended


def test_without_a_font_the_missing_letters_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    shutil.copytree(EXAMPLE, site, ignore=shutil.ignore_patterns("site", ".cache"))
    settings = site / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").split("  handouts:\n")[0], encoding="utf-8")
    monkeypatch.setenv("PDF", "1")
    found = [line for line in build_site(settings).problems if "[foreign-sign]" in line]
    use_language(ENGLISH)
    assert len(found) == 1
    assert "extra.handouts.fonts" in found[0]
