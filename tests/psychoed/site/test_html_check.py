"""What may not be in a page is found however it is written, and what may is left alone.

An HTML5 parser is the judge of the plain reading: whatever that accepts, must hold nothing else to a browser.
"""

from __future__ import annotations

import markdown
import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from psychoed.site.html_check import PageChecker, ThemeParts, check_content, read_theme
from psychoed.site.html_rules import AUTHOR, FILE, PAGE, TEXT_ALIGN, find_faults
from support.site import EXTENSIONS

RUNS = "<img src=x onerror=alert(1)>"

# Each must be refused as it is, and in a line, a list, a cell, a heading and a box that Markdown makes.
REFUSED = [
    # a closing tag in an attribute, within what browsers read raw
    *(f'<{raw}><a title="</{raw}>{RUNS}">' for raw in ("textarea", "title", "xmp", "noembed", "noframes", "noscript")),
    *(f'<svg><{raw}><a title="</{raw}>{RUNS}">' for raw in ("textarea", "title", "xmp", "style", "desc")),
    *(f'<math><mtext><{raw}><a title="</{raw}>{RUNS}">' for raw in ("textarea", "title", "xmp")),
    f"<svg><![CDATA[>{RUNS}]]></svg>",
    f"<![CDATA[{RUNS}]]>",
    "<![",
    f'<a x=="><img src=x>{RUNS}">',
    '<a x="a"onclick="alert(1)">x</a>',
    "<a/onclick=alert(1)>x</a>",
    "<a href='x' href=\"javascript:alert(1)\">x</a>",
    "<a href=`x` onclick=alert(1)>x</a>",
    "<IMG SRC=x OnError=alert(1)>",
    f"<!--> {RUNS} -->",
    f"<!-- a --!> {RUNS} -->",
    f"<?x >{RUNS}?>",
    f"<!x >{RUNS}",
    f"</p/x>{RUNS}",
    f"a\0{RUNS}",
    # what the theme's scripts and style sheets act on, and what hides a property of the document
    '![a](x.png){ name="currentScript" }',
    '![a](x.png){ name="querySelectorAll" }',
    '<img src="x.png" alt="" id="getElementById">',
    '<img src="x.png" alt="" name="body">',
    '<a name="cookie">x</a>',
    '<p id="__search">x</p>',
    '<b class="md-overlay">x</b>',
    '<b class="a MD-dialog">x</b>',
    '<b data-md-component="dialog">x</b>',
    '<label for="__drawer">x</label>',
    '<input type="checkbox" id="__drawer">',
    '<input type="radio" id="__tabbed_1_1" name="__search">',
    '<pre class="mermaid">graph</pre>',
    '<span title="<img src=x onerror=alert(1)>">x</span>',
    # what lies over the page, loads, leaves or takes over
    *(f'<b style="{style}">x</b>' for style in (
        "position:fixed", "pos\\69tion:fixed;inset:0", "posi/**/tion:fixed", "transform: scale(100)", "margin: -100vh",
        "z-index: 9", "background:u\\72l(//e.example)", "text-align: left;;color:red", "--a: b", "",
    )),
    '<img src="https://e.example/x.png" alt="">',
    '<img src="//e.example/x.png" alt="">',
    '<img src="\\\\e.example/x.png" alt="">',
    '<img src="x.png" srcset="https://e.example/x 1x" alt="">',
    "![a](https://e.example/x.png)",
    '<a ping="https://e.example" href="x.md">x</a>',
    '<a href="x.md" target="_blank">x</a>',
    '<link rel="prefetch" href="//e.example">',
    '<base href="//e.example">',
    '<meta http-equiv="refresh" content="0;url=//e.example">',
    '<button formaction="//e.example">x</button>',
    '<input type="image" src="//e.example">',
    '<form name="forms"><input name="submit"></form>',
    '<iframe srcdoc="x"></iframe>',
    '<object data="x"></object>',
    '<embed src="x">',
    '<video autoplay src="x"></video>',
    '<map name="a"><area href="javascript:alert(1)"></map>',
    '<img src="a.png" usemap="#a" alt="">',
    '<table background="https://e.example/x"></table>',
    '<img src="x.png" width="99999" height="1" alt="">',
    "<template><p>x</p></template>",
    "<div><template shadowrootmode=open><slot></slot></template></div>",
    *(f"<b {attribute}>x</b>" for attribute in (
        'is="x-y"', 'slot="a"', "contenteditable", "autofocus", "accesskey=s", "popover", "inert",
        'hidden="until-found"',
        "nonce=x", "part=x", "itemscope", 'role="dialog"', 'role="alert"', "ontoggle=x", "onclick", "translate=no",
    )),
    '<button popovertarget="a">x</button>',
    '<button command="show-modal" commandfor="a">x</button>',
    "<dialog open>x</dialog>",
    "<details ontoggle=alert(1) open><summary>x</summary></details>",
    "<marquee>x</marquee>",
    "<plaintext>",
    "<body onload=alert(1)>",
    "<image src=x>",
    # drawings and formulas
    '<svg><use href="data:image/svg+xml,x#x"/></svg>',
    '<svg><use href="//e.example/x.svg#x"/></svg>',
    '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg xmlns:x="http://www.w3.org/1999/xlink"><a x:href="javascript:alert(1)"></a></svg>',
    '<svg><animate attributeName="href" values="javascript:alert(1)"/></svg>',
    '<svg><set attributeName="onmouseover" to="alert(1)"/></svg>',
    "<svg><foreignObject><p>x</p></foreignObject></svg>",
    '<svg><image href="https://e.example/x.png"/></svg>',
    '<svg><rect fill="url(https://e.example/x.svg#a)"/></svg>',
    '<svg><rect fill="u\\72l(https://e.example/x.svg#a)"/></svg>',
    '<svg><rect fill="url(&quot;https://e.example&quot;)"/></svg>',
    '<svg><g onclick="alert(1)"/></svg>',
    "<svg onload=alert(1)>",
    '<svg style="position:fixed"></svg>',
    '<math href="javascript:alert(1)">x</math>',
    # what ends the theme's own elements, or is not ended
    "</div></article></main>",
    "<section>",
    "<b></i>",
]  # fmt: skip
AROUND = ["{}", "Text {} text", "## Head {}", "- item\n\n    {}", "| a |\n|---|\n| {} |", "!!! note\n    {}"]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("typed", REFUSED)
def test_it_is_refused_wherever_it_stands(typed: str, around: str) -> None:
    html = convert(around.format(typed))
    # Or Markdown made text of it.
    assert check_content(html) or faults_by_browser_rules(html) == []


