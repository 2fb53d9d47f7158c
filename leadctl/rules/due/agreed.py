"""An appointment stands on its day in every open status, not only in the one that is named so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.anchors import field_start
from leadctl.rules.due.appointments import booked_rules, called, made
from leadctl.rules.due.follow_up import rule_rows
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.statuses import Status
from leadctl.values import replace


def agreed_rows(status: Status, case: Case) -> Iterator[Due]:
    """Yield the appointments for which a lead's status has no rule, as other statuses have them.

    Whoever moved the lead by hand after the time of one has said how it went. One of a kind for
    which there is no rule, or of which nobody said a kind where other things are agreed on (a
    signing), is called an appointment and stands as the first kind does. Of whoever left the
    journey only those stand that were agreed on since.
    """
    entered, moved = case.line.moment("entered"), _moved(case)
    here = (*case.pipeline.follow_up, *status.follow_up) if case.state == "open" else ()
    for field, rules in booked_rules(case.pipeline).items():
        start = field_start(case.value(field), case)
        own = [rule for rule in here if _is_of(rule, field)]
        if start is None or (not own and moved is not None and moved > start.key):
            continue
        if case.state != "open" and entered is not None and made(field, case) < entered:
            continue
        of_kinds = own or rules
        unknown = len(of_kinds) > 1 and not any(_is_meant(rule, case) for rule in of_kinds)
        if unknown or not (own or _is_of_kind(field, rules, case)):
            left = [replace(of_kinds[0], do=called(field, case.pipeline), when=())]
        else:
            left = [] if own else rules
        for rule in left:
            yield from rule_rows(rule if own else replace(rule, of_status=False), case)


def _moved(case: Case) -> Key | None:
    """Return when somebody moved a lead last; where nobody did, when it came in."""
    moves = (key for key, event in reversed(case.line.keyed) if event.is_by_hand)
    return next(moves, case.line.received)


def _is_of(rule: FollowUp, field: str) -> bool:
    """Whether a rule is of the appointment whose time is this field."""
    return KINDS[rule.kind].booked and rule.from_.field == field


def _is_of_kind(field: str, rules: Iterable[FollowUp], case: Case) -> bool:
    """Whether an appointment is what its rules call it, in a status that has none: since it was
    made the lead stood in the group of the status that has them, or somebody has said its kind.
    """
    clauses = [clause for rule in rules for clause in every_clause(rule.when)]
    asked = {name for clause in clauses for name in getattr(clause, "fields", ())}
    if any(case.lead.value(name) is not None for name in asked):
        return True
    statuses = case.pipeline.statuses
    having = [s.group for s in statuses.values() if any(_is_of(r, field) for r in s.follow_up)]
    stood = (statuses[n].group for n in _stood_since(made(field, case), case) if n in statuses)
    return not having or any(group == having[0] for group in stood)


def _stood_since(key: Key, case: Case) -> list[str]:
    """Return the statuses in which a lead stood at a moment and since."""
    found = [case.pipeline.initial]
    for when, event in case.line.keyed:
        if event.name == "status":
            to = str(event.data.get("to", ""))
            found = [*found, to] if when > key else [to]
    return found


def _is_meant(rule: FollowUp, case: Case) -> bool:
    """Whether all holds on which a rule depends."""
    return all(holds(clause, case) for clause in rule.when)


def appointment_fields(case: Case) -> frozenset[str]:
    """Return the fields that say when an appointment of this lead is."""
    return frozenset(booked_rules(case.pipeline))


def called_off(case: Case) -> dict[str, str]:
    """Return which appointments of a lead will not be, or were not, by their fields: each with why.

    It was cancelled or missed since it was made, or the lead's journey ended
    between its making and its time.
    """
    off: dict[str, str] = {}
    for field in appointment_fields(case):
        start = field_start(case.value(field), case)
        if start is None:
            continue
        since = made(field, case)
        meetings = [e for key, e in case.line.keyed if e.name == "meeting" and key > since]
        entered = case.line.moment("entered")
        if meetings and not meetings[-1].took_place and (came := meetings[-1].outcome):
            off[field] = came.means
        elif case.state != "open" and entered is not None and since < entered < start.key:
            off[field] = f"not any more, in {case.lead.status}"
    return off


def without_date(case: Case, rows: Iterable[Due]) -> frozenset[str]:
    """Return the fields of appointments that are no date beside the `rows` of a lead.

    They are on the list already, or kept, passed or called off. Nothing is due of whoever left the
    journey: what was agreed on with them since is a date of its own.
    """
    booked = {row.due for row in rows if KINDS[row.kind].booked}
    off = called_off(case)

    def is_ahead(field: str) -> bool:
        start = field_start(case.value(field), case)
        return start is not None and start.key[0] > case.now and start.key[0] not in booked

    fields = appointment_fields(case)
    left = {f for f in fields if case.state != "open" and f not in off and is_ahead(f)}
    return fields - left
