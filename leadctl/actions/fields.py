"""Adding a lead, and setting its fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadctl.actions.log import follow
from leadctl.actions.move import unusual
from leadctl.actions.names import agent_named, status_named
from leadctl.actions.roles import role_named, switch_role, with_default_role
from leadctl.actions.typed_values import read_fields
from leadctl.actions.workspace import Change, Decided, Desk, Outcome, Refusal, Request
from leadctl.book.own_files.places import new_id
from leadctl.book.writing.changing import changing
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import quote
from leadctl.rules.due.appointments import SET, anchor_fields
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.fields import FIELDS, LISTS
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.normal_text import normal
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import apply
from leadctl.rules.moves.judging.judge import Judgement, judge_arrival
from leadctl.values import dataclass, replace

OTHER_COMMANDS = {
    **{one.name: one.set_by for one in FIELDS if one.set_by},
    "history": "leadctl log",
    "extra": "leadctl edit",
}
SETTABLE = tuple(one.name for one in FIELDS if not one.set_by)
"""The built-in fields that `set` sets."""


@dataclass(frozen=True, slots=True)
class NewLead:
    """What is typed of a new lead.

    `pipeline` "" is the book's default, `received` None now, `status` "" the pipeline's initial.
    """

    name: str
    fields: Mapping[str, str]
    pipeline: str = ""
    received: datetime | None = None
    status: str = ""


def add(desk: Desk, typed: NewLead, request: Request) -> Outcome:
    """Add a lead in its pipeline's initial status, or in one whose guards let it in.

    Raises Usage for fields nobody knows, NotFound for a status.
    """
    if not typed.name.strip():
        raise Usage("A lead wants a name.")
    pipeline = desk.pipeline(typed.pipeline or default_pipeline(desk))
    status = status_named(pipeline, typed.status) if typed.status else pipeline.initial
    stamp, dry_run = desk.stamp, request.dry_run
    case = desk.case(_new(desk, pipeline, typed))
    judged = judge_arrival(case, status)
    if not judged.allowed:
        return Outcome((), (_not_added(case, judged),), dry_run=dry_run)
    with changing(desk.book, request.command, desk.now, stamp.by, dry_run=dry_run) as operation:
        if status == pipeline.initial:
            lead = apply(pipeline.status(status).enter, case, stamp)
        else:
            lead = enter(case, status, stamp)
        notes = unusual(judged) if typed.status else ()
        if not typed.status:  # a status that was asked for is not moved on by itself
            lead, moved = follow(desk, desk.case(lead), lead, lead.history[0])
            notes = tuple(moved)
        notes = (*_here_already(desk, lead), *notes)
        operation.save(lead)
        change = Change(None, lead, f"added in {lead.status}", notes, desk.next_due(lead))
    return Outcome((change,), number=operation.number, dry_run=dry_run)


def _here_already(desk: Desk, lead: Lead) -> tuple[str, ...]:
    """Say who is in the book already with the same number, e-mail address or name."""
    same = []
    for other in desk.leads():
        shared = [key for key in ("phone", "email") if _shares(key, lead, other)]
        if other.id != lead.id and (shared or normal(other.name) == normal(lead.name)):
            same.append(f"{other.name} ({other.id})")
    if not same:
        return ()
    merge = f"leadctl merge-leads {same[0].rpartition('(')[2].rstrip(')')} {lead.id}"
    said = f"Somebody like that is here already: {', '.join(same[:3])}."
    return (f"{said} To make one of two: {merge}",)


def _shares(key: str, one: Lead, other: Lead) -> bool:
    return one.value(key) is not None and one.value(key) == other.value(key)


def _not_added(case: Case, judged: Judgement) -> Refusal:
    """Refuse a new lead; no command can mend it before the lead is there."""
    first = f'add it without --status first: leadctl add "{case.lead.name}"'
    unmet = [replace(one, hint="") for one in judged.unmet]
    unmet[-1] = replace(unmet[-1], hint=first)
    return Refusal(case.lead, f"a new lead in {judged.target}", tuple(unmet))


def default_pipeline(desk: Desk) -> str:
    """Return the id of the book's default pipeline. Raises Usage where it has none."""
    if desk.book.settings.pipeline:
        return desk.book.settings.pipeline
    raise Usage(
        "This book has no default pipeline.",
        hint='Say --pipeline ID, or write pipeline = "ID" in leadctl.toml: leadctl pipeline list',
    )


