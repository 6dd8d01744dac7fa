"""A reader who came once reads on without a network, and never sees old warning signs with one."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.served import Served, serve
from support.until import until

pytestmark = pytest.mark.browser

SIGNS = "understand/warning-signs/"
SLOW: dict[str, float] = {}  # seconds by address: a network that is there and hardly answers
KEPT = """async () => {
  const names = await caches.keys();
  const keys = async name => (await (await caches.open(name)).keys()).map(one => one.url);
  const found = await Promise.all(names.map(keys));
  return [names, found.flat()];
}"""


@pytest.fixture
def own(site: Served, tmp_path: Path) -> Iterator[Served]:
    """A copy of the site that a test may change, at an address of its own."""
    folder = tmp_path / "site"
    shutil.copytree(site.folder, folder)
    SLOW.clear()
    with serve(folder, SLOW) as served:
        yield served


@pytest.fixture
def visit(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def publish(site: Served, path: str, old: str, new: str, version: str) -> None:
    """Change a file as a new build does: its digest and the version are in the service worker."""
    file, worker = site.folder / path, site.folder / "sw.js"
    before = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    change(file, old, new)
    change(worker, before, hashlib.sha256(file.read_bytes()).hexdigest()[:12])
    known = re.search(r'version:"(\w+)"', worker.read_text(encoding="utf-8"))
    assert known
    change(worker, known[1], version)


def update(page: Page) -> None:
    """Let the browser look for a new service worker, and wait until it has it or has given it up."""
    page.evaluate("""async () => {
      const one = await navigator.serviceWorker.getRegistration();
      await one.update().catch(() => {});
      while (one.installing || one.waiting) await new Promise(so => setTimeout(so, 50));
    }""")


def come_once(context: BrowserContext, site: Served) -> Page:
    """Open the home page and stay until the service worker has kept the site."""
    page = context.new_page()
    page.clock.install()
    page.goto(site.address, wait_until="load")
    page.clock.fast_forward(3_500)  # the page has been read
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_site_is_read_and_searched_without_a_network(visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    visit.set_offline(True)
    page.goto(f"{own.address}practise/guided/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Step 1 of 6")).to_be_visible()
    page.get_by_role("button", name="Stop now").click()
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("getComputedStyle(document.querySelector('.guided')).borderTopStyle") == "solid"
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("numb groin", delay=20)
    first = page.locator(".md-search-result__item > a").first
    expect(first).to_contain_text("Warning signs", timeout=20_000)
    first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Warning signs")


def test_what_was_not_kept_leads_to_the_offline_page_and_help(visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    visit.set_offline(True)
    page.goto(f"{own.address}evidence/no-such-page/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("offline")
    expect(page.get_by_role("article")).to_contain_text("116 123")  # numbers to call are on the page itself
    page.get_by_role("article").get_by_role("link", name="Warning signs").click()
    expect(page.locator("#crisis-lines")).to_be_attached()


def test_a_sheet_is_kept_once_it_was_opened_and_no_sheet_before(visit: BrowserContext, own: Served) -> None:
    sheet = own.folder / "handouts" / "flare-up-plan" / "flare-up-plan-a4.pdf"
    sheet.write_bytes(b"%PDF-1.7\n")
    page = come_once(visit, own)
    address = f"{own.address}handouts/flare-up-plan/flare-up-plan-a4.pdf"
    assert [kept for kept in page.evaluate(KEPT)[1] if kept.endswith(".pdf")] == []
    read = "async address => { try { return (await fetch(address)).status } catch { return 0 } }"
    assert page.evaluate(read, address) == 200
    visit.set_offline(True)
    assert page.evaluate(read, address) == 200
    assert page.evaluate(read, address.replace("a4", "letter")) == 0


def test_changed_warning_signs_are_seen_at_once(visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    page.goto(f"{own.address}{SIGNS}")
    change(own.folder / SIGNS / "index.html", "trouble peeing", "trouble passing water")
    page.goto(f"{own.address}{SIGNS}")  # by the old service worker: no new one was published
    expect(page.get_by_text("trouble passing water").filter(visible=True).first).to_be_visible()
    visit.set_offline(True)
    page.goto(f"{own.address}{SIGNS}")
    expect(page.get_by_text("trouble passing water").filter(visible=True).first).to_be_visible()


def test_a_new_version_takes_the_place_of_the_old(visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    page.evaluate(
        "async scope => (await caches.open(`${scope}other/ 1`)).put('/x', new Response('theirs'))", own.address
    )
    before = next(name for name in page.evaluate(KEPT)[0] if "other" not in name)
    publish(own, "assets/theme.css", ".guided", "/* newly guided */.guided", "0123456789ab")
    page.goto(f"{own.address}practise/guided/")
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    gone = "async old => { while ((await caches.keys()).includes(old)) await new Promise(so => setTimeout(so, 100)) }"
    page.evaluate(gone, before)
    names, _ = page.evaluate(KEPT)
    assert sorted(names) == [f"{own.address} 0123456789ab", f"{own.address}other/ 1"]
    assert "newly guided" in page.evaluate("fetch('../../assets/theme.css').then(answer => answer.text())")


SAVED = ".saved-copy"
DATED = re.compile(r"This is a saved copy from \d{1,2} [A-Z][a-z]+ \d{4}")


def test_a_site_that_is_half_published_is_not_kept(visit: BrowserContext, own: Served) -> None:
    """The new service worker is there and one of its scripts is not yet: all that is kept stays of one build."""
    page = come_once(visit, own)
    [before] = page.evaluate(KEPT)[0]
    style = own.folder / "assets" / "theme.css"
    old = style.read_bytes()
    publish(own, "assets/theme.css", ".guided", "/* newly guided */.guided", "0123456789ab")
    new = style.read_bytes()
    style.write_bytes(old)  # a server that still gives the old one
    update(page)
    assert page.evaluate(KEPT)[0] == [before]
    assert "newly guided" not in page.evaluate(f"fetch('{own.address}assets/theme.css').then(it => it.text())")
    style.write_bytes(new)
    later = time.time() + 5
    os.utime(style, (later, later))  # the server tells files apart by the second
    update(page)
    until(page, f"caches.keys().then(all => all.join() === '{own.address} 0123456789ab')")
    assert "newly guided" in page.evaluate(f"fetch('{own.address}assets/theme.css').then(it => it.text())")


def test_a_page_of_the_next_build_is_shown_and_not_mixed_into_what_is_kept(visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    change(own.folder / "evidence" / "open-questions" / "index.html", "Critics, open questions", "Changed")
    page.goto(f"{own.address}evidence/open-questions/?past=the-browsers-own-cache")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Changed")
    visit.set_offline(True)
    page.goto(f"{own.address}evidence/open-questions/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Critics, open questions")


@pytest.mark.parametrize("path", [SIGNS, "flare/", "handouts/warning-signs-card/"])
def test_a_copy_that_readers_act_on_says_so(path: str, visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    page.goto(f"{own.address}{path}")
    expect(page.locator(SAVED)).to_have_count(0)
    visit.set_offline(True)
    page.goto(f"{own.address}{path}")
    expect(page.locator(SAVED)).to_be_visible()
    expect(page.locator(SAVED)).to_contain_text(DATED)
    assert page.evaluate("document.querySelector('.saved-copy').nextElementSibling.localName") == "h1"
    page.goto(f"{own.address}evidence/open-questions/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(SAVED)).to_have_count(0)


def test_warning_signs_that_no_one_answers_for_are_marked(visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    SLOW[SIGNS] = 20
    page.goto(f"{own.address}{SIGNS}", timeout=18_000)
    expect(page.locator(SAVED)).to_contain_text(DATED)
    visit.set_offline(True)
    page.goto(f"{own.address}{SIGNS}")  # what is kept has one line, not one more each time
    expect(page.locator(SAVED)).to_have_count(1)


def test_a_slow_network_is_not_waited_for_but_by_warning_signs(visit: BrowserContext, own: Served) -> None:
    page = come_once(visit, own)
    SLOW.update({"evidence/open-questions/": 20, SIGNS: 3.5})
    change(own.folder / "evidence" / "open-questions" / "index.html", "Critics, open questions", "Changed")
    change(own.folder / SIGNS / "index.html", "trouble peeing", "trouble passing water")
    page.goto(f"{own.address}evidence/open-questions/", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Critics", timeout=10_000)
    page.goto(f"{own.address}{SIGNS}")
    expect(page.get_by_text("trouble passing water").filter(visible=True).first).to_be_visible()


def test_a_reader_who_saves_data_is_left_alone(visit: BrowserContext, own: Served) -> None:
    visit.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page = visit.new_page()
    page.clock.install()
    page.goto(own.address)
    page.clock.run_for(10_000)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_the_worker_names_only_what_it_keeps(site: Served) -> None:
    text = (site.folder / "sw.js").read_text(encoding="utf-8")
    assert SIGNS in text
    assert ".pdf" not in text
