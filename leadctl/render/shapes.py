"""Shapes of what programs read, written in short; JSON schemas are made of them.

A shape is a word of KINDS, with "?" behind it where it may be null; [shape], a list of them;
{key: shape}, an object of these keys and no others, or with "*" of any; (shape,), one that may be
null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from leadctl.render.listing import Shape

if TYPE_CHECKING:
    from leadctl.render.listing import Column

DIALECT = "https://json-schema.org/draft/2020-12/schema"

KINDS: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "id": {"type": "string", "pattern": "^[0-9a-z]{8}$"},
    "count": {"type": "integer", "minimum": 0},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "moment": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "when": {
        "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
    },
    "any": {},
}
"""What a value can be; "when" is a moment, or a whole day."""


def schema_of(shape: Shape, title: str) -> dict[str, object]:
    """Return the JSON schema of a shape, as a document of its own."""
    return {"$schema": DIALECT, "title": title, **_made(shape)}


def _made(shape: Shape) -> dict[str, object]:
    if isinstance(shape, str):
        kind = KINDS[shape.removesuffix("?")]
        return _or_null(kind) if shape.endswith("?") else dict(kind)
    if isinstance(shape, tuple):
        return _or_null(_made(shape[0]))
    if not isinstance(shape, Mapping):
        return {"type": "array", "items": _made(shape[0])}
    named = {key: _made(value) for key, value in shape.items() if key != "*"}
    others = _made(shape["*"]) if "*" in shape else False
    return {
        "type": "object",
        "properties": named,
        "required": list(named),
        "additionalProperties": others,
    }


def _or_null(schema: dict[str, object]) -> dict[str, object]:
    return {"anyOf": [schema, {"type": "null"}]} if schema else {}


def shape_of(columns: Iterable[Column]) -> Shape:
    """Return the shape of a listing's row: the columns for programs."""
    return {column.key: column.holds for column in columns if column.shown != "human"}
