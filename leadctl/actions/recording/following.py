"""The move that an event makes by itself, whichever command brought the event about."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Decided
from leadctl.actions.recording.said import moved_words
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.blocked import blocked
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.moving import automatic_move, moved_by
from leadctl.values import replace


def followed(desk: Desk, case: Case, lead: Lead, words: str, notes: Iterable[str] = ()) -> Decided:
    """Return what a command makes of a lead, with the move that its last event makes by itself.

    The move is said behind the words, and what stands in its way in the notes.
    """
    after, more = follow(desk, case, lead, lead.history[-1])
    return Decided(after, f"{words}{moved_words(lead, after)}", (*notes, *more))


def follow(desk: Desk, case: Case, lead: Lead, event: Event) -> tuple[Lead, list[str]]:
    """Return the lead after the move an event makes by itself, and what to say of it."""
    from leadctl.actions.recording.roles import switched
    from leadctl.actions.recording.said import dropped_words

    case = replace(case, lead=lead)
    stamp = moved_by(case, event)
    found = automatic_move(case.up_to(stamp.at), event)
    if found is None:
        return lead, []
    rule, judged = found
    if judged is None:
        made = switched(desk, lead, rule.role, stamp)
        if isinstance(made, Decided):
            return made.lead, [f"Their role is now {rule.role}", *made.notes]
        return blocked(lead, stamp, made.unmet, role=rule.role), [_but_for(rule.role, made.unmet)]
    if judged.allowed:
        after = enter(case, rule.to, stamp, {"on": event.name})
        return after, [*dropped_words(desk, lead, after)]
    stays = blocked(lead, stamp, judged.unmet, to=rule.to, on=event.name)
    return stays, [_but_for(rule.to, judged.unmet)]


def _but_for(target: str, unmet: Iterable[Unmet]) -> str:
    words = "; ".join(one.sentence for one in unmet)
    return f"Not moved to {target}: {words}"
