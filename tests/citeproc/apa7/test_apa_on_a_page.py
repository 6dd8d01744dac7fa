"""APA's forms on a built page: groups in full once a page, links that lead to the right reference, Markdown between."""

from __future__ import annotations

import re

import pytest

from support.site import Built, build_site, make_site

BIB = """
@book{apa2020, author = {{American Pain Association}}, shortauthor = {APA}, title = {A}, publisher = {X}, year = {2020}}
@book{apa2019, author = {{American Pain Association}}, shortauthor = {APA}, title = {B}, publisher = {X}, year = {2019}}
@book{ahn2021, author = {Ahn, Mina and Berg, Ola}, title = {C}, publisher = {X}, year = {2021}}
@book{cole2020b, author = {Cole, Ida}, title = {Later}, publisher = {X}, year = {2020}}
@book{zee2014, author = {van der Zee, Bo}, title = {D}, publisher = {X}, year = {2014}}
@book{cole2020a, author = {Cole, Ida}, title = {Earlier}, publisher = {X}, year = {2020}}
"""

ONE = """# One

The guideline [@apa2020] and its forerunner [@apa2019].

- @apa2020 say so. @ahn2021 ['s] trial, too.

"It hurts" [--@ahn2021, p. 3], [@cole2020b; @cole2020a], [@ahn2021, as cited in @apa2019].
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    two = "# Two\n\n@apa2019 said so; [@apa2020].\n"
    three = "# Three\n\n@zee2014 found it, as @zee2014 said. @zee2014 ['s] work.\n\n- **@zee2014** [@zee2014]\n"
    files = {"references.bib": BIB, "docs/index.md": ONE, "docs/two.md": two, "docs/three.md": three}
    made = build_site(make_site(tmp_path_factory.mktemp("apa"), files))
    assert made.ended is None
    return made


def citations(page: str) -> list[str]:
    """The words of each citation of a page."""
    spans = re.findall(r'<span class="citation"[^>]*>(.*?)</span>', page)
    return [re.sub(r"<[^>]+>", "", span).replace("&amp;", "&").replace("\u00a0", " ") for span in spans]


def test_a_group_is_in_full_once_on_each_page(built: Built) -> None:
    assert citations(built["index.html"])[:3] == [
        "(American Pain Association [APA], 2020)",
        "(APA, 2019)",
        "APA (2020)",
    ]
    assert citations(built["two/index.html"]) == ["American Pain Association (APA, 2019)", "(APA, 2020)"]


def test_markdown_leaves_our_forms_whole(built: Built) -> None:
    assert citations(built["index.html"])[3:] == [
        "Ahn and Berg’s (2021)",
        "(p. 3)",
        "(Cole, 2020a, 2020b)",
        "(Ahn & Berg, 2021, as cited in APA, 2019)",
    ]


@pytest.mark.parametrize(
    ("key", "words"),
    [("ahn2021", "p. 3"), ("ahn2021", "Ahn and Berg’s (2021)"), ("cole2020a", "Cole, 2020a"), ("cole2020b", "2020b")],
)
def test_each_work_has_its_own_link(built: Built, key: str, words: str) -> None:
    page = built["index.html"].replace("\u00a0", " ")
    assert f'<a href="#ref-{key}" role="doc-biblioref">{words}</a>' in page


def test_a_sentence_begins_with_a_capital(built: Built) -> None:
    assert citations(built["three/index.html"]) == [
        "Van der Zee (2014)",
        "van der Zee (2014)",
        "Van der Zee’s (2014)",
        "Van der Zee (2014)",
        "(van der Zee, 2014)",
    ]
    assert "van der Zee, B. (2014)" in built["three/index.html"].replace("\u00a0", " ")
