"""The JSON schema of the pipeline language, made from its tables, for editors and checkers."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.language.keys import Key, Table
from leadctl.rules.pipelines.read_value import BOUNDS
from leadctl.rules.pipelines.tables import FAMILIES, TABLES, AnyFamily

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT: dict[str, object] = {"type": "string"}
_TEXTS: dict[str, object] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_PLAIN: dict[str, object] = {"not": {"type": ["array", "object"]}}
_ITEM: dict[str, object] = {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN, "minItems": 1}]}
_SCALARS: dict[str, object] = {"type": "object", "additionalProperties": _ITEM}
_DURATION: dict[str, object] = {
    "type": "string",
    "pattern": r"^\s*[0-9]+\s*[A-Za-z]+(\s+[0-9]+\s*[A-Za-z]+)*\s*$",
    "examples": ["30 minutes", "7 days", "1 day 2 hours"],
}


def _said(means: str, kind: Mapping[str, object]) -> dict[str, object]:
    return {"description": means, **kind}


def _object(required: tuple[str, ...], **properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


_BOUNDS: dict[str, object] = {
    "type": "object",
    "properties": {bound: _said(means, {"type": "number"}) for bound, means in BOUNDS.items()},
    "minProperties": 1,
    "additionalProperties": False,
}
_WANTED: dict[str, object] = {"type": "object", "additionalProperties": {"anyOf": [_ITEM, _BOUNDS]}}
_WHERE = _said("only with these values of its own", _WANTED)
_CLEARING: dict[str, object] = {
    "anyOf": [
        _TEXT,
        _object(
            ("event",),
            event=_said("an event by its name, or one of several", _TEXTS),
            where=_WHERE,
            way=_said("of a touch: theirs or ours", {"enum": ["in", "out"]}),
        ),
    ]
}
_ANCHOR: dict[str, object] = {
    "anyOf": [
        {"enum": sorted(MOMENTS)},
        _object(("field",), field=_said("the date in a field", _TEXT)),
        _object(
            ("event",),
            event=_said("when an event happened", _TEXT),
            where=_WHERE,
            last=_said("the last one alone", {"type": "boolean"}),
        ),
        _object(
            ("record", "field"),
            record=_said("each record of a kind", _TEXT),
            field=_said("the date in a field of it", _TEXT),
            where=_WHERE,
        ),
    ]
}
_KINDS: dict[str, dict[str, object]] = {
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
    "wanted": _WANTED,
    "anchor": _ANCHOR,
    "clearings": {"anyOf": [_CLEARING, {"type": "array", "items": _CLEARING}]},
    "value": _PLAIN,
    "values": {"anyOf": [_PLAIN, {"type": "array", "items": _PLAIN}]},
}


_NAMES = {
    key: declared.kind.removeprefix("named:")
    for key, declared in TABLES["pipeline"].keys.items()
    if declared.kind.startswith("named:")
}
_NAMED = {*_NAMES.values()}
"""Tables of which an extending definition may give some keys alone: the rest is there already."""


def pipeline_schema() -> dict[str, object]:
    """Return the JSON schema (draft 2020-12) of a definition's file.

    It knows shapes, keys and choices. Names that refer to each other, and what can never hold,
    are for `leadctl pipeline check`.
    """
    return {
        "$schema": DIALECT,
        "title": "leadctl pipeline definition",
        **_table(TABLES["pipeline"], required=False),
        "required": ["schema", "id"],
        "if": {"not": {"required": ["extends"]}},
        "then": _alone(),
        "$defs": {
            **{
                name: _table(table, required=name not in _NAMED)
                for name, table in TABLES.items()
                if name != "pipeline"
            },
            **{name: _family(family) for name, family in FAMILIES.items()},
        },
    }


def _alone() -> dict[str, object]:
    """Return what a definition has to have that extends no other."""
    tables = {
        key: {"additionalProperties": {"required": wanted}}
        for key, named in _NAMES.items()
        if (wanted := _required(TABLES[named]))
    }
    return {"required": _required(TABLES["pipeline"]), "properties": tables}


def _required(table: Table) -> list[str]:
    return [name for name, key in table.keys.items() if key.required]


def _family(family: AnyFamily) -> dict[str, object]:
    """Return the schema of a family: a table with the keys of its kind, or of its kinds."""
    if family.several:
        every = Table(family.means, family.all_keys(), one_of=tuple(family.kinds))
        return _table(every)
    kinds = [
        {**_table(Table(kind.means, family.keys_of(subject))), "required": [subject]}
        for subject, kind in family.kinds.items()
    ]
    return {"description": family.means, "anyOf": kinds}


def _table(table: Table, *, required: bool = True) -> dict[str, object]:
    """Return the schema of a table, with the keys that it has to have where they are `required`."""
    schema: dict[str, object] = {
        "description": table.means,
        "type": "object",
        "properties": {name: _key(key) for name, key in table.keys.items()},
        "additionalProperties": False,
    }
    if required and (wanted := _required(table)):
        schema["required"] = wanted
    if table.one_of:
        schema["anyOf"] = [{"required": [name]} for name in table.one_of]
    return schema


def _key(key: Key) -> dict[str, object]:
    kind, _, name = key.kind.partition(":")
    if kind in {"table", "tables", "named"}:
        return {"description": key.means, **_reference(kind, name)}
    if key.choices:
        return {"description": key.means, "enum": list(key.choices)}
    return {"description": key.means, **_KINDS[kind]}


def _reference(kind: str, name: str) -> dict[str, object]:
    one: dict[str, object] = {"$ref": f"#/$defs/{name}"}
    if kind == "tables":
        return {"anyOf": [one, {"type": "array", "items": one}]}
    return {"type": "object", "additionalProperties": one} if kind == "named" else one
