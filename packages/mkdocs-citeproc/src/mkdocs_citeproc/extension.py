"""Python-Markdown extension that finds citation clusters and replaces them with finished HTML.

It works on parsed Markdown, so code, comments, URLs and attributes are never touched, and headings, tables of contents,
search and excerpts see the final text. A ``CitationProvider`` decides what each cluster prints.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Protocol
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import unique
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, STX, AtomicString

from mkdocs_citeproc.citations.brackets import without_brackets
from mkdocs_citeproc.citations.grammar import START, find_clusters
from mkdocs_citeproc.citations.mask import BLANK, mask_inline
from mkdocs_citeproc.citations.model import Span, normalize_cluster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

    from mkdocs_citeproc.bibliography.model import CiteKey
    from mkdocs_citeproc.formatting.response import RenderedCitation


class CitationProvider(Protocol):
    """What the extension needs; ``page`` is the source path of the page being rendered, None outside MkDocs."""

    bib_command: str
    full_bib_command: str
    references_heading: str

    def cluster(self, page: str | None, text: str, keys: Sequence[CiteKey], *, plain: bool = False) -> RenderedCitation:
        """Render a cluster, in canonical form, for a page; ``plain`` where only its text can be used."""

    def render_excerpt(self, page: str | None, text: str, view: str) -> RenderedCitation:
        """Render a cluster for an excerpt of a page that is shown at another address, ``view``."""

    def page_notes(self, page: str | None) -> str:
        """Return the notes of a page's clusters as HTML; empty in most styles."""

    def page_list(self, page: str | None) -> str:
        """Return the reference list of a page as HTML; empty if it cites nothing."""

    def has_list_at_end(self, page: str | None) -> bool:
        """Return whether a page without a bibliography command gets its list at the end."""

    def mark_full_list(self, page: str | None) -> str:
        """Return an HTML placeholder for the list of all references, to be filled in once every page is known."""


def get_page_path(md: Markdown) -> str | None:
    """Return the source path of the page being rendered.

    It comes from MkDocs' link resolver, the one MkDocs internal used here.
    """
    resolver: Any = md.treeprocessors["relpath"] if "relpath" in md.treeprocessors else None  # noqa: SIM401
    return resolver.file.src_uri if resolver else None


def get_excerpt_address(md: Markdown) -> str | None:
    """Return the address where an excerpt of the page is being rendered; None if it is the page itself.

    The blog plugin renders the beginning of a post again for each of its lists, with a processor of this name.
    """
    excerpt: Any = md.treeprocessors["excerpt"] if "excerpt" in md.treeprocessors else None  # noqa: SIM401
    return str(excerpt.base.url) if excerpt else None


_STASHED = re.compile(f"{STX}[^{ETX}]*{ETX}")
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_COMMAND_ATTRIBUTE = "citations-command"
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _ClusterProcessor(InlineProcessor):
    """Replace clusters in running text.

    Links and code are processed earlier and count as blanks; the text of a link has no citations. Python-Markdown scans
    the whole text again after each replacement, so clusters are located once: the next text is the same with a
    placeholder for the cluster that was found last.
    """

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, cites: CitationProvider) -> None:
        super().__init__(START.pattern, md)
        self.cites = cites
        self._data = ""
        self._spans: dict[int, Span] = {}  # by start offset in the original text
        self._done = self._shift = 0  # end of the processed text, and how much it has grown so far
        self._replaced: tuple[int, int] | None = None

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]  # noqa: N802
        if data != self._data and not self._continues(data):
            masked = mask_inline(_STASHED.sub(lambda stashed: BLANK * len(stashed[0]), data))
            self._spans = {span.start: span for span in find_clusters(masked)}
            self._data, self._done, self._shift, self._replaced = data, 0, 0, None
        start = m.start()
        span = self._spans.get(start - self._shift) if start >= self._done else None
        if not span:
            return None, None, None
        end = span.end + self._shift
        self._replaced = (start, end)
        text = normalize_cluster(self._restore_source(data[start:end]))
        page, view = get_page_path(self.md), get_excerpt_address(self.md)
        rendered = (
            self.cites.cluster(page, text, span.keys) if view is None else self.cites.render_excerpt(page, text, view)
        )
        return self.md.htmlStash.store(rendered.html), start, end

    def _continues(self, data: str) -> bool:
        """Return whether ``data`` is the previous text with a placeholder for the cluster found last."""
        if not self._replaced:
            return False
        start, end = self._replaced
        grown = len(data) - len(self._data)
        if not _STASHED.fullmatch(data, start, end + grown):
            return False
        if data[:start] != self._data[:start] or data[end + grown :] != self._data[end:]:
            return False
        self._data, self._done, self._replaced = data, end + grown, None
        self._shift += grown
        return True

    def _restore_source(self, data: str) -> str:
        """Restore code, links and escapes to the form in which the author typed them."""
        nodes = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]

        def typed(match: re.Match[str]) -> str:
            node = nodes.get(match[1])
            if not isinstance(node, ElementTree.Element):
                return str(node or "")
            text = unescape("".join(node.itertext()))
            if node.tag == "code":
                return f"`{text}`"
            return f"[{text}]({node.get('href')})" if node.tag == "a" else text

        def raw(match: re.Match[str]) -> str:
            return str(self.md.htmlStash.rawHtmlBlocks[int(match[1])])

        data = INLINE_PLACEHOLDER_RE.sub(typed, data)
        data = HTML_PLACEHOLDER_RE.sub(raw, data)
        return _ESCAPED.sub(lambda code: f"\\{chr(int(code[1]))}", data)


