"""Files that a theme brings and no reader ever asks for: the built site's files in, those to leave out back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

# Material's search asks for word stems of other languages than English only (its worker's setup).
_STEMS = "assets/javascripts/lunr/"


def find_unused_assets(files: Iterable[str], languages: Collection[str]) -> list[str]:
    """Those of ``files``, paths below the site's root, that a site searched in ``languages`` can do without.

    Maps tell a debugger where minified code came from; they are larger than all else together.
    """
    english = all(language == "en" for language in languages)
    return [file for file in files if file.endswith(".map") or (english and file.startswith(_STEMS))]
