"""tick: what the pipelines do by themselves once a deadline has passed."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.actions.guarding import Guarding
from leadctl.actions.recording.changes import Change, Outcome
from leadctl.book.text.broken import Broken
from leadctl.book.writing.changing import changing
from leadctl.book.writing.operation import Operation
from leadctl.errors import Problem
from leadctl.rules.due.agenda import acting
from leadctl.rules.leads.lead import BY_ITSELF, Lead
from leadctl.rules.moves.by_itself import acts, passed
from leadctl.rules.moves.effects.blocked import BLOCKED
from leadctl.rules.moves.trying_again import next_try
from leadctl.values import replace


def tick(desk: Desk, command: str, *, dry_run: bool = False) -> tuple[Outcome, list[Problem]]:
    """Apply what has passed to every lead, all of it one operation; nothing where nothing has.

    One broken lead, or definition, stops none of the others: what is wrong is returned.
    """
    problems: list[Problem] = []
    waiting = _waiting(desk, problems)
    changes: list[Change] = []
    number = None
    if waiting:
        with changing(desk.book, command, desk.now, BY_ITSELF, dry_run=dry_run) as operation:
            for lead_id in waiting:
                changes += _guarded(desk, operation, lead_id, problems)
        number = operation.number
    unique = list(dict.fromkeys(problems))
    return Outcome(tuple(changes), number=number, dry_run=dry_run), unique


def something_done(outcome: Outcome) -> Outcome:
    """Return the outcome without the leads of which it is only on record what could not happen.

    `due` has a row for it until it is settled: no reason to mail anybody every quarter of an hour.
    """

    def is_done(change: Change) -> bool:
        known = len(change.before.history) if change.before else 0
        return any(e.name not in {BLOCKED, "done"} for e in change.after.history[known:])

    return replace(outcome, changes=tuple(filter(is_done, outcome.changes)))


def _waiting(desk: Desk, problems: list[Problem]) -> list[str]:
    """Return the leads for which something has passed, seen without the lock."""
    found = []
    for lead in desk.book.leads():
        if isinstance(lead, Broken):
            problems.extend(lead.problems)
            continue
        waits = False
        with Guarding(lead.id, problems):
            waits = not lead.value("deleted") and _waits(desk, lead)
        if waits:
            found.append(lead.id)
    return found


def _waits(desk: Desk, lead: Lead) -> bool:
    """Whether a deadline has passed after which something happens by itself."""
    known = lead.pipeline in desk.book.definitions.files
    if known and not acts(desk.pipeline(lead.pipeline), lead):
        return False  # most definitions do nothing by themselves: no need to look into the lead
    case = desk.case(lead)
    return passed(acting(case), desk.now) is not None or next_try(case, desk.now) is not None


def _guarded(
    desk: Desk, operation: Operation, lead_id: str, problems: list[Problem]
) -> list[Change]:
    with Guarding(lead_id, problems):
        return _change(desk, operation, lead_id)
    return []


def _change(desk: Desk, operation: Operation, lead_id: str) -> list[Change]:
    """Apply what has passed to a lead, read again under the lock."""
    before = operation.read(lead_id)
    after, words = desk.caught_up(before, trying=True)
    if after == before:
        return []
    operation.save(after)
    return [Change(before, after, "; ".join(words), (), desk.next_due)]