@pytest.mark.parametrize("typed", [each for each in REFUSED if each.startswith("<")])
def test_it_is_refused_as_it_is(typed: str) -> None:
    assert check_content(typed)


def convert(typed: str) -> str:
    """Markdown as a build makes it."""
    names = [each if isinstance(each, str) else next(iter(each)) for each in EXTENSIONS]
    given = {name: dict(each[name]) for each in EXTENSIONS if isinstance(each, dict) for name in each}
    more = ["abbr", "pymdownx.tasklist", "pymdownx.highlight"]
    return markdown.markdown(typed, extensions=[*names, *more], extension_configs=given)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:x",
            "JaVa\tScRiPt:x",
            "&#106;avascript:x",
            "javascript&colon;x",
            "&#1;javascript:x",
            " javascript:x",
        ),
        *(
            "vbscript:x",
            "data:text/html,x",
            "blob:x",
            "filesystem:x",
            "view-source:x",
            "intent://x",
            "file:///etc/passwd",
        ),
    ],
)
@pytest.mark.parametrize("written", ['<a href="{}">x</a>', "[x](<{}>)", "[x][y]\n\n[y]: <{}>"])
def test_an_address_that_no_page_leads_to(address: str, written: str) -> None:
    html = convert(written.format(address))
    assert check_content(html) or "<a" not in html


