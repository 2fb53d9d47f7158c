"""What is odd about fields that are set: nobody had them, or their time is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.guards import unmet_clause
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import field_label
from leadctl.rules.due.agreed import appointment_fields, called_off
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.fields import FIELDS
from leadctl.rules.leads.lead import Lead, is_day
from leadctl.rules.leads.value_words import value_said
from leadctl.rules.time.doubts import over_today
from leadctl.values import replace

SETTABLE = tuple(one.name for one in FIELDS if not one.set_by)
"""The built-in fields that `set` sets."""


def odd(
    desk: Desk, case: Case, typed: Mapping[str, str], changed: Mapping[str, object]
) -> tuple[str, ...]:
    """Return what is said of fields that are set besides: they may not be what was meant."""
    return (
        *_past(case, changed),
        *_replaced(desk, case, changed),
        *_over_today(desk, typed, changed),
        *_new_here(desk, case.pipeline, changed),
    )


def used_fields(desk: Desk) -> set[str]:
    """Return the fields that any lead of the book has."""
    return {name for lead in desk.leads() for name in lead.fields}


def _new_here(desk: Desk, pipeline: Pipeline, changed: Mapping[str, object]) -> tuple[str, ...]:
    """Say of a field that nobody had until now that it is new: it may be a slip of the pen."""
    unknown = [key for key in changed if key not in {*SETTABLE, *pipeline.fields}]
    used = used_fields(desk) if unknown else set()
    return tuple(f"New in this book: a field {key}" for key in unknown if key not in used)


def without_hour(
    after: Case, typed: Mapping[str, str], changed: Mapping[str, object]
) -> tuple[Unmet, ...]:
    """Return what the status of a lead still asks of fields that are set to a day without an hour.

    `after` has them set. Its guard let nobody in without an hour, and a field that is set later
    is judged by it as well: it is the status that needs it, not the way in.
    """
    status = after.pipeline.statuses.get(after.lead.status)
    days = {key for key, value in changed.items() if is_day(value)}
    unmet = []
    for clause in status.requires if status and days else ():
        asked = {f for one in every_clause([clause]) for f in getattr(one, "fields", ())} & days
        if asked and not holds(clause, after):
            field = min(asked)
            hour = f'leadctl set {after.lead.id} {field}="{typed[field]} 14:00"'
            unmet.append(replace(unmet_clause(clause, after), hint=hour))
    return tuple(unmet)


def _past(case: Case, changed: Mapping[str, object]) -> tuple[str, ...]:
    """Say of the time of an appointment that it is over: another day may have been meant."""
    times = {key: value for key, value in changed.items() if isinstance(value, datetime)}
    over = [key for key, value in times.items() if value < case.now]
    ahead = appointment_fields(case) if over else ()
    names = [field_label(case.pipeline, key) for key in over if key in ahead]
    return tuple(f"That {name} is past already" for name in names)


def _replaced(desk: Desk, case: Case, changed: Mapping[str, object]) -> tuple[str, ...]:
    """Say of an appointment ahead that another takes its place: two at a time want a reminder.

    One that was called off was on the list no more.
    """
    new = {key: value for key, value in changed.items() if isinstance(value, datetime)}
    before = {key: case.lead.value(key) for key in new.keys() & _standing(case)}
    ahead = {k: v for k, v in before.items() if isinstance(v, datetime) and v > case.now}
    moved = [value for key, value in ahead.items() if value != new[key]]
    return tuple(
        f"{value_said(one, desk.now, desk.zone)} is on the list no more: a lead has one appointment"
        f" at a time. Beside it: leadctl remind {case.lead.id}"
        f' "{one.astimezone(desk.zone):%Y-%m-%d %H:%M}" "..."'
        for one in moved
    )


def _standing(case: Case) -> frozenset[str]:
    """Return the fields of the appointments of a lead that nobody has called off."""
    return appointment_fields(case) - called_off(case).keys()


def _over_today(
    desk: Desk, typed: Mapping[str, str], changed: Mapping[str, object]
) -> tuple[str, ...]:
    """Say of times whose hour of today is over which later day was taken."""
    times = [typed.get(key, "") for key, value in changed.items() if isinstance(value, datetime)]
    return tuple(filter(None, (over_today(text, desk.now, desk.zone) for text in times)))


def undone(desk: Desk, case: Case, lead: Lead) -> tuple[str, ...]:
    """Say of what the lead's status requires what held before its fields were set, and does not
    now: "Unusual here: that hour is taken".
    """
    status = case.pipeline.statuses.get(lead.status)
    required = status.requires if status else ()
    here, then = (
        replace(case, target=lead.status),
        replace(desk.case_or_bare(lead)[0], target=lead.status),
    )
    lost = [c for c in required if not holds(c, then) and holds(c, here)]
    found = [unmet_clause(clause, then) for clause in lost]
    return tuple(f"Unusual here: {unmet.why or unmet.sentence}" for unmet in found)
