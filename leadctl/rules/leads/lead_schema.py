"""The JSON schema of a lead's file, for editors that check TOML while it is typed."""

from __future__ import annotations

from typing import Any

from leadctl.rules.leads.lead import TOUCHES

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_MOMENT = {"type": "string", "format": "date-time"}
_DAY = {"type": "string", "format": "date"}
_CHANNELS = ["call", "text", "email", "letter", "all"]

_FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "id": ({"type": "string", "pattern": "^[0-9a-z]{8}$"}, "Never changes; unique in the book."),
    "name": (_TEXT, "What people call the lead."),
    "pipeline": (_TEXT, "The id of its definition."),
    "status": (_TEXT, "Its status, as the last status event of the history says."),
    "role": (_TEXT, "What the lead is to us: Buyer, Seller, ..."),
    "owner": (_TEXT, "The id of the agent whose lead it is; absent in the pool."),
    "phone": (_TEXT, "The first number, as +14155550132."),
    "phones": (_TEXTS, "Further numbers."),
    "email": (_TEXT, "The first address."),
    "emails": (_TEXTS, "Further addresses."),
    "source": (_TEXT, "Where the lead came from."),
    "source_key": (_TEXT, "What the source calls it; importing twice makes one lead."),
    "tags": (_TEXTS, "Words to select by."),
    "address": (_TEXT, "One line."),
    "property_address": (_TEXT, "One line."),
    "mailing_address": (_TEXT, "One line."),
    "zip": (_TEXT, "The postal code."),
    "birthday": (_TEXT, "A date, or --03-07 without the year."),
    "do_not_contact": (
        {"type": "array", "items": {"enum": _CHANNELS}},
        "The channels that are barred.",
    ),
    "archived": ({"type": ["boolean", "string"]}, "true, or since when: hidden from the lists."),
}


def lead_schema() -> dict[str, Any]:
    """Return the schema; TOML's dates and times count as strings, as editors read them."""
    properties = {key: {**kind, "description": said} for key, (kind, said) in _FIELDS.items()}
    history = {"type": "array", "items": _event(), "description": "One line for each event."}
    extra = {"type": "object", "description": "What an import brought that no field holds."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A lead of leadctl",
        "type": "object",
        "required": ["id", "name", "pipeline", "status"],
        "properties": {**properties, "history": history, "extra": extra},
        "additionalProperties": True,
    }


def _event() -> dict[str, Any]:
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
