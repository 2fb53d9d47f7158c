"""Judging a move: a value that says allowed, or refused with everything that is unmet."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import applies, holds
from leadctl.rules.clauses.guards import guards_unmet, unmet_clause, with_progress
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.wording import sentence
from leadctl.rules.clauses.words import quote
from leadctl.rules.language.contents import EventType
from leadctl.rules.language.pipeline import Pipeline, neighbours
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.lead import Event
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class Judgement:
    """What the definition says to one move. `path` leads there by structure, the target last."""

    target: str
    unmet: tuple[Unmet, ...] = ()
    warnings: tuple[Unmet, ...] = ()
    path: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the move may be made."""
        return not self.unmet


def judge(case: Case, target: str, *, reason: str = "") -> Judgement:
    """Judge the move of a lead to a status. `target` is an exact name; never raises."""
    case = replace(case, target=target)
    status = case.pipeline.statuses.get(target)
    if status is None:
        return _no_status(case, target)
    unmet = _structure(case, status, reason)
    if not any(one.about == "same" for one in unmet):
        unmet += _guards(case, status)
    path = () if not unmet else shortest_path(case, target)
    return Judgement(target, tuple(unmet), _warnings(case, status), path)


def judge_by_itself(case: Case, target: str) -> Judgement:
    """Judge a move that the definition makes: by its guards; the order is for people (S2.28)."""
    judged = judge(case, target, reason="by itself")
    return replace(judged, unmet=tuple(u for u in judged.unmet if u.about != "moves"))


def judge_arrival(case: Case, target: str) -> Judgement:
    """Judge a status in which a lead is to stand that comes from nowhere: by its guards alone.

    A new lead is neither moved on nor back; the initial status takes everybody.
    """
    case = replace(case, target=target)
    status = case.pipeline.statuses.get(target)
    if status is None:
        return _no_status(case, target)
    unmet = () if target == case.pipeline.initial else tuple(_guards(case, status))
    return Judgement(target, unmet, _warnings(case, status))


def _no_status(case: Case, target: str) -> Judgement:
    see = f"leadctl pipeline show {case.pipeline.id}"
    return Judgement(target, (Unmet(f'there is no status "{target}"', hint=see),))


def _warnings(case: Case, status: Status) -> tuple[Unmet, ...]:
    hoped = (*status.expects, *status.implied)
    return tuple(
        replace(
            unmet_clause(clause, case),
            sentence=with_progress(sentence(clause, case.pipeline), clause, case),
        )
        for clause in hoped
        if not holds(clause, case)
    )


def refuse_event(case: Case, event: Event) -> tuple[Unmet, ...]:
    """Return what keeps an event from being logged: the guards of its kind."""
    kind = case.pipeline.events.get(event.name)
    return tuple(_guards(replace(case, logged=event), kind)) if kind else ()


def legal_moves(case: Case) -> list[str]:
    """Return the statuses the lead could be moved to now, in the definition's order.

    A reason, where one is wanted, is taken as given.
    """
    return [name for name in case.pipeline.statuses if judge(case, name, reason="given").allowed]


def with_reason(case: Case, legal: Iterable[str]) -> tuple[str, ...]:
    """Return those of the statuses a lead could be moved to that want a reason."""
    here = case.pipeline.statuses.get(case.lead.status)
    there = [case.pipeline.status(name) for name in legal]
    return tuple(s.name for s in there if here and wants_reason(case.pipeline, here, s))


def legal_words(legal: Iterable[str], wants: Sequence[str]) -> str:
    """Return statuses in words, those apart that want a reason."""
    plain = ", ".join(name for name in legal if name not in wants)
    said = f"with a reason: {', '.join(wants)}" if wants else ""
    return "; ".join(filter(None, (plain, said)))


def _structure(case: Case, status: Status, reason: str) -> list[Unmet]:
    """What the shape of the pipeline says, before any guard."""
    here = case.pipeline.statuses.get(case.lead.status)
    if here is None:
        return []
    if here.name == status.name:
        return [] if status.repeats else [_same(case, status)]
    unmet = []
    ways = neighbours(case.pipeline, here.name)
    if status.name not in ways:
        allowed = ", ".join(ways) or "nothing"
        sentence_ = f"{here.name} leads to {allowed}"
        unmet.append(Unmet(f"{sentence_}, not to {status.name}", source=here.source, about="moves"))
    if not reason and (why := wants_reason(case.pipeline, here, status)):
        command = f'leadctl status set {case.lead.id} {quote(status.name)} --reason "..."'
        unmet.append(Unmet(why, hint=command, source=status.source, about="reason"))
    return unmet


def _same(case: Case, status: Status) -> Unmet:
    return Unmet(
        f"the lead is in {status.name} already",
        hint=f"leadctl status confirm {case.lead.id}",
        source=status.source,
        about="same",
    )


def wants_reason(pipeline: Pipeline, here: Status, there: Status) -> str:
    """Return why a move needs a reason (decision 15), or "". What `next` lists is no step back."""
    if here.closed:
        what = "another end" if there.closed else "reopening the lead"
        return f"{here.name} is closed: {what} needs a reason"
    if there.parked:
        return f"in {there.name} nothing falls due any more: that needs a reason"
    if step_back(pipeline, here, there):
        return f"{there.name} comes before {here.name}: a step back needs a reason"
    return ""


def step_back(pipeline: Pipeline, here: Status, there: Status) -> bool:
    """Whether a move leads back: to where `back` says, or to a lower rank. What `next` lists does
    not, and nothing does out of or into what is closed or parked.
    """
    if here.closed or there.parked:
        return False
    listed = pipeline.moves == "listed" and there.name in here.next
    return there.name in here.back or bool(there.rank and here.rank > there.rank and not listed)


def _guards(case: Case, guarded: Status | EventType) -> list[Unmet]:
    return guards_unmet(guarded.requires, guarded.forbids, case)


def shortest_path(case: Case, target: str) -> tuple[str, ...]:
    """Return the fewest moves that may lead there; () if none.

    What a status forbids now, no move can undo: such a status is on no way.
    """
    pipeline, start = case.pipeline, case.lead.status
    if start not in pipeline.statuses:
        return ()
    barred = {
        s.name for s in pipeline.statuses.values() if any(applies(c, case) for c in s.forbids)
    }
    queue: deque[tuple[str, ...]] = deque([(start,)])
    seen = {start, *barred}
    while queue:
        path = queue.popleft()
        if path[-1] == target:
            return path[1:]
        for following in neighbours(pipeline, path[-1]):
            if following not in seen:
                seen.add(following)
                queue.append((*path, following))
    return ()


def still_wanted(case: Case, name: str) -> tuple[Unmet, ...]:
    """Return what a status on the way still wants, as things are now."""
    case = replace(case, target=name)
    status = case.pipeline.status(name)
    return tuple(
        unmet_clause(clause, case) for clause in status.requires if not holds(clause, case)
    )
