"""A film of drawings: nothing moves or is fetched before *Play*, and everything in it can be had without playing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from support.axe import faults
from support.served import Served
from support.until import until

from .test_listen import tone

pytestmark = pytest.mark.browser

PAGE = "understand/neuroplastic-pain/"
RUNNING = "document.getAnimations().filter(each => each.playState === 'running')"
MOVING = f"{RUNNING}.filter(each => each.effect.target.closest('svg')).length"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that asks the network for everything."""
    with browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block") as context:
        yield context


def scene(page: Page, number: int) -> None:
    """Expect that the scene of this number is the one on the screen."""
    expect(page.get_by_text(f"Scene {number} of 7")).to_be_visible()
    expect(page.locator(".scenes figure").nth(number - 1)).to_be_in_viewport(ratio=0.6)


def test_it_plays_pauses_and_turns_to_any_scene(phone: BrowserContext, site: Served) -> None:
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}{PAGE}")
    play = page.get_by_role("button", name="Play the film")
    expect(play).to_be_visible()
    assert page.evaluate(MOVING) == 0
    assert not [url for url in asked if "scenes.js" in url]
    play.click()
    scene(page, 1)
    until(page, f"{MOVING} > 0")
    page.get_by_role("button", name="Scene 5").click()
    scene(page, 5)
    until(page, f"{MOVING} > 2")
    assert faults(page) == []
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    assert page.evaluate(f"{RUNNING}.length") == 0
    page.get_by_role("button", name="Resume").click()
    until(page, f"{MOVING} > 0")  # whichever scene it has come to
    # The last scene ends, and the film can be played again.
    page.get_by_role("button", name="Scene 7").click()
    page.evaluate("document.querySelector('.scenes-bar').getAnimations()[0].finish()")
    page.get_by_role("button", name="Play again").click()
    scene(page, 1)
    assert not [url for url in asked if url.endswith(".mp3")]


def test_pages_turned_by_hand_are_followed(phone: BrowserContext, site: Served) -> None:
    page = phone.new_page()
    page.goto(f"{site.address}{PAGE}")
    page.get_by_role("button", name="Play the film").click()
    scene(page, 1)
    page.locator(".scenes").focus()
    page.keyboard.press("ArrowRight")
    scene(page, 2)


def test_a_voice_leads_from_scene_to_scene(phone: BrowserContext, site: Served) -> None:
    page = phone.new_page()
    names = " ".join(f"step-{number:02}.mp3" for number in range(1, 8))
    html = (site.folder / PAGE / "index.html").read_text(encoding="utf-8")
    html = html.replace('<div class="scenes"', f'<div class="scenes" data-voices="{names}"')
    sounds: list[str] = []

    def answer(route: Route) -> None:
        sounds.append(route.request.url.rpartition("/")[2])
        route.fulfill(body=tone(), content_type="audio/wav")

    page.route(f"**/{PAGE}", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/*.mp3", answer)
    page.goto(f"{site.address}{PAGE}")
    assert sounds == []
    page.get_by_role("button", name="Play the film").click()
    scene(page, 1)
    scene(page, 2)  # two seconds of sound, and a pause
    assert list(dict.fromkeys(sounds)) == ["step-01.mp3", "step-02.mp3"]
    page.get_by_label("With a computer’s voice").uncheck()
    page.get_by_role("button", name="Scene 6").click()
    scene(page, 6)
    assert "step-06.mp3" not in sounds


def test_nothing_moves_for_readers_who_ask_for_that(browser: Browser, site: Served) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{site.address}{PAGE}")
        page.get_by_role("button", name="Play the film").click()
        page.get_by_role("button", name="Scene 4").click()
        scene(page, 4)
        assert page.evaluate(MOVING) == 0


def test_without_scripts_all_drawings_are_one_below_another(browser: Browser, site: Served) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.address}{PAGE}")
        boxes = [figure.bounding_box() for figure in page.locator(".scenes figure").all()]
        assert len(boxes) == 7
        assert [box for box in boxes if not box or box["x"] + box["width"] > 390] == []
        assert boxes == sorted(boxes, key=lambda box: box["y"] if box else 0)
        for caption in page.locator(".scenes figcaption").all():
            assert re.search(r"\w{3}.*\.$", caption.inner_text().strip())
        expect(page.get_by_role("button", name="Play the film")).to_have_count(0)
