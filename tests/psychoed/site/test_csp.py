from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from psychoed.site.csp import GUARD, add_policy, build_policy


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def rule(
    name: str, *, scripts: tuple[str, ...] = (), styles: tuple[str, ...] = (), attributes: tuple[str, ...] = ()
) -> list[str]:
    rules = dict(part.split(" ", 1) for part in build_policy(scripts, styles, attributes).split("; "))
    return rules[name].split(" ")


def test_a_theme_without_anything_inline_may_load_from_its_own_site_alone() -> None:
    assert build_policy([], [], []) == (
        "default-src 'none'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; "
        "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; "
        f"trusted-types default; script-src 'self' {hashed(GUARD)}; style-src 'self'"
    )


def test_the_hash_is_the_one_that_browsers_compute() -> None:
    # From the specification of Content Security Policy, section "usage of hashes".
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in rule(
        "script-src", scripts=("alert('Hello, world.');",)
    )


def test_a_line_end_of_windows_is_a_line_end() -> None:
    assert rule("script-src", scripts=("a\r\nb\rc",)) == ["'self'", *sorted([hashed("a\nb\nc"), hashed(GUARD)])]


def test_style_elements_and_attributes() -> None:
    assert rule("style-src", styles=("p{}",)) == ["'self'", hashed("p{}")]
    want = sorted([hashed("text-align: right;"), hashed("p{}")])
    found = rule("style-src", styles=("p{}",), attributes=("text-align: right;",))
    assert found == ["'self'", "'unsafe-hashes'", *want]


def test_the_policy_stands_before_all_it_rules_with_what_other_sites_are_told() -> None:
    page = '<!doctype html><head>\n<meta charset="utf-8">\n<link href="a.css"><script>x</script></head>'
    assert add_policy(page, "script-src 'self'") == (
        '<!doctype html><head>\n<meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
        f'<meta name="referrer" content="same-origin"><script>{GUARD}</script>'
        '\n<link href="a.css"><script>x</script></head>'
    )


def test_what_is_no_page_stays_as_it_is() -> None:
    assert add_policy("<p>a part</p>", "x") == "<p>a part</p>"


@given(st.lists(st.text()), st.lists(st.text()))
def test_nothing_is_ever_allowed_as_a_whole_whatever_the_order(scripts: list[str], styles: list[str]) -> None:
    policy = build_policy(scripts, styles, styles)
    assert policy == build_policy(reversed(scripts), reversed(styles), reversed(styles))
    assert not re.search(r"unsafe-inline|unsafe-eval|https?:|\*|\n", policy)
