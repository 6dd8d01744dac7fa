"""Which sources have pages to cite."""

from __future__ import annotations

from psychoed.bibliography.entry import Bibliography, CiteKey

_WITHOUT = {"audio", "dataset", "electronic", "image", "misc", "movie", "music", "online", "software", "video", "www"}


def paged(bibliography: Bibliography) -> set[CiteKey]:
    """The keys of all works but web pages, recordings, data and the like."""
    return {entry.key for entry in bibliography.entries.values() if entry.type not in _WITHOUT}
