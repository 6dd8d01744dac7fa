"""Pages to listen to in whole small sites: which pages, what is written where, and builds that speak nothing."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from psychoed.audio import speech
from psychoed.audio.speech import Recording
from psychoed.audio.spoken_text import Lexicon, Passage
from psychoed.plugins import audio
from support.site import PAGE_HOOK, ROOT, THEME, Built, build_site, make_site

HOOKS = [PAGE_HOOK, str(ROOT / "hooks" / "audio_hook.py")]
HEAD = "---\nkind: {kind}\ndescription: A page.\naudience: [all]\nwritten: 2026-11-01\nnext: [index.md]\n---\n\n"
PAGES = {
    "docs/index.md": HEAD.format(kind="home") + "# Bread\n\nWords.\n",
    "docs/knead/dough.md": HEAD.format(kind="explanation") + "# Dough\n\nRest it.\n\n## For bakers\n\nMore.\n",
    "docs/knead/slowly.md": HEAD.format(kind="explanation")
    + '# Slowly\n\n<div class="guided" id="start" markdown data-minutes="2">\n\n1. Fold.\n2. Wait.\n\n</div>\n',
}


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is spoken, by a stand-in for the engine, which the tests do not install."""
    texts: list[str] = []

    def record(passages: list[Passage], _voice: object, lexicon: Lexicon) -> Recording:
        texts.append(" ".join(lexicon.apply(passage.text) for passage in passages))
        return Recording(b"\xff\xf3" + texts[-1].encode(), 95, ((0.3, 'The "first"'), (9.5, "Next")))

    monkeypatch.setattr(speech, "record", record)
    monkeypatch.setattr(audio, "can_speak", lambda: True)
    monkeypatch.setattr(speech.Recordings.__init__, "__defaults__", (lambda _: record,))
    monkeypatch.delenv("AUDIO", raising=False)
    return texts


def built(folder: Path, files: dict[str, str | bytes] | None = None, url: str = "", **settings: Any) -> Built:
    extra = {"audio": {"pages": ["knead/"], **settings}}
    path = make_site(folder, {**PAGES, **(files or {})}, hooks=HOOKS, theme=THEME, extra=extra, site_url=url)
    return build_site(path, strict=True)


def sounds(site: Built) -> list[str]:
    return sorted(path.relative_to(site.site).as_posix() for path in site.site.rglob("*.mp3"))


@pytest.mark.usefixtures("spoken")
def test_captions_of_scenes_are_spoken_one_by_one(tmp_path: Path) -> None:
    figures = "".join(f"\n<figure markdown>\n<figcaption markdown>Rise {n}.</figcaption>\n</figure>\n" for n in (1, 2))
    page = HEAD.format(kind="explanation") + f'# Rising\n\n<div class="scenes" markdown>\n{figures}\n</div>\n'
    site = built(tmp_path, {"docs/knead/rising.md": page})
    assert 'class="scenes" data-voices="step-01.mp3 step-02.mp3"' in site["knead/rising/index.html"]
    assert (site.site / "knead/rising/step-02.mp3").read_bytes() == b"\xff\xf3Rise 2."


def test_pages_of_a_folder_are_spoken_and_lead_to_their_sound(tmp_path: Path, spoken: list[str]) -> None:
    site = built(tmp_path, until=["For bakers"], pronunciations={"Rest": "Rrest"})
    assert site.ended is None, site.log
    assert sounds(site) == [
        "knead/dough/dough.mp3",
        "knead/slowly/slowly.mp3",
        "knead/slowly/step-01.mp3",
        "knead/slowly/step-02.mp3",
    ]
    sound = (site.site / "knead/dough/dough.mp3").read_bytes()
    assert sound.startswith(b"ID3")
    assert sound.count(b"CHAP") == 2
    assert sound.endswith(b"\xff\xf3Dough. Rrest it.")
    found = re.search(
        r'<a href="dough.mp3" data-chapters="([^"]*)">Listen \(2 min\)</a>', site["knead/dough/index.html"]
    )
    assert found
    assert json.loads(unescape(found[1])) == [[0.3, 'The "first"'], [9.5, "Next"]]
    assert 'data-voices="step-01.mp3 step-02.mp3"' in site["knead/slowly/index.html"]
    assert ".mp3" not in site["index.html"]
    before = len(spoken)
    assert sounds(built(tmp_path, until=["For bakers"], pronunciations={"Rest": "Rrest"})) == sounds(site)
    assert len(spoken) == before, "the second build speaks nothing"


