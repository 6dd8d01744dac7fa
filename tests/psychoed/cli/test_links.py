"""The whole check of links and DOIs, by the real lychee, against a server that answers as the web does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mkdocs_citeproc.problems import Location
from mkdocs_citeproc.source import SourceText
from psychoed.cli.console import UserError
from psychoed.cli.link_list import read_link_list
from psychoed.cli.links import FailedLink, check_addresses, check_outside_links, describe_failures, parse_report
from psychoed.cli.project import Project
from psychoed.cli.web import RateLimiter
from support.services import World, broken_off, closed, say, world

BIB = """\
@article{sound2021, author = {Loaf, Ada}, title = {Sound bread}, year = {2021}, doi = {10.1000/sound}}
@article{gone2021, author = {Loaf, Ada}, title = {Gone bread}, year = {2021}, doi = {10.1000/gone}}
@article{other2021, author = {Loaf, Ada}, title = {Other bread}, year = {2021}, doi = {10.1000/other}}
@article{back2021, author = {Loaf, Ada}, title = {Bread taken back}, year = {2021}, doi = {10.1000/back}}
@article{quiet2021, author = {Loaf, Ada}, title = {Quiet bread}, year = {2021}, doi = {10.1000/quiet}}
@dataset{data2021, author = {Loaf, Ada}, title = {Bread data}, year = {2021}, doi = {10.1000/data}}
"""
JSON = "application/json"


def work(title: str, **more: object) -> dict[str, object]:
    author = [{"family": "Loaf", "given": "Ada"}]
    return {"title": [title], "author": author, "issued": {"date-parts": [[2021]]}, **more}


@pytest.fixture
def there() -> Iterator[World]:
    with world() as here:
        yield here


def run(there: World, folder: Path, pages: str, listed: str = "") -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the JSON report of a check of a folder with one page."""
    for name, text in {"docs/index.md": pages, "references.bib": BIB, "links.yml": listed}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    me, report = "jo@site.example", folder / "report.json"
    good = check_outside_links(Project(folder), there.services(me), me, report, pause=0)
    return int(not good), json.loads(report.read_text(encoding="utf-8"))


def registered(there: World) -> None:
    """doi.org and Crossref as they answer about the works of BIB."""
    for name in ("sound", "other", "back", "data", "quiet"):
        there.answers[f"/doi_org/api/handles/10.1000/{name}"] = [say({"responseCode": 1}, kind=JSON)]
    there.answers["/doi_org/api/handles/10.1000/gone"] = [say({"responseCode": 100}, status=404, kind=JSON)]
    taken_back = [{"type": "retraction", "label": "Retraction", "DOI": "10.1000/notice"}]
    records = {
        "sound": work("Sound bread"),
        "other": work("Rye"),
        "back": work("Bread taken back", **{"updated-by": taken_back}),
    }
    for name, record in records.items():
        there.answers[f"/crossref/works/10.1000/{name}"] = [say({"status": "ok", "message": record}, kind=JSON)]
    there.answers["/doi_org/10.1000/data"] = [say(work("Bread data"))]  # another agency's: Crossref knows nothing of it
    there.answers["/crossref/works/10.1000/quiet"] = [broken_off]


