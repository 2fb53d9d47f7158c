"""Reading one table of a definition strictly: every unknown key and wrong value at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from leadctl.errors import Problem
from leadctl.rules.calendar import parse_hours
from leadctl.rules.duration import parse_duration
from leadctl.rules.language import MOMENTS, TABLES, TOUCH_WORDS, Key
from leadctl.rules.pipeline import Anchor, Clearing, Source

Path = tuple[str | int, ...]


DEEPEST = 40
"""How many keys and indexes may lead to a value: deeper is no definition."""

COMMAND_KEYS = {"command", "cmd", "run", "exec", "execute", "shell", "script", "hook", "pipe"}


class WrongKindError(ValueError):
    """A value is not of the kind its key takes; the sentence says what it should be."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return 'did you mean "X"?' for the closest known word, or ""."""
    by_lower = {k.lower(): k for k in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f'did you mean "{by_lower[close[0]]}"?' if close else ""


def shown(path: Path) -> str:
    """Return a path as it would be written in TOML: `status."In Contract".requires[0]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            plain = part.replace("-", "").replace("_", "").isalnum() and part.isascii()
            text += ("." if text else "") + (part if plain else f'"{part}"')
    return text


class Sheet:
    """The file being read: its name, the line of each path, and the problems found so far."""

    def __init__(self, file: str, line_of: Callable[[Path], int]) -> None:
        self.file = file
        self.line_of = line_of
        self.problems: list[Problem] = []

    def source(self, path: Path) -> Source:
        """Return where a path stands."""
        return Source(self.file, self.line_of(path), path)

    def problem(self, path: Path, message: str, suggestion: str = "") -> None:
        """Note one problem at a path."""
        line = self.line_of(path)
        self.problems.append(Problem(self.file, line, shown(path), message, suggestion))

    def problem_at(
        self, source: Source, message: str, suggestion: str = "", *, key: str = ""
    ) -> None:
        """Note one problem at a rule that was read before, or at one of its keys."""
        self.problem((*source.path, key) if key else source.path, message, suggestion)


def read_table(sheet: Sheet, name: str, data: Any, path: Path) -> dict[str, Any]:
    """Return the values of one table, converted; what is wrong goes to the sheet."""
    table = TABLES[name]
    if len(path) > DEEPEST:
        sheet.problem(path[:3], "is nested too deep")
        return {}
    if not isinstance(data, dict):
        sheet.problem(path, f"should be a table ({table.means})")
        return {}
    values: dict[str, Any] = {}
    for key, value in data.items():
        declared = table.keys.get(key)
        if declared is None:
            sheet.problem((*path, key), f'unknown key "{key}"', _suggestion(key, table.keys))
            continue
        read = read_value(sheet, declared, value, (*path, key))
        if read is not None:
            values[declared.store or key] = read
    for key, declared in table.keys.items():
        if declared.required and key not in data:
            sheet.problem(path, f'"{key}" is missing: {declared.means}')
    _check_subject(sheet, table.one_of, data, path)
    return values


def _suggestion(key: str, known: Iterable[str]) -> str:
    if key.lower() in COMMAND_KEYS:
        return "a definition cannot run a command: your own configuration names the sender"
    return nearest(key, known)


def _check_subject(
    sheet: Sheet, subjects: tuple[str, ...], data: dict[str, Any], path: Path
) -> None:
    found = [key for key in subjects if key in data]
    if subjects and not found:
        sheet.problem(path, f"says nothing: one of {', '.join(subjects)} is missing")
    if len(found) > 1 and subjects and "claim" not in subjects:
        sheet.problem(path, f"has {len(found)} subjects ({', '.join(found)}): only one is allowed")


def read_value(sheet: Sheet, key: Key, value: Any, path: Path) -> Any:
    """Return one value converted to its kind, or None once its problem is noted."""
    kind, _, name = key.kind.partition(":")
    if kind in {"table", "tables", "named"}:
        return _NESTED[kind](sheet, name, value, path)
    try:
        converted = _SCALARS[kind](value)
    except ValueError as error:
        sheet.problem(path, str(error))
        return None
    if key.choices and converted not in key.choices:
        allowed = ", ".join(key.choices)
        sheet.problem(
            path, f'"{converted}" is not one of {allowed}', nearest(converted, key.choices)
        )
        return None
    return converted


def _table(sheet: Sheet, name: str, value: Any, path: Path) -> Any:
    values = read_table(sheet, name, value, path)
    if name == "clause" and not _has_subject(sheet, value, values, path):
        return None
    make = TABLES[name].make
    return make(**values, source=sheet.source(path)) if make else values


def _tables(sheet: Sheet, name: str, value: Any, path: Path) -> Any:
    if isinstance(value, dict):
        found = [_table(sheet, name, value, path)]
    elif isinstance(value, list):
        found = [_table(sheet, name, item, (*path, i)) for i, item in enumerate(value)]
    else:
        sheet.problem(path, "should be a list of tables")
        return None
    return tuple(item for item in found if item is not None)


def _has_subject(sheet: Sheet, data: Any, values: dict[str, Any], path: Path) -> bool:
    """Whether a clause is about something; an empty name is nothing."""
    given = [key for key in TABLES["clause"].one_of if isinstance(data, dict) and key in data]
    for key in given:
        if key in values and not values[key]:
            sheet.problem((*path, key), "is empty")
    return any(values.get(key) for key in given)


def _named(sheet: Sheet, name: str, value: Any, path: Path) -> Any:
    if not isinstance(value, dict):
        sheet.problem(path, "should be tables by name")
        return None
    if name in {"status", "group"}:  # merged with each other first, by the caller
        return {key: read_table(sheet, name, item, (*path, key)) for key, item in value.items()}
    return {key: _table(sheet, name, item, (*path, key)) for key, item in value.items()}


_NESTED: dict[str, Callable[[Sheet, str, Any, Path], Any]] = {
    "table": _table,
    "tables": _tables,
    "named": _named,
}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongKindError(f"should be a text in quotes, not {value!r}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]))


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


def _dates(value: Any) -> frozenset[date]:
    items = value if isinstance(value, list) else [value]
    if any(not isinstance(item, date) or isinstance(item, datetime) for item in items):
        raise WrongKindError("should be dates such as 2026-12-25")
    return frozenset(items)


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
    return parse_hours(value)


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
        return Anchor(field=_text(value["field"]))
    if isinstance(value, dict) and "event" in value and set(value) <= {"event", "where"}:
        return Anchor(event=_text(value["event"]), where=_scalars(value.get("where", {})))
    raise WrongKindError(
        'should be a moment, { field = "..." } or { event = "...", where = {...} }'
    )


def _clearing(value: Any) -> Clearing:
    if isinstance(value, dict):
        if "event" not in value or not set(value) <= {"event", "where", "way"}:
            raise WrongKindError('should be an event, or { event = "...", where = {...} }')
        names, way = _texts(value["event"]), _text(value.get("way", ""))
        if way not in {"", "in", "out"}:
            raise WrongKindError(f'"{way}" is no way of a touch: in or out')
        names = () if "touch" in names else names
        where = _scalars(value.get("where", {}))
        return Clearing(names, way, where, " or ".join(names) or "a touch")
    text = _text(value)
    if text in _SHORTHANDS:
        return _SHORTHANDS[text]
    name, _, way = text.partition(" ")
    if way and (way not in {"in", "out"} or name not in TOUCH_WORDS):
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


_SCALARS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "texts": _texts,
    "flag": _flag,
    "number": _number,
    "count": _count,
    "duration": lambda value: parse_duration(_text(value)),
    "dates": _dates,
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


def policy_of(group: Mapping[str, Any], status: Mapping[str, Any]) -> dict[str, Any]:
    """Return a status's values over its group's: what the status names itself wins whole."""
    return {**{k: v for k, v in group.items() if k != "label"}, **status}
