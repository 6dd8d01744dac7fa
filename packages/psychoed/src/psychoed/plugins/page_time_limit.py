"""How long one page may take: a few kilobytes of brackets, or of tags left open, keep Markdown busy for hours."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


class PageTimeLimit:
    """Calls ``give_up``, which must raise, when a page has been worked on for ``seconds`` of the processor's time.

    Only in the main thread, in which MkDocs builds, and on systems that count a program's work; elsewhere it does
    nothing.
    """

    def __init__(self, give_up: Callable[[], None], seconds: float) -> None:
        self.give_up = give_up
        self.seconds = seconds

    def start(self) -> None:
        """Begin to count, from nothing."""
        if _can_count():
            signal.signal(signal.SIGVTALRM, self._ring)
            # Again each second: somebody on the way may take the first for an error of theirs.
            signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds, 1)

    def stop(self) -> None:
        """Count no more."""
        if _can_count():
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.give_up()


def _can_count() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
