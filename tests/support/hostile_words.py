"""A small site, with Material and all hooks, in which every word is HTML that would run."""

from __future__ import annotations

import json
from typing import Any

from support.site import EXTENSIONS, ROOT, THEME

HOOKS = [str(ROOT / "hooks" / f"{name}_hook.py") for name in ("page", "citation", "handout", "site")]
BREAKOUT = "\"'></title></a></script><script>alert(1)</script><img src=x onerror=alert(2)>"
SHORT = "<img src=x onerror=alert(3)>"
PALETTE = [
    {"scheme": "default", "toggle": {"icon": "material/brightness-7", "name": BREAKOUT}},
    {"scheme": "slate", "toggle": {"icon": "material/brightness-4", "name": SHORT}},
]


def front_matter(**fields: Any) -> str:
    given = {"description": BREAKOUT, "kind": "reference", "audience": [BREAKOUT], "written": "2026-01-02", **fields}
    lines = [f"{name}: {json.dumps(value) if name != 'written' else value}" for name, value in given.items()]
    return "---\n" + "\n".join(lines) + "\n---\n"


PAGES = {
    "docs/index.md": front_matter(title=BREAKOUT, kind="home") + "Text [@loaf].\n\n## Flour `<b>` &amp; <i\n",
    "docs/titled.md": front_matter(title=BREAKOUT, kind="evidence", next=["index.md"], authors=[BREAKOUT]) + "# One\n",
    "docs/named.md": front_matter(search_terms=[BREAKOUT]) + "# Two\n\n## `<img src=x onerror=alert(4)>`\n",
    "docs/heading.md": front_matter(subtitle=BREAKOUT, status=BREAKOUT) + "# Three &lt;img src=x onerror=alert(5)>\n",
    "docs/checked.md": front_matter(clinical_review={"name": BREAKOUT, "role": BREAKOUT, "date": "2026-01-03"}).replace(
        '"2026-01-03"', "2026-01-03"
    )
    + "# Four\n",
    "docs/news/index.md": front_matter(kind="news", title=BREAKOUT) + "News\n",
    "docs/news/posts/rye.md": front_matter(
        kind="news", title=SHORT, date="2025-03-04", categories=["Rye & wheat"]
    ).replace('"2025-03-04"', "2025-03-04")
    + "Rye\n\n<!-- more -->\n\nMore\n",
    "docs/sheet.md": front_matter(kind="handout", title=BREAKOUT) + "My name: ____\n",
    "docs/sheets.md": front_matter() + "# Sheets\n\n\\handouts\n",
    "docs/sources.md": front_matter() + "# Sources\n\n\\full_bibliography\n",
    "docs/oven & bun.md": front_matter() + "Text\n",
    "includes/box.md": "Check first.\n",
    "references.bib": "@book{loaf, author={Loaf, A.}, title={Bread}, year={2001}}",
}
PAGE = {
    "check_first": "includes/box.md",
    "authors": BREAKOUT,
    "conflicts": "None with <em>any</em> mill",
    "dated": BREAKOUT,
    "feed": "feed.xml",
    "schema_type": BREAKOUT,
    "safety": {"text": BREAKOUT, "link": "named.md"},
    "header_links": [{"text": BREAKOUT, "link": "named.md"}],
    "licence": {"text": BREAKOUT, "link": "https://example.org/"},
    "report": {"text": BREAKOUT, "link": "named.md"},
}
CONFIG: dict[str, Any] = {
    "hooks": HOOKS,
    "extensions": EXTENSIONS,
    "site_name": BREAKOUT,
    "site_description": BREAKOUT,
    "site_author": BREAKOUT,
    "copyright": 'By <a href="https://example.org/">bakers</a>',
    "theme": {**THEME, "palette": PALETTE, "features": ["search.highlight", BREAKOUT]},
    "plugins": [
        "material/search",
        {"material/blog": {"blog_dir": "news", "authors": False, "post_url_format": "{slug}"}},
    ],
    "nav": [{BREAKOUT: "index.md"}, {BREAKOUT: ["titled.md", {BREAKOUT: "named.md"}, "heading.md"]}, "news/index.md"],
    "validation": {"nav": {"omitted_files": "ignore"}},
    "extra": {"page": PAGE, "annotate": {BREAKOUT: [BREAKOUT]}, "homepage": "https://example.org/?" + BREAKOUT},
}
