"""What a built site gives away for reuse: files of sources, ways back, JSON-LD, and nothing that is private."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mkdocs_citeproc.bibliography.model import Entry
from mkdocs_citeproc.bibliography.parse import parse_bibtex
from mkdocs_citeproc.source import SourceText
from support.schema import json_ld, wrong
from support.site import HOOK, ROOT, THEME_FILES, Built, build_site, make_site, references

BIB = r"""
@string{press = {Old Mill Press}}
@book{hamelman2012, author = {Hamelman, Jeffrey}, title = {Bread}, publisher = press, year = {2012},
  annotation = {Borrowed from the neighbour}}
@article{gobbetti1998, author = {Gobbetti, Marco and Rossi, Jone}, title = {Rye}, journal = {Bread Science},
  year = {1998}, pages = {1--9}, doi = {10.1234/bs.3.1}, url = {https://arxiv.org/abs/1},
  file = {:/home/baker/rye.pdf:PDF}}
@online{trial, author = {{Old Mill}}, title = {Rye or wheat}, url = {https://trials.example/1}, year = {2020}}
@misc{never, author = {{Old Mill}}, title = {Never cited}, year = {2000}, url = {https://x.org}}
"""

PAGES = {
    "references.bib": BIB,
    "docs/index.md": (
        "# Bread\n\nKnead [@hamelman2012, p. 12; @trial].\n\n| a |\n|---|\n| @gobbetti1998 agree |\n\n"
        "- Note[^1]\n\nAgain [@hamelman2012].\n\n[^1]: Last [@hamelman2012, p. 3].\n"
    ),
    "docs/rye/flour.md": "# Rye\n\nRye [@gobbetti1998].\n",
    "docs/plain.md": "# Plain\n\nNothing cited.\n",
    "docs/sources.md": "# Sources\n\n\\full_bibliography\n",
}

KINDS = {"kinds": {"trials.example": "Registered trial"}}


def built(folder: Path, **config: Any) -> Built:
    return built_of(folder, PAGES, **config)


def built_of(folder: Path, pages: dict[str, str], **config: Any) -> Built:
    site = build_site(make_site(folder, pages, citations=KINDS, **config), strict=True)
    assert site.ended is None, site.log
    return site


def test_places_are_counted_in_the_page_s_order(tmp_path: Path) -> None:
    home = built(tmp_path)["index.html"]
    places = re.findall(r'data-cites="([^"]+)" id="(cite-\d)"', home)
    assert places == [
        ("hamelman2012 trial", "cite-1"),
        ("gobbetti1998", "cite-2"),
        ("hamelman2012", "cite-3"),
        ("hamelman2012", "cite-4"),
    ]
    back = re.findall(r'<a href="#(cite-\d)" role="doc-backlink" aria-label="([^"]+)">', home)
    assert back == [
        ("cite-2", "Back to the citation of Gobbetti & Rossi, 1998".replace("&", "&amp;")),
        ("cite-1", "Back to citation 1 of Hamelman, 2012"),
        ("cite-3", "Back to citation 2 of Hamelman, 2012"),
        ("cite-4", "Back to citation 3 of Hamelman, 2012"),
        ("cite-1", "Back to the citation of Old Mill, 2020"),
    ]
    assert "<!--reference-list-->" not in home


def test_each_page_that_lists_has_the_files_for_a_script_to_cut_its_sources_out_of(tmp_path: Path) -> None:
    site = built(tmp_path)
    line = (
        '<p class="reference-files" data-search-exclude data-these="Download these sources">'
        'Download all 3 sources: <a href="../../references.bib" download>BibTeX</a>'
    )
    assert line in site["rye/flour/index.html"]
    assert "references.bib" not in site["plain/index.html"]
    assert sorted(path.relative_to(site.site).as_posix() for path in site.site.rglob("*.bib")) == ["references.bib"]


def test_pages_that_are_files_have_them_too(tmp_path: Path) -> None:
    site = built(tmp_path, use_directory_urls=False)
    assert 'href="../references.bib"' in site["rye/flour.html"]
    assert 'href="references.json"' in site["sources.html"]


def entries(site: Built, path: str) -> list[Entry]:
    read, problems = parse_bibtex(SourceText(path, site[path]))
    assert problems == []
    return list(read.entries.values())


def test_all_cited_sources_at_the_root_and_nothing_private(tmp_path: Path) -> None:
    site = built(tmp_path)
    keys = ["gobbetti1998", "hamelman2012", "trial"]
    assert [entry.key for entry in entries(site, "references.bib")] == keys
    assert site["references.bib"].startswith("@string{press = {Old Mill Press}}")
    assert [item["id"] for item in json.loads(site["references.json"])] == keys
    assert re.findall(r"ID  - (\w+)", site["references.ris"]) == keys
    assert (site.site / "references.ris").read_bytes().count(b"\r\n") > 10
    for path in site.site.glob("**/*"):
        if path.is_file() and path.suffix in {".bib", ".ris", ".json", ".html"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"annotation|neighbour|/home/", text), path


def test_the_full_list(tmp_path: Path) -> None:
    sources = built(tmp_path)["sources/index.html"]
    assert 'Download all 3 sources: <a href="../references.bib" download>BibTeX</a>' in sources
    assert re.findall(r'data-kind="([^"]+)"', sources) == ["Article", "Book", "Registered trial"]
    assert sources.count('class="Z3988"') == 3
    assert 'class="Z3988"' not in built(tmp_path)["index.html"]
    assert "Open access: full text" in sources
    assert "backlinks" not in sources


def test_a_site_that_cites_nothing_gives_nothing_away(tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, {"references.bib": BIB, "docs/index.md": "# Bread\n"}))
    assert not list(site.site.glob("**/*.bib"))
    assert not list(site.site.glob("**/*.ris"))


def test_the_search_finds_references_once_and_nothing_beside_them(tmp_path: Path) -> None:
    site = built(tmp_path, theme={"name": "material", "font": False}, plugins=["material/search"])
    index = json.loads(site["search/search_index.json"])["docs"]
    found = [entry["location"] for entry in index if "Bread Science" in entry["text"]]
    assert found == ["sources/"]
    message = " ".join(entry["title"] + entry["text"] for entry in index)
    for word in ("Download", "Open access", "Link to", "Back to", "#"):
        assert word not in message, word


HOSTILE = r"""
@book{odd:key.1/x, author = {{"><script>alert(1)</script>}}, title = {"><script>alert(2)</script> & עברית},
  year = {2020}, publisher = {<img src=x>}, url = {https://x.org/"><script>alert(3)</script>}, keywords = {open access}}
@misc{js, author = {{Ä <b>}}, title = {\textit{T} \u202e}, year = {2021}, url = {javascript:alert(4)}}
"""


def test_nothing_in_an_entry_is_markup(tmp_path: Path) -> None:
    pages = {
        "references.bib": HOSTILE,
        "docs/index.md": "# Bread\n\n[@odd:key.1/x; @js] @js\n",
        "docs/all.md": "\\full_bibliography\n",
    }
    site = build_site(make_site(tmp_path, pages))
    assert site.ended is None, site.log
    for page in ("index.html", "all/index.html"):
        assert not re.search(r"<script|<img|href=\"javascript", site[page]), page
        assert sorted(references(site[page])) == ["ref-js", "ref-odd:key.1/x"], page
    assert '"id": "odd:key.1/x"' in site["references.json"]
    for file in ("references.json", "references.ris", "index.html", "all/index.html"):
        assert "javascript:" not in site[file], file
    assert any("references.bib:4:" in line and "[bad-address]" in line for line in site.problems)


BOTH = [str(ROOT / "hooks" / "page_hook.py"), HOOK]
ABOUT = "---\ndescription: About “rye” & <wheat>\nkind: explanation\naudience: [bakers]\nwritten: 2026-01-02\n"


@pytest.mark.parametrize("url", ["", "https://bread.example/docs/"])
def test_pages_tell_machines_what_they_are_and_cite(tmp_path: Path, url: str) -> None:
    parts = {f"theme/partials/{name}": read_partial(name) for name in ("page-data.html", "page-cite.html")}
    template = '{% include "partials/page-data.html" %}{{ page.content }}{% include "partials/page-cite.html" %}'
    reviewed = ABOUT + "reviewed: 2026-03-04\nauthors: [Jane Doe]\nnext: [index.md]\n---\n"
    pages = {
        **PAGES,
        **parts,
        "theme/main.html": template,
        "docs/index.md": f"{ABOUT}next: [rye/flour.md]\n---\n{PAGES['docs/index.md']}",
        "docs/rye/flour.md": f"{reviewed}{PAGES['docs/rye/flour.md']}",
    }
    extra = {"page": {"schema_type": "MedicalWebPage", "authors": "The bakers"}}
    site = build_site(make_site(tmp_path, pages, hooks=BOTH, extra=extra, site_url=url))
    assert site.ended is None, site.log
    [home], [flour] = json_ld(site["index.html"]), json_ld(site["rye/flour/index.html"])
    assert wrong(home) == []
    assert wrong(flour) == []
    cited = {page["url"]: page["cited"] for page in json.loads(site["pages.json"])}
    assert cited["rye/flour/"] == ["gobbetti1998"]
    assert [work["name"] for work in home["citation"]] == ["Rye", "Bread", "Rye or wheat"]
    assert [work["@type"] for work in home["citation"]] == ["ScholarlyArticle", "Book", "WebPage"]
    assert home["@type"] == "MedicalWebPage"
    assert home["description"] == "About “rye” & <wheat>"
    assert "lastReviewed" not in home
    assert (flour["lastReviewed"], flour["dateModified"]) == ("2026-03-04", "2026-03-04")
    assert flour.get("url", "") == (f"{url}rye/flour/" if url else "")
    assert '<meta property="og:description" content="About “rye” &amp; &lt;wheat&gt;">' in site["index.html"]
    assert '<meta name="dcterms.creator" content="Jane Doe">' in site["rye/flour/index.html"]
    assert "Doe, J. (2026, March 4). <cite>Rye</cite>. A small site." in site["rye/flour/index.html"]
    assert "date = {2026-03-04}" in site["rye/flour/index.html"]
    assert ("og:url" in site["index.html"]) == bool(url)


def read_partial(name: str) -> str:
    return (THEME_FILES / "partials" / name).read_text(encoding="utf-8")


def test_a_blog_s_index_has_no_lists_of_its_posts(tmp_path: Path) -> None:
    post = "---\ndate: 2026-01-02\n---\n# Rye\n\nRye [@gobbetti1998].\n"
    pages = {**PAGES, "docs/blog/index.md": "# News\n", "docs/blog/posts/rye.md": post}
    site = built_of(tmp_path, pages, theme={"name": "material", "font": False}, plugins=["material/blog"])
    assert "Rye (<a href" in site["blog/index.html"].replace('<span class="citation" data-cites="gobbetti1998">', "")
    assert "References" not in site["blog/index.html"]
    assert 'id="ref-gobbetti1998"' in site["blog/2026/01/02/rye/index.html"]
    assert 'href="../../../../../references.bib"' in site["blog/2026/01/02/rye/index.html"]


def test_a_post_s_heading_is_one_link_in_a_list_of_posts(tmp_path: Path) -> None:
    post = "---\ndate: 2026-01-02\n---\n\n# Rye of [@gobbetti1998]\n\nText\n\n<!-- more -->\n\nMore.\n"
    pages = {**PAGES, "docs/blog/index.md": "# News\n", "docs/blog/posts/rye.md": post}
    site = built_of(tmp_path, pages, theme={"name": "material", "font": False}, plugins=["material/blog"])
    heading = re.search(r"<h2 id=\"rye-of\">.*?</h2>", site["blog/index.html"])
    assert heading
    assert heading[0].count("<a ") == 1
    assert "Rye of" in heading[0]
    assert "1998)</span></a></h2>" in heading[0]


def test_a_site_in_another_language(tmp_path: Path) -> None:
    words = {"Download all {number} sources": "Alle {number} Quellen", "Book": "Buch", "Copied": "Kopiert"}
    settings = {"words": words, "cited_on": "Zitiert auf", "references_heading": "Quellen", "locale": "de-DE"}
    site = build_site(make_site(tmp_path, PAGES, citations=settings), strict=True)
    sources = site["sources/index.html"]
    assert "Alle 3 Quellen: " in sources
    assert 'data-kind="Buch"' in sources
    assert "Kopiert&quot;}" in sources
    assert ">Quellen</h2>" in site["index.html"]


def test_words_that_nothing_says(tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, PAGES, citations={"words": {"Copyed": "x"}}))
    assert "words: 'Copyed' can't be changed. Did you mean 'Copied'?" in (site.ended or "")
