"""outbox: the messages that statuses have queued, and sending them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.due_rows import local
from leadctl.commands.telling.printing import print_listing, print_outcome
from leadctl.errors import Refused
from leadctl.render.listing import Column, Listing
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from leadctl.actions.recording.outbox import Sent
    from leadctl.commands.starting.session import Session
    from leadctl.rules.moves.messages import Waiting

SHAPE = {
    "id": "text",
    "lead": "id",
    "name": "text",
    "message": "text",
    "to": "text",
    "way": "text",
    "address": "text?",
    "queued": "moment",
    "barred": "text?",
    "subject": "text?",
    "file": "text?",
    "text": "text",
    "withdrawn": "text?",
}
"""The fields of a message in JSON, always all of them: some may be added, none is ever removed."""
_DATA = [Column(name, name, shown="data") for name in SHAPE]


@click.command("list", cls=Explained)
@click.option("--withdrawn", is_flag=True, help="Those never to be sent, with the reason.")
@options.formats()
@options.with_session
def list_(session: Session, withdrawn: bool, format_name: str) -> int:
    """List the messages that wait to be sent."""
    from leadctl.actions.recording.outbox import outbox

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
    rows = [_row(session, message) for message in found.messages]
    print_listing(session, Listing([*human, *_DATA], rows), format_name)
    if not rows:
        session.note("Nothing was withdrawn." if withdrawn else "Nothing waits to be sent.")
    return session.tell_problems(found.problems)


def _row(session: Session, message: Waiting) -> dict[str, object]:
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


@click.command(cls=Explained)
@_which(required=True)
@_lead
@options.printed_as("text", "json")
@options.with_session
def show(session: Session, which: tuple[str, ...], lead: str, format_name: str) -> None:
    """Show messages whole: the text as it will be sent."""
    from leadctl.actions.recording.outbox import meant

    found = meant(session.desk, which, lead)
    if format_name == "json":
        print_listing(session, Listing(_DATA, [_row(session, m) for m in found.messages]), "json")
        return
    click.echo("\n\n".join(_page(message) for message in found.messages))


def _page(message: Waiting) -> str:
    to = f"{message.to} {message.address}".strip()
    lines = [f"{message.key}: {message.way} to {to}, about {message.lead.name}"]
    lines += [f"Held: {message.barred}"] if message.barred else []
    lines += [f"Subject: {message.subject}"] if message.subject else []
    lines += [f"File: {message.file}"] if message.file else []
    return safe_lines("\n".join([*lines, "", message.text]))


@click.command(cls=Explained)
@_which(required=True)
@_lead
@options.dry_run
@options.with_session
def done(session: Session, which: tuple[str, ...], lead: str, dry_run: bool) -> int:
    """Mark messages as sent: you sent them yourself."""
    from leadctl.actions.recording import outbox

    messages = outbox.meant(session.desk, which, lead).messages
    outcome = outbox.done(session.desk, messages, session.command, dry_run=dry_run)
    return print_outcome(session, outcome)


@click.command(cls=Explained)
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
    from leadctl.actions.recording import outbox
    from leadctl.actions.recording.outbox import Sent

    found = outbox.meant(session.desk, which, lead)
    if dry_run:
        sent = [Sent(message, message.barred) for message in found.messages]
    else:
        sent = _send(session, found.messages, as_json=as_json)
    if session.answer_format != "text":
        _answer(session, sent, dry_run=dry_run)
    elif dry_run:
        _announce(session, found.messages)
    elif not sent:
        session.note("Nothing waits to be sent.")
    failed = not dry_run and any(one.failure for one in sent)
    return session.tell_problems(found.problems) or (_ending(session) if failed else 0)


def _send(session: Session, messages: Sequence[Waiting], *, as_json: bool) -> list[Sent]:
    """Send messages one at a time, saying what became of each, and return that."""
    from leadctl.actions.recording import outbox

    sent = []
    for message in messages:
        env, line = session.typed.env, session.command
        sent.append(outbox.send(session.desk, message, line, env, as_json=as_json))
        if session.answer_format == "text":
            _print(session, sent[-1])
    return sent


def _answer(session: Session, sent: Sequence[Sent], *, dry_run: bool) -> None:
    """Print for programs what became of each message; each that went out is an operation."""
    from leadctl.commands.telling.answers import answer_files

    messages = [
        {
            "id": one.message.key,
            "lead": one.message.lead.id,
            "sent": not (one.failure or dry_run),
            "failure": one.failure or None,
            "draft": one.draft or None,
            "operation": one.number,
        }
        for one in sent
    ]
    numbers = [one.number for one in sent if one.number is not None]
    last = numbers[-1] if numbers else None
    answer_files(session, last, dry_run=dry_run, messages=messages)


def _announce(session: Session, messages: Sequence[Waiting]) -> None:
    for message in messages:
        what = f"{message.id} {_whom(message)}"
        if message.barred:
            click.echo(safe(f"would be held: {what}, {message.barred}"))
        else:
            verb = "written" if message.is_draft else f"sent to {message.address or message.to}"
            click.echo(safe(f"would be {verb}: {what}"))
    session.note("Nothing was sent: --dry-run.")


def _print(session: Session, sent: Sent) -> None:
    message = sent.message
    if sent.failure:
        words = f"leadctl: not sent: {message.id} {_whom(message)}: {sent.failure}"
        click.echo(safe_lines(words), err=True)
    elif not session.typed.quiet:
        where = sent.draft or f"{message.way} to {message.address or message.to}"
        verb = "written" if sent.draft else "sent"
        click.echo(safe(f"{verb}: {message.id} {_whom(message)}, {where}"))


def _whom(message: Waiting) -> str:
    """Return whom a message is for, by name: "to Ana López", "to underwriter about Ana López"."""
    name = message.lead.name
    return f"to {name}" if message.to == "lead" else f"to {message.to} about {name}"


def _ending(session: Session) -> int:
    if not session.book.settings.send:
        session.note('To send, name a command in your own settings: [outbox] send = "my-sender"')
    return Refused.exit_code