ACCEPTED = [
    "[a](https://x.example/?a=1&b=2) [b](mailto:a@x.example) [c](tel:112) [d](#bread) [e](../b.md)",
    "![a](data:image/png;base64,AAAA) ![b](../c.png){ width=200 loading=lazy }",
    "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |",
    "Text[^1] and again[^1].\n\n[^1]: A note.",
    "Term\n: Definition",
    "!!! warning \"Careful\"\n    Hot.\n\n??? note\n    Folded.",
    "=== \"One\"\n    1\n\n=== \"Two\"\n    2",
    "- [x] done\n- [ ] not yet",
    "```python\nif a < b and c > d:\n    print(\"<script>\")\n```",
    "`<script>alert(1)</script>` &lt;b> a < b > c & d",
    "*[PRT]: Pain Reprocessing Therapy\n\nPRT",
    "# A heading { #my-heading .quiet }\n\nText\n{: .lead }",
    "<figure markdown>\n![a](a.png)\n<figcaption markdown>A *caption*.</figcaption>\n</figure>",
    "<details open markdown>\n<summary>More</summary>\nText\n</details>",
    "<div class='a' markdown>\n<p>one\n<p>two\n</div>",
    "<ul><li>one<li>two</ul>",
    "<table><tr><td colspan=2>a<td>b</table>",
    "line<br>break<br/>again <kbd>Ctrl</kbd> x<sup>2</sup> <abbr title=\"a & b\">c</abbr> <IMG SRC=a.png ALT=a>",
    "<!-- a comment -->\n\nText <!-- another --> text",
    '<svg viewBox="0 0 1 1"><title>A loaf</title><defs><path id="a" d="M0 0h1"/></defs><use href="#a"/></svg>',
    '<svg viewBox="0 0 1 1"><linearGradient id="g"><stop offset="0"/></linearGradient><rect fill="url(#g)"/></svg>',
    '<div class="guided" data-minutes="2 5 10" markdown>\n1. One\n2. Two\n{ data-from=5 }\n</div>',
    "**Front.**{: data-large='Sides 1 and 2.' }",
    "The script is *onload=*, and javascript: is a word.",
    '<bdi lang="de" dir="auto">x</bdi> <time datetime="2026-01-02">then</time> <ruby>a<rt>b</ruby>',
]  # fmt: skip


@pytest.mark.parametrize("typed", ACCEPTED)
def test_what_authors_write_is_left_alone(typed: str) -> None:
    assert check_content(convert(typed)) == []


