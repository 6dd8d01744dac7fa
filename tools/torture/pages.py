"""Trials with huge sites, special files and malicious content."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tools.torture.lab import FailedError, Lab, fingerprint, trial

HEAD = "---\ndescription: A page.\nkind: about\naudience: [people in pain]\nwritten: 2026-11-01\n---\n"
NOT_IN_NAV = "not_in_nav: /offline.md"
_TEXT = {".md", ".yml", ".bib", ".py", ".html", ".json"}


def _page(lab: Lab, text: str | bytes, name: str = "docs/odd.md") -> None:
    lab.edit("mkdocs.yml", NOT_IN_NAV, "not_in_nav: |\n  /offline.md\n  /odd.md\n")
    lab.write(name, text)


@trial("large", "1,000 more pages, each citing", "works")
def thousand_pages(lab: Lab) -> str:
    lab.edit("mkdocs.yml", NOT_IN_NAV, "not_in_nav: |\n  /offline.md\n  /many/\n")
    text = "\n\n".join(
        "Words in a paragraph, as long as they are elsewhere, and a source [@ashar2021]." for _ in range(20)
    )
    for index in range(1000):
        lab.write(f"docs/many/page-{index}.md", f"{HEAD}# Page {index}\n\n{text}\n\n## More\n\n{text}\n")
    started = time.monotonic()
    lab.works(lab.build())
    return f"works, {time.monotonic() - started:.0f} s"


@trial("large", "10,000 more entries in references.bib", "works; the pages are the same")
def many_entries(lab: Lab) -> str:
    source = (lab.clone / "references.bib").read_text(encoding="utf-8")
    entries = [
        f"@book{{filler{index},\n  author = {{Filler, Ann}},\n  title = {{Filling {index}}},\n  year = {{2001}}\n}}\n"
        for index in range(10_000)
    ]
    lab.write("references.bib", f"{source}\n{''.join(entries)}")
    started = time.monotonic()
    return f"{lab.same(lab.build())}, {time.monotonic() - started:.0f} s"


@trial("large", "a page of 5 MB", "works")
def large_page(lab: Lab) -> str:
    _page(lab, f"{HEAD}# Long\n\n" + "A sentence with *some* words in it, and another one. [@ashar2021]\n\n" * 75_000)
    started = time.monotonic()
    lab.works(lab.build())
    return f"works, {time.monotonic() - started:.0f} s"


@trial("large", "a line of 5 MB, and one of 20,000 brackets", "works, or one line that names the page")
def large_line(lab: Lab) -> str:
    _page(lab, f"{HEAD}# Long\n\n" + "word " * 1_000_000)
    lab.works(lab.build())
    was = fingerprint(lab.site)
    lab.write("docs/odd.md", f"{HEAD}# Long\n\n" + "[" * 20_000)
    done = lab.build()
    return "works" if not done.code else lab.refuses(done, "docs/odd.md", was=was)


@trial("large", "a quotation 2,000 deep, and a list 400 deep", "works, or one line that names the page")
def deep(lab: Lab) -> str:
    _page(lab, "")
    message = []
    for text in (">" * 2000 + " deep", "\n".join(f"{' ' * 4 * index}- x" for index in range(400))):
        was = fingerprint(lab.site)
        lab.write("docs/odd.md", f"{HEAD}# Deep\n\n{text}\n")
        done = lab.build()
        message.append("works" if not done.code else lab.refuses(done, "docs/odd.md", was=was))
    return "; ".join(message)


@trial("odd", "line ends of Windows in all our sources", "works; the pages are the same")
def windows(lab: Lab) -> str:
    for path in sorted(lab.clone.rglob("*")):
        if path.suffix in _TEXT and path.is_file() and not {".cache", "site"} & set(path.relative_to(lab.clone).parts):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return lab.same(lab.build())


@trial("odd", "pages that are empty, or have front matter alone, or only blanks", "a problem at its line")
def empty(lab: Lab) -> str:
    _page(lab, "")
    for text in ("", " \n\t\n", "---\n---\n", "\ufeff"):
        lab.write("docs/odd.md", text)
        message = lab.refuses(lab.build(), "docs/odd.md:1:1: [missing-metadata]")
    return message


@trial("odd", "a page that is binary, UTF-16, or has null bytes", "one line that names it")
def binary(lab: Lab) -> str:
    _page(lab, "")
    for content in (bytes(range(256)) * 100, "# Text\n".encode("utf-16"), b"\x89PNG\r\n\x1a\n" + bytes(1000)):
        lab.write("docs/odd.md", content)
        message = lab.refuses(lab.build(), "docs/odd.md: this page is not UTF-8 text")
    lab.write("docs/odd.md", f"{HEAD}# Null\n\nA \0 byte \x01 \x02 \x03.\n")
    lab.works(lab.build())
    return message


@trial("odd", "facts, words, figures, the box, references, settings: binary or gone", "one line that names the file")
def binary_sources(lab: Lab) -> str:
    names = ("references.bib", "facts.yml", "words.yml", "figures.yml", "includes/check-first.md", "mkdocs.yml")
    for name in names:
        was = (lab.clone / name).read_bytes()
        lab.write(name, b"\xff\xfe\x00bin\x80")
        lab.refuses(lab.build(), Path(name).name)
        (lab.clone / name).unlink()
        lab.refuses(lab.build(), Path(name).name)
        lab.write(name, was)
    return lab.same(lab.build())


@trial("links", "symbolic links below docs/: out, in a circle, to nothing; a pipe", "a problem each; nothing is read")
def symbolic_links(lab: Lab) -> str:
    docs = lab.clone / "docs"
    made = {"secret.txt": "/etc/passwd", "everything": "/", "circle": "../docs", "gone.png": "nowhere.png"}
    for name, target in made.items():
        (docs / name).symlink_to(target)
    os.mkfifo(docs / "pipe.md")
    return lab.refuses(lab.build(), *(f"docs/{name}:1:1: [outside-file]" for name in (*made, "pipe.md")))


@trial("links", "a symbolic link within docs/", "works")
def inner_link(lab: Lab) -> str:
    (lab.clone / "docs" / "assets" / "again.svg").symlink_to("icon.svg")
    lab.works(lab.build())
    if (lab.site / "assets" / "again.svg").is_symlink():
        raise FailedError("published as a link")
    return "works, as a file of its own"


@trial("hostile", "snippets from /etc, from beside the site, hidden, devices", "a problem at its line; nothing is read")
def snippets(lab: Lab) -> str:
    names = ("/etc/passwd", "../../../../../etc/passwd", ".cache/x", "/dev/zero", "docs/../../tmp", "includes/none.md")
    lines = "\n\n".join(f'--8<-- "{name}"' for name in names)
    _page(lab, f"{HEAD}# Snippets\n\n{lines}\n")
    return lab.refuses(
        lab.build(), *(f"docs/odd.md:{9 + 2 * index}:9: [missing-snippet]" for index in range(len(names)))
    )
