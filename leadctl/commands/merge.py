"""merge: end a merge, rebase or cherry-pick that git has stopped at leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.errors import Refused, Usage

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.argument("lead", required=False, default="")
@click.argument("fields", nargs=-1, metavar="[FIELD=ours|theirs]...")
@click.option(
    "--take",
    type=click.Choice(["ours", "theirs"]),
    help="Whose values stand wherever LEAD's two versions differ.",
)
@options.with_session
def command(session: Session, lead: str, fields: tuple[str, ...], take: str | None) -> int:
    """Join the leads at which git has stopped, and end its merge, rebase or cherry-pick.

    What both sides added is kept. Where both gave one field different values, it says who wrote
    which and when, and LEAD with --take, or FIELD=ours or FIELD=theirs, settles it: "ours" is what
    this clone had, "theirs" what comes in.
    """
    from leadctl.actions.sharing.merging import merge, taken_from
    from leadctl.commands.conflict_words import print_left

    plain, said = options.assignments(fields)
    if plain or (lead and not said and not take):
        raise Usage("Say whose values stand: --take ours, --take theirs, or FIELD=theirs.")
    done = merge(session.desk, lead, taken_from(take or "", said))
    if not done.what:
        session.note("git is in the middle of nothing here.")
        return 0
    if done.joined:
        click.echo(f"Joined {done.joined} lead{'s' * (done.joined > 1)}.")
    if done.left is None:
        click.echo(f"The {done.what} is done.")
        if done.what == "stash":
            session.note("git keeps it until: git stash drop")
        return 0
    print_left(session, done.left)
    return Refused.exit_code
