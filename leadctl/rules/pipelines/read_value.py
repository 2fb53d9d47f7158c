"""Values of a definition, each kind converted, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import NoReturn

from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.clauses.words import outcome_words
from leadctl.rules.language.deadlines import Anchor, Clearing
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.wanted import Within
from leadctl.rules.leads.event_kinds import ARTICLES
from leadctl.rules.time.hours import OneDay, parse_hours, parse_special, read_day
from leadctl.rules.time.public_holidays import is_place, public_holidays
from leadctl.rules.time.spans import parse_duration

BOUNDS = {
    "at_least": "no less than this",
    "at_most": "no more than this",
    "more_than": "more than this",
}
"""What may bound a number that is wanted -> what it means."""


class WrongKindError(ValueError):
    """A value is not of the kind its key takes; the sentence says what it should be."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongKindError(f"should be a text in quotes, not {value!r}")
    return value if value.strip() else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_word, _listed(value)))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _word(value: object) -> str:
    """Return a text that says something: an empty name is a slip of the hand."""
    if not (text := _text(value)):
        raise WrongKindError("should be no empty text")
    return text


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongKindError(f"should be true or false, not {value!r}")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongKindError(f"should be a number, not {value!r}")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongKindError(f"should be a whole number, not {value!r}")
    return value


def _time(value: object) -> time:
    try:
        return time.fromisoformat(_text(value)) if len(_text(value)) == 5 else _no_time(value)
    except ValueError:
        return _no_time(value)


def _no_time(value: object) -> NoReturn:
    raise WrongKindError(f'should be a time of the day such as "18:00", not {value!r}')


def _dates(value: object) -> frozenset[OneDay | str]:
    items = value if isinstance(value, list) else [value]
    return frozenset(_day(item) for item in items)


def _day(value: object) -> OneDay | str:
    """Return a date, a day of every year written "*-12-25", or a place whose holidays are meant."""
    if isinstance(value, str) and is_place(value):
        public_holidays(value, 2026)  # any year shows whether the place is known
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = read_day(value) if isinstance(value, str) else None
    if found is None:
        raise WrongKindError(
            'should be dates such as 2026-12-25, "*-12-25" for every year, or "US-NY" for a place, '
            f"not {value!r}"
        )
    return found


def _zone(value: object) -> str:
    from zoneinfo import ZoneInfo

    name = _text(value)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError) as error:
        raise WrongKindError(f'"{name}" is no timezone; write it as "America/New_York"') from error
    return name


def _hours(value: object) -> object:
    if not isinstance(value, dict):
        raise WrongKindError('should be hours by day, such as { every = "09:00-18:30" }')
    return parse_hours(value), parse_special(value)


