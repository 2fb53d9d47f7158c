"""sync: bring this clone of the book and its remote together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.errors import Invalid, Refused

if TYPE_CHECKING:
    from leadctl.actions.sharing.syncing import Report
    from leadctl.commands.session import Session
    from leadctl.rules.leads.lead import Lead

SHOWN = 10
"""So many leads that came in are named."""


@click.command()
@options.with_session
def command(session: Session) -> int:
    """Commit, fetch, join, check and push: this clone and its remote have the same book.

    Interrupted anywhere, it finishes when it is run again. Offline, what is here is committed.
    """
    from leadctl.actions.sharing.syncing import sync
    from leadctl.commands.conflict_words import print_left

    report = sync(session.desk)
    if not session.typed.quiet:
        _print_done(session, report)
    if report.done.stopped:
        print_left(session, report.done.stopped)
        click.echo("Nothing was sent. Once that is settled: leadctl sync", err=True)
        return Refused.exit_code
    if not session.typed.quiet:
        _print_came(session, report)
    return _print_problems(session, report)


def _print_done(session: Session, report: Report) -> None:
    done = report.done
    if done.registered:
        session.note("Told git in this clone to join leads by leadctl.")
    if done.upstream is None:
        click.echo("Committed." if done.committed else "Nothing new to commit.")
        session.note("No remote yet: git remote add origin ADDRESS, then: leadctl sync")
        return
    if done.stopped:
        return
    came = f"{report.leads} lead{'s' * (report.leads != 1)} came in" if report.leads else ""
    sent = f"sent to {done.upstream.label}" if done.pushed else ""
    joined = f"{done.joined} joined" if done.joined else ""
    words = ", ".join(filter(None, (came, joined, sent)))
    click.echo(f"{words[:1].upper()}{words[1:]}." if words else f"Same as {done.upstream.label}.")


def _print_came(session: Session, report: Report) -> None:
    from leadctl.render.safe import safe

    for one in report.came[:SHOWN]:
        who = f" ({one.by})" if one.by else ""
        click.echo(safe(f"  {one.lead.name}: {one.words}{who}"))
    if (more := len(report.came) - SHOWN) > 0:
        click.echo(f"  and {more} more")
    for made in report.done.buried:
        _print_buried(session, made.lead, len(made.joined.buried))
    for lead, words in report.forked:
        session.note(f"{safe(lead.name)}: {words}; {lead.status} holds until somebody says else.")
        session.note(f"  To confirm it: leadctl status confirm {lead.id}")


def _print_buried(session: Session, lead: Lead, count: int) -> None:
    lines = "1 line" if count == 1 else f"{count} lines"
    into = lead.value("merged_into")
    if into:
        said = f"{lead.id} was merged into {into}: {lines} added to it elsewhere went along."
    else:
        said = f"{lead.id} was deleted: {lines} added to it elsewhere are only in git's past now."
    session.note(said)


def _print_problems(session: Session, report: Report) -> int:
    from leadctl.render.safe import safe

    for problem in report.problems[:SHOWN]:
        click.echo(safe(str(problem)), err=True)
    if report.problems:
        session.note("A pipeline or the settings came in changed. See all: leadctl check")
    return Invalid.exit_code if report.problems else 0
