"""Everything there is to see of one lead: fields, status, deadlines, moves, prompts, history."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.actions.linking import Link, links
from leadctl.errors import Invalid
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.event import EventClause
from leadctl.rules.clauses.records import attempts
from leadctl.rules.due.agenda import current
from leadctl.rules.due.channel_hints import channel_hint
from leadctl.rules.due.next_step import as_listed
from leadctl.rules.due.ownership import Turn, masks, masks_of, turn_at, turns
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.fields import REACH
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.ways import is_open
from leadctl.rules.moves.judging.judge import legal_moves, legal_words, with_reason
from leadctl.rules.time.whole_day import begun
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class LeadView:
    """One lead as it is to be shown. `masked` gives the reason for each hidden field, `marked`
    for each that is shown here and that the programme still hides. `due` is what is open, `missed`
    what was let go because its time is over.

    `problem` is why the definition cannot be used; all that it would say is missing then.
    """

    lead: Lead
    case: Case
    status: Status | None
    due: tuple[Due, ...]
    missed: tuple[Due, ...]
    legal: tuple[str, ...]
    with_reason: tuple[str, ...]
    prompts: tuple[str, ...]
    masked: dict[str, str]
    marked: dict[str, str]
    turn: Turn | None
    dials: int
    attempts: int
    advice: tuple[str, ...]
    next_due: Due | None = None
    links: tuple[Link, ...] = ()
    problem: Invalid | None = None

    @property
    def coming(self) -> tuple[Due, ...]:
        """What people are told is open; that nothing is planned is told once it is due."""
        now = self.case.now
        return tuple(row for row in self.due if row.due <= now or not KINDS[row.kind].absent)

    @property
    def possible_words(self) -> list[str]:
        """Return where the lead may be moved to, in one line of words; none where it may not."""
        return [legal_words(self.legal, self.with_reason)] if self.legal else []


_CLOSED = dict.fromkeys(REACH, "the pipeline says who may see it")


def lead_view(desk: Desk, lead: Lead) -> LeadView:
    """Return the view of a lead, its fields and history alone where its definition is unusable."""
    case, problem = desk.case_or_bare(lead)
    pipeline = case.pipeline
    status = pipeline.statuses.get(lead.status)
    called = (e for e in lead.history if e.name == "call" and e.way == "out")
    calls = [begun(event.at, case.zone) for event in called]
    if status and status.repeats:
        own = [e for e in lead.history if e.name == "status" and not e.data.get("on")]
        repeated = [event for event in own if event.data.get("to") == status.name]
        calls = sorted([*calls, *(event.at for event in repeated)])
    legal = tuple(legal_moves(case))
    due, missed = ((), ()) if problem else _rows(desk, case)
    open_status = status is not None and not status.closed and not case.parked
    masked = _CLOSED if problem else {n: m.why for m in masks(case) for n in m.fields}
    shown = desk.as_shown(lead)
    return LeadView(
        lead=shown,
        case=replace(case, lead=shown),
        status=status,
        due=due,
        missed=missed,
        legal=legal,
        with_reason=with_reason(case, legal),
        prompts=prompts(case),
        masked=masked,
        marked={} if problem else {n: m.why for m in masks_of(case) for n in m.fields},
        turn=_turn(desk, case),
        dials=len(calls),
        attempts=attempts(calls, pipeline.attempt, case.calendar),
        advice=(
            *(status.advice if status and not case.parked else ()),
            *(pipeline.advice if open_status else ()),
        ),
        next_due=None if problem else desk.next_told(lead, desk.open_rows(lead)),
        links=() if problem else links(desk, lead, pipeline),
        problem=problem,
    )


def _rows(desk: Desk, case: Case) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """Return the rows that are open, as the list has them, those of others last; and those that a
    follow-up of the definition let go.
    """
    rows = [current(row, desk.now, case.calendar) for row in desk.agenda(case.lead)]
    mine, today = desk.for_me(case.lead, rows), desk.today_of(case.lead)
    others = [row for row in rows if row not in mine]
    gone = [row for row in rows if row.lapses is not None and row.lapses <= desk.now]
    statuses = case.pipeline.statuses.values()
    rules = (*case.pipeline.follow_up, *(rule for s in statuses for rule in s.follow_up))
    names = {rule.id for rule in rules}
    return (
        (*as_listed(mine, today), *as_listed(others, today)),
        tuple(row for row in gone if row.rule in names),
    )


def prompts(case: Case) -> tuple[str, ...]:
    """Return the advice whose clauses hold for a lead now; none in a parked role."""
    found = () if case.parked else case.pipeline.prompts.values()
    open_ = (p for p in found if not p.by or any(is_open(case.lead, way) for way in p.by))
    return tuple(p.say for p in open_ if all(holds(clause, case) for clause in p.when))


def advice_of(desk: Desk, lead: Lead) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how to work a lead's status, and what its own log suggests (S0.23)."""
    case = desk.case(lead)
    status = case.pipeline.statuses.get(case.lead.status)
    hints = prompts(case)
    switch = channel_hint(case.lead)
    clauses = every_clause(c for p in case.pipeline.prompts.values() for c in p.when)
    own = any(isinstance(c, EventClause) and c.share_above for c in clauses)
    if switch and not (own and hints):
        hints = (*hints, switch)
    return (status.advice if status else ()), hints


def _turn(desk: Desk, case: Case) -> Turn | None:
    if case.lead.owner:
        return None
    found = turns(case)
    return turn_at(found, desk.now)
