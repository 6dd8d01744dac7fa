"""Speech: passages to sound, at one loudness, as MP3; each is spoken once and then kept in the cache.

The libraries are optional (dependency group ``audio``) and imported only when something is spoken.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from mkdocs_citeproc.cache import hash_parts, remove_unfinished, write_atomically
from psychoed.audio.spoken_text import Lexicon, Passage

Samples: TypeAlias = Any
"""A numpy array of samples from −1 to 1; numpy is there only if something is spoken."""
Voice = Callable[[str], Samples]
"""Speaks a text; returns its samples at ``RATE``."""

RATE = 24_000
LOUDNESS = -18.0
"""LUFS, as ITU-R BS.1770 measures it; speech on the web is usually between −16 and −20."""
_PEAK = 0.88
_KNEE = 0.6  # from where peaks are rounded off
_START = 0.3  # seconds of silence before the first word
_MP3_32_KBIT = 0.85  # what libsndfile takes for 32 kbit/s at this rate, in one channel
_UNUSED_KEPT = 200
_VERSION = "2"  # raise it when what is heard changes
_LIBRARIES = ("hibari-tts", "onnxruntime", "numpy", "scipy", "soundfile", "pyloudnorm")


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file: its bytes, its length in seconds, and where each heading begins."""

    data: bytes
    seconds: float
    chapters: tuple[tuple[float, str], ...] = ()


def can_speak() -> bool:
    """Return whether the libraries of the group ``audio`` are installed."""
    return all(find_spec(name) for name in ("hibari", "soundfile", "pyloudnorm"))


def describe_libraries() -> str:
    """Return the names and versions of the libraries, on which a recording's bytes depend."""
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return ", ".join(found)


def load_voice(speed: float) -> Voice:
    """Return the voice; with a seed, it says the same text in the same bytes."""
    from hibari import Hibari

    engine = Hibari()

    def speak(text: str) -> Samples:
        samples: Samples = engine(text, seed=0, speed=speed)
        return samples

    return speak


def record(passages: Sequence[Passage], voice: Voice, lexicon: Lexicon) -> Recording:
    """Return the passages as one recording, with their pauses."""
    import numpy as np

    parts: list[Samples] = [_silence(_START)]
    length = len(parts[0])
    chapters = []
    for passage in passages:
        if passage.heading:
            chapters.append((round(length / RATE, 1), passage.text.removesuffix(".")))
        parts += [voice(lexicon.apply(passage.text)), _silence(passage.pause)]
        length += len(parts[-2]) + len(parts[-1])
    samples = set_loudness(np.concatenate(parts).astype(np.float64))
    return Recording(encode_mp3(samples), round(length / RATE, 1), tuple(chapters))


def set_loudness(samples: Samples) -> Samples:
    """Return the samples at ``LOUDNESS``, their few high peaks rounded off below ``_PEAK``.

    Rounding makes them a little quieter, so the loudness is measured again.
    """
    import numpy as np
    import pyloudnorm

    meter = pyloudnorm.Meter(RATE)
    for _ in range(3):
        samples = samples * 10 ** ((LOUDNESS - meter.integrated_loudness(samples)) / 20)
        over = np.maximum(np.abs(samples) - _KNEE, 0)
        room = _PEAK - _KNEE
        samples = np.where(over > 0, np.sign(samples) * (_KNEE + room * np.tanh(over / room)), samples)
    return samples


def encode_mp3(samples: Samples) -> bytes:
    """Return the samples as an MP3 file of about 32 kbit/s."""
    import soundfile

    buffer = io.BytesIO()
    with soundfile.SoundFile(
        buffer,
        "w",
        RATE,
        1,
        format="MP3",
        subtype="MPEG_LAYER_III",
        compression_level=_MP3_32_KBIT,
        bitrate_mode="CONSTANT",
    ) as file:
        file.write(samples)
    return buffer.getvalue()


def _silence(seconds: float) -> Samples:
    import numpy as np

    return np.zeros(round(seconds * RATE), dtype=np.float32)


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
