"""Our workbook: its contents, its cover and its list of references."""

from __future__ import annotations

import re

import pypdfium2

from support.handouts import VARIANTS, Pdfs


def solid(words: str) -> str:
    """Words without blanks and hyphens: a hyphen at a line's end is read as one that a program put there."""
    return re.sub(r"[\s\ufffe\x02-]", "", words)


def test_a_workbooks_list_says_on_which_pages_its_sheets_begin_each_on_a_leaf_of_its_own(ours: Pdfs) -> None:
    for path in ours.workbooks():
        with pypdfium2.PdfDocument(path) as file:
            first, *rest = [page.get_textpage().get_text_range() for page in file]
        # The band above a title stands on a sheet's first page alone.
        begin = [
            at for at, page in enumerate(rest, start=2) if "PainReprocessingTherapy,explainedFor" in solid(page)[:60]
        ]
        contents = first + "".join(rest[: begin[0] - 2])  # two pages in large print
        said = [int(number) for number in re.findall(r", page\s(\d+)", contents)]
        assert said == begin, path.name
        assert len(said) == len(ours.sheets()) // len(VARIANTS)
        if "large" not in path.name:
            assert all(number % 2 for number in said), path.name


def test_a_workbook_has_a_cover_and_one_list_of_references(ours: Pdfs) -> None:
    path = next(path for path in ours.workbooks() if path.stem == "workbook-a4")
    with pypdfium2.PdfDocument(path) as file:
        pages = [page.get_textpage().get_text_range() for page in file]
    assert "My PRT workbook" in pages[0]
    assert "This workbook belongs to:" in pages[0]
    assert "nobody marks it" in " ".join(pages[0].split())
    lists = [
        number
        for number, page in enumerate(pages)
        if "References" in page.splitlines() or page.startswith("References")
    ]
    assert lists == [len(pages) - 1]
    whole = solid("".join(pages))
    assert whole.count(solid("Effect of Pain Reprocessing Therapy vs placebo and usual care for patients")) == 1
