"""Reading a .bib text: what is kept of it, what is said of its faults, and that no text upsets the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database.input.bibtex import Parser  # type: ignore[import-untyped]

from mkdocs_citeproc.bibliography.model import Bibliography, CiteKey
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.problems import Code, Location, Problem
from mkdocs_citeproc.source import SourceText

GOOD = r"""
% Two sources; questions to editor@example.org, who knows @misc{not, an = {entry}}
@string{jpain = "The Journal of Pain"}
@preamble{"\newcommand{\noop}[1]{}"}

@article{tankha2023,
  author = {Tankha, Hallie and B{\"u}chel, Christian},
  title = {``{I} don't have chronic
           back pain anymore''},
  Journal = jpain # " (Elsevier)", year = 2023, month = sep,
  note = "say {"}hush{"} \{and\} no more", doi = {10.1016/j.jpain.2023.04.006},
},
@Comment{ @misc{hidden, title = {Not here}} }
See also @Book{gordon.2021/a,title={The Way Out},publisher={Avery}} @misc{é:1, title = {}}
"""


def parse(text: str) -> tuple[Bibliography, list[Problem]]:
    return parse_bibtex(SourceText("references.bib", text))


def told(text: str) -> list[str]:
    return [str(problem).removeprefix("references.bib:") for problem in parse(text)[1]]


def test_a_sound_file() -> None:
    bibliography, problems = parse(GOOD)
    assert problems == []
    assert list(bibliography.entries) == ["tankha2023", "gordon.2021/a", "é:1"]
    assert bibliography.strings.splitlines() == [
        '@string{jpain = "The Journal of Pain"}',
        r'@preamble{"\newcommand{\noop}[1]{}"}',
    ]
    tankha = bibliography.entries[CiteKey("tankha2023")]
    assert (tankha.type, tankha.where) == ("article", Location("references.bib", 6, 10))
    assert tankha.fields == {
        "author": r"Tankha, Hallie and B{\"u}chel, Christian",
        "title": "``{I} don't have chronic back pain anymore''",
        "journal": "The Journal of Pain (Elsevier)",
        "year": "2023",
        "month": "September",
        "note": r'say {"}hush{"} \{and\} no more',
        "doi": "10.1016/j.jpain.2023.04.006",
    }
    assert tankha.field_places["year"] == Location("references.bib", 10, 36)
    assert tankha.source.startswith("@article{tankha2023,\n  author = {Tankha,")
    assert tankha.source.endswith("04.006},\n}")
    book = bibliography.entries[CiteKey("gordon.2021/a")]
    assert book.source == "@Book{gordon.2021/a,title={The Way Out},publisher={Avery}}"
    assert (book.type, book.where.column) == ("book", 16)


def test_the_same_fields_as_pybtex_reads() -> None:
    sound = (
        GOOD.replace("@misc{not", "misc{not").replace("editor@", "editor at ").replace("@misc{hidden", "misc{hidden")
    )
    theirs = Parser(person_fields=[]).parse_string(sound)
    ours, problems = parse(sound)
    assert problems == []
    assert {key: (entry.type, dict(entry.fields)) for key, entry in ours.entries.items()} == {
        key: (entry.type, {name.lower(): value for name, value in entry.fields.items()})
        for key, entry in theirs.entries.items()
    }


# The text; where the fault is told, what is said of it, and what to do.
FAULTS = [
    ("@misc a, title = {One}}\n", "1:1", "there is no brace after '@misc'", "An entry starts like this"),
    (
        "@misc{a,\n  title = {One},\n  year = 2020\n\n",
        "5:1",
        "this entry ('a') is not closed before the next one starts",
        "Put a closing brace at its end; it starts on line 1.",
    ),
    (
        "@misc{a,\n  title = {One,\n  year = {2020},\n}\n",
        "5:1",
        "this entry ('a') is not closed before the next one starts",
        "The value of 'title', on line 2, lacks its closing brace or quotation mark.",
    ),
    (
        "@misc{a,\n  title = {One {Two {Three},\n  year = {2020},\n}\n",
        "5:1",
        "this entry ('a') is not closed before the next one starts",
        "The value of 'title', on line 2, lacks its closing brace or quotation mark.",
    ),
    (
        '@misc{a,\n  title = "One,\n  year = "2020",\n}\n',
        "3:11",
        "this entry ('a') cannot be read: '}' expected",
        "The value of 'title', on line 2, lacks its closing brace or quotation mark.",
    ),
    (
        "@misc{a,\n  title = {One}\n  year = {2020},\n}\n",
        "3:3",
        "this entry ('a') cannot be read: '}' expected",
        "Put a comma after the field before this one.",
    ),
    (
        "\n\n@misc{a,\n  title {One},\n}\n",
        "4:9",
        "this entry ('a') cannot be read: '=' expected",
        "Look for a missing comma, quotation mark or closing brace in the entry that starts on line 3.",
    ),
    (
        "@misc{a,\n  % here\n  title = {One},\n}\n",
        "2:3",
        "this entry ('a') cannot be read: '}' expected",
        "A comment cannot be inside an entry: put it on a line above the entry.",
    ),
    (
        "@misc{a,\n  title = {One}},\n  year = {2020},\n}\n",
        "3:3",
        "this entry ('a') is closed on line 2, before its field 'year'",
        "Look for an unmatched closing brace on line 2",
    ),
    (
        '@misc{a,\n  title = "B\\"uchel",\n}\n',
        "2:11",
        "this entry ('a') cannot be read: a backslash hides the closing brace of this value",
        r"Put an accented letter into braces, {\"u}, and pair every \{ with a \}.",
    ),
    (
        "@misc{a, title = {{One \\{ two}} }}\n",
        "1:18",
        "this entry ('a') cannot be read: a backslash hides the closing brace of this value",
        r"Put an accented letter into braces, {\"u}, and pair every \{ with a \}.",
    ),
    (
        "@comment{a, title = {One}\n",
        "2:1",
        "this @comment is not closed before the next one starts",
        "Put a closing brace at its end; it starts on line 1.",
    ),
    ("@misc(a, title = {One})\n", "1:1", "this entry ('a') is in parentheses", "Use braces instead:"),
    ("@misc{a, b = {c},, d = 2020}\n", "1:18", "this entry ('a') cannot be read: there is an extra comma", "Delete"),
    ("@misc{a, b.c = {d}}\n", "1:10", "this entry ('a') cannot be read: the name 'b.c' contains something", "Remove"),
    (
        "@misc{a#b, c = {d}}\n",
        "1:8",
        "this entry ('a#b') cannot be read: its key contains the character #",
        "Remove it",
    ),
    ("@misc{title = {One}}\n", "1:13", "this entry ('title') cannot be read: ',' expected", "An entry starts like"),
    ("@misc{a b, title = {One}}\n", "1:9", "this entry ('a') cannot be read: ',' expected", "An entry starts like"),
    ("@misc{, title = {One}}\n", "1:7", "this entry cannot be read: entry key expected", "An entry starts like this"),
    ("@art-icle{a, title = {One}}\n", "1:1", "'@art-icle' is not a type of entry", "An entry starts like this"),
    ("@string{1 = {One}}\n", "1:9", "this @string cannot be read: a valid name expected", "Look for a missing comma"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), FAULTS)
def test_a_broken_entry_is_told_and_costs_no_other(text: str, place: str, message: str, hint: str) -> None:
    bibliography, problems = parse(f"{text}@misc{{next, title = {{Next}}}}\n")
    (line,) = [str(problem) for problem in problems]
    assert line.startswith(f"references.bib:{place}: [bib-syntax] {message}")
    assert f". {hint}" in line
    assert list(bibliography.entries) == ["next"]
    assert bibliography.strings == ""


def test_broken_entries_keep_their_keys_as_unread() -> None:
    bibliography, _ = parse("@misc{a, title = {One}\n@misc{b, title = {Two}}\n@misc{c d, title = {Three}}\n@misc{c,}\n")
    assert list(bibliography.entries) == ["b", "c"]
    assert bibliography.invalid_keys == {"a": Location("references.bib", 1, 7)}


def test_all_faults_of_a_file_are_told_at_once() -> None:
    expected, above = [], 0
    for text, place, *_ in FAULTS:
        line, column = map(int, place.split(":"))
        expected.append(f"{above + line}:{column}")
        above += text.count("\n")
    _, problems = parse("".join(text for text, *_ in FAULTS) + "@misc{next,}")
    assert [f"{problem.where.line}:{problem.where.column}" for problem in problems] == expected


def test_an_entry_open_at_the_end_is_told_where_the_text_ends() -> None:
    assert told("@misc{a, title = {One}\n\n\n") == [
        "1:23: [bib-syntax] this entry ('a') is not closed before the file ends. "
        "Put a closing brace at its end; it starts on line 1."
    ]


def test_a_brace_behind_a_whole_entry_costs_nothing() -> None:
    bibliography, problems = parse("@misc{a, title = {One}}\n}\n")
    assert list(bibliography.entries) == ["a"]
    assert [problem.message for problem in problems] == ["this entry ('a') is already closed on line 1"]


def test_a_value_may_hold_what_looks_like_an_entry() -> None:
    bibliography, problems = parse("@misc{a, note = {As in\n@misc{b, title = {Two}}\n}}\n@misc{c, title = {Three}}")
    assert problems == []
    assert list(bibliography.entries) == ["a", "c"]


@pytest.mark.parametrize(
    "text",
    [
        "Anything may stand here, year = {2020} or } or a@b.example.",
        "% @misc{a, title = {One}\n%  year = {2020}\n",
        "@misc{a, title = {One}},\n\n% year = {2020}\n",
        "@comment ask the editor",
        "@comment{jabref-meta: a@b.example {nested} @misc{b, title = {Two}}}",
    ],
)
def test_comments_are_no_problem(text: str) -> None:
    assert told(text) == []


def test_undefined_string() -> None:
    bibliography, problems = parse("@misc{a, title = {One} # jpain}\n@string{jpain = {J}}")
    assert [str(problem) for problem in problems] == [
        "references.bib:1:26: [bib-syntax] 'jpain' has no braces or quotation marks, and no @string above "
        "defines it. Write {jpain}; or, for an abbreviation, put @string{jpain = {…}} above the first entry."
    ]
    assert bibliography.entries[CiteKey("a")].fields == {"title": "Onejpain"}  # as pandoc prints it


def test_doubles() -> None:
    text = """@misc{a, title = {First}, note = {n}, Title = {x}}
@misc{b, title = {Second}}
@misc{A, title = {Third}}
@misc{a, title = {Fourth}}
@string{j = {J}} @string{J = {K}}"""
    bibliography, problems = parse(text)
    assert [(problem.code, problem.where.line, problem.message) for problem in problems] == [
        (Code.DUPLICATE_KEY, 5, "@string 'J' is already defined on line 5"),
        (Code.DUPLICATE_FIELD, 1, "the entry 'a' already has a field 'title', on line 1"),
        (Code.DUPLICATE_KEY, 3, "the key 'A' differs only in case from 'a', on line 1"),
        (Code.DUPLICATE_KEY, 4, "the key 'a' is already in use, on line 1"),
    ]
    assert {key: entry.fields["title"] for key, entry in bibliography.entries.items()} == {
        "a": "First",
        "b": "Second",
        "A": "Third",
    }


# Texts that look enough like BibTeX to get deep into the reader.
SIGNS = ("{", "}", "(", ")", '"', ",", "=", "#", "%", "@", "\\", "\\{", '\\"', " ", "\n", "\r\n", "\u2028", "},\n")
WORDS = ("a", "b.c", "é", "2020", "jan", "title = ", "crossref = {a}", "{x}", '"y"', "{a {b} c}")
HEADS = ("@misc{", "\n@misc{", "@string{", "@comment{", "@preamble{", "@article(")
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(SIGNS + WORDS + HEADS), max_size=40).map("".join))
VALUES = st.sampled_from(["{One}", '"Two {"} three"', "2020", "jpain", 'jan # " 1"', "{a\n  {b} \\{c\\}}", "{}", "{é}"])
FIELDS = st.dictionaries(st.sampled_from(["title", "Author", "year", "x-y", "x_1", "note"]), VALUES)
ENTRIES = st.dictionaries(st.sampled_from(["a", "b:1", "c/d", "é.2", "e_f", "g+h"]), FIELDS)


def written(entries: dict[str, dict[str, str]]) -> str:
    text = "@string{jpain = {J}}\n"
    for key, fields in entries.items():
        text += f"@misc{{{key},\n" + "".join(f"  {name} = {value},\n" for name, value in fields.items()) + "}\n"
    return text


def assert_sources_read_as_before(bibliography: Bibliography) -> None:
    """Each entry's source, read again with the @strings alone, is the same entry."""
    for key, entry in bibliography.entries.items():
        again = parse(f"{bibliography.strings}\n{entry.source}")[0].entries[key]
        assert (again.type, again.fields, again.source) == (entry.type, entry.fields, entry.source)


@given(TEXTS)
def test_no_text_upsets_the_reader(text: str) -> None:
    bibliography, problems = parse(text)
    last = text.count("\n") + 1
    for place in [problem.where for problem in problems] + [entry.where for entry in bibliography.entries.values()]:
        assert 1 <= place.line <= last
        assert place.column >= 1
    assert not bibliography.entries.keys() & bibliography.invalid_keys.keys()
    if not problems:
        assert_sources_read_as_before(bibliography)


@given(ENTRIES)
def test_sound_entries_are_read_as_pybtex_reads_them(entries: dict[str, dict[str, str]]) -> None:
    text = written(entries)
    bibliography, problems = parse(text)
    assert problems == []
    assert_sources_read_as_before(bibliography)
    theirs = Parser(person_fields=[]).parse_string(text)
    assert {key: entry.fields for key, entry in bibliography.entries.items()} == {
        key: {name.lower(): value for name, value in entry.fields.items()} for key, entry in theirs.entries.items()
    }


@given(ENTRIES, st.integers(0, 400), st.integers(1, 3))
def test_a_cut_costs_at_most_the_entries_it_touches(entries: dict[str, dict[str, str]], at: int, length: int) -> None:
    text = written(entries)
    at %= len(text)
    cut, _ = parse(text[:at] + text[at + length :])
    for key, entry in parse(text)[0].entries.items():
        start = text.index(entry.source)
        if start > at + length or at > start + len(entry.source):
            assert cut.entries[key].source == entry.source


def test_strings_that_double_do_not_fill_the_memory() -> None:
    doubled = [f"@string{{s{n} = s{n - 1} # s{n - 1}}}" for n in range(1, 25)]
    text = "\n".join(['@string{s0 = "0123456789"}', *doubled, "@misc{rye, title = s24}"])
    bibliography, problems = parse(text)
    assert {problem.code for problem in problems} == {Code.BIB_SYNTAX}
    assert len(str(bibliography.entries)) < 100_000
