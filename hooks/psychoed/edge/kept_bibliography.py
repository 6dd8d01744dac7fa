"""A bibliography and its problems as JSON, to be kept from build to build."""

from __future__ import annotations

from typing import Any

from psychoed.bibliography.entry import Bibliography, CiteKey, Entry
from psychoed.problems import Code, Location, Problem


def _place(where: Location) -> list[Any]:
    return [where.path, where.line, where.column]


def dump(read: tuple[Bibliography, list[Problem]]) -> Any:
    """What ``load`` makes into the same values again."""
    bibliography, problems = read
    return {
        "entries": [
            [
                *(entry.key, entry.type, dict(entry.fields), _place(entry.where), entry.source),
                {name: _place(place) for name, place in entry.field_places.items()},
            ]
            for entry in bibliography.entries.values()
        ],
        "strings": bibliography.strings,
        "unread": {key: _place(where) for key, where in bibliography.unread.items()},
        "problems": [[each.code.value, _place(each.where), each.message, each.hint] for each in problems],
    }


def load(stored: Any) -> tuple[Bibliography, list[Problem]]:
    """The bibliography and the problems; raises ValueError, TypeError, KeyError or AttributeError for anything else."""
    entries = {
        CiteKey(key): Entry(
            CiteKey(key), kind, fields, Location(*where), source, {name: Location(*at) for name, at in places.items()}
        )
        for key, kind, fields, where, source, places in stored["entries"]
    }
    unread = {CiteKey(key): Location(*where) for key, where in stored["unread"].items()}
    codes = {code.value: code for code in Code}
    problems = [Problem(codes[code], Location(*where), *said) for code, where, *said in stored["problems"]]
    return Bibliography(entries, stored["strings"], unread), problems
