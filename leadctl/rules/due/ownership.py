"""Ownership: whose lead it is, whose turn it is to claim it, who is shown what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from leadctl.rules.clauses.approval import nobody_has
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.guards import guards_unmet
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import with_article
from leadctl.rules.due.recurring import clock_of
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.taken_over import with_message
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.routing import Mask, Routing
from leadctl.rules.language.source import Source
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Lead
from leadctl.rules.time.moments import moment_words
from leadctl.rules.time.spans import Duration
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
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


def refuse_claim(case: Case) -> tuple[Unmet, ...]:
    """Return why the lead may not become the acting agent's now (S3.17, S4.6).

    It is asked wherever a lead comes into the acting agent's own name, whatever was typed.
    """
    actor, lead = case.actor, case.lead
    if actor is None:
        return (Unmet("nobody is acting", hint="say who you are with --as AGENT", about="actor"),)
    if lead.owner and lead.owner != actor.id:
        may = f"{called(case, case.lead.owner)} may {_given_away(case)}"
        hint = f"{may}: leadctl assign {lead.id} AGENT"
        return (Unmet(_whose(case), hint=hint, about="whole"),)
    turn = refuse_out_of_turn(case, {actor.id})
    return (turn,) if turn else refuse_holder(case, actor.id)


def refuse_holder(case: Case, agent: str) -> tuple[Unmet, ...]:
    """Return what the definition says against a lead's being an agent's, whoever gives it."""
    routing = case.pipeline.routing
    if routing is None or not (routing.requires or routing.forbids):
        return ()
    actor = case.agents.get(agent) or Agent(agent)
    theirs = replace(case, actor=actor, lead=case.lead.set(owner=agent))
    return tuple(guards_unmet(routing.requires, routing.forbids, theirs))


def _whose(case: Case) -> str:
    """Return who has the lead: "Dana has Ben Ode since 12:00"."""
    taken = case.line.moment("claimed")
    since = f" since {moment_words(taken[0], case.now, case.zone)}" if taken else ""
    return f"{called(case, case.lead.owner)} has {case.lead.name}{since}"


def called(case: Case, agent_id: str) -> str:
    """Return what people call an agent."""
    agent = case.agents.get(agent_id)
    return agent.label if agent else agent_id


def _given_away(case: Case) -> str:
    """Return how a lead can come to another agent: who has it releases it, a role assigns it."""
    role = case.pipeline.routing.assign if case.pipeline.routing else ""
    return f"release it, or {with_article(role)} assigns it" if role else "release or assign it"


def refuse_out_of_turn(case: Case, entitled: Collection[str]) -> Unmet | None:
    """Return that it is another agent's turn to claim, and for how long; None if it is not."""
    turn = turn_at(turns(case), case.now)
    if turn is None or turn.agent in entitled:
        return None
    left = max(1, -(-(turn.end - case.now) // timedelta(minutes=1)))
    routing = case.pipeline.routing
    return Unmet(
        f"it is {called(case, turn.agent)}'s turn to claim it for {left} more min",
        source=routing.source if routing else Source(),
        about="turn",
    )


def refuse_assign(case: Case, to: str) -> tuple[Unmet, ...]:
    """Return why the acting agent may not give the lead to an agent (S1.11, S3.19).

    Who gives a lead to oneself claims it. Where the definition names a role, that role alone gives
    leads to others; where it does not, an owner or a manager gives away, and anyone what is free.
    """
    routing, actor = case.pipeline.routing, case.actor
    role = routing.assign if routing else ""
    if not (role and actor and role in actor.roles):
        if actor is not None and actor.id == to:
            return refuse_claim(case)
        if refused := _refuse_giving(case, to):
            return (refused,)
    return refuse_holder(case, to)


def _refuse_giving(case: Case, to: str) -> Unmet | None:
    """Return why an agent may not give away a lead, whoever is to have it."""
    actor = case.actor
    if case.pipeline.routing and case.pipeline.routing.assign:
        return _only_role(case, case.pipeline.routing.assign)
    if case.lead.owner:
        return refuse_letting_go(case.lead, actor, case.agents)
    return refuse_out_of_turn(case, {to, actor.id} if actor else {to})


def _only_role(case: Case, role: str) -> Unmet:
    lead, routing = case.lead, case.pipeline.routing
    none = nobody_has(case, [role])
    instead = f"pass on it: leadctl pass {lead.id}" if lead.owner else f"leadctl claim {lead.id}"
    return Unmet(
        f"only {with_article(role)} gives a lead to another agent",
        hint=f"{instead}   ({none})" if none else f"ask {with_article(role)}, or {instead}",
        source=routing.source if routing else Source(),
        about="role",
    )


def refuse_letting_go(lead: Lead, actor: Agent | None, agents: Mapping[str, Agent]) -> Unmet | None:
    """Return why an agent may not let go of a lead: it is another's, and no manager asks.

    `agents` are those of the book, by whose names they are called.
    """
    owner = lead.owner
    if not owner or (actor and (owner == actor.id or actor.oversees)):
        return None
    who = agents[owner].label if owner in agents else owner
    return Unmet(f"the lead is in {who}'s name", hint=f"ask {who}, or a manager", about="owner")


def is_offered(case: Case) -> bool:
    """Whether a lead is one that agents may claim: nobody's, in a status that is offered."""
    lead, routing = case.lead, case.pipeline.routing
    offered = (routing.offered or (lead.status,)) if routing else ()
    return not lead.owner and lead.status in offered


def claim_rows(case: Case) -> Iterator[Due]:
    """Yield who may claim a lead nobody owns: a row for each turn, then one for all (decision 23).

    Without a rank, and after a release, all agents are offered it at once.
    """
    lead, routing = case.lead, case.pipeline.routing
    if routing is None or not is_offered(case):
        return
    found = turns(case)
    had = [turn for turn in found if turn.end > turn.start]
    for turn, after in zip_longest(had, had[1:]):
        yield _claim_row(turn, lead.id, routing, after.agent if after else "")
    free = found[-1].end if found else _offered_since(case, routing)
    if free is not None:
        yield _free_row(case, free, routing)


def _offered_since(case: Case, routing: Routing) -> datetime | None:
    """Return since when a lead is offered to all at once: from a release, or from the start."""
    began = case.line.moment(routing.from_.moment)
    if not routing.claim_window or began is None:
        return None
    released = [key for key, event in case.line.after(began) if event.name == "release"]
    return max([began, *released])[0]


def _claim_row(turn: Turn, lead: str, routing: Routing, following: str) -> Due:
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
        clears="claiming it or passing it on",
        why=f"your turn for {routing.claim_window}, then the next in rank",
        source=routing.source,
        agent=turn.agent,
        following=following,
    )


def _free_row(case: Case, free: datetime, routing: Routing) -> Due:
    window = routing.claim_window or Duration()
    due = case.calendar.add(free, window, clock_of(routing.clock))
    return replace(
        _claim_row(Turn("", free, due), case.lead.id, routing, ""),
        lapses=None,
        why="anyone's: the first to claim has it",
    )


def masks(case: Case) -> tuple[Mask, ...]:
    """Return the masks that hide fields of this lead from the acting agent (S1.9, S4.9).

    Nothing is hidden from a book's only agent, nor from the one who typed it or brought it in
    (decision 19).
    """
    if len(case.agents) <= 1 or not (found := masks_of(case)):
        return ()
    return () if _brought_in(case) else found


def _brought_in(case: Case) -> bool:
    """Whether the acting agent typed the lead, imported it in this clone, or owns what was."""
    if case.actor is None:
        return False
    first = next((event for event in case.lead.history if event.name == "received"), None)
    if first is None:
        return False
    if first.by != "import":
        return first.by == case.actor.id
    return case.lead.owner == case.actor.id or case.lead.id in case.mine


def masks_of(case: Case) -> tuple[Mask, ...]:
    """Return the masks by which the programme hides fields of this lead, whoever looks."""
    visibility = case.pipeline.visibility
    if visibility is None:
        return ()
    told = with_message(case)
    case = case if told is case.lead else replace(case, lead=told)
    return tuple(m for m in visibility.mask if not all(holds(c, case) for c in m.until))


def has_passed(lead: Lead, agent: str, agents: Collection[str] = ()) -> bool:
    """Whether an agent has passed on a lead and not had it since: it is others' to work (S1.10).

    Once all `agents` have passed on it, it is everybody's again: it must not be nobody's.
    """
    if lead.owner == agent or not _passed_last(lead, agent):
        return False
    others = [other for other in agents if other != agent]
    return bool(lead.owner) or any(not _passed_last(lead, one) for one in others)


def _passed_last(lead: Lead, agent: str) -> bool:
    own = [e.name for e in lead.history if e.by == agent and e.name in {"pass", "claim"}]
    return own[-1:] == ["pass"]


def is_hidden(lead: Lead, pipeline: Pipeline, actor: Agent | None) -> bool:
    """Whether a lead is another agent's and shown to the owner alone (S3.17).

    Who oversees the book is shown every lead. Whoever does not say who they are owns none.
    """
    visibility = pipeline.visibility
    if visibility is None or not visibility.owner_only or not lead.owner:
        return False
    return actor is None or (lead.owner != actor.id and not actor.oversees)
