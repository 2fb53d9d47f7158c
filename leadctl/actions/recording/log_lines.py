"""Events in bulk: one JSON object a line, all of them one operation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.actions.recording.log import Logged, decided
from leadctl.errors import LeadctlError, Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, replace

OWN = ("lead", "event", "way", "at", "outcome", "text", "key")
"""The keys of a line that are no fields of its event."""


@dataclass(frozen=True)
class Line:
    """One line: its number, the lead it names, and what to log."""

    number: int
    lead: str
    logged: Logged


def read_lines(lines: Iterable[bytes], when: Callable[[str], datetime]) -> list[Line]:
    """Return what the lines say. Raises Usage naming the first that cannot be read."""
    found = [_line(number, line, when) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise Usage("Nothing stands on standard input.")
    return found


def _line(number: int, line: bytes, when: Callable[[str], datetime]) -> Line:
    with _at(number):
        values = _values(line)
        own = {key: _own(values.get(key), key) for key in OWN}
        at = when(own["at"]) if own["at"] else None
    fields = {key: _text(value) for key, value in values.items() if key not in OWN}
    said = own["outcome"], own["text"]
    return Line(
        number, own["lead"], Logged(own["event"], own["way"], at, *said, fields, own["key"])
    )


def _values(line: bytes) -> dict[str, object]:
    """Return what a line says. Raises Usage where it is no object of a lead and an event."""
    try:
        values = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise Usage(f"this is no JSON: {error}") from None
    if not isinstance(values, dict) or not all(isinstance(values.get(k), str) for k in OWN[:2]):
        raise Usage('at least {"lead": "...", "event": "..."} is wanted.')
    return values


def _own(value: object, key: str) -> str:
    """Return the text of a key that is no field. Raises Usage where it holds anything else."""
    if value is None or isinstance(value, str):
        return value or ""
    raise Usage(f'"{key}" wants a text in quotes.')


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@contextmanager
def _at(number: int) -> Iterator[None]:
    """Say of what fails in which line it stands."""
    try:
        yield
    except LeadctlError as error:
        error.sentence = f"Line {number}: {error.sentence}"
        error.args, error.line = (error.sentence,), number
        raise


def check_leads(lines: Iterable[Line], find: Callable[[str], Lead]) -> None:
    """Raise NotFound, naming the line, for the first that means no lead, or several."""
    for line in lines:
        with _at(line.number):
            find(line.lead)


def log_lines(
    desk: Desk, request: Request, lines: Iterable[Line], find: Callable[[str], Lead]
) -> Outcome:
    """Log what the lines say of each lead, in their order.

    Raises as `log` does: where one line cannot be logged, none of them is.
    """
    by_lead: dict[str, list[Line]] = {}
    for line in lines:
        by_lead.setdefault(find(line.lead).id, []).append(line)
    return change(desk, request, lambda case: _all(desk, case, by_lead[case.lead.id]))


def _all(desk: Desk, case: Case, several: Iterable[Line]) -> Decided | Refusal:
    words: list[str] = []
    notes: list[str] = []
    for line in several:
        with _at(line.number):
            made = decided(desk, case, line.logged)
        if isinstance(made, Refusal):
            return made
        words.append(made.words)
        notes += made.notes
        case = replace(case, lead=made.lead)
    return Decided(case.lead, "; ".join(words), tuple(dict.fromkeys(notes)))
