"""What someone may try to slip into a page by a pull request: each is an error at its line, or cannot run."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.site import EXTENSIONS, ROOT, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("citation", "site")]
SILENT = dict.fromkeys(["not_found", "anchors", "absolute_links", "unrecognized_links"], "ignore")
HEAD = '<!doctype html><html><head><meta charset="utf-8"><title>x</title></head><body>'


def built(folder: Path, page: str, publish: str = "", **files: str) -> Built:
    snippets = {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}
    pages = {"docs/index.md": f"# Bread\n\n{page}\n", "theme/main.html": f"{HEAD}{{{{ page.content }}}}", **files}
    pages.setdefault("references.bib", "@book{loaf, author={Loaf, A.}, title={Bread}, year={2001}}")
    mkdocs_yml = make_site(
        folder,
        pages,
        hooks=HOOKS,
        extensions=[*EXTENSIONS, snippets],
        extra={"site": {"publish": publish.split()}},
        validation={"links": SILENT},
    )
    return build_site(mkdocs_yml, strict=True)


HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "a script in capitals": "text <SCRIPT src=//x.example></SCRIPT>",
    "a script in a heading": "## Flour <script>alert(1)</script>",
    "a script in a drawing": "<svg><script>alert(1)</script></svg>",
    "a script behind a comment that is none": "<!--><script>alert(1)</script>-->",
    "a handler": "<img src='data:image/png;base64,AA' onerror='alert(1)' alt=''>",
    "a handler without a blank": "<svg/onload=alert(1)>",
    "a handler by an attribute list": "Flour\n{ onclick='alert(1)' }",
    "an address that runs": "[water](javascript:alert(1))",
    "the same, written oddly": "[water](JaVaScRiPt:alert(1))",
    "the same, in entities": '<a href="&#106;ava&Tab;script:alert(1)">water</a>',
    "the same, of a picture": "![water](javascript:alert(1))",
    "the same, by a reference": "[water][w]\n\n[w]: javascript:alert(1)",
    "the same, of another language": "[water](vbscript:x)",
    "a page in an address": "[water](data:text/html;base64,AAAA)",
    "a frame": '<iframe src="https://x.example"></iframe>',
    "a page in a frame": '<p srcdoc="x">y</p>',
    "a form": '<form action="https://x.example"><input name="x"></form>',
    "a form's address on a button": '<button formaction="javascript:alert(1)">x</button>',
    "another base for all links": '<base href="https://x.example/">',
    "a page that goes elsewhere": '<meta http-equiv="refresh" content="0; url=https://x.example">',
    "a style sheet": '<link rel="stylesheet" href="https://x.example/a.css">',
    "a style": "<style>body { display: none }</style>",
    "something laid over the page": '<a style="position: fixed; inset: 0" href="https://x.example">x</a>',
    "the same, hidden by a comment": '<a style="posi/**/tion: fixed" href="https://x.example">x</a>',
    "the same, in escapes": '<a style="pos\\69tion: fixed; inset: 0" href="https://x.example">x</a>',
    "a page made huge": '<div style="transform: scale(100)">x</div>',
    "an element that ends in an attribute": '<textarea><a title="</textarea><img src=x onerror=alert(1)>">x</a>',
    "the same, in a title": '<title><a title="</title><img src=x onerror=alert(1)>">x</a></title>',
    "the same, in a drawing": '<svg><desc><a title="</desc><img src=x onerror=alert(1)>">x</a></desc></svg>',
    "the same, in what no browser shows": '<noembed><a title="</noembed><img src=x onerror=alert(1)>">x</a>',
    "a part that is none": "Flour <![CDATA[<img src=x onerror=alert(1)>]]>",
    "a part that is none, in a drawing": "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "an attribute that two parsers read in two ways": '<a x=="><img src=x onerror=alert(1)>">x</a>',
    "a property of the document": '![loaf](data:image/png;base64,AA){ name="currentScript" }',
    "the theme's own box": '<label for="__drawer">x</label>',
    "a part of the theme's": "Flour\n{: data-md-component=dialog }",
    "what lies over the theme's page": "Flour\n{: .md-overlay }",
    "the end of the theme's own elements": "</div></article>",
    "a picture from elsewhere": "![loaf](https://x.example/loaf.png)",
    "a picture from elsewhere beside one of its own": (
        '<img alt="" src="data:image/png;base64,AA" srcset="data:image/png;base64,AA 3x, //x.example/a.png 1x">'
    ),
    "a drawing laid over the page": '<svg transform="scale(60)"><rect width="9" height="9"/></svg>',
    "the card of the references, laid over the page": "# Rye { #citation-card }",
    "boxes that move what follows up": '<div class="highlight"></div><div class="result"></div>',
    "the look of who reviewed a page": '??? page-trust "About this page"\n    Reviewed by a clinician.',
    "the look of the link to help": "[water](#bread){ .get-help }",
    "a link that the keyboard reaches first": "[water](#bread){ tabindex=1 }",
    "other parts of the page taken in": "Flour\n{: aria-owns=oven }",
    "an object": '<object data="x.swf"></object>',
    "an animation of an address": '<svg><a><animate attributeName="href" values="javascript:alert(1)"/></a></svg>',
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_an_error_at_its_line(page: str, tmp_path: Path) -> None:
    site = built(tmp_path, page)
    assert site.ended
    assert "Traceback" not in site.ended
    found = [line for line in site.problems if re.search(r"\[(unsafe-html|foreign-file)\]", line)]
    assert found
    place = r"ERROR site: docs/index\.md:[3-5]:\d+: \[(unsafe-html|foreign-file)\] "
    assert all(re.match(place, line) for line in found)


def test_the_beginning_of_a_part_that_is_none_ends_the_build_in_one_line(tmp_path: Path) -> None:
    site = built(tmp_path, "Flour <div><![</div>")
    assert site.ended
    assert site.ended.split("\n")[0].startswith("docs/index.md:3:12: [unsafe-html]")


HARMLESS = {
    "in code": "`<script>alert(1)</script>`\n\n```html\n<img onerror=x>\n```",
    "escaped": "&lt;script>",
    "a table's alignment": "| a | b |\n|:-:|--:|\n| 1 | 2 |",
    "addresses that lead somewhere": "[a](https://x.example) [b](mailto:a@x.example) [c](tel:112) [d](#bread)",
    "a picture in an address": "![a](data:image/png;base64,AAAA)",
    "a drawing": '<svg viewBox="0 0 1 1"><title>A loaf</title><path d="M0 0h1"/></svg>',
    "words": "The script is *onload=*, and javascript: is a word.",
}


@pytest.mark.parametrize("page", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_is_harmless_is_none(page: str, tmp_path: Path) -> None:
    site = built(tmp_path, page)
    assert (site.ended, site.problems) == (None, [])


OWN_HTML = [
    "<!doctype html>\n<script>alert(1)</script>",
    '<meta charset="utf-8">\n<meta http-equiv="refresh" content="0; url=javascript:alert(1)">',
]


@pytest.mark.parametrize("text", OWN_HTML)
def test_an_html_file_that_mkdocs_yml_names(text: str, tmp_path: Path) -> None:
    site = built(tmp_path, "Flour", publish="a.html", **{"docs/a.html": text})
    assert site.ended
    assert [line for line in site.problems if re.match(r"ERROR site: docs/a.html:[12]:1: \[unsafe-html\]", line)]


@pytest.mark.parametrize("page", ["<p>bare</p>", "<!doctype html><title>x</title>", "<html><head></head></html>"])
def test_a_page_of_its_own_has_the_policy_where_it_has_a_head(page: str, tmp_path: Path) -> None:
    site = built(tmp_path, "Flour", publish="own.html", **{"docs/own.html": page})
    assert site.ended is None
    assert ("Content-Security-Policy" in site["own.html"]) == ("<!doctype" in page or "<head" in page)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [tag, *(name for name, _ in attrs), *(value or "" for name, value in attrs if name == "href")]


def test_a_bibliography_brings_no_markup(tmp_path: Path) -> None:
    bib = """@book{loaf, author={<script>alert(1)</script>, A.}, title={<img src=x onerror=alert(2)>
      \\href{javascript:x}{y}},
      publisher={<style>*{display:none}</style>}, year={2001}, url={javascript:alert(3)}}"""
    site = built(tmp_path, "Flour [@loaf].", **{"references.bib": bib})
    tags = _Tags()
    tags.feed(site["index.html"].partition("<body>")[2])
    assert not {"script", "img", "style", "onerror"} & set(tags.seen)
    assert not [each for each in tags.seen if each.startswith("javascript")]


OUTSIDE = "what stands outside"
SNIPPETS = [
    "../secret.md",
    "docs/../../secret.md",
    "{folder}/../secret.md",
    "linked.md",
    ".hidden/secret.md",
    "/dev/zero",
]


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_from_elsewhere(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / ".hidden").mkdir(parents=True)
    for path in (tmp_path / "secret.md", folder / ".hidden" / "secret.md"):
        path.write_text(OUTSIDE)
    (folder / "linked.md").symlink_to(tmp_path / "secret.md")
    site = built(folder, f'--8<-- "{name.format(folder=folder)}"')
    assert site.ended
    assert "docs/index.md:3:9: [missing-snippet]" in site.ended
    assert not (site.site / "index.html").exists()


def test_a_block_of_snippets_and_those_that_they_include(tmp_path: Path) -> None:
    page = "--8<--\nincludes/box.md\n; left out\n../secret.md\n--8<--"
    site = built(tmp_path, page, **{"includes/box.md": 'Box\n\n--8<-- "none.md"\n'})
    assert site.ended
    assert re.findall(r"(\S+): \[missing-snippet\]", site.ended) == ["docs/index.md:6:1", "includes/box.md:3:9"]


def test_links_out_of_docs_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(OUTSIDE)
    docs = tmp_path / "site" / "docs"
    docs.mkdir(parents=True)
    for name, target in {"a.txt": "../../secret.md", "b": "/", "c": ".", "d.png": "none.png"}.items():
        (docs / name).symlink_to(target)
    os.mkfifo(docs / "e.md")
    site = built(tmp_path / "site", "Flour")
    assert site.ended
    found = re.findall(r"docs/(\S+):1:1: \[outside-file\]", site.ended)
    assert found == ["a.txt", "b", "c", "d.png", "e.md"]


def test_a_link_within_docs_is_a_file_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "again.txt").symlink_to("flour.txt")
    site = built(tmp_path, "Flour", **{"docs/flour.txt": "Rye"})
    assert site.ended is None
    assert site["again.txt"] == "Rye"
    assert not (site.site / "again.txt").is_symlink()


def test_a_practice_brings_no_style() -> None:
    from psychoed.handouts.document import _practice
    from psychoed.handouts.model import Practice

    evil = '</style><style>*{display:none}</style>"; } @page { background: url(file:///etc/passwd) }'
    shown = _practice(Practice(evil, "", "data:image/png;base64,AA"))
    tags = _Tags()
    tags.feed(shown)
    assert set(tags.seen) <= {"p", "img", "span", "strong", "class", "src", "alt"}
