"""Whose a lead of the book is, its role and its status, as a row says them: judged as if typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Refusal
from leadctl.actions.recording.changing import refuse_effect
from leadctl.actions.recording.roles import switched
from leadctl.actions.recording.said import archived_words, put_away_words
from leadctl.errors import Usage
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import quote
from leadctl.rules.due.ownership import refuse_assign
from leadctl.rules.importing.row_into_lead import BY
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.effects.set_fields import values_noted
from leadctl.rules.moves.judging.judge import judge, step_back

Judge = Callable[[Lead, Lead, str], tuple[Lead, str]]
"""Takes a lead as it was, with what a row filled in, and the status that the row says or "";
returns what it becomes, or why that may not be."""


Noted = Callable[[Lead, Lead, datetime], Lead]
"""Takes a lead as it was and as a row leaves it, and the moment of the row; returns it with an
event for each value by which the list counts and that is another now."""


def noted_of(desk: Desk) -> Noted:
    """Return what notes the dates that a row sets, and a new number, as if they were typed."""

    def noted(before: Lead, after: Lead, at: datetime) -> Lead:
        return values_noted(desk.case(before), after, Stamp(at, BY))

    return noted


Dropped = Callable[[Lead, Lead], tuple[str, ...]]
"""Takes a lead as it was and as a row leaves it; returns what is on no list any more, in words."""


def dropped_of(desk: Desk) -> Dropped:
    """Return what tells what a row takes off the list, as it is told of what is typed."""

    def dropped(before: Lead, after: Lead) -> tuple[str, ...]:
        asked = any(event.way == "in" for event in after.history[len(before.history) :])
        unseen = archived_words(desk, before, after) if asked else ()
        return (*put_away_words(desk, before, after), *unseen)

    return dropped


Called = Callable[[Lead], str]
"""Takes a lead; returns it as it is named to whoever imports, "" where it is not shown to them."""


def called_of(desk: Desk) -> Called:
    """Return what names another lead to whoever imports: another agent's alone is not shown."""

    def called(lead: Lead) -> str:
        return "" if desk.hidden(lead) else f"{lead.name} ({lead.id})"

    return called


Back = Callable[[Lead, str], str]
"""Takes a lead and the status that a row says; returns why that step back wants a reason, or ""."""


def back_of(desk: Desk) -> Back:
    """Return what tells a step back, for which a person gives a reason and a row has none: the
    file may be the older one. A move on, or out of the funnel, is a row's to make.
    """

    def back(lead: Lead, status: str) -> str:
        pipeline = desk.case_or_bare(lead)[0].pipeline
        here, there = (pipeline.statuses.get(name) for name in (lead.status, status))
        if not (here and there and step_back(pipeline, here, there)):
            return ""
        command = f'leadctl status set {lead.id} {quote(status)} --reason "..."'
        return f"a step back needs a reason: {command}"

    return back


def judge_of(desk: Desk) -> Judge:
    """Return what judges rows about leads of the book: the same code as what is typed."""
    stamp = Stamp(desk.now, BY)

    def judged(before: Lead, filled: Lead, status: str) -> tuple[Lead, str]:
        lead = filled.set(owner=before.owner or None, role=before.role or None)
        for step, wanted in (
            (_given, filled.owner), (_switched, filled.role), (_moved, status),
        ):  # fmt: skip
            lead, reason = step(desk, lead, wanted, stamp)
            if reason:
                return before, reason
        return (before, said) if (said := effect_refused(desk, before, lead)) else (lead, "")

    return judged


def _given(desk: Desk, lead: Lead, owner: str, stamp: Stamp) -> tuple[Lead, str]:
    """Give a lead to an agent, where the acting one may (S1.11, S4.6)."""
    if owner == lead.owner:
        return lead, ""
    if refused := refuse_assign(desk.case(lead), owner):
        return lead, _refused(f"owner {owner}", refused)
    data = {"to": owner, **({"was": lead.owner} if lead.owner else {})}
    return lead.set(owner=owner).add(Event(stamp.at, "assign", stamp.by, data)), ""


def _switched(desk: Desk, lead: Lead, role: str, stamp: Stamp) -> tuple[Lead, str]:
    """Put a lead into another role, and with it into another definition (S1.13)."""
    if role == lead.role:
        return lead, ""
    if role not in desk.pipeline(lead.pipeline).roles:
        return lead.set(role=role), ""
    try:
        found = switched(desk, lead, role, stamp)
    except Usage as error:
        return lead, f"role {role} is refused: {error.sentence}"
    if isinstance(found, Refusal):
        return lead, _refused(f"role {role}", found.unmet)
    if said := effect_refused(desk, lead, found.lead):
        return lead, f"role {role} is refused: {said}"
    return found.lead, ""


def _moved(desk: Desk, lead: Lead, status: str, stamp: Stamp) -> tuple[Lead, str]:
    """Move a lead, with all that its new status does on entering."""
    if not status or status == lead.status:
        return lead, ""
    lead, _ = desk.caught_up(lead)
    case = desk.case(lead)
    if unmet := judge(case, status, reason="import").unmet:
        return lead, _refused(f"status {status}", unmet)
    return enter(case, status, stamp), ""


def effect_refused(desk: Desk, before: Lead, after: Lead) -> str:
    """Return why this may not become of a lead, whatever said so, or ""."""
    found = refuse_effect(desk, desk.case_or_bare(before)[0], after, "import")
    unmet = found.unmet if found else ()
    return "; ".join(": ".join(filter(None, (each.sentence, each.why))) for each in unmet)


def _refused(what: str, unmet: Iterable[Unmet]) -> str:
    return f"{what} is refused: {'; '.join(each.sentence for each in unmet)}"
