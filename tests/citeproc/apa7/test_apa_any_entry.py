"""Whatever is in an entry, the fixes print something, leave none of their marks and never stop a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_citeproc.apa7 import APA
from mkdocs_citeproc.apa7.citations import AMPERSAND_GUARD, JUNIOR, PIN
from mkdocs_citeproc.apa7.fixes import prepare_request
from mkdocs_citeproc.apa7.names import (
    ROLE,
    abbreviate_given_names,
    convert_to_rich_text,
    has_annotation,
    list_people,
    read_people,
)
from mkdocs_citeproc.apa7.sources import apply_title_case
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.formatting.formatter import Formatter
from mkdocs_citeproc.formatting.request import build_request
from mkdocs_citeproc.source import SourceText
from mkdocs_citeproc.source_files import find_style, get_style_id
from support.site import ROOT

TYPES = """
article artwork audio book bookinbook booklet collection conference constitution dataset hardware image inbook
incollection inproceedings inreference jurisdiction legadminmaterial legal legislation legmaterial letter manual
mastersthesis misc movie music mvbook online patent performance periodical phdthesis presentation proceedings
report review software standard suppbook techreport thesis unpublished video""".split()  # noqa: SIM905

BARE = "title = {A Thing}"
FULL = """author = {Doe, Jr., Jo and {A Group} and others}, editor = {Roe, K.}, editortype = {host}, translator = {Poe,
L.}, author+an:role = {1=director;9=host}, author+an:username = {2="@x"}, title = {A Thing: yes}, subtitle =
{Vol. 2}, maintitle = {The Whole}, mainsubtitle = {Vol. 1}, booktitle = {A Book}, journaltitle = {J}, titleaddon
= {Video}, origtitle = {Une chose}, entrysubtype = {film}, type = {Report}, number = {12-B}, volume = {2},
volumes = {4}, issue = {3}, edition = {2nd}, pages = {1--9}, eid = {e1}, eventtitle = {Congress}, eventdate =
{2019-01-02/2019-01-03}, venue = {Oslo}, location = {Here}, publisher = {A and B}, institution = {C and D},
organization = {E}, eprint = {Site}, note = {[Note]}, howpublished = {[Video]. Place}, citation = {1 U.S. 2 and
aff'd}, citation+an:citeorg = {1="D."}, pubstate = {inpress}, date = {2019-05-01}, origdate = {1900}, url =
{https://example.org}, urldate = {2020-01-01}, doi = {10.1000/x}, narrator = {Nae, N.}, execproducer = {Exe,
E.}, editora = {Cha, C.}, editoratype = {chair}, with = {Wit, W.}, related = {bare}, relatedtype = {reviewof},
shorttitle = {Thing}, keywords = {proposed}, version = {3}"""
ODD = """author = {{}}, title = {}, date = {-3000~/}, author+an:role = {=}, titleaddon = {[}, related = {nobody, bare},
relatedtype = {reprintfrom}, number = {}, edition = {}, howpublished = {[]}, origtitle = {\\emph{x}}, eprint =
{{}}"""


@pytest.mark.parametrize("fields", [BARE, FULL, ODD], ids=["bare", "full", "odd"])
def test_each_type_prints(fields: str, tmp_path: Path) -> None:
    source = "@book{bare, title = {Bare}}\n" + "".join(f"@{kind}{{{kind}-x, {fields}}}\n" for kind in TYPES)
    bibliography, _ = parse_bibtex(SourceText("x.bib", source))
    csl = find_style(ROOT, "apa").read_text(encoding="utf-8")
    formatter = Formatter(csl, get_style_id(csl, "apa"), "en-US", tmp_path, 60)
    items, problems = formatter.read_items(bibliography, bibliography.entries.keys())
    assert problems == []
    clusters = [form.format(item["id"]) for item in items for form in ("@{}", "[@{}, p. 3]", "@{} ['s]")]
    printed = formatter.format(clusters, items, bibliography)
    assert printed.entries.keys() == {item["id"] for item in items}
    for each in [*printed.entries.values(), *printed.clusters.values()]:
        assert not {PIN, AMPERSAND_GUARD, JUNIOR, ROLE} & set(each.html), each.text
        assert "nocase" not in each.text


VALUES = st.text(alphabet="aA1 .,;:[](){}=\"'-–\\&~é", max_size=12)
FIELDS = """entrytype entrysubtype title subtitle titleaddon origtitle shorttitle sorttitle maintitle maintitleaddon
booktitle author+an:role author+an:username with narrator execproducer editora eprint version howpublished note
number issue location citation source type keywords relatedtype relatedstring date year publisher institution
venue options""".split()  # noqa: SIM905
DATES = st.sampled_from(
    [{}, {"date-parts": []}, {"date-parts": [[2020]]}, {"date-parts": [[2020, 13]]}, {"literal": "x"}]
)
TEXTS = ("title", "container-title", "genre", "number", "publisher", "page", "volume-title", "edition", "event")
ITEMS = st.fixed_dictionaries(
    {
        "id": st.just("k"),
        "type": st.sampled_from(["", "book", "report", "song", "bill", "thesis", "webpage", "speech"]),
    },
    optional=dict.fromkeys(TEXTS, VALUES)
    | {"issued": DATES, "accessed": DATES, "event-date": DATES}
    | {"author": st.lists(st.fixed_dictionaries({"family": VALUES}, optional={"given": VALUES, "suffix": VALUES}))},
)


@given(ITEMS, st.dictionaries(st.sampled_from(FIELDS), VALUES))
@settings(max_examples=300, deadline=None)
def test_no_mend_ever_fails(item: dict[str, object], fields: dict[str, str]) -> None:
    asked = build_request(["[@k]"], [item], "", "en-US")
    other = {"id": "other", "title": "x", "issued": {}}
    fixed = prepare_request(asked, {"k": {"related": "other", **fields}, "other": fields}, APA, {"other": other})
    assert fixed.entries[0]["id"] == "k"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Barris, Kenya", "K. Barris"),
        ("Groff, Jon and Fish, L.", "J. Groff & L. Fish"),
        ("A. Bo and Jean-Luc Co and {The Group}", "A. Bo, J.-L. Co, & The Group"),
        ("Greaves, Jr., Percy L.", "P. L. Greaves Jr."),
        ("Plato", "Plato"),
        ("", ""),
    ],
)
def test_names_in_order(value: str, shown: str) -> None:
    assert list_people(read_people(value)) == shown


def test_annotations_by_place() -> None:
    assert has_annotation('1=director,writer;2="Guest, Expert"') == {1: ["writer", "director"], 2: ['"Guest, Expert"']}
    assert has_annotation("=execproducers") == {0: ["execproducers"]}
    assert has_annotation("nonsense") == {}


def test_initials() -> None:
    assert [abbreviate_given_names(name) for name in ("Jean-Luc", "A. B.", "Ann Bo", "")] == [
        "J.-L.",
        "A. B.",
        "A. B.",
        "",
    ]


def test_text_of_a_field() -> None:
    assert (
        convert_to_rich_text(r"42 U.S.C. \emph{et seq.} \& ``more'' {Name}") == "42 U.S.C. <i>et seq.</i> & “more” Name"
    )
    assert convert_to_rich_text(r"Caf\'e {\o}re") == "Café øre"
    assert apply_title_case("living with pain: a guide from the ground") == "Living With Pain: A Guide From the Ground"
    assert apply_title_case("npj and fMRI of C-fibers") == "Npj and fMRI of C-Fibers"
