"""The JSON schema of a lead's file, for editors that check TOML while it is typed."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.field_types import TYPES
from leadctl.rules.leads.fields import FIELDS, REQUIRED, BuiltIn

_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_GONE = {
    "deleted": {**_MOMENT, "description": "When it was deleted: of a person its id alone stays."},
    "merged_into": {**_TEXT, "description": "The id of the lead that has its history now."},
}
_DAY = {"type": "string", "format": "date"}


def lead_schema(declared: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    """Return the schema; TOML's dates and times count as strings, as editors read them.

    `declared` are the fields of definitions: type and label by name. Any other key is flagged,
    though `leadctl` keeps it: mostly it is a known one, misspelt.
    """
    known = {one.name: {**_kind(one), "description": one.means} for one in FIELDS}
    own = {
        name: {**TYPES[kind].schema, "description": label}
        for name, (kind, label) in declared.items()
        if name not in known
    }
    history = {"type": "array", "items": _event(), "description": "One line for each event."}
    extra = {"type": "object", "description": "What an import brought that no field holds."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A lead of leadctl",
        "type": "object",
        "required": list(REQUIRED),
        "properties": {**known, **own, **_GONE, "history": history, "extra": extra},
        "additionalProperties": False,
    }


def _kind(one: BuiltIn) -> dict[str, object]:
    if one.name == "id":
        return {**_TEXT, "pattern": "^[0-9a-z]{8}$"}
    if one.several and one.choices:
        return {"type": "array", "items": {"enum": list(one.choices)}}
    return dict(TYPES[one.type].schema)


def _event() -> dict[str, object]:
    touch = {"properties": {"event": {"enum": list(TOUCHES)}}}
    way = {"properties": {"way": {"enum": ["out", "in"]}}}
    return {
        "type": "object",
        "required": ["at", "event"],
        "properties": {
            "at": {
                "anyOf": [_MOMENT, _DAY],
                "description": "When it happened: a moment, or a day.",
            },
            "event": {**_TEXT, "minLength": 1, "description": "What happened."},
            "by": {**_TEXT, "description": "The id of the agent, or leadctl itself."},
        },
        "if": touch,
        "then": way,
    }
