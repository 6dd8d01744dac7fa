"""Reads a text file, and replaces its contents atomically."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mkdocs_citeproc.source import SourceText
from tools.system import ROOT, StuckError

_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's ``text`` with LF line breaks; ``ends`` are its original ones."""

    path: Path
    text: str
    ends: str

    def replaced(self, text: str) -> None:
        """Replace the file's contents, keeping its line breaks and permissions; on an error the file is unchanged."""
        path = self.path.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.replace("\n", self.ends).encode())
            new = Path(name)
            new.chmod(path.stat().st_mode & 0o7777)
            new.replace(path)
        except OSError as error:
            Path(name).unlink(missing_ok=True)
            raise StuckError(f"{self.path.name} can't be written: {error.strerror}. It is unchanged.") from error


def source(path: Path, root: Path = ROOT) -> SourceText:
    """Return the text at ``path``, named relative to the root if it is below it.

    Raises StuckError as ``read`` does, and for a link that leads out of the root, whose target would be shown.
    """
    whole = path.resolve()
    if path.absolute().is_relative_to(root.absolute()) and not whole.is_relative_to(root.resolve()):
        raise StuckError(f"{path.name} is a link that leads out of this folder. Put a copy of the file there.")
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()
    return SourceText(name, read(path).text.removeprefix("\ufeff"))


def read(path: Path) -> TextFile:
    """Return the file at ``path``. Raises StuckError if it is not a UTF-8 text file."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device would never end
            raise StuckError(f"{path}: this is not a file.")
        if path.exists() and path.stat().st_size > _LARGEST:
            raise StuckError(f"{path}: this file has more than {_LARGEST} bytes, too many for a text.")
        text = path.read_bytes().decode()
    except OSError as error:
        raise StuckError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise StuckError(f"{path.name} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    ends = "\r\n" if text.count("\n") == text.count("\r\n") > 0 else "\n"
    return TextFile(path, text.replace(ends, "\n"), ends)
