"""Where a reader mends a page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from psychoed.pages.metadata import make_edit_links, make_feedback_link
from support.site import ROOT


def test_the_source_is_edited_and_the_form_names_the_page() -> None:
    found = make_edit_links("https://github.com/a/b/", "main", "docs/é x.md", 'Pain & "fear"', "https://a.example/x/?y")
    assert found
    assert found.edit == "https://github.com/a/b/edit/main/docs/%C3%A9%20x.md"
    assert parse_qs(urlsplit(found.report).query) == {
        "template": ["wrong.yml"],
        "title": ['Mistake on: Pain & "fear"'],
        "page": ['Pain & "fear" (https://a.example/x/?y)'],
    }


def test_without_a_repository_there_is_none() -> None:
    assert make_edit_links("", "main", "docs/x.md", "X", "/x/") is None


def test_a_message_names_the_page_and_cannot_add_a_header() -> None:
    link = urlsplit(make_feedback_link("us@a.example", 'Pain & "fear"\r\nBcc: x', "/x/?y&z"))
    assert (link.scheme, link.path) == ("mailto", "us@a.example")
    assert parse_qs(link.query) == {
        "subject": ['Was this helpful? Pain & "fear"\r\nBcc: x'],
        "body": ['Pain & "fear"\r\nBcc: x (/x/?y&z)\r\n\r\n'],
    }
    assert "+" not in link.query, "programs for mail show it as it is"
    assert make_feedback_link("", "X", "/x/") == ""


def test_the_form_and_its_field_are_there() -> None:
    form = (ROOT / ".github" / "ISSUE_TEMPLATE" / "wrong.yml").read_text(encoding="utf-8")
    assert "id: page\n" in form
