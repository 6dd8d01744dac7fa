"""Text that readers see otherwise than reviewers read it, or don't see at all: each is an error at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.site import EXTENSIONS, PNG, ROOT, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("citation", "site")]
HEAD = '<!doctype html><html><head><meta charset="utf-8"><title>{{ page.title }}</title></head><body>'
BIB = "@book{loaf, author={Loaf, A.}, title={Bread}, year={2001}, publisher={Oven}}\n"


def built(folder: Path, page: str, *, strict: bool = True, theme: str = HEAD, **files: str | bytes) -> Built:
    snippets = {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}
    pages: dict[str, str | bytes] = {
        "docs/index.md": f"# Bread\n\n{page}\n",
        "docs/loaf.png": PNG,
        "references.bib": BIB,
        "theme/main.html": f"{theme}{{{{ page.content }}}}",
    }
    mkdocs_yml = make_site(folder, pages | files, hooks=HOOKS, extensions=[*EXTENSIONS, snippets], watch=["includes"])
    (folder / "includes").mkdir(exist_ok=True)
    return build_site(mkdocs_yml, strict=strict)


def places(site: Built, code: str) -> list[str]:
    return re.findall(rf"(\S+): \[{code}\]", "\n".join(site.problems))


@pytest.mark.parametrize("sign", ["\u202e", "&#x202e;", "\u200b", "&shy;", "\U000e0041"])
def test_a_character_that_is_not_seen_ends_a_strict_build_at_its_line(sign: str, tmp_path: Path) -> None:
    site = built(tmp_path, f"Flour.\n\nCall {sign}119 now, or {sign}911.")
    assert site.ended
    assert places(site, "odd-character") == ["docs/index.md:5:6"]


def test_it_is_located_in_the_file_that_brought_it(tmp_path: Path) -> None:
    files = {
        "includes/box.md": "A box\u202e.\n",
        "references.bib": BIB.replace("Bread", "Br\u200bead"),
        "docs/words.txt": "Fl\u00adour\n",
    }
    site = built(tmp_path, 'Flour [@loaf].\n\n--8<-- "includes/box.md"', **files)
    assert sorted(places(site, "odd-character")) == ["docs/words.txt:1:3", "includes/box.md:1:6", "references.bib:1:41"]


def test_an_escape_in_front_matter_is_one(tmp_path: Path) -> None:
    site = built(tmp_path, "Flour", **{"docs/rye.md": '---\ntitle: "Rye \\u202e"\n---\n\nRye\n'})
    assert places(site, "odd-character") == ["docs/rye.md:2:13"]
