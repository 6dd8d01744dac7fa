"""Entries as programs export them print as APA wants, and each is told with the line to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.exports import FOLDER, format_exports, read_exports
from mkdocs_citeproc.bibliography.normalize import find_changes, normalize_entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex, read_and_check
from mkdocs_citeproc.problems import Code, Severity
from mkdocs_citeproc.source import SourceText
from support.site import build_site, make_site

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_print_right(path: Path, tmp_path: Path) -> None:
    entries = read_exports(path)
    printed = format_exports(entries, tmp_path)
    wrong = {entry.key: printed.get(entry.key) for entry in entries if not entry.is_printed_by(printed.get(entry.key))}
    assert wrong == {}


@pytest.mark.parametrize("style", ["apa", "vancouver", "chicago-author-date"])
def test_no_latex_is_left_in_any_style(style: str, tmp_path: Path) -> None:
    entries = [entry for path in FILES for entry in read_exports(path)]
    for key, printed in format_exports(entries, tmp_path, style).items():
        text = printed.text.replace("{A}", "")  # one title has braces that are meant
        assert not {"\\", "$", "{", "}"} & set(text.replace("$5", "")), (key, printed.text)
        assert "&amp;" not in text
        assert "<i>" not in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_told_to_write_is_written_right(path: Path) -> None:
    for exported in read_exports(path):
        [entry] = parse_bibtex(SourceText("a.bib", exported.bibtex))[0].entries.values()
        bibliography, problems = parse_bibtex(SourceText("a.bib", normalize_entry(entry).source))
        assert problems == []
        [again] = bibliography.entries.values()
        assert find_changes(again) == ()


def told(fields: str, kind: str = "article") -> list[str]:
    """The remarks on an entry's exported fields."""
    problems = read_and_check([SourceText("a.bib", f"@{kind}{{a,\n{fields}}}")], 2026)[1]
    return [str(problem) for problem in problems if problem.code is Code.EXPORT_FORM]


@pytest.mark.parametrize(
    ("fields", "write"),
    [
        ("pages = {317-32}", "pages = {317--332}"),
        ("author = {Vlaeyen, Johan WS}", "author = {Vlaeyen, Johan W. S.}"),
        ("author = {Organization, World Health}", "author = {{World Health Organization}}"),
        ("author = {SMITH, JOHN and Lee, J}", "author = {Smith, John and Lee, J}"),
        ("author = {Smith J and Jones AB}", "author = {Smith, J. and Jones, A. B.}"),
        ("author = {Smith, J.; Jones, K.}", "author = {Smith, J. and Jones, K.}"),
        ("author = {Smith, J and et al.}", "author = {Smith, J and others}"),
        ("author = {Smith, J. et al.}", "author = {Smith, J. and others}"),
        ("author = {Smith, J K Jr}", "author = {Smith, Jr., J K}"),
        (r"title = {Pain {\textendash} {$\beta$}}", "title = {Pain – β}"),
        ("title = {Pain &amp; <i>fear</i>}", r"title = {Pain \& \textit{fear}}"),
        ("title = {Pain and fear.}", "title = {Pain and fear}"),
        ("title = {PAIN AND FEAR IN GERMANY}", "title = {Pain and fear in {Germany}}"),
        ("number = {Supplement_1}", "number = {Suppl. 1}"),
        ("journal = {Pain medicine (Malden, Mass.)}", "journal = {Pain medicine}"),
        (r"doi = {10.5555/a{\_}b}", "doi = {10.5555/a_b}"),
        ("urldate = {May 6, 2024}", "urldate = {2024-05-06}"),
        ("note = {Online ahead of print.}", "pubstate = {Advance online publication}"),
        ("month = {Mar.}, year = 2020", "month = {3}"),
        ("year = {2020a}", "year = {2020}"),
        ("article-number = {123}", "eid = {123}"),
        ("author = {{Kidd, Kay} and {Lamb, Lou}}", "author = {Kidd, Kay and Lamb, Lou}"),
        ("author = {Vane, V., Jr}", "author = {Vane, Jr., V.}"),
        ("author = {Pain Society,}", "author = {{Pain Society}}"),
        ("volume = {41(7)}", "volume = {41} and number = {7}"),
        ("volume = {41 Suppl 7}", "volume = {41} and number = {Suppl. 7}"),
        ("pages = {77--77}", "pages = {77}"),
        ("year = {2020 Jan-Feb}", "date = {2020-01/2020-02}"),
        ("journal = {Rest : official journal of the Rest Society}", "journal = {Rest}"),
        ("title = {On 'rest' and work}", "title = {On ‘rest’ and work}"),
        ("title = {Rest : a guide}", "title = {Rest: a guide}"),
        ("author = {{Heath Jr}, Hal}", "author = {Heath, Jr., Hal}"),
        ("journal = {JOURNAL OF THE EXAMPLES}", "journal = {Journal of the Examples}"),
        ("volume = {07}", "volume = {7}"),
        ("number = {Pt 2}", "number = {Pt. 2}"),
        ("pages = {003--010}", "pages = {3--10}"),
    ],
)
def test_told_with_the_line_to_write(fields: str, write: str) -> None:
    [remark] = told(fields)
    assert remark.startswith("a.bib:2:1: [export-form]")
    assert write in remark


