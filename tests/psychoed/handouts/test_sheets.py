"""Every PDF, of the small site and of ours, read by other programs: what it is, says, shows and lets fill in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from weasyprint.layout import inline

from psychoed.handouts import pdf
from psychoed.handouts.transforms import get_classes, get_text, parse_html, replace_words
from support import pdf as ask
from support.handouts import SHEETS, VARIANTS, Pdfs
from support.site import ROOT

SIZE_CAP = 100_000
# What is on the page and not on the sheet, or there in other words.
_ELSEWHERE = {"crib", "check-first", "handout-tools", "handout-strip", "handout-fill", "page-trust", "read-next"}
_ELSEWHERE |= {
    "colophon",
    "no-print",
    "search-terms",
    "reference-files",
    "print-head",
    "cite-page",
    "card",
    "csl-entry",
}


def test_every_sheet_comes_in_four_forms(pdfs: Pdfs, ours: Pdfs) -> None:
    assert sorted(path.stem for path in pdfs.sheets()) == sorted(
        f"{name}-{form}" for name in SHEETS for form in VARIANTS
    )
    pages = [path for path in (ROOT / "docs/handouts").glob("*.md") if "\nkind: handout\n" in path.read_text("utf-8")]
    assert len(ours.sheets()) == 4 * len(pages)
    assert len(pdfs.workbooks()) == len(VARIANTS)


@pytest.mark.parametrize(
    "problems",
    [ask.document_problems, ask.structure_problems, ask.field_problems, ask.font_problems],
    ids=lambda problems: problems.__name__,
)
def test_nothing_is_wrong_inside(problems: Callable[[pikepdf.Pdf], list[str]], pdfs: Pdfs, ours: Pdfs) -> None:
    found = {}
    for path in (*pdfs.sheets(), *pdfs.workbooks(), *ours.sheets(), *ours.workbooks()):
        with pikepdf.open(path) as file:
            found[path.name] = problems(file)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_vera_pdf_finds_nothing(pdfs: Pdfs, ours: Pdfs) -> None:
    vera = ask.VeraPdf()
    assert vera.rules > 100
    found = {path.name: vera.problems(path) for path in (*pdfs.sheets(), *pdfs.workbooks(), *ours.all())}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_vera_pdf_would_find_something(pdfs: Pdfs, tmp_path: Path) -> None:
    with pikepdf.open(pdfs["log-a4"]) as file:
        del file.Root.AcroForm.Fields[0]["/TU"]
        del file.Root["/Lang"]
        file.save(tmp_path / "bad.pdf")
    assert len(ask.VeraPdf().problems(tmp_path / "bad.pdf")) >= 2


def test_pages_are_the_papers_and_survive_a_photocopier(pdfs: Pdfs, ours: Pdfs) -> None:
    found = {}
    for path in (*pdfs.sheets(), *ours.sheets()):
        pictures = ask.pages(path)
        paper = "letter" if "-letter" in path.stem else "a4"
        page = path.parent.relative_to(path.parents[2]).as_posix()
        wrong = ask.picture_problems(pictures, paper)
        if [*dict.fromkeys(ask.codes(pictures))] != [f"{address(path)}{page}/"]:
            wrong.append(f"its code leads to {ask.codes(pictures)}")
        found[path.name] = wrong
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def address(path: Path) -> str:
    """Where the site of a PDF says that it is."""
    return "https://bread.example/site/" if "bread" in path.parts[-5] else "https://prt.example/site/"


def test_files_stay_small(pdfs: Pdfs, ours: Pdfs) -> None:
    sizes = {path.name: path.stat().st_size for path in (*pdfs.sheets(), *ours.sheets())}
    assert {name: size for name, size in sizes.items() if size > SIZE_CAP} == {}


def test_what_the_page_says_is_on_the_sheet(pdfs: Pdfs, ours: Pdfs) -> None:
    missing = {}
    for path in (*pdfs.sheets(), *ours.sheets()):
        said = solid(ask.text(path))
        html = (path.parent / "index.html").read_text(encoding="utf-8")
        page = parse_html(replace_words(html) if "large" in path.stem else html)
        paragraphs = list(words_of(next(page.iter("article"), page)))
        assert len(paragraphs) > 3, path
        # A page ends in its lists' numbers and bullets, which are drawn last, and its foot.
        title = solid(re.sub(r"#$", "", get_text(next(page.iter("h1")))))
        foot = rf"(?:\d+\.|•)*{re.escape(title)},versionof\d+[A-Z][a-z]+\d{{4}}|Page\dof\d"
        running = re.sub(foot, "", said)  # a paragraph may go on on the next page
        # A drawing's words come after its page's text, and so perhaps in the middle of a paragraph.
        labels = [text for text in page.iter() if str(text.tag).rpartition("}")[2] == "text"]
        drawn = "".join(solid("".join(text.itertext())) for text in labels)
        apart = running.replace(drawn, "")
        missing[path.name] = [words for words in map(solid, paragraphs) if words not in running and words not in apart]
        for words in ("Page1of", "version of ", "Version: ", "Read this handout online:"):
            if solid(words) not in said:
                missing[path.name].append(words)
    assert {name: words for name, words in missing.items() if words} == {}


def solid(words: str) -> str:
    """Words without blanks and hyphens: a hyphen at a line's end is read as one that a program put there."""
    return re.sub(r"[\s\ufffe\x02-]", "", words)