def _new(desk: Desk, pipeline: Pipeline, typed: NewLead) -> Lead:
    words, received = dict(typed.fields), typed.received or desk.now
    role, owner = words.pop("role", ""), words.pop("owner", "")
    fields: dict[str, Any] = {}
    if role:
        fields["role"] = role_named(pipeline, role)
    if owner:
        fields["owner"] = agent_named(desk.book.settings.team, owner).id
    read = _read(desk, pipeline, words)
    fields |= {key: value for key, value in read.items() if value is not None}
    source = {"source": fields["source"]} if "source" in fields else {}
    event = Event(received, "received", desk.stamp.by, source)
    lead = Lead(new_id(), typed.name.strip(), pipeline.id, pipeline.initial, fields, (event,))
    return with_default_role(lead, pipeline)


def _read(desk: Desk, pipeline: Pipeline, typed: Mapping[str, str]) -> dict[str, Any]:
    names = {*SETTABLE, *pipeline.fields}
    known = {name: kind for name in names if (kind := pipeline.field_of(name))}
    for key in typed:
        if key in OTHER_COMMANDS:
            raise Usage(f"{key} is not set like a field.", hint=f"Use {OTHER_COMMANDS[key]}.")
        if key in pipeline.derive:
            raise Usage(f"{key} is computed by the pipeline; it cannot be set.")
        if key not in names and not pipeline.statuses:
            raise Usage(f"{key} is a field of the pipeline {pipeline.id}, which cannot be used.")
        if key not in names and (near := nearest(key, names, 0.8)):
            raise Usage(f'There is no field "{key}".', hint=near[0].upper() + near[1:])
        if not key.replace("_", "").replace("-", "").isalnum():
            raise Usage(f'"{key}" is no name for a field: letters, digits, - and _.')
    return read_fields(typed, known, desk.here)


def set_fields(
    desk: Desk, request: Request, typed: Mapping[str, str], *, status: str = ""
) -> Outcome:
    """Set fields; "" takes one away, and tags+=x adds to a list. role= changes the pipeline too.

    Raises Usage for values a field does not take.
    """
    words = dict(typed)
    role = words.pop("role", "")

    def decide(case: Case) -> Decided | Refusal:
        lead, said = case.lead, []
        if words:
            changed = _merged(case, _read(desk, case.pipeline, _plain(words)), words)
            said = [_said(lead, key, value) for key, value in changed.items()]
            if "name" in changed and not changed["name"]:
                raise Usage("A lead wants a name.")
            lead = _noted(desk, case, lead.set(**changed), changed)
        if role:
            switched = switch_role(desk, desk.case(lead), role, status)
            if isinstance(switched, Refusal):
                return switched
            lead, said = switched.lead, [*said, switched.words]
        return Decided(lead, ", ".join(said))

    return desk.change(replace(request, bare=True), decide)


def _noted(desk: Desk, case: Case, lead: Lead, changed: Mapping[str, Any]) -> Lead:
    """Return the lead with an event for each date set that deadlines count from: it was moved."""
    moved = [key for key in changed if key in anchor_fields(case.pipeline)]
    for key in moved:
        if case.lead.value(key) != changed[key]:
            data = {"field": key, **({} if changed[key] is None else {"to": changed[key]})}
            lead = lead.add(Event(desk.now, SET, desk.stamp.by, data))
    return lead


def _plain(words: Mapping[str, str]) -> dict[str, str]:
    return {key.rstrip("+-"): text for key, text in words.items()}


def _merged(case: Case, read: dict[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """Return the values to set: += adds to a list, -= takes from it."""
    merged: dict[str, Any] = {}
    lead, pipeline = case.lead, case.pipeline
    lists = [*LISTS, *(name for name, kind in pipeline.fields.items() if kind.kind.several)]
    for typed in words:
        key, sign = typed.rstrip("+-"), typed[len(typed.rstrip("+-")) :]
        value = read[key]
        if sign and key not in lists:
            raise Usage(f"{key} is no list; {sign}= belongs to {', '.join(lists)}.")
        if sign:
            had, items = list(lead.fields.get(key, [])), value or []
            keep = [x for x in had if x not in items]
            value = [*had, *(x for x in items if x not in had)] if sign == "+" else keep
        merged[key] = value if value != [] else None
    return merged


def _said(lead: Lead, key: str, value: Any) -> str:
    before = lead.value(key)
    if value is None:
        return f"{key} taken away"
    shown = value if not isinstance(value, list) else ", ".join(map(str, value))
    was = f" (was {before})" if before not in (None, value) and not isinstance(before, list) else ""
    return f"{key} = {quote(str(shown))}{was}"
