"""A Markdown extension that looks for classes by which an author could hide text from readers.

Markdown's extensions and our plugins give these classes to what they write: a link to a heading that shows when it is
pointed at, the words of a citation behind a mark. In the finished HTML nobody can tell what they wrote from what an
author did, so the page's text is searched before they write anything, with all that it includes.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from psychoed.site.html_check import Finding

if TYPE_CHECKING:
    from markdown import Markdown

HIDING = re.compile(
    r"(?<![\w-])(?:headerlink|footnote-backref|citation-(?:text|mark)|tabbed-(?:set|content|block|labels))(?![\w-])"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# After snippets (32) and after characters that Markdown uses itself are dropped (30), before anything is made HTML.
_PRIORITY = 29


class HidingClasses(Extension):
    """Collects the hiding classes in the text of the page that was rendered last."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the preprocessor."""
        md.preprocessors.register(_Collector(md, self), "hiding-classes", _PRIORITY)

    def find_used(self, html: str) -> list[Finding]:
        """Return a finding for each class that the author wrote and that an element of the page's ``html`` has."""
        if not self.written:
            return []
        import tinyhtml5  # imported late because hardly any page needs it

        used = {name for element in tinyhtml5.parse(html).iter() for name in element.get("class", "").split()}
        return [Finding(f"the class '{name}' hides text", (name,)) for name in self.written if name in used]


class _Collector(Preprocessor):
    def __init__(self, md: Markdown, found: HidingClasses) -> None:
        super().__init__(md)
        self.found = found

    def run(self, lines: list[str]) -> list[str]:
        text = unescape(_ESCAPED.sub(r"\1", "\n".join(lines)))
        self.found.written = HIDING.findall(text)
        return lines
