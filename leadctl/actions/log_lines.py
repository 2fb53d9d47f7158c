"""Events in bulk: one JSON object a line, all of them one operation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime

from leadctl.actions.log import Logged, decided
from leadctl.actions.workspace import Decided, Desk, Outcome, Refusal, Request
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, replace

OWN = ("lead", "event", "way", "at", "outcome", "text", "key")
"""The keys of a line that are no fields of its event."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the lead it names, and what to log."""

    lead: str
    logged: Logged


def read_lines(lines: Iterable[bytes], when: Callable[[str], datetime]) -> list[Line]:
    """Return what the lines say. Raises Usage naming the first that cannot be read."""
    found = [_line(number, line, when) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise Usage("Nothing stands on standard input.")
    return found


def _line(number: int, line: bytes, when: Callable[[str], datetime]) -> Line:
    try:
        values = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise Usage(f"Line {number} is no JSON: {error}") from None
    if not isinstance(values, dict) or not all(isinstance(values.get(k), str) for k in OWN[:2]):
        raise Usage(f'Line {number} wants at least {{"lead": "...", "event": "..."}}.')
    own = {key: str(values.get(key) or "") for key in OWN}
    fields = {key: _text(value) for key, value in values.items() if key not in OWN}
    at = when(own["at"]) if own["at"] else None
    said = own["outcome"], own["text"]
    return Line(own["lead"], Logged(own["event"], own["way"], at, *said, fields, own["key"]))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def log_lines(
    desk: Desk, request: Request, lines: Iterable[Line], find: Callable[[str], Lead]
) -> Outcome:
    """Log what the lines say of each lead, in their order.

    Raises as `log` does: where one line cannot be logged, none of them is.
    """
    by_lead: dict[str, list[Logged]] = {}
    for line in lines:
        by_lead.setdefault(find(line.lead).id, []).append(line.logged)
    return desk.change(request, lambda case: _all(desk, case, by_lead[case.lead.id]))


def _all(desk: Desk, case: Case, several: Iterable[Logged]) -> Decided | Refusal:
    words: list[str] = []
    notes: list[str] = []
    for logged in several:
        made = decided(desk, case, logged)
        if isinstance(made, Refusal):
            return made
        words.append(made.words)
        notes += made.notes
        case = replace(case, lead=made.lead)
    return Decided(case.lead, "; ".join(words), tuple(dict.fromkeys(notes)))
