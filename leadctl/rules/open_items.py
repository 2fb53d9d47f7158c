"""Rows that the lead's own events leave open: call-backs, tasks, messages, approvals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from leadctl.rules.calendar import Calendar
from leadctl.rules.clauses import Case, has_role
from leadctl.rules.follow_up import Due, is_done
from leadctl.rules.lead import Event
from leadctl.rules.pipeline import Clause, Clearing
from leadctl.rules.timeline import BEFORE_ALL, Key, Timeline

CALL_BACK = "call-back"
PUT_OFF_BY_CALL_BACK = ("step", "reminder", "suggestion", "reply")
STANDS = ("sla", "duty")
"""Kinds that cannot be put off: somebody else waits for them."""

_STOP = [Clearing(("stop",))]
_REACHED = [Clearing((), "out")]


def open_items(case: Case, line: Timeline, calendar: Calendar) -> Iterator[Due]:
    """Yield what earlier events left to do and nothing has settled."""
    yield from _call_back(case, line, calendar)
    yield from _tasks(case, line)
    yield from _messages(case, line)
    yield from _approvals(case, line)


def _call_back(case: Case, line: Timeline, calendar: Calendar) -> Iterator[Due]:
    """The last call-back asked for; a touch on its day or later settles it (S3.21)."""
    found = [(k, e) for k, e in line.keyed if e.name == "snooze" and not e.data.get("what")]
    if not found:
        return
    key, event = found[-1]
    due = event.data["until"].astimezone(UTC)
    opens = max(key, (calendar.start_of_day(calendar.local_day(due)), BEFORE_ALL))
    if line.last_settled(_REACHED, opens) or line.last_settled(_STOP, key):
        return
    if is_done(line, CALL_BACK, opens[0], due):
        return
    asked = f"they asked for {event.data['asked']}" if event.data.get("asked") else "call-back"
    rule = case.pipeline.call_back
    why = f"{asked}; {rule.why}" if rule and rule.why and event.data.get("asked") else asked
    yield Due(
        lead=case.lead.id,
        rule=CALL_BACK,
        kind=CALL_BACK,
        do=str(event.data.get("do", "Call back")),
        due=due,
        since=key[0],
        by=("call",),
        clears="a touch out or done",
        why=why,
        source=rule.source if rule else case.pipeline.source,
        accepts_done=True,
    )


def put_off(row: Due, line: Timeline) -> Due:
    """Return the row at the time to which a snooze has put it off, if one has."""
    until = row.due
    if row.kind in STANDS:
        return row
    for (at, _), event in line.keyed:
        what = event.data.get("what", "")
        whole = not what and row.kind in PUT_OFF_BY_CALL_BACK
        if event.name == "snooze" and at >= row.since and (what == row.rule or whole):
            until = max(row.due, event.data["until"].astimezone(UTC))
    return replace(row, due=until, snoozed=True) if until > row.due else row


def _tasks(case: Case, line: Timeline) -> Iterator[Due]:
    for key, event in line.keyed:
        if event.name != "task" or line.last_settled(_STOP, key):
            continue
        rule = str(event.data.get("id", "task"))
        due = event.data.get("due", event.at).astimezone(UTC)
        if not is_done(line, rule, key[0], due):
            yield _item(case, event, key, rule, "task", str(event.data.get("do", "")), due)


def _messages(case: Case, line: Timeline) -> Iterator[Due]:
    for key, event in queued_messages(line):
        to = event.data.get("to", "lead")
        words = f"Send the {event.data.get('way', 'text')} to {to}: {event.data.get('message', '')}"
        row = _item(case, event, key, str(event.data.get("id", "")), "message", words, key[0])
        yield replace(row, clears="leadctl outbox done", accepts_done=False)


def queued_messages(line: Timeline) -> list[tuple[Key, Event]]:
    """Return the messages that wait in the outbox: queued, not sent, not stopped."""
    sent = {e.data.get("id") for _, e in line.keyed if e.name == "sent"}
    return [
        (key, event)
        for key, event in line.keyed
        if event.name == "message"
        and event.data.get("id") not in sent
        and line.last_settled(_STOP, key) is None
    ]


def _item(case: Case, event: Event, key: Key, rule: str, kind: str, do: str, due: datetime) -> Due:
    status = case.pipeline.statuses.get(case.lead.status)
    return Due(
        lead=case.lead.id,
        rule=rule,
        kind=kind,
        do=do,
        due=due,
        since=key[0],
        by=(str(event.data["way"]),) if event.data.get("way") else (),
        clears="done",
        why=str(event.data.get("why", f"{kind} since {key[0]:%Y-%m-%d}")),
        source=status.source if status else case.pipeline.source,
        accepts_done=True,
    )


def _approvals(case: Case, line: Timeline) -> Iterator[Due]:
    for key, event in pending_approvals(line):
        target = str(event.data.get("what", ""))
        row = _item(case, event, key, "approval", "approval", "", key[0])
        if (approval := approved(case, line, key, target)) is not None:
            do = f"Approved by {approval.by}: move to {target}"
            yield replace(row, do=do, due=approval.at.astimezone(UTC), clears="a status change")
        else:
            role = approver_role(case, target)
            do = f"Approve {target}, asked for by {event.by}"
            yield replace(row, do=do, agent=f"role:{role}", clears="leadctl approve")


def pending_approvals(line: Timeline) -> list[tuple[Key, Event]]:
    """Return the requests for approval since which the status has not changed."""
    gone = [Clearing(("status",))]
    return [
        (key, event)
        for key, event in line.keyed
        if event.name == "ask" and line.last_settled(gone, key) is None
    ]


def approved(case: Case, line: Timeline, key: Key, target: str) -> Event | None:
    """Return the approval of a request by an agent of the role asked for, or None."""
    role = approver_role(case, target)
    for _, event in line.after(key):
        if event.name == "approve" and event.data.get("what") == target:
            if has_role(case, event.by, role):
                return event
    return None


def approver_role(case: Case, target: str) -> str:
    """Return the role whose approval a status requires, or ""."""
    status = case.pipeline.statuses.get(target)
    clauses: tuple[Clause, ...] = status.requires if status else ()
    return next((clause.approval for clause in clauses if clause.approval), "")
