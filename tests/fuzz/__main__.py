"""``python -m fuzz [--count N] [--seed S] [--kinds page …]``: many unsound sites, each from a seed that is printed.

What fails is made as small as it can be while it fails in the same way, and printed as Python reads it.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
from collections.abc import Callable
from functools import cache

from fuzz.invariants import KINDS
from fuzz.mutate import mutated
from support.site import ROOT

_SITES = 20  # one case in so many is a whole build


@cache
def texts(kind: str) -> list[str]:
    """The sound texts that a kind of case starts from: our own, and those of the tests."""
    if kind == "page":
        paths = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), ROOT / "hooks" / "README.md"]
    else:
        paths = [ROOT / "references.bib", *ROOT.glob("tests/**/*.bib"), *ROOT.glob("tests/golden/apa/*.txt")]
    return [path.read_bytes().decode().replace("\r\n", "\n") for path in sorted(paths)]


def case(seed: int, nth: int, kinds: list[str]) -> tuple[str, str]:
    """The kind and the text of the ``nth`` case of a seed."""
    chance = random.Random(f"{seed}-{nth}")  # noqa: S311
    quick = [kind for kind in kinds if kind != "site"]
    kind = "site" if "site" in kinds and (not quick or nth % _SITES == 0) else chance.choice(quick)
    return kind, mutated(chance, texts(kind), 2500)


def failure(kind: str, text: str) -> str | None:
    """What goes wrong with a text, as one line; None if nothing does."""
    try:
        KINDS[kind](text)
    except Exception as error:
        return f"{type(error).__name__}: {error}".split("\n", 1)[0][:300]
    return None


def smallest(text: str, fails: Callable[[str], bool]) -> str:
    """The text without all that can be left out and it still fails: halves first, single characters last."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if fails(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def _fails_alike(kind: str, said: str) -> Callable[[str], bool]:
    name = said.split(":", 1)[0]
    return lambda text: (failure(kind, text) or "").startswith(name)


def run(seed: int, count: int, kinds: list[str]) -> list[str]:
    """Every failure among ``count`` cases, each with what makes it again."""
    found = []
    for nth in range(count):
        kind, text = case(seed, nth, kinds)
        if said := failure(kind, text):
            least = smallest(text, _fails_alike(kind, said))
            found.append(f"seed {seed}, case {nth}, {kind}: {failure(kind, least)}\n  {least!r}")
            print(found[-1], flush=True)
    return found


def main() -> int:
    """Run as many cases as are asked for; 1 if one failed."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    asked = parser.parse_args()
    logging.getLogger("mkdocs").addHandler(logging.NullHandler())
    logging.getLogger("mkdocs").propagate = False
    print(f"seed {asked.seed}, {asked.count} cases of {', '.join(asked.kinds)}", flush=True)
    found = run(asked.seed, asked.count, asked.kinds)
    print(f"{asked.count - len(found)} held, {len(found)} failed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
