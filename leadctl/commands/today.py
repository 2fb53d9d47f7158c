"""today: the day's list and what to type next; what `leadctl` alone prints inside a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from leadctl.commands import due
from leadctl.commands.asking import options, which_leads
from leadctl.errors import NotFound
from leadctl.rules.due.rows.kinds import KINDS

if TYPE_CHECKING:
    from leadctl.actions.looking.due_list import DueList, DueRow
    from leadctl.commands.due import DueTyped
    from leadctl.commands.starting.session import Session


def _today(session: Session, format_name: str, exit_code: bool, **typed: Unpack[DueTyped]) -> int:
    """List who is due today, and say what to type before and after a call; see `due`."""
    return due.listed(session, format_name, typed, exit_code=exit_code, closing=_closing)


command = which_leads.QueryCommand(
    "today",
    params=due.command.params,
    callback=options.with_session(_today),
    help=_today.__doc__,
)


def alone(ctx: click.Context) -> int:
    """Print the day's list inside a book, the help page elsewhere."""
    from leadctl.commands.starting.session import session_of

    session = session_of(ctx)
    try:
        assert session.book
    except NotFound:
        if session.typed.directory:
            raise
        click.echo(ctx.get_help())
        return 0
    with command.make_context("today", [], parent=ctx) as own:
        return int(command.invoke(own) or 0)


def _closing(session: Session, found: DueList) -> list[str]:
    """Return what to type next: about the first person, or what comes where nothing is due."""
    if found.blocks:
        first = found.blocks[0][1][0]
        name = found.handles[first.lead.id]
        said = list(filter(None, (_before(first, name), _after(first, name))))
        line, width = " ".join(said), session.screen.width
        return [line] if said and (not width or len(line) <= width) else said
    if found.counts.folded:
        return []
    return [f"Nothing due today. {_ahead(session, found.some)}"]


def _before(first: DueRow, name: str) -> str:
    """Return what is typed before reaching whom the list begins with; "" where nobody is to."""
    from leadctl.rules.leads.ways import may, wants_none

    if may(first.lead, "call"):
        before = "a call"
    elif KINDS[first.due.kind].then:  # an appointment stands, whatever they have barred
        before = "it"
    else:
        before = "" if wants_none(first.lead) else "a message"
    return before and f"Before {before}: leadctl context {name}."


def _after(first: DueRow, name: str) -> str:
    """Return what is typed after seeing, or calling, whom the list begins with."""
    from leadctl.rules.leads.ways import is_open

    if then := KINDS[first.due.kind].then:
        return f"After it: {then.format(lead=name)}"
    calls = is_open(first.lead, "call")
    return f"After it: leadctl log {name} call -o spoke" if calls else ""


def _ahead(session: Session, some: bool) -> str:
    """Return what comes next of all that is ahead: "Next: Tue 10:00 showing, Ana L\u00f3pez."."""
    from leadctl.actions.looking.due_list import DueFilter, due_list
    from leadctl.rules.due.rows.saying import do_words, when_said
    from leadctl.rules.time.moments import dated

    if not some:
        return 'To add somebody: leadctl add "Ana L\u00f3pez" phone="415 555 0132"'
    rows = due_list(session.desk, DueFilter(everything=True)).rows
    if not rows:
        return ""
    day = min(row.due.due.astimezone(session.zone).date() for row in rows)
    of_day = [row for row in rows if row.due.due.astimezone(session.zone).date() == day]
    row = min(of_day, key=lambda row: (not KINDS[row.due.kind].booked, row.due.due))
    people = len({row.lead.id for row in of_day})
    more = f" ({people} people that day)" if people > 1 else ""
    zone = row.due.told_in(session.zone)
    when = dated(when_said(row.due, zone), session.now, zone)
    do, who = do_words(row.due, session.now, zone), row.lead.name
    if KINDS[row.due.kind].booked:
        return f"Next: {when} {do}, {who}{more}."
    return f"Next: {do}, {when}: {who}{more}."
