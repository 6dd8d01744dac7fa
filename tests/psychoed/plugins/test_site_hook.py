"""The built site checked by the real hook: every kind of fault at its line, and nothing said of a sound one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from support.site import EXTENSIONS, PNG, ROOT, Built, build_site, make_site

HOOKS = [str(ROOT / "hooks" / "site_hook.py")]
# Ours alone is to speak.
SILENT = dict.fromkeys(["not_found", "anchors", "absolute_links", "unrecognized_links"], "ignore")
SOUND: dict[str, str | bytes] = {
    "docs/index.md": "# Bread\n\nSee [ovens](guide/oven.md#hot) and ![a loaf](loaf.png).\n",
    "docs/guide/oven.md": "# Ovens\n\n## Hot { #hot }\n\n[Home](../index.md)\n",
    "docs/loaf.png": PNG,
    "docs/main.css": "p { background: url(loaf.png) }",
}


CSS = ["main.css"]


def built(folder: Path, files: Mapping[str, str | bytes], publish: Sequence[str] = ()) -> Built:
    snippets = {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}
    mkdocs_yml = make_site(
        folder,
        {**SOUND, **files},
        hooks=HOOKS,
        extensions=[*EXTENSIONS, snippets],
        extra_css=CSS,
        extra={"site": {"publish": list(publish)}},
        validation={"links": SILENT},
    )
    return build_site(mkdocs_yml, strict=True)


def test_a_sound_site(tmp_path: Path) -> None:
    site = built(tmp_path, {})
    assert (site.ended, site.problems) == (None, [])


def test_every_fault_at_its_line(tmp_path: Path) -> None:
    broken = """\
# Ovens

[gone](gone.md)
<a href="../gone/">gone</a>
[anchor](../index.md#gone)
[own](#gone)
<a href="../../#raw-gone">raw</a>
![picture](gone.png)
<img src="raw-gone.png" alt="">
[rooted](/guide/oven/)
<a href="../oven">bare</a>

--8<-- "includes/box.md"

## Hot { #hot }

## Again { #hot }
"""
    files = {
        "docs/guide/oven.md": broken,
        "includes/box.md": "[box](boxed.png)\n",
        "docs/main.css": "p { background: url(gone.svg) }",
        "theme/main.html": '<link href="{{ "gone.css" | url }}" rel="stylesheet">{{ page.content }}\n',
    }
    site = built(tmp_path, files)
    assert site.ended
    assert [line.split("] ")[0].removeprefix("ERROR site: ") for line in site.problems] == [
        "docs/guide/oven.md:1:1: [broken-link",  # the template's gone.css: on two pages only
        "docs/guide/oven.md:3:8: [broken-link",
        "docs/guide/oven.md:4:10: [broken-link",
        "docs/guide/oven.md:5:10: [broken-anchor",
        "docs/guide/oven.md:6:7: [broken-anchor",
        "docs/guide/oven.md:7:10: [broken-anchor",
        "docs/guide/oven.md:8:12: [broken-link",
        "docs/guide/oven.md:9:11: [broken-link",
        "docs/guide/oven.md:10:10: [broken-link",
        "docs/guide/oven.md:11:10: [broken-link",
        "docs/guide/oven.md:15:10: [repeated-id",
        "docs/index.md:1:1: [broken-link",
        "docs/main.css:1:21: [broken-link",
        "includes/box.md:1:7: [broken-link",
    ]


def test_a_redirect_to_nothing(tmp_path: Path) -> None:
    site = built(
        tmp_path,
        {"docs/old.html": '<meta http-equiv="refresh" content="0; url=gone/">'},
        publish=["old.html"],
    )
    assert [line.split(" [")[0] for line in site.problems] == ["ERROR site: docs/old.html:1:44:"]


PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>x</title></head><body><script>x</script>{{ page.content }}'
)


def test_old_addresses_lead_on_and_each_page_has_the_policy(tmp_path: Path) -> None:
    extra = {"site": {"redirects": {"old/stove.md": "guide/oven.md#hot"}}}
    files = {**SOUND, "theme/main.html": PAGE, "theme/code.js.map": "{}"}
    site = build_site(make_site(tmp_path, files, hooks=HOOKS, extra=extra, extra_css=CSS), strict=True)
    assert (site.ended, site.problems) == (None, [])
    assert 'url=../../guide/oven/#hot"' in site["old/stove/index.html"]
    for page in site.site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.index("Content-Security-Policy") < text.index("</head>")
    assert not list(site.site.rglob("*.map"))


def test_a_bad_redirect_stops_a_strict_build(tmp_path: Path) -> None:
    extra = {"site": {"redirects": {"old.md": "gone.md"}}}
    site = build_site(make_site(tmp_path, SOUND, hooks=HOOKS, extra=extra, extra_css=CSS), strict=True)
    assert [line.split("] ")[0] for line in site.problems] == ["ERROR site: mkdocs.yml:4:7: [bad-redirect"]


def test_the_policy_can_be_left_out(tmp_path: Path) -> None:
    files = {**SOUND, "theme/main.html": PAGE}
    site = build_site(
        make_site(tmp_path, files, hooks=HOOKS, extra={"site": {"policy": False}}, extra_css=CSS), strict=True
    )
    assert "Content-Security-Policy" not in site["index.html"]


OFFLINE = ["assets/offline.js", "https://example.org/not-ours.js"]


def test_a_site_that_lists_the_script_has_a_service_worker(tmp_path: Path) -> None:
    hooks = [str(ROOT / "hooks" / name) for name in ("page_hook.py", "site_hook.py")]
    page = "---\ndescription: d\nkind: safety\naudience: [a]\nwritten: 2026-01-02\n---\n# Burns\n"
    files = {"docs/index.md": page, "docs/assets/offline.js": "run();\n"}
    site = build_site(make_site(tmp_path, files, hooks=hooks, extra_javascript=OFFLINE), strict=True)
    assert (site.ended, site.problems) == (None, [])
    worker = re.sub(r'"(\w+)":', r"\1:", site["sw.js"])  # as written, or shortened
    assert re.search(
        r'files:{"":"[0-9a-f]{12}","assets/offline\.js":"[0-9a-f]{12}"},fresh:\[""\],marked:\[""\]', worker
    )


def test_a_service_worker_without_a_list_of_pages_ends_the_build_in_plain_words(tmp_path: Path) -> None:
    files = {"docs/index.md": "# Bread\n", "docs/assets/offline.js": "run();\n"}
    site = build_site(make_site(tmp_path, files, hooks=HOOKS, extra_javascript=OFFLINE))
    assert site.ended
    assert "List hooks/page_hook.py too" in site.ended


def test_settings_are_checked(tmp_path: Path) -> None:
    site = build_site(make_site(tmp_path, SOUND, hooks=HOOKS, extra={"site": {"polcy": False, "redirects": "x"}}))
    assert site.ended
    assert "extra.site has mistakes" in site.ended
    assert "polcy" in site.ended


def test_a_script_that_no_browser_would_run(tmp_path: Path) -> None:
    files = {**SOUND, "docs/own.js": "// Says hello.\nalert('hello';\n", "docs/sound.js": "// Why.\nlet a = 1;\n"}
    mkdocs_yml = make_site(tmp_path, files, hooks=HOOKS, extra_javascript=["own.js", "sound.js"], extra_css=CSS)
    site = build_site(mkdocs_yml, strict=True)
    (problem,) = site.problems
    assert problem.startswith(
        "ERROR site: docs/own.js:2:14: [bad-script] this script has a syntax error: expected , or )"
    )
    assert site["sound.js"] == "let a=1\n"
