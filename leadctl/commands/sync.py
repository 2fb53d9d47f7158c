"""sync: bring this clone of the book and its remote together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.errors import Invalid, Refused

if TYPE_CHECKING:
    from leadctl.actions.sharing.syncing import Report
    from leadctl.commands.starting.session import Session

SHOWN = 10
"""So many leads that came in are named."""


@click.command(cls=Explained)
@options.answers
@options.with_session
def command(session: Session) -> int:
    """Commit, fetch, join, check and push: this clone and its remote have the same book.

    Interrupted anywhere, it finishes when it is run again. Offline, what is here is committed.
    """
    from leadctl.actions.sharing.syncing import sync
    from leadctl.commands.telling.conflict_words import print_left

    session.know_actor_or_none()  # only what comes in may name them
    report = sync(session.desk)
    if session.answer_format != "text":
        return _answer(session, report)
    if not session.typed.quiet:
        _print_done(session, report)
    if report.done.stopped:
        print_left(session, report.done.stopped)
        click.echo("Nothing was sent. Once that is settled: leadctl sync", err=True)
        return Refused.exit_code
    if not session.typed.quiet:
        _print_came(session, report)
    return _print_problems(session, report)


def _answer(session: Session, report: Report) -> int:
    """Print for programs what came in and what was sent; return the exit code."""
    from leadctl.actions.sharing.fates import fate_values
    from leadctl.commands.telling import answers
    from leadctl.commands.telling.conflict_words import left_values

    done = report.done
    came = [
        answers.changed_values(session, one.before, one.lead) | {"said": one.words}
        for one in report.came
    ]
    if session.answer_format == "ids":
        answers.print_ids(str(one["id"]) for one in came)
    else:
        refused = left_values(session, done.stopped) if done.stopped else []
        synced = {
            "remote": done.upstream.label if done.upstream else None,
            "committed": done.committed,
            "sent": done.pushed,
            "came": report.leads,
            "joined": done.joined,
            "fates": [fate_values(session.desk, fate) for fate in done.buried],
            "lost": [
                {"id": lead.id, "name": lead.name, "said": said} for lead, said in report.lost
            ],
            "forgotten": report.forgotten,
            "problems": [str(problem) for problem in report.problems],
        }
        answers.print_object(answers.made(None, came, refused) | {"synced": synced})
    if done.stopped:
        return Refused.exit_code
    return Invalid.exit_code if report.problems else 0


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
    from leadctl.commands.telling.conflict_words import print_fates
    from leadctl.render.safe import safe

    for one in report.came[:SHOWN]:
        who = f" ({one.by})" if one.by else ""
        click.echo(safe(f"  {one.lead.name}: {one.words}{who}"))
    if (more := len(report.came) - SHOWN) > 0:
        click.echo(f"  and {more} more")
    for lead, words in report.lost:
        session.note(safe(f"{lead.name}, who was yours, {words}."))
    print_fates(session, report.done.buried)
    if report.forgotten:
        people = "1 person was" if report.forgotten == 1 else f"{report.forgotten} people were"
        session.note(f"{people} erased elsewhere: what was kept of them for undo here is gone too.")
    for lead, words in report.forked:
        session.note(f"{safe(lead.name)}: {words}; {lead.status} holds until somebody says else.")
        session.note(f"  To confirm it: leadctl status confirm {lead.id}")


def _print_problems(session: Session, report: Report) -> int:
    from leadctl.render.safe import safe

    for problem in report.problems[:SHOWN]:
        click.echo(safe(str(problem)), err=True)
    if report.problems:
        session.note("A pipeline or the settings came in changed. See all: leadctl check")
    return Invalid.exit_code if report.problems else 0