PIECES = [
    "<", ">", "/", "=", '"', "'", " ", "\t", "&", ";", "!", "-", "--", "[", "]", "?", "\0", "\f", "`", "a", "x",
    "<p>", "</p>", "<b>", "</b>", "<i x=y>", "<svg>", "</svg>", "<title>", "</title>", "<desc>", "<path/>", "<math>",
    "<mtext>", "<textarea>", "</textarea>", "<style>", "</style>", "<script>", "</script>", "<table>", "<td>",
    "<select>", "<option>", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<img src=x onerror=y>", "<img alt='",
    '<a title="',    "<a href=", "java", "script:", "&#106;", "&lt", "&quot;", " onclick=", "<iframe>", "<xmp>",
    "<noscript>",
    "<plaintext>", "<br>", "<li>", "<ul>", "</ul>", "<form>", "<input>", "<template>", "<body ", "<html ", "<frameset>",
    "<foreignObject>",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
WRAPPED = (
    '<!doctype html><html><head><title>t</title></head><body><div><article class="a">',
    "</article></div></body>",
)


def faults_by_browser_rules(html: str) -> list[object]:
    """What the rules say of each element that an HTML5 parser finds in ``html``, where it stands in a page."""
    page = tinyhtml5.parse(f"{WRAPPED[0]}{html}{WRAPPED[1]}", namespace_html_elements=False)
    own = {"html", "head", "body", "article"}
    found: list[object] = []
    for element in page.iter():
        if isinstance(element.tag, str):
            name = element.tag.rpartition("}")[2].lower()
            attributes = [(key.rpartition("}")[2].lower(), value) for key, value in element.attrib.items()]
            found += (
                [] if name in own and not set(element.attrib) - {"class"} else find_faults(name, attributes, AUTHOR)
            )
    return found


@settings(max_examples=1500, deadline=None)
@given(HOSTILE)
def test_what_is_accepted_holds_nothing_else_to_a_browser(html: str) -> None:
    if not check_content(html):
        assert faults_by_browser_rules(html) == []


@settings(max_examples=500, deadline=None)
@given(HOSTILE)
def test_a_page_that_is_accepted_holds_nothing_else_to_a_browser(html: str) -> None:
    page = f"{WRAPPED[0]}{html}{WRAPPED[1]}"
    if not PageChecker(PAGE, ThemeParts()).check(page):
        tree = tinyhtml5.parse(page, namespace_html_elements=False)
        names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
        assert not {name for name in names if name in {"script", "style", "iframe", "template", "noscript", "xmp"}}
        assert not [key for element in tree.iter() for key in element.attrib if key.startswith("on")]


THEME = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title>
<link rel="stylesheet" href="a.css"><script>one < two && run()</script><style>p { color: red }</style></head>
<body><script src="a.js"></script><b style="color: red">x</b><a href="javascript:x" class="logo">l</a></body></html>"""


def test_the_theme_is_what_stands_in_a_page_without_content() -> None:
    theme = read_theme([THEME])
    assert theme.scripts == {"one < two && run()"}
    assert theme.styles == {"p { color: red }"}
    assert theme.style_attributes == {"color: red"}
    assert (
        PageChecker(PAGE, theme).check(THEME.replace('<a href="javascript:x" class="logo">l</a>', "<p>text</p>")) == []
    )
    idle = THEME.replace("javascript:x", "javascript:void(0)")
    assert PageChecker(PAGE, read_theme([idle])).check(idle) == []
    assert PageChecker(PAGE, theme).check(THEME)  # what a setting put into the theme's page is no better for it


@pytest.mark.parametrize(
    "added",
    [
        "<script>two()</script>",
        "<script>one < two && run() </script>",
        '<script src="b.js"></script>',
        '<script src="a.js" defer></script>',
        '<script type="importmap">{}</script>',
        "<style>p { color: blue }</style>",
        '<link rel="stylesheet" href="b.css">',
        '<link rel="modulepreload" href="b.js">',
        '<meta http-equiv="refresh" content="0; url=b">',
        '<meta http-equiv="Content-Security-Policy" content="x">',
        '<b style="color: blue">x</b>',
        '<b onclick="x">x</b>',
        '<base href="b">',
        '<iframe src="b"></iframe>',
        '<a href="javascript:x">x</a>',
        '<b title="<script>one < two && run()</script>" onclick="x">x</b>',
        "<title><script>one < two && run()</script><b onclick=x></title>",
    ],
)
def test_whatever_else_is_in_a_page_is_found(added: str) -> None:
    page = THEME.replace('<a href="javascript:x" class="logo">l</a>', added)
    assert PageChecker(PAGE, read_theme([THEME])).check(page)


@pytest.mark.parametrize(
    "added", ['<script type="application/ld+json">{"a": "\\u003c"}</script>', f'<b style="{TEXT_ALIGN[1]}">x</b>']
)
def test_data_and_the_alignment_of_a_table_may_be_in_any_page(added: str) -> None:
    page = THEME.replace('<a href="javascript:x" class="logo">l</a>', added)
    assert PageChecker(PAGE, read_theme([THEME])).check(page) == []


@pytest.mark.parametrize(
    ("head", "sound"),
    [
        ('<meta http-equiv="refresh" content="0; url=../b/">', True),
        ('<meta http-equiv="refresh" content="0; url=https://e.example/">', True),
        ('<meta http-equiv="refresh" content="0; url=javascript:x">', False),
        ('<meta http-equiv="refresh" content="0; url=\'javascript:x\'">', False),
        ('<meta http-equiv="refresh" content="0; url=data:text/html,x">', False),
        ('<link rel="stylesheet" href="b.css">', True),
        ('<link rel="stylesheet" href="//e.example/b.css">', False),
        ("<script>x()</script>", False),
    ],
)
def test_a_page_without_a_theme_may_lead_on_and_no_more(head: str, sound: bool) -> None:
    page = f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body>x</body></html>'
    assert (PageChecker(FILE, ThemeParts()).check(page) == []) is sound
