"""Handouts, their fields, and the paper sizes they are printed on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from psychoed.language import t


class Control(Enum):
    """The kind of control for an answer."""

    LINE = "line"
    AREA = "area"
    CHECK = "check"
    SCALE = "scale"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Field:
    """A field to fill in: ``id`` is unique on its page, ``label`` says in plain words what to write.

    ``lines`` is the number of writing lines of an area; ``ends`` are the labels of both ends of a scale.
    """

    id: str
    label: str
    control: Control
    lines: int = 1
    ends: tuple[str, str] = ("", "")


class Paper(Enum):
    """A paper size: its part of a file's name, its name for people, and its dimensions in millimetres."""

    A4 = ("a4", "A4", 210.0, 297.0)
    LETTER = ("letter", "US Letter", 215.9, 279.4)

    @property
    def slug(self) -> str:
        """The paper in a file's name."""
        return self.value[0]

    @property
    def spoken(self) -> str:
        """The name of the paper for people."""
        return t("US Letter") if self is Paper.LETTER else t("A4")

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height."""
        return self.value[2], self.value[3]


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the four formats of every handout."""

    paper: Paper
    large: bool

    @property
    def suffix(self) -> str:
        """The end of a file's name: ``a4``, ``letter-large``."""
        return f"{self.paper.slug}{'-large' if self.large else ''}"

    @property
    def spoken(self) -> str:
        """The variant in a link."""
        return t("{paper}, large print", paper=self.paper.spoken) if self.large else self.paper.spoken


VARIANTS = tuple(Variant(paper, large) for large in (False, True) for paper in Paper)


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice that gives out the handouts, if set; ``logo`` is an image as a data URI."""

    name: str = ""
    telephone: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A handout page with what its PDFs need.

    ``name`` is the files' stem and ``body`` the page's HTML. ``address`` is printed next to the QR code, ``url`` is
    encoded in it and empty if the site's address is unknown. ``version`` is the date for people, ``day`` for machines.
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
    translation: str = ""
    licence: str = ""
    site: str = ""
    language: str = "en"
    audience: tuple[str, ...] = ()
    card: bool = False
    sides: int = 2
