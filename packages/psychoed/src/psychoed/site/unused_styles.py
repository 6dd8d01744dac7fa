"""Removes the rules of a theme's style sheet that can match nothing in a built site.

A rule is kept if every class, id and element that its selector needs is in a page or is a word of a script, which may
add it later. So the result depends on the whole site: a site with tabs or annotations keeps their rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

_IN_TAGS = re.compile(
    r"<([a-z][\w-]*)|[\s\"'](?:class|id|dir)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE
)
_SCRIPTS = re.compile(r"<script\b[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"-{0,2}[a-z_][\w-]*", re.IGNORECASE)
_BUILT = re.compile(r"([a-z_][\w-]*-)[\"'`$]", re.IGNORECASE)
_VARIABLE = re.compile(r"--[\w-]+")
_GROUPS = frozenset({"media", "supports", "layer", "container"})
_ANY_OF = frozenset({"is", "where", "has", "matches"})


@dataclass
class SiteNames:
    """The names that a site's pages and scripts have; ``prefixes`` are the beginnings of those that scripts compose."""

    names: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)

    def add_page(self, html: str) -> None:
        """Add a page's elements, classes, ids and custom properties."""
        for tag, *values in _IN_TAGS.findall(html):
            self.names.update((tag.lower(),) if tag else "".join(values).split())
        for script in dict.fromkeys(_SCRIPTS.findall(html)):
            self.add_script(script)
        if "--" in html:
            self.variables.update(_VARIABLE.findall(html))

    def add_script(self, script: str) -> None:
        """Add every word of a script."""
        self.names.update(_WORD.findall(script))
        self.prefixes.update(_BUILT.findall(script))
        self.variables.update(_VARIABLE.findall(script))

    def add_styles(self, css: str) -> None:
        """Add the custom properties of another style sheet."""
        self.variables.update(_VARIABLE.findall(css))

    def has(self, name: str) -> bool:
        """Return whether something may have this name."""
        return name in self.names or any(name.startswith(prefix) for prefix in self.prefixes)


@dataclass
class _Rule:
    head: str
    declarations: list[tuple[str, str]]  # name, whole text


@dataclass
class _Group:
    head: str
    rules: list[_Rule | _Group]


def remove_unused_rules(css: str, site: SiteNames) -> str:
    """Return a style sheet without the rules, custom properties and animations that a site does not use."""
    import tinycss2  # imported late because most builds have the result in the cache

    rules = _read_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), site)
    used, before = set(site.variables), -1
    while before != len(used):  # a custom property may be the value of another that is not used
        before = len(used)
        for rule in _flatten(rules):
            for name, text in rule.declarations:
                if not name.startswith("--") or name in used:
                    used.update(_VARIABLE.findall(text.partition(":")[2]))
    rest = "".join(_write(rule, used) for rule in rules)
    animated = set(_WORD.findall(re.sub(r"@keyframes [\w-]+", "", rest)))
    return "".join(
        text
        for rule in rules
        if (text := _write(rule, used))
        and not ((moves := re.match(r"@(?:-\w+-)?keyframes ([\w-]+)", text)) and moves[1] not in animated)
    )


def _read_rules(nodes: Iterable[Any], site: SiteNames) -> list[_Rule | _Group]:
    """Return the rules that may match something. What is not understood is kept as it is."""
    import tinycss2

    found: list[_Rule | _Group] = []
    for node in nodes:
        if node.type == "qualified-rule":
            selectors = [each for each in _split(node.prelude, ",") if _may_match(each, site)]
            if selectors:
                head = ",".join(tinycss2.serialize(each).strip() for each in selectors)
                found.append(_Rule(head, _read_declarations(node.content)))
        elif node.type == "at-rule" and node.lower_at_keyword in _GROUPS and node.content is not None:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            head = f"@{node.lower_at_keyword}{tinycss2.serialize(node.prelude)}"
            found.append(_Group(head, _read_rules(inner, site)))
        elif node.type == "at-rule" and node.lower_at_keyword != "charset":
            found.append(_Rule("", [("", node.serialize())]))
    return found


def _read_declarations(tokens: Sequence[Any]) -> list[tuple[str, str]]:
    import tinycss2

    if any(token.type == "{} block" for token in tokens):
        return [("", tinycss2.serialize(tokens))]
    found = []
    for part in _split(tokens, ";"):
        if text := tinycss2.serialize(part).strip():
            found.append((text.partition(":")[0].strip(), text))
    return found


def _split(tokens: Iterable[Any], sign: str) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _may_match(selector: Sequence[Any], site: SiteNames) -> bool:
    """Return whether each name that a selector needs is in the site."""
    before = ""
    for token in selector:
        if token.type == "ident" and before != ":":
            # A name of an element is the same in capitals.
            if not site.has(token.value if before == "." else token.lower_value):
                return False
        elif token.type == "hash" and not site.has(token.value):
            return False
        elif token.type == "[] block":
            wanted = [each.value for each in token.content if each.type in ("ident", "string")]
            if wanted[:1] == ["dir"] and len(wanted) == 2 and wanted[1] not in site.names:
                return False
        elif (
            token.type == "function"
            and token.lower_name in _ANY_OF
            and not any(_may_match(each, site) for each in _split(token.arguments, ","))
        ):
            return False
        before = token.value if token.type == "literal" else ""
    return True


def _flatten(rules: Iterable[_Rule | _Group]) -> Iterable[_Rule]:
    for rule in rules:
        if isinstance(rule, _Group):
            yield from _flatten(rule.rules)
        else:
            yield rule


def _write(rule: _Rule | _Group, used: set[str]) -> str:
    """Return a rule as text, empty if nothing is left of it."""
    if isinstance(rule, _Group):
        inner = "".join(_write(each, used) for each in rule.rules)
        return f"{rule.head}{{{inner}}}" if inner else ""
    kept = [text for name, text in rule.declarations if not name.startswith("--") or name in used]
    if not rule.head:
        return "".join(kept)
    return f"{rule.head}{{{';'.join(kept)}}}" if kept else ""
