"""context: all one wants before a call, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.errors import Usage
from leadctl.render.safe import safe
from leadctl.rules.due.rows.promise import PROMISE
from leadctl.rules.leads.event_kinds import TOUCHES

if TYPE_CHECKING:
    from datetime import date, datetime

    from leadctl.actions.looking.lead_view import LeadView
    from leadctl.commands.starting.session import Session
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Event

    class Spoken(TypedDict):
        """A touch or a note."""

        at: date
        event: str
        way: str | None
        outcome: str | None
        text: str | None
        by: str | None

    class Open(TypedDict):
        """Something to do, and when."""

        do: str
        kind: str
        rule: str
        due: date

    class Promised(TypedDict):
        """What a message told the lead that we would do, and until when."""

        do: str
        due: date

    class Context(TypedDict):
        """What one wants to know before a call."""

        id: str
        name: str
        pipeline: str
        status: str
        since: datetime | None
        means: str | None
        fields: dict[str, object]
        do_not_contact: list[str]
        masked: dict[str, str]
        said: list[Spoken]
        promised: list[Promised]
        due: list[Open]
        possible: list[str]
        with_reason: list[str]
        advice: list[str]


SHAPE = {
    "id": "id",
    "name": "text",
    "pipeline": "text",
    "status": "text",
    "since": "moment?",
    "means": "text?",
    "fields": {"*": "any"},
    "do_not_contact": ["text"],
    "masked": {"*": "text?"},
    "said": [
        {
            "at": "when",
            "event": "text",
            "way": "text?",
            "outcome": "text?",
            "text": "text?",
            "by": "text?",
        }
    ],
    "promised": [{"do": "text", "due": "when"}],
    "due": [{"do": "text", "kind": "text", "rule": "text", "due": "when"}],
    "possible": ["text"],
    "with_reason": ["text"],
    "advice": ["text"],
}
"""The page for programs."""
SAID = 5
"""So many of the last things said or noted are shown."""
TALKING = (*TOUCHES, "note")


@click.command(cls=Explained)
@click.argument("lead", shell_complete=completing.lead_ids)
@options.printed_as("text", "json", "markdown")
@options.with_session
def command(session: Session, lead: str, format_name: str) -> None:
    """Show what one wants before a call: who they are, what was said, what is due."""
    from leadctl.actions.looking.lead_view import lead_view

    found = session.leads([lead])
    if len(found) != 1:
        raise Usage("One lead at a time. Several: leadctl show -")
    view = lead_view(session.desk, found[0])
    values = _values(session, view)
    if format_name == "json":
        from leadctl.render.json_format import json_value

        click.echo(json_value(values), nl=False)
        return
    head = "# " if format_name == "markdown" else ""
    click.echo("\n".join(_page(session, view, values, head)))


def _values(session: Session, view: LeadView) -> Context:
    from leadctl.commands.telling.due_rows import local

    lead = view.lead
    fields = {k: v for k, v in lead.fields.items() if k not in view.masked}
    entered = lead.entered()
    return {
        "id": lead.id,
        "name": lead.name,
        "pipeline": lead.pipeline,
        "status": lead.status,
        "since": local(session, entered) if entered else None,
        "means": view.status.definition if view.status else None,
        "fields": fields,
        "do_not_contact": list(lead.do_not_contact),
        "masked": dict(view.masked),
        "said": [_event(session, event) for event in reversed(_talk(view))],
        "promised": [_promised(session, row) for row in view.due if row.section == PROMISE.section],
        "due": [_open(session, row) for row in view.due],
        "possible": list(view.legal),
        "with_reason": list(view.with_reason),
        "advice": [*view.prompts, *view.advice],
    }


def _promised(session: Session, row: Due) -> Promised:
    from leadctl.commands.telling.due_rows import when_of

    return {"do": row.do, "due": when_of(session, row)}


def _open(session: Session, row: Due) -> Open:
    from leadctl.commands.telling.due_rows import when_of

    return {"do": row.do, "kind": row.kind, "rule": row.rule, "due": when_of(session, row)}


def _event(session: Session, event: Event) -> Spoken:
    at = event.day or event.at.astimezone(session.zone)
    outcome, text = event.data.get("outcome"), event.data.get("text")
    return {
        "at": at,
        "event": event.name,
        "way": event.way or None,
        "outcome": None if outcome is None else str(outcome),
        "text": None if text is None else str(text),
        "by": event.by or None,
    }


def _page(session: Session, view: LeadView, values: Context, head: str) -> list[str]:
    """Return the page: a part has its title, and a line for each thing in it."""
    from leadctl.commands.telling.printing import due_words, missed_words

    lines = [f"{head}{safe(values['name'])}: {safe(values['status'])}"]
    if values["means"]:
        lines.append(safe(values["means"]))
    if values["do_not_contact"]:
        lines.append(f"DO NOT CONTACT: {', '.join(values['do_not_contact'])}")
    hidden = sorted(name for name in values["masked"] if name in {"phone", "email"})
    reach = [f"{name} is hidden: {values['masked'][name]}" for name in hidden]
    parts = {
        "About them": [*_fields(session, view, values["fields"]), *reach],
        "Said last": [_said(session, view, event) for event in reversed(_talk(view))],
        "Due": [due_words(session, row) for row in view.coming],
        "Missed": [missed_words(session, row) for row in view.missed],
        "Possible now": view.possible_words,
        "Advice": values["advice"],
    }
    mark = "- " if head else "  "
    for title, found in parts.items():
        if found:
            lines += ["", f"#{head}{title}" if head else title]
            lines += [f"{mark}{safe(str(line))}" for line in found]
    return lines


def _fields(session: Session, view: LeadView, fields: dict[str, object]) -> list[str]:
    from leadctl.commands.telling.lead_words import field_said
    from leadctl.rules.clauses.words import field_label
    from leadctl.rules.due.agreed import called_off
    from leadctl.rules.leads.ways import first_is_wrong

    pipeline, off = view.case.pipeline, called_off(view.case)
    wrong = "phone" if first_is_wrong(view.lead) else ""
    return [
        f"{field_label(pipeline, key)}: {field_said(session, key, value)}"
        f"{' (a wrong number)' if key == wrong else ''}"
        for key, value in fields.items()
        if key not in off
    ]


def _talk(view: LeadView) -> list[Event]:
    """Return the last things said or noted, in the order of time."""
    return [event for _, event in view.case.line.keyed if event.name in TALKING][-SAID:]


def _said(session: Session, view: LeadView, event: Event) -> str:
    from leadctl.actions.looking.event_words import event_words
    from leadctl.rules.leads.value_words import value_said

    when = value_said(event.day or event.at, session.now, session.zone)
    return f"{when}  {event_words(session.desk, view.case, event)}"