def words_of(element: Element) -> list[str]:
    """The paragraphs of a page, without those that stand elsewhere and those in which a printed address stands."""
    if get_classes(element) & _ELSEWHERE or element.tag in ("script", "nav", "header", "table", "figure", "button"):
        return []
    if element.tag in ("p", "h1", "h2", "h3"):
        outside = any(link.get("href", "").startswith("http") for link in element.iter("a"))
        fillable = any(inner.tag in ("input", "textarea", "img") for inner in element.iter())
        words = re.sub(r"#$", "", get_text(element))
        # A list that the clinician's part alone needs is left out with its heading.
        return [] if outside or fillable or not words or words == "References" else [words]
    return [words for child in element for words in words_of(child)]


def test_what_is_for_the_clinician_is_on_no_sheet(pdfs: Pdfs) -> None:
    for form in VARIANTS:
        said = ask.text(pdfs[f"log-{form}"])
        assert "handsitout" not in said
        assert "Crumb,B." not in said  # cited there alone
        assert "References" not in said
        assert "Eatit." in said
        assert "Mindtheoven.Stopifitsmokes." in said
        assert "readallofthisbox" not in said


def test_references_and_addresses_are_printed(pdfs: Pdfs) -> None:
    said = ask.text(pdfs["leaflet-a4"])
    assert "(Loaf,2020,p.3)" in said
    assert "Loaf,A.(2020).Bread.Mill." in said
    assert "amill(https://example.org/mill)" in said
    assert "Version:3February2026" in said
    assert "bread.example/site/handouts/leaflet/" in said


def test_every_field_of_the_page_is_in_the_form(pdfs: Pdfs) -> None:
    with pikepdf.open(pdfs["log-a4"]) as file:
        labels = [field.label for field in ask.fields(file)]
    rows = [f"Row {row}, {column}" for row in range(1, 4) for column in ("Day", "What I saw", "Before 0–10")]
    expected = ["My name", "Date", "Time", "What the dough was like", "I weighed it.", "Something else"]
    expected += ["Something else (in words)", "How hot is the oven?", *rows, "Crust, Mine"]
    assert sorted(labels) == sorted(expected)


def test_a_card_is_printed_eight_times_with_one_field_for_all(pdfs: Pdfs) -> None:
    for form, count in (("a4", 4), ("letter", 4), ("a4-large", 1)):
        with pikepdf.open(pdfs[f"card-{form}"]) as file:
            labels = [field.label for field in ask.fields(file)]
            places = [len(field.get("/Kids", [field])) for field in file.Root.AcroForm.Fields]
        assert labels == ["My baker"]  # one field, which is filled in once for all cards
        assert places == [count]
        assert ask.text(pdfs[f"card-{form}"]).count("Theotherface.") == count


def filled_in(path: Path, to: Path) -> Path:
    """A PDF as a program fills it in that sets values and nothing else."""
    with pikepdf.open(path) as file:
        for field in file.Root.AcroForm.Fields:
            if field.FT == "/Tx":
                field.V = pikepdf.String(f"Loaf of {field.TU}")
            elif "/Kids" in field:
                field.V = field.Kids[3].AS = pikepdf.Name("/3")
            else:
                field.V = field.AS = pikepdf.Name("/on")
        file.save(to)
    return to


def by_pdfium(path: Path) -> Image.Image:
    return ask.pages(path)[0].convert("L")


def by_poppler(path: Path) -> Image.Image:
    return drawn(path, "pdftoppm", "-r", "100", "-f", "1", "-l", "1", "-singlefile", "-png", path, path.with_suffix(""))


