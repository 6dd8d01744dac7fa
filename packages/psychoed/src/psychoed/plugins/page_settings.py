"""Settings of the plugin ``psychoed/pages``, under ``extra.page`` in mkdocs.yml. All of them are optional."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option

from mkdocs_citeproc.mkdocs_pages import get_root
from mkdocs_citeproc.settings import raise_if_invalid, read_extra_settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class Link(base.Config):
    """A link shown on every page. Without ``link``, nothing is shown."""

    text = option.Type(str, default="")
    """Text of the link. Default: empty."""

    link = option.Type(str, default="")
    """A path below docs/, such as ``about.md#mistakes``, or a full web address. Default: empty, no link."""


class PageSettings(base.Config):
    """Settings of ``psychoed/pages``, one per attribute. Paths are relative to the folder of mkdocs.yml."""

    audiences = option.ListOfItems(option.Type(str), default=[])
    """List of audiences that pages may name in their front matter. Default: empty, any audience is allowed."""

    check_first = option.Optional(option.File(exists=True))
    """Markdown file with the line to show below the title of pages that ask readers to do something. Default: none."""

    check_first_card = option.Optional(option.File(exists=True))
    """Markdown file with the line for wallet-card handouts. Default: none, they show the text of ``check_first``."""

    safety = option.SubConfig(Link)
    """Link (``text``, ``link``) to urgent help, at the top and bottom of every page. Default: none."""

    flare = option.SubConfig(Link)
    """Link (``text``, ``link``) next to ``safety``, for readers who need quick help with a flare-up. Default: none."""

    footer_only = option.ListOfItems(option.Type(str), default=[])
    """List of navigation titles to show in the footer instead of the menu. Default: empty."""

    authors = option.Type(str, default="")
    """Author of pages that name no authors of their own. Default: empty."""

    conflicts = option.Type(str, default="")
    """Conflicts of interest of the authors, shown in every page's footer; may contain HTML. Default: empty."""

    licence = option.SubConfig(Link)
    """Licence of the pages, as a link (``text``, ``link``). Default: none."""

    repository = option.Optional(option.URL())
    """GitHub URL of the repository, for links to edit a page or open an issue. Default: none, no such links."""

    branch = option.Type(str, default="main")
    """Branch that edit links point to. Default: ``main``."""

    report = option.SubConfig(Link)
    """Link (``text``, ``link``) for reporting a mistake, shown if there is no ``repository``. Default: none."""

    dated = option.Type(str, default="Published")
    """Label before the date of the study or event that a post covers. Default: ``Published``."""

    feed = option.Type(str, default="")
    """Path of the blog's Atom feed, relative to the site's root, such as ``feed.xml``. Default: empty, no feed."""

    scores = option.Optional(option.Dir(exists=True))
    """Folder with the pages' scores, shown on a page with the line ``\\scores``. Default: none."""

    social_card = option.SubConfig(Link)
    """Preview image for social media: alternative text (``text``) and path below docs/ (``link``). Default: none."""

    schema_type = option.Type(str, default="WebPage")
    """The schema.org type of the pages, for their JSON-LD. Default: ``WebPage``."""

    facts = option.Optional(option.File(exists=True))
    """YAML file with study results; numbers on pages are checked against it. Default: none, no check."""

    words = option.Optional(option.File(exists=True))
    """YAML file with phrases that pages must not use. Default: none, no check."""

    figures = option.Optional(option.File(exists=True))
    """YAML file with figures drawn from ``facts``, inserted by ``\\figure{NAME}``. Default: none."""

    definitions = option.Optional(option.File(exists=True))
    """YAML file with shared texts, inserted into sentences by ``\\definition{NAME}``. Default: none."""

    trials = option.Optional(option.File(exists=True))
    """YAML file with registered trials, listed on a page with the line ``\\trials``. Default: none."""


def read_page_settings(config: MkDocsConfig) -> PageSettings:
    """Return the settings of this site. Raises PluginError that lists all invalid settings."""
    settings, wrong, _ = read_extra_settings(config, "page", PageSettings)
    root = get_root(config)
    for name in ("check_first", "check_first_card", "scores", "facts", "words", "figures", "definitions", "trials"):
        if settings[name] and not Path(settings[name]).resolve().is_relative_to(root):
            # What is there would be published, or printed in messages.
            wrong.append(f"  {name}: '{settings[name]}' is outside the folder of mkdocs.yml")
    raise_if_invalid(wrong, "page")
    return settings
