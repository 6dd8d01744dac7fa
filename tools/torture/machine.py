"""Trials on unusual machines: clocks, languages, networks, Pythons, folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.torture.lab import FailedError, Lab, NotTriedError, fingerprint, trial

_CLOCK = """\
import datetime, time
by = {seconds}
now = time.time
time.time = lambda: now() + by
class date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
class moment(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.date, datetime.datetime = date, moment
"""


def _clock(lab: Lab, years: int) -> str:
    folder = lab.clone / ".cache" / "clock"
    lab.write(".cache/clock/sitecustomize.py", _CLOCK.format(seconds=years * 31_556_952))
    return lab.same(lab.build({"PYTHONPATH": str(folder)}))


@trial("clock", "the clock is 45 years behind", "works: the last commit's day counts where it is later")
def clock_behind(lab: Lab) -> str:
    return _clock(lab, -45)


@trial("clock", "the clock is 60 years ahead", "works")
def clock_ahead(lab: Lab) -> str:
    return _clock(lab, 60)


@trial("clock", "SOURCE_DATE_EPOCH is no number, below 0, beyond all years", "one line that names it")
def odd_epoch(lab: Lab) -> str:
    for value in ("abc", "-1", "99999999999999999", "1e9", " "):
        lab.refuses(lab.build({"SOURCE_DATE_EPOCH": value}), "SOURCE_DATE_EPOCH")
    return "refused, each"


@trial("locale", "LC_ALL=C, no UTF-8 mode, ASCII for input and output", "works")
def plain_locale(lab: Lab) -> str:
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    lab.same(lab.build(env))
    lab.write("docs/über.md", "# Ü\n\n[@nobödy2020]\n")
    return lab.refuses(lab.build(env), ".md:3:2: [unknown-key]", was=lab.reference)


@trial("locale", "a Turkish and a Japanese locale, another time zone", "works")
def other_locale(lab: Lab) -> str:
    for name in ("tr_TR.UTF-8", "ja_JP.EUC-JP"):
        lab.same(lab.build({"LC_ALL": name, "TZ": "Pacific/Kiritimati"}))
    return "the same bytes"


@trial("network", "no network at all", "works")
def no_network(lab: Lab) -> str:
    alone = ("unshare", "-rn")
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        raise NotTriedError("may not take the network away (unshare)")
    return lab.same(lab.build(before=alone))


@trial("place", "a path with spaces, quotation marks and letters of other scripts", "works", "a b/Ünï ‘x’ 'y' 日本")
def odd_path(lab: Lab) -> str:
    return lab.same(lab.build({"PDF": "0"}))


@trial("place", "the same path, with PDFs", "works, and each PDF is there", "a b/Ünï ‘x’ 日本")
def odd_path_pdf(lab: Lab) -> str:
    lab.works(lab.build({"PDF": "1"}))
    return f"{len(list(lab.site.rglob('*.pdf')))} PDFs"


@trial("place", "a very long path", "works", "/".join(["long-" * 20] * 8))
def long_path(lab: Lab) -> str:
    return lab.same(lab.build())


@trial("place", "reached by a symbolic link", "works")
def by_link(lab: Lab) -> str:
    link = lab.folder / "home" / "link"
    link.symlink_to(lab.clone)
    done = Lab(lab.folder, link).build()
    link.unlink()
    return lab.same(done)


@trial("place", "site/ is a symbolic link", "one line: a build would write elsewhere")
def site_is_link(lab: Lab) -> str:
    elsewhere = lab.folder / "home" / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept", encoding="utf-8")
    lab.site.symlink_to(elsewhere)
    was = fingerprint(elsewhere)
    done = lab.build()
    lab.site.unlink()
    if fingerprint(elsewhere) != was:
        raise FailedError("wrote elsewhere")
    shutil.rmtree(elsewhere)
    return lab.refuses(done, "site is a symbolic link")


@trial("place", ".cache is a symbolic link", "one line")
def cache_is_link(lab: Lab) -> str:
    (lab.clone / ".cache").symlink_to(lab.folder / "home")
    return lab.refuses(lab.build(), ".cache is on another disk")


def _pythons() -> list[str]:
    """Return the commands of this machine's supported Pythons, except the version that runs this."""
    found = []
    for minor in range(11, 15):
        name = f"python3.{minor}"
        ask = "import sys; print(sys.version_info >= (3, 11))"
        places = [shutil.which(name), *sorted(map(str, Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}")))]
        for place in filter(None, places):
            done = subprocess.run([place, "-c", ask], capture_output=True, text=True, check=False)
            if minor != sys.version_info.minor and done.stdout.strip() == "True":
                found.append(place)
                break
    return found


@trial("python", "every other Python from 3.11 on that this machine has", "sets itself up, and gives the same bytes")
def pythons(lab: Lab) -> str:
    found = _pythons()
    if not found:
        raise NotTriedError("there is no other")
    # Set-up needs the package registry, and this user's settings for it.
    env = {"HOME": os.environ.get("HOME", ""), "PIP_CACHE_DIR": str(lab.folder / "home" / ".cache")}
    for python in found:
        done = lab.build({**env, "PYTHON": python}, command=("make", "site", "PDF=0"))
        if "Connect this computer" in done.said:
            raise NotTriedError("the package registry does not answer")
        lab.same(done)
    return f"the same bytes with {', '.join(Path(python).name for python in found)}"
