"""A site has a service worker if it lists the script that registers it, and none while serving."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from psychoed.plugins.built_site import disable_offline
from support.site import THEME_FILES


def test_while_serving_the_script_is_left_out() -> None:
    config: Any = SimpleNamespace(extra_javascript=["assets/site.js", "assets/offline.js"])
    disable_offline(config)
    assert config.extra_javascript == ["assets/site.js"]


def test_the_script_that_is_looked_for_is_there() -> None:
    assert (THEME_FILES / "assets" / "offline.js").is_file()
