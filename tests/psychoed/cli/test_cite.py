"""psychoed cite, from what a contributor says to what then stands in the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_citeproc.bibliography.imports import Draft
from mkdocs_citeproc.source import SourceText
from psychoed.cli.cite import NEW, add_draft, add_sources, find_contact, find_section
from psychoed.cli.console import UserError
from psychoed.cli.drafts import Wanted, normalize_isbn
from psychoed.cli.project import Project
from psychoed.cli.services import Services
from support.cli import run_cli
from support.services import World, say, world

BIB = """% Sources.

% ---------- Trials ----------

@article{ashar2021,
  author = {Ashar, Yoni K.},
  title = {The {Spanish} trial of pain},
  year = {2021},
  doi = {10.1001/ABC},
}


% ---------- Critics ----------

% a note
@misc{zeta2020,
  title = {Z},
  howpublished = {Leaflet},
}
"""
WORK = {
    "type": "article-journal",
    "title": "Pain &amp; <i>fear</i> in Spain",
    "author": [{"family": "Ashar", "given": "Yoni K"}, {"family": "Büchel", "given": "Ç."}, {"name": "Pain Group"}],
    "container-title": "The Journal",
    "issued": {"date-parts": [[2021, 3]]},
    "volume": "7",
    "page": "13-23",
    "DOI": "10.1000/New",
}
ENTRY = r"""@article{ashar2021a,
  author = {Ashar, Yoni K. and Büchel, Ç. and {Pain Group}},
  title = {Pain \& {\textit{fear}} in {Spain}},
  journal = {The Journal},
  year = {2021},
  volume = {7},
  pages = {13--23},
  doi = {10.1000/New},
}"""


def cite(bib: Path, services: Services, section: str = "", **wanted: str) -> None:
    """Add to a bibliography what is wanted."""
    add_sources(Project(bib.parent), Wanted(**wanted), section, services)


@pytest.fixture
def there() -> Iterator[World]:
    with world() as here:
        here.answers["/doi_org"] = [say(WORK)]
        yield here


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "references.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def test_a_doi(there: World, bib: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cite(bib, there.services(), "tri", doi="https://doi.org/10.1000/new")
    assert bib.read_text(encoding="utf-8") == BIB.replace("ABC},\n}\n", f"ABC}},\n}}\n\n{ENTRY}\n")
    said = capsys.readouterr().out.split("\n")
    assert said[0] == "Added ashar2021a on line 12 of references.bib, under 'Trials'. It is printed as:"
    assert said[1].startswith(
        "  Ashar, Y. K., Büchel, Ç., & Pain Group. (2021). Pain & fear in Spain. The Journal, 7, 13–23."
    )
    assert "  - in braces, as names: Spain" in said
    assert "Cite it as [@ashar2021a]." in said


def test_without_a_section_it_stands_apart(there: World, bib: Path) -> None:
    cite(bib, there.services(), doi="10.1000/new")
    text = bib.read_text(encoding="utf-8")
    assert text == f"{BIB}\n\n% ---------- {NEW} ----------\n\n{ENTRY}\n"
    there.answers["/doi_org"] = [say(WORK | {"DOI": "10.1000/newer", "title": "Another title of pain"})]
    cite(bib, there.services(), doi="10.1000/newer")
    assert bib.read_text(encoding="utf-8").startswith(text)
    assert "@article{ashar2021b" in bib.read_text(encoding="utf-8")


def test_a_doi_that_is_there_is_not_asked_for(there: World, bib: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cite(bib, there.services(), doi="10.1001/abc")
    assert there.asked == []
    assert bib.read_text(encoding="utf-8") == BIB
    said = "It is already there as ashar2021, on line 5 of references.bib. Cite it as [@ashar2021].\n"
    assert capsys.readouterr().out == said


def test_a_work_that_is_there_under_another_name(there: World, bib: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = {"type": "book", "title": "The Spanish Trial of Pain.", "author": WORK["author"], "issued": WORK["issued"]}
    there.answers["/pubmed"] = [say(work)]
    cite(bib, there.services(), pmid="https://pubmed.ncbi.nlm.nih.gov/34586357/")
    assert there.paths() == ["/pubmed/?format=csl&id=34586357"]
    assert bib.read_text(encoding="utf-8") == BIB
    assert "as ashar2021" in capsys.readouterr().out


def test_line_ends_and_permissions_stay(there: World, bib: Path) -> None:
    bib.write_bytes(BIB.replace("\n", "\r\n").encode())
    bib.chmod(0o640)
    cite(bib, there.services(), "Trials", doi="10.1000/new")
    text = bib.read_bytes().decode()
    assert text.count("\n") == text.count("\r\n")
    assert text.replace(ENTRY.replace("\n", "\r\n"), "").split() == BIB.split()
    assert bib.stat().st_mode & 0o777 == 0o640
    assert {path.name for path in bib.parent.iterdir()} == {"references.bib", ".cache"}


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ({"doi": "abc"}, "'abc' is not a DOI. Write it like this: --doi 10."),
        ({"pmid": "abc"}, "'abc' is not a PMID. Write it like this: --pmid "),
        ({"isbn": "123"}, "'123' is not an ISBN"),
        ({"file": "/nowhere/x.bib"}, "/nowhere/x.bib: No such file or directory."),
        ({"doi": "10.1000/1", "isbn": "1"}, "Give only one of these, not 2: --doi, --isbn."),
        (
            {"doi": "10.1000/1", "section": "Nowhere"},
            "is not a heading of references.bib. It has: Trials; Critics.",
        ),
        ({"pmid": "1"}, "PubMed has no record for PMID 1."),
    ],
)
def test_what_goes_wrong_leaves_the_file(there: World, bib: Path, ask: dict[str, str], said: str) -> None:
    with pytest.raises(UserError) as error:
        cite(bib, there.services(), **ask)
    assert said in str(error.value)
    assert bib.read_text(encoding="utf-8") == BIB


def test_a_broken_bibliography_is_mended_first(there: World, bib: Path) -> None:
    bib.write_text(BIB[:-2], encoding="utf-8")
    with pytest.raises(UserError, match=r"(?s)references.bib:18:\d+: \[bib-syntax\].*Fix references.bib first"):
        cite(bib, there.services(), doi="10.1000/new")
    assert there.asked == []


# ---- files and pasted text

PASTED = {
    "bibtex": '@Article{Some_Key, Author = "Smith, J.", title={A {B} title}, month = mar, year=2019, file={x.pdf}}',
    "ris": "TY  - JOUR\nAU  - Smith, J\nTI  - A title of B\nPY  - 2019\nER  - \n",
    "csl": '[{"title": "A title", "author": [{"family": "Smith", "given": "J"}], "issued": {"raw": "2019"}}]',
}


@pytest.mark.parametrize("kind", PASTED)
def test_pasted(there: World, bib: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASTED[kind]))
    cite(bib, there.services())
    text = bib.read_text(encoding="utf-8")
    assert text.startswith(BIB)
    assert "{smith2019,\n  author = {Smith, J.},\n  title = {A " in text
    assert there.asked == []


def test_the_reference_is_shown_as_the_site_prints_it(
    there: World, bib: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    came = "@article{a, author={Ek, A.}, title={Rest}, journal={J}, volume={3}, eid={e12}, year={2020}, doi={10.1/x}}"
    monkeypatch.setattr("sys.stdin", io.StringIO(came))
    cite(bib, there.services())
    assert "  Ek, A. (2020). Rest. J, 3, Article e12." in capsys.readouterr().out


def test_a_file_with_several(there: World, bib: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.bib"
    path.write_text(f"{PASTED['bibtex']}\n{BIB}", encoding="utf-8")
    cite(bib, there.services(), "Critics", file=str(path))
    said = capsys.readouterr().out
    assert said.count("Added ") == 2  # the leaflet without an author or a year can't be told from another
    assert "It is already there as ashar2021" in said
    assert "month = {3}," in bib.read_text(encoding="utf-8")
    assert "file =" not in bib.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The input has no BibTeX, RIS or CSL JSON"),
        ("some words", "The input has no BibTeX, RIS or CSL JSON"),
        ("[]", "The input has no BibTeX, RIS or CSL JSON"),
        ("[" * 100_000, "This is not valid JSON"),
        ("@article{a, title = {x}", "the input:1:24: [bib-syntax]"),
        ('{"a"', "This is not valid JSON"),
        ('[{"a": 1}]', "an item has no title"),
    ],
)
def test_what_is_no_source(there: World, bib: Path, text: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    with pytest.raises(UserError) as error:
        cite(bib, there.services())
    assert said in str(error.value)


# ---- small things


@pytest.mark.parametrize("text", ["978-0-593-08683-4", "ISBN 9780593086834", "0-8044-2957-X", "080442957x"])
def test_isbn(text: str) -> None:
    assert normalize_isbn(text).isalnum()


@pytest.mark.parametrize("text", ["978-0-593-08683-5", "0-8044-2957-0", "", "978059308683"])
def test_no_isbn(text: str) -> None:
    with pytest.raises(UserError, match="is not an ISBN"):
        normalize_isbn(text)


def test_contact() -> None:
    assert find_contact({"CITE_MAILTO": "jo@site.example"}) == "jo@site.example"
    assert find_contact({"CITE_MAILTO": "nobody"}) == ""


def test_section_named() -> None:
    source = SourceText("references.bib", BIB)
    assert find_section(source, "") == NEW
    assert find_section(source, "CRIT") == "Critics"


@pytest.mark.parametrize("command", [["cite"], ["add", "source"]], ids=" ".join)
def test_on_the_command_line(there: World, bib: Path, command: list[str]) -> None:
    (bib.parent / "mkdocs.yml").write_text("site_name: Bread\n", encoding="utf-8")
    environment = {"CITE_MAILTO": "jo@site.example", "CITE_DOI_ORG": f"{there.address}/doi_org"}
    done = run_cli(*command, "--doi", "10.1000/new", "--section", "Trials", project=bib.parent, **environment)
    assert (done.exit_code, "Cite it as [@ashar2021a]." in done.stdout) == (0, True)
    assert "mailto:jo@site.example" in there.asked[0][1]["user-agent"]
    done = run_cli(*command, "--doi", "none", project=bib.parent, **environment)
    assert (done.exit_code, done.stderr.startswith("'none' is not a DOI")) == (1, True)
    done = run_cli(*command, project=bib.parent, text=PASTED["ris"], **environment)
    assert "Added smith2019" in done.stdout


REFUSED = ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"]


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize(
    "text",
    [
        "TY  - ELEC\nTI  - A page\nAU  - Ashar, Yoni\nPY  - 2021\nUR  - {}\nER  - \n",
        '[{{"type": "webpage", "title": "A page", "author": [{{"family": "Ashar"}}], "URL": "{}"}}]',
        "@online{{x, author={{Ashar, Yoni}}, title={{A page}}, year={{2021}}, url={{{}}}}}",
    ],
    ids=["RIS", "CSL JSON", "BibTeX"],
)
def test_an_address_that_is_not_on_the_web_is_left_out(
    text: str, address: str, bib: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pasted.txt"
    file.write_text(text.format(address), encoding="utf-8")
    with world() as here:
        cite(bib, here.services(), file=str(file))
    assert address not in bib.read_text(encoding="utf-8")
    assert f"'{address}' is not an address on the web, and was left out" in capsys.readouterr().out


def test_what_a_service_says_does_not_control_the_terminal(
    there: World, bib: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "Pain \x1b]0;owned\x07\x1b[2J\u202e in \x9b31mSpain"
    there.answers["/doi_org"] = [say(WORK | {"title": hostile, "type": "odd\x1b[1m"})]
    cite(bib, there.services(), doi="10.1000/new")
    said = capsys.readouterr().out
    assert "Spain" in said
    assert not set("\x1b\x07\x9b\u202e") & set(said)


def test_no_control_character_gets_into_the_bibliography() -> None:
    """Else it would reach the terminal of whoever looks at the change."""
    fields = {"title": "Bread\x1b]0;x\x07 and\u202e rye\0", "author": "Loaf, A.", "year": "2020"}
    added = add_draft(SourceText("references.bib", BIB), Draft("misc", fields, ()), NEW)
    assert "{Bread ]0;x and rye}" in added.text
