"""How the sheets look, against pictures that a person has accepted: LOOKS=accept accepts what there is.

Pictures are small and compared after blurring, since another Pango sets letters a hair to the side; a line that moved,
a missing box or a page more is noticed all the same.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from support import pdf as ask
from support.handouts import SHEETS, Pdfs

LOOKS = Path(__file__).with_name("looks")
ACCEPT = os.environ.get("LOOKS") == "accept"
DOTS = 40  # to the inch
TOLERANCE = 12  # of 255, where two pictures differ most, after blurring


def seen(path: Path) -> list[Image.Image]:
    """Each page, small and in 16 greys."""
    small = []
    for picture in ask.pages(path):
        size = (round(picture.width * DOTS / 100), round(picture.height * DOTS / 100))
        small.append(picture.convert("L").resize(size, Image.Resampling.BOX).quantize(16).convert("L"))
    return small


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures are where they differ most: 0 is the same, 255 black for white."""
    if one.size != other.size:
        return 255
    blurred = [picture.filter(ImageFilter.GaussianBlur(3)) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*blurred)).extrema[0][1])


@pytest.mark.parametrize("form", ["a4", "letter", "a4-large"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_looks_as_it_was_accepted(sheet: str, form: str, pdfs: Pdfs) -> None:
    now = seen(pdfs[f"{sheet}-{form}"])
    paths = [LOOKS / f"{sheet}-{form}-{number}.png" for number in range(1, len(now) + 1)]
    if ACCEPT:
        LOOKS.mkdir(exist_ok=True)
        for old in LOOKS.glob(f"{sheet}-{form}-*.png"):
            old.unlink()
        for picture, path in zip(now, paths, strict=True):
            picture.quantize(16).save(path, optimize=True)
    kept = sorted(path.name for path in LOOKS.glob(f"{sheet}-{form}-[0-9].png"))
    assert kept == [path.name for path in paths], "another number of pages; if meant: LOOKS=accept"
    apart = {
        path.name: difference(picture, Image.open(path).convert("L")) for picture, path in zip(now, paths, strict=True)
    }
    assert {name: by for name, by in apart.items() if by > TOLERANCE} == {}, "if meant: LOOKS=accept"


def test_a_line_that_moved_is_noticed(pdfs: Pdfs) -> None:
    page = seen(pdfs["log-a4"])[0]
    moved = ImageChops.offset(page, 0, 4)
    assert difference(page, moved) > TOLERANCE
    without = page.copy()
    without.paste(255, (20, 60, 160, 90))
    assert difference(page, without) > TOLERANCE
    nudged = page.transform(page.size, Image.Transform.AFFINE, (1, 0, 0.3, 0, 1, 0), Image.Resampling.BILINEAR)
    assert difference(page, nudged) < TOLERANCE
