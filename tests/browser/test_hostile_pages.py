"""Thousands of hostile pages, drawings, front matters and settings, built by the real hooks and opened in a browser.

Nothing in them runs, nothing leaves, and nothing from outside docs/ is published.

What a strict build accepts must be harmless altogether. A build that is not strict shows what is wrong in place of a
page that is refused (tests/faults/test_hidden_text.py). Here it shows the page itself: even then nothing may run, by
the policy that every page has.

HOSTILE_COUNT asks for more cases than the usual ones, HOSTILE_SEED for others.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from support import hostile
from support.hostile import cases, numbered, numbered_bytes
from support.served import Served, serve
from support.site import EXTENSIONS, ROOT, THEME, Built, build_site, make_site

pytestmark = pytest.mark.browser

COUNT = int(os.environ.get("HOSTILE_COUNT", "2400"))
SEED = int(os.environ["HOSTILE_SEED"]) if "HOSTILE_SEED" in os.environ else None
PAGES, DRAWINGS, MATTERS = COUNT * 14 // 24, COUNT * 5 // 24, COUNT * 5 // 24
BATCH, PAGES_BATCH = 60, 350  # front matters, and pages, a site: what ends a build makes its site be built again
FRAMES = 40  # documents opened at once
OUTSIDE = "words-that-must-stay-outside"
HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("page", "citation", "handout", "site")]
BIB = "@book{loaf, author={Loaf, A.}, title={Bread}, year={2001}, publisher={Oven}}\n"
HEAD = "# Bread\n\n"
# What a strict build refuses too, and what has nothing to do with what a page may hold.
SLIPS = {
    "broken-link", "broken-anchor", "repeated-id", "unknown-key", "not-rendered", "malformed-cluster",
    "citation-in-link", "quote-without-page", "vague-link", "missing-metadata", "never-cited",
    "uncited-number", "forbidden-phrase",
}  # fmt: skip
# A theme that prints what authors write, and above it what must stay visible.
BARE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head>
<body><div style="height: 40px"><a id="get-help" href="#get-help">Get help now</a></div>
<main id="written">{{ page.content }}</main></body></html>
"""
# Looks at each frame; then clicks all that can be clicked, but follows no link to another page.
LOOK = r"""async () => {
  const wrong = {};
  const note = (number, what) => (wrong[number] ??= []).push(what);
  const bad = /^(?:javascript|vbscript|data:(?!image\/(?:png|jpeg|gif|webp|avif|svg)))/i;
  for (const frame of document.querySelectorAll("iframe")) {
    const { number } = frame.dataset;
    let page = null;
    try { page = frame.contentDocument; } catch {}
    if (!page?.documentElement || page.URL !== frame.src) {
      note(number, `went elsewhere: ${page?.URL}`);
      continue;
    }
    for (const element of page.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        const address = value.replace(/[\x00-\x20\x7f-\xa0]/g, "");
        const plain = /^(?:title|alt|content|value|aria-label|data-|class|id|name|label|placeholder)/.test(name);
        if (/^on[a-z]+$/i.test(name)) note(number, `handler ${name}`);
        if (!plain && bad.test(address)) note(number, `address ${name}=${value.slice(0, 60)}`);
      }
    }
    const refused = "link, base, meta[http-equiv], script, object, embed, iframe";
    for (const element of page.querySelectorAll(`#written :is(${refused})`)) {
      note(number, `element ${element.tagName}`);
    }
    if (/^ran \d+$/.test(page.title)) note(number, "ran: it changed the title");
    const help = page.getElementById?.call(page, "get-help") ?? null;
    if (frame.dataset.covered) {
      const box = help?.getBoundingClientRect?.();
      const top = box && page.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (!top || top.id !== "get-help") note(number, "the link above the page is covered or moved");
    }
    const follow = (event) => {
      const address = event.target.closest?.("[href]")?.getAttribute("href");
      if (address != null && !bad.test(address.replace(/[\x00-\x20]/g, ""))) event.preventDefault();
    };
    frame.contentWindow.addEventListener("click", follow, { capture: true });
    const clickable = page.querySelectorAll("a, area, button, input, label, summary, svg *, img, [tabindex]");
    for (const element of [...clickable].slice(0, 40)) {
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: frame.contentWindow }));
    }
  }
  await new Promise((done) => setTimeout(done, 60));
  return wrong;
}"""


