"""What a step of a scenario expects of its lead, held against what is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from leadctl.actions.desk import Desk
from leadctl.rules.due.agenda import current
from leadctl.rules.due.row_names import is_row_name
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.lead import Lead, is_day
from leadctl.rules.moves.judging.judge import legal_moves
from leadctl.rules.moves.messages import Waiting, waiting
from leadctl.rules.pipelines.scenario import Expected, RowSaid


def mismatches(desk: Desk, lead: Lead, expected: Expected) -> Iterator[str]:
    """Yield in words whatever a lead does not keep of what is expected. `expected` is read."""
    for key, wanted in expected.items():
        yield from _CHECKS[key](desk, lead, wanted)


def _differs(what: str, wanted: object, found: object) -> Iterator[str]:
    if not _same(wanted, found):
        yield f"{what}\nexpected: {_shown(wanted)}\nfound: {_shown(found)}"


def _same(wanted: object, found: object) -> bool:
    if wanted in ("", []) and found in (None, "", []):
        return True
    if isinstance(wanted, str) and isinstance(found, date):
        return wanted in {str(found), found.isoformat()}  # a day in quotes is meant as the day
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    return bool(wanted == found)


def _shown(value: object) -> str:
    return "nothing" if value in (None, "", []) else str(value)


def _pipeline(_: Desk, lead: Lead, wanted: str) -> Iterator[str]:
    return _differs("pipeline", wanted, lead.pipeline)


def _status(_: Desk, lead: Lead, wanted: str) -> Iterator[str]:
    return _differs("status", wanted, lead.status)


def _owner(_: Desk, lead: Lead, wanted: str) -> Iterator[str]:
    return _differs("owner", wanted, lead.owner)


def _fields(_: Desk, lead: Lead, wanted: Mapping[str, object]) -> Iterator[str]:
    for name, value in wanted.items():
        yield from _differs(name, value, lead.value(name))


def _derived(desk: Desk, lead: Lead, wanted: Mapping[str, object]) -> Iterator[str]:
    derived = desk.case(lead).derived
    for name, value in wanted.items():
        yield from _differs(name, value, derived.get(name))


def _events(_: Desk, lead: Lead, wanted: Mapping[str, int]) -> Iterator[str]:
    for name, count in wanted.items():
        found = sum(event.name == name for event in lead.history)
        yield from _differs(f"events called {name}", count, found)


def _legal(desk: Desk, lead: Lead, wanted: list[str]) -> Iterator[str]:
    found = legal_moves(desk.case(lead))
    for name in wanted:
        if name not in found:
            yield f"legal now\nexpected: {name}\nfound: {', '.join(found) or 'nothing'}"


def _illegal(desk: Desk, lead: Lead, wanted: list[str]) -> Iterator[str]:
    case = desk.case(lead)
    found = legal_moves(case)
    for name in wanted:
        if name in found:
            yield f"{name}\nexpected: not to be legal now\nfound: it is"
        elif name not in case.pipeline.statuses:
            yield f"{name}\nexpected: a status that is not legal now\nfound: no such status"


def _outbox(desk: Desk, lead: Lead, wanted: list[str] | str) -> Iterator[str]:
    messages = [_message(one) for one in waiting(desk.case(lead))]
    if wanted == [] and messages:
        yield f"outbox\nexpected: nothing\nfound: {'; '.join(messages)}"
    for text in [wanted] if isinstance(wanted, str) else wanted:
        if not any(text.lower() in message.lower() for message in messages):
            yield f"outbox\nexpected: {text}\nfound: {'; '.join(messages) or 'nothing'}"


def _message(one: Waiting) -> str:
    """Return a message in words, and why it is held, where it is."""
    told = {name: getattr(one, name) for name in _TOLD}
    return ", ".join(f"{key} {value}" for key, value in told.items() if value)


_TOLD = ("id", "message", "to", "way", "address", "text", "subject", "file", "barred")


def _due(desk: Desk, lead: Lead, wanted: list[RowSaid | str]) -> Iterator[str]:
    rows = _open(desk, lead)
    for row in map(_row, wanted):
        if not any(_fits(desk, found, row) for found in rows):
            yield f"due\nexpected: {_row_words(row)}\nfound:{_rows_words(desk, rows)}"


def _not_due(desk: Desk, lead: Lead, wanted: list[RowSaid | str]) -> Iterator[str]:
    for row in map(_row, wanted):
        if not is_row_name(str(row["rule"]), desk.pipeline(lead.pipeline)):
            yield f"not due\nexpected: no {row['rule']}\nfound: no rule has this name"
        found = [found for found in _open(desk, lead) if _fits(desk, found, row)]
        if found:
            yield f"not due\nexpected: no {_row_words(row)}\nfound:{_rows_words(desk, found)}"


def _open(desk: Desk, lead: Lead) -> list[Due]:
    """Return every row that is open, whenever it falls due, but for those that have lapsed."""
    calendar = desk.calendar(desk.pipeline(lead.pipeline))
    rows = [current(row, desk.now, calendar) for row in desk.agenda(lead)]
    return [row for row in rows if row.lapses is None or row.lapses > desk.now]


def _row(wanted: RowSaid | str) -> RowSaid:
    return {"rule": wanted} if isinstance(wanted, str) else wanted


def _fits(desk: Desk, row: Due, wanted: Mapping[str, object]) -> bool:
    return all(_holds(desk, row, key, value) for key, value in wanted.items())


def _holds(desk: Desk, row: Due, key: str, wanted: object) -> bool:
    found: object = getattr(row, {"at": "due"}.get(key, key))
    if key == "do":
        return str(wanted).lower() in str(found).lower()
    if is_day(wanted) and isinstance(found, datetime):
        calendar = desk.calendar(desk.pipeline(desk.book.load(row.lead).pipeline))
        return bool(calendar.local_day(found) == wanted)
    return _same(wanted, found)


def _row_words(wanted: Mapping[str, object]) -> str:
    return ", ".join(
        str(value) if key == "rule" else f"{key} {_moment(value)}" for key, value in wanted.items()
    )


def _moment(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _rows_words(desk: Desk, rows: list[Due]) -> str:
    lines = [f"  {_row_words(_told(desk, row))}" for row in rows]
    return "\n" + "\n".join(lines) if lines else " nothing"


def _told(desk: Desk, row: Due) -> dict[str, object]:
    zone = desk.calendar(desk.pipeline(desk.book.load(row.lead).pipeline)).zone
    told: dict[str, object] = {"rule": row.rule, "at": row.due.astimezone(zone), "kind": row.kind}
    told |= {"do": row.do} | ({"agent": row.agent} if row.agent else {})
    return told


_CHECKS: Mapping[str, Callable[..., Iterator[str]]] = {
    "pipeline": _pipeline,
    "status": _status,
    "owner": _owner,
    "fields": _fields,
    "derived": _derived,
    "events": _events,
    "legal": _legal,
    "illegal": _illegal,
    "outbox": _outbox,
    "due": _due,
    "not_due": _not_due,
}
