"""What makes PDFs opens nothing but our fonts and the pictures in the document, and takes no more than its share."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import woff2

from psychoed.handouts import pdf_cache
from psychoed.handouts.pdf import SHEET, Job, load_style, make_pdf
from psychoed.handouts.pdf_cache import PdfCache, PdfError

SECRET = "a-secret-of-this-machine"  # noqa: S105
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title>{}</head>'
    "<body><h1>t</h1>{}</body></html>"
)


def made(head: str, body: str) -> bytes:
    return make_pdf(HEAD.format(head, body))[0]


def text_of(data: bytes) -> str:
    """What a reader sees, in drawings too."""
    with pypdfium2.PdfDocument(data) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def attachments(data: bytes) -> int:
    """The files in a PDF, of the document and of its links."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.attachments) + sum(b"/EmbeddedFile" in each.unparse() for each in pdf.objects)


@pytest.mark.parametrize("place", ["link", "img", "style", "svg", "object"])
def test_a_file_of_the_machine_is_not_in_the_pdf(place: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text y="9">{SECRET}</text></svg>')
    dots = "../" * len(SHEET.parts)
    address = f"{SHEET.as_uri()}/{dots.removesuffix('../')}{secret.as_posix().lstrip('/')}"
    assert Path(address.removeprefix("file://")).resolve() == secret
    head, body = {
        "link": (f'<link rel="attachment" href="{address}">', ""),
        "img": ("", f'<img alt="a" src="{address}">'),
        "style": (f"<style>body {{ background: url('{address}') }}</style>", ""),
        "svg": ("", f'<svg><image href="{address}" width="9" height="9"/></svg>'),
        "object": ("", f'<object data="{address}">a</object>'),
    }[place]
    data = made(head, body)
    assert attachments(data) == 0
    assert SECRET not in text_of(data)


def test_no_program_is_attached_from_an_address_that_holds_it() -> None:
    program = base64.b64encode(b"MZ" * 50).decode()
    link = f'<a rel="attachment" download="a.exe" href="data:application/x-msdownload;base64,{program}">a</a>'
    assert attachments(made(link.replace("<a", "<link").replace("</a>", ""), link)) == 0


def test_a_picture_in_the_document_is_drawn() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="9">Rye</text></svg>'
    picture = f'<img alt="Rye" src="data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}">'
    assert "Rye" in text_of(made("", picture))


def test_a_document_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_cache, "SECONDS", 3)
    endless = HEAD.format("", f"<table><tr>{'<td>a</td>' * 3000}</tr></table>" * 20)
    with pytest.raises(PdfError, match="seconds") as caught:
        PdfCache(tmp_path, "1").make({"a.pdf": (endless, False), "b.pdf": (HEAD.format("", "b"), False)})
    assert caught.value.name == "a.pdf"


def test_a_document_that_takes_too_much_memory_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_cache, "MEMORY", 1 << 20)
    with pytest.raises(PdfError) as caught:
        PdfCache(tmp_path, "1").make({"a.pdf": (HEAD.format("", "a"), False)})
    assert caught.value.name == "a.pdf"


def test_what_the_machine_refuses_is_no_fault_of_a_document(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.write_text("a file")
    with pytest.raises(PdfError) as caught:
        PdfCache(folder, "1").make({"a.pdf": (HEAD.format("", "a"), False)})
    assert caught.value.name == ""


def test_fonts_are_loaded_once_and_earlier_documents_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    decompress = woff2.decompress

    def counted(*files: Any) -> None:
        loaded.append("font")
        decompress(*files)

    monkeypatch.setattr(woff2, "decompress", counted)
    load_style.cache_clear()
    alone = made("", "<p>Rye, <b>bread</b></p>")
    fonts = len(loaded)
    assert fonts == len(list(SHEET.rglob("*.woff2")))
    made("", "<p><em>Another</em> document žluť</p><textarea name=a title=A></textarea>")
    assert made("", "<p>Rye, <b>bread</b></p>") == alone
    assert len(loaded) == fonts


def test_workers_take_the_longest_documents_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    begun: list[int] = []

    def noted(job: Job) -> dict[str, object]:
        begun.append(len(job.html))
        return {"html": job.html, "to": job.to, "preview": job.preview}

    monkeypatch.setattr(pdf_cache, "asdict", noted)
    documents = {f"{size}.pdf": (HEAD.format("", "a " * size), False) for size in (5, 90, 30)}
    made_now = PdfCache(tmp_path, "1").make(documents)
    assert sorted(made_now) == sorted(documents)
    assert begun == sorted(begun, reverse=True)
    assert len(begun) == 3


def test_an_empty_part_that_is_named_like_a_card_is_none() -> None:
    assert make_pdf(HEAD.format("", '<div class="place"></div><div class="place">a</div>'))[1].full_cards == 0
