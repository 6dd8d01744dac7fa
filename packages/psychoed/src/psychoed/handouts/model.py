"""What a sheet is: its fields, the papers and sizes it's printed in, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Control(Enum):
    """What a reader is given to answer with."""

    LINE = "line"
    AREA = "area"
    CHECK = "check"
    SCALE = "scale"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in: ``id`` is unique on its page, ``label`` says in plain words what belongs there.

    ``lines`` is how many writing lines an area has; ``ends`` are the words at both ends of a scale.
    """

    id: str
    label: str
    control: Control
    lines: int = 1
    ends: tuple[str, str] = ("", "")


class Paper(Enum):
    """A size of paper: its part of a file's name, its name for people, and its sides in millimetres."""

    A4 = ("a4", "A4", 210.0, 297.0)
    LETTER = ("letter", "US Letter", 215.9, 279.4)

    @property
    def slug(self) -> str:
        """The paper in a file's name."""
        return self.value[0]

    @property
    def spoken(self) -> str:
        """The paper as people call it."""
        return self.value[1]

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height."""
        return self.value[2], self.value[3]


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the four forms in which every sheet comes."""

    paper: Paper
    large: bool

    @property
    def suffix(self) -> str:
        """The end of a file's name: ``a4``, ``letter-large``."""
        return f"{self.paper.slug}{'-large' if self.large else ''}"

    @property
    def spoken(self) -> str:
        """The variant in a link."""
        return f"{self.paper.spoken}{', large print' if self.large else ''}"


VARIANTS = tuple(Variant(paper, large) for large in (False, True) for paper in Paper)


@dataclass(frozen=True, slots=True)
class Practice:
    """Who hands the sheets out, where a practice has put itself on them; ``logo`` is an image as a data URI."""

    name: str = ""
    telephone: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A handout page as its PDFs need it.

    ``name`` is the file's stem, ``body`` the page's HTML, ``address`` where it stands on the web as printed beside the
    QR code and ``url`` the whole address in that code, empty where the site does not know its own; ``version`` the day
    as people write it and ``day`` as machines do; ``audience`` those it is for.
    """

    name: str
    title: str
    body: str
    address: str
    url: str
    version: str
    day: str
    description: str = ""
    authors: str = ""
    checked: str = ""
    licence: str = ""
    site: str = ""
    language: str = "en"
    audience: tuple[str, ...] = ()
    card: bool = False
    sides: int = 2
