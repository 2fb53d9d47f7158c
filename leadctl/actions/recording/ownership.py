"""Ownership: claim, release, pass, assign, ask for approval and give it."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.actions.desk import Desk
from leadctl.actions.names import agent_named, status_named
from leadctl.actions.recording.changes import Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.actions.recording.following import followed
from leadctl.rules.clauses.approval import is_own, nobody_has
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import with_article
from leadctl.rules.due.approvals import Asked, approved, approver_roles, pending_approvals
from leadctl.rules.due.ownership import (
    called,
    refuse_assign,
    refuse_claim,
    refuse_letting_go,
    turns,
)
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.claim import claim
from leadctl.rules.moves.effects.release import release
from leadctl.values import replace


def claim_leads(desk: Desk, request: Request) -> Outcome:
    """Take leads into the acting agent's name, each if it is the agent's turn (S3.17, S4.6)."""
    stamp = desk.stamp

    def decide(case: Case) -> Decided | Refusal:
        if case.lead.owner == stamp.by:
            return Decided(case.lead, "is yours already")
        told = desk.told(case.lead)
        refused = refuse_claim(replace(case, lead=replace(case.lead, name=told.name)))
        if refused:
            return Refusal(told, "claim", refused)
        lead = claim(case.lead, stamp)
        return followed(desk, case, lead, f"claimed by {called(case, stamp.by)}")

    return change(desk, request, decide)


def release_leads(desk: Desk, request: Request, *, reason: str = "") -> Outcome:
    """Give leads back to the pool, for anyone to work (S3.18)."""
    stamp = desk.stamp

    def decide(case: Case) -> Decided | Refusal:
        if not case.lead.owner:
            return Decided(case.lead, "is in nobody's name already")
        if refused := refuse_letting_go(case.lead, desk.actor, case.agents):
            return Refusal(case.lead, "release", (refused,))
        data = {"reason": reason} if reason else {}
        pool = case.pipeline.routing.pool if case.pipeline.routing else "pool"
        lead = release(case.lead, stamp, **data)
        return followed(desk, case, lead, f"released to the {pool}")

    return change(desk, request, decide)


def pass_leads(desk: Desk, request: Request, *, reason: str = "") -> Outcome:
    """Pass on leads: the acting agent lets go, and the next in rank has the turn (S1.7, S1.10)."""
    stamp = desk.stamp

    def decide(case: Case) -> Decided | Refusal:
        if refused := refuse_letting_go(case.lead, desk.actor, case.agents):
            return Refusal(case.lead, "pass", (refused,))
        data = {"reason": reason} if reason else {}
        lead = case.lead.set(owner=None, archived=None)
        lead = lead.add(Event(stamp.at, "pass", stamp.by, data))
        words = f"passed on by {called(case, stamp.by)}{_whose_turn(desk, case, lead)}"
        return followed(desk, case, lead, words)

    return change(desk, request, decide)


def _whose_turn(desk: Desk, case: Case, lead: Lead) -> str:
    from leadctl.rules.due.ownership import turn_at
    from leadctl.values import replace

    found = turns(replace(case, lead=lead))
    turn = turn_at(found, desk.now)
    return f"; it is {called(case, turn.agent)}'s turn now" if turn else "; anyone may claim it"


def assign_leads(desk: Desk, request: Request, agent: str) -> Outcome:
    """Give leads to an agent (S1.11, S3.19). Raises NotFound for an agent nobody configured."""
    stamp, to = desk.stamp, agent_named(desk.book.settings.team, agent, desk.actor).id

    def decide(case: Case) -> Decided | Refusal:
        if case.lead.owner == to:
            return Decided(case.lead, f"is {called(case, to)}'s already")
        if refused := refuse_assign(case, to):
            return Refusal(case.lead, f"assign to {called(case, to)}", refused)
        data = {"to": to, **({"was": case.lead.owner} if case.lead.owner else {})}
        lead = case.lead.set(owner=to).add(Event(stamp.at, "assign", stamp.by, data))
        return followed(desk, case, lead, f"assigned to {called(case, to)}")

    return change(desk, request, decide)


def approve_leads(desk: Desk, request: Request, status: str) -> Outcome:
    """Approve a move that wants it; `status` "" means the one that was asked for (S3.16)."""
    stamp = desk.stamp

    def decide(case: Case) -> Decided | Refusal:
        asked = pending_approvals(case)
        target = status_named(case.pipeline, status) if status else _last_target(asked)
        if refused := _cannot_approve(case, target, stamp.by):
            return Refusal(case.lead, f"approve {target}".strip(), (refused,))
        waiting = [one.role for one in asked if one.target == target and not approved(case, one)]
        wanted = waiting or approver_roles(case, target)
        lead = case.lead
        for role in (role for role in wanted if case.has_role(stamp.by, role)):
            event = Event(stamp.at, "approve", stamp.by, {"what": target, "role": role})
            lead = lead.add(event)
        left = [role for role in waiting if not case.has_role(stamp.by, role)]
        still = f"Still to approve: {' and '.join(map(with_article, left))}"
        hint = still if left else f'Now: leadctl status set {lead.id} "{target}"'
        return followed(desk, case, lead, f"{target} approved", (hint,))

    return change(desk, request, decide)


def _last_target(asked: Sequence[Asked]) -> str:
    return asked[-1].target if asked else ""


def _cannot_approve(case: Case, target: str, by: str) -> Unmet | None:
    roles = approver_roles(case, target)
    if not target:
        return Unmet("nobody asked for an approval", hint="leadctl approve lists what waits")
    if not roles:
        return Unmet(f"{target} needs no approval")
    if not any(case.has_role(by, role) for role in roles):
        who = " or ".join(map(with_article, roles))
        said = f"only {who} approves {target}, and {called(case, by)} is none"
        return Unmet(said, hint=nobody_has(case, roles), about="role")
    asking = {one.event.by for one in pending_approvals(case) if one.target == target}
    if all(is_own(by, role, case, asking) for role in roles if case.has_role(by, role)):
        return Unmet(f"{called(case, by)} asked for it: somebody else approves", about="role")
    return None
