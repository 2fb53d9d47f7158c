"""show: one lead, whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import completing, options
from leadctl.commands.printing import due_words
from leadctl.render.listing import plain
from leadctl.render.relative_time import ago_in_words
from leadctl.render.safe import safe
from leadctl.render.width import cells

if TYPE_CHECKING:
    from leadctl.actions.lead_view import LeadView
    from leadctl.commands.session import Session
    from leadctl.rules.leads.lead import Event

RECENT = 10
LABEL = 18


@click.command()
@click.argument(
    "leads", nargs=-1, required=True, metavar="LEAD...", shell_complete=completing.lead_ids
)
@click.option("--why", is_flag=True, help="Show each deadline's rule, and where it stands.")
@click.option("--history", is_flag=True, help="All of the history, not the last ten events.")
@click.option(
    "-f", "--format", "format_name", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
@options.with_session
def command(session: Session, leads: tuple[str, ...], format_name: str, **typed: bool) -> int:
    """Show one lead: fields, status, what is due, what is possible, history."""
    from leadctl.actions.lead_view import lead_view

    views = [lead_view(session.desk, lead) for lead in session.leads(leads)]
    if format_name == "json":
        from leadctl.render.json_format import json_value

        values = [_values(session, view) for view in views]
        click.echo(json_value(values[0] if len(values) == 1 else values), nl=False)
        return _tell_problems(session, views)
    width = session.screen.width
    pages = [
        "\n".join(
            part
            for line in _page(session, view, history=typed["history"], why=typed["why"])
            for part in _folded(line, width, LABEL + 2)
        )
        for view in views
    ]
    click.echo("\n\n".join(pages), color=session.screen.colour)
    return _tell_problems(session, views)


def _tell_problems(session: Session, views: list[LeadView]) -> int:
    """Say which definitions cannot be used, once the leads are shown; return the exit code."""
    found = [view.problem for view in views if view.problem]
    problems = [problem for error in found for problem in error.problems]
    return session.tell_problems(list(dict.fromkeys(problems)), found[0].hint if found else "")


def _page(session: Session, view: LeadView, *, history: bool, why: bool) -> Iterator[str]:
    lead, paint = view.lead, session.screen.paint
    yield paint(f"{safe(lead.name)}  {lead.id}", "title")
    title = view.case.pipeline.title
    yield _line("pipeline", f"{title} ({lead.pipeline})")
    entered = lead.entered()
    since = f", since {ago_in_words(entered, session.now)}" if entered else ""
    yield _line("status", f"{lead.status}{since}")
    if view.status:
        yield _line("", view.status.definition)
    yield _line("owner", lead.owner or _nobody(session, view))
    yield from _fields(session, view)
    yield from _section(session, "Due", _due(session, view, why=why))
    yield from _section(session, "Advice", [*view.prompts, *view.advice])
    yield from _section(session, "Possible now", [", ".join(view.legal)] if view.legal else [])
    events = sorted(enumerate(lead.history, 1), key=lambda pair: pair[1].at)
    shown = events if history else events[-RECENT:]
    more = len(events) - len(shown)
    title = f"History (the last {len(shown)} of {len(events)}: --history)" if more else "History"
    yield from _section(session, title, [_event(session, view, *pair) for pair in shown])


def _folded(line: str, width: int | None, deeper: int) -> list[str]:
    """Return a line folded at words where a terminal has an edge, further lines so deep."""
    from textwrap import wrap

    if width is None or cells(line) <= width:
        return [line]
    inner = " " * min(deeper, width // 2)
    return wrap(line, width, subsequent_indent=inner, break_on_hyphens=False)


def _line(label: str, value: object) -> str:
    return f"  {safe(label):<{LABEL - 1}} {safe(plain(value))}".rstrip()


def _section(session: Session, title: str, lines: Any) -> Iterator[str]:
    if lines:
        yield ""
        yield session.screen.paint(title, "title")
        for line in lines:
            deeper = 4 + len(line) - len(line.lstrip())
            yield from _folded(f"  {safe(line)}", session.screen.width, deeper)


def _nobody(session: Session, view: LeadView) -> str:
    if view.turn is None:
        return "nobody"
    until = view.turn.end.astimezone(session.zone)
    return f"nobody; {view.turn.agent}'s turn to claim it until {until:%H:%M}"


def _fields(session: Session, view: LeadView) -> Iterator[str]:
    lead, pipeline = view.lead, view.case.pipeline
    named = {o.field: f"{o.name or 'nobody in this book'} ({o.other})" for o in view.links
             if not o.incoming}  # fmt: skip
    for key, value in lead.fields.items():
        if key == "owner":
            continue
        known = pipeline.fields.get(key)
        label = (known.label if known else "") or key.replace("_", " ")
        if key in view.masked:
            why = view.masked[key]
            yield _line(label, f"hidden: {why}" if why else "hidden")
        else:
            hides = f"  ({view.marked[key]})" if view.marked.get(key) else ""
            yield _line(label, f"{plain(_shown(session, named.get(key, value)))}{hides}")
    for link in view.links:
        if link.incoming:
            yield _line(f"{link.label} of", f"{link.name} ({link.other})")
    for key, value in view.case.derived.items():
        label = pipeline.derive[key].label or key.replace("_", " ")
        yield _line(label, f"{plain(value)} (derived)")
    if view.dials:
        same = "" if view.attempts == view.dials else f", {view.attempts} attempts"
        yield _line("dials", f"{view.dials}{same}")
    for key, value in ({} if view.masked else lead.extra).items():  # it may say the same
        yield _line(f"[{key}]", value)


def _shown(session: Session, value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo:
        return f"{value.astimezone(session.zone):%a %Y-%m-%d %H:%M}"
    return value


def _due(session: Session, view: LeadView, *, why: bool) -> list[str]:
    lines = []
    for due in view.due:
        whose = f"  (for {due.agent})" if due.agent else ""
        lines.append(f"{due_words(session, due)}{whose}")
        if why:
            lines.append(f"    {due.rule}: {due.why}; settled by {due.clears}  [{due.source}]")
    return lines


def _event(session: Session, view: LeadView, number: int, event: Event) -> str:
    """Return one event with its number: when, what happened, who logged it, what else is known."""
    from leadctl.actions.log import happened
    from leadctl.rules.leads.event_kinds import TOUCHES

    at = event.at.astimezone(session.zone)
    plain_words = event.name in {*TOUCHES, *view.case.pipeline.events}
    hidden = {"way", "row"} | ({"outcome"} if event.outcome else set())
    data = {key: value for key, value in event.data.items() if key not in hidden}
    said = ", ".join(_said(session, key, value) for key, value in data.items())
    by = f" ({event.by})" if event.by else ""
    when = f"{event.day}      " if event.day else f"{at:%Y-%m-%d %H:%M}"
    what = happened(event, view.case).removesuffix(" logged") if plain_words else event.name
    return f"{number:>3}  {when}  {what}{by}  {said}".rstrip()


def _said(session: Session, key: str, value: object) -> str:
    """Return one value of an event: a text as it is, its lines in one; others by name."""
    if key == "text":
        return " / ".join(line.strip() for line in str(value).splitlines() if line.strip())
    return f"{key} {plain(_shown(session, value))}"


def _values(session: Session, view: LeadView) -> dict[str, Any]:
    """Return everything for programs: the fields of a listing, and what only `show` has."""
    from leadctl.actions.lead_list import LeadRow
    from leadctl.actions.seen import Seen
    from leadctl.commands.lead_rows import DATA, row_values

    masked = frozenset(view.masked)
    first = next((due for due in view.due if not due.agent), None)

    seen = Seen(view.lead, () if first is None else (first,), derived=view.case.derived)
    values = row_values(session, LeadRow(view.lead, seen, masked))
    shown = {key: values[key] for key in DATA}
    return shown | {
        "definition": view.status.definition if view.status else None,
        "advice": list(view.advice),
        "prompts": list(view.prompts),
        "legal": list(view.legal),
        "links": [
            {
                "field": link.field,
                "lead": link.other,
                "name": link.name or None,
                "way": "in" if link.incoming else "out",
            }
            for link in view.links
        ],
        "dials": view.dials,
        "attempts": view.attempts,
        "due": [_due_values(session, due) for due in view.due],
        "history": [_event_values(n, event) for n, event in enumerate(view.lead.history, 1)],
    }


def _due_values(session: Session, due: Any) -> dict[str, Any]:
    from leadctl.commands.due_rows import when_of

    return {
        "rule": due.rule,
        "kind": due.kind,
        "do": due.do,
        "record": due.record or None,
        "due": when_of(session, due),
        "by": list(due.by),
        "agent": due.agent or None,
        "why": due.why,
        "clears": due.clears,
        "source": str(due.source),
    }


def _event_values(number: int, event: Event) -> dict[str, Any]:
    return {
        "number": number,
        "at": event.day or event.at,
        "event": event.name,
        **event.data,
        "by": event.by or None,
    }
