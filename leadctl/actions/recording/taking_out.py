"""Taking an event out of a history, with the move that it made by itself: as if never logged."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Decided
from leadctl.actions.recording.following import follow
from leadctl.actions.recording.said import moved_words, put_away_words
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import quote
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.numbered import place_of
from leadctl.values import replace


def taken_out(desk: Desk, case: Case, number: int, words: str) -> Decided:
    """Return the lead without the event of a number, which is told in `words`.

    What the event brought about goes too, unless fields of the lead were changed by it: that move
    stays, and is said to.
    """
    lead, initial = case.lead, case.pipeline.initial
    at = place_of(lead, number, desk.zone)
    past, event, rest = lead.history[:at], lead.history[at], lead.history[at + 1 :]
    before = replace(lead, history=past)
    before = replace(before, status=before.replayed_status(initial))
    brought = _brought(desk, case, before, event)
    goes = len(brought) if _said(brought) == _said(rest[: len(brought)]) else 0
    after = replace(lead, history=(*past, *rest[goes:]))
    if lead.status == lead.replayed_status(initial):
        after = replace(after, status=after.replayed_status(initial))
    moved = moved_words(lead, after, "that move came of it")
    stays = () if goes else _stays(event, before, rest)
    notes = (*stays, *put_away_words(desk, lead, after))
    return Decided(after, f"taken out of the history: {words}{moved}", notes)


def _brought(desk: Desk, case: Case, before: Lead, event: Event) -> Sequence[Event]:
    """Return the events that followed by themselves when one was logged, if they are all it did.

    What a field was before that was changed by them nobody can tell.
    """
    try:
        then, _ = follow(desk, case, before.add(event), event)
        then, _ = desk.tried_again(then)
    except Usage:  # it could not be logged as things are now
        return ()
    lines = then.history[len(before.history) + 1 :]
    return () if then.pipeline != before.pipeline or _changes_lead(case, lines) else lines


def _changes_lead(case: Case, lines: Sequence[Event]) -> bool:
    """Whether more than the status and the history followed: a role, or what a status sets."""
    entered = [str(line.data["to"]) for line in lines if line.name == "status"]
    effects = [effect for status in entered for effect in case.pipeline.status(status).enter]
    return any(line.name == "role" for line in lines) or any(e.changes_lead for e in effects)


def _said(events: Sequence[Event]) -> list[tuple[str, str, object]]:
    """Return what lines say but for their time: that of the event may have been mended since."""
    return [(event.name, event.by, dict(event.data)) for event in events]


def _stays(event: Event, before: Lead, rest: Sequence[Event]) -> tuple[str, ...]:
    """Say of the move or role that an event brought about that it stays, and how it is changed."""
    if not rest:
        return ()
    move = rest[0]
    if move.name == "role" and move.at == event.at:
        back = f"leadctl set {before.id} role={quote(str(move.data.get('was', 'ROLE')))}"
        return (f"The role {move.data.get('to')} stays. To take it back as well: {back}",)
    if move.name != "status" or move.data.get("on") != event.name or _is_moved_on(rest[1:]):
        return ()
    back = f'leadctl status set {before.id} {quote(before.status)} --force --reason "..."'
    return (f"The move to {move.data.get('to')} stays. To take it back as well: {back}",)


def _is_moved_on(events: Sequence[Event]) -> bool:
    return any(event.name == "status" for event in events)
