"""What is not taken from other agents, whatever is typed: a lead, and a turn to claim one."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.due.ownership import (
    called,
    is_offered,
    refuse_letting_go,
    refuse_out_of_turn,
    turn_at,
    turns,
)
from leadctl.rules.leads.lead import Lead
from leadctl.values import replace


def refuse_ending_turn(before: Case, after: Case) -> tuple[Unmet, ...]:
    """Return why what makes one case of the other may not be done now: it would end, or shorten,
    the time in which another agent alone may claim the lead, or take the lead off their list.

    It is asked whatever was typed: a role that brings another definition along, the time of the
    receipt, a status that is not offered, the archive, a deletion. Whoever may give leads away in
    spite of a turn may end one, and a manager may take a lead off the lists; that a lead has come
    into somebody's name is judged where it does.
    """
    routing, actor = before.pipeline.routing, before.actor
    if before.lead.owner or after.lead.owner or routing is None:
        return ()
    now = turn_at(turns(before), before.now)
    if now is None:
        return ()
    then = turn_at(turns(after), before.now)
    stands = then is not None and then.agent == now.agent and then.end >= now.end
    if stands and (_is_listed(after) or not _is_listed(before)):
        return ()
    if actor and (routing.assign in actor.roles or (stands and actor.oversees)):
        return ()
    refused = refuse_out_of_turn(before, {actor.id} if actor else ())
    if refused is None:
        return ()
    who = called(before, now.agent)
    return (replace(refused, hint=f"ask {who}, or wait until it is open to you"),)


def refuse_archiving(case: Case, after: Lead) -> Unmet | None:
    """Return why a lead may not go into the archive as a change leaves it: that lets go of it."""
    if case.lead.value("archived") or not after.value("archived"):
        return None
    return refuse_letting_go(case.lead, case.actor, case.agents)


def _is_listed(case: Case) -> bool:
    """Whether a lead is on the lists of those who may claim it."""
    lead = case.lead
    away = lead.value("archived") or lead.value("deleted")
    return is_offered(case) and case.state == "open" and not away
