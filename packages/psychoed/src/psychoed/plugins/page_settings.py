"""Settings of the plugin ``psychoed/pages``, under ``extra.page`` in mkdocs.yml. All of them are optional."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option

from mkdocs_citeproc.mkdocs_build import get_root
from mkdocs_citeproc.settings import raise_if_invalid, read_extra_settings
from mkdocs_citeproc.yaml_values import list_choices
from psychoed.pages.kinds import DEFAULT_KINDS, MOST_WEIGHT, OFFLINE, ROLES, Kind, PageRules

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class PageLink(base.Config):
    """A link shown on every page. Without ``link``, nothing is shown."""

    text = option.Type(str, default="")
    """Text of the link. Default: empty."""

    link = option.Type(str, default="")
    """A path below docs/, such as ``about.md#mistakes``, or a full web address. Default: empty, no link."""


class SiteLanguage(base.Config):
    """One of a site's languages."""

    code = option.Type(str)
    """The language, such as ``es``, as ``theme.language`` has it."""

    name = option.Type(str)
    """Its name in the language itself, for the button that changes the language."""

    folder = option.Type(str, default="")
    """Folder of its pages in the built site. Default: empty, for the first language."""

    docs = option.Type(str, default="")
    """Folder of its sources. Default: ``docs/CODE``."""

    config = option.Type(str, default="")
    """File of its settings, which begins with ``INHERIT: mkdocs.yml``. Default: ``mkdocs.CODE.yml``."""


class KindRules(base.Config):
    """What follows from a page's kind. All of it is optional, as in ``about: {}``."""

    review_months = option.Type(int, default=36)
    """Months for which a review is valid, at least 1. Default: ``36``."""

    check_first = option.Type(bool, default=False)
    """Whether pages of this kind ask readers to do something, and have the check-first line. Default: ``false``."""

    needs_next = option.Type(bool, default=False)
    """Whether pages of this kind must name a page to read next. Default: ``false``."""

    folder = option.Optional(option.Type(str))
    """Folder below docs/ for new pages. Default: none, the site has only one page of this kind."""

    audience = option.Type(str, default="")
    """Audience of new pages. Default: the first of ``audiences``."""

    search_weight = option.Type((int, float), default=1)
    """Weight in search results, above 0, at most 10. Default: ``1``."""

    urgent_terms = option.Type(bool, default=False)
    """Whether pages of this kind come first in search results when one of their search terms is asked for. Default:
    ``false``."""

    fold_references = option.Type(bool, default=False)
    """Whether lists of references on pages of this kind are folded to one line. Default: ``false``."""

    offline = option.Choice(OFFLINE, default="cached")
    """What readers get offline: a copy (``cached``), a copy that shows its date (``dated``), or a dated copy only if
    the network does not answer (``fresh``). Default: ``cached``."""

    print_button = option.Type(bool, default=False)
    """Whether pages of this kind have a button that prints them. Default: ``false``."""

    role = option.Choice(("", *ROLES), default="")
    """``handout`` for pages that become PDFs, ``news`` for posts; their front matter has more fields. Default: none."""


