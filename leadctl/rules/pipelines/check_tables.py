"""Fields, events, records, messages, derivations and the rest: each table's own checks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.language.contents import Derivation, Field
from leadctl.rules.language.messages import Message
from leadctl.rules.language.names import Names
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.statuses import Automatic
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS
from leadctl.rules.leads.fields import BY_NAME, FILE_KEYS
from leadctl.rules.pipelines.check_clauses import check_clauses
from leadctl.rules.pipelines.check_rules import check_clock

OWN_KEYS = (*BY_NAME, *FILE_KEYS)
"""Keys of a lead's file that mean something already."""

EVENT_KEYS = ("at", "event", "by", "way")
"""Keys of an event's line that mean something already."""

_SAID_OF_ALL = ("agent", "status", "id", "pipeline")
"""What a template can say of any lead."""


def check_tables(names: Names) -> None:
    """Note the problems of every table that is neither a status nor a follow-up."""
    p = names.pipeline
    if p.calendar is not None and not any(p.calendar.hours):
        names.sheet.problem(("calendar", "hours"), "is never open: the working clock never runs")
    if p.call_back is not None and not 0 < p.call_back.factor <= 100:
        names.problem(p.call_back.source, "is a part such as 0.5", key="factor")
    _check_fields(p.fields, names, OWN_KEYS)
    _check_events(names)
    _check_records(names)
    _check_moves(names)
    _check_shown(names)
    for message in p.messages.values():
        _check_message(message, names)
    _check_constants(names)
    _check_derivations(names)


def _check_fields(fields: Mapping[str, Field], names: Names, taken: tuple[str, ...]) -> None:
    for name, field in fields.items():
        if name in taken:
            names.problem(field.source, f'"{name}" means something already: take another name')
        if field.type == "choice" and not field.choices:
            names.problem(field.source, f'the choice "{name}" has no choices')
        if field.choices and field.type not in {"choice", "list"}:
            message = f"has choices, and is {field.type}"
            names.problem(field.source, message, 'type = "choice"', key="choices")
        if field.default is not None and not _is_default(field):
            message = f'"{field.default}" is no value that "{name}" takes'
            names.problem(field.source, message, nearest(str(field.default), field.choices))


def _is_default(field: Field) -> bool:
    return field.default in field.choices if field.choices else field.kind.fits(field.default)


def _check_events(names: Names) -> None:
    for name, event in names.pipeline.events.items():
        if name in BUILT_IN_EVENTS or name == "touch":
            names.problem(event.source, f'"{name}" is built in: give yours another name')
        _check_fields(event.fields, names, EVENT_KEYS)
        names.clearings(event.also, event.source, "also")
        for own in event.fields.values():
            if own.default is not None:
                message = "is the value of a new lead's field: an event says its own"
                names.problem(own.source, message, key="default")
        names.logging = name
        check_clauses((*event.requires, *event.forbids), names)
        names.logging = ""
        for field in event.required:
            if field not in event.fields:
                message = f'requires "{field}", and has no such field'
                names.problem(event.source, message, nearest(field, event.fields), key="required")


def _check_records(names: Names) -> None:
    for name, record in names.pipeline.records.items():
        names.known("event", record.events, record.source, "events")
        names.record_values(name, record.closed, record.source, "closed")
        for begins in record.begins:
            if begins not in record.events:
                names.problem(record.source, f'"{begins}" is none of its events', key="begins")
        for event in record.events:
            own = names.pipeline.events.get(event)
            if own is not None and record.key != "id" and record.key not in own.fields:
                message = f'"{event}" has no field "{record.key}" to tell one from another'
                names.problem(record.source, message, nearest(record.key, own.fields), key="key")


def _check_moves(names: Names) -> None:
    p = names.pipeline
    for rule in p.automatic:
        names.clearings(rule.on, rule.source, "on")
        _check_starts(rule, names)
        check_clauses(rule.when, names)
        names.known("status", rule.from_, rule.source, "from")
        names.known("status", rule.to, rule.source, "to")
        names.known("role", rule.role, rule.source, "role")
    for role in p.roles.values():
        if role.parked and role.pipeline:
            names.problem(role.source, "is parked, and so has no pipeline", key="pipeline")
        if not role.parked and not role.pipeline:
            names.problem(role.source, "wants a pipeline, or parked = true")
        if role.pipeline != p.id:
            names.known("status", role.status_map, role.source, "status_map")


