"""What happens by itself once a deadline has passed; `tick` asks, nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.due.agenda import acting
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.event_kinds import STANDING, could_not
from leadctl.rules.leads.lead import BY_ITSELF, Event, Lead
from leadctl.rules.moves.effects.blocked import BLOCKED, blocked
from leadctl.rules.moves.effects.kind import Stamp, kind_of
from leadctl.rules.moves.effects.message import MessageEffect
from leadctl.rules.moves.effects.task import TaskEffect
from leadctl.rules.moves.trying_again import next_try, rule_named
from leadctl.values import dataclass, replace

MOST = 1000
"""So many deadlines of one lead are applied in one go, those that recur not counted."""


class EndlessError(ValueError):
    """A definition whose deadlines bring forth each other without end; the rule is named."""

    def __init__(self, row: Due, why: str = "starts itself anew without end") -> None:
        super().__init__(f'the follow-up "{row.rule}" {why}')
        self.row = row


@dataclass(frozen=True)
class Passed:
    """What has happened by itself: in words, as of when, and why."""

    words: str
    at: datetime
    why: str


def acts(pipeline: Pipeline, lead: Lead) -> bool:
    """Whether something may happen to a lead by itself: after a deadline, or on another try."""
    held = any(event.name == BLOCKED for event in lead.history)
    return held or any(rule.then for rule in _rules(pipeline))


def _rules(pipeline: Pipeline) -> Iterator[FollowUp]:
    yield from pipeline.follow_up
    for status in pipeline.statuses.values():
        yield from status.follow_up


def passed(rows: Iterable[Due], now: datetime) -> Due | None:
    """Return the first deadline that has passed and has something to do by itself, or None."""
    found = [row for row in rows if row.then and row.is_overdue(now)]
    return min(found, key=deadline, default=None)


def deadline(row: Due) -> datetime:
    """Return when a row is missed: its own time, or the end of its day."""
    return row.missed or row.due


def apply_passed(case: Case, now: datetime | None = None) -> tuple[Lead, list[Passed]]:
    """Return the lead after everything whose deadline has passed, and what that was.

    Each is stamped at its deadline, so that a late run writes what a timely one would have; but
    never before what it follows upon. A move that was refused is made once its guards let it
    through: as of the event since which they do, or `now`, where that is given.
    Raises EndlessError for a definition that never comes to an end.
    """
    done: list[Passed] = []
    rows: list[Due] = []
    seen: set[tuple[object, ...]] = set()
    while True:
        row, again = passed(acting(case), case.now), next_try(case, now)
        if row is None and again is None:
            return case.lead, done
        if again is not None and (row is None or again.at <= deadline(row)):
            lead, happened = again.lead, Passed(again.words, again.at, again.why)
        else:
            assert row is not None
            rows.append(row)
            _check_end(row, case, rows, seen)
            lead, happened = _applied_row(case, row, done)
        done.append(happened)
        case = with_derived(replace(case, lead=lead))


def _applied_row(case: Case, row: Due, done: list[Passed]) -> tuple[Lead, Passed]:
    """Return the lead after one deadline did what it does, and what that was."""
    at = max([deadline(row), *_stands_since(case), *(one.at for one in done[-1:])])
    here = replace(case, now=at, actor=_in_whose_hands(case))
    lead = _applied(here, row, Stamp(at, BY_ITSELF))
    fresh = lead.history[len(case.lead.history) :]
    held = next((event for event in fresh if event.name == BLOCKED), None)
    return lead, Passed(could_not(held.data) if held else row.do, at, row.why)


def _stands_since(case: Case) -> list[datetime]:
    """Return since when a lead stands where it is: nothing is written before that."""
    return [key[0] for key, event in case.line.keyed if event.name in STANDING][-1:]


def _in_whose_hands(case: Case) -> Agent | None:
    """Return for whom something happens by itself: the lead's owner, whoever runs `tick`."""
    owner = case.lead.owner
    return (case.agents.get(owner) or Agent(owner)) if owner else None


def _check_end(row: Due, case: Case, applied: list[Due], seen: set[tuple[object, ...]]) -> None:
    """Raise EndlessError where a lead is back at a deadline, or there are far too many."""
    place = (case.lead.status, row.rule, row.due, row.about)
    if place in seen:
        raise EndlessError(row)
    seen.add(place)
    if sum(not one.every for one in applied) > MOST:
        raise EndlessError(row, f"has come round with others more than {MOST} times by itself")


def _applied(case: Case, row: Due, stamp: Stamp) -> Lead:
    """Apply one row. Where no event of its effects shows that, one of its own does: a `done`, or,
    where it tells somebody of what has still to be done, an `applied`, which settles nothing.
    """
    lead = _all_or_nothing(case, row, stamp)
    rows = acting(with_derived(replace(case, lead=lead)))
    if any(_is_same(row, other) for other in rows):
        data: dict[str, object] = {"what": row.rule, "due": row.planned or row.due}
        escalates = _escalates(row, case)
        if escalates:
            data |= {"about": row.about} if row.about is not None else {}
        else:
            data |= row.told_about
        name = "applied" if escalates else "done"
        lead = lead.add(Event(stamp.at, name, BY_ITSELF, data))
    return lead


def _all_or_nothing(case: Case, row: Due, stamp: Stamp) -> Lead:
    """Return the lead after all that a deadline does; where one move is refused, after none of it.

    What was to happen together does not happen by halves.
    """
    lead = case.lead
    for effect in map(kind_of, row.then):
        here = replace(case, lead=lead)
        if unmet := effect.refused(here, stamp):
            return blocked(case.lead, stamp, unmet, to=effect.moves_to, rule=row.rule)
        lead = effect.apply(here, stamp)
    return lead


def _escalates(row: Due, case: Case) -> bool:
    """Whether all that a deadline does is to tell somebody of what is to be done: what `until`
    names, which alone settles it then.
    """
    rule = rule_named(case, row.rule)
    if rule is None or not rule.until:
        return False
    tells = any(isinstance(effect, MessageEffect | TaskEffect) for effect in row.then)
    return tells and not any(effect.shown_by for effect in row.then)


def _is_same(one: Due, other: Due) -> bool:
    return (one.rule, one.due, one.about) == (other.rule, other.due, other.about)
