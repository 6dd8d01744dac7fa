"""The MkDocs plugin ``psychoed/audio``: pages to listen to, spoken at build by a voice that needs no network.

The voice is English, and speaks where the libraries of the group ``audio`` are installed. People's own recordings are
used in any language and without them. The plugin does nothing while serving unless ``serve`` is set, and with
``AUDIO=0`` in the environment. List it after ``psychoed/handouts`` and before ``psychoed/site``.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.utils import write_file

from mkdocs_citeproc.mkdocs_build import get_address, get_language, get_page_title, get_root
from mkdocs_citeproc.settings import read_extra_settings
from psychoed.audio.podcast import Episode, Show, add_chapters, render_podcast
from psychoed.audio.speech import Recording, Recordings, can_speak
from psychoed.audio.spoken_text import Lexicon, Passage, extract_captions, extract_passages, extract_steps
from psychoed.language import t
from psychoed.plugins.settings import SettingsPlugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

_log = get_plugin_logger("psychoed")
# After the title and the check-first line, where there is one.
_AFTER_TITLE = re.compile(r'</h1>(?:\s*<div class="check-first".*?</div>)?', re.DOTALL)
_IN_STEPS = re.compile(r'(<div\b[^>]*\bclass="(?:guided|scenes)"[^>]*)>')


class AudioSettings(base.Config):
    """Settings of ``psychoed/audio``, one per attribute."""

    pages = option.ListOfItems(option.Type(str), default=[])
    """Pages below docs/ to speak; a path that ends in ``/`` is a folder. Default: empty, none."""

    pronunciations = option.DictOfItems(option.Type(str), default={})
    """How words are spoken that the voice gets wrong: in other words, or in phonemes (``/tˈæŋkə/``). Default: empty."""

    recordings = option.Optional(option.Dir(exists=True))
    """Folder with people's own recordings, which win: ``practise/x.mp3`` for docs/practise/x.md. Default: none."""

    speed = option.Type((int, float), default=0.92)
    """How fast the voice speaks; 1 is its own pace. Default: ``0.92``."""

    serve = option.Type(bool, default=False)
    """Whether pages are spoken while serving, too. Default: ``false``."""

    feed = option.Type(str, default="")
    """Path of the podcast feed, such as ``podcast.xml``; it needs ``site_url``. Default: empty, no feed."""

    until = option.ListOfItems(option.Type(str), default=[])
    """Headings from which a page is not spoken, such as ``For the clinician``. Default: empty."""


