"""Appointments: when one was made or moved, and what takes its reminders along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key
from leadctl.rules.clauses.words import field_label
from leadctl.rules.due.anchors import Start
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.language.deadlines import DONE, Anchor, Clearing, FollowUp
from leadctl.rules.language.pipeline import APPOINTMENT, Pipeline
from leadctl.rules.leads.event_kinds import SET
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.spans import Duration

EARLY = timedelta(hours=2)
"""A meeting up to so long before the hour of an appointment is the one that was agreed on."""

_EVER = datetime(1000, 1, 1, tzinfo=UTC), BEFORE_ALL


def booked_rules(pipeline: Pipeline) -> dict[str, list[FollowUp]]:
    """Return of each field that says when an appointment is its rules: those of the definition
    itself, else of the first status that has some: one, or one for each kind of appointment.

    Where a definition has none for the field that every lead has, leadctl's own is its rule.
    """
    found: dict[str, list[FollowUp]] = {}
    for follow_up in (pipeline.follow_up, *(s.follow_up for s in pipeline.statuses.values())):
        rules = [rule for rule in follow_up if KINDS[rule.kind].booked and rule.from_.field]
        for field in {rule.from_.field for rule in rules} - found.keys():
            found[field] = [rule for rule in rules if rule.from_.field == field]
    if APPOINTMENT not in found and _has_times(pipeline):
        found[APPOINTMENT] = [_own_rule(pipeline)]
    return found


def _has_times(pipeline: Pipeline) -> bool:
    """Whether the field of appointments is one of a definition's, and holds days or moments."""
    field = pipeline.fields.get(APPOINTMENT)
    return field is not None and field.type in {"date", "datetime"}


def called(field: str, pipeline: Pipeline) -> str:
    """Return what an appointment is called of whose kind nothing is known: as its field."""
    label = field_label(pipeline, field)
    return label[:1].upper() + label[1:]


def _own_rule(pipeline: Pipeline) -> FollowUp:
    """Return the rule of an appointment of which a definition says nothing."""
    return FollowUp(
        id=APPOINTMENT,
        kind=APPOINTMENT,
        do=called(APPOINTMENT, pipeline),
        after=Duration(),
        from_=Anchor(field=APPOINTMENT),
        until=(Clearing(("meeting",), text="meeting them", held=True), DONE),
    )


def anchor_fields(pipeline: Pipeline) -> frozenset[str]:
    """Return the fields that deadlines of a definition count from."""
    rules = [*pipeline.follow_up, *(r for s in pipeline.statuses.values() for r in s.follow_up)]
    anchors = [*(r.from_ for r in rules), *(c.from_ for c in pipeline.cadences.values())]
    counted = {anchor.field for anchor in anchors if anchor.field}
    return frozenset(counted | booked_rules(pipeline).keys())


def times_set(field: str, case: Case) -> list[Key]:
    """Return when a field was set; how often is the version of its entry in a calendar."""
    if SET not in case.line.names:
        return []
    sets = [(key, event) for key, event in case.line.keyed if event.name == SET]
    return [key for key, event in sets if event.data.get("field") == field]


def made(field: str, case: Case) -> Key:
    """Return when a field got its present value, as far as the log says."""
    return (times_set(field, case) or [case.line.moment("received") or _EVER])[-1]


def is_over(rule: FollowUp, start: Start, case: Case) -> bool:
    """Whether what was planned for a moment is over: cancelled, missed, or they have met.

    A meeting on the day of the appointment, at its hour or later, settles it and its reminders;
    what follows from an appointment falls away where it was cancelled or missed.
    """
    if not rule.from_.field or start.all_day or "meeting" not in case.line.names:
        return False
    since = made(rule.from_.field, case)
    on_the_day = max(since, case.day_of(start.key[0]))
    ahead = KINDS[rule.kind].booked or rule.before is not None
    for key, event in case.line.keyed:
        if event.name != "meeting":
            continue
        came = event.outcome
        if came is not None and came.name == "cancelled":
            if key > since:
                return True
        elif not event.took_place:
            if key > on_the_day:
                return True
        elif ahead and key > on_the_day and not _is_another(event, key, start):
            return True
    return False


def tried_in_vain(rule: FollowUp, start: Start, case: Case) -> bool:
    """Whether they were called for an appointment that a call settles, and nobody was reached."""
    by_call = KINDS[rule.kind].booked and any("call" in one.names for one in rule.until)
    if not by_call or "call" not in case.line.names:
        return False
    opens = max(made(rule.from_.field, case), (start.key[0] - EARLY, BEFORE_ALL))
    since = case.line.after(opens)
    return any(e.name == "call" and e.way != "in" and e.found_nobody for _, e in since)


def _is_another(event: Event, key: Key, start: Start) -> bool:
    """Whether a meeting was too early for an appointment; one of that day, at no known hour, is
    taken for the one that was agreed on.
    """
    return event.day is None and is_too_early(key[0], start.key[0])


def is_too_early(met: datetime, agreed: datetime) -> bool:
    """Whether a meeting was so long before the hour of an appointment that it was another one."""
    return met < agreed - EARLY
