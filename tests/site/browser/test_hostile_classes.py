# ruff: noqa: E501  # long lines of JavaScript
"""No class or id that an author may use hides text on the screen or on paper, with the site's own style sheets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from psychoed.plugins.markdown_guards import HIDING
from psychoed.site.html_rules import AUTHOR, find_faults
from support.served import Served

pytestmark = pytest.mark.browser

# The classes and ids that the style sheets name, and the classes that one selector names together.
NAMED = r"""() => {
  const selectors = [];
  const read = (rules) => { for (const rule of rules) {
    if (rule.selectorText) selectors.push(...rule.selectorText.split(","));
    if (rule.cssRules) read(rule.cssRules);
  } };
  for (const sheet of document.styleSheets) read(sheet.cssRules);
  const names = (sign, text) => [...text.matchAll(sign)].map(([, name]) => name);
  const pairs = new Set();
  for (const selector of selectors) {
    const all = names(/\.([a-z][\w-]*)/gi, selector);
    all.forEach((one, at) => all.slice(at + 1).forEach((two) => pairs.add(`${one} ${two}`)));
  }
  return {
    classes: [...new Set(names(/\.([a-z][\w-]*)/gi, selectors.join()))],
    ids: [...new Set(names(/#([a-z][\w-]*)/gi, selectors.join()))],
    pairs: [...pairs].map((pair) => pair.split(" ")),
  };
}"""
HIDE = r"""({ classes, ids, pairs }) => {
  const main = document.querySelector("article");
  const before = [...main.childNodes];
  const found = new Set();
  const make = (name, attributes, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const words = () => make("span", { "data-words": "" }, "some words to read");
  const wrong = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return "not shown";
    const { width, height, left, right } = element.getBoundingClientRect();
    if (width < 20 || height < 6) return "small";
    if (right < 0 || left > document.documentElement.clientWidth) return "beside the page";
    const { color, fontSize, textIndent } = getComputedStyle(element);
    if (/rgba.*, 0\)$/.test(color) || parseFloat(fontSize) < 6 || parseFloat(textIndent) < -50) return "not to be read";
    let opacity = 1;
    for (let around = element; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      const box = around.getBoundingClientRect();
      opacity *= style.opacity;
      if (style.clipPath !== "none" || (style.clip !== "auto" && style.position === "absolute")) return "cut off";
      if (style.overflow !== "visible" && (box.width < 10 || box.height < 6)) return "cut off";
    }
    return opacity < 0.2 ? "faint" : "";
  };
  const look = (what, ...elements) => {
    main.replaceChildren(...elements);
    for (const element of main.querySelectorAll("[data-words]")) if (wrong(element)) found.add(`${what}: ${wrong(element)}`);
  };
  for (const name of classes) {
    for (const tag of ["p", "div", "span", "a", "section", "li"]) {
      look(`${tag}.${name}`, make(tag, { class: name }, words(), make("div", {}, words())));
    }
    look(`ul.${name}`, make("ul", { class: name }, make("li", {}, words()), make("li", {}, words())));
    look(`details.${name}`, make("details", { class: name, open: "" }, make("summary", {}, words()), words()));
  }
  for (const name of ids) look(`#${name}`, make("div", { id: name }, words()));
  for (const [one, two] of pairs) {
    const each = (name) => make("div", { class: name }, words());
    look(`.${one} .${two}`, make("div", { class: one }, each(two), each(two)));
    look(`.${one} + .${two}`, each(one), each(two));
    look(`.${one}.${two}`, each(`${one} ${two}`));
  }
  main.replaceChildren(...before);
  return [...found];
}"""


def is_allowed(name: str, value: str) -> bool:
    return not HIDING.fullmatch(value) and not list(find_faults("div", [(name, value)], AUTHOR))


@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize("path", ["about/", "handouts/flare-up-plan/"])
def test_nothing_that_is_allowed_hides_text(medium: str, path: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}{path}")
    named = page.evaluate(NAMED)
    page.emulate_media(media=medium)  # type: ignore[arg-type]
    allowed = {
        "classes": [name for name in named["classes"] if is_allowed("class", name)],
        "ids": [name for name in named["ids"] if is_allowed("id", name)],
        "pairs": [pair for pair in named["pairs"] if all(is_allowed("class", name) for name in pair)],
    }
    assert len(allowed["classes"]) > 50
    assert page.evaluate(HIDE, allowed) == []


def test_the_test_would_tell(page: Page, site: Served) -> None:
    page.goto(f"{site.address}about/")
    hiding = {"classes": ["headerlink"], "ids": ["__search"], "pairs": [["area", "rule"]]}
    found = page.evaluate(HIDE, hiding)
    assert {"p.headerlink: not shown", ".area .rule: not shown"} <= set(found)


def test_small_text_within_small_text_stays_readable(page: Page, site: Served) -> None:
    page.goto(f"{site.address}about/")
    for names in (["sub"] * 9, ["small", "sup"] * 5):
        html = "".join(f"<{name}>" for name in names) + "words" + "".join(f"</{name}>" for name in reversed(names))
        size = page.evaluate(
            """html => {
              document.querySelector("article").innerHTML = html;
              return parseFloat(getComputedStyle(document.querySelector(`article ${"* ".repeat(9)}`)).fontSize);
            }""",
            html,
        )
        assert size >= 8
