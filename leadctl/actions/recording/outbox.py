"""The outbox of the whole book: what waits, marking it as sent, sending it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leadctl.actions.desk import Desk
from leadctl.actions.guarding import Guarding
from leadctl.actions.recording.changes import Change, Outcome
from leadctl.actions.recording.following import follow
from leadctl.actions.recording.said import moved_words
from leadctl.book.run_command import run_command
from leadctl.book.text.broken import Broken
from leadctl.book.writing.changing import changing
from leadctl.book.writing.operation import Operation
from leadctl.errors import NotFound, Problem, Refused
from leadctl.rules.clauses.case import Case
from leadctl.rules.due.ownership import masks
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.messages import Waiting, draft_name, mark_sent, waiting
from leadctl.values import dataclass, field

DRAFTS = "drafts"
"""The folder of a book in which drafts are written."""


@dataclass
class Outbox:
    """The messages, oldest first, and what was wrong with files that are left out."""

    messages: list[Waiting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Sent:
    """What became of one message: done, or why not. `draft` is the file that was written."""

    message: Waiting
    failure: str = ""
    draft: str = ""
    number: int | None = None


def outbox(desk: Desk, *, withdrawn: bool = False) -> Outbox:
    """Return what waits in the leads shown to the acting agent, or what is withdrawn."""
    found = Outbox()
    for lead in desk.scan():
        if isinstance(lead, Broken):
            found.problems.extend(lead.problems)
            continue
        with Guarding(lead.id, found.problems):
            found.messages.extend(messages_of(desk, lead, withdrawn=withdrawn))
    found.messages.sort(key=lambda message: (message.at, message.key))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def messages_of(desk: Desk, lead: Lead, *, withdrawn: bool = False) -> list[Waiting]:
    """Return what waits in one lead, without what is masked. Raises NotFound or Invalid."""
    case = desk.case(lead)
    masked = {name for mask in masks(case) for name in mask.fields}
    return waiting(case, masked, withdrawn=withdrawn)


def meant(desk: Desk, wanted: Iterable[str], lead: str = "") -> Outbox:
    """Return the messages meant: LEAD/ID, an id, or a lead for all of its own; none means all.

    `lead` limits them to one lead. Raises NotFound for one that does not wait, or is ambiguous.
    """
    found = Outbox(messages_of(desk, desk.find(lead))) if lead else outbox(desk)
    if names := list(wanted):
        named = {one.key: one for name in names for one in _named(desk, found.messages, name)}
        return Outbox(list(named.values()))
    return found


def _named(desk: Desk, waits: list[Waiting], name: str) -> list[Waiting]:
    found = [one for one in waits if name in {one.key, one.id}]
    if len({one.key for one in found}) > 1:
        listed = ", ".join(one.key for one in found)
        raise NotFound(f'Several messages are called "{name}": {listed}.')
    if found:
        return found
    selector, _, own = name.partition("/")
    lead = desk.find(selector)
    mine = [one for one in waits if one.lead.id == lead.id and own in {"", one.id}]
    if not mine:
        raise NotFound(f'No message "{name}" waits.', hint="What waits: leadctl outbox list")
    return mine


def done(desk: Desk, messages: list[Waiting], command: str, *, dry_run: bool = False) -> Outcome:
    """Mark messages as sent by hand."""
    by = desk.stamp.by
    with changing(desk.book, command, desk.now, by, dry_run=dry_run) as operation:
        changes = [_mark(desk, operation, message, "by hand") for message in messages]
    return Outcome(tuple(changes), number=operation.number, dry_run=dry_run)


def _mark(desk: Desk, operation: Operation, message: Waiting, how: str) -> Change:
    """Mark a message of a lead that is read again; what a touch moves by itself is moved."""
    before = operation.read(message.lead.id)
    message = _still(desk, before, message)
    case = desk.case(before)
    sent = mark_sent(message, before, desk.stamp, how)
    after, notes = _moved_on(desk, case, sent)
    operation.save(after)
    words = f"{message.id} marked as sent{moved_words(before, after)}"
    return Change(before, after, words, tuple(notes), desk.next_due)


def _moved_on(desk: Desk, case: Case, sent: Lead) -> tuple[Lead, list[str]]:
    """Return the lead after the move that the touch makes by itself, or else that it was sent."""
    for event in reversed(sent.history[len(case.lead.history) :]):
        after, notes = follow(desk, case, sent, event)
        if notes or after != sent:
            return after, notes
    return sent, []


def _still(desk: Desk, lead: Lead, message: Waiting) -> Waiting:
    """Return the message as it waits by now, to the address of now.

    Raises Refused where it was sent meanwhile, or its reason is gone.
    """
    for one in messages_of(desk, lead):
        if one.id == message.id:
            return one
    raise Refused(f"{message.key} does not wait any more.")


def send(
    desk: Desk, message: Waiting, command: str, env: Mapping[str, str], *, as_json: bool
) -> Sent:
    """Send one message with the person's own command, or write its draft; then mark it as sent.

    The book stays locked meanwhile, so that no message goes out twice. What fails stays as it was.
    """
    if message.barred:
        return Sent(message, message.barred)
    line, stored = desk.book.settings.send, desk.book.stored
    if not line and not message.is_draft:
        return Sent(message, "no command to send with is configured")
    handed = f"{message.key} was handed to your command; mark it: leadctl outbox done {message.key}"
    try:
        with changing(desk.book, command, desk.now, desk.stamp.by) as operation:
            draft = _deliver(desk, operation, message, line, env, as_json)
            stored += [] if message.is_draft else [handed]
            _mark(desk, operation, message, "draft" if message.is_draft else "command")
    except Refused as error:
        if handed in stored:
            raise
        return Sent(message, error.sentence)
    stored[:] = [one for one in stored if one != handed]
    return Sent(message, draft=draft, number=operation.number)


def _deliver(  # noqa: PLR0913, PLR0917 - all that a message is sent with
    desk: Desk,
    operation: Operation,
    message: Waiting,
    line: str,
    env: Mapping[str, str],
    as_json: bool,
) -> str:
    """Write a draft and return its path, or pipe the message on, as it is by now.

    Raises Refused where it fails, or may not go out any more.
    """
    message = _still(desk, operation.read(message.lead.id), message)
    if message.barred:
        raise Refused(message.barred)
    if message.is_draft:
        return _draft(operation, message)
    text = payload(message) if as_json else f"{message.text}\n"
    ended = run_command(line, text, {**env, **variables(message)})
    if not ended.succeeded:
        code = "" if ended.code is None else f"exit {ended.code}"
        raise Refused(": ".join(filter(None, [code, ended.said])) or "the command failed")
    return ""


def _draft(operation: Operation, message: Waiting) -> str:
    """Write a draft under a name that nothing has yet: an edited one is never overwritten."""
    name = draft_name(message)
    stem, _, ending = name.rpartition(".")
    names = [name, *(f"{stem or ending}-{n}.{ending}" for n in range(2, 100))]
    for candidate in names:
        path = f"{DRAFTS}/{candidate}"
        if operation.book.read_file(path) is None:
            operation.write(path, f"{message.text}\n")
            return path
    raise Refused(f"There are a hundred drafts called {name} already.")


def variables(message: Waiting) -> dict[str, str]:
    """Return what the command is told of a message in its environment."""
    return {
        "LEADCTL_LEAD": message.lead.id,
        "LEADCTL_NAME": message.lead.name.replace("\0", ""),
        "LEADCTL_ID": message.id,
        "LEADCTL_MESSAGE": message.message,
        "LEADCTL_TO": message.to,
        "LEADCTL_ADDRESS": message.address.replace("\0", ""),
        "LEADCTL_WAY": message.way,
        "LEADCTL_SUBJECT": message.subject.replace("\0", ""),
    }


def payload(message: Waiting) -> str:
    """Return a message as one JSON object on one line, for a command that wants it so."""
    import json

    values = {key.removeprefix("LEADCTL_").lower(): v for key, v in variables(message).items()}
    return json.dumps({**values, "text": message.text}, ensure_ascii=False) + "\n"
