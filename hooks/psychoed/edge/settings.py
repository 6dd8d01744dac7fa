"""The settings of the citation hook, as they stand under ``extra.citations`` in mkdocs.yml.

Names are mkdocs-bibtex's where it has them; hooks/README.md describes each one (tests/test_docs.py sees to
it that none is left out).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.exceptions import PluginError

from psychoed.edge.settings_under import given_under
from psychoed.export.kinds import KINDS
from psychoed.style.words import wrong_words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class CitationSettings(base.Config):
    """Each attribute is one setting; paths are relative to the folder of mkdocs.yml."""

    bib_file = option.Type(str, default="references.bib")
    bib_dir = option.Optional(option.Type(str))
    csl_file = option.Type(str, default="apa")
    locale = option.Type(str, default="en-US")
    bib_command = option.Type(str, default="\\bibliography")
    full_bib_command = option.Type(str, default="\\full_bibliography")
    bib_by_default = option.Type(bool, default=True)
    references_heading = option.Type(str, default="References")
    cited_on = option.Type(str, default="Cited on")
    kinds = option.Type(dict, default={})
    words = option.Type(dict, default={})
    cache_dir = option.Type(str, default=".cache/citations")
    pandoc_timeout = option.Type((int, float), default=60)


# Settings of mkdocs-bibtex that have no meaning here, with what became of them.
_GONE = {
    "csl_file_encoding": "style files are read as XML says they are encoded",
    "footnote_format": "citations are not footnotes here",
    "enable_inline_citations": "'@key' in running text always cites; write '\\@key' for a plain @",
}


def _wanted(name: str) -> str:
    """In plain words, what a setting takes."""
    default = dict(CitationSettings._schema)[name].default
    return {bool: "true or false", int: "a number", dict: "lines of 'name: words'"}.get(type(default), "text")


def read_settings(config: MkDocsConfig) -> CitationSettings:
    """The settings of this site; raises PluginError naming every setting that is wrong."""
    given = given_under(config, "citations")
    settings = CitationSettings(config_file_path=config.config_file_path)
    wrong = []
    names = [name for name, _ in CitationSettings._schema]
    for name in given:
        if name in _GONE:
            wrong.append(f"{name}: a setting of mkdocs-bibtex without meaning here ({_GONE[name]}). Take it out")
        elif name not in names:
            near = get_close_matches(str(name), names, n=1)
            meant = f"Did you mean '{near[0]}'?" if near else f"Known are {', '.join(names)}"
            wrong.append(f"{name}: unknown setting. {meant}")
    settings.load_dict({str(name): value for name, value in given.items() if name in names})
    failures, _ = settings.validate()
    wrong += [f"{name}: must be {_wanted(name)}, and is {given.get(name)!r}" for name, _ in failures]
    if not failures and settings.pandoc_timeout <= 0:
        wrong.append("pandoc_timeout: must be a number of seconds above 0")
    for name in ("bib_command", "full_bib_command"):
        value = given.get(name, "\\x")
        if isinstance(value, str) and not (value.startswith("\\") and value[1:].replace("_", "").isalnum()):
            wrong.append(f"{name}: a backslash and letters, such as '\\bibliography' (it is {value!r})")
    if isinstance(given.get("words"), dict):
        wrong += [f"words: {said}" for said in wrong_words(given["words"], KINDS)]
    if wrong:
        msg = "mkdocs.yml: extra.citations is not right.\n" + "\n".join(f"  {line}" for line in wrong)
        raise PluginError(msg)
    return settings
