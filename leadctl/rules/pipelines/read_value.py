"""Values of a definition, each kind converted, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, NoReturn

from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Anchor, Clearing
from leadctl.rules.language.vocabulary import MOMENTS
from leadctl.rules.leads.event_kinds import ARTICLES
from leadctl.rules.time.hours import OneDay, parse_hours, parse_special, read_day
from leadctl.rules.time.spans import parse_duration


class WrongKindError(ValueError):
    """A value is not of the kind its key takes; the sentence says what it should be."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongKindError(f"should be a text in quotes, not {value!r}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) if value == "" else _word(item) for item in _listed(value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _word(value: Any) -> str:
    """Return a text that says something: an empty name is a slip of the hand."""
    if not (text := _text(value)):
        raise WrongKindError("should be no empty text")
    return text


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongKindError(f"should be true or false, not {value!r}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongKindError(f"should be a number, not {value!r}")
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongKindError(f"should be a whole number, not {value!r}")
    return value


def _time(value: Any) -> time:
    try:
        return time.fromisoformat(_text(value)) if len(_text(value)) == 5 else _no_time(value)
    except ValueError:
        return _no_time(value)


def _no_time(value: Any) -> NoReturn:
    raise WrongKindError(f'should be a time of the day such as "18:00", not {value!r}')


def _dates(value: Any) -> frozenset[OneDay]:
    items = value if isinstance(value, list) else [value]
    return frozenset(_day(item) for item in items)


def _day(value: Any) -> OneDay:
    """Return a date, or a day of every year written "*-12-25"."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = read_day(value) if isinstance(value, str) else None
    if found is None:
        raise WrongKindError(
            f'should be dates such as 2026-12-25, or "*-12-25" for every year, not {value!r}'
        )
    return found


def _zone(value: Any) -> str:
    from zoneinfo import ZoneInfo

    name = _text(value)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError) as error:
        raise WrongKindError(f'"{name}" is no timezone; write it as "America/New_York"') from error
    return name


def _hours(value: Any) -> Any:
    if not isinstance(value, dict):
        raise WrongKindError('should be hours by day, such as { every = "09:00-18:30" }')
    return parse_hours(value), parse_special(value)


def _map(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise WrongKindError("should be a table of texts")
    return {key: _text(item) for key, item in value.items()}


def _lists(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise WrongKindError("should be a table of lists")
    return {key: _texts(item) for key, item in value.items()}


def _scalars(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongKindError("should be a table of values")
    return {key: _scalar(item) for key, item in value.items()}


def _scalar(value: Any) -> Any:
    """Return one value; a list of them means that each of its items will do."""
    if isinstance(value, list):
        if any(isinstance(item, list | dict) for item in value) or not value:
            raise WrongKindError("should be values, or lists of values")
        return tuple(value)
    if isinstance(value, dict):
        raise WrongKindError("should be values, no tables")
    return value


def _anchor(value: Any) -> Anchor:
    if isinstance(value, str):
        if value not in MOMENTS:
            hint = nearest(value, MOMENTS) or f"one of {', '.join(MOMENTS)}"
            raise WrongKindError(f'"{value}" is no moment to count from; {hint}')
        return Anchor(moment=value)
    if isinstance(value, dict) and set(value) == {"field"}:
        return Anchor(field=_word(value["field"]))
    if isinstance(value, dict) and "event" in value and set(value) <= {"event", "where", "last"}:
        where, last = _scalars(value.get("where", {})), _flag(value.get("last", False))
        return Anchor(event=_word(value["event"]), where=where, last=last)
    keys = set(value) if isinstance(value, dict) else set()
    if {"record", "field"} <= keys <= {"record", "field", "where"}:
        record, where = _word(value["record"]), _scalars(value.get("where", {}))
        return Anchor(record=record, field=_word(value["field"]), where=where)
    raise WrongKindError(
        'should be a moment, { field = "..." }, { event = "...", where = {...} } '
        'or { record = "...", field = "..." }'
    )


def _clearing(value: Any) -> Clearing:
    if isinstance(value, dict):
        if "event" not in value or not set(value) <= {"event", "where", "way"}:
            raise WrongKindError('should be an event, or { event = "...", where = {...} }')
        names, way = tuple(map(_word, _listed(value["event"]))), _text(value.get("way", ""))
        if way not in {"", "in", "out"}:
            raise WrongKindError(f'"{way}" is no way of a touch: in or out')
        names = () if "touch" in names else names
        where = _scalars(value.get("where", {}))
        words = " or ".join(names) or "a touch"
        return Clearing(names, way, where, f"{words} {way}".rstrip())
    text = _word(value)
    if text in _SHORTHANDS:
        return _SHORTHANDS[text]
    name, _, way = text.partition(" ")
    if way and (way not in {"in", "out"} or name not in ARTICLES):
        raise WrongKindError(f'"{text}" settles nothing; write "call out", "touch in" or an event')
    return Clearing(() if name == "touch" else (name,), way, {}, text)


_SHORTHANDS = {
    "touch": Clearing((), "", {}, "a touch"),
    "touch out": Clearing((), "out", {}, "a touch out"),
    "touch in": Clearing((), "in", {}, "a reply"),
    "reply": Clearing((), "in", {}, "a reply"),
    "status update": Clearing(("status", "confirm"), "", {}, "a status update"),
    "status": Clearing(("status",), "", {}, "a status change"),
}


def _clearings(value: Any) -> tuple[Clearing, ...]:
    return tuple(_clearing(item) for item in (value if isinstance(value, list) else [value]))


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        raise WrongKindError("should be one value, no list or table")
    return value


SCALARS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "texts": _texts,
    "flag": _flag,
    "number": _number,
    "count": _count,
    "duration": lambda value: parse_duration(_text(value)),
    "dates": _dates,
    "time": _time,
    "zone": _zone,
    "hours": _hours,
    "map": _map,
    "lists": _lists,
    "scalars": _scalars,
    "anchor": _anchor,
    "clearings": _clearings,
    "value": _plain,
    "values": lambda value: tuple(
        _plain(v) for v in (value if isinstance(value, list) else [value])
    ),
}
