"""Trials with builds that are killed, run out of space, lack permissions or run at the same time."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.torture.lab import Done, FailedError, Lab, NotTriedError, fingerprint, trial

PAGE = "docs/about.md"


def _two_versions(lab: Lab, env: dict[str, str]) -> tuple[dict[str, str], float]:
    """Return the text and fingerprint of a site before and after a change, and how long a build takes."""
    before = (lab.clone / PAGE).read_text(encoding="utf-8")
    versions = {}
    for text in (before, before + "\nOne more line [@ashar2021].\n"):
        lab.write(PAGE, text)
        started = time.monotonic()
        lab.works(lab.build(env))
        versions[text] = fingerprint(lab.site)
    return versions, time.monotonic() - started


def _kill(lab: Lab, env: dict[str, str], count: int, forget: str | None) -> str:
    chance = random.Random(7)  # noqa: S311
    versions, seconds = _two_versions(lab, env)
    finished = 0
    for index in range(count):
        text = list(versions)[index % 2]
        lab.write(PAGE, text)
        if forget:
            shutil.rmtree(lab.clone / ".cache" / forget, ignore_errors=True)
        child = lab.start(env)
        time.sleep(chance.uniform(0, seconds * 1.1))
        finished += child.poll() is not None
        if index % 3 == 2:  # this process only; those it started continue
            child.kill()
        else:
            _kill_all(child)
        child.communicate()
        if fingerprint(lab.site) not in versions.values():
            raise FailedError(f"after kill {index + 1} site/ is neither the old one nor the new")
        done = lab.build(env)
        lab.works(done)
        if fingerprint(lab.site) != versions[text]:
            raise FailedError(f"the build after kill {index + 1} gave something else")
    return f"{count} kills, {count - finished} of them in the midst; site/ whole and the next build right each time"


def _kill_all(child: subprocess.Popen[bytes]) -> None:
    """Kill a build and the processes it started."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@trial("killed", "killed at random moments", "site/ the old or the new; the next build gives the same bytes")
def killed(lab: Lab) -> str:
    return _kill(lab, {}, lab.count, "citations")


@trial("killed", "killed while it makes PDFs", "site/ the old or the new; the next build gives the same bytes")
def killed_pdf(lab: Lab) -> str:
    return _kill(lab, {"PDF": "1"}, max(lab.count // 20, 1), "handouts")


@trial("killed", "asked to stop (Ctrl+C, SIGTERM, SIGHUP)", "stops at once, leaves site/ and nothing else")
def asked_to_stop(lab: Lab) -> str:
    lab.works(lab.build())
    was = fingerprint(lab.site)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        child = lab.start()
        time.sleep(1.2)
        os.killpg(child.pid, number)
        child.communicate(timeout=20)
        if fingerprint(lab.site) != was:
            raise FailedError(f"{number.name} changed site/")
        lab.clean()
    return "stopped by each"


@contextmanager
def _mounted(folder: Path, *arguments: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *arguments, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotTriedError(f"may not mount ({done.stderr.strip()[:60]})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=False)


@trial("disk", "the disk is full, after 0.1 to 12 MB more", "one line that says so, or it works; site/ as it was")
def disk_full(lab: Lab) -> str:
    lab.works(lab.build())
    original = lab.clone
    size = sum(
        max(path.stat().st_size, 4096) for path in original.rglob("*") if path.is_file() and not path.is_symlink()
    )
    message = set()
    for more in (0.1, 1.5, 4.0, 8.0, 12.0):
        options = f"size={int(size * 1.1 + more * 1_000_000)}"
        with _mounted(lab.folder / "clone-full", "-t", "tmpfs", "-o", options, "none") as full:
            here = Lab(lab.folder, full / "clone", env={"TMPDIR": str(lab.folder / "tmp")})
            shutil.copytree(original, here.clone, symlinks=True)
            was = fingerprint(here.site)
            done = here.build({"PDF": "1" if more > 5 else "0"})
            if done.code:
                _without_room(done.said)
                if fingerprint(here.site) != was:
                    raise FailedError(f"with {more} MB left, site/ is not as it was")
            message.add("works" if not done.code else "no room")
        full.rmdir()
    return f"{', '.join(sorted(message))}; site/ whole each time"


def _without_room(message: str) -> None:
    if "Traceback" in message or not any(word in message for word in ("no room", "No space", "Make room")):
        raise FailedError(Done(1, message).last())


@trial("disk", "no file may grow beyond 60 KB", "one line that names the file; site/ as it was")
def no_large_file(lab: Lab) -> str:
    lab.works(lab.build())
    was = fingerprint(lab.site)
    limit = (
        "import resource as r, runpy, sys; r.setrlimit(r.RLIMIT_FSIZE, (60_000, 60_000)); sys.argv = ['x', 'build'];"
    )
    command = (sys.executable, "-c", f"{limit} runpy.run_module('tools.site', run_name='__main__')")
    return lab.refuses(lab.build(command=command), "the disk is full", was=was)


@trial("disk", "few files may be open (64)", "works")
def few_open_files(lab: Lab) -> str:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        return lab.same(lab.build())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@trial("read-only", "a tree that can only be read", "one line that says so")
def read_only(lab: Lab) -> str:
    lab.works(lab.build())
    was = fingerprint(lab.site)
    with _mounted(lab.clone, "--bind", str(lab.clone)):
        subprocess.run(["mount", "-o", "remount,bind,ro", lab.clone], check=True)
        return lab.refuses(lab.build(), "site cannot be written in", was=was)


@trial("read-only", "a clone of another user's", "one line that says so")
def other_user(lab: Lab) -> str:
    before = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    if os.geteuid() or subprocess.run([*before, sys.executable, "-c", ""], check=False, capture_output=True).returncode:
        raise NotTriedError("no other user can run this Python")
    for path in (lab.folder, lab.folder / "home", lab.folder / "tmp"):
        path.chmod(0o755 if path == lab.folder else 0o777)
    lab.works(lab.build())
    return lab.refuses(lab.build(before=before), "site cannot be written in", was=fingerprint(lab.site))


@trial("read-only", ".cache holds rubbish", "works: what is not whole is made again")
def bad_cache(lab: Lab) -> str:
    lab.works(lab.build())
    for path in sorted((lab.clone / ".cache").rglob("*")):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    lab.same(lab.build())
    for path in sorted((lab.clone / ".cache").rglob("*")):
        if path.is_file():
            path.write_bytes(random.Random(7).randbytes(500))  # noqa: S311
    return lab.same(lab.build())


@trial("at-once", "two builds at once", "one waits; both give the same bytes")
def two(lab: Lab) -> str:
    children = [lab.start(), lab.start()]
    message = [child.communicate(timeout=600)[0].decode(errors="replace") for child in children]
    if any(child.returncode for child in children):
        raise FailedError(message[0] + message[1])
    if not any("Waiting for another build" in each for each in message):
        raise FailedError("none waited")
    if fingerprint(lab.site) != lab.reference:
        raise FailedError("built something else")
    lab.clean()
    return "one waited, the same bytes"