class AudioPlugin(SettingsPlugin):
    """Recordings of pages; settings are under ``extra.audio`` in mkdocs.yml."""

    settings_name = "audio"

    settings: AudioSettings
    spoken: dict[str, Recording]
    steps: dict[str, list[Recording]]
    pages: list[Page]
    serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether MkDocs is serving."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Read the settings. Raises PluginError that lists all mistakes in them."""
        self.use_options(config)
        self.spoken, self.steps, self.pages = {}, {}, []
        self.settings, wrong, _ = read_extra_settings(config, "audio", AudioSettings)
        if not 0.5 <= self.settings.speed <= 2:
            wrong.append(f"  speed: {self.settings.speed} is too slow or too fast. Write a number from 0.5 to 2.")
        if wrong:
            raise PluginError("mkdocs.yml: extra.audio has mistakes.\n" + "\n".join(wrong))

    def is_on(self) -> bool:
        """Return whether this build has recordings."""
        wanted = os.environ.get("AUDIO", "1") not in ("0", "no", "off", "false", "")
        return wanted and bool(self.settings.pages) and (self.settings.serve or not self.serving)

    # After citeproc (0) has filled in what other pages decide.
    @event_priority(-50)
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Speak the pages, now that every page's text is known."""
        if not self.is_on():
            return
        spoken = None
        if get_language(config).partition("-")[0] == "en" and can_speak():
            lexicon = Lexicon(self.settings.pronunciations)
            spoken = Recordings(get_root(config) / ".cache" / "audio", lexicon, float(self.settings.speed))
        elif not self.settings.recordings:
            return
        for file in self._chosen(files):
            page = file.page
            if not page or not page.content:
                continue
            whole = self._own(file)
            if not whole and spoken:
                passages = extract_passages(page.content, self.settings.until)
                whole = _with_chapters(spoken.get(passages), get_page_title(file))
            if not whole:
                continue
            self.pages.append(page)
            self.spoken[file.src_uri] = whole
            texts = extract_steps(page.content, "guided") or extract_captions(page.content, "scenes")
            steps = [
                self._own(file, f"/{number:02}") or (spoken.get([Passage(text, 0.3)]) if spoken else None)
                for number, text in enumerate(texts, 1)
            ]
            self.steps[file.src_uri] = [step for step in steps if step] if all(steps) else []
        if spoken:
            spoken.forget_unused()
            total = len(self.spoken) + sum(map(len, self.steps.values()))
            _log.info("Spoken: %d of %d recordings; the others are cached.", spoken.spoken, total)

    def _chosen(self, files: Files) -> Iterator[File]:
        """Yield the pages to speak. Raises PluginError for a setting that names none."""
        pages = list(files.documentation_pages())
        for name in self.settings.pages:
            is_folder = name.endswith("/")
            found = [file for file in pages if (file.src_uri.startswith(name) if is_folder else file.src_uri == name)]
            if not found:
                msg = f"mkdocs.yml: extra.audio.pages names '{name}', which is no page or folder below docs/."
                raise PluginError(msg)
            yield from (file for file in found if file.page not in self.pages)

    def _own(self, file: File, part: str = "") -> Recording | None:
        """Return a person's recording of the page, or of one step; its length is not known here."""
        if not self.settings.recordings:
            return None
        path = Path(self.settings.recordings, PurePosixPath(file.src_uri).with_suffix("").as_posix() + f"{part}.mp3")
        return Recording(path.read_bytes(), 0) if path.is_file() else None

    # After citeproc (-10) and the pages plugin (-20) have finished the page's HTML.
    @event_priority(-30)
    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Add the link to a page's recording, which a script makes into a player."""
        made = self.spoken.get(page.file.src_uri)
        if made and page.content:
            page.content = _AFTER_TITLE.sub(lambda title: title[0] + _render_link(page, made), page.content, count=1)
            if names := [_step_name(number) for number, _ in enumerate(self.steps[page.file.src_uri], 1)]:
                page.content = _IN_STEPS.sub(rf'\1 data-voices="{" ".join(names)}">', page.content, count=1)
        return context

    # Before plugins that list all files (0).
    @event_priority(60)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the recordings beside their pages, and the feed."""
        for page in self.pages:
            folder = Path(config.site_dir, page.file.dest_uri).parent
            write_file(self.spoken[page.file.src_uri].data, str(folder / _sound_name(page.file)))
            for number, step in enumerate(self.steps[page.file.src_uri], 1):
                write_file(step.data, str(folder / _step_name(number)))
        if self.settings.feed and config.site_url and self.pages:
            write_file(self._render_feed(config).encode(), str(Path(config.site_dir, self.settings.feed)))

    def _render_feed(self, config: MkDocsConfig) -> str:
        site = str(config.site_url)
        card = config.extra.get("page", {}).get("social_card", {}).get("link", "")
        show = Show(
            title=config.site_name,
            description=config.site_description or config.site_name,
            link=site,
            feed=urljoin(site, self.settings.feed),
            language=get_language(config),
            author=config.extra.get("page", {}).get("authors", ""),
            image=urljoin(site, card) if card else "",
        )
        episodes = []
        for page in self.pages:
            made, address = self.spoken[page.file.src_uri], urljoin(site, get_address(page.file))
            sound, about = urljoin(address, _sound_name(page.file)), str(page.meta.get("description") or "")
            written = page.meta.get("written")
            episodes.append(
                Episode(get_page_title(page.file), about, address, sound, len(made.data), made.seconds, written)
            )
        return render_podcast(show, episodes)


def _with_chapters(made: Recording, title: str) -> Recording:
    return replace(made, data=add_chapters(made.data, title, made.chapters, made.seconds))


def _sound_name(file: File) -> str:
    return f"{PurePosixPath(file.src_uri).stem}.mp3"


def _step_name(number: int) -> str:
    return f"step-{number:02}.mp3"


def _render_link(page: Page, made: Recording) -> str:
    """Return the link to a recording: without scripts, the browser's own player opens."""
    minutes = max(1, round(made.seconds / 60))
    words = t("Listen ({minutes} min)", minutes=minutes) if made.seconds else t("Listen")
    chapters = escape(json.dumps(made.chapters, ensure_ascii=False))
    href, by = escape(_sound_name(page.file)), "" if made.seconds else ' data-person=""'
    return (
        f'\n<p class="listen no-print" data-search-exclude><a href="{href}" data-chapters="{chapters}"{by}>'
        f"{escape(words)}</a></p>"
    )