def _map(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise WrongKindError("should be a table of texts")
    return {key: _word(item) for key, item in value.items()}


def _lists(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise WrongKindError("should be a table of lists")
    return {key: _texts(item) for key, item in value.items()}


def _scalars(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise WrongKindError("should be a table of values")
    return {key: _scalar(item) for key, item in value.items()}


def _wanted(value: object) -> dict[str, object]:
    """Return values as they are wanted of something: a number also within bounds."""
    if not isinstance(value, dict):
        raise WrongKindError("should be a table of values")
    return {
        k: _within(item) if isinstance(item, dict) else _scalar(item) for k, item in value.items()
    }


def _within(value: dict[str, object]) -> Within:
    if not value or not set(value) <= set(BOUNDS):
        raise WrongKindError(
            "should be values, lists of values, or bounds of a number: { at_least = 3 }"
        )
    within = Within(**{bound: _number(number) for bound, number in value.items()})
    if within.is_empty:
        raise WrongKindError(f"can never hold: no number is {within}")
    return within


def _scalar(value: object) -> object:
    """Return one value; a list of them means that each of its items will do."""
    if isinstance(value, list):
        if any(isinstance(item, list | dict) for item in value) or not value:
            raise WrongKindError("should be values, or lists of values")
        return tuple(value)
    if isinstance(value, dict):
        raise WrongKindError("should be values, no tables")
    return value


def _anchor(value: object) -> Anchor:
    if isinstance(value, str):
        if value not in MOMENTS:
            hint = nearest(value, MOMENTS) or f"one of {', '.join(MOMENTS)}"
            raise WrongKindError(f'"{value}" is no moment to count from; {hint}')
        return Anchor(moment=value)
    if isinstance(value, dict) and set(value) == {"field"}:
        return Anchor(field=_word(value["field"]))
    if isinstance(value, dict) and "event" in value and set(value) <= {"event", "where", "last"}:
        where, last = _wanted(value.get("where", {})), _flag(value.get("last", False))
        return Anchor(event=_word(value["event"]), where=where, last=last)
    if isinstance(value, dict) and {"record", "field"} <= set(value) <= {
        "record",
        "field",
        "where",
    }:
        record, where = _word(value["record"]), _wanted(value.get("where", {}))
        return Anchor(record=record, field=_word(value["field"]), where=where)
    raise WrongKindError(
        'should be a moment, { field = "..." }, { event = "...", where = {...} } '
        'or { record = "...", field = "..." }'
    )


def _clearing(value: object) -> Clearing:
    if isinstance(value, dict):
        if "event" not in value or not set(value) <= {"event", "where", "way"}:
            raise WrongKindError('should be an event, or { event = "...", where = {...} }')
        names = tuple(map(_word, _listed(value["event"])))
        way = _word(value["way"]) if "way" in value else ""
        if way not in {"", "in", "out"}:
            raise WrongKindError(f'"{way}" is no way of a touch: in or out')
        names = () if "touch" in names else names
        where = _wanted(value.get("where", {}))
        if outcome_words(where, names):
            return Clearing(names, way, where, f"{ARTICLES[names[0]]} {names[0]}{_WHOSE[way]}")
        words = " or ".join(event_said(name, way) for name in names or ("touch",))
        return Clearing(names, way, where, words)
    text = _word(value)
    if text in _SHORTHANDS:
        return _SHORTHANDS[text]
    name, _, way = text.partition(" ")
    if way and (way not in {"in", "out"} or name not in ARTICLES):
        raise WrongKindError(f'"{text}" settles nothing; write "call out", "touch in" or an event')
    return Clearing(() if name == "touch" else (name,), way, {}, event_said(name, way))


def event_said(name: str, way: str) -> str:
    """Return an event as people say it, after "settled by"; one of the definition's by its name."""
    words = _SAID.get(name)
    return words[("", "out", "in").index(way)] if words else f"{name} {way}".rstrip()


_WHOSE = {"": "", "out": " of yours", "in": " of theirs"}
_SAID = {
    "touch": ("any contact", "reaching out", "a word from them"),
    "call": ("a call", "calling them", "their call"),
    "text": ("a text message", "texting them", "their text message"),
    "email": ("an e-mail", "e-mailing them", "their e-mail"),
    "letter": ("a letter", "writing to them", "their letter"),
    "meeting": ("meeting them", "meeting them", "meeting them"),
    "done": ("marking it done", "", ""),
    "status": ("a change of status", "", ""),
}
"""A touch, or what a definition may call what settles -> in words: either way, out, in."""
_SHORTHANDS = {
    "reply": Clearing((), "in", {}, "a word from them"),
    "status update": Clearing(("status", "confirm"), "", {}, "confirming or changing the status"),
}


def _clearings(value: object) -> tuple[Clearing, ...]:
    return tuple(_clearing(item) for item in (value if isinstance(value, list) else [value]))


def _plain(value: object) -> object:
    if isinstance(value, list | dict):
        raise WrongKindError("should be one value, no list or table")
    return value


SCALARS: dict[str, Callable[[object], object]] = {
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
    "wanted": _wanted,
    "anchor": _anchor,
    "clearings": _clearings,
    "value": _plain,
    "values": lambda value: tuple(
        _plain(v) for v in (value if isinstance(value, list) else [value])
    ),
}
