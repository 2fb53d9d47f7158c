"""Making a move: the status event, what entering does, and moves that events make themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from leadctl.rules.clauses.clauses import Case, holds
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.timeline import settles
from leadctl.rules.language.pipeline import Automatic, Effect, Pipeline, slug
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.judging import Judgement, judge
from leadctl.values import dataclass, replace

BY_ITSELF = "leadctl"
"""Who is written down for what the tool does by itself."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something is done, and by whom."""

    at: datetime
    by: str


def enter(case: Case, target: str, stamp: Stamp, note: dict[str, Any] | None = None) -> Lead:
    """Return the lead after a move that has been judged: the event, then the effects of entering.

    `note` is what else the status event says (reason, forced).
    """
    data = {"to": target, **(note or {})}
    lead = case.lead.set(status=target).add(Event(stamp.at, "status", stamp.by, data))
    case = replace(case, lead=lead)
    return apply(case.pipeline.status(target).enter, case, stamp)


def apply(effects: Sequence[Effect], case: Case, stamp: Stamp) -> Lead:
    """Return the lead after effects, each an event of its own."""
    lead = case.lead
    for effect in effects:
        lead = _apply_one(effect, replace(case, lead=lead), stamp)
    return lead


def _apply_one(effect: Effect, case: Case, stamp: Stamp) -> Lead:
    lead = case.lead
    if effect.claim and not lead.owner and stamp.by not in {"", BY_ITSELF}:
        lead = claim(lead, stamp)
    if effect.release and lead.owner:
        lead = release(lead, stamp)
    if effect.stop:
        lead = lead.add(Event(stamp.at, "stop", stamp.by))
    if effect.credit:
        lead = lead.add(Event(stamp.at, "credit", stamp.by, {"kpi": effect.credit}))
    if effect.set:
        lead = lead.set(**{k: _plain(v) for k, v in effect.set.items()})
    if effect.task:
        lead = lead.add(_task(effect, case, stamp))
    if effect.message:
        lead = queue(effect.message, replace(case, lead=lead), stamp)
    if effect.status and effect.status != lead.status:
        lead = enter(replace(case, lead=lead), effect.status, stamp)
    return lead


def _plain(value: Any) -> Any:
    """Return a value as a lead's file holds it: lists, no tuples."""
    return list(value) if isinstance(value, tuple) else value


def _task(effect: Effect, case: Case, stamp: Stamp) -> Event:
    due = case.calendar.add(stamp.at, effect.after, "wall") if effect.after else stamp.at
    data = {"id": slug(effect.task), "do": effect.task, "due": due}
    return Event(stamp.at, "task", stamp.by, data)


def claim(lead: Lead, stamp: Stamp) -> Lead:
    """Return the lead in the agent's name."""
    return lead.set(owner=stamp.by).add(Event(stamp.at, "claim", stamp.by))


def release(lead: Lead, stamp: Stamp, **data: Any) -> Lead:
    """Return the lead in nobody's name; the event keeps whose it was."""
    data = {"was": lead.owner, **data} if lead.owner else data
    return lead.set(owner=None).add(Event(stamp.at, "release", stamp.by, data))


def queue(name: str, case: Case, stamp: Stamp) -> Lead:
    """Return the lead with a message in the outbox, its text rendered now.

    What it promises is due `within` the time the message says (S2.15).
    """
    message = case.pipeline.messages[name]
    count = 1 + sum(event.name == "message" for event in case.lead.history)
    data: dict[str, Any] = {"id": f"{slug(name)}-{count}", "message": name}
    data |= {"to": message.to, "way": message.by}
    for key in ("subject", "text", "file", "promise"):
        if template := getattr(message, key):
            data[key] = render(template, case, stamp)
    if message.within:
        data["due"] = case.calendar.add(stamp.at, message.within, "wall")
    return case.lead.add(Event(stamp.at, "message", stamp.by, data))


def render(template: str, case: Case, stamp: Stamp) -> str:
    """Return a template's text; a value the lead lacks is written as "(no field)"."""

    def value(found: re.Match[str]) -> str:
        key = found[1]
        agent = case.agents.get(stamp.by)
        if key == "agent":
            return agent.label if agent else stamp.by
        known = case.value(key)
        return str(known) if known is not None else f"(no {key.replace('_', ' ')})"

    return re.sub(r"\{(\w+)\}", value, template)


def automatic_move(case: Case, event: Event) -> tuple[Automatic, Judgement | None] | None:
    """Return the rule by which an event moves the lead, and the judgement of the move.

    The judgement is None for a change of role. None where no rule applies.
    """
    case = with_derived(case)
    for rule in case.pipeline.automatic:
        started = any(settles(clearing, event) for clearing in rule.on)
        here = not rule.from_ or case.lead.status in rule.from_
        if started and here and all(holds(clause, case) for clause in rule.when):
            if rule.to == case.lead.status and not case.pipeline.status(rule.to).repeats:
                continue
            return rule, _by_itself(case, rule.to) if rule.to else None
    return None


def _by_itself(case: Case, target: str) -> Judgement:
    """Judge an automatic move: by its guards; the order of moves is for people (S2.28)."""
    judged = judge(case, target, reason="automatic")
    return replace(judged, unmet=tuple(u for u in judged.unmet if u.about != "moves"))


def role_target(pipeline: Pipeline, other: Pipeline, role: str, lead: Lead) -> str:
    """Return the status a lead keeps when its role changes, or "" where it has to be asked for.

    A status is carried over where both sets have it (decision 14), or as the role's map says.
    """
    mapped = pipeline.roles[role].status_map.get(lead.status, lead.status)
    return mapped if mapped in other.statuses else ""