def test_dois(there: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registered(there)
    code, report = run(there, tmp_path, "# No links\n")
    assert code == 1
    assert [(row["code"], row["line"]) for row in report] == [
        ("unknown-doi", 2),
        ("other-work", 3),
        ("retracted", 4),
        ("not-asked", 5),
    ]
    assert "the title is 'Rye' there and 'Other bread' here" in report[1]["message"]
    assert "Checked 0 addresses and 6 DOIs: 3 wrong, 1 for a person to check." in capsys.readouterr().out
    assert not [path for path, headers in there.asked if "mailto:jo@site.example" not in headers["user-agent"]]
    assert "/crossref/works/10.1000/sound?mailto=jo%40site.example" in there.paths()

    there.asked.clear()
    there.answers["/crossref/works/10.1000/quiet"] = [say({"message": work("Quiet bread")}, kind=JSON)]
    _, report = run(there, tmp_path, "# No links\n")
    assert [row["code"] for row in report] == ["unknown-doi", "other-work", "retracted"]
    assert {path.split("?")[0].rsplit("/", 1)[1] for path in there.paths()} == {"quiet"}, "the rest was kept"


def test_notices_that_were_read_are_not_said_again(there: World, tmp_path: Path) -> None:
    registered(there)
    read = "notices: [{doi: 10.1000/Notice, looked: 2026-01-02, why: read}]\n"
    _, report = run(there, tmp_path, "", read)
    assert "retracted" not in [row["code"] for row in report]


def ask(there: World, folder: Path, *names: str) -> list[tuple[str, int, str]]:
    urls = [f"{there.address}/{name}" for name in names]
    failed = check_addresses(urls, "jo@site.example", folder, wait=0.01)
    return [(answer.url.rsplit("/", 1)[1], answer.status, answer.message) for answer in failed]


def test_pages_are_asked_for_by_the_real_lychee(there: World, tmp_path: Path) -> None:
    there.answers |= {
        "/fine": [say("hello", kind="text/html")],
        "/moved": [say("", status=301, Location="/fine")],
        "/busy": [say("later", status=429, Retry_After="0"), say("hello", kind="text/html")],
        "/dead": [say("no", status=404)],
        "/robots": [say("no", status=403)],
        "/broken": [say("no", status=500)],
    }
    names = ("fine", "moved", "busy", "dead", "robots", "broken")
    assert ask(there, tmp_path, *names) == [
        ("broken", 500, "500 Internal Server Error"),
        ("dead", 404, "404 Not Found"),
        ("robots", 403, "403 Forbidden"),
    ]
    assert {headers["user-agent"] for _, headers in there.asked} == {"psychoed-links (mailto:jo@site.example)"}

    there.asked.clear()
    ask(there, tmp_path, *names)
    assert set(there.paths()) == {"/dead", "/robots", "/broken"}, "what answered well is kept for a week"


def test_a_server_that_closes_or_is_not_there(there: World, tmp_path: Path) -> None:
    there.answers["/x"] = [closed]
    [(name, status, said)] = ask(there, tmp_path, "x")
    assert (name, status) == ("x", 0)
    assert said


def test_an_address_is_told_as_it_was_typed(there: World, tmp_path: Path) -> None:
    [answer] = check_addresses([there.address], "", tmp_path, wait=0.01)
    assert answer.url == there.address, "lychee adds a slash"


def test_where_nothing_answers_the_machine_is_offline(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"None of 2 addresses could be reached \(.*\). Is this computer online\?"):
        check_addresses(["http://127.0.0.1:9/a", "http://127.0.0.1:9/b"], "", tmp_path, wait=0.01)


def test_what_is_said_of_pages(there: World) -> None:
    there.answers["/archive/wayback/available?url=https%3A%2F%2Fa.org%2Fgone"] = [
        say({"archived_snapshots": {"closest": {"available": True, "url": "http://copy.example/1"}}}, kind=JSON)
    ]
    there.answers["/archive/wayback/available?url=https%3A%2F%2Fa.org%2Flost"] = [say({}, kind=JSON)]
    listed, _ = read_link_list(SourceText("links.yml", "refuses: [{host: b.org, looked: 2026-01-02, why: by hand}]"))
    failed = [
        FailedLink("https://a.org/gone", 404, "404 Not Found"),
        FailedLink("https://a.org/lost", 410, "410 Gone"),
        FailedLink("https://a.org/quiet", 0, "Connection refused"),
        FailedLink("https://a.org/shy", 403, "403 Forbidden"),
        FailedLink("https://b.org/shy", 403, "403 Forbidden"),
        FailedLink("https://b.org/gone", 404, "404 Not Found"),
    ]
    places = {answer.url: Location("docs/a.md", nth) for nth, answer in enumerate(failed, 1)}
    assert [
        str(problem) for problem in describe_failures(places, listed, there.services(), RateLimiter(0), failed)
    ] == [
        "docs/a.md:1:1: [dead-link] https://a.org/gone: 404 Not Found. There is a copy: http://copy.example/1",
        "docs/a.md:2:1: [dead-link] https://a.org/lost: 410 Gone. "
        "Find its new address, or remove the link; no archive has a copy.",
        "docs/a.md:3:1: [dead-link] https://a.org/quiet: Connection refused. Find its new address, or remove the link.",
        "docs/a.md:4:1: [unseen-link] https://a.org/shy: 403 Forbidden. "
        "It may block automatic checks. Open it in a browser; if it works, list the host in links.yml.",
        "docs/a.md:5:1: [refused-link] https://b.org/shy: 403 Forbidden. A person looked there on 2026-01-02. by hand",
        "docs/a.md:6:1: [dead-link] https://b.org/gone: 404 Not Found. Find its new address, or remove the link.",
    ]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"error_map": [], "timeout_map": {}}', '{"error_map": {"a": [{}]}, "timeout_map": {}}']
)
def test_a_report_of_another_shape(text: str) -> None:
    with pytest.raises(UserError, match="can't be read"):
        parse_report(text, [])


def test_nothing_to_ask_starts_nothing(tmp_path: Path) -> None:
    assert check_addresses([], "", tmp_path / "none") == []
    assert not (tmp_path / "none").exists()