@pytest.mark.parametrize(
    ("kind", "fields", "write"),
    [
        ("misc", r"howpublished = {\url{https://x.org/a_b}}", "url = {https://x.org/a_b}"),
        ("misc", "url = {https://x.org}, note = {Accessed: 2024-05-06}", "urldate = {2024-05-06}"),
        ("misc", "title = {Rest {[Video]}}", "titleaddon = {Video}"),
        ("misc", "doi = {10.31234/osf.io/x}, publisher = {Center for Open Science}", "organization = {PsyArXiv}"),
        ("article", "journal = {bioRxiv}, doi = {10.5555/x}", "@online{a"),
        ("web_page", "title = {Rest}", "@online{a"),
        ("book", "publisher = {Guilford press}", "publisher = {Guilford Press}"),
        ("book", "edition = {1st}", "Take out edition"),
    ],
)
def test_other_kinds(kind: str, fields: str, write: str) -> None:
    assert any(write in remark for remark in told(fields, kind))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("article", "author = {Ashar, Yoni K. and {van der Kolk}, Bessel A. and {Pain Group}}, pages = {317--332}"),
        ("article", "title = {Treatment outline for {Pain Reprocessing Therapy} in {Germany}}, number = {3}"),
        ("article", "title = {Essays on {Jung} and {Adler}}, volume = {2}, pages = {S12--S19}"),
        ("misc", "author = {{Pain Center}}, title = {{Pain Reprocessing Therapy}}, urldate = {2024-05-06}"),
        ("misc", "title = {La douleur [The pain]}, howpublished = {ClinicalTrials.gov NCT05820204}"),
        ("article", r"title = {R\&D at 50\%: \emph{E. coli} -- ``so''}, journal = {J. Pain Res.}"),
        ("article", "title = {Rest}, year = {2020}, month = jun"),
        ("article", "title = {Pain in the U.S.}, year = {2020}, journaltitle = {npj Digital Medicine}"),
        ("article", "author = {College, Ann and Group, Bob and Caneiro, J. P. and Smith, J.K.}"),
        ("video", "title = {Rest}, date = {2021-03-04}, publisher = {YouTube}"),
    ],
)
def test_left_alone(kind: str, fields: str) -> None:
    assert told(fields, kind) == []


def test_unknown_latex_is_a_warning_with_a_place() -> None:
    source = SourceText("a.bib", "@misc{a, year = 2020,\n  url = {https://x.org}, title = {A \\foo{bar}}}")
    [problem] = [each for each in read_and_check([source], 2026)[1] if each.code is Code.UNKNOWN_LATEX]
    assert str(problem).startswith("a.bib:2:26: [unknown-latex]")
    assert r"\foo" in problem.message
    assert problem.code.severity is Severity.WARNING


def test_what_prints_right_is_no_error() -> None:
    fields = (
        "title = {Rest}, year = {2020}, journal = {Pain}, doi = {https://doi.org/10.5555/a}, urldate = {May 6, 2024}"
    )
    problems = read_and_check([SourceText("a.bib", f"@article{{a, author = {{Smith, JK}}, {fields}}}")], 2026)[1]
    assert {problem.code for problem in problems} == {Code.EXPORT_FORM}


def test_a_key_that_is_an_address_is_cited_in_braces(tmp_path: Path) -> None:
    bib = "@misc{https://doi.org/10.5555/zenodo.1, author = {Abe, Aiko}, title = {Rest}, year = {2021},\n"
    bib += "  publisher = {Zenodo}, doi = {10.5555/ZENODO.1}}\n"
    page = "Rest helps [@{https://doi.org/10.5555/zenodo.1}], as @{https://doi.org/10.5555/zenodo.1} says.\n"
    built = build_site(make_site(tmp_path, {"references.bib": bib, "docs/index.md": page}), strict=True)
    assert built.ended is None
    html = built["index.html"]
    assert "Abe, 2021" in html
    assert "Abe (2021" in re.sub(r"<[^>]*>", "", html)
    assert 'id="ref-https://doi.org/10.5555/zenodo.1"' in html


