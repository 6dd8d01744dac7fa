"""The spoken text of a page: its own words in order, without citations, tables, forms and folded parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

# Seconds of silence after a passage.
_PAUSES = {"h1": 1.0, "h2": 0.9, "h3": 0.8, "h4": 0.8, "p": 0.7, "li": 0.6, "dt": 0.3, "dd": 0.6, "blockquote": 0.7}
_BEFORE_A_HEADING = 0.6
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "svg",
        "figure",
        "table",
        "nav",
        "button",
        "form",
        "select",
        "textarea",
        "details",
        "pre",
        "template",
        "dialog",
    ]
)
_SKIPPED_CLASSES = frozenset(
    [
        "headerlink",
        "citation",
        "citation-mark",
        "footnote-ref",
        "footnote",
        "check-first",
        "search-terms",
        "no-print",
        "references",
        "reference-files",
        "listen",
        "handout-tools",
        "guided-stopped",
    ]
)
_UNSAID = frozenset({"hidden", "data-search-exclude"})  # attributes
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_SPACE = re.compile(r"\s+")
_RANGE = re.compile(r"(?<=\d)\s?[–-]\s?(?=\d)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph or list item to speak, and the seconds of silence after it."""

    text: str
    pause: float
    heading: bool = False


def extract_passages(html: str, until: Collection[str] = ()) -> list[Passage]:
    """Return what is spoken of a page's HTML, up to the first heading that is one of ``until``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_passage()
    passages = reader.passages
    ends = (at for at, passage in enumerate(passages) if passage.heading and passage.text.removesuffix(".") in until)
    return passages[: next(ends, len(passages))]


def extract_steps(html: str, class_name: str) -> list[str]:
    """Return the text of each item of the first list in the element of this class, for a practice led step by step."""
    block = re.search(rf'<div\b[^>]*\bclass="[^"]*\b{re.escape(class_name)}\b.*', html, re.DOTALL)
    found = re.search(r"<ol\b[^>]*>(.*?)</ol>", block[0], re.DOTALL) if block else None
    items = re.findall(r"<li\b[^>]*>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [" ".join(passage.text for passage in extract_passages(f"<p>{item}</p>")) for item in items]


def extract_captions(html: str, class_name: str) -> list[str]:
    """Return the text of each caption in the element of this class, for drawings that are played one after another."""
    block = re.search(rf'<div\b[^>]*\bclass="[^"]*\b{re.escape(class_name)}\b.*?</div>', html, re.DOTALL)
    captions = re.findall(r"<figcaption\b[^>]*>(.*?)</figcaption>", block[0], re.DOTALL) if block else []
    return [" ".join(passage.text for passage in extract_passages(caption)) for caption in captions]


class _Reader(HTMLParser):
    """Collects passages; ``_skipping`` counts the open elements inside one that is not spoken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage] = []
        self._words: list[str] = []
        self._block = "p"
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._words.append(" ")
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        if (
            self._skipping
            or (tag in _SKIPPED and "term" not in classes)
            or classes & _SKIPPED_CLASSES
            or not _UNSAID.isdisjoint(given)
        ):
            self._skipping += 1
        elif tag in _PAUSES:
            self.end_passage()
            self._block = tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._skipping:
            self._skipping -= 1
        elif tag in _PAUSES:
            self.end_passage()

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._words.append(data)

    def end_passage(self) -> None:
        """Add what was read since the last passage, with a full stop if its end has no sign."""
        text = _SPACE.sub(" ", "".join(self._words)).strip()
        text = re.sub(r"\s+([.,;:!?])", r"\1", text)
        block, self._block, self._words = self._block, "p", []
        if not re.search(r"\w", text):
            return
        if not re.search(r"[.!?:…][”’)\]]*$", text):
            text += "."
        heading = block.startswith("h")
        if heading and self.passages:
            last = self.passages[-1]
            self.passages[-1] = Passage(last.text, last.pause + _BEFORE_A_HEADING, last.heading)
        self.passages.append(Passage(text, _PAUSES[block], heading))


@dataclass(frozen=True)
class Lexicon:
    """How words are spoken that a voice would get wrong: other words, or phonemes between slashes."""

    words: Mapping[str, str]

    def apply(self, text: str) -> str:
        """Return the text as a voice should read it."""
        text = _RANGE.sub(" to ", text)
        if not self.words:
            return text
        return self._pattern().sub(self._spoken, text)

    def find_unknown(self, texts: Iterable[str]) -> list[str]:
        """Return the words of the lexicon that none of the texts has."""
        found = {match[0] for text in texts for match in self._pattern().finditer(text)} if self.words else set()
        return sorted(set(self.words) - found)

    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.words, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    def _spoken(self, found: re.Match[str]) -> str:
        spoken = self.words[found[0]]
        return f"[{found[0]}]({spoken})" if spoken.startswith("/") else spoken