def _check_starts(rule: Automatic, names: Names) -> None:
    """Note events with which no move begins: what leadctl writes of its own, and moves."""
    for name in (name for clearing in rule.on for name in clearing.names):
        kind = BUILT_IN_EVENTS.get(name)
        if kind is not None and not kind.starts and name not in names.pipeline.events:
            hint = "a touch, an event of your own, or what somebody records: done, claim, note"
            names.problem(rule.source, f'"{name}" begins no move by itself', hint, key="on")


def _check_shown(names: Names) -> None:
    p = names.pipeline
    for mask in p.visibility.mask if p.visibility else ():
        check_clauses(mask.until, names)
        names.known("field", mask.fields, mask.source, "fields")
    for prompt in p.prompts.values():
        check_clauses(prompt.when, names)
        names.known("channel", prompt.by, prompt.source, "by")
    if (routing := p.routing) is not None:
        names.known("status", routing.offered, routing.source, "offered")
        names.known("channel", routing.by, routing.source, "by")
        check_clauses((*routing.requires, *routing.forbids), names)
        window = routing.claim_window
        if window is not None and not window:
            names.problem(routing.source, "is no time at all", key="claim_window")
        if not routing.from_.moment:
            names.problem(routing.source, "is a moment such as received or entered", key="from")
        check_clock(routing.clock, [window] if window else [], routing.source, names)


def _check_message(message: Message, names: Names) -> None:
    """A promise says by when it is kept; a template names what there is."""
    check_clauses(message.while_, names)
    if bool(message.promise) != (message.within is not None):
        names.problem(message.source, '"promise" and "within" go together')
    known = {*names.fields, *_SAID_OF_ALL}
    for key in ("text", "subject", "file", "promise"):
        for name in re.findall(r"\{(\w+)\}", getattr(message, key)):
            if name not in known:
                hint = nearest(name, known)
                names.problem(message.source, f'there is no field "{name}"', hint, key=key)


def _check_constants(names: Names) -> None:
    """A constant is written in braces: its name is a word that means nothing else there."""
    p = names.pipeline
    for name, constant in p.constants.items():
        if not re.fullmatch(r"\w+", name):
            names.problem(constant.source, f'"{name}" is no word of letters, digits and _')
        if name in {*OWN_KEYS, *p.fields, *p.derive, *_SAID_OF_ALL, "lead"}:
            names.problem(constant.source, f'"{name}" means something already: take another name')


def _check_derivations(names: Names) -> None:
    """A derived value may only use those above it, so that none goes round in a circle."""
    above: set[str] = set()
    for name, derivation in names.pipeline.derive.items():
        if name in {*OWN_KEYS, *names.pipeline.fields}:
            names.problem(derivation.source, f'"{name}" is a field already')
        _check_derivation(derivation, names)
        for clause in every_clause([c for case in derivation.cases for c in case.when]):
            used = clause.fields if isinstance(clause, FieldClause) else ()
            for other in used:
                if other in names.pipeline.derive and other not in above:
                    message = f'"{name}" is derived from "{other}", which does not stand above it'
                    hint = "derived values may not go round in a circle"
                    names.problem(clause.source, message, hint)
        above.add(name)


def _check_taken(derivation: Derivation, names: Names) -> None:
    """A field that no event of the records has, or that is no figure to add up."""
    known = names.pipeline.taken_from(derivation)
    key = "sum" if derivation.sum else "latest"
    taken = derivation.sum or derivation.latest
    if not known or not taken:
        return
    if taken not in known:
        message = f'"{derivation.record or derivation.event}" has no field "{taken}"'
        names.problem(derivation.source, message, nearest(taken, known), key=key)
    elif derivation.sum and not known[taken].kind.ordered:
        message = f'"{taken}" is {known[taken].type}, and cannot be added up'
        names.problem(derivation.source, message, 'give it type = "money"', key=key)


def _check_derivation(derivation: Derivation, names: Names) -> None:
    source = derivation.source
    if [bool(derivation.record), bool(derivation.event), bool(derivation.levels)].count(True) != 1:
        names.problem(source, 'wants either "levels" with their cases, a "record" or an "event"')
    names.known("record", derivation.record, source, "record")
    names.known("event", derivation.event, source, "event")
    names.record_values(derivation.record, derivation.where, source, "where")
    names.where((derivation.event,), derivation.where, source)
    if derivation.record or derivation.event:
        if bool(derivation.latest) == bool(derivation.sum):
            names.problem(source, 'wants either "latest" or "sum": which field of the record?')
        _check_taken(derivation, names)
    for case in derivation.cases:
        if case.to not in derivation.levels:
            hint = nearest(case.to, derivation.levels)
            names.problem(case.source, f'"{case.to}" is none of the levels', hint, key="to")
        check_clauses(case.when, names)
