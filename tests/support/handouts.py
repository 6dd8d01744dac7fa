"""A small site with handouts of every kind, on another topic than ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.site import EXTENSIONS, ROOT, make_site

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("page", "citation", "handout")]

PLAIN = "---\ndescription: {title}.\nkind: {kind}\naudience: [home bakers]\nwritten: 2026-01-02\n---\n# {title}\n"

HEAD = """\
---
description: {description}
kind: handout
audience: [home bakers]
written: 2026-01-02
{more}---
"""

LOG = """\
# Baking log

Write down how each loaf went, & what <you> saw.

My name: ____

Date: ____ Time: ____

What the dough was like:
____
____
____

- [ ] I weighed it.
- [ ] Something else: ____

How hot is the oven? [0-10: cold, as hot as it goes]

| Day | What I saw | Before 0–10 |
|---|---|---|
| 3 rows |

| Part | Mine |
|---|---|
| **Crust** | ____ |
| Crumb | soft |

## For the clinician

Only for the baker who hands it out [@crumb2019].

## And then

Eat it.
"""

LEAFLET = """\
# What bread is

Bread is *flour*, **water** and time [@loaf2020, p. 3]. See [burns](../burns.md#hot) and [a mill](https://example.org/mill).

1. A step.

    And more of it.

2. Another:

    - one
    - two
        - three

!!! note "Remember"

    - It rises.

??? tip "Folded"

    Nothing stays folded on paper.

Term
:   What it means.

<figure>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" role="img"><title>An oven</title><desc>It is hot.</desc>
<rect x="1" y="1" width="98" height="38" fill="var(--figure-fill)" stroke="currentColor"/>
<text x="10" y="25">Oven</text></svg>
<figcaption>An oven.</figcaption>
</figure>

![Dough, drawn](dough.svg)

Fine fluffy offers, ½ × 2 ° “…” – all in the sheets’ font.

## Second level

### Third level { #third }

Back to [the third](#third).
"""

CARD = """\
# Oven card

Cut along the marks.

<div class="card" markdown>

**Hot oven: use gloves.**

My baker: ____

</div>

<div class="card" markdown>

The other face.

</div>

## Where is it from?

From [@loaf2020].
"""

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><circle cx="60" cy="30" r="20" fill="none" '
    'stroke="#000"/></svg>'
)

FILES: Mapping[str, str] = {
    "references.bib": """\
@book{loaf2020, author = {Loaf, Ada}, title = {Bread}, publisher = {Mill}, year = {2020}}
@book{crumb2019, author = {Crumb, Bo}, title = {Crusts}, publisher = {Mill}, year = {2019}}
""",
    "includes/box.md": "**Check first.** Is your oven hot? Stop if it smokes, and read all of this box.\n",
    "docs/index.md": PLAIN.format(title="Bread", kind="home"),
    "docs/burns.md": PLAIN.format(title="Burns", kind="safety") + "\n## Hot { #hot }\n",
    "docs/handouts/index.md": PLAIN.format(title="Sheets", kind="resource") + "\n\\handouts\n\n    \\handouts\n",
    "docs/handouts/log.md": HEAD.format(description="A log to fill in.", more="sides: 2\n") + LOG,
    "docs/handouts/leaflet.md": HEAD.format(description="What bread is.", more="reviewed: 2026-02-03\n") + LEAFLET,
    "docs/handouts/card.md": HEAD.format(description="A card.", more="sides: 1\ncard: true\n") + CARD,
    "docs/handouts/dough.svg": DRAWING,
}
SHEETS = ("leaflet", "log", "card")
VARIANTS = ("a4", "letter", "a4-large", "letter-large")


def handout_site(folder: Path, files: Mapping[str, str] = FILES, **config: Any) -> Path:
    """Write the site; gives back the path of mkdocs.yml. ``handouts`` is what stands under extra.handouts."""
    handouts = config.pop("handouts", {"check_first": "Mind the oven. Stop if it smokes."})
    settings: dict[str, Any] = {
        "site_url": "https://bread.example/site/",
        "extra": {
            "page": {"check_first": "includes/box.md", "licence": {"text": "CC BY 4.0", "link": "https://x.example/"}},
            "handouts": handouts,
        },
        "nav": ["index.md", "burns.md", "handouts/index.md", *(f"handouts/{name}.md" for name in SHEETS)],
        **config,
    }
    if files is not FILES:
        settings.pop("nav")
    return make_site(folder, files, hooks=HOOKS, extensions=EXTENSIONS, **settings)


@dataclass(frozen=True)
class Pdfs:
    """PDFs of one site, by their paths below it."""

    site: Path

    def sheets(self) -> list[Path]:
        """The PDFs of single sheets."""
        return sorted(path for path in self.site.glob("handouts/*/*.pdf"))

    def workbooks(self) -> list[Path]:
        """The workbooks."""
        return sorted(self.site.glob("handouts/workbook-*.pdf"))

    def all(self) -> list[Path]:
        """The PDFs of single sheets, the workbooks, and the notes for clinicians."""
        return [*self.sheets(), *self.workbooks(), *sorted(self.site.glob("handouts/notes-*.pdf"))]

    def __getitem__(self, name: str) -> Path:
        """The PDF of a sheet, such as ``log-a4``."""
        sheet = next(sheet for sheet in SHEETS if name.startswith(sheet))
        return self.site / "handouts" / sheet / f"{name}.pdf"


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Pdfs:
    """Our site's PDFs, kept from other builds where nothing changed."""
    folder = tmp_path_factory.mktemp("ours")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
    environment = {**os.environ, "SITE_URL": "https://prt.example/site/", "PDF": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "handouts: " in line] == []
    return Pdfs(folder)
