"""Every way in which a service may answer, from a real server on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from psychoed.cli.console import UserError
from psychoed.cli.services import Addresses, Services, read_service_addresses
from psychoed.cli.web import CSL_JSON, UnknownError, WebClient
from support.services import Answer, World, broken_off, closed, dripping, late, say, world

WORK = {"title": "Über <i>E. coli</i>", "author": [{"family": "Büchel", "given": "Ç."}], "DOI": "10.1000/1"}


@pytest.fixture
def there() -> Iterator[World]:
    with world() as here:
        yield here


def fails(there: World, *answers: Answer, seconds: float = 5) -> str:
    """What is said when doi.org answers so, and the others know nothing."""
    there.answers["/doi_org"] = list(answers)
    with pytest.raises(UserError) as error:
        there.services(seconds=seconds).fetch_doi("10.1000/1")
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_doi(there: World) -> None:
    there.answers["/doi_org/10.1000/1"] = [say(WORK)]
    assert there.services("jo@site.example").fetch_doi("10.1000/1") == WORK
    [(path, headers)] = there.asked
    assert path == "/doi_org/10.1000/1"
    assert headers["accept"].startswith(CSL_JSON)
    assert "mailto:jo@site.example" in headers["user-agent"]


def test_without_a_contact_none_is_made_up(there: World) -> None:
    there.answers["/doi_org"] = [say(WORK)]
    there.services().fetch_doi("10.1000/1")
    assert "@" not in there.asked[0][1]["user-agent"]


def test_odd_signs_in_a_doi_are_quoted(there: World) -> None:
    doi = "10.1002/(SICI)1097<1::AID>3.0;2-#?é"
    there.answers["/doi_org"] = [say(WORK | {"DOI": doi})]
    there.services().fetch_doi(doi)
    assert there.paths() == ["/doi_org/10.1002/(SICI)1097%3C1%3A%3AAID%3E3.0%3B2-%23%3F%C3%A9"]


def test_redirects_are_followed(there: World) -> None:
    there.answers["/doi_org"] = [say("", status=302, Location=f"{there.address}/agency/1")]
    there.answers["/agency"] = [say(WORK, kind="application/json; charset=utf-8")]
    assert there.services().fetch_doi("10.1000/1") == WORK
    assert there.asked[1][1]["accept"].startswith(CSL_JSON)


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/x"])
def test_but_not_out_of_the_web(there: World, target: str) -> None:
    fails(there, say("", status=302, Location=target))


def test_nor_for_ever(there: World) -> None:
    assert "refused" in fails(there, say("", status=302, Location=f"{there.address}/doi_org/again"))


def test_an_unknown_doi_is_not_asked_for_elsewhere(there: World) -> None:
    assert (
        fails(there, say("", status=404))
        == "doi.org has no record for DOI 10.1000/1. Copy the number from the work's own page."
    )
    assert len(there.asked) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (say("", status=406), "doi.org has DOI 10.1000/1, but doesn't say what it is."),
        (say("", status=403), "doi.org refused to answer (403)."),
        (say("<html>", kind="text/html"), "doi.org answered with text/html, which doesn't describe the work."),
        (say('{"title": '), "doi.org answered with broken JSON."),
        (say("[" * 100_000), "doi.org answered with broken JSON."),
        (say([WORK]), "doi.org answered, but without a title or an author."),
        (say({}), "doi.org answered, but without a title or an author."),
        (broken_off, "doi.org stopped in the middle of its answer."),
        (closed, "doi.org stopped in the middle of its answer."),
        (say(" " * 9_000_000), "doi.org stopped in the middle of its answer."),
        (say("", status=500), "doi.org is not working at the moment (500). Try again later."),
        (say("", status=429), "doi.org is limiting requests. Try again in a few minutes."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_line(there: World, answer: Answer, said: str) -> None:
    assert fails(there, answer) == f"{said} Neither Crossref nor DataCite could help."
    assert there.paths()[-2:] == ["/crossref/works/10.1000/1", f"/datacite/{CSL_JSON}/10.1000/1"]


@pytest.mark.parametrize("answer", [late(2), dripping])
def test_slow_servers_are_left(there: World, answer: Answer) -> None:
    began = time.monotonic()
    assert "doi.org did not answer within 0.2 seconds." in fails(there, answer, seconds=0.2)
    assert time.monotonic() - began < 1.8


def test_offline() -> None:
    with pytest.raises(UserError, match=r"doi\.org could not be reached\. Is this computer online"):
        Services(Addresses(*["http://127.0.0.1:9"] * 5), WebClient(seconds=2)).fetch_doi("10.1000/1")


# ---- trying again


def test_two_more_tries(there: World) -> None:
    there.answers["/doi_org"] = [say("", status=503), say("", status=500), say(WORK)]
    assert there.services().fetch_doi("10.1000/1") == WORK
    assert there.slept == [1, 4]


def test_no_more_than_two(there: World) -> None:
    assert "not working at the moment (503)" in fails(there, say("", status=503))
    assert there.paths().count("/doi_org/10.1000/1") == 3


def test_as_late_as_the_service_says(there: World) -> None:
    there.answers["/doi_org"] = [say("", status=429, Retry_After="7"), say(WORK)]
    there.services().fetch_doi("10.1000/1")
    assert there.slept == [7]


def test_a_date_to_try_again(there: World) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    there.answers["/doi_org"] = [say("", status=429, Retry_After=soon), say(WORK)]
    there.services().fetch_doi("10.1000/1")
    assert 15 < there.slept[0] <= 20


def test_who_asks_for_too_much_time_is_left(there: World) -> None:
    assert "Try again in 3600 seconds." in fails(there, say("", status=429, Retry_After="3600"))
    assert there.slept == []


# ---- the other services


def test_crossref_stands_in_for_doi_org(there: World) -> None:
    there.answers["/doi_org"] = [say("", status=503)]
    there.answers["/crossref"] = [say({"status": "ok", "message": WORK | {"title": ["T"]}}, kind="application/json")]
    assert there.services("jo@site.example").fetch_doi("10.1000/1")["title"] == ["T"]
    assert there.paths()[-1] == "/crossref/works/10.1000/1?mailto=jo%40site.example"


def test_datacite_stands_in_for_crossref(there: World) -> None:
    there.answers["/doi_org"] = [say("", status=406)]
    there.answers["/datacite"] = [say(WORK)]
    assert there.services().fetch_doi("10.1000/1") == WORK


def test_a_pmid(there: World) -> None:
    there.answers["/pubmed/?format=csl&id=34586357"] = [say(WORK, kind="application/json")]
    assert there.services().fetch_pmid("34586357") == WORK


@pytest.mark.parametrize("status", [400, 404])
def test_an_unknown_pmid(there: World, status: int) -> None:
    there.answers["/pubmed"] = [say("", status=status)]
    with pytest.raises(UnknownError, match=r"PubMed has no record for PMID 1\."):
        there.services().fetch_pmid("1")


def test_an_isbn(there: World) -> None:
    book = {"title": "The Way Out", "authors": [{"name": "Alan Gordon"}], "publish_date": "2021"}
    there.answers["/openlibrary/api/books"] = [say({"ISBN:9780593086834": book}, kind="application/json")]
    found = there.services().fetch_isbn("9780593086834")
    assert (found["title"], found["type"]) == ("The Way Out", "book")
    assert "bibkeys=ISBN%3A9780593086834" in there.paths()[0]


def test_an_unknown_isbn(there: World) -> None:
    there.answers["/openlibrary"] = [say({}, kind="application/json")]
    with pytest.raises(UnknownError, match="Open Library has no book with ISBN 9780593086834"):
        there.services().fetch_isbn("9780593086834")


def test_addresses_from_the_environment() -> None:
    assert read_service_addresses({}) == Addresses()
    assert read_service_addresses({"CITE_DOI_ORG": "http://x.example/"}).doi_org == "http://x.example"


def test_the_handle_api_says_whether_a_doi_is_registered(there: World) -> None:
    there.answers["/doi_org/api/handles/10.1000/1"] = [say({"responseCode": 1}, kind="application/json")]
    there.answers["/doi_org/api/handles/10.1000/2"] = [say({"responseCode": 100}, status=404, kind="application/json")]
    assert there.services().is_registered("10.1000/1")
    assert not there.services().is_registered("10.1000/2")
    assert there.paths() == [f"/doi_org/api/handles/10.1000/{nth}?type=URL" for nth in (1, 2)]


@pytest.mark.parametrize(
    "answer",
    [
        say({"responseCode": 2}),
        say([]),
        say("{"),
        say("<html>", kind="text/html"),
        say("", status=403),
        broken_off,
        closed,
    ],
)
def test_what_is_no_answer_of_the_handle_api_is_none(there: World, answer: Answer) -> None:
    there.answers["/doi_org"] = [answer]
    with pytest.raises(UserError):
        there.services().is_registered("10.1000/1")


def test_a_record_is_crossrefs_or_another_agencys(there: World) -> None:
    there.answers["/crossref/works/10.1000/1"] = [say({"message": WORK}, kind="application/json")]
    there.answers["/doi_org/10.1000/2"] = [say(WORK | {"DOI": "10.1000/2"})]
    assert there.services().fetch_record("10.1000/1") == WORK
    assert there.services().fetch_record("10.1000/2") == WORK | {"DOI": "10.1000/2"}


@pytest.mark.parametrize("other", ["10.1000/2", "10.1000/1\x1b[2J", "", None, ["10.1000/1"], "javascript:alert(1)"])
def test_a_work_that_was_not_asked_for_is_refused(there: World, other: object) -> None:
    said = fails(there, say(WORK | {"DOI": other}))
    assert said.startswith("doi.org was asked for DOI 10.1000/1 and answered with ")
    assert len(there.asked) == 1  # nobody else is asked: the answer is wrong, not missing
    there.answers["/doi_org"] = [say("", status=503)]
    there.answers["/crossref"] = [say({"message": WORK | {"DOI": other}}, kind="application/json")]
    for ask in (there.services().fetch_doi, there.services().fetch_record):
        with pytest.raises(UserError, match=r"Crossref was asked for DOI 10\.1000/1 and answered with"):
            ask("10.1000/1")


def test_a_doi_is_the_same_in_any_case_and_as_an_address(there: World) -> None:
    for same in ("10.1000/ABC", "https://doi.org/10.1000/abc"):
        there.answers["/doi_org"] = [say(WORK | {"DOI": same})]
        assert there.services().fetch_doi("10.1000/aBc")["DOI"] == same


def test_a_work_without_a_doi_gets_the_one_asked_for(there: World) -> None:
    there.answers["/doi_org"] = [say({"title": "T"})]
    assert there.services().fetch_doi("10.1000/1") == {"title": "T", "DOI": "10.1000/1"}


@pytest.mark.parametrize(
    ("answer", "copy"),
    [
        (
            {"archived_snapshots": {"closest": {"available": True, "url": "http://copy.example/"}}},
            "http://copy.example/",
        ),
        ({"archived_snapshots": {"closest": {"available": False, "url": "http://copy.example/"}}}, ""),
        ({"archived_snapshots": {}}, ""),
        ([], ""),
    ],
)
def test_an_archived_copy(there: World, answer: object, copy: str) -> None:
    there.answers["/archive"] = [say(answer, kind="application/json")]
    assert there.services().find_archived_copy("https://a.org/?q=1") == copy
    assert there.paths() == ["/archive/wayback/available?url=https%3A%2F%2Fa.org%2F%3Fq%3D1"]
