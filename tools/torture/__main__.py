"""``python -m tools.torture``: tries everything, or what ONLY names, and prints a table; exits 1 where one failed."""

from __future__ import annotations

import os
import sys
import time

from tools.system import StuckError, finish, say
from tools.torture import machine, pages, stopped  # noqa: F401  # each lists its trials
from tools.torture.lab import TRIALS, FailedError, NotTriedError, Trial, fingerprint, lab


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def attempt(each: Trial, count: int, reference: str) -> tuple[str, bool]:
    """Run a trial in a lab of its own; return what happened, and whether it passed."""
    try:
        with lab(each.where) as here:
            here.count, here.reference = count, reference
            return each.work(here), True
    except NotTriedError as why:
        return f"not tried: {why}", True
    except FailedError as what:
        return f"FAILED: {what}", False
    except Exception as error:  # a trial that crashes has failed, and the others continue
        return f"FAILED: {type(error).__name__}: {error}", False


def main() -> int:
    """Run the selected trials; return the exit code."""
    only, count = os.environ.get("ONLY", ""), os.environ.get("COUNT") or "100"
    wanted = [each for each in TRIALS if only in ("", each.group)]
    if not wanted or not count.isdecimal():
        groups = ", ".join(dict.fromkeys(each.group for each in TRIALS))
        msg = f"There is nothing to try. ONLY is one of {groups}; COUNT is a number."
        raise StuckError(msg)
    with lab() as here:
        here.works(here.build())
        reference = fingerprint(here.site)
    say("| what | should | happened | s |\n|---|---|---|---|")
    failed = 0
    for each in wanted:
        started = time.monotonic()
        happened, good = attempt(each, int(count), reference)
        failed += not good
        cells = (each.what, each.expected, happened)
        say(f"| {' | '.join(map(_cell, cells))} | {time.monotonic() - started:.0f} |")
    say(f"{len(wanted)} tried, {failed} failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    finish(main)
