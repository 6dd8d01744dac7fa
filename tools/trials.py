"""Builds a site under bad conditions: killed, on a full disk, twice at once. ``.venv/bin/python -m tools.trials``.

After each trial, site/ must be the whole old or new site, and the next build must give the right bytes.
tests/faults/ has what is quick.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from psychoed.cli.compare import hash_listing, list_hashes
from psychoed.cli.console import UserError, print_line
from tools.run import ROOT

BUILD = (sys.executable, "-m", "psychoed", "build", "--no-pdf")
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "site", "dist", "__pycache__", ".*cache", ".hypothesis")


def start(site: Path) -> subprocess.Popen[bytes]:
    """Start a build in a process group of its own."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1764000000"}
    pipe = subprocess.PIPE
    return subprocess.Popen(BUILD, cwd=site, env=env, stdout=pipe, stderr=subprocess.STDOUT, start_new_session=True)


def build(site: Path) -> str:
    """Build, and return the hash of the result. Raises UserError if it fails."""
    child = start(site)
    output = child.communicate(timeout=1800)[0].decode(errors="replace")
    if child.returncode:
        raise UserError(f"The build failed: {output[-500:]}")
    return hash_site(site)


def hash_site(site: Path) -> str:
    """Return one hash of the built site."""
    return hash_listing(list_hashes(site / "site"))


def kill_builds(site: Path, count: int) -> str:
    """Kill builds of two versions at random moments; after each, site/ is whole, and the next build right."""
    page = site / "docs" / "index.md"
    versions = {}
    for text in (page.read_text(encoding="utf-8"), page.read_text(encoding="utf-8") + "\nOne more line.\n"):
        page.write_text(text, encoding="utf-8")
        started = time.monotonic()
        versions[text] = build(site)
    seconds, chance, killed = time.monotonic() - started, random.Random(7), 0  # noqa: S311
    for number in range(count):
        text = list(versions)[number % 2]
        page.write_text(text, encoding="utf-8")
        child = start(site)
        time.sleep(chance.uniform(0, seconds * 1.1))
        killed += child.poll() is None
        if number % 3 == 2:  # this process only; those that it started continue
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        if hash_site(site) not in versions.values():
            raise UserError(f"After kill {number + 1}, site/ is neither the old site nor the new one.")
        if build(site) != versions[text]:
            raise UserError(f"The build after kill {number + 1} gave something else.")
    return f"{killed} of {count} builds killed before their end"


def fill_disk(site: Path, count: int) -> str:
    """Build on disks with little room: a build works, or says that the disk is full and leaves site/ alone."""
    before, size = build(site), sum(max(path.stat().st_size, 4096) for path in site.rglob("*") if path.is_file())
    full = site.parent / "full"
    full.mkdir()
    outcomes = set()
    for megabytes in (0.1, 1.5, 4, 8, 12)[:count]:
        options = f"size={int(size * 1.1 + megabytes * 1_000_000)}"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", full], check=False).returncode:
            return "not tried: this user may not mount"
        try:
            shutil.copytree(site, full / "site", symlinks=True)
            child = start(full / "site")
            output = child.communicate(timeout=1800)[0].decode(errors="replace")
            if child.returncode and (
                "Traceback" in output or ("disk is full" not in output and "No space" not in output)
            ):
                raise UserError(f"The build did not say that the disk is full: {output[-500:]}")
            if child.returncode and hash_site(full / "site") != before:
                raise UserError(f"With {megabytes} MB left, site/ is not as it was.")
            outcomes.add("refused" if child.returncode else "built")
        finally:
            subprocess.run(["umount", "--lazy", full], check=False)
    return ", ".join(sorted(outcomes))


def build_twice(site: Path, count: int) -> str:
    """Start several builds at once: they wait for each other, and the result is that of one build."""
    before = build(site)
    children = [start(site) for _ in range(min(count, 3))]
    outputs = [child.communicate(timeout=1800)[0].decode(errors="replace") for child in children]
    if any(child.returncode for child in children) or hash_site(site) != before:
        raise UserError(f"Builds at once don't give the site of one build: {outputs}")
    return f"{sum('Waiting for another build' in output for output in outputs)} of {len(outputs)} waited"


TRIALS: dict[str, Callable[[Path, int], str]] = {"kill": kill_builds, "disk": fill_disk, "twice": build_twice}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(TRIALS)))
@click.option("--count", default=20, show_default=True, type=click.IntRange(2), help="How often to try.")
def main(names: tuple[str, ...], count: int) -> None:
    """Try NAMES, or all trials, on a copy of this repository."""
    for name in names or TRIALS:
        with tempfile.TemporaryDirectory(prefix="trial-") as folder:
            site = Path(folder, "clone")
            shutil.copytree(ROOT, site, ignore=_LEFT_OUT, symlinks=True)
            print_line(f"{name}: {TRIALS[name](site, count)}")


if __name__ == "__main__":
    main()
