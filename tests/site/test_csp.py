from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from psychoed.site.csp import policy, with_policy


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def rule(name: str, *pages: str) -> list[str]:
    rules = dict(part.split(" ", 1) for part in policy(pages).split("; "))
    return rules[name].split(" ")


def test_a_page_without_anything_inline_may_load_from_its_own_site_alone() -> None:
    page = '<script src="a.js"></script><link rel="stylesheet" href="a.css"><p>text</p>'
    assert policy([page]) == (
        "default-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; script-src 'self'; style-src 'self'"
    )


def test_the_scripts_of_all_pages_are_allowed_on_each() -> None:
    pages = ["<script>one()</script>", "<p>x</p><SCRIPT type=module>\n two()</SCRIPT >", "<script>one()</script>"]
    assert rule("script-src", *pages) == ["'self'", *sorted([hashed("one()"), hashed("\n two()")])]


def test_the_hash_is_the_one_that_browsers_compute() -> None:
    # From the specification of Content Security Policy, section "usage of hashes".
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in rule(
        "script-src", "<script>alert('Hello, world.');</script>"
    )


def test_a_line_end_of_windows_is_a_line_end() -> None:
    assert rule("script-src", "<script>a\r\nb\rc</script>") == ["'self'", hashed("a\nb\nc")]


def test_data_needs_no_leave() -> None:
    page = '<script type="application/ld+json">{}</script><script id="c" type=application/json>{}</script>'
    assert rule("script-src", page) == ["'self'"]


def test_a_map_of_modules_is_obeyed_and_so_needs_leave() -> None:
    assert rule("script-src", '<script type="importmap">{}</script>') == ["'self'", hashed("{}")]


def test_style_elements_and_attributes() -> None:
    assert rule("style-src", "<style>p{}</style>") == ["'self'", hashed("p{}")]
    page = """<td style="text-align: right;"><td style='quotes: "&quot;"'>"""
    want = sorted([hashed("text-align: right;"), hashed('quotes: """')])
    assert rule("style-src", page) == ["'self'", "'unsafe-hashes'", *want]


def test_nothing_is_ever_allowed_as_a_whole() -> None:
    page = '<script>x</script><style>y</style><p style="z">'
    assert not re.search(r"unsafe-inline|unsafe-eval|https?:|\*", policy([page]))


def test_the_policy_stands_before_all_it_rules() -> None:
    page = '<!doctype html><head>\n<meta charset="utf-8">\n<link href="a.css"><script>x</script></head>'
    assert with_policy(page, "script-src 'self'") == (
        '<!doctype html><head>\n<meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
        '\n<link href="a.css"><script>x</script></head>'
    )


def test_what_is_no_page_stays_as_it_is() -> None:
    assert with_policy("<p>a part</p>", "x") == "<p>a part</p>"


@given(st.lists(st.text()))
def test_any_text_gets_a_policy_whatever_the_order(pages: list[str]) -> None:
    assert policy(pages) == policy(reversed(pages))
    assert "\n" not in policy(pages)
