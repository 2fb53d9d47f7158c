"""What is hidden from an agent stays so, and as it is, until a mask has what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from leadctl.rules.clauses.actor import ActorClause
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.status import StatusClause
from leadctl.rules.clauses.timeline import settles
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.wording import hint
from leadctl.rules.clauses.words import field_label, listed
from leadctl.rules.due.ownership import called, masks
from leadctl.rules.language.clause import Clause
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import replace


def hidden_fields(case: Case) -> dict[str, str]:
    """Return the filled fields that are hidden from the acting agent, and why (S1.9, S4.9)."""
    found = {name: mask.why for mask in masks(case) for name in mask.fields}
    return {name: why for name, why in found.items() if case.lead.value(name) is not None}


def refuse_overwriting(before: Case, after: Lead) -> tuple[Unmet, ...]:
    """Return why a lead may not become another: it would lose a value that the agent cannot see."""
    hidden = hidden_fields(before)
    lost = {n: why for n, why in hidden.items() if not stays(before.lead.value(n), after.value(n))}
    return (_unmet(before, lost, ""),) if lost else ()


def refuse_losing(case: Case) -> tuple[Unmet, ...]:
    """Return why an agent may not undo that a lead came in: what they cannot see would be lost.

    A manager may.
    """
    hidden = {} if case.actor and case.actor.oversees else hidden_fields(case)
    return (_unmet(case, hidden, ", and would be lost", "; or ask a manager"),) if hidden else ()


def stays(before: object, after: object) -> bool:
    """Whether nothing of a value is lost: to a list may be added."""
    if isinstance(before, list) and isinstance(after, list):
        return all(item in after for item in before)
    return before == after


def refuse_showing(before: Case, after: Case, *, joins: bool = False) -> tuple[Unmet, ...]:
    """Return why what makes one case of the other may not be done: it would show the acting agent
    what is hidden from them, and not by the definition's own way.

    That way is what the agent records, which a mask waits for or which moves the lead by itself;
    whose the lead becomes, judged where it does; and a field or status that a mask itself waits
    for. A field, role or definition by which a mask is asked no longer is none, and neither is a
    line of the lead that it `joins`.
    """
    hidden = hidden_fields(before)
    if not hidden:
        return ()
    masked = {name for mask in masks(after) for name in mask.fields}
    shown = {name: why for name, why in hidden.items() if name not in masked}
    done = () if joins else _recorded(before, after)
    if not shown or _changes_role_by_itself(before, after, done):
        return ()
    properly = hidden_fields(_by_its_way(before, after, done))
    wrongly = {name: why for name, why in shown.items() if name in properly}
    return (_unmet(before, wrongly, ", and would not be any more"),) if wrongly else ()


def _recorded(before: Case, after: Case) -> tuple[Event, ...]:
    """Return what the acting agent has recorded."""
    actor, old = before.actor.id if before.actor else "", before.lead.history
    return tuple(e for e in after.lead.history if e.by == actor and e not in old)


def _changes_role_by_itself(before: Case, after: Case, done: Sequence[Event]) -> bool:
    """Whether what was recorded gives the lead its role, as the definition has it (S4.12)."""
    role = after.lead.role
    rules = [rule for rule in before.pipeline.automatic if rule.role and rule.role == role]
    return any(settles(on, event) for rule in rules for on in rule.on for event in done)


def _by_its_way(before: Case, after: Case, done: Sequence[Event]) -> Case:
    """Return a case with nothing changed but what a mask may wait for."""
    lead = replace(before.lead, history=(*before.lead.history, *done))
    lead = lead.set(owner=after.lead.owner or None)
    visibility = before.pipeline.visibility
    for part in _parts(clause for m in visibility.mask for clause in m.until) if visibility else ():
        if isinstance(part, FieldClause):
            lead = lead.set(**{part.field: after.lead.value(part.field)})
        elif isinstance(part, StatusClause):
            lead = replace(lead, status=after.lead.status)
    return with_derived(replace(before, lead=lead))


def _parts(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Yield clauses and those within them, but for the conditions under which they are asked."""
    for clause in clauses:
        yield clause
        yield from _parts(clause.parts)


def _unmet(case: Case, fields: Mapping[str, str], more: str, also: str = "") -> Unmet:
    """Say which fields are hidden, why, and how to come to see them."""
    labels = listed([field_label(case.pipeline, name) for name in fields], "and")
    verb = "is" if len(fields) == 1 else "are"
    why = "; ".join(dict.fromkeys(filter(None, fields.values())))
    return Unmet(
        f"{labels} {verb} hidden from you{more}", why, f"{way_to_see(case)}{also}", about="hidden"
    )


def way_to_see(case: Case) -> str:
    """Return how an agent comes to see what is hidden: what they may do first, or whom to ask."""
    open_ = [c for mask in masks(case) for c in mask.until if not holds(c, case)]
    hints = (hint(clause, case) for clause in open_ if not isinstance(clause, ActorClause))
    if first := next(filter(None, hints), ""):
        return f"first: {first}"
    see = (who for who, agent in case.agents.items() if not masks(replace(case, actor=agent)))
    names = [called(case, who) for who in see]
    return f"ask who sees them: {listed(names, 'or')}" if names else "ask who brought the lead in"
