"""What a write answers to a program: one JSON object, or the bare ids of what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from leadctl.errors import Refused

if TYPE_CHECKING:
    from leadctl.actions.workspace import Change, Outcome, Refusal
    from leadctl.commands.session import Session
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.leads.lead import Event, Lead

FORMATS = ("text", "json", "ids")
"""How a write can answer: to people, or to programs."""
_OWN = ("name", "pipeline", "status")


def answer(session: Session, outcome: Outcome) -> int:
    """Print what a write did in the format asked for; return the exit code."""
    if session.answer_format == "ids":
        print_ids(change.after.id for change in outcome.changes)
    else:
        print_object(_outcome(session, outcome))
    return Refused.exit_code if outcome.refusals else 0


def print_ids(ids: Iterable[str]) -> None:
    """Print ids, one a line: what `leadctl ... -` reads."""
    for lead_id in ids:
        click.echo(lead_id)


def print_object(values: dict[str, Any]) -> None:
    """Print one object as JSON."""
    from leadctl.render.json_format import json_value

    click.echo(json_value(values), nl=False)


def done(number: int | None, *, dry_run: bool) -> dict[str, Any]:
    """Return what every answer begins with: the operation, and how it is taken back."""
    undo = f"leadctl undo {number}" if number is not None else None
    return {"operation": number, "dry_run": dry_run, "undo": undo}


def _outcome(session: Session, outcome: Outcome) -> dict[str, Any]:
    return {
        **done(outcome.number, dry_run=outcome.dry_run),
        "changed": [_change(session, change) for change in outcome.changes],
        "refused": [refused(one) for one in outcome.refusals],
    }


def _change(session: Session, change: Change) -> dict[str, Any]:
    before, after = change.before, change.after
    return {
        "id": after.id,
        "name": after.name,
        "status": after.status,
        "new": before is None,
        "fields": differences(before, after),
        "events": [event_values(event) for event in _added(before, after)],
        "said": change.words,
        "notes": list(change.notes),
        "next": _next(session, change),
    }


def differences(before: Lead | None, after: Lead) -> dict[str, Any]:
    """Return each field that changed, with its value before and after; None where it is absent."""
    old = _values(before) if before else {}
    new = _values(after)
    names = [*new, *(name for name in old if name not in new)]
    return {
        name: {"before": old.get(name), "after": new.get(name)}
        for name in names
        if old.get(name) != new.get(name)
    }


def _values(lead: Lead) -> dict[str, Any]:
    return {name: getattr(lead, name) for name in _OWN} | dict(lead.fields)


def _added(before: Lead | None, after: Lead) -> list[Event]:
    """Return the events that were recorded by the change."""
    left = list(before.history) if before else []
    added = []
    for event in after.history:
        if event in left:
            left.remove(event)
        else:
            added.append(event)
    return added


def event_values(event: Event) -> dict[str, Any]:
    """Return an event as JSON has it: `at`, `event`, `by`, and whatever else its line says."""
    at = event.day or event.at
    return {"at": at, "event": event.name, "by": event.by or None, **event.data}


def _next(session: Session, change: Change) -> dict[str, Any] | None:
    due = change.next_due
    if due is None:
        return None
    from leadctl.commands.due_rows import when_of

    return {"rule": due.rule, "kind": due.kind, "do": due.do, "due": when_of(session, due)}


def refused(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal: what was asked, each clause that does not hold, and what would help."""
    return {
        "id": refusal.lead.id,
        "name": refusal.lead.name,
        "status": refusal.lead.status,
        "asked": refusal.asked,
        "unmet": [_unmet(unmet) for unmet in refusal.unmet],
        "possible": list(refusal.legal),
        "path": list(refusal.path),
        "override": refusal.override or None,
    }


def _unmet(unmet: Unmet) -> dict[str, Any]:
    source = str(unmet.source) or None
    return {
        "sentence": unmet.sentence,
        "why": unmet.why or None,
        "type": unmet.hint or None,
        "source": source,
    }
