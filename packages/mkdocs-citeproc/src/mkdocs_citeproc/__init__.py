"""Citations for MkDocs: pandoc's syntax in Markdown, entries from BibTeX, any CSL style.

MkDocs loads the plugin, ``mkdocs_citeproc.plugin.CiteprocPlugin``, as ``citeproc``. The names exported here let other
plugins report problems in the same form.
"""

from mkdocs_citeproc.problems import Code, Location, Problem, Severity
from mkdocs_citeproc.source import SourceText

__all__ = ["Code", "Location", "Problem", "Severity", "SourceText"]
