"""Parser of one BibTeX command: pybtex's parser, plus the offsets that it does not keep and pandoc's stricter rules.

Pandoc prints the entries, rejects a whole file for one entry it cannot read, and accepts less than pybtex. A comment
that starts with ``pandoc:`` marks each such difference, which is reported as a syntax error.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser, SkipEntry  # type: ignore[import-untyped]
from pybtex.scanner import PrematureEOF, PybtexSyntaxError  # type: ignore[import-untyped]

# pandoc: characters that its BibTeX reader accepts in a key and in the name of a field or @string.
_NOT_IN_KEY = re.compile(r"[^\w.:;?!`'()/*@+=\-\[\]&]")
_NAME = re.compile(r"[\w:+-]+")
_DELIMITERS = re.compile(r'\\.|[{}"]', re.DOTALL)

HEAD_HINT = "An entry starts like this, with no blank in its key: @article{surname2021, title = {…},"


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """A problem at ``offset``; ``fatal`` if it makes the command unusable.

    ``message`` is empty if the text ended before the command did.
    """

    offset: int
    message: str
    hint: str = ""
    fatal: bool = True


_LONGEST_STRING = 2_000


@dataclass(frozen=True, slots=True)
class ParsedField:
    """A parsed ``name = value``: lower-case name, @strings expanded, whitespace folded; ``offset`` is the name's."""

    name: str
    value: str
    offset: int


class CommandParser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types, so its class is Any
    """Parser for the one command at the start of ``text``; ``origin`` is added to all offsets.

    ``macros`` are the @strings so far; parsing adds to them. ``closed``: the end of the command was found. ``starved``:
    the text ended first.
    """

    text: str

    def __init__(self, text: str, origin: int, macros: MutableMapping[str, str]) -> None:
        super().__init__(text, macros=macros)
        self.origin = origin
        self.key = ""
        self.key_offset = 0
        self.fields: list[ParsedField] = []
        self.faults: list[SyntaxFault] = []
        self.field_offset = 0
        self.in_head = True
        self.in_value = False
        self.closed = False
        self.starved = False

    @property
    def offset(self) -> int:
        """Position of the parser; after the command, once that is closed."""
        return self.origin + int(self.pos)

    def read(self) -> None:
        """Parse the command; the attributes then have its content and the faults."""
        self.pos = 1  # after the "@"
        self.closed = True
        try:
            try:
                self.parse_command()
            except SkipEntry:  # after the brace of "@comment{", where pybtex would start to read the entries inside
                self.in_head = False
                deque(self.parse_string(self.RBRACE), maxlen=0)
        except PybtexSyntaxError as error:
            self.handle_error(error)

    def update_lineno(self, value: str) -> None:
        """Do nothing; lines are computed from offsets when needed."""

    def handle_error(self, error: Any) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Record an error; pybtex calls this when it gives up."""
        self.closed = False
        self.starved = isinstance(error, PrematureEOF)
        text = self.faults[-1] if self.faults else None
        if text and text.fatal and text.offset >= self.field_offset > 0:
            return  # a consequence of the error before
        offset, message = (self.origin + self.end_pos, "") if self.starved else (self.offset, str(error.args[0]))
        self._fault(offset, message, HEAD_HINT if self.in_head else "")

    def parse_entry_body(self, body_end: Any) -> None:
        """Record the offset of the key."""
        self.eat_whitespace()
        self.key_offset = self.offset
        super().parse_entry_body(body_end)

    def parse_entry_fields(self) -> None:
        """Check the key, which has just been read."""
        self.key = str(self.current_entry_key)
        odd = _NOT_IN_KEY.search(self.key)
        if odd:
            self._fault(
                self.key_offset + odd.start(), f"its key contains the character {odd[0]}", "Remove it from the key."
            )
        self.required([self.COMMA])  # pandoc: pybtex accepts an entry without it
        self.in_head = False
        super().parse_entry_fields()

    def parse_field(self) -> None:
        """Record the field and its offset."""
        self.eat_whitespace()
        self.field_offset = self.offset
        super().parse_field()
        name = self.current_field_name
        if isinstance(name, str):
            self._check_name(name, self.field_offset)
            value = " ".join("".join(self.current_value).split())
            self.fields.append(ParsedField(name.lower(), value, self.field_offset))
        elif self.text.startswith(",", self.pos):  # pandoc:
            self._fault(self.offset, "there is an extra comma", "Delete it.")

    def parse_string_body(self, body_end: Any) -> None:
        """Record the defined name and its offset."""
        self.eat_whitespace()
        self.key_offset = self.field_offset = self.offset
        self.in_head = False
        super().parse_string_body(body_end)
        self.key = str(self.current_field_name)
        self._check_name(self.key, self.key_offset)

    def parse_preamble_body(self, body_end: Any) -> None:
        """Mark the command as something other than an entry."""
        self.in_head = False
        super().parse_preamble_body(body_end)

    def parse_value_part(self) -> str:
        """Check the value as written: in braces, in quotation marks or bare."""
        self.eat_whitespace()
        start = self.pos
        self.in_value = True
        part: str = super().parse_value_part()
        self.in_value = False
        if not _ends_for_pandoc(self.text[start : self.pos]):
            hint = r"Put an accented letter into braces, {\"u}, and pair every \{ with a \}."
            self._fault(self.origin + start, "a backslash hides the closing brace of this value", hint)
        return part

    def substitute_macro(self, name: str) -> str:
        """Return the value that @string defines for ``name``."""
        if name in self.macros:
            value: str = self.macros[name]
            if len(value) <= _LONGEST_STRING:
                return value
            # Forty @strings, each the one above twice, would be a thousand thousand million characters.
            message = f"@string '{name}' is longer than {_LONGEST_STRING} characters"
            self._fault(self.offset - len(name), message, "Write it out where it is needed.")
            return name
        # The name stands for itself, as in pandoc, so that a reader sees something and a field is not called missing.
        message = f"'{name}' has no braces or quotation marks, and no @string above defines it"
        hint = f"Write {{{name}}}; or, for an abbreviation, put @string{{{name} = {{…}}}} above the first entry."
        self._fault(self.offset - len(name), message, hint, fatal=_NAME.fullmatch(name) is None)
        return name

    def _check_name(self, name: str, offset: int) -> None:
        if not _NAME.fullmatch(name):
            self._fault(
                offset, f"the name '{name}' contains something other than letters, digits, - and _", "Remove it."
            )

    def _fault(self, offset: int, message: str, hint: str = "", *, fatal: bool = True) -> None:
        self.faults.append(SyntaxFault(offset, message, hint, fatal))


def _ends_for_pandoc(raw: str) -> bool:
    r"""Return whether pandoc and pybtex agree on this value's end; pandoc takes ``\{`` and ``\"`` as characters."""
    if "\\" not in raw or raw[0] not in '{"':
        return True
    depth = 0
    for match in _DELIMITERS.finditer(raw):
        depth = max(0, depth + {"{": 1, "}": -1}.get(match[0], 0))
        closes = match[0] == '"' and match.start() > 0 if raw.startswith('"') else match[0] == "}"
        if closes and depth == 0:
            return match.end() == len(raw)
    return False
