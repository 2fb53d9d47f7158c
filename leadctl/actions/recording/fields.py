"""Adding a lead, and setting its fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.actions.looking.alike import alike
from leadctl.actions.looking.handles import shared_words
from leadctl.actions.names import agent_named, status_named
from leadctl.actions.recording.changes import Change, Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.actions.recording.field_meant import barring, near_used, no_field
from leadctl.actions.recording.following import follow
from leadctl.actions.recording.move import unusual
from leadctl.actions.recording.odd_fields import SETTABLE, odd, undone, without_hour
from leadctl.actions.recording.other_commands import OTHER_COMMANDS, Asked, not_a_field
from leadctl.actions.recording.roles import (
    pipeline_of_role,
    role_named,
    switch_role,
    with_default_role,
)
from leadctl.actions.recording.said import parked_words, put_away_words
from leadctl.actions.typed_values import read_fields
from leadctl.book.own_files.places import new_id
from leadctl.book.writing.changing import changing
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import field_label, quote
from leadctl.rules.clauses.words import listed as listed_words
from leadctl.rules.due.agreed import called_off
from leadctl.rules.due.row_names import OTHER_WAY
from leadctl.rules.due.unmasking import hidden_fields
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.fields import FIELDS, LISTS, REACH
from leadctl.rules.leads.lead import Event, Lead, listed
from leadctl.rules.leads.value_words import value_said
from leadctl.rules.leads.ways import new_number
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import apply
from leadctl.rules.moves.effects.set_fields import values_noted
from leadctl.rules.moves.judging.judge import Judgement, judge_arrival
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
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

    A role that has a pipeline of its own brings it along.

    Raises Usage for fields nobody knows, NotFound for a status.
    """
    if not typed.name.strip():
        raise Usage("A lead wants a name.")
    first = desk.pipeline(typed.pipeline or default_pipeline(desk))
    pipeline = pipeline_of_role(desk, first, typed.fields.get("role", ""))
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
            lead = enter(case, status, stamp).set(archived=case.lead.value("archived"))
        notes = unusual(judged) if typed.status else ()
        if not typed.status:  # a status that was asked for is not moved on by itself
            lead, moved = follow(desk, desk.case(lead), lead, lead.history[0])
            notes = tuple(moved)
        notes = (*_here_already(desk, lead), *notes, *parked_words(desk, None, lead))
        operation.save(lead)
        change = Change(None, lead, f"added in {lead.status}", notes, desk.next_due)
    return Outcome((change,), number=operation.number, dry_run=dry_run)


def _here_already(desk: Desk, lead: Lead) -> tuple[str, ...]:
    """Say who is in the book already with the same number, e-mail address or name, and which of
    these; who shares most in front.
    """
    shared = [(other, _shared(lead, other)) for other in alike(desk, lead)]
    if not shared:
        return ()
    shared.sort(key=lambda one: -sum(_NEARNESS[what] for what in one[1]))
    named = ", ".join(
        f"{other.name} ({other.id}, same {listed_words(what, 'and')})" for other, what in shared[:3]
    )
    merge = f"leadctl merge-leads {shared[0][0].id} {lead.id}"
    return (f"Somebody like that is here already: {named}. If they are one person: {merge}",)


_NEARNESS = {"email": 4, "phone": 3, "name": 2}
"""How much it says that two leads share it: a name alone says less than any other of these."""


def _shared(lead: Lead, other: Lead) -> list[str]:
    """Return what two leads have in common, what says most in front: "phone", "name"."""
    words = {*shared_words(lead)} & {*shared_words(other)}
    kinds = {word.split()[0] for word in words}
    return [what for what in _NEARNESS if what in kinds]


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
    fields: dict[str, object] = {}
    if role:
        fields["role"] = role_named(pipeline, role)
    if owner:
        fields["owner"] = agent_named(desk.book.settings.team, owner, desk.actor).id
    read = _read(desk, pipeline, words, typed.name.strip())
    fields |= {key: value for key, value in read.items() if value is not None}
    source = {"source": fields["source"]} if "source" in fields else {}
    event = Event(received, "received", desk.stamp.by, source)
    lead = Lead(new_id(), typed.name.strip(), pipeline.id, pipeline.initial, fields, (event,))
    return with_default_role(lead, pipeline)


def _read(
    desk: Desk, pipeline: Pipeline, typed: Mapping[str, str], of: Lead | str
) -> dict[str, object]:
    """Return what was typed as values `of` a lead, or of one that is added by this name."""
    lead, who = (None, quote(of)) if isinstance(of, str) else (of, of.id)
    names = {*SETTABLE, *pipeline.fields}
    known = {name: kind for name in names if (kind := pipeline.field_of(name))}
    for key in typed:
        asked = Asked(desk, pipeline, who, typed[key], lead)
        if key in OTHER_COMMANDS:
            raise not_a_field(asked, key)
        if key in pipeline.derive:
            raise Usage(f"{key} is computed by the pipeline; it cannot be set.")
        if key in pipeline.constants:
            command = f'leadctl config set constants.{key} "..."'
            raise Usage(f"{key} is said once, for all leads of the book.", hint=command)
        if key not in names and not pipeline.statuses:
            raise Usage(f"{key} is a field of the pipeline {pipeline.id}, which cannot be used.")
        if key not in names and (near := nearest(key, OTHER_COMMANDS, 0.8)):
            raise not_a_field(asked, key, near.split('"')[1])
        if key not in names and (bar := barring(key, typed[key])) is not None:
            raise no_field(key, typed[key], "do_not_contact", bar)
        if key not in names and (near := nearest(key, names, 0.8)):
            raise no_field(key, typed[key], near.split('"')[1])
        if key not in names and (near := near_used(desk, key)):
            raise no_field(key, typed[key], near)
        if not key.replace("_", "").replace("-", "").isalnum():
            raise Usage(f'"{key}" is no name for a field: letters, digits, - and _.')
    return read_fields(_in_full(typed), known, desk.here)


