"""Listening to a page: nothing is loaded before it is asked for, then a player with parts, speeds and a copy to keep.

The voice is no part of the tests' set-up, so the pages get the link that the plugin writes, and a tone for its sound.
"""

from __future__ import annotations

import io
import math
import re
import struct
import wave
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from support.axe import faults
from support.served import Served
from support.until import until

pytestmark = pytest.mark.browser

CHAPTERS = "[[0.3, &quot;Title&quot;], [1.5, &quot;What is &lt;b&gt;normal&lt;/b&gt;?&quot;]]"
LINK = f'<p class="listen no-print"><a href="NAME.mp3" data-chapters="{CHAPTERS}">Listen (1 min)</a></p>'


def tone() -> bytes:
    """Two seconds of a quiet tone."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", round(900 * math.sin(at / 4))) for at in range(16_000)))
    return buffer.getvalue()


def show(page: Page, site: Served, name: str) -> list[str]:
    """Open the practice ``name`` as a build with sound has it; returns the sounds that are asked for from then on."""
    html = (site.folder / f"practise/{name}/index.html").read_text(encoding="utf-8")
    html = html.replace("</h1>", f"</h1>{LINK.replace('NAME', name)}", 1)
    html = re.sub(
        r'(<div class="guided"[^>]*)>', rf'\1 data-voices="{" ".join(f"step-{n:02}.mp3" for n in range(1, 15))}">', html
    )
    html = html.replace("</body>", '<script src="../../assets/audio.js"></script></body>')
    sounds: list[str] = []

    def answer(route: Route) -> None:
        sounds.append(route.request.url.rpartition("/")[2])
        route.fulfill(body=tone(), content_type="audio/wav")

    page.route(f"**/practise/{name}/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/*.mp3", answer)
    page.goto(f"{site.address}practise/{name}/")
    return sounds


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone's page; fails on script errors."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_nothing_is_loaded_before_listen_is_pressed(phone: Page, site: Served) -> None:
    sounds = show(phone, site, "somatic-tracking")
    phone.wait_for_load_state("networkidle")
    assert (sounds, phone.locator("audio").count()) == ([], 0)
    phone.get_by_role("link", name="Listen (1 min)").click()
    sound = phone.locator(".player audio")
    expect(sound).to_be_visible()
    until(phone, "document.querySelector('.player audio').currentTime > 0")
    assert set(sounds) == {"somatic-tracking.mp3"}


def test_parts_speeds_and_a_copy_to_keep(phone: Page, site: Served) -> None:
    show(phone, site, "somatic-tracking")
    phone.get_by_role("link", name="Listen").click()
    expect(phone.locator(".player")).to_contain_text("A computer’s voice")
    phone.get_by_label("Speed").select_option("1.5×")
    assert phone.locator(".player audio").evaluate("sound => sound.playbackRate") == 1.5
    phone.locator(".player audio").evaluate("sound => sound.pause()")
    phone.locator(".player").get_by_text("Parts").click()
    parts = phone.locator(".player li button")
    assert parts.all_inner_texts() == ["What is <b>normal</b>?"]
    parts.first.click()
    until(phone, "document.querySelector('.player audio').currentTime >= 1.5")
    keep = phone.get_by_role("link", name="Keep for offline")
    assert keep.get_attribute("download") == ""
    assert (keep.get_attribute("href") or "").endswith("/practise/somatic-tracking/somatic-tracking.mp3")
    assert faults(phone) == []


def test_without_scripts_the_link_opens_the_sound(browser: Browser, site: Served) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    show(page, site, "somatic-tracking")
    assert page.get_by_role("link", name="Listen (1 min)").get_attribute("href") == "somatic-tracking.mp3"
    page.context.close()


def test_the_guided_practice_speaks_each_step_only_if_asked(phone: Page, site: Served) -> None:
    sounds = show(phone, site, "guided")
    phone.get_by_role("button", name="Start").click()
    phone.get_by_role("button", name="Next step").click()
    assert sounds == []
    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="Close").click()
    phone.get_by_label("Speak the steps").check()
    phone.get_by_role("button", name="Start").click()
    phone.wait_for_timeout(300)
    phone.get_by_role("button", name="Next step").click()
    phone.wait_for_timeout(300)
    # Two minutes leave out the second step, and its sound.
    assert list(dict.fromkeys(sounds)) == ["step-01.mp3", "step-03.mp3"]


def test_the_page_for_one_screen_stays_on_it(phone: Page, site: Served) -> None:
    html = (site.folder / "flare/index.html").read_text(encoding="utf-8")
    link = LINK.replace("NAME", "flare")
    html = re.sub(r'(<div class="check-first".*?</div>)', lambda line: line[0] + link, html, count=1, flags=re.DOTALL)
    phone.route("**/flare/", lambda route: route.fulfill(body=html, content_type="text/html"))
    phone.goto(f"{site.address}flare/")
    box = phone.get_by_role("link", name="Listen").bounding_box()
    assert box
    assert box["height"] >= 36
    for step in phone.locator(".one-screen ol > li").all():
        expect(step).to_be_in_viewport(ratio=1)
    expect(phone.locator("#cant-go-on")).to_be_in_viewport(ratio=1)


def test_without_recordings_no_voice_is_offered(phone: Page, site: Served) -> None:
    phone.goto(f"{site.address}practise/guided/")
    expect(phone.get_by_role("button", name="Start")).to_be_visible()
    assert phone.get_by_label("Speak the steps").count() == 0
