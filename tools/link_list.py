"""links.yml: what a person has looked at because a machine can't, or need not say again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

import yaml

from psychoed.problems import Code, Location, Problem
from psychoed.source import SourceText

REFUSALS = frozenset({401, 403, 405, 406, 409, 418, 429, 451, 503, 999})
"""What hosts answer that want no robots; 404 and 410 are never excused."""
GOOD_FOR = timedelta(days=183)
_KEYS = {"refuses": "host", "notices": "doi"}


@dataclass(frozen=True, slots=True)
class Looked:
    """That a person has looked: at which ``name`` (a host, or a notice's DOI), on which day, and why it is listed."""

    name: str
    day: date
    why: str
    where: Location


@dataclass(frozen=True, slots=True)
class LinkList:
    """``refuses`` by host, ``notices`` by DOI in lower case."""

    refuses: Mapping[str, Looked] = field(default_factory=dict)
    notices: Mapping[str, Looked] = field(default_factory=dict)

    def host_of(self, url: str) -> Looked | None:
        """The line about the host of ``url``."""
        return self.refuses.get((urlsplit(url).hostname or "").lower())

    def old(self, today: date) -> list[Problem]:
        """The hosts at whose pages no person has looked for half a year."""
        hint = "Open our links there in a browser, and write today's date behind 'looked'."
        return [
            Problem(Code.UNSEEN_LINK, line.where, f"a person last looked at {line.name} on {line.day}", hint)
            for line in self.refuses.values()
            if today - line.day > GOOD_FOR
        ]


def read_link_list(source: SourceText) -> tuple[LinkList, list[Problem]]:
    """What links.yml says, and everything that is wrong with it, each line's fault at its place."""
    try:
        data = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = _place(source, mark) if mark else Location(source.path)
        return LinkList(), [_wrong(where, f"YAML cannot be read here: {error.problem or error.context}")]
    problems: list[Problem] = []
    found: dict[str, dict[str, Looked]] = {"refuses": {}, "notices": {}}
    for name, value in _pairs(data, source, problems):
        if name.value not in _KEYS:
            problems.append(_wrong(_place(source, name.start_mark), f"there is no '{name.value}' here"))
        elif not isinstance(value, yaml.SequenceNode):
            problems.append(_wrong(_place(source, value.start_mark), f"'{name.value}' is not a list"))
        else:
            for item in value.value:
                if looked := _looked(item, _KEYS[name.value], source, problems):
                    found[name.value][looked.name.lower()] = looked
    return LinkList(found["refuses"], found["notices"]), problems


def _looked(item: yaml.Node, key: str, source: SourceText, problems: list[Problem]) -> Looked | None:
    where = _place(source, item.start_mark)
    said = {name.value: value.value for name, value in _pairs(item, source, problems)}
    try:
        day = date.fromisoformat(said.get("looked", ""))
    except (ValueError, TypeError):
        day = None
    if set(said) != {key, "looked", "why"} or day is None or not all(said.values()):
        problems.append(
            _wrong(where, f"a line here has '{key}', 'looked' (such as 2026-11-23) and 'why', and nothing else")
        )
        return None
    return Looked(said[key], day, said["why"], where)


def _pairs(
    node: yaml.Node | None, source: SourceText, problems: list[Problem]
) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif node is not None:
        problems.append(_wrong(_place(source, node.start_mark), "this is not lines of 'name: value'"))


def _place(source: SourceText, mark: yaml.Mark) -> Location:
    return Location(source.path, mark.line + 1, mark.column + 1)


def _wrong(where: Location, message: str) -> Problem:
    return Problem(Code.BAD_LINK_LIST, where, message, "The head of the file shows how it is written.")
