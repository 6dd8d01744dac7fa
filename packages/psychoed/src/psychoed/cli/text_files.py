"""Reads a text file, and replaces its contents atomically."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs_citeproc.cache import write_atomically
from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import UserError

_LARGEST = 20_000_000  # bytes


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's ``text`` with LF line breaks; ``ends`` are its original ones."""

    path: Path
    text: str
    ends: str

    def replace_text(self, text: str) -> None:
        """Replace the file's contents, keeping its line breaks and permissions; on an error the file is unchanged."""
        path = self.path.resolve()
        try:
            mode = path.stat().st_mode & 0o7777
            write_atomically(path, text.replace("\n", self.ends).encode())
            path.chmod(mode)
        except OSError as error:
            raise UserError(f"{self.path.name} can't be written: {error.strerror}. It is unchanged.") from error


def read_site_text(path: Path, root: Path) -> SourceText:
    """Return the text at ``path``, named relative to the root if it is below it.

    Raises UserError as ``read_text_file`` does, and for a link that leads out of the root, whose target would be shown.
    """
    whole = path.resolve()
    if path.absolute().is_relative_to(root.absolute()) and not whole.is_relative_to(root.resolve()):
        raise UserError(f"{path.name} is a link that leads out of this folder. Put a copy of the file there.")
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()
    return SourceText(name, read_text_file(path).text.removeprefix("\ufeff"))


def read_text_file(path: Path) -> TextFile:
    """Return the file at ``path``. Raises UserError if it is not a UTF-8 text file."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device would never end
            raise UserError(f"{path}: this is not a file.")
        if path.exists() and path.stat().st_size > _LARGEST:
            raise UserError(f"{path}: this file has more than {_LARGEST} bytes, too many for a text.")
        text = path.read_bytes().decode()
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    ends = "\r\n" if text.count("\n") == text.count("\r\n") > 0 else "\n"
    return TextFile(path, text.replace(ends, "\n"), ends)
