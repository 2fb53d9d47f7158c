"""outbox: the messages that statuses have queued, and sending them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.commands.due_rows import local
from leadctl.commands.printing import print_listing, print_outcome
from leadctl.errors import Refused
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from leadctl.actions.outbox import Sent
    from leadctl.commands.session import Session
    from leadctl.rules.moves.messages import Waiting

DATA = ("id", "lead", "name", "message", "to", "way", "address", "queued", "barred", "subject",
        "file", "text", "withdrawn")  # fmt: skip
"""The fields of a message in JSON, always all of them: some may be added, none is ever removed."""


@click.command("list")
@click.option("--withdrawn", is_flag=True, help="Those never to be sent, with the reason.")
@options.formats()
@options.with_session
def list_(session: Session, withdrawn: bool, format_name: str) -> int:
    """List the messages that wait to be sent."""
    from leadctl.actions.outbox import outbox
    from leadctl.render.listing import Column, Listing

    found = outbox(session.desk, withdrawn=withdrawn)
    human = [
        Column("id", "Message", shown="human"),
        Column("name", "Lead", weight=1, least=8, shown="human"),
        Column("way", "By", shown="human"),
        Column("goes_to", "To", weight=1, shown="human"),
        Column("preview", "Text", weight=3, least=12, shown="human"),
    ]
    if withdrawn:
        human[3] = Column("withdrawn", "Why not", weight=1, shown="human")
    data = [Column(name, name, shown="data") for name in DATA]
    rows = [_row(session, message) for message in found.messages]
    print_listing(session, Listing([*human, *data], rows), format_name)
    if not rows:
        session.note("Nothing was withdrawn." if withdrawn else "Nothing waits to be sent.")
    return session.tell_problems(found.problems)


def _row(session: Session, message: Waiting) -> dict[str, Any]:
    goes_to = message.address or message.to
    return {
        "id": message.key,
        "lead": message.lead.id,
        "name": message.lead.name,
        "message": message.message,
        "to": message.to,
        "way": message.way,
        "address": message.address or None,
        "queued": local(session, message.at),
        "barred": message.barred or None,
        "subject": message.subject or None,
        "file": message.file or None,
        "text": message.text,
        "withdrawn": message.withdrawn or None,
        "goes_to": f"held: {message.barred}" if message.barred else goes_to,
        "preview": " ".join(message.text.split()),
    }


def _which(required: bool) -> Callable[[options.Function], options.Function]:
    return click.argument("which", nargs=-1, required=required, metavar="[LEAD/]ID|LEAD...")


_lead = click.option("--lead", default="", help="Only messages of this lead.")


@click.command()
@_which(required=True)
@_lead
@options.with_session
def show(session: Session, which: tuple[str, ...], lead: str) -> None:
    """Show messages whole: the text as it will be sent."""
    from leadctl.actions.outbox import meant

    found = meant(session.desk, which, lead)
    click.echo("\n\n".join(_page(message) for message in found.messages))


def _page(message: Waiting) -> str:
    to = f"{message.to} {message.address}".strip()
    lines = [f"{message.key}: {message.way} to {to}, about {message.lead.name}"]
    lines += [f"Held: {message.barred}"] if message.barred else []
    lines += [f"Subject: {message.subject}"] if message.subject else []
    lines += [f"File: {message.file}"] if message.file else []
    return safe_lines("\n".join([*lines, "", message.text]))


@click.command()
@_which(required=True)
@_lead
@options.dry_run
@options.with_session
def done(session: Session, which: tuple[str, ...], lead: str, dry_run: bool) -> int:
    """Mark messages as sent: you sent them yourself."""
    from leadctl.actions import outbox

    messages = outbox.meant(session.desk, which, lead).messages
    outcome = outbox.done(session.desk, messages, session.command, dry_run=dry_run)
    return print_outcome(session, outcome)


@click.command()
@_which(required=False)
@_lead
@click.option("--json", "as_json", is_flag=True, help="Give the command JSON, not the bare text.")
@options.dry_run
@options.with_session
def send(session: Session, which: tuple[str, ...], lead: str, as_json: bool, dry_run: bool) -> int:
    """Send messages with the command of your own settings; drafts become files.

    Your own ~/.config/leadctl/config.toml names the command: [outbox] send = "my-sender". It runs
    once a message, without a shell, the text on its stdin and LEADCTL_TO, LEADCTL_ADDRESS,
    LEADCTL_WAY, LEADCTL_SUBJECT, LEADCTL_LEAD, LEADCTL_NAME, LEADCTL_MESSAGE and LEADCTL_ID in its
    environment. A message counts as sent once the command exits 0.
    """
    from leadctl.actions import outbox

    found = outbox.meant(session.desk, which, lead)
    failed = False
    if dry_run:
        _announce(session, found.messages)
    else:
        failed = _send(session, found.messages, as_json=as_json)
    return session.tell_problems(found.problems) or (_ending(session) if failed else 0)


def _send(session: Session, messages: Sequence[Waiting], *, as_json: bool) -> bool:
    """Send messages one at a time, say what became of each, and return whether any failed."""
    from leadctl.actions import outbox

    env, line, failed = session.typed.env, session.command, False
    for message in messages:
        sent = outbox.send(session.desk, message, line, env, as_json=as_json)
        failed = failed or bool(sent.failure)
        _print(sent)
    if not messages:
        session.note("Nothing waits to be sent.")
    return failed


def _announce(session: Session, messages: Sequence[Waiting]) -> None:
    for message in messages:
        if message.barred:
            click.echo(f"would be held: {message.key}, {safe(message.barred)}")
        else:
            verb = "written" if message.is_draft else f"sent to {message.address or message.to}"
            click.echo(safe(f"would be {verb}: {message.key}"))
    session.note("Nothing was sent: --dry-run.")


def _print(sent: Sent) -> None:
    message = sent.message
    if sent.failure:
        words = f"leadctl: not sent: {message.key} to {message.to}: {sent.failure}"
        click.echo(safe_lines(words), err=True)
    else:
        where = sent.draft or f"{message.way} to {message.address or message.to}"
        verb = "written" if sent.draft else "sent"
        click.echo(safe(f"{verb}: {message.key}, {where}"))


def _ending(session: Session) -> int:
    if not session.book.settings.send:
        session.note('To send, name a command in your own settings: [outbox] send = "my-sender"')
    return Refused.exit_code