@dataclass
class Sink:
    """The rest of the web: a proxy that notes whom the browser asks, and answers nobody."""

    address: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def sink() -> Iterator[Sink]:
    class Handler(BaseHTTPRequestHandler):
        def _note(self) -> None:
            found.asked.append(f"{self.command} {self.path}")
            self.send_error(502)

        do_GET = do_POST = do_HEAD = do_CONNECT = do_OPTIONS = do_PUT = _note  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Sink(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()


class Watched:
    """A browser's context in which whatever runs is heard of."""

    def __init__(self, browser: Browser, web: Sink) -> None:
        self.web = web
        self.ran: list[str] = []
        self.context: BrowserContext = browser.new_context(
            proxy={"server": web.address, "bypass": "127.0.0.1"}, service_workers="block"
        )
        self.context.expose_binding("ran", lambda _, *numbers: self.ran.append(f"ran({numbers})"))
        self.page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.context.on("page", self._window)

    def _dialog(self, dialog: Dialog) -> None:
        self.ran.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _window(self, page: Page) -> None:
        self.ran.append(f"window {page.url}")
        page.close()

    def look(self, site: Served, documents: Mapping[int, str], *, covered: bool) -> dict[int, list[str]]:
        """What is wrong with each of ``documents``, addresses below the site's by their numbers, opened all at once."""
        frames = "".join(
            f'<iframe width="700" height="500" data-number="{number}" {"data-covered=1" if covered else ""} '
            f'src="{path}"></iframe>'
            for number, path in documents.items()
        )
        harness = site.folder / "harness.html"
        harness.write_text(f"<!doctype html><title>harness</title>{frames}", encoding="utf-8")
        before, asked = len(self.ran), len(self.web.asked)
        self.page.goto(f"{site.address}harness.html", wait_until="load")
        found = {int(number): list(what) for number, what in self.page.evaluate(LOOK).items()}
        if self.page.url != f"{site.address}harness.html" or self.page.title() != "harness":
            found.setdefault(-1, []).append(f"the page around them changed: {self.page.url} {self.page.title()}")
        left = [what for what in self.web.asked[asked:] if hostile.HOST in what]  # the rest is the browser's own
        for what in [*self.ran[before:], *left]:
            number = re.search(r"(?<=^ran\(\()\d+|(?<=^dialog )\d+|(?<=\bc)\d+(?=\.evil)", what)
            found.setdefault(int(number[0]) if number else -1, []).append(what)  # an earlier document's, it may be
        return found


@pytest.fixture(autouse=True)
def refused_pages_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave refused pages as they are: the policy, too, must hold alone."""
    monkeypatch.setattr("psychoed.plugins.site_plugin.replace_unsafe_pages", lambda _: None)


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Watched]:
    with sink() as web:
        found = Watched(browser, web)
        yield found
        found.context.close()


# ---- building


def secrets(folder: Path) -> None:
    """Files that are there, as they are on every machine, and that are not for readers."""
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    (folder / "includes").mkdir(exist_ok=True)
    for path in (folder / hostile.CANARY_FILE, folder.parent / hostile.CANARY_FILE, folder / ".git" / "config"):
        path.write_text(f"{OUTSIDE}\n", encoding="utf-8")
    (folder / "linked.md").symlink_to(folder.parent / hostile.CANARY_FILE)
    (folder / "includes" / "linked.md").symlink_to(folder / ".git" / "config")


def located(lines: Sequence[str]) -> set[str]:
    """The files that lines of problems name, if for more than a slip that whoever is hostile can do without."""
    found = [place for line in lines for place in re.findall(r"(?:^|\s)([\w./-]+):\d+:\d+: \[([\w-]+)\]", line)]
    return {name for name, code in found if code not in SLIPS}


def build(folder: Path, mkdocs_yml: Path) -> tuple[Built, set[str]]:
    """Build without ``strict``; give back what was built and the files refused.

    What ends the build is left out, named by its message, until the rest builds.
    """
    refused: set[str] = set()
    for _ in range(200):
        shutil.rmtree(folder / "site", ignore_errors=True)
        built = build_site(mkdocs_yml)
        if built.ended is None:
            return built, refused | located(built.problems)
        named = located(built.ended.splitlines()) | set(re.findall(r"docs/c\d+\.\w+(?=:)", built.ended))
        named = {name for name in named if (folder / name).is_file()} - {"mkdocs.yml"}
        assert named, f"the build ended without saying where:\n{built.ended}"
        for name in named:
            (folder / name).unlink()
        refused |= named
        config = yaml.unsafe_load(mkdocs_yml.read_text(encoding="utf-8"))
        if "nav" in config:
            gone = {name.removeprefix("docs/") for name in named}
            config["nav"] = [entry for entry in config["nav"] if not gone & set(entry.values())]
            mkdocs_yml.write_text(yaml.safe_dump(config), encoding="utf-8")
    raise AssertionError("the build would not come to an end")


def published(site: Path) -> list[str]:
    """The files below the built site that hold what must stay outside."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return [path.relative_to(site).as_posix() for path in files if OUTSIDE.encode() in path.read_bytes()]


def report(found: Mapping[int, list[str]], texts: Mapping[int, object]) -> str:
    """The cases that failed, the shortest first, to be read by a person."""
    rows = sorted(found.items(), key=lambda row: len(str(texts.get(row[0], ""))))
    lines = [
        f"case {number}: {'; '.join(dict.fromkeys(what))[:300]}\n{texts.get(number)!r}" for number, what in rows[:12]
    ]
    return "\n\n".join([f"{len(found)} of {len(texts)} failed", *lines])


def look_at_all(
    watched: Watched, built: Built, documents: Mapping[int, str], refused: set[int], *, covered: bool = False
) -> dict[int, list[str]]:
    """What is wrong with the built ``documents``; of the refused ones only what ran."""
    found: dict[int, list[str]] = {}
    with serve(built.site) as site:
        for group, strictly in ((set(documents) - refused, True), (set(documents) & refused, False)):
            numbers = sorted(group)
            for first in range(0, len(numbers), FRAMES):
                some = {number: documents[number] for number in numbers[first : first + FRAMES]}
                wrong = watched.look(site, some, covered=covered and strictly)
                for number, what in wrong.items():
                    kept = (
                        what
                        if number not in refused
                        else [each for each in what if each.startswith(("ran", "dialog", "window"))]
                    )
                    if kept:
                        found.setdefault(number, []).extend(kept)
    return found


# ---- the three kinds of cases


def of_batch(strategy: st.SearchStrategy[str], count: int, batch: int, size: int) -> dict[int, str]:
    """The cases of one site by their numbers, of ``count`` in all."""
    some = examples(strategy, count)[batch * size : (batch + 1) * size]
    return {number: numbered(text, number) for number, text in enumerate(some, batch * size)}


@cache
def examples(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    return cases(strategy, count, SEED)


@pytest.mark.parametrize("batch", range(-(-PAGES // PAGES_BATCH)))
def test_pages(batch: int, watched: Watched, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    secrets(folder)
    texts = of_batch(hostile.MARKDOWN, PAGES, batch, PAGES_BATCH)
    files = {f"docs/c{number}.md": HEAD + text for number, text in texts.items()}
    snippets = {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}
    mkdocs_yml = make_site(
        folder,
        {**files, "docs/index.md": HEAD, "references.bib": BIB, "theme/main.html": BARE},
        hooks=[hook for hook in HOOKS if "page" not in hook],
        extensions=[*EXTENSIONS, snippets],
    )
    built, refused = build(folder, mkdocs_yml)
    documents = {number: f"c{number}/" for number in texts if (built.site / f"c{number}" / "index.html").is_file()}
    numbers = {number for number in texts if f"docs/c{number}.md" in refused}
    assert len(set(texts) - numbers) > len(texts) / 20  # else there is nothing to see
    found = look_at_all(watched, built, documents, numbers, covered=True)
    assert not found, report(found, texts)
    assert published(built.site) == []


def test_drawings(watched: Watched, tmp_path: Path) -> None:
    """A drawing is opened by its own address, where no policy holds: one that is published must be harmless."""
    folder = tmp_path / "work"
    secrets(folder)
    texts = {number: numbered_bytes(data, number) for number, data in enumerate(cases(hostile.DRAWING, DRAWINGS, SEED))}
    mkdocs_yml = make_site(
        folder, {"docs/index.md": HEAD, "references.bib": BIB, "theme/main.html": BARE}, hooks=[HOOKS[1], HOOKS[3]]
    )
    for number, data in texts.items():
        (folder / "docs" / f"c{number}.svg").write_bytes(data)
    built, refused = build(folder, mkdocs_yml)
    numbers = {number for number in texts if f"docs/c{number}.svg" in refused}
    assert len(set(texts) - numbers) > DRAWINGS / 50
    documents = {number: f"c{number}.svg" for number in set(texts) - numbers}
    found = look_at_all(watched, built, documents, set())
    assert not found, report(found, texts)
    assert published(built.site) == []


def settings(words: list[str]) -> dict[str, Any]:
    """Every word of mkdocs.yml that gets onto a page, hostile."""
    take = iter(words)
    return {
        "site_name": next(take),
        "site_description": next(take),
        "site_author": next(take),
        "copyright": next(take),
        "theme": {
            **THEME,
            "palette": [
                {
                    "scheme": "default",
                    "primary": "custom",
                    "toggle": {"icon": "material/brightness-7", "name": next(take)},
                },
                {
                    "scheme": "slate",
                    "primary": "custom",
                    "toggle": {"icon": "material/brightness-4", "name": next(take)},
                },
            ],
        },
        "extra": {
            "page": {
                "audiences": ["people in pain", "clinicians"],
                "safety": {"text": next(take), "link": "index.md"},
                "header_links": [{"text": next(take), "link": "index.md"}],
                "authors": next(take),
                "conflicts": next(take),
                "licence": {"text": next(take), "link": f"https://licence.example/{next(take)}"},
                "report": {"text": next(take), "link": "index.md"},
                "repository": f"https://forge.example/{next(take)}",
            }
        },
    }


WORDS = 14


@pytest.mark.parametrize("batch", range(-(-MATTERS // BATCH)))
def test_front_matter_and_settings(batch: int, watched: Watched, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    secrets(folder)
    texts = of_batch(hostile.FRONT_MATTER, MATTERS, batch, BATCH)
    words = [numbered(word, 10_000 + batch) for word in examples(hostile.WORD, WORDS * 40)]
    files = {f"docs/c{number}.md": f"---\n{text}---\n\n{HEAD}Flour.\n" for number, text in texts.items()}
    index = f"---\n{yaml.safe_dump(hostile.BASE)}---\n{HEAD}"
    titles = examples(hostile.WORD, WORDS * 40 + MATTERS)[WORDS * 40 :]
    nav = [{"Home": "index.md"}, *({numbered(titles[number], number) or "x": f"c{number}.md"} for number in texts)]
    chosen: dict[str, Any] = {}
    why: list[str] = []
    for turn in range(20):  # settings that end the build say where; then others are tried
        chosen = settings(words[(batch * 3 + turn) % 40 * WORDS :][:WORDS])
        mkdocs_yml = make_site(
            folder, {**files, "docs/index.md": index, "references.bib": BIB}, hooks=HOOKS, nav=nav, **chosen
        )
        try:
            load_config(str(mkdocs_yml))
            built, refused = build(folder, mkdocs_yml)
        except AssertionError as error:
            if "mkdocs.yml" not in str(error):
                raise
            why.append(str(error)[:400])
            continue
        break
    else:
        pytest.fail("\n".join(["no settings were accepted", *why]))
    documents = {number: f"c{number}/" for number in texts if (built.site / f"c{number}" / "index.html").is_file()}
    documents |= {10_000 + batch: "index.html"}
    found = look_at_all(watched, built, documents, {number for number in texts if f"docs/c{number}.md" in refused})
    assert not found, report(found, texts | {10_000 + batch: chosen})
    assert not Path("ran").exists()  # nor on the machine that builds
    assert published(built.site) == []


def test_the_browser_would_tell(watched: Watched, tmp_path: Path) -> None:
    """The test itself: without our hooks it hears and sees all that it looks for."""
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    attacks = {
        1: ("<script>ran(1)</script>", "ran((1,))"),
        2: ("<img src=x onerror='alert(2)'>", "dialog 2"),
        3: ("<img src='http://c3.evil.example/x.png'>", "GET http://c3.evil.example/x.png"),
        4: ("<link rel=stylesheet href='https://c4.evil.example/x.css'>", "CONNECT c4.evil.example:443"),
        5: ("<meta http-equiv=refresh content='0;url=http://c5.evil.example/'>", "GET http://c5.evil.example/"),
        6: ("<a href='javascript:top.ran(6)'>x</a>", "ran((6,))"),
        7: ("<p style='position:fixed;inset:0'>x</p>", "the link above the page is covered or moved"),
        8: ("<script>top.document.title = 'other'</script>", "the page around them changed"),
        9: ("<svg onload='ran(9)'></svg>", "ran((9,))"),
        10: ("<iframe srcdoc='<script>top.ran(10)</script>'></iframe>", "ran((10,))"),
        11: ("<a href='data:text/html,x'>x</a>", "address href=data:text/html,x"),
        12: ("<script>open('about:blank')</script>", "window"),
        13: ("<form action='http://c13.evil.example/'><button>x</button></form>", "GET http://c13.evil.example/"),
        15: ("<link rel=preconnect href='https://c15.evil.example'>", "element LINK"),
        14: ("<script>location = 'http://c14.evil.example/'</script>", "went elsewhere"),
    }
    for number, (text, _) in attacks.items():
        path = tmp_path / f"c{number}" / "index.html"
        path.parent.mkdir()
        path.write_text(BARE.replace("{{ page.content }}", text), encoding="utf-8")
    for number, (text, told) in attacks.items():
        found = look_at_all(watched, Built(tmp_path), {number: f"c{number}/"}, set(), covered=True)
        assert set(found) <= {number, -1}, found
        assert any(what.startswith(told) for each in found.values() for what in each), (text, found)
    assert published(tmp_path) == []
    (tmp_path / "x.txt").write_text(f"... {OUTSIDE} ...", encoding="utf-8")
    assert published(tmp_path) == ["x.txt"]


def test_there_are_enough_cases() -> None:
    assert min(COUNT, 2000) - 3 <= PAGES + DRAWINGS + MATTERS


def test_a_harmless_page_is_none(watched: Watched, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    files = {
        "docs/index.md": HEAD,
        "docs/c1.md": f"{HEAD}Flour [@loaf], [water](https://example.org).\n",
        "references.bib": BIB,
    }
    built, refused = build(folder, make_site(folder, {**files, "theme/main.html": BARE}, hooks=HOOKS[1:]))
    assert refused == set()
    assert look_at_all(watched, built, {1: "c1/"}, set(), covered=True) == {}
