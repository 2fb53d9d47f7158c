"""cron: crontab lines, ready to paste."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@click.option(
    "--at",
    type=click.DateTime(["%H:%M"]),
    default="07:30",
    metavar="HH:MM",
    help="When to mail the list, on this machine's clock; 07:30 unless given.",
)
@click.option("--mail", default="you@example.com", metavar="ADDRESS", help="To whom.")
@options.with_session
def command(session: Session, at: datetime, mail: str) -> None:
    """Print crontab lines that mail the morning list, with every path spelt out."""
    from leadctl.actions.keeping.crontab import CronPlan, crontab
    from leadctl.book.git.publishing import published

    root = click.get_current_context().find_root().command
    ticks = isinstance(root, click.Group) and "tick" in root.commands
    agent = session.actor.id if session.actor and session.typed.actor else ""
    syncs = published(session.book.root, session.typed.env) is not None
    plan = CronPlan(at.time(), mail, agent, ticks, syncs)
    for line in crontab(session.book, plan, session.typed.env.get("PATH", "")):
        click.echo(line)
