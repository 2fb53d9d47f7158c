"""Rows that the lead's own events leave open: call-backs, tasks, messages, promises, approvals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leadctl.rules.clauses.approval import ApprovalClause
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key
from leadctl.rules.clauses.words import with_article
from leadctl.rules.due.outbox import KEPT, outbox_of
from leadctl.rules.due.row import Due
from leadctl.rules.due.settling import STOP, Deadline, clears_words, is_done, is_settled
from leadctl.rules.due.snooze import CALL_BACK
from leadctl.rules.language.pipeline import Clearing
from leadctl.rules.leads.forked import FORKED, fork_words, open_fork
from leadctl.rules.leads.lead import Event, is_day
from leadctl.values import dataclass, replace

_DONE = Clearing(("done",), text="done")
_MOVED = (
    Clearing(("status",), text="a status change"),
    Clearing(("claim", "assign"), text="a claim"),
    Clearing(("role",), text="another role"),
    _DONE,
)
_KEPT = (KEPT, _DONE)
_REACHED = (Clearing((), "out", text="a touch out"), _DONE)


def open_items(case: Case) -> Iterator[Due]:
    """Yield what earlier events left to do and nothing has settled."""
    yield from _call_back(case)
    yield from _tasks(case)
    yield from _messages(case)
    yield from _promises(case)
    yield from _approvals(case)
    yield from _fork(case)
    yield from _blocked(case)


def _blocked(case: Case) -> Iterator[Due]:
    """What could not happen by itself, and why, until the lead moves, is claimed, or it is done."""
    for key, event in case.line.keyed:
        if event.name != "blocked" or case.line.last_settled(_MOVED, key):
            continue
        deadline = Deadline(rule="blocked", due=key[0], opens=key)
        if not is_done(deadline, case):
            row = replace(_item(case, event, key, deadline), kind="blocked", why="by itself")
            yield replace(row, do=could_not(event), clears=clears_words(_MOVED))


def could_not(event: Event) -> str:
    """Return what could not happen: "Could not become Booked: a deposit has been logged"."""
    why = event.data.get("why", "")
    if "claim" in event.data:
        return f"Could not be claimed for {event.data['claim']}: {why}"
    return f"Could not become {event.data.get('to') or event.data.get('role')}: {why}"


def _call_back(case: Case) -> Iterator[Due]:
    """The last call-back asked for; a touch on its day or later settles it (S3.21)."""
    found = [(k, e) for k, e in case.line.keyed if e.name == "snooze" and not e.data.get("what")]
    if not found:
        return
    key, event = found[-1]
    due = case.moment_in(event, "until")
    if due is None or case.line.last_settled(STOP, key):
        return
    deadline = Deadline(rule=CALL_BACK, due=due, opens=max(key, case.day_of(due)))
    early = Deadline(rule=CALL_BACK, due=due, opens=key)
    if is_settled(deadline, _REACHED, case) or is_done(early, case):
        return
    yield replace(
        _item(case, event, key, deadline),
        kind=CALL_BACK,
        do=str(event.data.get("do", "Call back")),
        by=("call",),
        clears=clears_words(_REACHED),
        **_asked(event, case),
    )


def _asked(event: Event, case: Case) -> dict[str, Any]:
    """Return why there is a call-back, and the rule that shortened it."""
    asked, rule = event.data.get("asked"), case.pipeline.call_back
    why = f"they asked for {asked}" if asked else "call-back"
    if rule and rule.why and asked:
        why += f"; {rule.why}"
    return {"why": why, "source": rule.source if rule else case.pipeline.source}


def _tasks(case: Case) -> Iterator[Due]:
    for key, event in case.line.keyed:
        if event.name != "task" or case.line.last_settled(STOP, key):
            continue
        due = case.moment_in(event, "due") or key[0]
        name = str(event.data.get("id", "task"))
        deadline = Deadline(rule=name, due=due, opens=key, several=True)
        if not is_done(deadline, case):
            row = replace(_item(case, event, key, deadline), do=str(event.data.get("do", "")))
            yield _whole_day(row, case) if is_day(event.data.get("due")) else row


def _whole_day(row: Due, case: Case) -> Due:
    """Return a row that is due at any time of its day."""
    return replace(row, zone=case.calendar.timezone, missed=case.end_of_day(row.due))


def _messages(case: Case) -> Iterator[Due]:
    for key, event, withdrawn, expires in outbox_of(case):
        if withdrawn:
            continue
        to = event.data.get("to", "lead")
        words = f"Send the {event.data.get('way', 'text')} to {to}: {event.data.get('message', '')}"
        name = str(event.data.get("id", ""))
        row = _item(case, event, key, Deadline(rule=name, due=key[0], opens=key))
        clears = "leadctl outbox done"
        row = replace(row, kind="message", do=words, to=str(to), clears=clears)
        yield replace(row, accepts_done=False, lapses=expires)


def _promises(case: Case) -> Iterator[Due]:
    """What a message told the lead we would do; a call keeps it, whoever sends it (S2.15).

    A message that is withdrawn has promised nothing; one that was sent stays owed.
    """
    unsent = {queued.event.data.get("id"): queued for queued in outbox_of(case)}
    for key, event in case.line.keyed:
        promise = event.data.get("promise") if event.name == "message" else None
        if not promise or case.line.last_settled(STOP, key):
            continue
        queued = unsent.get(event.data.get("id"))
        if queued is not None and queued.withdrawn:
            continue
        due = case.moment_in(event, "due") or key[0]
        deadline = Deadline(rule=f"promise-{event.data.get('id', '')}", due=due, opens=key)
        if not is_settled(deadline, _KEPT, case):
            why = f"promised in {event.data.get('message', 'a message')}"
            row = replace(_item(case, event, key, deadline), by=("call",), why=why)
            row = replace(row, kind="promise", do=str(promise), clears=clears_words(_KEPT))
            yield replace(row, lapses=queued.expires if queued else None)


def _item(case: Case, event: Event, key: Key, deadline: Deadline) -> Due:
    """Return a row about an event; each kind of item then says what is its own."""
    status = case.pipeline.statuses.get(case.lead.status)
    way = event.data.get("way")
    return Due(
        lead=case.lead.id,
        rule=deadline.rule,
        kind="task",
        do="",
        due=deadline.due,
        since=key[0],
        missed=deadline.due,
        by=(str(way),) if way else (),
        clears="done",
        why=str(event.data.get("why", f"{event.name} of {case.calendar.local_day(key[0])}")),
        source=status.source if status else case.pipeline.source,
        accepts_done=True,
    )


def _fork(case: Case) -> Iterator[Due]:
    """Two moves from one status that git brought together: somebody has to say which holds."""
    fork = open_fork(case.lead)
    moment = case.aware(fork.at) if fork else None
    if fork is None or moment is None:
        return
    key = (moment, BEFORE_ALL)
    row = _item(case, fork, key, Deadline(rule=FORKED, due=moment, opens=key))
    words = f"Say which status holds: {fork_words(fork)}"
    clears = "a status change, or confirming it"
    row = replace(row, kind="duty", section="decide", accepts_done=False)
    yield replace(row, do=words, clears=clears)


def _approvals(case: Case) -> Iterator[Due]:
    asked = pending_approvals(case)
    for target in dict.fromkeys(one.target for one in asked):
        here = [(one, approved(case, one)) for one in asked if one.target == target]
        given = [event for _, event in here if event]
        several = len(here) > 1
        yield from (_asked_row(case, one, several) for one, event in here if event is None)
        if len(given) == len(here):
            yield _approved_row(case, here[-1][0], given)


def _asked_row(case: Case, asked: Asked, several: bool) -> Due:
    deadline = Deadline(rule="approval", due=asked.key[0], opens=asked.key)
    row = _item(case, asked.event, asked.key, deadline)
    role = f" as {with_article(asked.role)}" if several else ""
    return replace(
        row,
        kind="approval",
        do=f"Approve {asked.target}{role}, asked for by {asked.event.by}",
        agent=f"role:{asked.role}",
        clears="leadctl approve",
        accepts_done=False,
    )


def _approved_row(case: Case, asked: Asked, given: list[Event]) -> Due:
    when = max(filter(None, (case.aware(event.at) for event in given)), default=asked.key[0])
    deadline = Deadline(rule="approval", due=when, opens=asked.key)
    row = _item(case, asked.event, asked.key, deadline)
    by = " and ".join(dict.fromkeys(event.by for event in given))
    words = f"Approved by {by}: move to {asked.target}"
    return replace(row, kind="approval", do=words, clears="a status change", accepts_done=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """One approval that was asked for: of which move, by an agent of which role."""

    key: Key
    event: Event
    target: str
    role: str


def pending_approvals(case: Case) -> list[Asked]:
    """Return the last request for each approval since which the status has not changed."""
    gone = [Clearing(("status",))]
    found: dict[tuple[str, str], Asked] = {}
    for key, event in case.line.keyed:
        if event.name != "ask" or case.line.last_settled(gone, key) is not None:
            continue
        target = str(event.data.get("what", ""))
        said = event.data.get("role")
        for role in [str(said)] if said else approver_roles(case, target) or [""]:
            found[target, role] = Asked(key, event, target, role)
    return list(found.values())


def approved(case: Case, asked: Asked) -> Event | None:
    """Return the approval of a request by an agent of the role asked for, or None."""
    for _, event in case.line.after(asked.key):
        approves = event.name == "approve" and event.data.get("what") == asked.target
        same = event.data.get("role") in {None, asked.role}
        if approves and same and case.has_role(event.by, asked.role):
            return event
    return None


def approver_roles(case: Case, target: str) -> list[str]:
    """Return the roles whose approval a status may require, each once."""
    status = case.pipeline.statuses.get(target)
    clauses = every_clause(status.requires if status else ())
    return list(dict.fromkeys(c.approval for c in clauses if isinstance(c, ApprovalClause)))


def wanted_approvals(case: Case, target: str) -> list[str]:
    """Return the roles whose approval this very move lacks: one whose `when` is false is not."""
    case = replace(case, target=target)
    status = case.pipeline.statuses.get(target)
    unmet = [clause for clause in (status.requires if status else ()) if not holds(clause, case)]
    lacking = (c for c in every_clause(unmet) if isinstance(c, ApprovalClause))
    return list(dict.fromkeys(c.approval for c in lacking if not holds(c, case)))
