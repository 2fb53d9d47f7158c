"""Writing single TOML values on one line each, formatted the way tomli-w does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# Beside what TOML asks for: what some programs take for a line end, and what reorders text unseen.
_SPECIAL = re.compile(
    r'["\\\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def format_key(key: str) -> str:
    """Return a key as TOML, quoted where it must be."""
    return key if _BARE.fullmatch(key) else format_text(key)


def format_text(text: str) -> str:
    """Return a text as a basic TOML string on one line."""
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escape, text)
    return f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def format_value(value: Any) -> str:
    """Return any TOML value on one line; None inside a table is left out.

    Raises TypeError for a value TOML does not have.
    """
    for kinds, form in _FORMS:
        if isinstance(value, kinds):
            return form(value)
    raise TypeError(f"TOML has no {type(value).__name__}")


def format_table(table: Mapping[str, Any]) -> str:
    """Return a table inline: `{ a = 1, b = 2 }`."""
    pairs = [f"{format_key(k)} = {format_value(v)}" for k, v in table.items() if v is not None]
    return f"{{ {', '.join(pairs)} }}" if pairs else "{}"


def format_moment(moment: datetime) -> str:
    """Return a moment with `Z` for UTC and otherwise its own offset, as it was written."""
    offset = moment.utcoffset()
    if offset is not None and offset % timedelta(minutes=1):
        moment = moment - offset  # a zone's offset of old, with seconds, which TOML cannot say
        offset = timedelta(0)
    if offset == timedelta(0):
        return moment.replace(tzinfo=None).isoformat() + "Z"
    return moment.isoformat()


def _format_list(items: list[Any]) -> str:
    return f"[{', '.join(map(format_value, items))}]"


# The order matters: True is an int, and a datetime is a date.
_FORMS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (str, format_text),
    (bool, lambda flag: "true" if flag else "false"),
    ((int, float), repr),
    (datetime, format_moment),
    ((date, time), lambda day: str(day.isoformat())),
    (Mapping, format_table),
    ((list, tuple), _format_list),
)
