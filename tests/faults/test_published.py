"""What a pull request of pages, pictures and YAML may try to get published: each build ends, and says where."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from mkdocs_citeproc.source import MOST_INCLUDED
from support.site import EXTENSIONS, PNG, ROOT, THEME, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("page", "site")]
SILENT = dict.fromkeys(["not_found", "anchors", "absolute_links", "unrecognized_links"], "ignore")
FRONT = "---\ndescription: d\nkind: about\naudience: [a]\nwritten: 2026-01-02\n{more}---\n"
SECRET = "a-secret-of-this-machine"  # noqa: S105


def built(
    folder: Path,
    files: Mapping[str, str | bytes],
    *,
    page: str = "Flour",
    hooks: Sequence[str] = HOOKS,
    **config: object,
) -> Built:
    """A site whose repository also holds what must not be published, with snippets from the repository's root."""
    pages = {"docs/index.md": f"{FRONT.format(more='')}# Bread\n\n{page}\n", **files}
    secrets = {".git/config": SECRET, "facts.private.yml": SECRET, ".venv/x.md": SECRET, "includes/box.md": "A box"}
    snippets = {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}
    settings: dict[str, object] = {"validation": {"links": SILENT}, **config}
    mkdocs_yml = make_site(
        folder,
        {**secrets, **pages},
        hooks=hooks,
        extensions=[*EXTENSIONS, snippets],
        **settings,  # type: ignore[arg-type]
    )
    return build_site(mkdocs_yml, strict=True)


def places(site: Built, code: str) -> list[str]:
    """Where the build found problems of this kind; none of its messages is a traceback."""
    text = "\n".join([site.ended or "", *site.problems])
    assert "Traceback" not in text
    return sorted(set(re.findall(rf"(\S+:\d+:\d+): \[{code}\]", text)))


def is_published(site: Built, text: str = SECRET) -> bool:
    return any(text.encode() in path.read_bytes() for path in site.site.rglob("*") if path.is_file())


# ---- Types of files ----

