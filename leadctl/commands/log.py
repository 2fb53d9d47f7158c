"""log, note, done, snooze: what happened, and what is settled by it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from leadctl.commands.asking import options
from leadctl.commands.asking.when_it_was import when_it_was
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.starting.stdin_text import take_stdin, typed_text
from leadctl.commands.telling.printing import print_outcome
from leadctl.errors import LeadctlError, NotFound, Usage

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session

    class LogTyped(TypedDict):
        """What was typed of an event."""

        at: str | None
        way: str | None
        outcome: str
        text: str
        key: str

    class SnoozeTyped(TypedDict):
        """How something is put off."""

        what: str
        asked: bool

    class RemindTyped(TypedDict):
        """What one is to be reminded of."""

        text: tuple[str, ...]
        asked: bool


MOST_WORDS = 6
"""A time that is typed without quotes has at most so many words: in 2 weeks at 3 pm."""


@click.command(cls=Explained)
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="LEAD... EVENT [FIELD=VALUE...]",
    shell_complete=completing.leads_then_event,
)
@click.option("--in", "way", flag_value="in", help="They reached out to you.")
@click.option("--out", "way", flag_value="out", help="You reached out to them (the default).")
@click.option("--at", metavar="TIME", help="When it happened, if not now; a day is enough.")
@click.option("-o", "--outcome", default="", help="What came of it: spoke, voicemail, missed, ...")
@click.option(
    "-m",
    "--message",
    "text",
    default="",
    callback=typed_text,
    help="What was said, in your own words.",
)
@click.option("--key", default="", help="Write it once: nothing where this key was logged before.")
@options.where
@options.dry_run_beside_m
@options.with_session
def log(session: Session, words: tuple[str, ...], dry_run: bool, **typed: Unpack[LogTyped]) -> int:
    """Log a touch (call, text, email, meeting, letter) or an event of the pipeline.

    `leadctl log -` reads one JSON object a line, {"lead": "ana", "event": "call", ...}, and writes
    all of them or none; further keys are the event's fields, and `key` writes it once.
    """
    from leadctl.actions.recording import log as record

    plain, fields = options.assignments(words)
    if len(plain) > 2 and plain[-1] in {"in", "out"}:  # "text in", as it is printed
        typed["way"] = plain.pop()
    if plain == ["-"]:
        return _log_lines(session, dry_run)
    if len(plain) < (1 if session.where else 2):
        raise Usage("Say which lead, and what happened: leadctl log LEAD call")
    at = when_it_was(session, typed["at"]) if typed["at"] else None
    said = typed["outcome"], typed["text"]
    logged = record.Logged(plain[-1], typed["way"] or "", at, *said, fields, typed["key"])
    try:
        request = session.request(plain[:-1], dry_run, at)
    except NotFound:
        record.refuse_words_behind(plain, logged)
        raise
    outcome = record.log(session.desk, request, logged)
    return print_outcome(session, outcome)


def _log_lines(session: Session, dry_run: bool) -> int:
    """Log what stands on stdin, an object a line, as one operation."""
    from leadctl.actions.recording.log_lines import check_leads, log_lines, read_lines

    lines = read_lines(take_stdin(), partial(when_it_was, session))
    try:
        named = [session.desk.find(line.lead).id for line in lines]  # each line is one person
        request = session.request(named, dry_run)
    except NotFound:
        check_leads(lines, session.desk.find)
        raise
    return print_outcome(session, log_lines(session.desk, request, lines, session.desk.find))


@click.command(cls=Explained)
@options.leads
@click.argument("text", callback=typed_text)
@options.dry_run
@options.with_session
def note(session: Session, leads: tuple[str, ...], text: str, dry_run: bool) -> int:
    """Add a note to leads; TEXT may be - for what stands on stdin."""
    from leadctl.actions.recording import log as record

    options.needed(leads, "the note: leadctl note LEAD TEXT")
    try:
        request = session.request(leads, dry_run)
    except NotFound as error:
        raise NotFound(error.sentence, hint=_in_quotes(leads, text) or error.hint) from None
    outcome = record.note(session.desk, request, text)
    return print_outcome(session, outcome)


@click.command(cls=Explained)
@click.argument("lead", shell_complete=completing.lead_ids)
@click.argument("what", nargs=-1, shell_complete=completing.lead_then_row)
@click.option("--all", "every", is_flag=True, help="All that is due for them.")
@options.dry_run
@options.with_session
def done(session: Session, lead: str, what: tuple[str, ...], every: bool, dry_run: bool) -> int:
    """Mark what is due done; WHAT names one of several, or one that is still ahead.

    Some of its words are enough.
    """
    from leadctl.actions.recording import done as doing
    from leadctl.commands.starting.choosing import choose_row

    if every and what:
        raise Usage("Say what is done, or --all; not both.")

    request = session.request([lead], dry_run)
    if every:
        return print_outcome(session, doing.all_done(session.desk, request))
    choose = choose_row if session.interactive() else doing.nobody_asked
    outcome = doing.done(session.desk, request, " ".join(what), choose)
    return print_outcome(session, outcome)


@click.command(cls=Explained)
@options.leads
@click.argument("when")
@click.option("--what", default="", help="Put off this follow-up alone.")
@click.option("--asked", is_flag=True, help="They asked for it; the pipeline may shorten it.")
@options.dry_run
@options.with_session
def snooze(
    session: Session, leads: tuple[str, ...], when: str, dry_run: bool, **typed: Unpack[SnoozeTyped]
) -> int:
    """Put off what can wait until WHEN: fri, 3 days, 6 months; say what cannot.

    With --asked they asked to be called back then: it becomes a call-back.
    """
    from shlex import quote

    from leadctl.actions.recording import putting_off

    options.needed(leads, f"until when: leadctl snooze {quote(when)} fri")
    try:
        request = session.request(leads, dry_run)
    except NotFound as error:
        if len(leads) == 2 and not typed["what"] and _is_open(session, *leads):
            one = f"leadctl snooze {quote(leads[0])} {quote(when)} --what {quote(leads[1])}"
            error.hint = f"To put off one thing of several: {one}"
        raise
    outcome = putting_off.snooze(session.desk, request, when, **typed)
    return print_outcome(session, outcome)


def _is_open(session: Session, lead: str, what: str) -> bool:
    """Whether the second word is what is open for the lead that the first one means."""
    from leadctl.actions.recording.open_rows import row_named

    try:
        found = session.desk.find(lead)
        row_named(found, session.desk.agenda(found), what)
    except LeadctlError:
        return False
    return True


def _in_quotes(leads: tuple[str, ...], text: str) -> str:
    """Return the line of a note whose words were typed without quotes, "" for one word or none."""
    lead, *words = leads or ("",)
    return f'The note in quotes: leadctl note {lead} "{" ".join([*words, text])}"' if words else ""


def _timed(session: Session, when: str, text: tuple[str, ...]) -> tuple[str, str]:
    """Return when and what; a time that was typed without quotes has several words: sat dec 5 3pm,
    tomorrow 9am.
    """
    from leadctl.rules.time.typed_times import is_when

    words = (when, *text)
    for count in range(min(len(text), MOST_WORDS), 1, -1):
        if is_when(typed := " ".join(words[:count]), session.now, session.zone):
            return typed, " ".join(words[count:])
    return when, " ".join(text)


@click.command(cls=Explained)
@click.argument("lead", shell_complete=completing.lead_ids)
@click.argument("when")
@click.argument("text", nargs=-1, required=True, callback=typed_text)
@click.option("--asked", is_flag=True, help="They asked for it; the pipeline may shorten it.")
@options.dry_run
@options.with_session
def remind(
    session: Session, lead: str, when: str, dry_run: bool, **typed: Unpack[RemindTyped]
) -> int:
    """Make a follow-up of your own: leadctl remind LEAD fri "ask about the loan"."""
    from leadctl.actions.recording import putting_off

    request = session.request([lead], dry_run)
    when, words = _timed(session, when, typed["text"])
    outcome = putting_off.remind(session.desk, request, when, words, asked=typed["asked"])
    return print_outcome(session, outcome)


@click.command(cls=Explained)
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="LEAD N [FIELD=VALUE...]",
    shell_complete=completing.lead_ids,
)
@click.option("--remove", is_flag=True, help="Take it out, with the move that came of it.")
@options.dry_run
@options.with_session
def amend(session: Session, words: tuple[str, ...], remove: bool, dry_run: bool) -> int:
    """Mend event N of a lead's history, as `show` numbers it, or take it out.

    What another agent logged is theirs, or a manager's, to mend.
    """
    from leadctl.actions.recording.amend import amend as amended

    plain, fields = options.assignments(words)
    if len(plain) != 2 or not plain[1].isdecimal():
        raise Usage("Say which lead, and which event: leadctl amend LEAD 12 outcome=spoke")
    request = session.request(plain[:1], dry_run)
    outcome = amended(session.desk, request, int(plain[1]), fields, remove=remove)
    return print_outcome(session, outcome)
