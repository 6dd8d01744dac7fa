"""What the site tells contributors is so: each form of citing as shown, each command, each kind of page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from psychoed.cli.project import Project, load_page_rules, load_settings
from support.site import HOOK, ROOT, build_site, make_site

CONTRIBUTE = ROOT / "docs" / "contribute"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TEXTS = [
    *CONTRIBUTE.glob("*.md"),
    *ROOT.glob("*.md"),
    ROOT / "hooks" / "README.md",
    ROOT / ".github" / "pull_request_template.md",
]

PRINTED = {
    "`[@ashar2021]`": "(Ashar et al., 2021)",
    "`@gordon2021 describe it`": "Gordon and Ziv (2021) describe it",
    "`[@gordon2021; @ashar2021]`": "(Ashar et al., 2021; Gordon & Ziv, 2021)",
    "`[@tankha2023, p. 1588]`": "(Tankha et al., 2023, p. 1588)",
    "`[@gordon2021, pp. 3-5]`": "(Gordon & Ziv, 2021, pp. 3–5)",
    "`[@gordon2021, chap. 2]`": "(Gordon & Ziv, 2021, Chapter 2)",
    "`[see @ashar2021; also @ashar2025]`": "(see Ashar et al., 2021; also Ashar et al., 2025)",
    "`@tankha2023 [p. 1588]`": "Tankha et al. (2023, p. 1588)",
    "`@gordon2021 ['s] book`": "Gordon and Ziv’s (2021) book",
    "`The trial’s authors [-@ashar2021]`": "The trial’s authors (2021)",
    "`[--@tankha2023, p. 1588]`": "(p. 1588)",
    "`[@fishbein2025, as cited in @torsiglieri2025]`": "(Fishbein et al., 2025, as cited in Torsiglieri, 2025)",
    "`@ashar2021 [see also @ashar2025]`": "Ashar et al. (2021; see also Ashar et al., 2025)",
    "`[@prtc-prt]`": "(Pain Reprocessing Therapy Center, n.d.-c)",
    r"`\@handle`": "@handle",
}


def test_the_table_of_citations_shows_what_the_build_prints(tmp_path: Path) -> None:
    page = (CONTRIBUTE / "citing.md").read_text(encoding="utf-8")
    table = re.search(r"\| You type \|.*?\n\n", page, re.DOTALL)
    assert table
    rows = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in table[0].strip().split("\n")[2:]]
    assert [code for code, _ in rows] == list(PRINTED)
    assert [code.strip("`") for code, _ in rows] == [shown for _, shown in rows]
    # The letters of undated works hang on all that the site cites.
    letters = "[@prtc-neuroplastic; @prtc-resources]"
    text = f"# Forms\n\n{table[0]}\n{letters}\n"
    files = {"docs/index.md": text, "references.bib": (ROOT / "references.bib").read_text(encoding="utf-8")}
    html = build_site(make_site(tmp_path, files, hooks=[HOOK], extensions=["tables"]))["index.html"]
    cells = re.findall(r"<td>(.*?)</td>\n<td>(.*?)</td>", html)
    plain = [re.sub(r"<[^>]*>", "", cell).replace("&amp;", "&") for _, cell in cells]
    assert plain == list(PRINTED.values())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_command_that_is_named_is_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets


def test_each_kind_of_page_is_named() -> None:
    page = (CONTRIBUTE / "pages.md").read_text(encoding="utf-8")
    section = page.split("## Which kinds are there?")[1].split("\n## ")[0]
    assert set(re.findall(r"`([a-z]+)`", section)) == {
        kind.name for kind in load_page_rules(load_settings(Project(ROOT))).kinds
    }