SCRIPT = "<script>alert(1)</script>"
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml">{SCRIPT}</html>'
REFUSED: dict[str, str | bytes] = {
    "a.xht": XHTML,
    "a.xhtml": XHTML,
    "a.xml": XHTML,
    "a.rdf": XHTML,
    "a.mml": XHTML,
    "a.xsl": XHTML,
    "a.shtml": '<!--#include file="/etc/passwd" -->',
    "a.php": "<?php phpinfo();",
    "a.html": SCRIPT,
    "a.htm": SCRIPT,
    "a.HTML": SCRIPT,
    "a.svgz": b"\x1f\x8b",
    "a.hta": SCRIPT,
    "a.mht": SCRIPT,
    "a.swf": "FWS",
    "a.wasm": b"\0asm",
    "a.json": "{}",
    "a.pdf": "%PDF-1.7",
    "a.exe": "MZ",
    "a.js": "alert(1)",
    "a.mjs": "alert(1)",
    "sw.js": "alert(1)",
    "a.css": "p {}",
    "a.appcache": "CACHE MANIFEST",
    "a.png.": PNG,
    "a.html ": SCRIPT,
    "no-suffix": "x",
    "_redirects": "/* https://x.example/:splat 301",
    "_headers": "/*\n  Content-Security-Policy: none",
    "CNAME": "x.example",
    ".htaccess": "Options +Includes",
    ".well-known/a.txt": "x",
    "a.png": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "b.jpg": SCRIPT,
    "b.gif": SCRIPT,
    "b.webp": SCRIPT,
    "b.ico": SCRIPT,
    "b.woff2": SCRIPT,
    "b.mp3": SCRIPT,
    "b.txt": b"\xff\xfe<\0",
    "c\u200b.png": PNG,
    "c\u202egnp.png": PNG,
    "c\x07.png": PNG,
    "..%2f..%2findex.png": PNG,
    "..\\..\\index.png": PNG,
    "c:d.png": PNG,
    "c\u00a0d.png": PNG,
    "c\u3164.png": PNG,
    "con.png": PNG,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_published(name: str, tmp_path: Path) -> None:
    site = built(tmp_path, {f"docs/{name}": REFUSED[name]})
    assert site.ended
    assert "[bad-file]" in site.ended
    assert not (site.site / "index.html").exists()


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (Path(str(tmp_path / "docs")) / "caf\udce9.md").write_text("# Coffee\n")
    site = built(tmp_path, {})
    assert places(site, "bad-file") == ["docs/caf\\udce9.md:1:1"]


def test_files_that_are_published(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/loaf.png": PNG,
        "docs/brot/Größe.png": PNG,
        "docs/loaf.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        "docs/notes.txt": "Rye",
        "docs/own.js": "run();",
        "docs/own.css": "p { background: url(loaf.png) }",
        "docs/table.pdf": "%PDF-1.7",
        "docs/old/game.html": "<!doctype html><title>x</title><p>y",
        "docs/.gitkeep": "",
        "docs/draft.docx": "not published",
    }
    extra = {"site": {"publish": [".pdf", "old/game.html"]}}
    site = built(
        tmp_path, files, extra=extra, extra_javascript=["own.js"], extra_css=["own.css"], exclude_docs="*.docx"
    )
    assert (site.ended, site.problems) == (None, [])
    found = {path.relative_to(site.site).as_posix() for path in site.site.rglob("*") if path.is_file()}
    assert found >= {name.removeprefix("docs/") for name in files} - {".gitkeep", "draft.docx"}
    assert not found & {".gitkeep", "draft.docx"}


# ---- Drawings ----

NS = 'xmlns="http://www.w3.org/2000/svg"'
X = 'xmlns:x="http://www.w3.org/1999/xlink"'
XHTML_NS = 'xmlns:h="http://www.w3.org/1999/xhtml"'
DRAWINGS: dict[str, str | bytes] = {
    "a script": f"<svg {NS}>\n<script>alert(1)</script></svg>",
    "a script behind a prefix": '<s:svg xmlns:s="http://www.w3.org/2000/svg">\n<s:script>alert(1)</s:script></s:svg>',
    "a script of another namespace": f"<svg {NS}>\n<h:script {XHTML_NS}>alert(1)</h:script></svg>",
    "a script in UTF-16": f"<svg {NS}>\n<script>alert(1)</script></svg>".encode("utf-16"),
    "a script in UTF-16 without a mark": f"<svg {NS}>\n<script>alert(1)</script></svg>".encode("utf-16-be"),
    "another encoding": f'<?xml version="1.0" encoding="ISO-2022-JP"?>\n<svg {NS}/>',
    "a handler": f'<svg {NS}\n onload="alert(1)"/>',
    "a link that runs": f'<svg {NS}>\n<a href="javascript:alert(1)"><path/></a></svg>',
    "the same by another prefix": f'<svg {NS} {X}>\n<a x:href="java&#x09;script:alert(1)"><path/></a></svg>',
    "entities": f'<!DOCTYPE svg [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<svg {NS}>&x;</svg>',
    "a document type": f'<!DOCTYPE svg SYSTEM "https://x.example/a.dtd">\n<svg {NS}/>',
    "a style of another file": f'<?xml-stylesheet href="https://x.example/a.css"?>\n<svg {NS}/>',
    "a transformation": f'<?xml-stylesheet type="text/xsl" href="#x"?>\n<svg {NS}/>',
    "another document": f"<svg {NS}>\n<foreignObject><p/></foreignObject></svg>",
    "an import": f"<svg {NS}><style>\n@import url(//x.example/a.css);</style></svg>",
    "an import in CDATA": f"<svg {NS}><style><![CDATA[\n@import '//x.example/a.css';]]></style></svg>",
    "a font": f"<svg {NS}><style>\n@font-face {{ src: url(https://x.example/a) }}</style></svg>",
    "an address with escapes": f"<svg {NS}><style>\npath {{ fill: \\75 rl(//x.example/a) }}</style></svg>",
    "an address in an attribute": f'<svg {NS}>\n<path style="fill: URL(//x.example/a#b)"/></svg>',
    "an address in paint": f'<svg {NS}>\n<path fill="url(https://x.example/a#b)"/></svg>',
    "a set of pictures": f"<svg {NS}>\n<path style=\"cursor: image-set('//x.example/a' 1x)\"/></svg>",
    "a src()": f"<svg {NS}>\n<path style=\"cursor: src('//x.example/a')\"/></svg>",
    "a picture from elsewhere": f'<svg {NS}>\n<image href="https://x.example/a.png"/></svg>',
    "the same by another prefix again": f'<svg {NS} {X}>\n<image x:href="//x.example/a.png"/></svg>',
    "a drawing in an address": f'<svg {NS}>\n<image href="data:image/svg+xml,&lt;svg/&gt;"/></svg>',
    "parts of another file": f'<svg {NS}>\n<use href="other.svg#a"/></svg>',
    "an animation": f'<svg {NS}>\n<animate attributeName="href" values="javascript:alert(1)"/></svg>',
    "a set": f'<svg {NS}>\n<set attributeName="onclick" to="alert(1)"/></svg>',
    "a filter": f'<svg {NS}>\n<filter><feImage href="https://x.example/a"/></filter></svg>',
    "another base": f'<svg {NS}>\n<a xml:base="javascript:alert(1)//" href="#a"><path/></a></svg>',
    "elements in a style": f"<svg {NS}><style>\n<path/></style></svg>",
    "no drawing": "<p>\n</p>",
    "no XML": f"<svg {NS}>\n<path></svg>",
    "nothing": "",
    "an import where none counts": f'<svg {NS}><style>\n@media print {{ @import "//x.example"; }}</style></svg>',
    "too much": f"<svg {NS}>\n{'<path/>' * 150_000}</svg>",
    "elements too deep": f"<svg {NS}>\n{'<g>' * 60}{'</g>' * 60}</svg>",
    "a reference to itself": f'<svg {NS}>\n<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>',
    "a shape ten thousand million times": f"<svg {NS}>\n"
    + "".join(f'<g id="g{n}">{"".join(f"""<use href="#g{n - 1}"/>""" for _ in range(10))}</g>' for n in range(1, 11))
    + '<path id="g0"/></svg>',
    "the same by patterns in rules": f"<svg {NS}>\n<style>.a {{ fill: url(#p) }}</style>"
    '<pattern id="p"><path class="a"/></pattern></svg>',
    "one id twice": f'<svg {NS}>\n<path id="a"/><g id="a"/></svg>',
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_a_drawing_that_does_more(drawing: str | bytes, tmp_path: Path) -> None:
    site = built(tmp_path, {"docs/a.svg": drawing})
    found = places(site, "unsafe-svg") + places(site, "bad-file")
    assert found
    assert all(re.match(r"docs/a\.svg:[12]:\d+", each) for each in found)
    assert not (site.site / "a.svg").exists()


def test_a_drawing_like_those_of_drawing_programs(tmp_path: Path) -> None:
    drawing = f"""\
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- A comment -->
<svg {NS} xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" role="img" aria-labelledby="t">
<title id="t">A loaf</title>
<style type="text/css"><![CDATA[
  .a {{ fill: url(#g); font-family: "A b", sans-serif; transform: rotate(3deg) }}
  @media print {{ .a {{ fill: #000 }} }}
]]></style>
<defs><linearGradient id="g0"><stop offset="0" stop-color="#fff"/></linearGradient>
<linearGradient id="g" xlink:href="#g0"/><clipPath id="c"><rect width="9" height="9"/></clipPath>
<path id="glyph" d="M0 0"/></defs>
<g clip-path="url(#c)"><use xlink:href="#glyph" x="1"/><use href="#glyph" x="2"/><path class="a" d="M0 0"/></g>
<a href="https://example.org/"><text x="1">Words</text></a>
<image href="data:image/png;base64,AAAA" width="1" height="1"/>
</svg>"""
    site = built(tmp_path, {"docs/a.svg": drawing})
    assert (site.ended, site.problems) == (None, [])


# ---- What comes from other hosts ----

STYLES = [
    "p { background: url(https://x.example/a.png) }",
    "p { background: \\75\\72l('//x.example/a.png') }",
    "@import 'https://x.example/a.css';",
    '@import "//x.example/a.css" layer(a);',
    "@font-face { font-family: a; src: url(//x.example/a.woff2) }",
    "p { background: image-set('//x.example/a.png' 1x) }",
    "p { --a: '//x.example/a.png'; background: image-set(var(--a) 1x) }",
    "p { background: src('/\\\\/x.example/a.png') }",
    "p { background: url(/\\/x.example/a.png) }",
    "p { background: url('ht\\\ntps://x.example/a.png') }",
    "@media print { p { & b { background: url(ftp://x.example/a.png) } } }",
    "p { background: url(file:///etc/passwd) }",
]


@pytest.mark.parametrize("style", STYLES)
def test_a_style_sheet_that_loads_from_elsewhere(style: str, tmp_path: Path) -> None:
    site = built(tmp_path, {"docs/own.css": f"b {{}}\n{style}\n"}, extra_css=["own.css"])
    assert [each.split(":")[:2] for each in places(site, "foreign-file")] == [["docs/own.css", "2"]]
    assert not (site.site / "index.html").exists()


PICTURES = [
    "![a](https://x.example/a.png)",
    "![a](//x.example/a.png)",
    "![a][r]\n\n[r]: https://x.example/a.png",
    "<img src='htt&#112;s://x.example/a.png' alt=''>",
    '<img alt="" src="a.png" srcset="b.png 1x, //x.example/a.png 2x">',
    "<picture><source srcset='//x.example/a.png'><img src='' alt=''></picture>",
    "<svg><image href='//x.example/a.png'/></svg>",
    "<svg><image xlink:href='//x.example/a.png'/></svg>",
    "<video poster='/\t/x.example/a.png'></video>",
    "<p style='background: url(//x.example/a.png)'>a</p>",
    '<p style="background: u\\rl(//x.example/a.png)">a</p>',
    "<table background='//x.example/a.png'></table>",
]


@pytest.mark.parametrize("page", PICTURES)
def test_a_page_that_loads_from_elsewhere(page: str, tmp_path: Path) -> None:
    site = built(tmp_path, {}, page=page)
    assert site.ended
    assert places(site, "foreign-file")


def test_pictures_of_the_site_and_links_to_elsewhere(tmp_path: Path) -> None:
    page = "![a](a.png) [b](https://x.example/) ![c](data:image/png;base64,AAAA)"
    site = built(tmp_path, {"docs/a.png": PNG}, page=page)
    assert (site.ended, site.problems) == (None, [])


# ---- Snippets ----

SNIPPETS = {
    "plainly": '--8<-- ".git/config"',
    "by an apostrophe": '--8<-- "it\'s/../.git/config"',
    "by quotes in quotes": '--8<-- "a\\"b/../.git/config"',
    "in a block": "--8<--\n.git/config\n--8<--",
    "in a block with a section": "--8<--\n.git/config:1:3\n--8<--",
    "with lines": '--8<-- ".git/config:1:2,3:4"',
    "with a blank": '--8<-- " .git/config "',
    "indented": '1.  a\n\n    --8<-- "it\'s/../.git/config"',
    "by a link": '--8<-- "includes/linked.md"',
    "by a linked folder": '--8<-- "includes/folder/config"',
    "from another snippet": '--8<-- "includes/nested.md"',
    "from the virtual environment": '--8<-- ".venv/x.md"',
    "not hidden, but not for pages": '--8<-- "facts.private.yml"',
    "mkdocs.yml": '--8<-- "mkdocs.yml"',
    "from outside": '--8<-- "../outside.md"',
    "by its whole path": '--8<-- "/etc/passwd"',
    "from the web": '--8<-- "https://x.example/a.md"',
    "in a note": 'a[^1]\n\n[^1]:\n    --8<-- "it\'s/../.git/config"',
    "in a definition": 'a\n:   b\n\n    --8<-- "it\'s/../.git/config"',
    "in the HTML of a page": '<div markdown>\n--8<-- "it\'s/../.git/config"\n</div>',
    "in code": '```\n--8<-- "it\'s/../.git/config"\n```',
}


@pytest.mark.parametrize("page", SNIPPETS.values(), ids=SNIPPETS.keys())
def test_a_snippet_of_what_is_not_published(page: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for name in ("includes", "it's", 'a"b'):
        (folder / name).mkdir(parents=True)
    (tmp_path / "outside.md").write_text(SECRET)
    (folder / "includes" / "linked.md").symlink_to("../.git/config")
    (folder / "includes" / "folder").symlink_to("../.git")
    site = built(folder, {"includes/nested.md": '--8<-- "it\'s/../.git/config"\n'}, page=page)
    found = places(site, "missing-snippet")
    assert len(found) == 1
    assert re.match(r"(docs/index\.md:\d+|includes/nested\.md:1):\d+", found[0])
    assert not is_published(site)


def test_a_snippet_in_the_check_first_box(tmp_path: Path) -> None:
    page = FRONT.format(more="next: [index.md]\n").replace("about", "practice") + "# Knead\n"
    box = 'Stop.\n\n--8<-- "it\'s/../.git/config"\n'
    (tmp_path / "it's").mkdir()
    extra = {"page": {"check_first": "includes/check.md"}}
    site = built(tmp_path, {"docs/knead.md": page, "includes/check.md": box}, extra=extra)
    assert places(site, "missing-snippet") == ["docs/knead.md:1:1"]
    assert not is_published(site)


def test_a_snippet_in_a_reason_for_a_lost_point(tmp_path: Path) -> None:
    lost = (
        "page: index.md\nfirst:\n  date: 2026-01-02\n"
        '  understandable: "11111 1n111 11nnn n1"\n  actionable: "1111n n1"\n'
        '  clear: "11101 11111 11111 11nnn"\n  jama: "1111"\n'
        "  lost:\n    clear 4: \"a\\n\\n--8<-- '.git/config'\\n\\nb\"\n"
    )
    extra = {"page": {"scores": "scores"}}
    site = built(tmp_path, {"scores/index.yml": lost}, page="\\scores", extra=extra)
    assert not is_published(site)


def test_snippets_that_include_each_other_without_end(tmp_path: Path) -> None:
    files = {f"includes/{n}.md": f'--8<-- "includes/{n + 1}.md"\n' * 9 for n in range(9)}
    site = built(tmp_path, {**files, "includes/9.md": "Rye\n"}, page='--8<-- "includes/0.md"')
    assert len(places(site, "missing-snippet")) == 1


def test_snippets_that_are_allowed(tmp_path: Path) -> None:
    page = '--8<-- "includes/box.md"\n\n--8<--\ndocs/a.svg\n--8<--\n\n;--8<-- ".git/config"'
    site = built(tmp_path, {"docs/a.svg": f"<svg {NS}><title>Rye</title></svg>"}, page=page)
    assert (site.ended, site.problems) == (None, [])
    assert "A box" in site["index.html"]
    assert "Rye" in site["index.html"]


def test_folders_of_snippets_that_mkdocs_yml_names(tmp_path: Path) -> None:
    files = {"parts/a.md": "A part"}
    extra = {"site": {"includes": ["parts"]}}
    assert "A part" in built(tmp_path, files, page='--8<-- "parts/a.md"', extra=extra)["index.html"]
    assert built(tmp_path, files, page='--8<-- "includes/box.md"', extra=extra).ended


def test_a_folder_of_snippets_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "includes").symlink_to(".git")
    (tmp_path / ".git").mkdir()
    site = built(tmp_path, {}, page='--8<-- "includes/config"')
    assert len(places(site, "missing-snippet")) == 1


def test_pages_in_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "docs").symlink_to("real")
    assert places(built(tmp_path, {}), "outside-file") == ["docs:1:1"]


def test_elements_nested_too_deep_for_a_parser(tmp_path: Path) -> None:
    for page in ("<div>" * 5000, "<div></x>" * 5000, "<p><table><tr><td></div>" * 2000):
        assert places(built(tmp_path, {}, page=page), "unsafe-html") == ["docs/index.md:1:1"]
    site = built(tmp_path, {}, page="\n\n".join("<div><p>a<br>b</p></div>" for _ in range(500)))
    assert (site.ended, site.problems) == (None, [])


def test_a_page_that_would_keep_the_machine_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psychoed.plugins.build_safety.PAGE_SECONDS", 0.5)
    site = built(tmp_path, {}, page='<a href="' * 20_000)
    assert places(site, "unbuildable-page") == ["docs/index.md:1:1"]


# ---- Addresses ----

SIGNS = "docs/understand/signs.md"
SAME = [
    "docs/understand/signs.html.md",
    "docs/understand/signs/Index.md",
    "docs/understand/sıgns.md",
    "docs/understand/Signs.md",
    "docs/understand/signs/index.md",
    "docs/understand/signs/README.md",
    "docs/understand/SIGNS/index.md",
    "docs/Understand/signs.md",
    "docs/understand/ſigns.md",
    "docs/understand/ｓigns.md",
]
PAGE = FRONT.format(more="") + "# Signs\n"


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("folders", [True, False])
def test_a_page_at_the_address_of_another(name: str, folders: bool, tmp_path: Path) -> None:
    site = built(tmp_path, {SIGNS: PAGE, name: PAGE}, use_directory_urls=folders)
    assert site.ended
    assert "[same-address]" in site.ended
    assert SIGNS in site.ended
    assert name in site.ended
    assert not (site.site / "index.html").exists()


@pytest.mark.parametrize("name", ["understand/signs/index.html", "understand/signs.html", "Understand/Signs.HTML"])
def test_a_file_at_the_address_of_a_page(name: str, tmp_path: Path) -> None:
    site = built(tmp_path, {SIGNS: PAGE, f"docs/{name}": "<p>x"}, extra={"site": {"publish": [name]}})
    assert site.ended
    assert "[same-address]" in site.ended


def test_names_that_differ_in_how_a_letter_is_encoded(tmp_path: Path) -> None:
    files = {f"docs/caf{letter}.md": PAGE for letter in ("é", "e\u0301")}
    assert len(files) == 2
    assert len(places(built(tmp_path, files), "same-address")) == 1


GENERATED = ["robots.txt", "sw.js", "pages.json", "404.html", "sitemap.xml", "search/search_index.json", "feed.xml"]


@pytest.mark.parametrize("name", [*GENERATED, "Robots.txt", "404.md", "sw.js.md", "sitemap.xml/a.md"])
def test_a_file_at_the_address_of_one_that_the_build_writes(name: str, tmp_path: Path) -> None:
    text = PAGE if name.endswith(".md") else "x"
    extra = {"site": {"publish": [name]}, "page": {"feed": "feed.xml"}}
    site = built(tmp_path, {f"docs/{name}": text}, extra=extra, theme=THEME, plugins=["material/search"])
    assert site.ended
    assert [each.lower() for each in places(site, "same-address")] == [f"docs/{name}:1:1".lower()]


def test_a_script_in_place_of_the_themes(tmp_path: Path) -> None:
    material = find_spec("material")
    assert material
    assert material.origin
    scripts = Path(material.origin).parent / "templates" / "assets" / "javascripts"
    (bundle,) = scripts.glob("bundle.*.min.js")
    name = f"assets/javascripts/{bundle.name}"
    assert places(built(tmp_path, {f"docs/{name}": "x()"}, theme=THEME), "bad-file") == [f"docs/{name}:1:1"]
    site = built(tmp_path, {f"docs/{name}": "x()"}, theme=THEME, extra_javascript=[name])
    assert places(site, "same-address") == [f"docs/{name}:1:1"]
    other = name.replace("bundle", "Bundle")
    site = built(tmp_path / "b", {f"docs/{other}": "x()"}, theme=THEME, extra_javascript=[other])
    assert places(site, "same-address") == [f"docs/{other}:1:1"]


def test_a_redirect_at_the_address_of_a_page(tmp_path: Path) -> None:
    extra = {"site": {"redirects": {"Understand/Signs.md": "index.md"}}}
    site = built(tmp_path, {SIGNS: PAGE}, extra=extra)
    assert len(places(site, "same-address")) == 1


DATED = "date: 2026-01-01\ncategories: [A]\n{more}"
POST = FRONT.format(more=DATED).replace("about", "news") + "# Post\n"


@pytest.mark.parametrize("slug", ["signs", "Signs", "../understand/signs", "../../../x", "category/a", "archive/2026"])
def test_a_post_at_the_address_of_something_else(slug: str, tmp_path: Path) -> None:
    post = POST.format(more=f"slug: {slug}\n")
    files = {SIGNS: PAGE, "docs/news/index.md": "# News\n", "docs/news/posts/a.md": post, "docs/news/signs.md": PAGE}
    blog = {"material/blog": {"blog_dir": "news", "post_url_format": "{slug}", "authors": False}}
    site = built(tmp_path, files, hooks=HOOKS[1:], theme=THEME, plugins=[blog])
    assert len(places(site, "same-address")) == 1
    assert not list(tmp_path.rglob("x/index.html"))


CUT = {
    "a link": '<a href="https://x.example/">Rye\n<!-- more -->\n</a>',
    "a part in a box": '<div class="grid">\n\n<!-- more -->\n\n</div>',
    "a drawing": "<svg><title>\n<!-- more -->\n</title></svg>",
}


@pytest.mark.parametrize("text", CUT.values(), ids=CUT.keys())
def test_a_post_whose_beginning_is_cut_off_within_an_element(text: str, tmp_path: Path) -> None:
    files = {"docs/news/index.md": PAGE, "docs/news/posts/a.md": POST.format(more="") + f"\n{text}\n"}
    blog = {"material/blog": {"blog_dir": "news", "post_url_format": "{slug}", "authors": False, "archive": False}}
    site = built(tmp_path, files, theme=THEME, plugins=[blog])
    assert [place.split(":")[0] for place in places(site, "unsafe-html")] == ["docs/news/posts/a.md"]
    assert not (site.site / "news" / "index.html").exists()


def test_a_file_that_another_hook_writes_over(tmp_path: Path) -> None:
    bib = "@book{loaf, author={Loaf, A.}, title={Bread}, year={2001}}"
    hooks = [str(ROOT / "hooks" / "citation_hook.py"), HOOKS[1]]
    files = {"references.bib": bib, "docs/references.bib": "@book{mine}"}
    extra = {"site": {"publish": [".bib"]}}
    site = built(tmp_path, files, page="Flour [@loaf].", hooks=hooks, extra=extra)
    assert places(site, "same-address") == ["docs/references.bib:1:1"]


# ---- YAML ----

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
TOO_MUCH = {
    "aliases": BOMB,
    "one alias": "a: &a [x]\nb: *a\n",
    "merged keys": "a: &a {x: y}\nb:\n  <<: *a\n",
    "brackets": f"a: {'[' * 50_000}\n",
    "braces": f"a: {'{a: ' * 5_000}\n",
    "lists in lists": f"a:\n  {'- ' * 5_000}x\n",
    "a number in base sixty": f"a: {'1:' * 100_000}1\n",
    "a long number": f"a: {'9' * 10_000}\n",
    "a tag": "a: !!set {x, y}\n",
    "a tag of Python": "a: !!python/object/apply:os.system ['id']\n",
}


FILES = ["a post", "the facts", "the words", "the scores"]
CASES = [
    *(("a page", what) for what in TOO_MUCH),
    *((where, what) for where in FILES for what in ("aliases", "brackets")),
]


@pytest.mark.parametrize(("where", "what"), CASES)
def test_yaml_that_takes_too_much(where: str, what: str, tmp_path: Path) -> None:
    """In a process of its own, which ends where the old code took all memory, or crashed."""
    more = TOO_MUCH[what]
    files = {
        "a page": {"docs/a.md": FRONT.format(more=more)},
        "a post": {"docs/news/index.md": "# News\n", "docs/news/posts/a.md": POST.format(more=more)},
        "the facts": {"facts.yml": more},
        "the words": {"facts.yml": "", "words.yml": more},
        "the scores": {"scores/a.yml": more, "docs/a.md": FRONT.format(more="") + "# A\n\n\\scores\n"},
    }[where]
    settings = {
        "the facts": {"facts": "facts.yml"},
        "the words": {"words": "words.yml"},
        "the scores": {"scores": "scores"},
    }
    mkdocs_yml = make_site(
        tmp_path,
        {"docs/index.md": PAGE, **files},
        hooks=HOOKS,
        theme=THEME,
        plugins=[{"material/blog": {"blog_dir": "news", "authors": False}}] if where == "a post" else [],
        extra={"page": settings.get(where, {})},
    )
    done = run_mkdocs(mkdocs_yml)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert re.search(r"[\w/]+\.(?:md|yml):\d+:\d+: \[bad-(?:front-matter|fact|words|score)\]", done.stderr)


def run_mkdocs(mkdocs_yml: Path) -> subprocess.CompletedProcess[str]:
    """A strict build with four gigabytes of memory and twenty seconds of work."""
    limits = "import resource as r; r.setrlimit(r.RLIMIT_AS, (1 << 32,) * 2); r.setrlimit(r.RLIMIT_CPU, (20, 20)); "
    run = "import sys; from mkdocs.__main__ import cli; sys.exit(cli())"
    command = [sys.executable, "-W", "ignore", "-c", limits + run, "build", "--strict", "-q", "-f", str(mkdocs_yml)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


ODD = [
    "hide: 5",
    "hide: toc",
    "hide: [5]",
    "hide:",
    "tags: 5",
    "tags: [[a]]",
    "title: [a]",
    "title: 2026",
    "title: 2026-01-01",
    "title:",
    "template: 5",
    "template: none.html",
    "template: ../../../etc/passwd",
    "template: sitemap.xml",
    "template: redirect.html\nlocation: https://x.example/",
    "template: partials/nav.html",
    "template: 404.html",
    'template: "main.html\\0"',
    "icon: [a]",
    "icon: none/such",
    "icon: ../../x",
    "status: [a]",
    "status: {a: b}",
    "subtitle: {a: b}",
    "search: 5",
    "search: {exclude: x}",
    "search: {boost: x}",
    "search: {boost: -1}",
    "search: {boost: [1]}",
    "search: {boost: .inf}",
    "search: {boost: true}",
    "search: {boost: 101}",
    "search: {boost: 1, other: 2}",
    "social: 5",
    '"hide" : 5',
    "? hide\n: 5",
    "image: 5",
]


@pytest.mark.parametrize("more", ODD)
def test_front_matter_of_a_type_that_nobody_expects(more: str, tmp_path: Path) -> None:
    page = FRONT.format(more=f"{more}\n") + "# Rye\n"
    plugins = ["material/search", "material/tags"]
    site = built(tmp_path, {"docs/rye.md": page}, theme=THEME, plugins=plugins)
    assert [each.split(":")[0] for each in places(site, "bad-metadata")] == ["docs/rye.md"]


def test_front_matter_as_the_theme_expects_it(tmp_path: Path) -> None:
    more = 'title: "2026"\nhide: [toc]\nicon: material/home\ntemplate: main.html\nsearch: {exclude: true, boost: 2}\n'
    own = more.replace("main.html", "home.html")
    theme = {**THEME, "custom_dir": "theme", "scripts": []}
    files = {
        "docs/rye.md": more,
        "docs/oats.md": own,
        "theme/home.html": "home",
        "theme/main.html": "{{ page.content }}",
    }
    pages = {name: FRONT.format(more=text) + "# Rye\n" if name[0] == "d" else text for name, text in files.items()}
    site = built(tmp_path, pages, theme=theme, plugins=["material/search"], hooks=HOOKS[1:])
    assert (site.ended, site.problems) == (None, [])


def test_what_a_template_cannot_print_is_said_of_its_page(tmp_path: Path) -> None:
    theme = {"name": None, "custom_dir": "theme"}
    files = {"theme/main.html": "{{ page.meta.nothing.at.all }}"}
    site = built(tmp_path, files, theme=theme)
    assert places(site, "unbuildable-page") == ["docs/index.md:1:1"]


# ---- What would take hours, or ends another program ----


def _includes(name: str, times: int) -> str:
    return "\n\n".join([f'--8<-- "includes/{name}"'] * times)


def test_includes_that_multiply_are_counted(tmp_path: Path) -> None:
    files = {f"includes/{n}.md": _includes(f"{n - 1}.md", 40) for n in range(1, 5)}
    site = built(tmp_path, {**files, "includes/0.md": "Rye"}, page=_includes("4.md", 40))
    assert len(places(site, "missing-snippet")) == 1


def test_includes_that_make_a_page_too_long(tmp_path: Path) -> None:
    site = built(tmp_path, {"includes/rye.md": "Rye " * 100_000}, page=_includes("rye.md", 9))
    assert places(site, "missing-snippet") == ["docs/index.md:9:9"]


def test_as_many_includes_as_a_page_may_have(tmp_path: Path) -> None:
    site = built(tmp_path, {}, page=_includes("box.md", MOST_INCLUDED))
    assert (site.ended, site["index.html"].count("A box")) == (None, MOST_INCLUDED)


@pytest.mark.parametrize("boost", [".inf", "11", "true", "0", "-1", ".nan"])
def test_a_weight_that_no_search_can_use(boost: str, tmp_path: Path) -> None:
    page = FRONT.format(more=f"search: {{boost: {boost}}}\n")
    assert places(built(tmp_path, {"docs/rye.md": f"{page}# Rye\n"}), "bad-metadata") == ["docs/rye.md:6:1"]


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    name = "b" * 160
    assert places(built(tmp_path, {f"docs/{name}.png": PNG}), "bad-file") == [f"docs/{name}.png:1:1"]


@pytest.mark.parametrize(("slug", "code"), [("5", "bad-metadata"), ("s" * 200, "same-address")])
def test_a_slug_that_is_no_address(slug: str, code: str, tmp_path: Path) -> None:
    post = FRONT.format(more=f"date: 2026-01-01\nslug: {slug}\n")
    blog = {"docs/blog/index.md": FRONT.format(more=""), "docs/blog/posts/rye.md": f"{post}# Rye\n"}
    site = built(tmp_path, blog, hooks=HOOKS[1:], theme=THEME, plugins=["material/blog"])
    assert [each.partition(":")[0] for each in places(site, code)] == ["docs/blog/posts/rye.md"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1969-12-31"])
def test_a_year_that_archives_cannot_store(day: str, tmp_path: Path) -> None:
    page = FRONT.format(more="").replace("2026-01-02", day)
    assert places(built(tmp_path, {"docs/rye.md": f"{page}# Rye\n"}), "bad-metadata") == ["docs/rye.md:5:10"]


# ---- One mistake, one message ----


def test_a_picture_from_another_host_is_reported_once(tmp_path: Path) -> None:
    for number, page in enumerate(
        ["![a](https://x.example/a.png)", "<p style='background: url(//x.example/a.png)'>a</p>"]
    ):
        site = built(tmp_path / str(number), {}, page=page)
        assert len(places(site, "foreign-file")) == 1
        assert places(site, "unsafe-html") == []


def test_an_address_that_runs_is_no_foreign_file(tmp_path: Path) -> None:
    site = built(tmp_path, {}, page="![a](javascript:alert(1))")
    assert (places(site, "foreign-file"), places(site, "unsafe-html")) == ([], ["docs/index.md:9:6"])


def test_another_mistake_beside_a_picture_from_another_host(tmp_path: Path) -> None:
    site = built(tmp_path, {}, page="![a](https://x.example/a.png)\n\n<p onclick='x()'>a</p>")
    assert (places(site, "foreign-file"), places(site, "unsafe-html")) == (
        ["docs/index.md:9:6"],
        ["docs/index.md:11:13"],
    )


def test_a_section_that_a_file_does_not_have(tmp_path: Path) -> None:
    site = built(tmp_path, {}, page='Rye\n\n--8<-- "includes/box.md:crust"')
    assert places(site, "missing-snippet") == ["docs/index.md:11:9"]
    inside = {"includes/outer.md": '--8<-- "includes/box.md:crust"\n'}
    site = built(tmp_path / "b", inside, page='--8<-- "includes/outer.md"')
    assert places(site, "missing-snippet") == ["includes/outer.md:1:9"]


@pytest.mark.parametrize("text", ["a" * 300, "deadbeef." * 40, "....." * 20])
def test_a_long_text_is_not_a_number(text: str, tmp_path: Path) -> None:
    site = built(tmp_path, {"docs/rye.md": FRONT.format(more=f"title: {text}\n") + "# Rye\n"})
    assert (site.ended, site.problems) == (None, [])


def test_a_navigation_that_names_no_page(tmp_path: Path) -> None:
    files = {f"docs/{name}.md": PAGE for name in "abcde"}
    nav = ["index.md", {"Bread": [{"Rye": "a.mdd"}, *(f"{name}.md" for name in "abcde")]}]
    site = built(tmp_path, files, theme=THEME, nav=nav)
    assert len(places(site, "broken-link")) == 1
    assert places(site, "broken-link")[0].startswith("mkdocs.yml:")
    assert site.ended
    assert "Did you mean 'a.md'?" in site.ended
    assert site.problems == [site.problems[0]]


def test_a_broken_link_is_reported_once_where_mkdocs_reports_it_too(tmp_path: Path) -> None:
    page = "[gone](gone.md) [there](#there) [rooted](/index.md) [folder](gone)"
    site = built(tmp_path, {}, page=page, validation={})
    told = [line for line in site.log if re.search(r"gone|there|index\.md'", line)]
    assert len(told) == 4
    assert all("[broken-" in line for line in told)


DATA = {
    "facts.yml": ("facts", "ale2020:\n  risen\n    counts: loaves\n"),
    "figures.yml": ("figures", "risen\n  kind: icon-array\n"),
    "definitions.yml": ("definitions", "definitions:\n  rye A grain\n  oat: Another\n"),
}


@pytest.mark.parametrize("name", DATA)
def test_a_missing_colon_in_a_data_file_is_reported_once(name: str, tmp_path: Path) -> None:
    sound = {
        "facts.yml": "ale2020: {risen: {counts: loaves, read: abstract, values: {rye: {count: 33, of: 50}}}}\n",
        "figures.yml": "other: {kind: icon-array, title: Bread, fact: ale2020/risen, groups: {rye: Rye}, "
        "filled: risen, empty: flat}\n",
        "definitions.yml": "definitions:\n  rye: A grain\n",
    }
    files = {**sound, name: DATA[name][1]}
    page = "Of 50 loaves, 33 of 50 rose, 66% [@ale2020].\n\n\\figure{other}\n\nRye is \\definition{rye}."
    settings = {setting: file for file, (setting, _) in DATA.items()}
    site = built(tmp_path, files, page=page, extra={"page": settings})
    assert len(site.problems) == 1
    assert re.search(rf"{name}:[23]:\d+: \[", site.problems[0])


def test_data_that_is_not_utf_8_has_its_place(tmp_path: Path) -> None:
    site = built(tmp_path, {"facts.yml": b"# Bread\n\na: caf\xe9\n"}, extra={"page": {"facts": "facts.yml"}})
    assert places(site, "bad-file") == ["facts.yml:3:7"]


# ---- Settings that load, or name, something from elsewhere ----

X_EXAMPLE = "https://x.example/a"
LOADED: dict[str, dict[str, object]] = {
    "a logo": {"theme": {**THEME, "logo": f"{X_EXAMPLE}.png"}},
    "an icon": {"theme": {**THEME, "favicon": "//x.example/a.png"}},
    "fonts": {"theme": {"name": "material", "font": {"text": "Roboto", "code": "Roboto Mono"}}},
    "a style sheet": {"extra_css": [f"{X_EXAMPLE}.css"]},
    "a script": {"extra_javascript": [f"{X_EXAMPLE}.js"]},
    "a script in the address": {"extra_javascript": ["data:text/javascript,alert(1)"]},
}


@pytest.mark.parametrize("name", LOADED)
def test_a_setting_that_loads_from_another_host(name: str, tmp_path: Path) -> None:
    files = {f"docs/{name}.md": PAGE for name in "abcde"}
    site = built(tmp_path, files, **{"theme": THEME, **LOADED[name]})  # type: ignore[arg-type]
    found = places(site, "unsafe-html")
    assert found
    assert all(place.startswith("mkdocs.yml:") for place in found)
    told = [line for line in site.problems if "unsafe-html" in line and "target=" not in line]
    assert len(told) <= 2  # fonts: a connection and a style sheet


@pytest.mark.parametrize("name", ["check_first", "facts", "words", "figures", "definitions", "trials"])
def test_a_setting_that_names_a_file_of_the_machine(name: str, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text(SECRET)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "linked.md").symlink_to(outside)
    for number, path in enumerate([str(outside), "../secret.md", "linked.md"]):
        site = built(tmp_path / "site", {}, extra={"page": {name: path}})
        assert site.ended, number
        assert SECRET not in site.ended
        assert not is_published(site)


def test_a_folder_of_snippets_outside_the_repository(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(SECRET)
    extra = {"site": {"includes": ["..", str(tmp_path), "includes"]}}
    site = built(tmp_path / "site", {}, page='--8<-- "../secret.md"', extra=extra)
    assert len(places(site, "missing-snippet")) == 1
    assert not is_published(site)


def test_a_redirect_that_leads_to_no_part_of_a_page(tmp_path: Path) -> None:
    site = built(tmp_path, {}, extra={"site": {"redirects": {"old/rye.md": "index.md#nowhere"}}})
    assert [place.split(":")[0] for place in places(site, "broken-anchor")] == ["mkdocs.yml"]


def test_a_page_in_the_folder_of_the_themes_files_is_a_page(tmp_path: Path) -> None:
    """Its links to them are shorter than those of other pages as deep."""
    files = {SIGNS: PAGE, "docs/bread/rye.md": PAGE, "docs/assets/oven.md": PAGE, "docs/assets/javascripts/x.md": PAGE}
    site = built(tmp_path, files, theme=THEME)
    assert places(site, "unsafe-html") == []
    assert (site.site / "assets" / "oven" / "index.html").is_file()


NAMED = {
    "check_first": "includes/first.md",
    "definitions": "definitions.yml",
    "facts": "facts.yml",
    "words": "words.yml",
}


@pytest.mark.parametrize("name", [*NAMED, "scores", "bibliography"])
def test_a_file_that_mkdocs_yml_names_is_no_link(name: str, tmp_path: Path) -> None:
    """A contributor may change what mkdocs.yml names, also into a link to a secret."""
    path = {**NAMED, "scores": "scores/signs.md", "bibliography": "references.bib"}[name]
    link = tmp_path / path
    link.parent.mkdir(exist_ok=True)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / Path(path).name).write_text(SECRET)
    link.symlink_to(tmp_path / "secret" / Path(path).name)
    if name == "scores":
        link.unlink()
        link.parent.rmdir()
        link.parent.symlink_to(tmp_path / "secret")
        (tmp_path / "secret" / "signs.yml").write_text(SECRET)
    hooks = [HOOKS[0], str(ROOT / "hooks" / "citation_hook.py"), HOOKS[1]]
    extra = {} if name == "bibliography" else {"page": {name: "scores" if name == "scores" else path}}
    files = {"docs/rye.md": FRONT.format(more="") + "# Rye\n\n\\check-first\n\n\\scores\n"}
    if name != "bibliography":
        files["references.bib"] = "@book{loaf, author={Loaf, A.}, title={Bread}, year={2001}, publisher={Oven}}\n"
    site = built(tmp_path, files, hooks=hooks, extra=extra)
    assert site.ended
    assert len(re.findall(r"\S+:1:1: \[outside-file\]", site.ended)) == 1
    assert not [each for each in site.site.rglob("*") if each.is_file() and SECRET.encode() in each.read_bytes()]


@pytest.mark.parametrize("gradient", ["linearGradient", "radialGradient"])
def test_a_gradient_that_repeats_without_end(gradient: str, tmp_path: Path) -> None:
    """WeasyPrint draws each repetition: a gradient of no length took a minute, and all memory."""
    drawing = f'<svg {NS}>\n<{gradient} id="g" {{}}="repeat"><stop/></{gradient}><path fill="url(#g)"/></svg>'
    site = built(tmp_path, {"docs/a.svg": drawing.format("spreadMethod")})
    assert places(site, "unsafe-svg") == ["docs/a.svg:2:1"]
    site = built(tmp_path / "b", {"docs/a.svg": drawing.replace("repeat", "pad").format("spreadMethod")})
    assert site.ended is None
    site = built(tmp_path / "c", {}, page=drawing.format("spreadMethod").replace(NS, ""))
    assert len(places(site, "unsafe-html")) == 1
