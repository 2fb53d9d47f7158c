"""A lead and its file's text, both ways: `parse_lead(dump_lead(lead)) == lead`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from typing import TypeGuard, cast

from leadctl.book.text.toml_lines import Path
from leadctl.book.text.toml_read import lines_of, parse_toml, uncertain
from leadctl.book.text.toml_write import format_moment, format_pairs, format_text
from leadctl.errors import Invalid, Problem, Refused
from leadctl.patterns import pattern
from leadctl.rules.leads.fields import FIELDS, FILE_KEYS, OPTIONAL, REQUIRED, BuiltIn
from leadctl.rules.leads.lead import ID, Event, Lead
from leadctl.rules.leads.money import amount
from leadctl.rules.time.whole_day import whole_day

MAX_LEAD = 1024 * 1024
"""No lead's file is larger than this many bytes."""

FIRST, KNOWN = REQUIRED, OPTIONAL
LAST = FILE_KEYS
_SMALLER = "take old events out of its history with leadctl edit, or go on in a new lead"
_PLAIN = pattern(r"[a-z][a-z_-]{0,39}")
_OWN = frozenset({*FIRST, *LAST})
_KNOWN = frozenset(KNOWN)
_Found = Iterator[tuple[Path, str, str]]


def parse_lead(text: str, file: str) -> Lead:
    """Return the lead that a file's text holds. Raises Invalid with every problem it has."""
    if said := too_large(text):
        raise Invalid([Problem(file, 0, "", said, _SMALLER)])
    data = parse_toml(text, file)
    found = [*_top_problems(data), *_history_problems(data.get("history", []))]
    if found:
        line = lines_of(text)
        raise Invalid([Problem(file, line(p), _spelt(p), *said) for p, *said in found])
    return _lead(data)


def too_large(text: str) -> str:
    """Return why no lead's file may hold a text, or ""."""
    if len(text) * 4 <= MAX_LEAD or len(text.encode("utf-8", "surrogatepass")) <= MAX_LEAD:
        return ""
    return f"is larger than {MAX_LEAD // 1024} KiB, as no lead may be"


def _lead(data: dict[str, object]) -> Lead:
    lead_id, name, pipeline, status = [str(data.pop(key)) for key in FIRST]
    history = cast("list[dict[str, object]]", data.pop("history", []))
    extra = cast("dict[str, object]", data.pop("extra", {}))
    return Lead(lead_id, name, pipeline, status, data, tuple(map(_event, history)), extra)


def _event(line: dict[str, object]) -> Event:
    at = cast("date", line.pop("at"))
    moment = at if isinstance(at, datetime) else whole_day(at)
    return Event(moment, str(line.pop("event")), str(line.pop("by", "")), line)


def _top_problems(data: dict[str, object]) -> _Found:
    for key in FIRST:
        if not isinstance(data.get(key), str):
            yield (key,), "is not a text" if key in data else "is missing", ""
    if isinstance(lead_id := data.get("id"), str) and not ID.fullmatch(lead_id):
        yield ("id",), "is not 8 characters of a-z and 0-9", ""
    for key, value in data.items():
        if said := _field_problem(key, value):
            yield (key,), *said


def _field_problem(key: str, value: object) -> tuple[str, str] | None:
    """Return what is wrong with one key at the top, and how to mend it."""
    if key in _CHECKS:
        fits, said, mend = _CHECKS[key]
        if not fits(value):
            return said, mend
    if key != "history" and not isinstance(value, str) and (why := uncertain(value)):
        return why, ""
    return None


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_out_of(allowed: set[str], value: object) -> bool:
    return _is_texts(value) and set(value) <= allowed


_Check = tuple[Callable[[object], bool], str, str]


def _check(one: BuiltIn) -> _Check | None:
    """Return what a field's value has to be, what is said where it is not, and how to mend it."""
    if one.several and one.choices:
        allowed, said = set(one.choices), f"out of {', '.join(one.choices)}"
        return partial(_are_out_of, allowed), "is not a list of channels", said
    return _OF_TYPE.get("list" if one.several else one.type)


