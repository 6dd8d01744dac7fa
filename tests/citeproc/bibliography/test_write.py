"""Writing of .bib files: nothing is lost, and comments stay with the entry that they touch."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_citeproc.bibliography.field_values import fix_text
from mkdocs_citeproc.bibliography.parse import parse_bibtex, split_commands
from mkdocs_citeproc.bibliography.write import (
    FilePart,
    describe_rule,
    format_entry,
    insert_entry,
    sort_entries,
    split_parts,
    split_sections,
)
from mkdocs_citeproc.formatting import pandoc
from mkdocs_citeproc.problems import Code
from mkdocs_citeproc.source import SourceText
from support.site import ROOT


def written(text: str) -> str:
    new, problems = sort_entries(SourceText("references.bib", text))
    assert problems == []
    return new


UNTIDY = r"""% The sources.
@STRING{jp = "The Journal of Pain"}
% ---------- Trials ----------
@Article{zeta2021, Title = "A {B} trial", pages={13-23}, author={B{\"u}chel, C.},
   journal = jp, YEAR = 2021, doi={https://doi.org/10.1000/Z} } % seen
% the first one
@book{alpha2020, title={R \& D}, year=2020, keywords = {x}, odd = {kept}, urldate = {May 1, 2020}}

Words between entries.

@comment{ @book{gone, title={x}} }
@misc{b, title = {T} # " and " # jp}"""

TIDY = r"""% The sources.
@STRING{jp = "The Journal of Pain"}


% ---------- Trials ----------

% the first one
@book{alpha2020,
  title = {R \& D},
  year = {2020},
  urldate = {2020-05-01},
  odd = {kept},
  keywords = {x},
}

@article{zeta2021,
  author = {Büchel, C.},
  title = {A {B} trial},
  journal = jp,
  year = {2021},
  pages = {13--23},
  doi = {10.1000/Z},
} % seen

Words between entries.

@comment{ @book{gone, title={x}} }

@misc{b,
  title = {T} # " and " # jp,
}
"""


def test_untidy_becomes_tidy() -> None:
    assert written(UNTIDY) == TIDY
    assert written(TIDY) == TIDY


@pytest.mark.parametrize("text", ["", "\n\n", "% only words", "no entries at all", "@string{a = {b}}"])
def test_small_files(text: str) -> None:
    assert written(text).strip() == text.strip()


def test_a_file_with_faults_is_left_alone() -> None:
    text = "@book{b,title={x}}\n@book{a, title = {Y}, year = 2020"
    new, problems = sort_entries(SourceText("references.bib", text))
    assert new == text
    assert [(problem.code, problem.where.line) for problem in problems] == [(Code.BIB_SYNTAX, 2)]


def test_the_site_s_own_file_is_tidy() -> None:
    text = (ROOT / "references.bib").read_text(encoding="utf-8")
    assert written(text) == text, "psychoed bib puts it in order"


def test_pandoc_reads_the_same_in_both() -> None:
    text = (
        UNTIDY
        + r"""
@inbook{chap, crossref = {whole}, title = {Chap}, pages = "3--4"}
@book{whole, title = {Whole {\"U}ber}, author = {{\'E}tienne, X and {WHO Group}}, year = 1999, xdata = {pub}}
@xdata{pub, publisher = {P}, address = {S{\o}r}}"""
    )

    def read(bib: str) -> object:
        items = json.loads(pandoc.run_pandoc(("--from=biblatex", "--to=csljson", "--sandbox"), bib, 60))
        return sorted(items, key=lambda item: str(item["id"]))

    fixed = text.replace("https://doi.org/10", "10").replace("May 1, 2020", "2020-05-01")  # what pandoc does not read
    assert read(written(text)) == read(fixed)


# ---- properties

_words = st.sampled_from(
    ["Pain", "{PRT}", "a  b", r"{\"u}", r"\'E", "{{X} y}", r"R \& D", "é", "--", "13-23", "10.1000/x", "#", "=", "%"]
)
_inside = st.lists(_words, max_size=4).map(" ".join)
_values = st.one_of(
    _inside.map(lambda text: f"{{{text}}}"),
    _inside.map(lambda text: f'"{text}"'.replace('\\"', "{\\'}")),
    st.sampled_from(["2020", "jan", "jp", 'jp # " x"', "{a } # jan", "{}"]),
)
_names = st.sampled_from(
    ["title", "Author", "doi", "pages", "date", "url", "odd", "YEAR", "note", "annotation", "title"]
)
_keys = st.sampled_from(["a", "B", "b", "zeta2021", "alpha-1", "x:y", "é"])
_entries = st.builds(
    lambda kind, key, fields, comma: f"@{kind}{{{key}, {', '.join(fields)}{comma if fields else ''}}}",
    st.sampled_from(["article", "Book", "MISC"]),
    _keys,
    st.lists(st.builds(lambda name, value: f"{name} = {value}", _names, _values), max_size=5),
    st.sampled_from(["", ",", " ,\n"]),
)  # fmt: skip
_between = st.sampled_from(
    [
        *("\n", "\n\n", " ", "\n\n\n \n", ",\n", "\nwords\n", "\nmail a@b.example, no entry\n"),
        *("\n% a comment\n", " % behind\n", ", % behind\n", "\n% free\n\n", "\n% ---- Part ----\n"),
        *(
            "\n% @book{gone, x = {y}}\n",
            "\n% @book{gone,\n x = {y},\n\n}\n",
            "\n@comment{ @book{gone,\n\n x = {y}} }\n",
        ),
        *('\n@string{jp = "J"}\n', "\n@preamble{{x}}\n"),
    ]
)
_files = st.lists(st.tuples(_entries, _between), max_size=6).map(
    lambda pairs: "@string{jp = {J of P}}\n" + "".join(entry + between for entry, between in pairs)
)


def _said(text: str) -> tuple[Counter[object], Counter[str]]:
    """What a file says: its entries with their normal values, and its other words."""
    source = SourceText("references.bib", text)
    entries: Counter[object] = Counter()
    rest = text
    for command in split_commands(source):
        if command.key and command.kind != "string":
            fields = tuple(sorted((field.name, _normal(field.name, field.value)) for field in command.fields))
            entries[command.kind, command.key, fields] += 1
            rest = rest.replace(text[command.start : command.end], " ", 1)
    return entries, Counter(rest.replace(",", " ").split())


def _normal(name: str, value: str) -> str:
    return " ".join(fix_text(name, value).split())


@settings(max_examples=300, deadline=None)
@given(_files)
def test_nothing_is_lost_and_once_is_enough(text: str) -> None:
    source = SourceText("references.bib", text)
    new, problems = sort_entries(source)
    if problems:
        assert new == text
        return
    assert _said(new) == _said(text)
    assert parse_bibtex(SourceText("references.bib", new))[0].entries.keys() == parse_bibtex(source)[0].entries.keys()
    assert sort_entries(SourceText("references.bib", new)) == (new, [])


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='@{}"%#=,\\ \nabk1-é', max_size=60))
def test_never_raises(text: str) -> None:
    new, problems = sort_entries(SourceText("references.bib", f"@book{{a, x = {{y}}}} {text}"))
    if not problems:
        assert sort_entries(SourceText("references.bib", new)) == (new, [])


# ---- one entry more

NEW = format_entry("article", "mid2021", {"year": "2021", "title": "T", "doi": "https://doi.org/10.1000/1", "note": ""})


def test_a_new_entry_in_house_style() -> None:
    assert NEW == "@article{mid2021,\n  title = {T},\n  year = {2021},\n  doi = {10.1000/1},\n}"


@pytest.mark.parametrize(
    ("before", "after"),
    [("% x\n@book{a,}\n\n", "% z\n@book{z,}\n"), ("@book{a,} % t\n", "% --- B ---\n@book{b,}"), ("@book{a,}", "")],
)
def test_all_else_stays_byte_for_byte(before: str, after: str) -> None:
    text = f"% --- A ---\n{before}{after}"
    new = insert_entry(SourceText("references.bib", text), NEW, "mid2021", "A")
    assert new.replace(NEW, "").split() == text.split()
    assert new.index("@book{a") < new.index(NEW)
    assert not after or new.index(NEW) < new.index(after)
    head, tail = new.split(NEW)
    assert text.startswith(head.rstrip())
    assert text.endswith(tail.lstrip())


def test_where_a_new_entry_goes() -> None:
    source = SourceText("references.bib", TIDY)
    assert split_sections(source) == ["Trials"]
    assert written(insert_entry(source, NEW, "mid2021", "Trials")) == insert_entry(source, NEW, "mid2021", "Trials")
    assert insert_entry(source, NEW, "mid2021", "New") == f"{TIDY}\n\n% ---------- New ----------\n\n{NEW}\n"
    assert insert_entry(SourceText("references.bib", ""), NEW, "mid2021", "New") == f"{NEW}\n"
    assert insert_entry(SourceText("references.bib", "@book{a,}"), NEW, "mid2021", "New") == f"@book{{a,}}\n\n{NEW}\n"


@given(_files, _keys)
def test_a_new_entry_loses_nothing(text: str, key: str) -> None:
    source = SourceText("references.bib", text)
    if sort_entries(source)[1]:
        return
    entry = format_entry("misc", key, {"title": "brand new"})
    new = insert_entry(source, entry, key, "Part")
    at = new.index(entry)
    head, tail = new[:at].rstrip("\n"), new[at + len(entry) :].lstrip("\n")
    assert text.startswith(head)
    assert text.endswith(tail)
    assert len(text.replace("\n", "")) <= len((head + tail).replace("\n", ""))
    assert not sort_entries(SourceText("references.bib", new))[1]


def cut(text: str) -> list[FilePart]:
    return split_parts(SourceText("references.bib", text))


def shown(text: str) -> list[tuple[list[str], list[str]]]:
    return [(part.blocks, [item.command.key for item in part.items]) for part in cut(text)]


A, B = "@book{a,\n}", "@book{b,\n}"


def test_headings_part_the_file() -> None:
    text = f"% About this file.\n\n% ---- One ----\n\n{A}\n\n{B}\n\n\n% ---- Two ----\n{A}\n"
    assert shown(text) == [(["% About this file.", "% ---- One ----"], ["a", "b"]), (["% ---- Two ----"], ["a"])]
    assert [part.name for part in cut(text)] == ["One", "Two"]


def test_a_comment_belongs_to_the_entry_that_it_touches() -> None:
    [part] = cut(f"% of a\n{A} % behind a\n% of b\n{B}")
    assert [(item.lead, item.tail) for item in part.items] == [("% of a", "% behind a"), ("% of b", "")]


def test_other_text_heads_what_follows() -> None:
    assert shown(f"{A}\n\nSome words.\n\n{B}\n\nThe end.") == [
        ([], ["a"]),
        (["Some words."], ["b"]),
        (["The end."], []),
    ]


def test_strings_and_preambles_are_never_crossed() -> None:
    text = f'{A}\n\n% journals\n@string{{j = {{J}}}}\n@string{{k = "K"}} % k\n\n\n@preamble{{"x"}}\n{B}'
    strings = '% journals\n@string{j = {J}}\n@string{k = "K"} % k'
    assert shown(text) == [([], ["a"]), ([strings, '@preamble{"x"}'], ["b"])]


def test_what_looks_like_more_than_a_comment_is_not_torn() -> None:
    comment = "@comment{\n@book{c,\n\n}\n}"
    assert shown(f"{A}\n{comment}\n{B}") == [([], ["a"]), ([comment], ["b"])]
    half = "% @book{c,\n  title = {C},\n\n}"
    assert shown(f"{A}\n\n{half}\n{B}")[1][0] == [half]


def test_rule() -> None:
    assert describe_rule("% ---------- Pain, further ----------") == "Pain, further"
    assert describe_rule("%% -----") == ""
    assert describe_rule("% a -- b") is None


def test_places() -> None:
    text = f"% x\n\n% of a\n{A} % t\n\n{B}\n\n% end\n"
    [part, last] = cut(text)
    assert [text[item.start : item.end] for item in part.items] == [f"% of a\n{A} % t", B]
    assert part.end == text.index("\n\n% end")
    assert last.end == len(text) - 1
