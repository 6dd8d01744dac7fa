"""The built site for reading from a folder: ``python -m tools.folder preview`` unpacked, ``… zip`` as one file.

Both read site/ as ``make site`` left it, with whatever stands in it, and write to dist/. The same site gives the same
bytes.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from psychoed.plugins.link_check import list_files, read_links
from psychoed.site.folder import INDEX, INDEX_SCRIPT, SHIM, convert_page, is_wanted, write_search_script
from psychoed.site.links import BuiltSite, check_links
from tools.site import alone
from tools.swap import swap
from tools.system import CACHE, ROOT, StuckError, finish, say

DIST = ROOT / "dist"
NAME = "site"  # the folder inside the ZIP
_NO_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP allows


def in_folder(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and contents of the folder's files, sorted by path."""
    made = {SHIM: Path(__file__).with_name("iframe-worker.js").read_bytes()}
    for path in list_files(site):
        whole = (site / path).read_bytes()
        if path == INDEX:
            made[INDEX_SCRIPT] = write_search_script(whole.decode()).encode()
        elif is_wanted(path):
            made[path] = convert_page(whole.decode(), path).encode() if path.endswith(".html") else whole
    yield from sorted(made.items())


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a ZIP with one folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, whole in files.items():
            entry = zipfile.ZipInfo(f"{NAME}/{path}", _NO_DAY)
            entry.create_system = 3  # Unix, on whatever system it is made
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, whole)
    return written.getvalue()


def broken(folder: Path) -> list[str]:
    """Return the broken links in the folder, one per line."""
    files = list_files(folder)
    faults = check_links(BuiltSite(read_links(folder, files), frozenset(files)))
    return [f"{fault.file}:{fault.link.line}: '{fault.link.url}' {fault.why.value}." for fault in faults]


def unpack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files below ``folder``."""
    for path, whole in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(whole)


def main(arguments: list[str], site: Path = ROOT / "site", dist: Path = DIST) -> int:
    """Run the command; return the exit code."""
    if arguments not in (["preview"], ["zip"]):
        raise StuckError(__doc__ or "")
    if not (site / "index.html").is_file():
        msg = "There is no site/ yet. Do: make site"
        raise StuckError(msg)
    files = dict(in_folder(site))
    dist.mkdir(exist_ok=True)
    with alone(CACHE, *dist.glob(".new-*")), tempfile.TemporaryDirectory(prefix=".new-", dir=dist) as work:
        folder = Path(work, "new")
        unpack(files, folder)
        if faults := broken(folder):
            say("\n".join([*faults, "dist/ is unchanged."]))
            return 1
        if arguments == ["preview"]:
            swap(folder, dist / "preview", Path(work, "old"))
            say(f"dist/preview/ is ready: open index.html in it. {len(files)} files.")
            return 0
        new = Path(work, "site.zip")
        new.write_bytes(packed(files))
        new.replace(dist / "site.zip")
    say(f"dist/site.zip is ready: {len(files)} files, {(dist / 'site.zip').stat().st_size // 1000} KB.")
    return 0


if __name__ == "__main__":
    finish(lambda: main(sys.argv[1:]))