_IS_TEXT: _Check = (lambda v: isinstance(v, str), "is not a text", "put it in quotes")
_OF_TYPE: dict[str, _Check] = {
    **dict.fromkeys(("text", "phone", "email", "choice", "lead"), _IS_TEXT),
    "list": (_is_texts, "is not a list of texts", 'write it like ["one", "two"]'),
    "flag": (lambda v: isinstance(v, bool | date), "is neither true, false nor a date", ""),
    "month-day": (
        lambda v: isinstance(v, str | date),
        "is not a date",
        "write it like 1980-02-29",
    ),
    "money": (
        lambda v: isinstance(v, float) or amount(v) is not None,
        "is not an amount",
        "write it like 450000",
    ),
}
_CHECKS: dict[str, _Check] = {
    **{one.name: check for one in FIELDS if not one.required and (check := _check(one))},
    "extra": (lambda v: isinstance(v, dict), "is not a table", ""),
}


def _history_problems(history: object) -> _Found:
    if not isinstance(history, list):
        yield ("history",), "is not a list of events", ""
        return
    for index, line in enumerate(history):
        path = ("history", index)
        if not isinstance(line, dict):
            yield (
                path,
                "is not an event",
                'write it like { at = 2026-11-20T15:05:00Z, event = "call" }',
            )
        else:
            yield from _event_problems(path, line)


def _event_problems(path: Path, line: dict[str, object]) -> _Found:
    if not isinstance(line.get("at"), date):
        said = "is no moment, and no day" if "at" in line else "is missing"
        yield (*path, "at"), said, "write it like 2026-11-20T15:05:00Z"
    if not isinstance(line.get("event"), str) or not line["event"]:
        yield (
            (*path, "event"),
            "is not the name of an event" if "event" in line else "is missing",
            "",
        )
    if not isinstance(line.get("by", ""), str):
        yield (*path, "by"), "is not a text", ""
    for key, value in line.items():
        if not isinstance(value, str) and (why := uncertain(value)):
            yield (*path, key), why, ""


def _spelt(path: Path) -> str:
    """Return a path as people write it: `history[2].at`; no key but a plain one is repeated."""
    text = ""
    for step in path:
        plain = step if _PLAIN.fullmatch(str(step)) else "..."
        text += f"[{step}]" if isinstance(step, int) else f".{plain}"
    return text.lstrip(".")


def dump_lead(lead: Lead) -> str:
    """Return the canonical text of a lead's file: fixed order, one event a line, LF.

    Raises Refused where a field's name or value cannot be written.
    """
    try:
        lines = [
            f"id = {format_text(lead.id)}",
            f"name = {format_text(lead.name)}",
            f"pipeline = {format_text(lead.pipeline)}",
            f"status = {format_text(lead.status)}",
            *format_pairs(in_order(lead.fields)),
            "",
            format_history(lead.history),
        ]
        if lead.extra:
            lines += ["", "[extra]", *format_pairs(lead.extra.items())]
    except TypeError as error:
        raise Refused(f"A value of lead {lead.id} cannot be stored: {error}.") from error
    return "\n".join(lines) + "\n"


def in_order(fields: Mapping[str, object]) -> list[tuple[str, object]]:
    """Return a lead's fields in the order of its file: the known ones first, then as they came.

    Raises Refused for a name that the file uses for something else.
    """
    return [(k, v) for k in ordered(tuple(fields)) if (v := fields[k]) is not None]


@lru_cache(256)  # most leads have the same few sets of fields
def ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of fields in the order of a file. Raises Refused as `in_order` does."""
    for key in _OWN.intersection(names):
        raise Refused(f"A field cannot be called {key!r}: a lead's file uses that name itself.")
    known = [key for key in KNOWN if key in names]
    return *known, *(key for key in names if key not in _KNOWN)


def format_history(history: tuple[Event, ...]) -> str:
    """Return the `history = [...]` of a file, without a line end."""
    if not history:
        return "history = []"
    return "history = [\n" + "".join([f"    {format_event(e)},\n" for e in history]) + "]"


def format_event(event: Event) -> str:
    """Return one event as an inline table, whatever its length: at, event, its own values, by."""
    begun = f"{{ at = {format_moment(event.at)}, event = {format_text(event.name)}"
    by = f"by = {format_text(event.by)}" if event.by else ""
    return ", ".join([begun, *format_pairs(event.data.items()), *([by] if by else [])]) + " }"
