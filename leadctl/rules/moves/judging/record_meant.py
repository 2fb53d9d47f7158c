"""Which record an event means: one that is there, or a new one where it may begin one."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.records import records
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import listed, quote
from leadctl.rules.language.contents import RecordType
from leadctl.rules.language.nearest import nearest
from leadctl.rules.leads.lead import Event


def refuse_record(case: Case, event: Event) -> tuple[Unmet, ...]:
    """Return why an event is about no record that is there, though it cannot begin one."""
    found = (
        _refusal(case, event, name, kind)
        for name, kind in case.pipeline.records.items()
        if event.name in kind.events and event.name not in kind.beginners
    )
    return tuple(unmet for unmet in found if unmet is not None)


def changed_record(case: Case, event: Event) -> tuple[str, ...]:
    """Return that an event without the key of its record changes the one that is there, if it may
    have been meant to begin another; and how that one is begun.
    """
    said = []
    for name, kind in case.pipeline.records.items():
        if event.name not in kind.beginners or kind.key in event.data or kind.closed:
            continue
        there = records(case.lead, case.pipeline, name)
        if any(kind.key not in record for record in there):
            another = f"leadctl log {case.lead.id} {event.name} {kind.key}={len(there) + 1} ..."
            said.append(f"It changes the {kind.label or name} that is there. Another: {another}")
    return tuple(said)


def _refusal(case: Case, event: Event, name: str, kind: RecordType) -> Unmet | None:
    label = kind.label or name
    there = [str(r[kind.key]) for r in records(case.lead, case.pipeline, name) if kind.key in r]
    given = event.data.get(kind.key)
    if given is None:
        if len(there) <= 1:
            return None
        words = f"it does not say which {label} is meant: {listed(there)}"
        hint = f"leadctl log {case.lead.id} {event.name} {kind.key}={quote(there[-1])} ..."
        return Unmet(words, hint=hint, source=kind.source)
    if str(given) in there:
        return None
    near = nearest(str(given), there)
    known = f"; there is {listed(there, 'and')}" if there else ""
    words = f"there is no {label} {given}{known}" + (f": {near}" if near else "")
    begin = f"leadctl log {case.lead.id} {kind.beginners[0]} {kind.key}={quote(str(given))} ..."
    return Unmet(words, hint=f"to begin one: {begin}", source=kind.source)
