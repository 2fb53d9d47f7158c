"""Changing leads: each is read again under the lock, decided upon, then stored or refused."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from leadctl.actions.cases import CLOCKS_DIFFER
from leadctl.actions.desk import Desk, living
from leadctl.actions.recording.changes import Change, Outcome, Refusal, Request, nothing_due
from leadctl.actions.recording.said import archived_words
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.numbered import numbered

if TYPE_CHECKING:
    from leadctl.actions.recording.changes import Decide
    from leadctl.rules.clauses.case import Case
    from leadctl.rules.clauses.unmet import Unmet

AT_ONCE = 500
"""More leads than this are written in batches, and made safe from a power cut all together."""

OUT_OF_ARCHIVE = "Out of the archive, and on the lists again"


def change(desk: Desk, request: Request, decide: Decide) -> Outcome:
    """Let `decide` change leads, all of it one operation; what is refused stays as it was.

    Each lead is read again under the lock, so that nothing written meanwhile is lost.
    """
    from leadctl.book.writing.changing import changing

    changes: list[Change] = []
    refusals: list[Refusal] = []
    by = desk.actor.id if desk.actor else "leadctl"
    dry_run = request.dry_run
    bulk = len(request.leads) > AT_ONCE
    with changing(
        desk.book, request.command, desk.now, by, dry_run=dry_run, bulk=bulk
    ) as operation:
        for listed in request.leads:
            before = living(operation.read(listed.id, known=listed))
            behind = None if request.mends else _clock_behind(desk, before)
            at = _moment(desk, before, request.at)
            if refused := behind or _too_early(desk, before, at):
                refusals.append(refused)
                continue
            case, passed = _start(desk, before, request, at)
            made = decide(case)
            if isinstance(made, Refusal):
                refusals.append(made)
                continue
            after, moved = desk.tried_again(made.lead)
            if refused := refuse_change(desk, case, after, "a change just now"):
                refusals.append(refused)
                continue
            if after != before:
                operation.save(after)
            coming = desk.next_due if case.pipeline.statuses else nothing_due
            notes = (*passed, *made.notes, *moved, *_taken_up(before, after))
            notes = (*notes, *archived_words(desk, before, after))
            changes.append(Change(before, after, made.words, notes, coming))
    return Outcome(tuple(changes), tuple(refusals), (), operation.number, dry_run)


def _taken_up(before: Lead, after: Lead) -> tuple[str, ...]:
    """Say of a lead that a move, or letting go of it, has taken out of the archive."""
    back = before.value("archived") and not after.value("archived")
    moved = (after.status, after.owner) != (before.status, before.owner)
    return (OUT_OF_ARCHIVE,) if back and moved else ()


def refuse_effect(
    desk: Desk, case: Case, after: Lead, asked: str, *, joins: bool = False
) -> Refusal | None:
    """Refuse what may become of no lead, whatever was typed: that it is put away while another
    agent has it, or that their turn to claim it ends, or that what is hidden from the acting agent
    is shown to them; see `refuse_showing`.
    """
    from leadctl.rules.due.unmasking import hidden_fields, refuse_showing

    unmet = _takes_away(desk, case, after)
    if not unmet and case.pipeline.visibility and hidden_fields(case):
        unmet = refuse_showing(case, desk.case_or_bare(after)[0], joins=joins)
    return Refusal(case.lead, asked, unmet) if unmet else None


def refuse_change(desk: Desk, case: Case, after: Lead, asked: str) -> Refusal | None:
    """Refuse what no change may do: to lose a value that the agent cannot see, and what may become
    of no lead at all.
    """
    from leadctl.rules.due.unmasking import refuse_overwriting

    lost = refuse_overwriting(case, after) if case.pipeline.visibility else ()
    return Refusal(case.lead, asked, lost) if lost else refuse_effect(desk, case, after, asked)


def _takes_away(desk: Desk, case: Case, after: Lead) -> tuple[Unmet, ...]:
    from leadctl.rules.due.windows import refuse_archiving, refuse_ending_turn

    if unmet := refuse_archiving(case, after):
        return (unmet,)
    routing = case.pipeline.routing
    if routing is None or not routing.claim_window or case.lead.owner or after.owner:
        return ()
    return refuse_ending_turn(case, desk.case_or_bare(after)[0])


def _moment(desk: Desk, lead: Lead, at: datetime | None) -> datetime | None:
    """Return the moment that a change of a lead is about; a day stands behind what is known."""
    return None if at is None else desk.case_or_bare(lead)[0].moment_of(at)


def _start(
    desk: Desk, before: Lead, request: Request, at: datetime | None
) -> tuple[Case, tuple[str, ...]]:
    """Return the case from which a change starts, and what is to be said of it."""
    if request.bare:
        case, error = desk.case_or_bare(before)
        if error:
            return case, (error.sentence,)
    lead, passed = desk.caught_up(before, at)
    return desk.case(lead), passed


def _clock_behind(desk: Desk, lead: Lead) -> Refusal | None:
    """Refuse to record what would come before what has happened: the clock was set back.

    Clocks of two agents may well differ a little, so an hour is let pass.
    """
    from leadctl.rules.clauses.unmet import Unmet

    latest = max((event.at for event in lead.history), default=desk.now)
    if latest - desk.now <= CLOCKS_DIFFER:
        return None
    here, there = (moment.astimezone(desk.zone) for moment in (desk.now, latest))
    said = f"the clock says {here:%Y-%m-%d %H:%M}, and the last event is of {there:%Y-%m-%d %H:%M}"
    number = next(n for n, event in numbered(lead, desk.zone) if event.at == latest)
    mend = f'leadctl amend {lead.id} {number} at="{here:%Y-%m-%d %H:%M}"'
    unmet = Unmet(said, hint=f"set this clock right; or, if that event's time is wrong: {mend}")
    return Refusal(lead, "a change before its last event", (unmet,))


def _too_early(desk: Desk, lead: Lead, at: datetime | None) -> Refusal | None:
    """Refuse what would have happened before the lead came in."""
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.leads.taken_over import arrived_on

    received = lead.received()
    if at is None or received is None or at >= received:
        return None
    since = desk.saying_when(arrived_on(lead, desk.zone) or received)
    said = f"{lead.name} came in {since}, after that moment"
    came = (n for n, event in numbered(lead, desk.zone) if event.name == "received")
    number = next(came, 1)
    here = at.astimezone(desk.zone)
    when = f"{here:%Y-%m-%d}" if here.time() == time() else f'"{here:%Y-%m-%d %H:%M}"'
    mend = f"leadctl amend {lead.id} {number} at={when}"
    hint = f"if they came in earlier, say so first: {mend}"
    return Refusal(lead, "a moment before they came in", (Unmet(said, hint=hint, about="whole"),))
