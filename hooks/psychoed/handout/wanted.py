"""Whether a build makes PDFs: what was asked for, and what is there."""

from __future__ import annotations

from enum import Enum


class Pdfs(Enum):
    """What a build does about PDFs."""

    MADE = "made"
    LEFT_OUT = "left out"  # nobody asked for them
    UNABLE = "unable"  # asked for while serving, and a library is missing: that is no reason to stop
    STUCK = "stuck"  # a library is missing, and the site would be incomplete


def decide(asked: str, serving: bool, ci: bool, able: bool) -> Pdfs:
    """``asked`` is the variable PDF: "0" for none, "1" for all, else as usual (a build makes them, serving does not).

    In CI all are made, whatever is asked: what it publishes is whole.
    """
    off = asked.strip().lower() in ("0", "no", "off", "false")
    on = bool(asked.strip()) and not off
    if not ci and (off or (serving and not on)):
        return Pdfs.LEFT_OUT
    if able:
        return Pdfs.MADE
    return Pdfs.UNABLE if serving and not ci else Pdfs.STUCK
