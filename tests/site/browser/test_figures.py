"""Our figures on a small site, in a real browser: nothing is cut off, nothing too small or too faint to see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support.axe import faults
from support.served import Served, serve
from support.site import EXTENSIONS, PAGE_HOOK, ROOT, THEME, build_site, make_site

pytestmark = pytest.mark.browser

NAMES = ("pain-free-after-a-month", "pain-free-after-five-years", "pain-over-time")
HEAD = "---\ndescription: Figures.\nkind: home\naudience: [all]\nwritten: 2026-01-02\n---\n# Figures\n\n"
# The words of a figure that do not lie whole in it, the smallest height of letters, and the contrast with the page.
LOOK = """svg => {
  const box = svg.getBoundingClientRect(), all = [...svg.querySelectorAll('text')];
  const cut = all.filter(text => {
    const own = text.getBoundingClientRect();
    return own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1;
  }).map(text => text.textContent);
  const overlap = all.flatMap((one, nth) => all.slice(nth + 1).filter(other => {
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    return a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
  }).map(other => one.textContent + ' / ' + other.textContent));
  const scale = box.width / svg.viewBox.baseVal.width;
  const size = Math.min(...all.map(text => parseFloat(getComputedStyle(text).fontSize) * scale));
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor), ink = light(getComputedStyle(svg).color);
  return {cut, overlap, size, contrast: (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05)};
}"""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page with each of our figures, one of them twice."""
    folder: Path = tmp_path_factory.mktemp("figures")
    page = HEAD + "".join(
        f"<figure markdown>\n\\figure{{{name}}}\n<figcaption markdown>Drawn.</figcaption>\n</figure>\n\n"
        for name in (*NAMES, NAMES[0])
    )
    files = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("facts.yml", "figures.yml")}
    config = make_site(
        folder,
        {**files, "docs/index.md": page},
        hooks=[PAGE_HOOK],
        extensions=EXTENSIONS,
        theme=THEME
        | {
            "palette": [
                {
                    "media": "(prefers-color-scheme: light)",
                    "scheme": "default",
                    "toggle": {"icon": "material/brightness-7", "name": "Dark"},
                },
                {
                    "media": "(prefers-color-scheme: dark)",
                    "scheme": "slate",
                    "toggle": {"icon": "material/brightness-7", "name": "Light"},
                },
            ],
        },
        plugins=["material/search"],
        extra={"page": {"facts": "facts.yml", "figures": "figures.yml"}},
    )
    built = build_site(config, strict=True)
    assert built.ended is None, built.log
    with serve(built.site) as served:
        yield served


@pytest.mark.parametrize("forced", [None, "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_all_of_it_can_be_seen(browser: Browser, figures: Served, width: int, scheme: str, forced: str | None) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        forced_colors=forced,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(figures.address)
    if forced:  # the reader's choice on the page may be the other one
        page.evaluate("name => document.body.dataset.mdColorScheme = name", "default" if scheme == "dark" else "slate")
    looks = [svg.evaluate(LOOK) for svg in page.query_selector_all("figure svg")]
    assert len(looks) == len(NAMES) + 1
    for look in looks:
        assert look["cut"] == []
        assert look["overlap"] == []
        assert look["size"] >= 11
        assert look["contrast"] >= 7
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_a_screen_reader_hears_what_is_drawn(browser: Browser, figures: Served) -> None:
    page = browser.new_page()
    page.goto(figures.address)
    assert faults(page) == []
    heard = page.get_by_role("img", name="How many of 100 people had no pain or almost none after a month")
    assert heard.count() == 2
    assert "66 with PRT, 20 with placebo injection and 10 with usual care" in (heard.first.text_content() or "")
    page.close()
