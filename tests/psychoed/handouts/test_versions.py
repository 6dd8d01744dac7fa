"""Addresses of versions: they never change what they lead to, and later builds still have them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from psychoed.cli.commands import main
from psychoed.handouts.model import Sheet
from psychoed.handouts.versions import (
    LIST,
    VersionsError,
    fetch_versions,
    keep_versions,
    list_versions,
    make_version,
    make_version_address,
    render_snippets,
    write_versions,
)
from support.handouts import FILES, HEAD, handout_site
from support.served import serve
from support.site import build_site

SHEET = Sheet("log", "Log & more", "", "x.example/handouts/log/", "https://x.example/handouts/log/", "", "2026-01-02")
LOG = HEAD.format(description="A log.", more="") + "# Log\n\nMy name: ____\n\nText.\n"


def test_another_text_has_another_version_and_the_same_text_the_same() -> None:
    one = make_version("2026-01-02", ["a", "b"])
    assert one == make_version("2026-01-02", ["a", "b"])
    assert one.startswith("2026-01-02-")
    assert len({one, make_version("2026-01-02", ["ab", ""]), make_version("2026-01-02", ["a", "c"])}) == 3


def test_an_address_has_a_folder_for_its_version() -> None:
    assert make_version_address("handouts/log/log", "2026-01-02-0123456789", "a4") == (
        "handouts/log/2026-01-02-0123456789/log-a4.pdf"
    )


def test_kept_bytes_win_and_only_versions_are_kept(tmp_path: Path) -> None:
    made = tmp_path / "made.pdf"
    made.write_bytes(b"new")
    address = "log/2026-01-02-0123456789/log-a4.pdf"
    site, kept = tmp_path / "site", tmp_path / "kept"
    write_versions(site, {address: made}, kept)  # nothing is kept yet
    (site / "log/log-a4.pdf").write_bytes(b"newest")
    assert keep_versions(site, kept) == [kept / address]
    assert keep_versions(site, kept) == []
    (kept / "notes.txt").write_text("mine")
    made.write_bytes(b"another renderer's")
    later = tmp_path / "later"
    write_versions(later, {address: made}, kept)
    assert (later / address).read_bytes() == b"new"
    assert sorted(path.relative_to(later).as_posix() for path in later.rglob("*") if path.is_file()) == [LIST, address]
    assert list_versions(later) == [later / address]


def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.pdf"
    outside.write_bytes(b"secret")
    folder = tmp_path / "kept" / "2026-01-02-0123456789"
    folder.mkdir(parents=True)
    (folder / "log-a4.pdf").symlink_to(outside)
    (tmp_path / "site").mkdir()
    write_versions(tmp_path / "site", {}, tmp_path / "kept")
    assert [path.name for path in (tmp_path / "site").iterdir()] == [LIST]


def publish(folder: Path, **files: bytes) -> Callable[[str], bytes | None]:
    """A built site with a version for each file, as a browser would get it."""
    for name, data in files.items():
        made = folder / "made.pdf"
        made.write_bytes(data)
        write_versions(folder / "site", {f"{name}/2026-01-02-0123456789/{name}-a4.pdf": made}, folder / "none")

    def fetch(url: str) -> bytes | None:
        path = folder / "site" / url.removeprefix("https://x.example/")
        return path.read_bytes() if path.is_file() else None

    return fetch


def test_the_versions_of_a_published_site_are_kept(tmp_path: Path) -> None:
    fetch, kept = publish(tmp_path, log=b"a log", card=b"a card"), tmp_path / "kept"
    new = fetch_versions("https://x.example", kept, fetch)
    assert {path.relative_to(kept).as_posix(): path.read_bytes() for path in new} == {
        "log/2026-01-02-0123456789/log-a4.pdf": b"a log",
        "card/2026-01-02-0123456789/card-a4.pdf": b"a card",
    }
    assert fetch_versions("https://x.example/", kept, fetch) == []
    assert fetch_versions("https://x.example/es/", kept, fetch) == []  # publishes no list


@pytest.mark.parametrize(
    "line",
    [
        "Not found",
        f"{'0' * 64}  ../../2026-01-02-0123456789/log-a4.pdf",
        f"{'0' * 64}  /etc/2026-01-02-0123456789/log-a4.pdf",
        f"{'0' * 64}  log/2026-01-02-0123456789/log-a4.html",
        f"{'0' * 64}  log/2026-01-02-0123456789/log-a4.pdf",  # another file than the one that is there
        f"{'0' * 64}  gone/2026-01-02-0123456789/gone-a4.pdf",
    ],
)
def test_nothing_but_what_is_listed_gets_into_the_folder(line: str, tmp_path: Path) -> None:
    fetch = publish(tmp_path, log=b"a log")
    (tmp_path / "site" / LIST).write_text(f"{line}\n")
    with pytest.raises(VersionsError):
        fetch_versions("https://x.example", tmp_path / "kept", fetch)
    assert not (tmp_path / "kept").exists()


def test_snippets_name_the_site_and_nothing_else() -> None:
    html = render_snippets(SHEET, "handouts/log/", "handouts/log/log", "2026-01-02-0123456789")
    codes = [unescape(code) for code in re.findall(r"<code>(.*?)</code>", html)]
    assert len(codes) == 2
    assert 'title="Log &amp; more"' in codes[1]
    addresses = re.findall(r'(?:src|href)="([^"]+)"', unescape(html))
    assert addresses
    assert all(address.startswith("https://x.example/handouts/log/") for address in addresses)
    assert "https://x.example/handouts/log/2026-01-02-0123456789/log-letter-large.pdf" in addresses


def test_without_the_sites_address_there_is_nothing_to_link_to() -> None:
    assert render_snippets(replace(SHEET, url=""), "handouts/log/", "handouts/log/log", "v") == ""


def test_after_a_change_the_earlier_version_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDF", "1")
    files = {name: text for name, text in FILES.items() if not name.startswith("docs/handouts")}
    project = tmp_path / "project"
    settings = handout_site(project, {**files, "docs/handouts/log.md": LOG}, handouts={"versions": "versions"})
    built = build_site(settings)
    assert built.ended is None
    before = {path.relative_to(built.site): path.read_bytes() for path in list_versions(built.site)}
    assert len(before) == 4
    assert (built.site / "handouts/log/log-a4.pdf").read_bytes() in before.values()
    page = unescape((built.site / "handouts/log/index.html").read_text(encoding="utf-8"))
    assert all(f"https://bread.example/site/{path.as_posix()}" in page for path in before)

    command = ["keep-versions", "--site", str(built.site), "--to", str(project / "versions")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output

    with serve(built.site) as published:  # from its address, as what publishes the site does
        command = ["keep-versions", "--site", published.address, "--to", str(tmp_path / "fetched")]
        done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert {path.relative_to(tmp_path / "fetched") for path in list_versions(tmp_path / "fetched")} == set(before)

    (project / "docs/handouts/log.md").write_text(LOG.replace("Text.", "Other text."), encoding="utf-8")
    assert build_site(settings).ended is None
    after = {path.relative_to(built.site): path.read_bytes() for path in list_versions(built.site)}
    assert len(after) == 8
    assert before.items() <= after.items()
