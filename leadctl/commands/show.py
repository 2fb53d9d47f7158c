"""show: one lead, whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.lead_words import field_said
from leadctl.commands.telling.printing import due_words, missed_words, print_page
from leadctl.render.listing import plain
from leadctl.render.relative_time import ago_in_words
from leadctl.render.safe import safe
from leadctl.render.width import cells

if TYPE_CHECKING:
    from leadctl.actions.looking.lead_view import LeadView
    from leadctl.commands.starting.session import Session
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Event, Lead

SHAPE = {
    "definition": "text?",
    "advice": ["text"],
    "prompts": ["text"],
    "legal": ["text"],
    "with_reason": ["text"],
    "links": [{"field": "text", "lead": "id", "name": "text?", "way": "text"}],
    "dials": "count",
    "attempts": "count",
    "due": [
        {
            "rule": "text",
            "kind": "text",
            "do": "text",
            "record": "text?",
            "due": "when",
            "by": ["text"],
            "agent": "text?",
            "why": "text",
            "clears": "text",
            "source": "text",
        }
    ],
    "history": [{"number": "count", "at": "when", "event": "text", "by": "text?", "*": "any"}],
}
"""What JSON says of one lead beside the fields of a list."""
RECENT = 10
LABEL = 18


@click.command(cls=Explained)
@click.argument(
    "leads", nargs=-1, required=True, metavar="LEAD...", shell_complete=completing.lead_ids
)
@click.option("--why", is_flag=True, help="Show each deadline's rule, and where it stands.")
@click.option("--history", is_flag=True, help="All of the history, not the last ten events.")
@options.printed_as("text", "json")
@options.with_session
def command(session: Session, leads: tuple[str, ...], format_name: str, **typed: bool) -> int:
    """Show one lead: fields, status, what is due, what is possible, history."""
    from leadctl.actions.looking.lead_view import lead_view

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
    print_page(session, "\n\n".join(pages) + "\n")
    return _tell_problems(session, views)


def _tell_problems(session: Session, views: list[LeadView]) -> int:
    """Say which definitions cannot be used, once the leads are shown; return the exit code."""
    found = [view.problem for view in views if view.problem]
    problems = [problem for error in found for problem in error.problems]
    return session.tell_problems(list(dict.fromkeys(problems)), found[0].hint if found else "")


def _page(session: Session, view: LeadView, *, history: bool, why: bool) -> Iterator[str]:
    from leadctl.rules.clauses.words import with_article
    from leadctl.rules.leads.numbered import numbered
    from leadctl.rules.leads.taken_over import stands_since

    lead, paint = view.lead, session.screen.paint
    yield paint(f"{safe(lead.name)}  {lead.id}", "title")
    title = view.case.pipeline.title
    yield _line("pipeline", f"{title} ({lead.pipeline})")
    entered = stands_since(lead, session.zone)
    since = f", since {ago_in_words(entered, session.now)}" if entered else ""
    parked = view.case.parked
    aside = f"; parked: {with_article(lead.role)} is on no list" if parked else ""
    yield _line("status", f"{lead.status}{since}{aside}")
    if view.status and not parked:
        yield _line("", view.status.definition)
    yield _line("owner", session.book.settings.team.called(lead.owner) or _nobody(session, view))
    yield from _fields(session, view)
    yield from _section(session, "Due", _due(session, view, why=why))
    missed = [missed_words(session, due) for due in view.missed]
    yield from _section(session, "Missed", missed)
    yield from _section(session, "Advice", [*view.prompts, *view.advice])
    yield from _section(session, "Possible now", view.possible_words)
    events = numbered(lead, session.zone)
    shown = events if history else events[-RECENT:]
    more = len(events) - len(shown)
    title = f"History (the last {len(shown)} of {len(events)}: --history)" if more else "History"
    yield from _section(session, title, [_event(session, view, *pair) for pair in shown])


def _folded(line: str, width: int | None, deeper: int) -> list[str]:
    """Return a line folded at words where a terminal has an edge, further lines so deep."""
    if width is None or cells(line) <= width:
        return [line]
    from textwrap import wrap

    inner = " " * min(deeper, width // 2)
    return wrap(line, width, subsequent_indent=inner, break_on_hyphens=False)


def _line(label: str, value: object) -> str:
    return f"  {safe(label):<{LABEL - 1}} {safe(plain(value))}".rstrip()


def _section(session: Session, title: str, lines: Iterable[str]) -> Iterator[str]:
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
    from leadctl.rules.time.clock_face import time_of_day

    who = session.book.settings.team.get(view.turn.agent).label
    return f"nobody; {who}'s turn to claim it until {time_of_day(until)}"


def _fields(session: Session, view: LeadView) -> Iterator[str]:
    from leadctl.rules.due.agreed import called_off

    lead, pipeline = view.lead, view.case.pipeline
    named = {o.field: f"{o.name or 'nobody in this book'} ({o.other})" for o in view.links
             if not o.incoming}  # fmt: skip
    off = called_off(view.case)
    for key, value in lead.fields.items():
        if key == "owner":
            continue
        known = pipeline.fields.get(key)
        label = (known.label if known else "") or key.replace("_", " ")
        if key in view.masked:
            why = view.masked[key]
            yield _line(label, f"hidden: {why}" if why else "hidden")
        else:
            hides = f"  (hidden from others: {view.marked[key]})" if view.marked.get(key) else ""
            said = field_said(session, key, named.get(key, value))
            yield _line(label, f"{said}{_off(off, key)}{hides}")
    for link in view.links:
        if link.incoming:
            yield _line(f"{link.label} of", f"{link.name} ({link.other})")
    for key, value in view.case.derived.items():
        label = pipeline.derive[key].label or key.replace("_", " ")
        yield _line(label, f"{field_said(session, key, value)} (worked out)")
    if view.dials:
        tries = "1 attempt" if view.attempts == 1 else f"{view.attempts} attempts"
        same = "" if view.attempts == view.dials else f", in {tries}"
        yield _line("calls made", f"{view.dials}{same}")
    for key, value in ({} if view.masked else lead.extra).items():  # it may say the same
        yield _line(_of_other(lead, key), plain(value))


def _off(off: Mapping[str, str], key: str) -> str:
    """Return " (cancelled)" behind an appointment that is off, or ""."""
    return f" ({off[key]})" if key in off else ""


def _of_other(lead: Lead, key: str) -> str:
    """Return the name of what another lead said that was joined into this one: "other status"."""
    other, dot, name = key.partition(".")
    joined = {str(e.data.get("lead")) for e in lead.history if e.name == "merge"}
    return f"other {name.replace('_', ' ')}" if dot and other in joined else key


def _due(session: Session, view: LeadView, *, why: bool) -> list[str]:
    lines = []
    for due in view.coming:
        whose = f"  (for {due.agent})" if due.agent else ""
        lines.append(f"{due_words(session, due)}{whose}")
        if why:
            place = f"  [{due.source}]" if due.source.file else ""
            lines.append(f"    {due.rule}: {due.why}; settled by {due.clears}{place}")
    return lines


def _event(session: Session, view: LeadView, number: int, event: Event) -> str:
    """Return one event with its number: when, who logged it where several could, what happened."""
    from leadctl.actions.looking.event_words import event_words
    from leadctl.rules.leads.taken_over import day_of
    from leadctl.rules.time.clock_face import stamp

    at = event.at.astimezone(session.zone)
    team = len(session.book.settings.team.agents) > 1
    by = f"{session.book.settings.team.called(event.by)}: " if event.by and team else ""
    day = day_of(event, session.zone)
    when = f"{day!s:<{len(stamp(at))}}" if day else stamp(at)
    return f"{number:>3}  {when}  {by}{event_words(session.desk, view.case, event)}"


def _values(session: Session, view: LeadView) -> dict[str, object]:
    """Return everything for programs: the fields of a listing, and what only `show` has."""
    from leadctl.actions.looking.lead_list import LeadRow
    from leadctl.actions.looking.seen import Seen
    from leadctl.commands.telling.lead_rows import SHAPE as LEAD
    from leadctl.commands.telling.lead_rows import row_values
    from leadctl.rules.leads.numbered import as_recorded

    seen = Seen(view.lead, derived=view.case.derived)
    row = LeadRow(view.lead, seen, view.next_due, frozenset(view.masked))
    values = row_values(session, row)
    shown = {key: values[key] for key in LEAD}
    return shown | {
        "definition": view.status.definition if view.status else None,
        "advice": list(view.advice),
        "prompts": list(view.prompts),
        "legal": list(view.legal),
        "with_reason": list(view.with_reason),
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
        "history": [_event_values(n, event) for n, event in as_recorded(view.lead, session.zone)],
    }


def _due_values(session: Session, due: Due) -> dict[str, object]:
    from leadctl.commands.telling.due_rows import when_of

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


def _event_values(number: int, event: Event) -> dict[str, object]:
    return {
        "number": number,
        "at": event.day or event.at,
        "event": event.name,
        **event.data,
        "by": event.by or None,
    }
