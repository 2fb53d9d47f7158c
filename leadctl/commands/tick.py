"""tick: for cron; says nothing where nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_outcome

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@options.dry_run
@options.with_session
def command(session: Session, dry_run: bool) -> int:
    """Do what the pipelines do by themselves once a deadline has passed.

    It is for cron, and quiet where nothing has passed. However late or often it runs, the book
    ends up the same: each thing happens once, and is written down as of its deadline.
    """
    from leadctl.actions.recording.tick import something_done, tick

    outcome, problems = tick(session.desk, session.command, dry_run=dry_run)
    code = print_outcome(session, something_done(outcome) if session.typed.quiet else outcome)
    return session.tell_problems(problems) or code
