"""Whole small sites, on another topic than ours, built by MkDocs with the real hook."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from mkdocs_citeproc.formatting import pandoc
from support.site import HOOK, build_site, make_site, references

BIB = """\
@book{hamelman2012,
  author = {Hamelman, Jeffrey}, title = {Bread: A Baker's Book}, publisher = {Wiley}, year = {2012}
}
@article{gobbetti1998,
  author = {Gobbetti, Marco and Rossi, Jone}, title = {Rye and its yeasts}, journal = {Bread Science}, year = {1998},
  volume = {3}, pages = {1--9}, doi = {10.1234/bs.3.1}
}
@misc{mill-b, author = {{Old Mill}}, title = {Rye flour}, url = {https://mill.example/rye}, urldate = {2026-01-02}}
@misc{mill-a, author = {{Old Mill}}, title = {Bread flour}, url = {https://mill.example/bread}, urldate = {2026-01-02}}
"""

PAGES = {
    "references.bib": BIB,
    "docs/index.md": "# Bread\n\nKnead [@hamelman2012, p. 12]. @gobbetti1998 agree.\n\n## Flour of [@mill-b]\n\nText.",
    "docs/rye.md": "# Rye\n\nRye [@mill-b] is not wheat [@mill-a].\n\n`[@hamelman2012]` is code.\n",
    "docs/plain.md": "# Plain\n\nNothing cited. Write to me@example.org.\n",
    "docs/sources.md": "# Sources\n\n\\full_bibliography\n",
}


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def test_no_setting_needed(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, PAGES), strict=True)
    assert built.ended is None, built.log
    assert built.problems == []
    home = built["index.html"]
    assert (
        '<span class="citation" data-cites="hamelman2012" id="cite-1">('
        '<a href="#ref-hamelman2012" role="doc-biblioref">Hamelman, 2012, p. 12</a>)</span>'
    ) in home
    assert (
        '<span class="citation" data-cites="gobbetti1998" id="cite-2"><a href="#ref-gobbetti1998" role="doc-biblioref">'
        "Gobbetti and Rossi (1998)</a></span>"
    ) in home
    assert '<h2 id="flour-of">' in home
    assert '<h2 data-search-exclude="" id="references">References</h2>' in home
    entries = references(home)
    assert list(entries) == ["ref-gobbetti1998", "ref-hamelman2012", "ref-mill-b"]
    assert text(entries["ref-gobbetti1998"]) == (
        "Gobbetti, M., & Rossi, J. (1998). Rye and its yeasts. Bread Science, 3, 1–9. https://doi.org/10.1234/bs.3.1"
    )


def test_letters_are_the_site_s_on_every_page(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, PAGES))
    assert "(Old Mill, n.d.-b)" in text(built["index.html"])
    assert "Rye (Old Mill, n.d.-b) is not wheat (Old Mill, n.d.-a)." in text(built["rye/index.html"])
    assert "Old Mill. (n.d.-a). Bread flour. Retrieved January 2, 2026, from" in text(built["rye/index.html"])


def test_code_and_pages_without_citations_stay(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, PAGES))
    assert "<code>[@hamelman2012]</code>" in built["rye/index.html"]
    assert "ref-hamelman2012" not in built["rye/index.html"]
    assert "References" not in built["plain/index.html"]
    assert "me@example.org" in built["plain/index.html"]


def test_the_full_list_names_the_pages_that_cite(tmp_path: Path) -> None:
    sources = build_site(make_site(tmp_path, PAGES))["sources/index.html"]
    assert [name for name in re.findall(r'id="ref-([^"]+)"', sources)] == [  # noqa: C416
        "gobbetti1998", "hamelman2012", "mill-a", "mill-b",
    ]  # fmt: skip
    assert '<span class="cited-on">Cited on: <a href="../rye/">Rye</a></span>' in sources
    assert 'Cited on: <a href="../">Bread</a>, <a href="../rye/">Rye</a>' in sources
    assert sources.count('class="references') == 1


def test_links_to_references_pass_mkdocs_own_check(tmp_path: Path) -> None:
    pages = {**PAGES, "docs/plain.md": "See [Hamelman](sources.md#ref-hamelman2012), [here](index.md#ref-mill-b)."}
    checks = {"links": {"anchors": "warn"}}
    built = build_site(make_site(tmp_path, pages, validation=checks), strict=True)
    assert built.problems == []


def test_without_lists_citations_lead_to_the_full_one(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, PAGES, citations={"bib_by_default": False}))
    assert 'href="../sources/#ref-mill-a"' in built["rye/index.html"]
    assert 'href="sources/#ref-hamelman2012"' in built["index.html"]
    assert 'class="references' not in built["rye/index.html"]


def test_citations_included_by_snippets_are_scanned(tmp_path: Path) -> None:
    pages = {
        **PAGES,
        "parts/flour.md": "Flour [@mill-a] and [@nobody].",
        "docs/plain.md": '# Plain\n\n--8<-- "parts/flour.md"\n',
    }
    snippets = {"pymdownx.snippets": {"base_path": [str(tmp_path)]}}
    built = build_site(make_site(tmp_path, pages, extensions=["toc", snippets]))
    assert "(Old Mill, n.d.-a)" in text(built["plain/index.html"])
    assert [line.split(" [")[0] for line in built.problems] == ["ERROR citations: parts/flour.md:1:22:"]


def test_snippets_in_each_of_their_forms(tmp_path: Path) -> None:
    pages = {
        **PAGES,
        "parts/flour.md": 'Flour [@mill-a].\n\n--8<-- "more.md"\n',
        "parts/more.md": "More [@nobody1].",
        "parts/last.md": "At the end [@nobody2].",
        "docs/plain.md": '# Plain\n\n--8<--\nflour.md\n\n; more.md\n--8<--\n\n--8<-- "none.md"\n',
    }
    settings = {"base_path": [str(tmp_path / "none"), str(tmp_path / "parts")], "auto_append": ["last.md"]}
    built = build_site(make_site(tmp_path, pages, extensions=["toc", {"pymdownx.snippets": settings}]))
    places = {line.split(" ")[2] for line in built.problems}
    assert places == {"parts/more.md:1:7:", "parts/last.md:1:13:"}
    assert "(Old Mill, n.d.-a)" in text(built["plain/index.html"])


LATE = """
def on_page_markdown(markdown, page, config, files):
    return markdown + "\\n\\nA plugin adds %s.\\n" if page.file.src_uri == "plain.md" else markdown
"""


@pytest.mark.parametrize(
    ("cluster", "printed", "changed"),
    [
        (
            "[@mill-a]",
            "A plugin adds (Old Mill, n.d.-a).",
            ["[late-citation] '[@mill-a]' was found only while pages were rendered,"],
        ),
        ("[@gobbetti1998, p. 3]", "A plugin adds (Gobbetti & Rossi, 1998, p. 3).", []),
    ],
)
def test_what_comes_late_is_formatted_and_told_where_it_changes_others(
    tmp_path: Path, cluster: str, printed: str, changed: list[str]
) -> None:
    rye = "# Rye\n\nRye [@mill-b, p. 1].\n"
    pages = {
        **PAGES,
        "docs/rye.md": rye,
        "docs/index.md": "# Bread\n\nSo [@gobbetti1998].\n",
        "late.py": LATE % cluster,
    }
    built = build_site(make_site(tmp_path, pages, hooks=[HOOK, str(tmp_path / "late.py")]))
    assert printed in text(built["plain/index.html"])
    assert [line.split("docs/plain.md:1:1: ")[1].split(" and")[0] for line in built.problems] == changed
    assert all("changes how another citation prints" in line for line in built.problems)


MACROS = """
def on_page_markdown(markdown, page, config, files):
    return markdown.replace("MACRO", f"[@gobbetti1998, p. {page.file.src_uri.removesuffix('.md').strip('page') or 0}]")
"""


@pytest.mark.parametrize("macros", [1, 60])
def test_all_that_macros_cite_is_formatted_in_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, macros: int
) -> None:
    pages = {f"docs/page{number}.md": f"# P\n\nMACRO and MACRO{number}.\n" for number in range(1, macros + 1)}
    files = {"references.bib": BIB, "docs/index.md": "# Home\n\n[@mill-a]", "macros.py": MACROS, **pages}
    mkdocs_yml = make_site(tmp_path, files, hooks=[HOOK, str(tmp_path / "macros.py")])
    runs = []
    run = pandoc.run_pandoc

    def counted(arguments: Sequence[str], *more: Any) -> str:
        runs.append("format" if "--citeproc" in arguments else "read")
        return run(arguments, *more)

    monkeypatch.setattr(pandoc, "run_pandoc", counted)
    site = build_site(mkdocs_yml, strict=True)
    assert site.problems == []
    assert runs == ["read", "format", "read", "format"]
    for number in range(1, macros + 1):
        assert f"(Gobbetti &amp; Rossi, 1998, p. {number})" in re.sub(
            "</?a[^>]*>", "", site[f"page{number}/index.html"]
        )
        assert list(references(site[f"page{number}/index.html"])) == ["ref-gobbetti1998"]


def test_what_comes_late_stands_in_titles_and_notes_too(tmp_path: Path) -> None:
    page = "# About MACRO & rye\n\n## Why MACRO\n\nMACRO ![from MACRO](x.png)\n"
    files = {
        "references.bib": BIB,
        "docs/page7.md": page,
        "docs/x.png": "",
        "docs/full.md": "\\full_bibliography",
        "macros.py": MACROS,
        "theme/main.html": "<title>{{ page.title }}</title>{% for a in page.toc %}<i>{{ a.title }}</i>"
        "{% for b in a.children %}<b>{{ b.title }}</b>{% endfor %}{% endfor %}{{ page.content }}",
    }
    hooks = [HOOK, str(tmp_path / "macros.py")]
    site = build_site(make_site(tmp_path, files, hooks=hooks, plugins=["search"]), strict=True)
    html, shown = site["page7/index.html"], "(Gobbetti &amp; Rossi, 1998, p. 7)"
    assert site.problems == []
    assert f"<title>About {shown} &amp; rye</title><i>About {shown} &amp; rye</i><b>Why {shown}</b>" in html
    assert f'alt="from {shown}"' in html
    assert 'id="why"' in html
    assert f"About {shown} &amp; rye</a>" in site["full/index.html"]
    built = [path.read_text(encoding="utf-8") for kind in ("html", "json") for path in site.site.rglob(f"*.{kind}")]
    assert not re.search("[\ue000-\uf8ff]", "".join(built))


def test_what_comes_late_has_notes_in_order(tmp_path: Path) -> None:
    files = {"references.bib": BIB, "docs/page7.md": "MACRO [@mill-a] MACRO", "macros.py": MACROS}
    hooks, citations = [HOOK, str(tmp_path / "macros.py")], {"csl_file": "chicago-note-bibliography"}
    html = build_site(make_site(tmp_path, files, hooks=hooks, citations=citations))["page7/index.html"]
    notes = [text(note).split(" ")[0] for note in re.findall(r'<li id="note-\d">(.*?)</li>', html)]
    assert notes == ["Gobbetti", "Old", "Gobbetti"]
    assert [mark[-1] for mark in re.findall(r'href="#note-\d', html)] == ["1", "2", "3"]


def test_titles_in_front_matter_are_resolved(tmp_path: Path) -> None:
    front = "---\ntitle: 'Why [@hamelman2012] & so on'\ndescription: >-\n  What @gobbetti1998\n  say\n---\n\nText.\n"
    head = "<title>{{ page.title }}</title><meta content='{{ page.meta.description }}'>{{ page.content }}"
    site = build_site(make_site(tmp_path, {**PAGES, "docs/why.md": front, "theme/main.html": head}), strict=True)
    assert site.problems == []
    assert (
        "<title>Why (Hamelman, 2012) & so on</title><meta content='What Gobbetti and Rossi (1998) say'>"
        in site["why/index.html"]
    )
    assert list(references(site["why/index.html"])) == ["ref-gobbetti1998", "ref-hamelman2012"]
    assert '<a href="../why/">Why (Hamelman, 2012) &amp; so on</a>' in site["sources/index.html"]


def test_a_title_s_unknown_key_is_told_with_its_place(tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, {**PAGES, "docs/why.md": "---\ntitle: Why [@nobody]\n---\n\nText."}))
    assert [line for line in site.problems if "[unknown-key]" in line and "docs/why.md:2:13" in line]


def test_a_heading_s_ampersand_is_one_where_the_page_is_named(tmp_path: Path) -> None:
    pages = {**PAGES, "docs/rye.md": "# Pain & fear\n\n[@mill-b]"}
    site = build_site(make_site(tmp_path, pages, plugins=["search"]))
    assert "Pain &amp; fear</a>" in site["sources/index.html"]
    assert "amp;amp;" not in (site.site / "search" / "search_index.json").read_text(encoding="utf-8")


def test_a_second_list_is_told_with_its_place(tmp_path: Path) -> None:
    pages = {**PAGES, "docs/rye.md": "# Rye\n\n[@mill-b]\n\n\\bibliography\n\nText\n\n\\bibliography\n"}
    site = build_site(make_site(tmp_path, pages))
    assert [line.split(" ", 2)[2].split("]")[0] for line in site.problems] == ["docs/rye.md:9:1: [repeated-list"]
    assert site["rye/index.html"].count('id="ref-mill-b"') == 1


def test_a_link_within_a_cluster_keeps_its_words(tmp_path: Path) -> None:
    pages = {**PAGES, "docs/rye.md": "See [so [the mill](https://mill.example) in @mill-b]."}
    site = build_site(make_site(tmp_path, pages), strict=True)
    assert 'so <a href="https://mill.example">the mill</a> in <a href="#ref-mill-b"' in site["rye/index.html"]


def test_without_any_list_citations_lead_nowhere(tmp_path: Path) -> None:
    pages = {**PAGES, "docs/sources.md": "# Sources\n"}
    built = build_site(make_site(tmp_path, pages, citations={"bib_by_default": False}))
    assert "(Old Mill, n.d.-a)" in text(built["rye/index.html"])
    assert "#ref-" not in built["rye/index.html"]


def test_problems_come_together_in_order_and_fail_strict(tmp_path: Path) -> None:
    pages = {
        "references.bib": BIB.replace("doi = {10.1234/bs.3.1}", "doi = {https://x.org}"),
        "docs/index.md": "---\ntitle: x\n---\n\n# Bread\n\nSo [@hamelmann2012; @mill-a] and [@mill-b, @mill-a].\n",
        "docs/rye.md": "# Rye\n\n<p>Raw [@mill-a]</p>\n\nSo @Mill-b and `[@hamelmann2012]`.\n",
    }
    built = build_site(make_site(tmp_path, pages), strict=True)
    assert built.ended is not None
    assert [line.split("] ")[0] for line in built.problems] == [
        "ERROR citations: docs/index.md:7:5: [unknown-key",
        "ERROR citations: docs/index.md:7:44: [malformed-cluster",
        "WARNING citations: docs/rye.md:3:8: [not-rendered",
        "ERROR citations: docs/rye.md:5:4: [unknown-key",
        "ERROR citations: references.bib:6:33: [bad-doi",
    ]
    assert "Did you mean 'hamelman2012'?" in built.problems[0]
    assert 'So <span class="citation" data-cites="hamelmann2012 mill-a" id="cite-1">' in built["index.html"]
    assert '<span class="citation-missing">hamelmann2012</span>' in built["index.html"]
    assert '<span class="citation citation-missing">@Mill-b</span>' in built["rye/index.html"]


def test_never_cited_is_told_and_stops_nothing(tmp_path: Path) -> None:
    pages = {"references.bib": BIB, "docs/index.md": "[@hamelman2012] [@gobbetti1998] [@mill-a]"}
    built = build_site(make_site(tmp_path, pages), strict=True)
    assert built.ended is None
    told = [line for line in built.log if "[never-cited]" in line]
    assert len(told) == 1
    assert told[0].startswith("INFO citations: references.bib:8:7: [never-cited]")


ENDINGS = {
    "no bibliography": ({}, {"references.bib": None}, "the bibliography does not exist"),
    "a folder": ({"bib_file": "docs"}, {}, "cannot be read"),
    "not UTF-8": ({}, {"references.bib": b"@misc{a, title={\xff}}"}, "not UTF-8"),
    "an address": ({"bib_file": "https://x.org/a.bib"}, {}, "Save the file next to mkdocs.yml"),
    "no such style": ({"csl_file": "nosuch"}, {}, "no citation style 'nosuch'"),
    "no such style file": ({"csl_file": "x.csl"}, {}, "the citation style does not exist"),
    "no style at all": ({"csl_file": "x.csl"}, {"x.csl": b"<html/>"}, "not a CSL style"),
    "a broken style": ({"csl_file": "x.csl"}, {"x.csl": b"<style><id>x</id>"}, "pandoc failed"),
    "an empty folder": ({"bib_dir": "theme"}, {}, "there is no .bib file in this folder"),
    "wrong settings": (
        {"bib_fil": "x", "bib_by_default": "yes", "footnote_format": "x", "pandoc_timeout": 0},
        {},
        "Did you mean 'bib_file'",
    ),
}


@pytest.mark.parametrize(("settings", "files", "message"), ENDINGS.values(), ids=ENDINGS.keys())
def test_what_ends_a_build(
    tmp_path: Path, settings: dict[str, object], files: dict[str, bytes | None], message: str
) -> None:
    mkdocs_yml = make_site(tmp_path, PAGES, citations=settings)
    for name, content in files.items():
        (tmp_path / name).unlink(missing_ok=True)
        if content is not None:
            (tmp_path / name).write_bytes(content)
    built = build_site(mkdocs_yml)
    assert built.ended is not None
    assert message in built.ended
    assert "Traceback" not in built.ended
    assert not list(built.site.glob("**/*.html"))


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    settings: dict[str, object] = {
        "bib_fil": "x",
        "bib_by_default": "yes",
        "footnote_format": "x",
        "bib_command": "no",
        "kinds": {"youtube.com": 5},
        "words": {"Copied": 3},
    }
    ended = build_site(make_site(tmp_path, PAGES, citations=settings)).ended or ""
    for name in settings:
        assert f"  {name}: " in ended


def test_the_two_lists_have_two_commands(tmp_path: Path) -> None:
    settings: dict[str, object] = {"bib_command": "\\list", "full_bib_command": "\\list"}
    ended = build_site(make_site(tmp_path, PAGES, citations=settings)).ended or ""
    assert "  full_bib_command: must differ from bib_command" in ended


def test_pandoc_that_hangs_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "pandoc"
    fake.write_text("#!/bin/sh\nsleep 30\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: fake)
    built = build_site(make_site(tmp_path, PAGES, citations={"pandoc_timeout": 0.2}))
    assert "did not answer within 0.2 seconds" in (built.ended or "")


def test_two_builds_in_one_process_give_the_same(tmp_path: Path) -> None:
    mkdocs_yml = make_site(tmp_path, PAGES)
    first = {path: path.read_bytes() for path in build_site(mkdocs_yml).site.glob("**/*.html")}
    again = {path: path.read_bytes() for path in build_site(mkdocs_yml).site.glob("**/*.html")}
    assert first == again


def test_two_processes_and_no_cache_give_the_same(tmp_path: Path) -> None:
    sites = []
    for seed in ("1", "2"):
        mkdocs_yml = make_site(tmp_path / seed, PAGES)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", str(mkdocs_yml)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "0"}
        subprocess.run(command, check=True, env=environment, capture_output=True)
        sites.append(tmp_path / seed / "site")
    first, second = (
        {path.relative_to(site): path.read_bytes() for path in site.glob("**/*") if path.is_file()} for site in sites
    )
    assert first == second


def test_a_bib_folder_is_one_bibliography(tmp_path: Path) -> None:
    pages = {
        "bib/one.bib": "@book{one, title={One}, year={2001}, author={A, B}}",
        "bib/two.bib": "@book{two, title={Two}, year={2002}, author={C, D}}\n@book{one, title={Again}, year={2003}}",
        "docs/index.md": "[@one] [@two]",
    }
    built = build_site(make_site(tmp_path, pages, citations={"bib_dir": "bib"}))
    assert "(A, 2001) (C, 2002)" in text(built["index.html"]).replace("B. A", "A")
    assert [line.split(" [")[1].split("]")[0] for line in built.problems] == ["duplicate-key"]


STYLED = {
    "references.bib": BIB,
    "docs/index.md": "# Bread\n\nKnead [@hamelman2012, p. 12]. Rye [@gobbetti1998; @hamelman2012].\n",
    "docs/rye.md": "# Rye\n\nSo [@gobbetti1998] and again [@hamelman2012].\n",
}


def test_a_style_with_numbers_counts_works_through_the_site(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, STYLED, citations={"csl_file": "ieee"}))
    assert "Knead [1, p. 12]. Rye [1], [2]." in text(built["index.html"])
    assert "So [2] and again [1]." in text(built["rye/index.html"])
    assert re.findall(r'id="ref-([^"]+)" class="csl-entry"', built["rye/index.html"]) == [
        "hamelman2012",
        "gobbetti1998",
    ]


def test_numbers_follow_the_navigation(tmp_path: Path) -> None:
    """The home page cites Hamelman first, but the menu begins with the page on rye."""
    nav = ["rye.md", "index.md"]
    built = build_site(make_site(tmp_path, STYLED, citations={"csl_file": "ieee"}, nav=nav))
    assert "So [1] and again [2]." in text(built["rye/index.html"])
    assert "Knead [2, p. 12]. Rye [1], [2]." in text(built["index.html"])


def test_superscript_numbers(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, STYLED, citations={"csl_file": "nature"}))
    assert re.search(r"So <span[^>]*><sup><a[^>]*>2</a></sup></span>", built["rye/index.html"])


def test_notes_are_numbered_on_their_page_and_full_there_at_first(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, STYLED, citations={"csl_file": "chicago-fullnote-bibliography"}))
    rye = built["rye/index.html"]
    assert '<sup><a href="#note-1" id="note-ref-1" role="doc-noteref">1</a></sup>' in rye
    assert '<sup><a href="#note-2" id="note-ref-2" role="doc-noteref">2</a></sup>' in rye
    notes = re.findall(r'<li id="note-\d">(.*)</li>', rye)
    assert [text(note).split(",")[0] for note in notes] == ["Marco Gobbetti and Jone Rossi", "Jeffrey Hamelman"]
    assert [text(note).count("(") for note in notes] == [1, 1]
    assert "<!--note-->" not in rye
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", rye), "a link in a link"


def test_notes_stand_on_pages_without_a_list_too(tmp_path: Path) -> None:
    pages = {
        **STYLED,
        "docs/rye.md": "# Rye\n\nSo [@gobbetti1998] ![by @hamelman2012](x.png).\n",
        "docs/x.png": "",
        "docs/sources.md": "# Sources\n\n\\full_bibliography\n",
    }
    style = {"csl_file": "chicago-fullnote-bibliography", "bib_by_default": False}
    built = build_site(make_site(tmp_path, pages, citations=style))
    assert built.problems == []
    rye = built["rye/index.html"]
    notes = re.findall(r'<li id="note-\d">(.*)</li>', rye)
    assert [text(note).split(",")[0] for note in notes] == ["Marco Gobbetti and Jone Rossi"]
    assert 'href="../sources/#ref-gobbetti1998"' in notes[0]
    assert re.search(r'alt="by [^"]*Hamelman', rye)


def test_citations_are_quiet_on_pages_of_the_kinds_that_want_it(tmp_path: Path) -> None:
    page = "---\nkind: {kind}\n---\n# Bread\n\nKnead [@hamelman2012, p. 12]. @gobbetti1998 agree.\n"
    pages = {**PAGES, "docs/a.md": page.format(kind="recipe"), "docs/b.md": page.format(kind="study")}
    built = build_site(make_site(tmp_path, pages, citations={"quiet_kinds": ["recipe"]}), strict=True)
    assert built.ended is None, built.log
    recipe, study = built["a/index.html"], built["b/index.html"]
    assert recipe.count('class="citation-mark"') == 1
    assert 'aria-label="Hamelman, 2012, p. 12"' in recipe
    assert '<span class="citation-text">(<a href="#ref-hamelman2012"' in recipe
    assert "citation-mark" not in study
    assert text(recipe.split("<h2", 1)[0]) == text(study.split("<h2", 1)[0])
    assert re.findall(r'id="cite-\d+"', recipe) == re.findall(r'id="cite-\d+"', study)


def test_the_extension_for_other_programs_is_refused_beside_the_plugin(tmp_path: Path) -> None:
    built = build_site(make_site(tmp_path, PAGES, markdown_extensions=["mkdocs_citeproc"]))
    assert "'mkdocs_citeproc' is for sites without MkDocs" in (built.ended or "")
