"""Which status an event shows a lead to have reached: the one whose guard waits for just that."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.lead import Event
from leadctl.rules.moves.judging.judge import judge
from leadctl.values import replace


def shown_status(case: Case, event: Event) -> str:
    """Return the next status that an event of a lead allows, or "" for none.

    It is one further on whose `requires` the event meets, or, where both sides spoke, whose
    `expects`; `case` is of the lead after the event.
    """
    here = case.pipeline.statuses.get(case.lead.status)
    if here is None or not here.rank or here.closed or here.parked or case.parked:
        return ""
    if event.is_in_vain:  # a call that nobody answered is nobody's word
        return ""
    ahead = [status for status in _ranked(case) if _rank(status) > here.rank]
    named = [status for status in ahead if _names(status.requires, case, event)]
    if is_two_sided(case, event):
        named += [status for status in ahead if _names(status.expects, case, event)]
    return next((s.name for s in named if judge(case, s.name).allowed), "")


def is_two_sided(case: Case, event: Event) -> bool:
    """Whether an event shows that both sides speak: a talk, or a word of theirs after one of ours
    which reached them; a call that was missed, theirs or ours, is none.
    """
    if event.is_talk or event.is_in_vain:
        return event.is_talk
    now = case.line.key_of(event)[0]
    earlier = (one for key, one in case.line.keyed if key[0] < now)
    return event.goes("in") and any(one.goes("out") and not one.is_in_vain for one in earlier)


def status_back(case: Case, event: Event) -> str:
    """Return the status that somebody outside the funnel is in again who has got in touch: the
    first one that expects a word of theirs, or "" for none.
    """
    word = Event(event.at, "text", event.by, {"way": "in"})
    named = [s for s in _ranked(case) if _names((*s.expects, *s.requires), case, word)]
    return next((s.name for s in named if judge(case, s.name).allowed), "")


def _ranked(case: Case) -> list[Status]:
    """Return the statuses of the funnel in their order."""
    return sorted((s for s in case.pipeline.statuses.values() if s.rank), key=_rank)


def _rank(status: Status) -> int:
    return status.rank or 0


def _names(clauses: Sequence[Clause], case: Case, event: Event) -> bool:
    """Whether one of these clauses is met by the event, and would not be without it."""
    if not clauses:  # as it is with most statuses
        return False
    alone = replace(case, lead=replace(case.lead, history=(event,)))
    before = replace(case, lead=replace(case.lead, history=()))
    return any(holds(clause, alone) and not holds(clause, before) for clause in clauses)
