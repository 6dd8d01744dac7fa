"""A heading's own link, of which a screen reader is not told."""

from __future__ import annotations

import markdown

from psychoed.pages.page_html import quiet_permalinks


def test_a_headings_link_is_for_a_mouse() -> None:
    html = markdown.markdown(
        "# Bread\n\n[Oven](#bread)", extensions=["toc"], extension_configs={"toc": {"permalink": "#"}}
    )
    quiet = quiet_permalinks(html)
    assert quiet.count('<a class="headerlink" aria-hidden="true" tabindex="-1" href="#bread"') == 1
    assert '<a href="#bread">Oven</a>' in quiet
