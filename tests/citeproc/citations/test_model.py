"""One cluster, however it is written, is one text."""

from __future__ import annotations

import pytest

from mkdocs_citeproc.citations.grammar import normalize_cluster


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("[@a,\n  p. 3]", "[@a, p. 3]"),
        ("[@a,\n> > p. 3]", "[@a, p. 3]"),
        ("[@a, p.&nbsp;3]", "[@a, p. 3]"),
        ("[@a, caf&eacute; &#233; &#x2013;]", "[@a, café é –]"),
        ("[@a, R&amp;D &lt;b&gt; &#93; &#59;]", "[@a, R&amp;D &lt;b&gt; &#93; &#59;]"),
        ("[@a, R&D; @b]", "[@a, R&D; @b]"),
    ],
)
def test_canonical(typed: str, text: str) -> None:
    assert normalize_cluster(typed) == text
    assert normalize_cluster(text) == text
