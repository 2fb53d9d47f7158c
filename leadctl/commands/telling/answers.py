"""What a write answers to a program: one JSON object, or the bare ids of what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from leadctl.errors import Refused

if TYPE_CHECKING:
    from leadctl.actions.recording.changes import Change, Outcome, Refusal
    from leadctl.commands.starting.session import Session
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Event, Lead

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


def print_object(values: dict[str, object]) -> None:
    """Print one object as JSON."""
    from leadctl.render.json_format import json_value

    click.echo(json_value(values), nl=False)


def answer_files(
    session: Session,
    number: int | None,
    *,
    dry_run: bool = False,
    refused: Iterable[dict[str, object]] = (),
    **more: object,
) -> None:
    """Print what became of the leads whose files were written, where no outcome tells it.

    `more` is what this command alone says.
    """
    changed = list(_from_files(session))
    if session.answer_format == "ids":
        print_ids(str(one["id"]) for one in changed)
    else:
        print_object(made(number, changed, refused, dry_run=dry_run) | more)


def made(
    number: int | None,
    changed: Iterable[dict[str, object]] = (),
    refused: Iterable[dict[str, object]] = (),
    *,
    dry_run: bool = False,
) -> dict[str, object]:
    """Return what every answer says: the operation, how it is undone, each lead, each refusal."""
    return {
        "operation": number,
        "dry_run": dry_run,
        "undo": f"leadctl undo {number}" if number is not None else None,
        "changed": list(changed),
        "refused": list(refused),
    }


def _outcome(session: Session, outcome: Outcome) -> dict[str, object]:
    return made(
        outcome.number,
        [_change(session, change) for change in outcome.changes],
        [refused(one) for one in outcome.refusals],
        dry_run=outcome.dry_run,
    )


def _change(session: Session, change: Change) -> dict[str, object]:
    values = changed_values(session, change.before, change.after)
    return values | {
        "said": change.words,
        "notes": list(change.notes),
        "next": _next(session, change.next_due),
    }


def _from_files(session: Session) -> Iterator[dict[str, object]]:
    """Yield each lead that was written, left out those that the acting agent is not shown."""
    from leadctl.book.own_files.places import is_lead_file

    for one in session.book.watched or ():
        if is_lead_file(str(one.path)):
            before, after = (_parsed(text, str(one.path)) for text in (one.before, one.after))
            lead = after or before
            if lead is not None and not session.desk.hidden(lead):
                due = _due_of(session, after) if after else None
                yield changed_values(session, before, after) | {"next": _next(session, due)}


def _due_of(session: Session, lead: Lead) -> Due | None:
    if lead.value("deleted") or session.desk.case_or_bare(lead)[1]:
        return None
    return session.desk.next_due(lead)


def _parsed(text: str | None, path: str) -> Lead | None:
    from leadctl.book.text.lead_file import parse_lead
    from leadctl.errors import Invalid

    try:
        return parse_lead(text, path) if text is not None else None
    except Invalid:
        return None


def changed_values(session: Session, before: Lead | None, after: Lead | None) -> dict[str, object]:
    """Return what became of one lead; of what is masked neither value."""
    lead = after or before
    assert lead is not None  # one of them is there
    masked = session.desk.masked(before) if before and not before.value("deleted") else frozenset()
    fields = differences(before, after)
    for name in masked & fields.keys():
        fields[name] = {"before": None, "after": None}
    return {
        "id": lead.id,
        "name": lead.name,
        "status": after.status if after else None,
        "new": before is None,
        "fields": fields,
        "events": [event_values(event) for event in _added(session, before, after)],
        "said": "",
        "notes": [],
        "next": None,
    }


def differences(before: Lead | None, after: Lead | None) -> dict[str, object]:
    """Return each field that changed, with its value before and after; None where it is absent."""
    old = _values(before) if before else {}
    new = _values(after) if after else {}
    names = [*new, *(name for name in old if name not in new)]
    return {
        name: {"before": old.get(name), "after": new.get(name)}
        for name in names
        if old.get(name) != new.get(name)
    }


def _values(lead: Lead) -> dict[str, object]:
    return {name: getattr(lead, name) for name in _OWN} | dict(lead.fields)


def _added(session: Session, before: Lead | None, after: Lead | None) -> list[Event]:
    """Return the events that were recorded by the change, without what is masked."""
    if after is None:
        return []
    left = list(before.history) if before else []
    added = []
    for event, told in zip(after.history, session.desk.as_shown(after).history, strict=True):
        if event in left:
            left.remove(event)
        else:
            added.append(told)
    return added


def event_values(event: Event) -> dict[str, object]:
    """Return an event as JSON has it: `at`, `event`, `by`, and whatever else its line says."""
    at = event.day or event.at
    return {"at": at, "event": event.name, "by": event.by or None, **event.data}


def _next(session: Session, due: Due | None) -> dict[str, object] | None:
    from leadctl.commands.telling.due_rows import when_of
    from leadctl.rules.due.rows.kinds import KINDS

    if due is None or KINDS[due.kind].absent:
        return None

    return {"rule": due.rule, "kind": due.kind, "do": due.do, "due": when_of(session, due)}


def refused(refusal: Refusal) -> dict[str, object]:
    """Return a refusal: what was asked, each clause that does not hold, and what would help."""
    return {
        "id": refusal.lead.id,
        "name": refusal.lead.name,
        "status": refusal.lead.status,
        "asked": refusal.asked,
        "unmet": [_unmet(unmet) for unmet in refusal.unmet],
        "possible": list(refusal.legal),
        "with_reason": list(refusal.with_reason),
        "path": list(refusal.path),
        "override": refusal.override or None,
    }


def _unmet(unmet: Unmet) -> dict[str, object]:
    source = str(unmet.source) or None
    return {
        "sentence": unmet.sentence,
        "why": unmet.why or None,
        "type": unmet.hint or None,
        "source": source,
    }


NOTHING: dict[str, object] = {"name": "", "status": None, "new": False, "fields": {}, "events": []}
"""What is told of a lead of which nothing is to be told."""
REFUSED = {
    "id": "id",
    "name": "text",
    "status": "text",
    "asked": "text",
    "unmet": [{"sentence": "text", "why": "text?", "type": "text?", "source": "text?"}],
    "possible": ["text"],
    "with_reason": ["text"],
    "path": ["text"],
    "override": "text?",
}
CHANGED = {
    "id": "id",
    "name": "text",
    "status": "text?",
    "new": "flag",
    "fields": {"*": {"before": "any", "after": "any"}},
    "events": [{"at": "when", "event": "text", "by": "text?", "*": "any"}],
    "said": "text",
    "notes": ["text"],
    "next": ({"rule": "text", "kind": "text", "do": "text", "due": "when"},),
}
SHAPE = {
    "operation": "count?",
    "dry_run": "flag",
    "undo": "text?",
    "changed": [CHANGED],
    "refused": [REFUSED],
    "*": "any",
}
"""What every change answers; "*" is what some commands say beside it."""
ERROR = {
    "error": {
        "exit": "count", "kind": "text", "sentence": "text", "hint": "text?", "line": "count?",
    }
}  # fmt: skip
"""What failures with the exit codes 4, 5 and 6 print; `line` is that of standard input."""
