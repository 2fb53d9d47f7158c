"""The JSON schema of the pipeline language, made from its tables, for editors and checkers."""

from __future__ import annotations

from typing import Any

from leadctl.rules.language.family import Family
from leadctl.rules.language.keys import Key, Table
from leadctl.rules.language.vocabulary import MOMENTS
from leadctl.rules.pipelines.tables import FAMILIES, TABLES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_PLAIN: dict[str, Any] = {"not": {"type": ["array", "object"]}}
_SCALARS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN, "minItems": 1}]},
}
_DURATION: dict[str, Any] = {
    "type": "string",
    "pattern": r"^\s*[0-9]+\s*[A-Za-z]+(\s+[0-9]+\s*[A-Za-z]+)*\s*$",
    "examples": ["30 minutes", "7 days", "1 day 2 hours"],
}
_CLEARING: dict[str, Any] = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {"event": _TEXTS, "where": _SCALARS, "way": {"enum": ["in", "out"]}},
            "required": ["event"],
            "additionalProperties": False,
        },
    ]
}
_ANCHOR: dict[str, Any] = {
    "anyOf": [
        {"enum": sorted(MOMENTS)},
        {
            "type": "object",
            "properties": {"field": _TEXT},
            "required": ["field"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"event": _TEXT, "where": _SCALARS, "last": {"type": "boolean"}},
            "required": ["event"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"record": _TEXT, "field": _TEXT, "where": _SCALARS},
            "required": ["record", "field"],
            "additionalProperties": False,
        },
    ]
}
_KINDS: dict[str, dict[str, Any]] = {
    "text": _TEXT,
    "texts": _TEXTS,
    "flag": {"type": "boolean"},
    "number": {"type": "number"},
    "count": {"type": "integer", "minimum": 0},
    "duration": _DURATION,
    "dates": {},
    "time": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "examples": ["18:00"]},
    "zone": {"type": "string", "examples": ["America/New_York"]},
    "hours": {"type": "object", "additionalProperties": _TEXTS},
    "map": {"type": "object", "additionalProperties": _TEXT},
    "lists": {"type": "object", "additionalProperties": _TEXTS},
    "scalars": _SCALARS,
    "anchor": _ANCHOR,
    "clearings": {"anyOf": [_CLEARING, {"type": "array", "items": _CLEARING}]},
    "value": _PLAIN,
    "values": {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN}]},
}


def pipeline_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a definition's file.

    It knows shapes, keys and choices. Names that refer to each other, and what can never hold,
    are for `leadctl pipeline check`.
    """
    return {
        "$schema": DIALECT,
        "title": "leadctl pipeline definition",
        **_table(TABLES["pipeline"]),
        "$defs": {
            **{name: _table(table) for name, table in TABLES.items() if name != "pipeline"},
            **{name: _family(family) for name, family in FAMILIES.items()},
        },
    }


def _family(family: Family[Any]) -> dict[str, Any]:
    """Return the schema of a family: a table with the keys of its kind, or of its kinds."""
    if family.several:
        every = Table(family.means, family.all_keys(), one_of=tuple(family.kinds))
        return _table(every)
    kinds = [
        {**_table(Table(kind.means, family.keys_of(subject))), "required": [subject]}
        for subject, kind in family.kinds.items()
    ]
    return {"description": family.means, "anyOf": kinds}


def _table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "description": table.means,
        "type": "object",
        "properties": {name: _key(key) for name, key in table.keys.items()},
        "additionalProperties": False,
    }
    required = [name for name, key in table.keys.items() if key.required]
    if required:
        schema["required"] = required
    if table.one_of:
        schema["anyOf"] = [{"required": [name]} for name in table.one_of]
    return schema


def _key(key: Key) -> dict[str, Any]:
    kind, _, name = key.kind.partition(":")
    if kind in {"table", "tables", "named"}:
        return {"description": key.means, **_reference(kind, name)}
    if key.choices:
        return {"description": key.means, "enum": list(key.choices)}
    return {"description": key.means, **_KINDS[kind]}


def _reference(kind: str, name: str) -> dict[str, Any]:
    one = {"$ref": f"#/$defs/{name}"}
    if kind == "tables":
        return {"anyOf": [one, {"type": "array", "items": one}]}
    return {"type": "object", "additionalProperties": one} if kind == "named" else one
