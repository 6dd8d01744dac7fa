# ruff: noqa: E501  # long lines of JavaScript
"""No class or id that an author may use lays anything over the links above the page, with the site's own style sheets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from psychoed.site.html_rules import AUTHOR, find_faults
from support.served import Served

pytestmark = pytest.mark.browser

# The classes and ids that the style sheets name, and pairs of classes that stand behind one another.
NAMED = r"""() => {
  const text = [];
  const read = (rules) => { for (const rule of rules) {
    if (rule.selectorText) text.push(rule.selectorText);
    if (rule.cssRules) read(rule.cssRules);
  } };
  for (const sheet of document.styleSheets) read(sheet.cssRules);
  const all = text.join(" , ");
  const every = (sign) => [...new Set([...all.matchAll(sign)].map(([, name]) => name))];
  const pairs = [...all.matchAll(/\.([a-z][\w-]*)[^\s,.+~]*\s*[+~]\s*\.([a-z][\w-]*)/gi)].map(([, one, two]) => [one, two]);
  return { classes: every(/\.([a-z][\w-]*)/gi), ids: every(/#([a-z][\w-]*)/gi), pairs };
}"""
# Each alone, many beside one another, many within one another, and pairs in turn.
COVER = r"""({ classes, ids, pairs }) => {
  const main = document.querySelector("article");
  const before = [...main.childNodes];
  const links = [...document.querySelectorAll(".md-banner a")];
  const high = "word ".repeat(2000);
  const found = [];
  const box = (attributes, inside = "") => {
    const element = document.createElement("div");
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(inside);
    return element;
  };
  const many = (times, make) => Array.from({ length: times }, make);
  const look = (what, ...elements) => {
    const behind = document.createElement("p");
    behind.textContent = high;
    main.replaceChildren(...elements, behind);
    const covered = links.some((link) => {
      const { x, y, width, height } = link.getBoundingClientRect();
      return [0.1, 0.3, 0.5, 0.7, 0.9].some((across) =>
        [0.2, 0.4, 0.6, 0.8].some((down) => !link.contains(document.elementFromPoint(x + width * across, y + height * down))));
    });
    if (covered) found.push(what);
  };
  for (const name of classes) {
    look(`.${name}`, box({ class: name }, high));
    look(`.${name} beside`, ...many(60, () => box({ class: name })));
    look(`.${name} within`, many(40, () => 0).reduce((inside) => box({ class: name }, inside), high));
  }
  for (const name of ids) look(`#${name}`, box({ id: name }, high));
  for (const [one, two] of pairs) {
    look(`.${one} + .${two}`, ...many(60, () => 0).flatMap(() => [box({ class: one }), box({ class: two })]));
  }
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.innerHTML = '<g transform="translate(-999 -999) scale(60)"><rect width="99" height="99"/></g>';
  for (const name of classes) {
    const copy = drawing.cloneNode(true);
    copy.setAttribute("class", name);
    look(`svg.${name}`, copy);
  }
  main.replaceChildren(...before);
  return [...new Set(found)];
}"""


def is_allowed(name: str, value: str) -> bool:
    return not list(find_faults("div", [(name, value)], AUTHOR))


def test_nothing_that_is_allowed_covers_the_links_to_help(page: Page, site: Served) -> None:
    page.goto(f"{site.address}about/")
    named = page.evaluate(NAMED)
    allowed = {
        "classes": [name for name in named["classes"] if is_allowed("class", name)],
        "ids": [name for name in named["ids"] if is_allowed("id", name)],
        "pairs": [pair for pair in named["pairs"] if all(is_allowed("class", name) for name in pair)],
    }
    assert len(allowed["classes"]) > 50
    assert page.evaluate(COVER, allowed) == []


def test_the_test_would_tell(page: Page, site: Served) -> None:
    page.goto(f"{site.address}about/")
    covering = {"classes": ["md-overlay"], "ids": [], "pairs": [["highlight", "result"]]}
    assert ".highlight + .result" in page.evaluate(COVER, covering)
