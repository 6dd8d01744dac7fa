"""What people with pain need of our own handouts on paper: figures to draw on, print to read, few sheets to handle."""

from __future__ import annotations

import itertools
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from support import pdf as ask
from support.handouts import VARIANTS, Pdfs


def get_path(ours: Pdfs, name: str, form: str) -> Path:
    return ours.site / "handouts" / name / f"{name}-{form}.pdf"


def measure_letters(path: Path, side: int) -> dict[float, str]:
    """What is printed in each size of letters on one side, in points."""
    sizes: dict[float, str] = {}
    matrix = raw.FS_MATRIX()
    with pypdfium2.PdfDocument(path) as document:
        text = document[side].get_textpage()
        for at, sign in enumerate(text.get_text_range()):
            raw.FPDFText_GetMatrix(text, at, matrix)
            size = round(raw.FPDFText_GetFontSize(text, at) * matrix.d, 2)
            if sign.strip():
                sizes[size] = sizes.get(size, "") + sign
    return sizes


def count_sides(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


@pytest.mark.parametrize("form", ["a4", "letter"])
def test_the_figures_of_the_body_map_take_a_side_and_the_list_another(ours: Pdfs, form: str) -> None:
    path = get_path(ours, "body-map", form)
    assert count_sides(path) == 2
    with pikepdf.open(path) as file:
        figures = [element.A.BBox for element in ask.elements(file) if element.get("/S") == "/Figure"]
        tallest = max(float(top) - float(bottom) for _, bottom, _, top in figures)  # the other one is the small code
        fields = ask.fields(file)
    assert tallest > 150 * ask.POINTS
    boxes = [field.label for field in fields if field.kind == "/Btn"]
    assert len(boxes) == len(set(boxes)) == 32
    areas = {label.partition(", ")[0] for label in boxes}
    assert {f"{area}, {side}" for area in areas for side in ("Left", "Right")} == set(boxes)
    assert len([field for field in fields if field.kind == "/Tx" and field.label.partition(", ")[0] in areas]) == 16


def test_nothing_divides_the_list_of_the_body_map_in_large_print(ours: Pdfs) -> None:
    for form in VARIANTS:
        with pypdfium2.PdfDocument(get_path(ours, "body-map", form)) as document:
            texts = [page.get_textpage().get_text_bounded() for page in document]
        assert sum("Face or jaw" in text and "Ankle or foot" in text for text in texts) == 1, form


@pytest.mark.parametrize("form", ["a4", "letter"])
@pytest.mark.parametrize("language", ["", "es"])
def test_no_letter_on_the_wallet_cards_is_below_nine_and_a_half_points(ours: Pdfs, language: str, form: str) -> None:
    path = get_path(Pdfs(ours.site / language), "warning-signs-card", form)
    sizes = measure_letters(path, 0)
    assert sum(map(len, sizes.values())) > 1500  # the cards, not an empty side
    assert {size: letters for size, letters in sizes.items() if size < 9.5} == {}
    assert count_sides(path) == 2


@pytest.mark.parametrize("form", ["a4", "letter"])
@pytest.mark.parametrize("language", ["", "es"])
def test_each_line_to_cut_survives_a_photocopier(ours: Pdfs, language: str, form: str) -> None:
    dots = 150 / 25.4
    path = get_path(Pdfs(ours.site / language), "warning-signs-card", form)
    with pypdfium2.PdfDocument(path) as document:
        side = document[0].render(scale=150 / 72, grayscale=True).to_pil().point(lambda grey: 255 * (grey >= 128))
    left = side.width / 2 - 85 * dots  # of the cards
    marks = side.crop((int(left - 2 * dots), 0, int(left - dots), side.height)).resize((1, side.height))
    found = [y for y in range(int(35 * dots), side.height) if marks.getpixel((0, y)) == 0]
    tops = [y for y in found if y - 1 not in found][:5]
    assert [round((after - before) / dots) for before, after in itertools.pairwise(tops)] == [54] * 4
    for y in tops:
        line = side.crop((int(left + 5 * dots), y - 3, int(left + 80 * dots), y + 4))
        dark = [x for x in range(line.width) if min(line.crop((x, 0, x + 1, line.height)).tobytes()) == 0]
        assert len(dark) > line.width / 4, (form, y)


def measure_fields(path: Path) -> dict[str, float]:
    """Return the height of each text field in millimetres, by its label."""
    with pikepdf.open(path) as file:
        texts = [field for field in file.Root.AcroForm.Fields if field.FT == "/Tx" and "/Rect" in field]
        return {str(field.TU): float(field.Rect[3] - field.Rect[1]) / ask.POINTS for field in texts}


@pytest.mark.parametrize("form", ["a4", "letter"])
def test_the_table_of_a_course_has_rows_for_two_lines_of_handwriting(ours: Pdfs, form: str) -> None:
    path = get_path(ours, "course-outline", form)
    assert count_sides(path) == 2
    heights = measure_fields(path)
    for number in range(9):
        cells = [height for label, height in heights.items() if label.startswith(f"{number}, ")]
        assert len(cells) >= 4, number
        assert min(cells) >= 11, number


WHEN = ("Start", *(f"Session {number}" for number in range(1, 9)), "End", "3 months")


@pytest.mark.parametrize("form", VARIANTS)
def test_measures_has_fields_for_each_number_below_the_chart_on_the_same_side(ours: Pdfs, form: str) -> None:
    path = get_path(ours, "measures", form)
    assert count_sides(path) in ((3, 4) if form.endswith("large") else (2,))
    with pikepdf.open(path) as file:
        last = file.pages[-1]
        fields = {str(field.TU): [float(side) for side in field.Rect] for field in last.Annots if "/TU" in field}
        charts = [[float(side) for side in e.A.BBox] for e in ask.elements(file) if e.get("/S") == "/Figure"]
    left, bottom, right, top = max(charts, key=lambda box: box[3] - box[1])
    assert right - left > 177 * ask.POINTS
    assert top - bottom > 61 * ask.POINTS
    rare = ("Start", "Session 4", "End", "3 months")  # half-way is enough for a questionnaire
    asked = {"Score 1": rare} if form.endswith("large") else {"Score 1": rare, "Score 2": rare}
    for row in ("In the way (x)", "Fear (o)", *asked, "Date"):
        assert {name for name in fields if name.startswith(f"{row}, ")} == {
            f"{row}, {when}" for when in asked.get(row, WHEN)
        }
        boxes = [fields[f"{row}, {when}"] for when in asked.get(row, WHEN)]
        assert min(box[2] - box[0] for box in boxes) >= 12 * ask.POINTS
        assert min(box[3] - box[1] for box in boxes) >= 7.8 * ask.POINTS
        assert all(left <= box[0] and box[2] <= right and box[3] < bottom for box in boxes)


@pytest.mark.parametrize("form", VARIANTS)
def test_the_chart_has_a_line_in_the_middle_of_each_column(ours: Pdfs, form: str) -> None:
    with pypdfium2.PdfDocument(get_path(ours, "measures", form)) as document:
        page = document[len(document) - 1]
        picture = page.render(scale=2, grayscale=True).to_pil()
    with pikepdf.open(get_path(ours, "measures", form)) as file:
        last = file.pages[-1]
        fields = {str(field.TU): [float(side) for side in field.Rect] for field in last.Annots if "/TU" in field}
        height = float(last.MediaBox[3])
    for when in WHEN:
        box = fields[f"In the way (x), {when}"]
        middle, above = (box[0] + box[2]) / 2, height - box[3] - 30 * ask.POINTS
        near = [picture.getpixel((round(2 * middle) + shift, round(2 * above))) for shift in range(-3, 4)]
        assert min(near) < 160, when


@pytest.mark.parametrize("form", ["a4", "letter"])
def test_each_of_the_eight_steps_has_a_date_and_three_lines(ours: Pdfs, form: str) -> None:
    path = get_path(ours, "eight-steps", form)
    assert count_sides(path) == 2
    heights = measure_fields(path)
    assert {f"Step {number} begun on" for number in range(1, 9)} <= set(heights)
    three_lines = [height for height in heights.values() if height >= 23]
    assert len(three_lines) == 8


@pytest.mark.parametrize("form", ["a4-large", "letter-large"])
@pytest.mark.parametrize(
    "name",
    [
        "safety-behaviours",
        "course-outline",
        "body-map",
        "somatic-tracking-log",
        "eight-steps",
        "exposure-ladder",
        "family-and-friends",
        "letter-to-my-doctor",
    ],
)
def test_large_print_takes_three_sides_at_most(ours: Pdfs, name: str, form: str) -> None:
    path = get_path(ours, name, form)
    assert count_sides(path) <= 3
    small = {size: letters for size, letters in measure_letters(path, 1).items() if size < 18}
    assert "".join(small.values()) in {"", *small.values()}  # at most one size: that of the foot
    assert sum(map(len, small.values())) < 80


def read_sides(path: Path) -> list[str]:
    """Return the words of each side, with single spaces."""
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.parametrize("form", ["a4-large", "letter-large"])
def test_what_to_say_to_someone_in_pain_is_on_one_side(ours: Pdfs, form: str) -> None:
    (side,) = (side for side in read_sides(get_path(ours, "family-and-friends", form)) if "Rather than" in side)
    assert "I believe you" in side
    assert "what else there is" in side


@pytest.mark.parametrize("form", ["a4-large", "letter-large"])
@pytest.mark.parametrize(("language", "both"), [("", "sides 1 and 2"), ("es", "las caras 1 y 2")])
def test_two_sides_of_large_print_are_all_that_a_flare_up_needs(
    ours: Pdfs, form: str, language: str, both: str
) -> None:
    pdfs = Pdfs(ours.site / language)
    sides = read_sides(get_path(pdfs, "flare-up-plan", form))
    assert both in sides[0]
    assert "findahelpline.com" in sides[1]  # the last of the crisis lines
    assert both not in read_sides(get_path(pdfs, "flare-up-plan", "a4"))[0]


@pytest.mark.parametrize("form", ["a4-large", "letter-large"])
@pytest.mark.parametrize(("language", "cut"), [("", "Cut along"), ("es", "recorte")])
def test_the_wallet_card_is_a_list_in_large_print(ours: Pdfs, language: str, cut: str, form: str) -> None:
    pdfs = Pdfs(ours.site / language)
    path = get_path(pdfs, "warning-signs-card", form)
    sides = read_sides(path)
    assert len(sides) <= 4
    assert cut not in " ".join(sides)
    whole = " ".join(" ".join(sides).split())
    assert whole.count({"": "Feeling like you can’t go on?", "es": "¿Siente que no puede más?"}[language]) == 4
    assert cut in read_sides(get_path(pdfs, "warning-signs-card", "a4"))[0]
    assert len(sides[-1]) > 500  # more than the references
    sizes = [size for side in range(len(sides)) for size in measure_letters(path, side)]
    assert min(sizes) >= 13  # the foot; references are larger


@pytest.mark.parametrize("form", ["a4-large", "letter-large"])
def test_crisis_lines_are_together_on_one_side(ours: Pdfs, form: str) -> None:
    with pypdfium2.PdfDocument(get_path(ours, "family-and-friends", form)) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    (side,) = (text for text in texts if "Crisis lines" in text)
    assert "116 123" in side
    assert "findahelpline.com" in side
