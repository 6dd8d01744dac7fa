"""Comments belong to the entry that they touch; all other text heads what follows."""

from __future__ import annotations

from mkdocs_citeproc.bibliography.write import FilePart, describe_rule, split_parts
from mkdocs_citeproc.source import SourceText


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
