"""What axe finds wrong with a page for those who use a keyboard, a screen reader or large print."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python  # type: ignore[import-untyped]
from playwright.sync_api import Page

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# What changes with the colours alone; all else is the same in the dark.
COLOURS = ("color-contrast", "link-in-text-block")
# Enabled, as axe leaves out what WCAG 2.2 added: the size of targets (2.5.8).
_RUN = """async (only) => {
  const rules = {"target-size": {enabled: true}};
  const options = {resultTypes: ["violations"], ...(only.length ? {runOnly: only} : {rules})};
  const found = (await axe.run(options)).violations;
  return found.flatMap(({id, nodes}) => nodes.slice(0, 3).map(({html}) => `${id}: ${html.slice(0, 200)}`));
}"""


def faults(page: Page, *only: str) -> list[str]:
    """What axe finds, by all its rules or ``only`` some: each with the first elements that have it."""
    # Colours that are still on their way are not those that a reader sees.
    page.evaluate("Promise.allSettled(document.getAnimations().map(each => each.finished))")
    page.wait_for_timeout(50)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN, list(only))
    return found