@pytest.mark.parametrize("why", ["environment", "no library", "no pages"])
def test_builds_that_do_not_speak(tmp_path: Path, spoken: list[str], monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    if why == "environment":
        monkeypatch.setenv("AUDIO", "0")
    elif why == "no library":
        monkeypatch.setattr(audio, "can_speak", lambda: False)
    site = built(tmp_path, pages=[] if why == "no pages" else ["knead/"])
    assert site.ended is None
    assert (sounds(site), spoken) == ([], [])
    assert "Listen" not in site["knead/dough/index.html"]


def test_serving_speaks_only_when_asked(spoken: list[str]) -> None:
    plugin = audio.AudioPlugin()
    plugin.settings = audio.AudioSettings()
    plugin.settings.load_dict({"pages": ["a.md"], "serve": False})
    for command, serve, is_on in (("build", False, True), ("serve", False, False), ("serve", True, True)):
        plugin.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
        plugin.settings.load_dict({"serve": serve})
        assert plugin.is_on() == is_on
    assert spoken == []


def test_a_persons_recording_wins(tmp_path: Path, spoken: list[str]) -> None:
    own: dict[str, str | bytes] = {
        "voices/knead/dough.mp3": b"\xff\xf3mine",
        "voices/knead/slowly/02.mp3": b"\xff\xf3two",
    }
    site = built(tmp_path, own, recordings="voices")
    assert (site.site / "knead/dough/dough.mp3").read_bytes() == b"\xff\xf3mine"
    assert (site.site / "knead/slowly/step-02.mp3").read_bytes() == b"\xff\xf3two"
    assert ">Listen</a>" in site["knead/dough/index.html"]
    assert not [text for text in spoken if "Dough" in text]


def test_in_other_languages_people_are_heard_and_no_english_voice(tmp_path: Path, spoken: list[str]) -> None:
    own: dict[str, str | bytes] = {"voces/knead/slowly.mp3": b"\xff\xf3a", "voces/knead/slowly/02.mp3": b"\xff\xf3b"}
    extra = {"audio": {"pages": ["knead/"], "recordings": "voces"}}
    path = make_site(tmp_path, {**PAGES, **own}, hooks=HOOKS, theme={**THEME, "language": "es"}, extra=extra)
    site = build_site(path)
    assert sounds(site) == ["knead/slowly/slowly.mp3"]  # not all steps are recorded
    assert 'data-person=""' in site["knead/slowly/index.html"]
    assert spoken == []


def test_the_feed_needs_the_sites_address(tmp_path: Path, spoken: list[str]) -> None:
    site = built(tmp_path, url="https://a.example/bread/", feed="podcast.xml")
    feed = site["podcast.xml"]
    assert '<enclosure url="https://a.example/bread/knead/dough/dough.mp3" length="' in feed
    assert "<pubDate>Sun, 01 Nov 2026 00:00:00 +0000</pubDate>" in feed
    assert spoken
    assert not (built(tmp_path / "other", feed="podcast.xml").site / "podcast.xml").exists()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"pages": ["knead/doug.md"]}, "knead/doug.md"),
        ({"speed": 9}, "speed"),
        ({"recordings": "nowhere"}, "recordings"),
        ({"pages": "knead/"}, "pages"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, spoken: list[str], settings: dict[str, Any], named: str) -> None:
    site = built(tmp_path, **settings)
    assert site.ended
    assert "extra.audio" in site.ended
    assert named in site.ended
    assert spoken == []
