"""The settings of the page hook, as they stand under ``extra.page`` in mkdocs.yml; every one may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option

from mkdocs_citeproc.settings import raise_if_invalid, read_extra_settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class Link(base.Config):
    """A link on every page: its words, and a path below docs/ (``about.md#mistakes``) or a whole address.

    Left out, it is empty and stands nowhere.
    """

    text = option.Type(str, default="")
    link = option.Type(str, default="")


class PageSettings(base.Config):
    """Each attribute is one setting; paths are relative to the folder of mkdocs.yml."""

    audiences = option.ListOfItems(option.Type(str), default=[])
    """The readers a page may name as its audience; any, where none are listed."""

    check_first = option.Optional(option.File(exists=True))
    """A Markdown file with the line below the title of each page that asks its readers to do something."""

    check_first_card = option.Optional(option.File(exists=True))
    """One for a sheet of wallet cards; without it, a card shows the usual line."""

    safety = option.SubConfig(Link)
    """The link that every page begins and ends with."""

    flare = option.SubConfig(Link)
    """A second link beside it, for readers who can't read on and need one thing to do now."""

    footer_only = option.ListOfItems(option.Type(str), default=[])
    """Titles of parts of the navigation that are in every page's footer and not in the menu."""

    authors = option.Type(str, default="")
    """Who wrote a page that names no authors."""

    conflicts = option.Type(str, default="")
    """What ties the authors have, said at the foot of every page; may hold HTML."""

    licence = option.SubConfig(Link)
    """On what terms a page may be used."""

    repository = option.Optional(option.URL())
    """The repository's address at GitHub, where pages are edited and issues opened; none, where it is not known."""

    branch = option.Type(str, default="main")
    """The branch that is edited."""

    report = option.SubConfig(Link)
    """Where a reader says that something is wrong."""

    dated = option.Type(str, default="Published")
    """The words before the date of what a post tells of."""

    feed = option.Type(str, default="")
    """Where the blog's feed goes, from the site's root; none is written where this is empty."""

    scores = option.Optional(option.Dir(exists=True))
    """The folder with the pages' scores, for a page with the line ``\\scores``."""

    social_card = option.SubConfig(Link)
    """A picture for links to the site that are shown elsewhere: what it shows, and its path below docs/."""

    schema_type = option.Type(str, default="WebPage")
    """What schema.org calls the site's pages, for JSON-LD."""

    facts = option.Optional(option.File(exists=True))
    """The numbers of studies that pages and figures may print; every page is held against it."""

    words = option.Optional(option.File(exists=True))
    """What the pages do not say; every page is held against it."""

    figures = option.Optional(option.File(exists=True))
    """Figures to draw from the facts, for lines such as ``\\figure{NAME}``."""

    definitions = option.Optional(option.File(exists=True))
    """Texts that pages share, for ``\\definition{NAME}`` inside a sentence."""

    trials = option.Optional(option.File(exists=True))
    """Registered trials, for a page with the line ``\\trials``."""


def read_page_settings(config: MkDocsConfig) -> PageSettings:
    """The settings of this site; raises PluginError naming every setting that is wrong."""
    settings, wrong, _ = read_extra_settings(config, "page", PageSettings)
    raise_if_invalid(wrong, "page")
    return settings
