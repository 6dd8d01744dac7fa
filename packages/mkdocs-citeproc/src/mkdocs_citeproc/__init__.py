"""Citations for MkDocs: pandoc's syntax in Markdown, entries from BibTeX, any CSL style.

MkDocs loads the plugin, ``mkdocs_citeproc.plugin.CiteprocPlugin``, as ``citeproc``. Without MkDocs, as in Zensical,
list ``mkdocs_citeproc`` under ``markdown_extensions``. The other names let plugins report problems in the same form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs_citeproc.problems import CitationError, Code, Location, Problem, ProblemCode, Severity
from mkdocs_citeproc.source import SourceText

if TYPE_CHECKING:
    from markdown.extensions import Extension

__all__ = ["CitationError", "Code", "Location", "Problem", "ProblemCode", "Severity", "SourceText", "makeExtension"]


def makeExtension(**settings: Any) -> Extension:  # noqa: N802
    """Return the extension for Python-Markdown, which looks for this name; see ``StandaloneExtension``."""
    from mkdocs_citeproc.standalone import StandaloneExtension  # plugins that only report problems don't need it

    return StandaloneExtension(**settings)
