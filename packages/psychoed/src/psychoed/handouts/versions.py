"""Addresses that always lead to one version of a handout, and what a practice puts on its own site.

The address of a version has its date and a hash of its text: another text has another address, so one address never
gives two texts. Earlier versions are in a folder of the project (``versions`` in the settings), from which each build
copies them, and the bytes there win over those that a newer renderer would make. A published site lists the versions
that it has, so that the next build can take them from there.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path

from psychoed.handouts.model import VARIANTS, Sheet
from psychoed.language import t

LIST = "handout-versions.txt"
"""The list of a site's versions, at its root: a SHA-256 and a path in each line."""

_NAME = r"(?:\d{4}-\d\d-\d\d-)?[0-9a-f]{10}"
_VERSION = re.compile(rf"{_NAME}\Z")
_LISTED = re.compile(rf"(?P<hash>[0-9a-f]{{64}})  (?P<path>(?:[\w-]+/)+{_NAME}/[\w-]+\.pdf)")


class VersionsError(Exception):
    """The list of a site's versions, or a file that it names, is not what it should be."""


def make_version(day: str, documents: Iterable[str]) -> str:
    """Return the name of a handout's version: its date and a hash of its documents."""
    read = hashlib.sha256()
    for document in documents:
        read.update(hashlib.sha256(document.encode()).digest())
    return "-".join(filter(None, (day, read.hexdigest()[:10])))


def make_version_address(stem: str, version: str, suffix: str) -> str:
    """Return the address of a version's PDF below the site's root."""
    folder, name = posixpath.split(stem)
    return posixpath.join(folder, version, f"{name}-{suffix}.pdf")


def write_versions(site: Path, made: Mapping[str, Path], kept: Path | None) -> None:
    """Write the PDFs of all versions into a built site.

    Args:
        site: The folder of the site.
        made: This build's PDFs by their version's address.
        kept: The folder with earlier versions, if the site has one. Then it has a list of its versions, too.

    """
    for address, path in made.items():
        target = site / address
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if kept is None:
        return
    for path in list_versions(kept):
        target = site / path.relative_to(kept)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    lines = (f"{_hash(path.read_bytes())}  {path.relative_to(site).as_posix()}\n" for path in list_versions(site))
    (site / LIST).write_text("".join(lines), encoding="utf-8")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def list_versions(folder: Path) -> list[Path]:
    """Return the PDFs of versions below a folder, such as a built site, in order."""
    found = (path for path in folder.rglob("*.pdf") if _VERSION.match(path.parent.name))
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def keep_versions(site: Path, kept: Path) -> list[Path]:
    """Copy the versions of a built site into the folder of earlier versions, and return those that are new there."""
    new = []
    for path in list_versions(site):
        target = kept / path.relative_to(site)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            new.append(target)
    return new


def fetch_versions(address: str, kept: Path, fetch: Callable[[str], bytes | None]) -> list[Path]:
    """Copy the versions of a published site into the folder of earlier versions, and return those that are new there.

    Args:
        address: The address of the site.
        kept: The folder.
        fetch: Returns what is at an address, or None if there is nothing.

    Raises:
        VersionsError: if the list has a line that is not a version's, or a file is not the one that is listed.

    """
    address = f"{address.rstrip('/')}/"
    new = []
    for line in (fetch(address + LIST) or b"").decode(errors="replace").splitlines():
        found = _LISTED.fullmatch(line)
        if not found:
            raise VersionsError(f"{address}{LIST} has a line that names no version: {line[:200]!r}")
        target = kept / found["path"]
        if target.exists():
            continue
        data = fetch(address + found["path"])
        if data is None or _hash(data) != found["hash"]:
            raise VersionsError(f"{address}{found['path']} is not the file that the site lists.")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        new.append(target)
    return new


def render_snippets(sheet: Sheet, page: str, stem: str, version: str) -> str:
    """Return what a practice needs to put a handout on its own site: addresses and HTML to copy.

    Without the site's own address, there is nothing that others could link to. ``page`` is the address of the
    handout's page from the site's root.
    """
    if not sheet.url:
        return ""
    root = sheet.url.removesuffix(page)
    first = VARIANTS[0]
    newest, title = f"{root}{stem}-{first.suffix}.pdf", escape(sheet.title)
    pinned = " · ".join(
        _link(root + make_version_address(stem, version, variant.suffix), variant.spoken) for variant in VARIANTS
    )
    link = f'<a href="{escape(newest)}"><img src="{escape(root + stem)}.png" alt="" width="150"><br>{title} (PDF)</a>'
    frame = f'<iframe src="{escape(sheet.url)}" title="{title}" width="100%" height="900" loading="lazy"></iframe>'
    return (
        f'<details class="handout-embed no-print"><summary>{escape(t("Put this on your own site"))}</summary>'
        f"<p>{escape(t('Always the newest version:'))} {_link(newest, newest)}</p>"
        f"<p>{escape(t('Always this version, byte for byte:'))} {pinned}</p>"
        f"{_snippet(t('A picture that leads to the PDF'), link)}"
        f"{_snippet(t('The page itself, to fill in within yours'), frame)}"
        f"<p>{escape(t('Both load from this site, which sets no cookie. What is typed stays in the browser.'))}</p>"
        '<p role="status" data-copy-status></p></details>'
    )


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _snippet(words: str, html: str) -> str:
    copy = f'<button type="button" data-copy hidden>{escape(t("Copy"))}</button>'
    return f'<div class="handout-snippet"><p>{escape(words)}: {copy}</p><pre><code>{escape(html)}</code></pre></div>'


def replace_snippets(html: str, snippets: Mapping[str, str]) -> str:
    """Return a built page with each placeholder replaced by the snippets of its handout."""
    return _PLACE.sub(lambda mark: snippets.get(mark["stem"], ""), html)


def make_snippets_placeholder(stem: str) -> str:
    """Return the placeholder of a handout's snippets, whose version is known only when all pages are."""
    return f'<div data-snippets="{escape(stem)}"></div>'


_PLACE = re.compile(r'<div data-snippets="(?P<stem>[^"]*)"></div>')