@pytest.mark.parametrize(
    ("kind", "fields", "write"),
    [
        ("inproceedings", "booktitle = {Proceedings of the 2nd Conference on Rest}",
         "booktitle = {{Proceedings of the 2nd Conference on Rest}}"),
        ("misc", "note = {US Patent 9,000,000}", "number = {9,000,000}"),
        ("misc", "publisher = {Dryad}", "@dataset{a"),
        ("report", "number = {Report No. 45}", "number = {45}"),
        ("report", "series = {Rest Guidelines}, number = {NG1}", "type = {Rest Guideline}"),
        ("book", "edition = {2nd ed}", "edition = {2}"),
        ("incollection", "booktitle = {Rest, 3rd ed.}", "edition = {3}"),
        ("phdthesis", "university = {University of Rest}", "institution = {University of Rest}"),
        ("unpublished", "type = {Unpublished Work}", "type = {Unpublished manuscript}"),
        ("article", "type = {Newspaper Article}", "entrysubtype = {newspaper}"),
        ("article", "number = {June 3}", "day = {3}"),
        ("book", "title = {Explain Rest 2nd Edn}", "edition = {2}"),
        ("misc", "type = {Film or Broadcast}", "type = {Film}"),
        ("inbook", "booktitle = {Rest, {Vol} 2: {Research} designs}", "maintitle = {Rest}"),
    ],
)  # fmt: skip
def test_told_of_other_works(kind: str, fields: str, write: str) -> None:
    assert any(write in remark for remark in told(fields, kind))


@pytest.mark.parametrize(
    ("kind", "fields", "gone"),
    [
        ("book", "journal = {Notes on Rest}", "journal"),
        ("techreport", "pages = {1--60}", "pages"),
        ("misc", "type = {Web Page}, number = {3 May}", "number"),
        ("phdthesis", "type = {Psy.D.}", "type"),
        ("phdthesis", "school = {Rest University}, publisher = {Rest University}", "publisher"),
        ("inproceedings", "booktitle = {Rest}, pages = {1--2}, publisher = {House}, venue = {Oslo}", "venue"),
    ],
)
def test_told_what_to_take_out(kind: str, fields: str, gone: str) -> None:
    assert any(re.search(rf"Take out [^.]*\b{gone}\b", remark) for remark in told(fields, kind))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("article", "author = {{Department of Health, Education and Welfare}}"),
        ("article", "author = {{Rest Society, Oslo} and {Work Institute, Rome}}"),
        ("article", "volume = {41}, number = {2}"),
        ("article", "title = {The dogs' and cats' pain}"),
        ("inproceedings", "booktitle = {Learning to rest}"),
        ("report", "series = {Rest and Work}, number = {4}"),
        ("misc", "note = {See the US Patent Office}"),
        ("book", "title = {The 3rd edition of rest}"),
    ],
)
def test_what_is_written_as_it_should_be_stays(kind: str, fields: str) -> None:
    assert told(fields, kind) == []


@pytest.mark.parametrize(
    ("kind", "fields", "write"),
    [
        ("article", "url = {https://doi.org/10.5555%2Fx}", "doi = {10.5555/x}"),
        ("misc", "howpublished = {GitHub repository \\url{https://example.org/r}}, publisher = {GitHub}",
         "url = {https://example.org/r}"),
        ("misc", "howpublished = {\\url{https://example.org/r}, accessed 6 May 2024}", "urldate = {2024-05-06}"),
        ("article", "note = {in press}", "pubstate = {inpress}"),
        ("misc", "note = {Available at https://example.org/x}", "url = {https://example.org/x}"),
        ("article", "author = {{Ash, A. and Birch, B. and Cedar, C.}}", "author = {Ash, A. and Birch, B. and Cedar"),
        ("article", "author = {Centers for Rest and Work}", "author = {{Centers for Rest and Work}}"),
        ("article", "author = {Ash, A., Birch, B. C.}", "author = {Ash, A. and Birch, B. C.}"),
        ("article", "author = {World Health Organization, WHO}", "author = {{World Health Organization}}"),
        ("article", "pages = {Article 12}", "eid = {12}"),
        ("article", "journal = {Psychotherapy.}", "journal = {Psychotherapy}"),
        ("article", "journal = {arXiv preprint arXiv:1706.00000}", "url = {https://arxiv.org/abs/1706.00000}"),
        ("online", "organization = {PsyArXiv}, publisher = {PsyArXiv}, date = {2020-01-02}", "date = {2020}"),
    ],
)  # fmt: skip
def test_told_of_what_is_rare(kind: str, fields: str, write: str) -> None:
    assert any(write in remark for remark in told(fields, kind)), told(fields, kind)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("misc", "howpublished = {Blog post, accessed on a Monday in 2024}"),
        ("article", "note = {A note on ahead}"),
        ("article", "year = {2020, or later}"),
        ("article", "author = {, Ann}"),
        ("article", "author = {Ash, A., B.}"),
        ("article", "pages = {12--10}"),
        ("inproceedings", "pages = {1--2}, publisher = {House}"),
        ("unpublished", "type = {Talk}"),
        ("article", "title = {{Rest} in {Oslo}}"),
        ("set", "entryset = {a,b}, note = {Publisher: House}"),
    ],
)
def test_what_is_rare_and_stays(kind: str, fields: str) -> None:
    assert told(fields, kind) == []
