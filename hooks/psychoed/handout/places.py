"""Where the files of handouts go in the built site."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence


def stem(destination: str, source: str) -> str:
    """The path of a sheet's files without their endings, from the site's root: beside its page, named after it.

    ``destination`` is the page's HTML file and ``source`` its Markdown file, both with slashes.
    """
    folder, page = posixpath.split(destination)
    own = posixpath.basename(folder) if page == "index.html" else page.removesuffix(".html")
    return posixpath.join(folder, own or posixpath.basename(source).removesuffix(".md"))


def together(sources: Sequence[str]) -> tuple[str, str]:
    """The paths of the workbook, without its endings, and of the ZIP: in the folder that all sheets are below."""
    folders = [posixpath.dirname(source) or "." for source in sources]
    shared = posixpath.commonpath(folders) if folders else "."
    folder = "" if shared == "." else shared
    return posixpath.join(folder, "workbook"), posixpath.join(folder, "handouts.zip")
