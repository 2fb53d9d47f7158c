"""A move that was refused by itself, tried again: made once its guards let it through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.blocked import blocked_still
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.leads.lead import BY_ITSELF, Event, Lead
from leadctl.rules.moves.effects.blocked import blocked
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp, apply
from leadctl.rules.moves.judging.judge import judge_by_itself
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class Try:
    """A move that is possible by now: the lead after it, as of when, and in words."""

    lead: Lead
    at: datetime
    words: str
    why: str = "what was missing is there"


def next_try(case: Case, now: datetime | None = None) -> Try | None:
    """Return the first refused move that can be made, as of the event since which it can, or None.

    With `now` it is tried as of then as well: what a field says has no moment of its own.
    """
    found = (_first(case, key, event, now) for key, event in blocked_still(case))
    return min(filter(None, found), key=lambda one: one.at, default=None)


def tried_again(case: Case, now: datetime) -> tuple[Lead, tuple[str, ...]]:
    """Return the lead after every refused move that can be made now, and each in words.

    Of one that still cannot be made it is on record what is missing now.
    """
    said: list[str] = []
    while again := next_try(case, now):
        said.append(f"{again.words}: {again.why}")
        case = with_derived(replace(case, lead=again.lead))
    for _, event in list(blocked_still(case)):
        case = replace(case, lead=_missing_now(case, event, Stamp(now, BY_ITSELF)))
    return case.lead, tuple(said)


def _missing_now(case: Case, event: Event, stamp: Stamp) -> Lead:
    target = str(event.data.get("to", ""))
    if target not in case.pipeline.statuses or target == case.lead.status:
        return case.lead
    unmet = judge_by_itself(with_derived(case), target).unmet
    same = {key: str(value) for key, value in event.data.items() if key != "why"}
    return blocked(case.lead, stamp, unmet, **same) if unmet else case.lead


def _first(case: Case, key: Key, event: Event, now: datetime | None) -> Try | None:
    target = str(event.data.get("to", ""))
    if target not in case.pipeline.statuses or target == case.lead.status:
        return None
    for moment in _moments(case, key, now):
        then = with_derived(case.up_to(moment))
        if _is_asked_for(then, event, target) and judge_by_itself(then, target).allowed:
            lead = _made(replace(case, now=moment), event, target, Stamp(moment, BY_ITSELF))
            return Try(lead, moment, f"{case.lead.status} is now {lead.status}")
    return None


def _moments(case: Case, key: Key, now: datetime | None) -> Iterator[datetime]:
    """Yield when something has happened since; before the lead's present status none counts."""
    entered = case.line.moment("entered")
    since = max(key, entered) if entered else key
    if entered and entered > key:
        yield entered[0]
    yield from (when[0] for when, _ in case.line.after(since) if when[0] <= case.now)
    if now is not None:
        yield now


def _is_asked_for(case: Case, event: Event, target: str) -> bool:
    """Whether what asked for the move would still ask for it."""
    if "on" not in event.data:
        return True
    here = case.lead.status
    return any(
        rule.to == target
        and (not rule.from_ or here in rule.from_)
        and all(holds(clause, case) for clause in rule.when)
        for rule in case.pipeline.automatic
    )


def _made(case: Case, event: Event, target: str, stamp: Stamp) -> Lead:
    """Return the lead after the move, and after all else that was to happen with it."""
    if rule := rule_named(case, str(event.data.get("rule", ""))):
        return apply(rule.then, case, stamp)
    on = {"on": event.data["on"]} if "on" in event.data else {}
    return enter(case, target, stamp, on)


def rule_named(case: Case, name: str) -> FollowUp | None:
    """Return the follow-up of a name that is in force for the lead, or None."""
    status = case.pipeline.statuses.get(case.lead.status)
    rules = (*case.pipeline.follow_up, *(status.follow_up if status else ()))
    return next((one for one in rules if one.id == name), None)
