"""The built site for reading from a folder, unpacked or as one ZIP file.

Both read site/ as a build left it, and write to dist/. The same site gives the same bytes.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs_citeproc.cache import write_atomically
from psychoed.cli.build import hold_build_lock, swap_folders
from psychoed.cli.console import UserError, print_line
from psychoed.cli.project import Project
from psychoed.plugins.link_check import list_built_files, read_links
from psychoed.site.links import BuiltSite, check_links
from psychoed.site.offline import INDEX, INDEX_SCRIPT, SHIM, convert_page, is_wanted, write_search_script

NAME = "site"  # the folder inside the ZIP
_NO_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP allows


def convert_site(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and contents of the folder's files, sorted by path."""
    made = {SHIM: Path(__file__).with_name("iframe-worker.js").read_bytes()}
    files = list_built_files(site)
    languages = tuple(path.removesuffix(INDEX) for path in files if path.endswith(f"/{INDEX}"))  # each in its folder
    for path in files:
        whole = (site / path).read_bytes()
        folder = next((each for each in languages if path.startswith(each)), "")
        own = path.removeprefix(folder)
        if own == INDEX:
            made[folder + INDEX_SCRIPT] = write_search_script(whole.decode()).encode()
        elif is_wanted(own):
            made[path] = convert_page(whole.decode(), path).encode() if path.endswith(".html") else whole
    yield from sorted(made.items())


def pack_files(files: Mapping[str, bytes]) -> bytes:
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


def list_broken_links(folder: Path) -> list[str]:
    """Return the broken links in the folder, one per line."""
    files = list_built_files(folder)
    faults = check_links(BuiltSite(read_links(folder, files), frozenset(files)))
    return [f"{fault.file}:{fault.link.line}: '{fault.link.url}' {fault.why.value}." for fault in faults]


def unpack_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files below ``folder``."""
    for path, whole in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(whole)


def make_folder(project: Project, *, pack: bool) -> bool:
    """Make dist/site.zip, or dist/preview/ unless ``pack``; return False, with both unchanged, if a link is broken."""
    if not (project.site / "index.html").is_file():
        raise UserError("There is no site/ yet. Do: psychoed build")
    files, dist = dict(convert_site(project.site)), project.dist
    dist.mkdir(exist_ok=True)
    with (
        hold_build_lock(project, *dist.glob(".new-*")),
        tempfile.TemporaryDirectory(prefix=".new-", dir=dist) as work,
    ):
        folder = Path(work, "new")
        unpack_files(files, folder)
        if faults := list_broken_links(folder):
            print_line("\n".join([*faults, "dist/ is unchanged."]))
            return False
        if not pack:
            swap_folders(folder, dist / "preview", Path(work, "old"))
            print_line(f"dist/preview/ is ready: open index.html in it. {len(files)} files.")
            return True
        write_atomically(dist / "site.zip", pack_files(files))
    (dist / "site.zip").chmod(0o644)
    print_line(f"dist/site.zip is ready: {len(files)} files, {(dist / 'site.zip').stat().st_size // 1000} KB.")
    return True