class PageSettings(base.Config):
    """Settings of ``psychoed/pages``, one per attribute. Paths are relative to the folder of mkdocs.yml."""

    languages = option.ListOfItems(option.SubConfig(SiteLanguage), default=[])
    """The site's languages, if there are several, the first at the root. Default: empty, only ``theme.language``."""

    kinds = option.DictOfItems(option.SubConfig(KindRules), default={})
    """Kinds of pages, each with its rules. Default: the kinds in ``psychoed/pages/kinds.py``."""

    audiences = option.ListOfItems(option.Type(str), default=[])
    """List of audiences that pages may name in their front matter. Default: empty, any audience is allowed."""

    check_first = option.Optional(option.File(exists=True))
    """Markdown file with the line to show below the title of pages that ask readers to do something. Default: none."""

    check_first_card = option.Optional(option.File(exists=True))
    """Markdown file with the line for wallet-card handouts. Default: none, they show the text of ``check_first``."""

    safety = option.SubConfig(PageLink)
    """Link (``text``, ``link``) to urgent help, at the top and bottom of every page. Default: none."""

    header_links = option.ListOfItems(option.SubConfig(PageLink), default=[])
    """List of links (``text``, ``link``) next to ``safety``, at the top of every page. Default: empty."""

    footer_links = option.ListOfItems(option.SubConfig(PageLink), default=[])
    """List of links (``text``, ``link``) after the sections in every page's footer. Default: empty."""

    email = option.Type(str, default="")
    """E-mail address for readers' answers to whether a page was helpful.

    Also for reports of mistakes if there is neither ``repository`` nor ``report``. Default: none.
    """

    footer_only = option.ListOfItems(option.Type(str), default=[])
    """List of navigation titles to show in the footer instead of the menu. Default: empty."""

    authors = option.Type(str, default="")
    """Author of pages that name no authors of their own. Default: empty."""

    conflicts = option.Type(str, default="")
    """Conflicts of interest of the authors, shown in every page's footer; may contain HTML. Default: empty."""

    licence = option.SubConfig(PageLink)
    """Licence of the pages, as a link (``text``, ``link``). Default: none."""

    repository = option.Optional(option.URL())
    """GitHub URL of the repository, for links to edit a page or open an issue. Default: none, no such links."""

    branch = option.Type(str, default="main")
    """Branch that edit links point to. Default: ``main``."""

    report = option.SubConfig(PageLink)
    """Link (``text``, ``link``) for reporting a mistake, shown if there is no ``repository``. Default: none."""

    dated = option.Type(str, default="")
    """Label before the date of the study or event that a post covers. Default: ``Published`` in the site's language."""

    feed = option.Type(str, default="")
    """Path of the blog's Atom feed, relative to the site's root, such as ``feed.xml``. Default: empty, no feed."""

    scores = option.Optional(option.Dir(exists=True))
    """Folder with the pages' scores, shown on a page with the line ``\\scores``. Default: none."""

    social_card = option.SubConfig(PageLink)
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


_latest: list[tuple[MkDocsConfig, object, PageSettings]] = []
"""The settings of the current build: they are asked for often, and checking them takes time."""


def read_page_settings(config: MkDocsConfig) -> PageSettings:
    """Return the settings of this site. Raises PluginError that lists all invalid settings."""
    given = config.extra.get("page")
    for of, made_from, settings in _latest:
        if of is config and made_from is given:
            return settings
    settings = _read_settings(config)
    _latest[:] = [(config, given, settings)]
    return settings


def _read_settings(config: MkDocsConfig) -> PageSettings:
    settings, wrong, _ = read_extra_settings(config, "page", PageSettings)
    root = get_root(config)
    for name in ("check_first", "check_first_card", "scores", "facts", "words", "figures", "definitions", "trials"):
        if settings[name] and not Path(settings[name]).resolve().is_relative_to(root):
            # What is there would be published, or printed in messages.
            wrong.append(f"  {name}: '{settings[name]}' is outside the folder of mkdocs.yml")
    raise_if_invalid(wrong, "page")
    raise_if_invalid(list(_find_wrong_rules(settings)), "page")
    return settings


def get_page_rules(settings: PageSettings) -> PageRules:
    """Return what the settings allow in front matter."""
    kinds = tuple(Kind(name, **rules) for name, rules in settings.kinds.items())
    return PageRules(kinds or DEFAULT_KINDS, tuple(settings.audiences))


def _find_wrong_rules(settings: PageSettings) -> Iterator[str]:
    if settings.languages and any(not re.fullmatch(r"[\w-]+", each.folder) for each in settings.languages[1:]):
        yield "  languages: each but the first needs a 'folder' of its own, such as 'es'"
    if settings.email and not re.fullmatch(r"[^@\s<>\"'?&%]+@[\w.-]+\.\w+", settings.email):
        yield f"  email: '{settings.email}' is not an e-mail address. Write it as someone@example.org."
    for kind in get_page_rules(settings).kinds:
        if kind.review_months < 1:
            yield f"  kinds.{kind.name}: 'review_months' is {kind.review_months}. Write 1 or more."
        if not 0 < kind.search_weight <= MOST_WEIGHT:
            yield f"  kinds.{kind.name}: 'search_weight' is {kind.search_weight}. Write 0.1 to {MOST_WEIGHT}."
        if settings.audiences and kind.audience not in ("", *settings.audiences):
            hint = list_choices(kind.audience, settings.audiences)
            yield f"  kinds.{kind.name}: 'audience' is '{kind.audience}', which is not in 'audiences'. {hint}"
