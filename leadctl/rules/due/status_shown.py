"""The question whether another status is right, which an event has shown: until it is answered.

It is asked when the event is logged, and from the next day on in the list: whoever was talked to
is not forgotten until a week is over.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.clauses.words import quote
from leadctl.rules.due.agreed import appointment_fields
from leadctl.rules.due.row_names import NOT_REACHED, STATUS_SHOWN
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import Deadline, clears_words, is_done, is_stopped
from leadctl.rules.language.deadlines import DONE, MOVED, Clearing
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.event_kinds import SET
from leadctl.rules.leads.lead import Event
from leadctl.rules.moves.judging.shown import is_two_sided, shown_status, status_back
from leadctl.rules.time.spans import Duration

_NEXT_DAY = Duration(days=1)
_SETTLED_BY = (
    MOVED,
    Clearing(("confirm",), text="confirming it"),
    Clearing(("task",), text="a next step"),
    DONE,
)


def status_shown_row(rows: Iterable[Due], status: Status, case: Case) -> Due | None:
    """Return the question of a lead; None where nothing asks it, or another row does already."""
    rows = list(rows)
    found = _shown(case) if status.rank else _back(rows, case)
    if found is None:
        return None
    key, event, name = found
    due = case.day_of(case.calendar.add(key[0], _NEXT_DAY, "wall"))[0]
    asked = any((name and row.suggest == name) or _waits(row) for row in rows)
    if asked or is_stopped(case, key):
        return None
    if is_done(Deadline(rule=STATUS_SHOWN, due=due, opens=key), case):
        return None
    return Due(
        lead=case.lead.id,
        rule=STATUS_SHOWN,
        kind="question",
        do=question(event, name, case),
        due=due,
        since=key[0],
        zone=case.calendar.timezone,
        missed=case.end_of_day(due),
        clears=clears_words(_SETTLED_BY),
        why=f"what was logged allows {name or 'another status'}, and they are in {status.name}",
        source=status.source,
        suggest=name,
        types=f"status set {{lead}} {quote(name)}" if name else "show {lead}",
        accepts_done=True,
    )


def _waits(row: Due) -> bool:
    """Whether a word of theirs has had no answer yet that got there."""
    return KINDS[row.kind].hears or row.rule == NOT_REACHED


def question(event: Event, name: str, case: Case) -> str:
    """Return the question: "You talked: In Communication?"; "They are back: which status?"."""
    if event.is_talk and name:
        return f"{'You met' if event.name == 'meeting' else 'You talked'}: {name}?"
    if event.goes("in"):
        here = case.pipeline.statuses.get(case.lead.status)
        said = "They answered" if here is not None and here.rank else "They are back"
        return f"{said}: {name or 'which status'}?"
    declared = case.pipeline.events.get(event.name)
    label = (declared.label if declared else "") or event.name.replace("-", " ")
    return f"{label[:1].upper()}{label[1:]} logged: {name}?"


def _back(rows: Iterable[Due], case: Case) -> tuple[Key, Event, str] | None:
    """Return the last word of somebody who stands outside the funnel, where nothing is to be done
    about them next, and the status that it shows.

    None once somebody has answered the question, or has planned what comes next.
    """
    has_funnel = any(status.rank for status in case.pipeline.statuses.values())
    if not has_funnel or any(KINDS[row.kind].step for row in rows):
        return None
    appointments = appointment_fields(case)
    for key, event in reversed(case.line.keyed):
        if _answers(event, appointments):
            return None
        if event.goes("in"):
            return key, event, status_back(case, event)
    return None


def _shown(case: Case) -> tuple[Key, Event, str] | None:
    """Return the last event since the lead entered its status that shows another, and which.

    None once somebody has answered, or has planned what comes next.
    """
    appointments = appointment_fields(case)
    moved: Key | None = None
    for key, event in reversed(case.line.keyed):
        if moved is not None and key[0] < moved[0]:
            return None
        if event.name == "status" and "on" in event.data:
            moved = key  # by itself, on what was logged: that may show more
        elif _answers(event, appointments):
            return None
        elif (is_two_sided(case, event) or event.name in case.pipeline.events) and (
            name := shown_status(case, event)
        ):
            return key, event, name
    return None


def _answers(event: Event, appointments: Container[str]) -> bool:
    """Whether somebody has said which status is right, or planned what comes next."""
    if event.name == SET:
        return event.data.get("field") in appointments
    if event.name == "snooze":
        return not event.data.get("what")
    return event.name in {"status", "confirm", "task", "taken-over"}
