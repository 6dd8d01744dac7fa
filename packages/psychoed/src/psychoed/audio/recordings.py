"""Recordings from the cache, made anew only where the spoken text changed; a person's own recording wins."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from mkdocs_citeproc.cache import hash_parts, remove_unfinished, write_atomically
from psychoed.audio.speech import LOUDNESS, RATE, Recording, Voice, describe_libraries, load_voice, record
from psychoed.audio.spoken_text import Lexicon, Passage

_UNUSED_KEPT = 200
_VERSION = "2"  # raise it when speech.py changes what is heard


class Recordings:
    """Makes recordings and caches them in ``folder``; ``spoken`` counts those that were made anew."""

    def __init__(
        self, folder: Path, lexicon: Lexicon, speed: float, load: Callable[[float], Voice] = load_voice
    ) -> None:
        self.folder = folder
        self.lexicon = lexicon
        self.speed = speed
        self.spoken = 0
        self._load = load
        self._voice: Voice | None = None
        self._used: set[str] = set()
        self._edition = hash_parts(_VERSION, describe_libraries(), str(RATE), str(LOUDNESS), str(speed))

    def get(self, passages: Sequence[Passage]) -> Recording:
        """Return the recording of these passages."""
        said = [asdict(passage) | {"spoken": self.lexicon.apply(passage.text)} for passage in passages]
        key = hash_parts(self._edition, json.dumps(said))[:32]
        self._used.add(key)
        sound, about = self.folder / f"{key}.mp3", self.folder / f"{key}.json"
        try:
            kept = json.loads(about.read_text(encoding="utf-8"))
            data = sound.read_bytes()
            if kept["bytes"] == len(data):
                chapters = tuple((float(at), str(title)) for at, title in kept["chapters"])
                return Recording(data, float(kept["seconds"]), chapters)
        except (OSError, ValueError, TypeError, KeyError):
            pass  # not there, or cut short: it is made again
        if self._voice is None:
            self._voice = self._load(self.speed)
        made = record(passages, self._voice, self.lexicon)
        self.spoken += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(sound, made.data)
        facts = {"bytes": len(made.data), "seconds": made.seconds, "chapters": made.chapters}
        write_atomically(about, json.dumps(facts).encode())
        return made

    def forget_unused(self) -> None:
        """Delete the oldest recordings that this build did not use, but for the latest ones."""
        if not self.folder.is_dir():
            return
        remove_unfinished(self.folder)
        unused = [path for path in self.folder.glob("*.json") if path.stem not in self._used]
        for path in sorted(unused, key=lambda each: each.stat().st_mtime, reverse=True)[_UNUSED_KEPT:]:
            path.unlink(missing_ok=True)
            path.with_suffix(".mp3").unlink(missing_ok=True)