def by_mupdf(path: Path) -> Image.Image:
    return drawn(path, "mutool", "draw", "-r", "100", "-o", path.with_suffix(".png"), path, "1")


def drawn(path: Path, program: str, *arguments: str | Path) -> Image.Image:
    """The first page of a PDF, as a program draws it that is not a package of Python."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    to = path.parent / program
    to.mkdir(exist_ok=True)
    own = [to / each.name if isinstance(each, Path) and each != path else each for each in arguments]
    subprocess.run([program, *own], check=True, capture_output=True, timeout=60)
    return Image.open(to / f"{path.stem}.png").convert("L")


@pytest.mark.parametrize("draw", [by_pdfium, by_poppler, by_mupdf])
def test_a_form_that_was_filled_in_is_read_back_and_shows(
    draw: Callable[[Path], Image.Image], pdfs: Pdfs, tmp_path: Path
) -> None:
    filled = filled_in(pdfs["log-a4"], tmp_path / "filled.pdf")
    with pikepdf.open(filled) as file:
        values = {str(field.TU): str(field.V) for field in file.Root.AcroForm.Fields}
        (scale,) = (field for field in file.Root.AcroForm.Fields if "/Kids" in field)
        ticked = [number for number, kid in enumerate(scale.Kids) if f"/{number}" == kid.AS]
    assert values["My name"] == "Loaf of My name"
    assert values["I weighed it."] == "/on"
    assert ticked == [3]
    shutil.copyfile(pdfs["log-a4"], tmp_path / "blank.pdf")
    blank, shown = (draw(path) for path in (tmp_path / "blank.pdf", filled))
    with pikepdf.open(filled) as file:
        boxes = {
            str(field.TU): [float(each) for each in field.Rect]
            for field in file.Root.AcroForm.Fields
            if "/Rect" in field
        }
    for label, (left, bottom, right, top) in boxes.items():  # each field has ink that it had not
        scale_of = blank.height / file_height(filled)
        box = (
            int(left * scale_of),
            blank.height - int(top * scale_of),
            int(right * scale_of),
            blank.height - int(bottom * scale_of),
        )
        ink = [sum(picture.crop(box).histogram()[:128]) for picture in (blank, shown)]
        assert ink[1] > ink[0] + 5, label


def file_height(path: Path) -> float:
    """The height of its first page, in points."""
    with pypdfium2.PdfDocument(path) as document:
        return float(document[0].get_height())


def test_fields_fit_what_is_typed_with_a_font_every_reader_has(pdfs: Pdfs, ours: Pdfs) -> None:
    found: dict[str, list[str]] = {}
    for path in (*pdfs.sheets(), *ours.sheets()):
        with pikepdf.open(path) as file:
            if "/AcroForm" not in file.Root:
                continue
            form = file.Root.AcroForm
            assert form.DR.Font.Helv.BaseFont == "/Helvetica"
            assert form.NeedAppearances == True  # noqa: E712
            texts = [field for field in form.Fields if field.FT == "/Tx"]
            wrong = [str(field.T) for field in texts if str(field.DA) != "/Helv 0 Tf 0 g"]
            wrong += [str(field.T) for field in texts if not int(field.Ff) & 1 << 12]  # more than one line
            wrong += [str(field.T) for field in texts if "/AP" in field]
            found[path.name] = wrong
    assert len(found) > 10
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_large_print_is_large_everywhere(pdfs: Pdfs) -> None:
    sizes, height = {}, {}
    for form in ("a4", "a4-large"):
        with pikepdf.open(pdfs[f"log-{form}"]) as file:
            boxes = {
                str(field.TU): [float(each) for each in field.Rect]
                for field in file.Root.AcroForm.Fields
                if "/Rect" in field
            }
        with pypdfium2.PdfDocument(pdfs[f"log-{form}"]) as document:
            text = document[0].get_textpage()
            foot = text.get_charbox(text.get_text_range().rindex("Page 1"), loose=True)
        width = {label: right - left for label, (left, _, right, _) in boxes.items()}
        height = {label: top - bottom for label, (_, bottom, _, top) in boxes.items()}
        sizes[form] = [
            width["I weighed it."],
            foot[3] - foot[1],
        ]
    for normal, large in zip(sizes["a4"], sizes["a4-large"], strict=True):
        assert large > 1.3 * normal, sizes
    # In normal print these are 8, 8.5 and 12 mm. They grow with a page's free room, of which large print has less.
    for label, least in {"My name": 10.4, "What the dough was like": 3 * 9.4, "Row 1, Day": 11.9}.items():
        assert height[label] > least * ask.POINTS, label


def test_what_is_at_the_foot_of_large_print_is_below_the_text(ours: Pdfs) -> None:
    found = {}
    for path in ours.sheets():
        if "large" not in path.stem:
            continue
        with pypdfium2.PdfDocument(path) as document:
            for number, page in enumerate(document, start=1):
                text = page.get_textpage()
                said = text.get_text_range()
                foot = text.get_charbox(said.rindex("Page "))[3]
                others = [text.get_charbox(at)[1] for at, sign in enumerate(said) if sign.strip()]
                if [bottom for bottom in others if foot + 1 < bottom < foot + 4]:
                    found[path.name] = number
    assert found == {}


def test_no_table_leaves_a_single_row_on_a_page(pdfs: Pdfs, ours: Pdfs) -> None:
    found = {}
    for path in (*pdfs.sheets(), *ours.sheets()):
        with pikepdf.open(path) as file:
            found[path.name] = ask.table_rows(file)
    assert found["log-a4.pdf"] == [3, 2]
    assert sum(map(len, found.values())) > 50
    assert {name: rows for name, rows in found.items() if 1 in rows} == {}


def test_every_sheet_has_room_for_a_stamp_at_its_top(pdfs: Pdfs, ours: Pdfs) -> None:
    without = []
    for path in (*pdfs.sheets(), *ours.sheets()):
        first = ask.pages(path)[0].convert("L")
        dots = 100 / 25.4
        right = first.width - 16 * dots
        room = first.crop((int((16 + 78 + 2) * dots), int(8 * dots), int(right), int(22 * dots)))
        rule = first.crop((int(right - 60 * dots), int(22 * dots), int(right - 2), int(32 * dots)))
        lines = [max(rule.crop((0, y, rule.width, y + 1)).tobytes()) for y in range(rule.height)]
        if min(room.tobytes()) < 250 or min(lines) > 128:  # ink in the room, or no line below it
            without.append(path.name)
    assert without == []


def test_the_same_sources_give_the_same_bytes(pdfs: Pdfs, tmp_path: Path) -> None:
    html = '<!doctype html><html lang="en"><title>A</title><meta name="dcterms.created" content="2026-01-02"><h1>A</h1>'
    for name in ("one", "two"):
        pdf.run_job(pdf.Job(f"{html}<p>Text</p><input name=a title=A>", str(tmp_path / name), preview=True))
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert (tmp_path / "one.webp").read_bytes() == (tmp_path / "two.webp").read_bytes()
    assert json.loads((tmp_path / "one.json").read_text())["pages"] == 1
    assert b"/ID" in pdfs["log-a4"].read_bytes()


def test_a_link_with_words_in_bold_is_one_link(tmp_path: Path) -> None:
    link = '<a class="says-address" href="https://x.example/"><strong>Bread</strong>, <em>crumb</em> and all</a>'
    html = f'<!doctype html><html lang="en"><title>A</title><h1>Oven</h1><p>{link}</p><ul><li><p>Rye</p></li></ul>'
    pdf.run_job(pdf.Job(html, str(tmp_path / "made"), preview=False))
    with pikepdf.open(tmp_path / "made.pdf") as file:
        assert len(file.pages[0].Annots) == 1
        (element,) = (each for each in ask.elements(file) if each.S == "/Link")
        assert [str(kid.Type) for kid in element.K if isinstance(kid, pikepdf.Dictionary)].count("/OBJR") == 1
    assert [each for each in ask.VeraPdf().problems(tmp_path / "made.pdf") if each.startswith("7.18.5")] == []


def test_a_full_line_breaks_at_its_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """WeasyPrint by itself breaks this one behind its first word; once it doesn't, ``ignore_last_space`` can go."""
    words = "The one finished trial was in people with long-lasting back pain, and its therapists were experts "
    html = (
        '<!doctype html><html lang="en"><title>A</title><style>@page { size: 210mm 297mm }</style>'
        f"<p>{words}<span>(Ashar et al., 2021)</span>. We do not know.</p>"
    )

    def first_line() -> str:
        path = tmp_path / "line.pdf"
        path.write_bytes(pdf.make_pdf(html)[0])
        with pypdfium2.PdfDocument(path) as document:
            return str(document[0].get_textpage().get_text_bounded()).splitlines()[0]

    assert first_line().strip() == words.strip()
    monkeypatch.setattr(inline, "split_first_line", inline.split_first_line.__wrapped__)
    monkeypatch.setattr(pdf, "change_line_breaks", lambda: None)
    assert first_line().strip() == "The"
