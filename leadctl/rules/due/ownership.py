"""Ownership: whose lead it is, whose turn it is to claim it, who is shown what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from leadctl.rules.clauses.clauses import Case, holds
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.due.follow_up import Due, clock_of
from leadctl.rules.language.pipeline import Mask, Pipeline, Routing, Source
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Lead


@dataclass(frozen=True, slots=True)
class Turn:
    """The time in which one agent alone may claim a lead: half open, in UTC."""

    agent: str
    start: datetime
    end: datetime


def turns(case: Case) -> list[Turn]:
    """Return whose turn it is when, computed from the receipt (S4.6, decision 16).

    A pass ends the agent's own turn. After the last turn the first to claim wins; a lead that was
    released is open to anyone at once.
    """
    routing = case.pipeline.routing
    began = case.line.moment(routing.from_.moment) if routing else None
    if routing is None or not routing.claim_window or began is None:
        return []
    if any(event.name == "release" for _, event in case.line.after(began)):
        return []
    found: list[Turn] = []
    start = began[0]
    for agent in case.rank:
        end = case.calendar.add(start, routing.claim_window, clock_of(routing.clock))
        passed = _passed(case.lead, agent)
        if passed is not None:
            end = min(end, max(start, passed))
        found.append(Turn(agent, start, end))
        start = end
    return found


def _passed(lead: Lead, agent: str) -> datetime | None:
    moments = [e.at.astimezone(UTC) for e in lead.history if e.name == "pass" and e.by == agent]
    return min(moments, default=None)


def turn_at(found: Sequence[Turn], now: datetime) -> Turn | None:
    """Return whose turn it is at a moment; None when anyone may claim."""
    return next((turn for turn in found if turn.start <= now < turn.end), None)


def refuse_claim(case: Case, found: Sequence[Turn]) -> Unmet | None:
    """Return why the acting agent may not claim the lead now, or None."""
    actor, lead = case.actor, case.lead
    if actor is None:
        return Unmet("nobody is acting", hint="say who you are with --as AGENT", about="actor")
    if lead.owner and lead.owner != actor.id:
        hint = f"{lead.owner} may release it, or it is assigned: leadctl assign {lead.id} AGENT"
        return Unmet(f"the lead is in {lead.owner}'s name", hint=hint, about="owner")
    turn = turn_at(found, case.now)
    if turn is not None and turn.agent != actor.id:
        left = max(1, -(-(turn.end - case.now) // timedelta(minutes=1)))
        routing = case.pipeline.routing
        return Unmet(
            f"it is {turn.agent}'s turn to claim it for {left} more min",
            source=routing.source if routing else Source(),
            about="turn",
        )
    return None


def refuse_assign(case: Case) -> Unmet | None:
    """Return why the acting agent may not give the lead to another, or None (S1.11)."""
    routing, actor = case.pipeline.routing, case.actor
    role = routing.assign if routing else ""
    if not role or not case.lead.owner or (actor and role in actor.roles):
        return None
    return Unmet(
        f"only a {role} reassigns a lead that somebody owns",
        hint=f"ask a {role}, or pass on it: leadctl pass {case.lead.id}",
        source=routing.source if routing else Source(),
        about="role",
    )


def claim_rows(case: Case) -> Iterator[Due]:
    """Yield the turns to claim a lead nobody owns, each a row for its agent."""
    lead, routing = case.lead, case.pipeline.routing
    if lead.owner or routing is None or (routing.offered and lead.status not in routing.offered):
        return
    for turn in turns(case):
        if turn.end > turn.start:
            yield _claim_row(turn, lead.id, routing)


def _claim_row(turn: Turn, lead: str, routing: Routing) -> Due:
    return Due(
        lead=lead,
        rule="claim",
        kind="claim",
        do=routing.do or "Claim it, or pass",
        due=turn.end,
        since=turn.start,
        missed=turn.end,
        opens=turn.start,
        lapses=turn.end,
        by=routing.by,
        clears="claim or pass",
        why=f"your turn for {routing.claim_window}, then the next in rank",
        source=routing.source,
        agent=turn.agent,
    )


def masks(case: Case) -> tuple[Mask, ...]:
    """Return the masks that hide fields of this lead from the acting agent (S1.9, S4.9)."""
    visibility = case.pipeline.visibility
    if visibility is None:
        return ()
    return tuple(m for m in visibility.mask if not all(holds(c, case) for c in m.until))


def has_passed(lead: Lead, agent: str) -> bool:
    """Whether an agent has passed on a lead and not had it since: it is others' to work (S1.10)."""
    if lead.owner == agent:
        return False
    own = [e.name for e in lead.history if e.by == agent and e.name in {"pass", "claim"}]
    return own[-1:] == ["pass"]


def is_hidden(lead: Lead, pipeline: Pipeline, actor: Agent | None) -> bool:
    """Whether a lead is another agent's and shown to the owner alone (S3.17).

    A manager is shown every lead. Whoever does not say who they are is nobody's owner.
    """
    visibility = pipeline.visibility
    if visibility is None or not visibility.owner_only or not lead.owner:
        return False
    return actor is None or (lead.owner != actor.id and "manager" not in actor.roles)
