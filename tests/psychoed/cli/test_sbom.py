"""The bill of materials of a release: by CycloneDX's own schema, with every hash, the same each time."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry, Resource

from psychoed.cli.release import SHIPPED, format_sbom, read_hashes
from support.site import ROOT

SITE = (ROOT / "requirements" / "site.txt").read_text(encoding="utf-8")


def made(version: str = "v2026.11.24") -> Any:
    return json.loads(text(version))


def text(version: str = "v2026.11.24") -> str:
    return format_sbom(version, SITE, {"mkdocs": "BSD-2-Clause", "jinja2": "BSD"}.get, {"site.zip": b"bread"}, 0)  # type: ignore[arg-type]


def schema(name: str) -> Any:
    return json.loads((resources.files("cyclonedx") / "schema" / "_res" / name).read_text(encoding="utf-8"))


def test_it_is_what_cyclonedx_asks_for() -> None:
    others = ("spdx", "jsf-0.82", "cryptography-defs")
    loaded = [Resource.from_contents(schema(f"{name}.SNAPSHOT.schema.json")) for name in others]
    registry = Registry().with_resources((str(each.id()), each) for each in loaded)
    validator = Draft7Validator(schema("bom-1.6.SNAPSHOT.schema.json"), registry=registry)
    assert [error.message for error in validator.iter_errors(made())] == []
    assert list(validator.iter_errors(made() | {"components": [{"name": "bread"}]}))


def test_the_licences_of_what_is_shipped_are_spdx_s() -> None:
    assert {terms for _, terms in SHIPPED} <= set(schema("spdx.SNAPSHOT.schema.json")["enum"])


def test_every_pin_and_every_hash_is_in_it() -> None:
    assert len(read_hashes(SITE)) == SITE.count("==1") + sum(SITE.count(f"=={n}") for n in "023456789")
    assert sum(len(hashes) for *_, hashes in read_hashes(SITE)) == SITE.count("--hash=")
    packages = [part for part in made()["components"] if part.get("purl")]
    assert [len(part["hashes"]) for part in packages] == [len(hashes) for *_, hashes in read_hashes(SITE)]
    assert next(part for part in packages if part["name"] == "mkdocs")["licenses"] == [{"expression": "BSD-2-Clause"}]
    assert next(part for part in packages if part["name"] == "jinja2")["licenses"] == [{"license": {"name": "BSD"}}]


def test_the_same_release_gives_the_same_bytes_and_another_another_number() -> None:
    assert text() == text()
    assert made()["serialNumber"] != made("v2026.11.25")["serialNumber"]


def test_what_is_shipped_stands_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    assert [name for name, _ in SHIPPED if name.lower() not in notice] == []
