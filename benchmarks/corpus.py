"""Makes the same invented site for each generator: pages of words, clusters among them, and the works they cite.

Everything follows from a seed, so that two runs measure the same pages. Works have few surnames and one to eight
authors, as in a field where the same people publish together: telling them apart is what costs citeproc its time.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

WORDS = tuple(
    "pain fear cycle body brain alarm signal safe check clinician practice notice gentle move rest learn sleep "  # noqa: SIM905
    "stress breath hand back week trial group people after before with without and then while because".split()
)
_FIRST, _LAST = ("Al", "Ber", "Cor", "Dal", "Es"), ("an", "be", "con", "den", "er", "fel", "gor", "hal")
SURNAMES = tuple(first + last for first in _FIRST for last in _LAST)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    pages: int
    clusters: int
    works: int


SIZES = {
    "30": Size(30, 150, 60),
    "60": Size(60, 300, 100),
    "300": Size(300, 3_000, 300),
    "1000": Size(1_000, 10_000, 1_000),
    "3000": Size(3_000, 3_000, 300),
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """The invented site in Markdown with citations, and its bibliography."""

    pages: dict[str, str]
    bibliography: str


def _author(chance: random.Random) -> str:
    return f"{chance.choice(SURNAMES)}, {chr(65 + chance.randrange(26))}. {chr(65 + chance.randrange(26))}."


def _work(number: int, chance: random.Random) -> str:
    authors = " and ".join(_author(chance) for _ in range(chance.randint(1, 8)))
    words = " ".join(chance.choice(WORDS) for _ in range(9))
    return (
        f"@article{{w{number},\n  author = {{{authors}}},\n  title = {{{words.capitalize()}}},\n"
        f"  journal = {{Journal of {chance.choice(WORDS)}}},\n  year = {{{chance.randint(1990, 2025)}}},\n"
        f"  volume = {{{chance.randint(1, 60)}}},\n  pages = {{{number}--{number + 9}}},\n"
        f"  doi = {{10.9999/made.up.{number}}},\n}}\n"
    )


def _cluster(works: int, chance: random.Random) -> str:
    first, second = (f"@w{chance.randrange(works)}" for _ in range(2))
    forms = [f"[{first}]", f"[{first}; {second}]", f"[{first}, p. {chance.randint(1, 99)}]", f"[see {first}]"]
    return chance.choice(forms)


def make_corpus(size: Size, seed: int = 1) -> Corpus:
    """The pages and the bibliography of a size; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    bibliography = "\n".join(_work(number, chance) for number in range(size.works))
    pages = {}
    for number in range(size.pages):
        share = size.clusters * (number + 1) // size.pages - size.clusters * number // size.pages
        parts = [f"# Page {number}"]
        for part in range(max(share, 4)):
            if part % 3 == 0:
                parts.append(f"## Part {part // 3} of {number}")
            sentences = [" ".join(chance.choice(WORDS) for _ in range(12)).capitalize() for _ in range(5)]
            if part < share:
                sentences[2] += f" {_cluster(size.works, chance)}"
            parts.append(". ".join(sentences) + ".")
        pages[f"p{number}"] = "\n\n".join(parts) + "\n"
    return Corpus(pages, bibliography)


def stripped(markdown: str) -> str:
    """A page without its citations: what the floor builds."""
    return re.sub(r" \[[^\]]*@[^\]]*\]", "", markdown)


def as_rst(markdown: str) -> str:
    """A page for Sphinx, with sphinxcontrib-bibtex's roles; prefixes and locators, which those lack, are left out."""
    text = re.sub(r"^## (.*)$", lambda m: f"{m[1]}\n{'-' * len(m[1])}", markdown, flags=re.MULTILINE)
    text = re.sub(r"^# (.*)$", lambda m: f"{m[1]}\n{'=' * len(m[1])}", text, flags=re.MULTILINE)
    return re.sub(r"\[[^\]]*\]", lambda m: f":cite:p:`{','.join(re.findall(r'@(w[0-9]+)', m[0]))}`", text)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files, given by their paths below ``folder``."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
