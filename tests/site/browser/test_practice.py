"""The guided practice: its time, its ways out, what it says to a screen reader, and what it leaves behind.

That is nothing, unless it was asked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from support.axe import faults
from support.served import Served

pytestmark = pytest.mark.browser

STEPS = {2: 6, 5: 9, 10: 14}
# Counts what a screen reader would announce: each change of the live region, as one.
LISTEN = """() => {
  window.said = [];
  const region = document.querySelector('.guided-now');
  new MutationObserver(() => said.push(region.innerText)).observe(region, {childList: true});
  const Real = AudioContext;
  window.sounds = [];
  window.AudioContext = class extends Real { constructor() { super(); sounds.push(this); } };
}"""


@pytest.fixture
def guided(page: Page, site: Served) -> Iterator[Page]:
    """The page with the practice, its clock in our hands."""
    page.clock.install(time=datetime(2026, 1, 1, tzinfo=UTC))
    page.goto(f"{site.address}practise/guided/")
    page.clock.pause_at(datetime(2026, 1, 1, 1, tzinfo=UTC))  # or time would go by while the test works
    page.evaluate(LISTEN)
    yield page
    assert page.evaluate("said.filter(text => !text.trim())") == []


def start(page: Page, minutes: int = 2, **choices: bool) -> None:
    page.get_by_label(f"{minutes} minutes", exact=True).check()
    for name, label in (("own", "tap to move on"), ("tone", "soft chime")):
        page.get_by_label(label).set_checked(choices.get(name, False))
    page.get_by_role("button", name="Start").click()


def close(page: Page) -> None:
    page.get_by_role("button", name="Close").click()


def times(page: Page, minutes: int) -> list[int]:
    """How long each step should last: its words at 2.3 a second, and its share of what is left of the time."""
    steps = page.locator(".guided > ol > li").all()
    texts = [step.text_content() or "" for step in steps if int(step.get_attribute("data-from") or 0) <= minutes]
    words = [len(text.split()) for text in texts]
    rest = minutes * 60 - sum(words) / 2.3
    assert rest > 0, "more words than time"
    return [round(1000 * (n / 2.3 + rest / 2 * (1 / len(words) + n / sum(words)))) for n in words]


def now(page: Page) -> str:
    return page.locator(".guided-now").inner_text()


@pytest.mark.parametrize(("minutes", "steps"), STEPS.items())
def test_the_steps_go_by_in_the_time_chosen(guided: Page, minutes: int, steps: int) -> None:
    lasting = times(guided, minutes)
    assert len(lasting) == steps
    assert abs(sum(lasting) - minutes * 60_000) < 100
    assert min(lasting) > 8_000, "time to look"
    start(guided, minutes)
    assert "Settle." in now(guided)
    for step, time in enumerate(lasting[:-1], 1):
        assert f"Step {step} of {steps}" in now(guided)
        guided.clock.run_for(time - 500)
        assert f"Step {step} of {steps}" in now(guided)
        guided.clock.run_for(501)
    assert "Finish." in now(guided)
    guided.clock.run_for(lasting[-1])
    assert "However it went, you looked, and you were kind." in now(guided)
    expect(guided.get_by_role("button", name="Close")).to_be_focused()
    expect(guided.get_by_role("button", name="Stop now")).to_be_hidden()
    # One announcement a step and one at the end, however long they were.
    assert len(guided.evaluate("said")) == steps + 1
    guided.clock.run_for(600_000)
    assert len(guided.evaluate("said")) == steps + 1
    close(guided)
    expect(guided.get_by_role("button", name="Start")).to_be_focused()


def test_steps_with_more_words_last_longer(guided: Page) -> None:
    lasting = dict(zip(guided.locator(".guided > ol > li").all_text_contents(), times(guided, 10), strict=True))
    in_order = sorted(lasting, key=lambda text: len(text.split()))
    assert lasting[in_order[-1]] > 1.5 * lasting[in_order[0]]


def test_nothing_else_is_on_the_screen(guided: Page) -> None:
    start(guided)
    room = guided.get_by_role("dialog", name="Guided practice")
    box = room.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 900}
    link = guided.get_by_role("link", name="Get help now").first.bounding_box()
    assert link
    on_top = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.guided-room'))"
    assert guided.evaluate(on_top, [link["x"] + 5, link["y"] + 20])
    assert room.get_by_role("button").all_inner_texts() == ["Pause", "Next step", "Stop now"]


def test_a_ring_fills_as_time_goes_by_and_waits_while_paused(guided: Page) -> None:
    done = "Number(getComputedStyle(document.querySelector('.guided-ring')).getPropertyValue('--done'))"
    start(guided)
    assert guided.evaluate(done) < 1
    guided.clock.run_for(60_000)
    assert 45 < guided.evaluate(done) < 55
    guided.get_by_role("button", name="Pause").click()
    before = guided.evaluate(done)
    guided.clock.run_for(60_000)
    assert guided.evaluate(done) == before
    guided.get_by_role("button", name="Resume").click()
    guided.clock.run_for(61_000)
    assert guided.evaluate(done) == 100


def test_pause_holds_the_time_that_is_left(guided: Page) -> None:
    first = times(guided, 2)[0]
    start(guided)
    expect(guided.get_by_role("button", name="Pause")).to_be_focused()
    guided.clock.run_for(first - 5_000)
    guided.keyboard.press("Space")
    guided.clock.run_for(3_600_000)
    assert "Step 1 of 6" in now(guided)
    guided.get_by_role("button", name="Resume").click()
    guided.clock.run_for(4_000)
    assert "Step 1 of 6" in now(guided)
    guided.clock.run_for(1_100)
    assert "Step 2 of 6" in now(guided)
    expect(guided.get_by_role("button", name="Pause")).to_be_visible()


def test_next_goes_on_at_once_and_out_of_a_pause(guided: Page) -> None:
    start(guided)
    guided.get_by_role("button", name="Pause").click()
    guided.get_by_role("button", name="Next step").click()
    assert "Step 2 of 6" in now(guided)
    guided.clock.run_for(times(guided, 2)[1] + 100)
    assert "Step 3 of 6" in now(guided)


@pytest.mark.parametrize("way", ["button", "Escape", "Escape while paused"])
def test_stop_ends_it_at_once(guided: Page, way: str) -> None:
    start(guided, tone=True)
    if "paused" in way:
        guided.get_by_role("button", name="Pause").click()
    if way == "button":
        guided.get_by_role("button", name="Stop now").click()
    else:
        guided.keyboard.press("Escape")
    assert "Stopped." in now(guided)
    assert "name five things you can see" in now(guided)
    expect(guided.locator(".guided-now").get_by_role("link", name="crisis lines")).to_be_visible()
    assert guided.evaluate("sounds.map(sound => sound.state)") == ["closed"]
    heard = len(guided.evaluate("said"))
    guided.clock.run_for(600_000)
    assert len(guided.evaluate("said")) == heard
    close(guided)
    start(guided)
    assert "Step 1 of 6" in now(guided)


def test_stop_is_in_sight_wherever_the_page_is(browser: Browser, site: Served) -> None:
    with browser.new_context(viewport={"width": 320, "height": 480}) as context:
        page = context.new_page()
        page.goto(f"{site.address}practise/guided/")
        start(page, 10)
        for place in ("0", "room.scrollHeight"):
            page.locator(".guided-room").evaluate(f"room => room.scrollTo(0, {place})")
            expect(page.get_by_role("button", name="Stop now")).to_be_in_viewport(ratio=1)
        for name in ("Pause", "Next step", "Stop now"):
            box = page.get_by_role("button", name=name).bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_clock_each_step_waits_for_a_tap(guided: Page) -> None:
    start(guided, own=True)
    expect(guided.get_by_role("button", name="Pause")).to_be_hidden()
    guided.clock.run_for(3_600_000)
    assert "Step 1 of 6" in now(guided)
    for step in range(2, 7):
        guided.get_by_role("button", name="Next step").click()
        assert f"Step {step} of 6" in now(guided)
    guided.get_by_role("button", name="Next step").click()
    assert "All done" in now(guided)


def test_it_makes_no_sound_unless_asked(guided: Page) -> None:
    start(guided)
    guided.clock.run_for(130_000)
    assert guided.evaluate("sounds.length") == 0
    close(guided)
    start(guided, tone=True)
    assert guided.evaluate("sounds.length") == 1


def test_nothing_is_asked_kept_or_moved(browser: Browser, site: Served) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.clock.install()
        page.goto(f"{site.address}practise/guided/", wait_until="networkidle")
        kept = "[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]"
        before = page.evaluate(kept)
        asked: list[str] = []
        # But for the browser's own icon of the page, which comes when it likes.
        page.on("request", lambda request: asked.append(request.url) if "icon" not in request.url else None)
        start(page, tone=True)
        moving = page.evaluate("document.getAnimations().map(each => each.effect.target.outerHTML.slice(0, 99))")
        assert [each for each in moving if "guided" in each] == []
        page.clock.run_for(125_000)
        assert "All done" in now(page)
        assert asked == []
        assert page.evaluate(kept) == before
        assert context.cookies() == []


def test_without_javascript_it_is_a_script_to_read(browser: Browser, site: Served) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.address}practise/guided/")
        expect(page.locator(".guided > ol > li:visible")).to_have_count(STEPS[10])
        expect(page.get_by_text("Read each step slowly")).to_be_visible()
        expect(page.get_by_role("button", name="Start")).to_have_count(0)
        after = "item => getComputedStyle(item, '::after').content"
        assert "5" in page.locator(".guided li[data-from='5']").first.evaluate(after)


def test_it_prints_as_the_script_even_while_it_runs(guided: Page) -> None:
    start(guided)
    guided.emulate_media(media="print")
    expect(guided.locator(".guided > ol > li:visible")).to_have_count(STEPS[10])
    expect(guided.get_by_role("button", name="Stop now")).to_be_hidden()
    expect(guided.locator(".guided-now")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_while_and_after(browser: Browser, site: Served, scheme: str) -> None:
    viewport = {"width": 390, "height": 844}
    with browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{site.address}practise/guided/")
        assert faults(page) == []
        start(page)
        assert faults(page) == []
        page.get_by_role("button", name="Stop now").click()
        assert faults(page) == []


def test_the_check_first_line_comes_first_and_the_practice_page_leads_here(page: Page, site: Served) -> None:
    page.goto(f"{site.address}practise/somatic-tracking/#short-version")
    page.get_by_role("article").get_by_role("link", name="guided practice").first.click()
    expect(page).to_have_url(re.compile("/practise/guided/#start$"))
    expect(page.get_by_role("button", name="Stop now")).to_be_visible()
    page.keyboard.press("Escape")
    close(page)
    check = page.locator(".check-first").bounding_box()
    begin = page.get_by_role("button", name="Start").bounding_box()
    assert check
    assert begin
    assert check["y"] < begin["y"]


@pytest.mark.parametrize("stored", [None, "no JSON", "7", '[["minutes", "5"], ["own", "on"], ["other", "on"]]'])
def test_what_is_kept_comes_back_and_nonsense_does_no_harm(page: Page, site: Served, stored: str | None) -> None:
    page.goto(f"{site.address}practise/guided/")
    kept = "localStorage.getItem('guided')"
    if stored is None:
        page.get_by_label("Remember this in this browser").check()
        start(page, 5, own=True)
        page.keyboard.press("Escape")
    else:
        page.evaluate("text => localStorage.setItem('guided', text)", stored)
    page.reload()
    is_kept = stored is None or stored.startswith("[")
    assert page.get_by_label("5 minutes").is_checked() == is_kept
    assert page.get_by_label("I’ll tap to move on").is_checked() == is_kept
    page.get_by_label("Remember this in this browser").uncheck()
    page.get_by_role("button", name="Start").click()
    assert page.evaluate(kept) is None


def test_one_tap_on_the_page_for_a_flare_up_starts_it(page: Page, site: Served) -> None:
    page.goto(f"{site.address}flare/")
    page.get_by_role("link", name="Try the two-minute guided practice").click()
    expect(page.get_by_role("dialog", name="Guided practice")).to_contain_text("Settle.")
    assert page.evaluate("localStorage.length") == 0


def test_every_practice_leads_to_it(page: Page, site: Served) -> None:
    for path in site.pages():
        if not path.startswith("practise/") or path == "practise/guided/":
            continue
        page.goto(f"{site.address}{path}")
        assert page.locator("article a[href*='../guided/']").count(), path


def test_what_a_page_says_of_its_minutes_is_text(browser: Browser, site: Served) -> None:
    page = browser.new_context().new_page()
    html = (site.folder / "practise/guided/index.html").read_text(encoding="utf-8")
    hostile = html.replace('data-minutes="2 5 10"', "data-minutes='2 \"><img/src=x/onerror=ran=1> 1e9 10'")
    assert hostile != html
    page.route("**/practise/guided/", lambda route: route.fulfill(body=hostile, content_type="text/html"))
    page.goto(f"{site.address}practise/guided/")
    assert page.locator(".guided-start [name=minutes]").evaluate_all("all => all.map(one => one.value)") == ["2", "10"]
    assert page.locator(".guided img").count() == 0
    page.context.close()


def test_a_practice_without_minutes_is_a_list_to_read(browser: Browser, site: Served) -> None:
    page = browser.new_context().new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    html = (site.folder / "practise/guided/index.html").read_text(encoding="utf-8")
    hostile = html.replace('data-minutes="2 5 10"', "")
    page.route("**/practise/guided/", lambda route: route.fulfill(body=hostile, content_type="text/html"))
    page.goto(f"{site.address}practise/guided/")
    assert page.locator(".guided-start").count() == 0
    assert errors == []
    page.context.close()
