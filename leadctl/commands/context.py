"""context: all one wants before a call, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import completing, options
from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.actions.lead_view import LeadView
    from leadctl.commands.session import Session
    from leadctl.rules.leads.lead import Event

SAID = 5
"""So many of the last things said or noted are shown."""
TALKING = ("call", "text", "email", "meeting", "letter", "note")


@click.command()
@click.argument("lead", shell_complete=completing.lead_ids)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@options.with_session
def command(session: Session, lead: str, format_name: str) -> None:
    """Show what one wants before a call: who they are, what was said, what is due."""
    from leadctl.actions.lead_view import lead_view

    view = lead_view(session.desk, session.desk.find(lead))
    values = _values(session, view)
    if format_name == "json":
        from leadctl.render.json_format import json_value

        click.echo(json_value(values), nl=False)
        return
    head = "# " if format_name == "markdown" else ""
    click.echo("\n".join(_page(values, head)))


def _values(session: Session, view: LeadView) -> dict[str, Any]:
    from leadctl.commands.due_rows import when_of

    lead = view.lead
    fields = {k: v for k, v in lead.fields.items() if k not in view.masked}
    entered = lead.entered()
    events = sorted(lead.history, key=lambda event: event.at)
    said = [event for event in events if event.name in TALKING][-SAID:]
    return {
        "id": lead.id,
        "name": lead.name,
        "pipeline": lead.pipeline,
        "status": lead.status,
        "since": entered.astimezone(session.zone) if entered else None,
        "means": view.status.definition if view.status else None,
        "fields": fields,
        "do_not_contact": list(lead.do_not_contact),
        "masked": dict(view.masked),
        "said": [_event(session, event) for event in reversed(said)],
        "promised": [
            {"do": row.do, "due": when_of(session, row)}
            for row in view.due
            if row.kind == "promise"
        ],
        "due": [
            {"do": row.do, "kind": row.kind, "rule": row.rule, "due": when_of(session, row)}
            for row in view.due
        ],
        "possible": list(view.legal),
        "advice": [*view.prompts, *view.advice],
    }


def _event(session: Session, event: Event) -> dict[str, Any]:
    at = event.day or event.at.astimezone(session.zone)
    return {
        "at": at,
        "event": event.name,
        "way": event.way or None,
        "outcome": event.data.get("outcome"),
        "text": event.data.get("text"),
        "by": event.by or None,
    }


def _page(values: dict[str, Any], head: str) -> list[str]:
    """Return the page: a part has its title, and a line for each thing in it."""
    lines = [f"{head}{safe(values['name'])} ({values['id']}): {safe(values['status'])}"]
    if values["means"]:
        lines.append(safe(values["means"]))
    if values["do_not_contact"]:
        lines.append(f"DO NOT CONTACT: {', '.join(values['do_not_contact'])}")
    hidden = sorted(name for name in values["masked"] if name in {"phone", "email"})
    reach = [f"{name} is hidden: {values['masked'][name]}" for name in hidden]
    parts = {
        "They": [*_fields(values["fields"]), *reach],
        "Said last": [_said(event) for event in values["said"]],
        "Promised": [f"{row['do']}: {_when(row['due'])}" for row in values["promised"]],
        "Due": [f"{row['do']}: {_when(row['due'])}" for row in values["due"]],
        "Possible now": values["possible"],
        "Advice": values["advice"],
    }
    mark = "- " if head else "  "
    for title, found in parts.items():
        if found:
            lines += ["", f"#{head}{title}" if head else title]
            lines += [f"{mark}{safe(str(line))}" for line in found]
    return lines


def _fields(fields: dict[str, Any]) -> list[str]:
    return [f"{_title(key)}: {_plain(value)}" for key, value in fields.items()]


def _title(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _plain(value: Any) -> str:
    from leadctl.render.listing import plain

    return plain(value)


def _said(event: dict[str, Any]) -> str:
    ways = {"in": "they", "out": "you", None: ""}
    parts = [_when(event["at"]), ways.get(event["way"], ""), event["event"], event["outcome"] or ""]
    words = " ".join(filter(None, parts))
    return f"{words}: {event['text']}" if event["text"] else words


def _when(moment: Any) -> str:
    return f"{moment:%a %d %b %H:%M}" if hasattr(moment, "hour") else f"{moment:%a %d %b}"