class _BracketLimit(Preprocessor):
    """Leave paragraphs unprocessed if they have too many brackets to parse quickly; a problem reports them."""

    def run(self, lines: list[str]) -> list[str]:
        return without_brackets("\n".join(lines)).split("\n")


class _CommandProcessor(BlockProcessor):
    r"""Recognise a line that contains only ``\bibliography`` or ``\full_bibliography``."""

    def __init__(self, md: Markdown, cites: CitationProvider) -> None:
        super().__init__(md.parser)
        self.commands = (cites.bib_command, cites.full_bib_command)

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002
        return any(command in block for command in self.commands) and any(
            line.strip() in self.commands for line in block.split("\n")
        )

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        at = next(index for index, line in enumerate(lines) if line.strip() in self.commands)
        if before := "\n".join(lines[:at]):
            self.parser.parseBlocks(parent, [before])
        ElementTree.SubElement(parent, "p", {_COMMAND_ATTRIBUTE: lines[at].strip()})
        if after := "\n".join(lines[at + 1 :]):
            blocks.insert(0, after)


class _ListProcessor(Treeprocessor):
    """Insert reference lists at their commands or at the end of the page, once all clusters are rendered."""

    def __init__(self, md: Markdown, cites: CitationProvider) -> None:
        super().__init__(md)
        self.cites = cites

    def run(self, root: ElementTree.Element) -> None:
        page = get_page_path(self.md)
        for image in root.iter("img"):
            self._render_attributes(image, page)
        here = [element for element in root.iter("p") if element.get(_COMMAND_ATTRIBUTE)]
        for element in here:
            command = element.attrib.pop(_COMMAND_ATTRIBUTE)
            full = command == self.cites.full_bib_command
            shown = self.cites.mark_full_list(page) if full else self.cites.page_list(page)
            element.text = self.md.htmlStash.store(shown) if shown else ""
        excerpt = get_excerpt_address(self.md) is not None
        if not excerpt and (notes := self.cites.page_notes(page)):
            ElementTree.SubElement(root, "p").text = self.md.htmlStash.store(notes)
        if not here and not excerpt and self.cites.has_list_at_end(page) and (shown := self.cites.page_list(page)):
            heading = ElementTree.SubElement(root, "h2", {"data-search-exclude": ""})
            heading.text = AtomicString(self.cites.references_heading)
            ElementTree.SubElement(root, "p").text = self.md.htmlStash.store(shown)

    def _render_attributes(self, image: ElementTree.Element, page: str | None) -> None:
        """Render citations in an image's alternative text and title, which can only contain plain text."""
        for name in ("alt", "title"):
            text = image.get(name, "")
            for span in reversed(find_clusters(mask_inline(text))):
                rendered = self.cites.cluster(
                    page, normalize_cluster(text[span.start : span.end]), span.keys, plain=True
                )
                text = text[: span.start] + rendered.text + text[span.end :]
            if text:
                image.set(name, text)


class _HeadingProcessor(Treeprocessor):
    """Leave citations out of heading ids, so that links survive a change of a source's year or letter."""

    def run(self, root: ElementTree.Element) -> None:
        toc: Any = self.md.treeprocessors["toc"] if "toc" in self.md.treeprocessors else None  # noqa: SIM401
        texts = [(heading, "".join(heading.itertext())) for heading in root.iter() if heading.tag in _HEADINGS]
        citing = [(heading, text) for heading, text in texts if STX in text and not heading.get("id")]
        if not toc or not citing:
            return
        used = {element.get("id", "") for element in root.iter() if element.get("id")}
        for heading, text in citing:
            words = HTML_PLACEHOLDER_RE.sub("", text).strip() or "section"
            heading.set("id", unique(toc.slugify(words, toc.sep), used))


class CitationExtension(Extension):
    """Register the processors; the priorities of neighbours in comments are those of Python-Markdown 3."""

    def __init__(self, cites: CitationProvider) -> None:
        super().__init__()
        self.cites = cites

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register everything; Python-Markdown calls this once for each instance."""
        md.ESCAPED_CHARS.append("@")
        # After snippets (32), fenced code (25) and HTML (20) have been inserted or stashed.
        md.preprocessors.register(_BracketLimit(md), "bracket-limit", 10)
        # After code (190), links (160-125), autolinks and inline HTML (90); before emphasis (60), which would consume
        # the underscores of keys.
        md.inlinePatterns.register(_ClusterProcessor(md, self.cites), "citations", 85)
        md.parser.blockprocessors.register(_CommandProcessor(md, self.cites), "citation-commands", 15)
        # After inline text (20); before the table of contents (5), so that it lists the heading.
        md.treeprocessors.register(_ListProcessor(md, self.cites), "reference-lists", 12)
        # After attribute lists (8), so that an explicit {#id} wins; before the table of contents (5).
        md.treeprocessors.register(_HeadingProcessor(md), "citations-in-headings", 6)
