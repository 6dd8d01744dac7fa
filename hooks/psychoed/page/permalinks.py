"""The links with which Python-Markdown's toc extension ends a heading."""

from __future__ import annotations

_LOUD = '<a class="headerlink" href='
_QUIET = '<a class="headerlink" aria-hidden="true" tabindex="-1" href='


def with_quiet_permalinks(html: str) -> str:
    """The page's HTML with those links kept for a mouse.

    A screen reader would else end each heading with "number", and a keyboard stop at each one; both have the same links
    in the table of contents.
    """
    return html.replace(_LOUD, _QUIET)
