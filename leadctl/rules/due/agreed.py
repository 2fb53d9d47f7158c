"""An appointment stands on its day in every open status, not only in the one that is named so."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.anchors import field_start
from leadctl.rules.due.appointments import made
from leadctl.rules.due.follow_up import rule_rows
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.statuses import Status
from leadctl.values import replace


def agreed_rows(status: Status, case: Case) -> Iterator[Due]:
    """Yield the appointments for which a lead's status has no rule, as other statuses have them.

    Whoever moved the lead after the time of one has said how it went.
    """
    own = {rule.from_.field for rule in (*case.pipeline.follow_up, *status.follow_up) if _of(rule)}
    entered = case.line.moment("entered")
    for field, rule in _rules(case).items():
        start = field_start(case.value(field), case) if field not in own else None
        if start is not None and (entered is None or entered <= start.key):
            yield from rule_rows(replace(rule, of_status=False), case)


def appointment_fields(case: Case) -> frozenset[str]:
    """Return the fields that say when an appointment of this lead is."""
    return frozenset(_rules(case))


def called_off(case: Case) -> dict[str, str]:
    """Return which appointments of a lead will not be, or were not, by their fields: each with why.

    It was cancelled or missed since it was made, or the lead's journey ended before it.
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
        elif case.state != "open" and entered is not None and entered < start.key:
            off[field] = f"not any more, in {case.lead.status}"
    return off


def _rules(case: Case) -> dict[str, FollowUp]:
    """Return the first rule of each field that says when an appointment is."""
    found: dict[str, FollowUp] = {}
    for status in case.pipeline.statuses.values():
        for rule in filter(_of, status.follow_up):
            found.setdefault(rule.from_.field, rule)
    return found


def _of(rule: FollowUp) -> bool:
    """Whether a rule is of an appointment whose time is a field."""
    return KINDS[rule.kind].booked and bool(rule.from_.field)
