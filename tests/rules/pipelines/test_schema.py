"""What an editor makes of the schema: other trades' definitions are completed and checked by it."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_runner import ROOT

from leadctl.rules.pipelines.json_schema import pipeline_schema

FOLDERS = (ROOT / "tests/definitions/trades", ROOT / "docs/examples", ROOT / "pipelines")
FILES = [p for f in FOLDERS for p in sorted(f.glob("*.toml")) if ".scenarios" not in p.name]
SCHEMA = pipeline_schema()
CHECKED = jsonschema.Draft202012Validator(SCHEMA)
Way = tuple[str | int, ...]


def data_of(path: Path) -> dict[str, Any]:
    """Return a definition's data with its dates as text, as JSON would have them."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return json.loads(json.dumps(data, default=str))  # type: ignore[no-any-return]  # a table


def tables(value: Any, way: Way = ()) -> Iterator[tuple[Way, dict[str, Any]]]:
    """Yield each table of a definition with the way to it."""
    if isinstance(value, dict):
        yield way, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from tables(inner, (*way, key))


def at(data: Any, way: Way) -> Any:
    for key in way:
        data = data[key]
    return data


def offered(schemas: list[dict[str, Any]], way: Way) -> list[dict[str, Any]]:
    """Return the schemas that hold at the end of a way: what an editor completes from."""
    flat: list[dict[str, Any]] = []
    while schemas:
        one = schemas.pop()
        if "$ref" in one:
            schemas.append(SCHEMA["$defs"][one["$ref"].rpartition("/")[2]])
        schemas += one.get("anyOf", [])
        flat.append(one)
    if not way:
        return flat
    key, found = way[0], []
    for one in flat:
        if isinstance(key, int):
            found += [one["items"]] if isinstance(one.get("items"), dict) else []
        elif key in one.get("properties", {}):
            found.append(one["properties"][key])
        elif isinstance(one.get("additionalProperties"), dict):
            found.append(one["additionalProperties"])
    return offered(found, way[1:])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_that_is_written_is_offered_with_its_meaning(path: Path) -> None:
    """Wherever a stranger wrote a key, an editor offers that key there, and says what it means."""
    data = data_of(path)
    CHECKED.validate(data)
    for way, table in tables(data):
        known: dict[str, Any] = {}
        for one in offered([SCHEMA], way):
            known |= one.get("properties", {})
        if known:  # tables by name have names of one's own
            assert set(table) <= set(known), way
            assert all(known[key].get("description") for key in table), way


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_slip_of_the_hand_is_marked_where_it_is(path: Path) -> None:
    """A key with a letter too many is refused at its table; so is a choice that is none."""
    data = data_of(path)
    for way, table in tables(data):
        closed = [one for one in offered([SCHEMA], way) if one.get("additionalProperties") is False]
        if closed and table:
            key = next(iter(table))
            spoilt = copy.deepcopy(data)
            at(spoilt, way)[f"{key}x"] = at(spoilt, way).pop(key)
            errors = list(CHECKED.iter_errors(spoilt))
            assert any(way[: len(e.absolute_path)] == tuple(e.absolute_path) for e in errors), way
    for key in ("moves", "initial"):
        wrong = copy.deepcopy(data) | {key: 7}
        assert [tuple(error.absolute_path) for error in CHECKED.iter_errors(wrong)] == [(key,)]


def test_only_what_extends_may_leave_out_what_a_definition_has_to_say() -> None:
    """A status that says one thing is enough beside `extends`; without it the rest is asked for."""
    part = {"schema": 1, "id": "x", "status": {"New": {"rank": 1}}}
    assert not list(CHECKED.iter_errors({**part, "extends": "base"}))
    said = " ".join(error.message for error in CHECKED.iter_errors(part))
    assert "'title' is a required property" in said
    assert "'definition' is a required property" in said
