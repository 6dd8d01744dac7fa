"""Limits on the Markdown of one page: the files that it includes, the classes that it uses, and how long it takes."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.exceptions import PluginError
from pymdownx.snippets import SnippetExtension, SnippetMissingError, SnippetPreprocessor

from mkdocs_citeproc.problems import Location, Problem
from mkdocs_citeproc.source import MOST_INCLUDED, TOO_MANY, SourceText
from psychoed.problems import Code
from psychoed.site.html_check import Finding

if TYPE_CHECKING:
    from types import FrameType

    from markdown import Markdown

    from mkdocs_citeproc.source import Snippets


_HINT = "Include a text file from docs/ or from a folder listed in mkdocs.yml, extra.site.includes."
_SECTION_HINT = "Mark it in the file, between '--8<-- [start:name]' and '--8<-- [end:name]', or correct its name."
_DEEPEST = 10
_MOST_CHARACTERS = 500_000  # of a page, with all that it includes; more takes Markdown minutes


class SnippetGuard(Extension):
    """Replaces the preprocessor of pymdownx.snippets, if the site uses it, with one that checks ``snippets``.

    ``page`` returns the source of the page being rendered, if there is one. ``opened`` collects the paths of the files
    that were opened, as ``snippets`` names them.

    However a page names a snippet, with quotes, links, sections or from inside another snippet, its path becomes a file
    in one method, ``get_snippet_path``. The resolved path is checked there, and the same path is opened.
    """

    def __init__(self, snippets: Snippets, page: Callable[[], SourceText | None]) -> None:
        super().__init__()
        self.snippets, self.page = snippets, page
        self.opened: set[str] = set()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Replace the preprocessor, if it is registered."""
        for extension in md.registeredExtensions:
            if isinstance(extension, SnippetExtension):
                md.preprocessors.register(_Guarded(extension.getConfigs(), md, self), "snippet", 32)


class _Guarded(SnippetPreprocessor):  # type: ignore[misc]
    """The preprocessor, limited to allowed files and in how much it includes."""

    def __init__(self, config: dict[str, Any], md: Markdown, guard: SnippetGuard) -> None:
        super().__init__({**config, "url_download": False}, md)
        self.guard = guard
        self.inside: list[str] = []
        self.characters = self.opened = 0
        self.asked = ""

    def run(self, lines: list[str]) -> list[str]:
        """Process one page."""
        self.inside, self.characters, self.opened = [], 0, 0
        result: list[str] = super().run(lines)
        return result

    def parse_snippets(
        self, lines: list[str], file_name: str | None = None, is_url: bool = False, is_section: bool = False
    ) -> list[str]:
        """Process the text of a page or of a file that it includes."""
        self.characters += sum(map(len, lines)) + len(lines)
        if len(self.inside) > _DEEPEST:
            self._refuse(self.inside[-1], "includes files that include files, without end")
        if self.inside and self.characters > _MOST_CHARACTERS:
            self._refuse(self.asked, f"makes this page longer than {_MOST_CHARACTERS:,} characters")
        self.inside.append(file_name or "")
        result: list[str] = super().parse_snippets(lines, file_name, is_url, is_section)
        self.inside.pop()
        return result

    def get_snippet_path(self, path: str) -> str | None:
        """Return the resolved path of a snippet, None if it doesn't exist. Raises PluginError if it isn't allowed."""
        if path.lower().startswith(("http:", "https:")):
            self._refuse(path, "is on the web, and a build fetches nothing")
        if "\0" in path:
            self._refuse(path.replace("\0", "?"), "is not a path")
        found = super().get_snippet_path(path)
        if found is None:
            return None
        self.asked = path
        self.opened += 1
        if self.opened > MOST_INCLUDED:
            self._refuse(path, TOO_MANY)
        opened = self.guard.snippets.open(Path(found))
        if isinstance(opened, str):
            self._refuse(path, opened)
        self.guard.opened.add(opened.path)
        return str(self.guard.snippets.resolve(found)[0])

    def extract_section(self, section: str, lines: list[str]) -> list[str]:
        """Return the named section of the file opened last. Raises PluginError if it has none."""
        try:
            found: list[str] = super().extract_section(section, lines)
        except SnippetMissingError:
            self._refuse(f"{self.asked}:{section}", "names a section that the file does not have", _SECTION_HINT)
        return found

    def _refuse(self, path: str, why: str, hint: str = _HINT) -> NoReturn:
        """Raise PluginError with the location of the line that includes ``path``, or the nearest one known."""
        source = next((self.guard.snippets.read_opened(each) for each in reversed(self.inside) if each), None)
        source = source or self.guard.page()
        where = source.at(max(source.text.find(path), 0)) if source else Location("mkdocs.yml")
        raise PluginError(str(Problem(Code.MISSING_SNIPPET, where, f"'{path[:80]}' {why}", hint)))


HIDING = re.compile(
    r"(?<![\w-])(?:headerlink|footnote-backref|citation-(?:text|mark)|tabbed-(?:set|content|block|labels))(?![\w-])"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# After snippets (32) and after characters that Markdown uses itself are dropped (30), before anything is made HTML.
_PRIORITY = 29


class HidingClasses(Extension):
    """Collects the classes by which an author could hide text, in the page that was rendered last.

    Markdown's extensions and our plugins give these classes to what they write: a link to a heading that shows when it
    is pointed at, the words of a citation behind a mark. In the finished HTML nobody can tell what they wrote from what
    an author did, so the page's text is searched before they write anything, with all that it includes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the preprocessor."""
        md.preprocessors.register(_ClassCollector(md, self), "hiding-classes", _PRIORITY)

    def find_used(self, html: str) -> list[Finding]:
        """Return a finding for each class that the author wrote and that an element of the page's ``html`` has."""
        if not self.written:
            return []
        import tinyhtml5  # imported late because hardly any page needs it

        document = tinyhtml5.parse(html)
        elements = [] if document is None else document.iter()
        used = {name for element in elements for name in element.get("class", "").split()}
        return [Finding(f"the class '{name}' hides text", (name,)) for name in self.written if name in used]


class _ClassCollector(Preprocessor):
    def __init__(self, md: Markdown, found: HidingClasses) -> None:
        super().__init__(md)
        self.found = found

    def run(self, lines: list[str]) -> list[str]:
        text = unescape(_ESCAPED.sub(r"\1", "\n".join(lines)))
        self.found.written = HIDING.findall(text)
        return lines


class PageTimeLimit:
    """Calls ``give_up``, which must raise, when a page has been worked on for ``seconds`` of the processor's time.

    A few kilobytes of brackets, or of tags left open, keep Markdown busy for hours. It works in the main thread
    only, in which MkDocs builds, and on systems that count a program's work; elsewhere it does nothing.
    """

    def __init__(self, give_up: Callable[[], None], seconds: float) -> None:
        self.give_up = give_up
        self.seconds = seconds

    def start(self) -> None:
        """Begin to count, from nothing."""
        if _can_count():
            signal.signal(signal.SIGVTALRM, self._ring)
            # Again each second: somebody on the way may take the first for an error of theirs.
            signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds, 1)

    def stop(self) -> None:
        """Count no more."""
        if _can_count():
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.give_up()


def _can_count() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
