"""MkDocs hook: the built site as a whole. Listed last, as it reads what all others wrote.

While serving nothing is done: MkDocs names broken links in what was just saved, a save should show at once, and the
script that reloads the page would not be allowed by the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mkdocs.plugins import event_priority

from psychoed.edge.built import link_problems
from psychoed.edge.finished import finish
from psychoed.edge.offline import keep_nothing, keep_offline
from psychoed.edge.report import report

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation


class _Build:
    """The build that is running."""

    serving = False
    files: Files


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Learn whether a reader waits for the page."""
    _Build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Keep no page for offline reading while serving."""
    if _Build.serving:
        keep_nothing(config)


def on_nav(nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
    """Take in the files; only now have all plugins added theirs."""
    _Build.files = files


@event_priority(-100)  # after every other hook and plugin has written its files
def on_post_build(*, config: MkDocsConfig) -> None:
    """Finish the site, report every link, anchor, asset and id that is broken, and make it readable offline."""
    if not _Build.serving:
        report([*finish(config, _Build.files), *link_problems(config, _Build.files)], "site")
        keep_offline(config)  # last: it names what every file holds
