"""merge: end a merge, rebase or cherry-pick that git has stopped at leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.errors import Refused, Usage

if TYPE_CHECKING:
    from leadctl.actions.sharing.merging import Merged
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@click.argument("lead", required=False, default="")
@click.argument("fields", nargs=-1, metavar="[FIELD=ours|theirs]...")
@click.option(
    "--take",
    type=click.Choice(["ours", "theirs"]),
    help="Whose values stand wherever LEAD's two versions differ.",
)
@options.answers
@options.with_session
def command(session: Session, lead: str, fields: tuple[str, ...], take: str | None) -> int:
    """Join the leads at which git has stopped, and end its merge, rebase or cherry-pick.

    What both sides added is kept. Where both gave one field different values, it says who wrote
    which and when, and LEAD with --take, or FIELD=ours or FIELD=theirs, settles it: "ours" is what
    this clone had, "theirs" what comes in.
    """
    from leadctl.actions.sharing.merging import merge, taken_from
    from leadctl.commands.telling.conflict_words import print_fates, print_left

    said = _said(fields)
    if lead and not said and not take:
        raise Usage(_WHOSE)
    done = merge(session.desk, lead, taken_from(take or "", said))
    if session.answer_format != "text":
        return _answer(session, done)
    print_fates(session, done.buried)
    if not done.what and not done.buried:
        session.note("git is in the middle of nothing here.")
        return 0
    if done.joined:
        click.echo(f"Joined {done.joined} lead{'s' * (done.joined > 1)}.")
    if done.left is None and done.what:
        click.echo(f"The {done.what} is done.")
        if done.what == "stash":
            session.note("git keeps it until: git stash drop")
    if done.left is None:
        return 0
    print_left(session, done.left)
    return Refused.exit_code


_WHOSE = "Say whose values stand: --take ours, --take theirs, or FIELD=theirs."


def _said(words: tuple[str, ...]) -> dict[str, str]:
    """Return whose values stand by field, as typed; a file's own field may have any name."""
    said: dict[str, str] = {}
    for word in words:
        name, _, side = word.rpartition("=")
        if not name:
            raise Usage(_WHOSE)
        if name in said:
            raise Usage(f"{name}= is given twice.")
        said[name] = side
    return said


def _answer(session: Session, done: Merged) -> int:
    """Print for programs what was joined and what is left; return the exit code."""
    from leadctl.actions.sharing.fates import fate_values
    from leadctl.commands.telling import answers
    from leadctl.commands.telling.conflict_words import left_values

    refused = left_values(session, done.left) if done.left else []
    if session.answer_format == "json":
        joined = {
            "what": done.what or None,
            "joined": done.joined,
            "done": done.left is None,
            "fates": [fate_values(session.desk, fate) for fate in done.buried],
        }
        answers.print_object(answers.made(None, refused=refused) | {"merge": joined})
    return Refused.exit_code if done.left else 0