def _in_full(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, with yes and no of a list of choices as all of them, and none."""
    every = {
        one.name: {"yes": one.every, "true": one.every, "no": ""} for one in FIELDS if one.every
    }
    return {key: every.get(key, {}).get(text.strip().lower(), text) for key, text in typed.items()}


def set_fields(
    desk: Desk, request: Request, typed: Mapping[str, str], *, status: str = ""
) -> Outcome:
    """Set fields; "" takes one away, and tags+=x adds to a list. role= changes the pipeline too.

    Raises Usage for values a field does not take.
    """
    words = dict(typed)
    role = words.pop("role", "")

    def decide(case: Case) -> Decided | Refusal:
        lead, said, notes = case.lead, list[str](), tuple[str, ...]()
        if words and (hidden := _hidden(case, words)):
            return Refusal(lead, "set", hidden)
        if words:
            changed = _merged(case, _read(desk, case.pipeline, _plain(words), lead), words)
            said = [_said(desk, lead, key, value) for key, value in changed.items()]
            if "name" in changed and not changed["name"]:
                raise Usage("A lead wants a name.")
            if less := without_hour(replace(case, lead=lead.set(**changed)), words, changed):
                return Refusal(lead, "set", less)
            notes = odd(desk, case, words, changed)
            again = {key for key, value in changed.items() if value} & called_off(case).keys()
            lead = values_noted(case, lead.set(**changed), desk.stamp, again)
            lead, settled = _other_way(desk, case, lead)
            notes += settled
            notes += (*_put_away(desk, case, lead), *undone(desk, case, lead))
        if role:
            switched = switch_role(desk, desk.case(lead), role, status)
            if isinstance(switched, Refusal):
                return switched
            lead, said = switched.lead, [*said, switched.words]
            notes = (*notes, *switched.notes)
        return Decided(lead, ", ".join(said), notes)

    return change(desk, replace(request, bare=True), decide)


def _put_away(desk: Desk, case: Case, lead: Lead) -> tuple[str, ...]:
    """Say what is on no list any more of a lead that is put away, as into the archive."""
    return put_away_words(desk, case.lead, lead) if case.pipeline.statuses else ()


def _other_way(desk: Desk, case: Case, lead: Lead) -> tuple[Lead, tuple[str, ...]]:
    """Return the lead with the search for another way to reach them done, where one was found."""
    found = any(lead.value(key) and lead.value(key) != case.lead.value(key) for key in REACH)
    if not found or not case.pipeline.statuses:
        return lead, ()
    row = next((row for row in desk.agenda(case.lead) if row.rule == OTHER_WAY), None)
    if row is None:
        return lead, ()
    stamp = desk.stamp
    done = Event(stamp.at, "done", stamp.by, {"what": OTHER_WAY, "due": row.due})
    is_noted = new_number(case.lead, lead)
    return lead if is_noted else lead.add(done), (f"Settled: {row.do}",)


def _hidden(case: Case, words: Mapping[str, str]) -> tuple[Unmet, ...]:
    """Return why values that the acting agent cannot see are neither changed nor guessed at."""
    hidden = hidden_fields(case)
    return tuple(
        Unmet(f"{field_label(case.pipeline, field)} is hidden from you", hidden[field])
        for field in _plain(words)
        if field in hidden
    )


def _plain(words: Mapping[str, str]) -> dict[str, str]:
    return {key.rstrip("+-"): text for key, text in words.items()}


def _merged(case: Case, read: dict[str, object], words: Mapping[str, str]) -> dict[str, object]:
    """Return the values to set: += adds to a list, -= takes from it."""
    merged: dict[str, object] = {}
    lead, pipeline = case.lead, case.pipeline
    lists = [*LISTS, *(name for name, kind in pipeline.fields.items() if kind.kind.several)]
    for typed in words:
        key, sign = typed.rstrip("+-"), typed[len(typed.rstrip("+-")) :]
        value = read[key]
        if sign and key not in lists:
            raise Usage(f"{key} is no list; {sign}= belongs to {', '.join(lists)}.")
        if sign:
            had, items = listed(lead.fields.get(key)), listed(value)
            keep = [x for x in had if x not in items]
            value = [*had, *(x for x in items if x not in had)] if sign == "+" else keep
        merged[key] = value if value != [] else None
    return merged


def _said(desk: Desk, lead: Lead, key: str, value: object) -> str:
    before = lead.value(key)
    if value is None:
        return f"{key} taken away" if before else f"has no {key}"

    def said(one: object) -> str:
        return value_said(one, desk.now, desk.zone)

    if value == before:
        return f"{key} is {said(value)} already"
    word = "instead of" if isinstance(before, datetime) else "was"
    was = f" ({word} {said(before)})" if before is not None else ""
    return f"{key} = {said(value)}{was}"
