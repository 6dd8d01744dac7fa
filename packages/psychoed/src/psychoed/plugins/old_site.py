"""The site that the last build left: moved out of the way at once, and deleted while the next one is built.

MkDocs deletes it file by file before it begins, which takes as long as a tenth of a build from the cache.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from threading import Thread

_PREFIX = "old-site-"


def remove_old_site(site_dir: Path, cache_dir: Path) -> Thread | None:
    """Move what is in ``site_dir`` into ``cache_dir``, and return a thread that deletes it there.

    As in MkDocs, hidden files stay. Where they can't be moved, such as to another disk, MkDocs deletes them as usual.
    What an interrupted build did not delete is deleted too.

    Returns:
        The thread, started; None if there is nothing to delete.

    """
    old: list[Path] = []
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        old += [*cache_dir.glob(f"{_PREFIX}*")]
        entries = [path for path in site_dir.iterdir() if not path.name.startswith(".")] if site_dir.is_dir() else []
        if entries:
            old.append(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=cache_dir)))
        for path in entries:
            path.rename(old[-1] / path.name)
    except OSError:
        pass
    if not old:
        return None
    thread = Thread(target=_delete, args=(old,))
    thread.start()
    return thread


def _delete(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
