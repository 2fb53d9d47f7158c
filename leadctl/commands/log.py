"""log, note, done, snooze: what happened, and what is settled by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import completing, options
from leadctl.commands.printing import print_outcome
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="LEAD... EVENT [FIELD=VALUE...]",
    shell_complete=completing.leads_then_event,
)
@click.option("--in", "way", flag_value="in", help="They reached us.")
@click.option("--out", "way", flag_value="out", help="We reached for them (the default).")
@click.option("--at", metavar="TIME", help="When it happened, if not now.")
@click.option("-o", "--outcome", default="", help="What came of it: spoke, voicemail, missed, ...")
@click.option("-m", "--message", "text", default="", help="What was said, in your own words.")
@click.option("--key", default="", help="Write it once: nothing where this key was logged before.")
@options.where
@options.dry_run_beside_m
@options.with_session
def log(session: Session, words: tuple[str, ...], dry_run: bool, **typed: Any) -> int:
    """Log a touch (call, text, email, meeting, letter) or an event of the pipeline.

    `leadctl log -` reads one JSON object a line, {"lead": "ana", "event": "call", ...}, and writes
    all of them or none; further keys are the event's fields, and `key` writes it once.
    """
    from leadctl.actions import log as record

    plain, fields = options.assignments(words)
    if len(plain) > 2 and plain[-1] in {"in", "out"}:  # "text in", as it is printed
        typed["way"] = plain.pop()
    if plain == ["-"]:
        return _log_lines(session, dry_run)
    if len(plain) < (1 if session.where else 2):
        raise Usage("Say which lead, and what happened: leadctl log LEAD call")
    at = session.when(typed["at"], past=True) if typed["at"] else None
    said = typed["outcome"], typed["text"]
    logged = record.Logged(plain[-1], typed["way"] or "", at, *said, fields, typed["key"])
    request = session.request(plain[:-1], dry_run, at)
    outcome = record.log(session.desk, request, logged)
    return print_outcome(session, outcome)


def _log_lines(session: Session, dry_run: bool) -> int:
    """Log what stands on stdin, an object a line, as one operation."""
    from leadctl.actions.log_lines import log_lines, read_lines
    from leadctl.book.tables.decoding import standard_input

    lines = read_lines(standard_input(), session.when)
    request = session.request([line.lead for line in lines], dry_run)
    return print_outcome(session, log_lines(session.desk, request, lines, session.desk.find))


@click.command()
@options.leads
@click.argument("text")
@options.dry_run
@options.with_session
def note(session: Session, leads: tuple[str, ...], text: str, dry_run: bool) -> int:
    """Add a note to leads; TEXT may be - for what stands on stdin."""
    from leadctl.actions import log as record

    options.needed(leads, "the note: leadctl note LEAD TEXT")
    text = options.text_of(text, taken="-" in leads)
    request = session.request(leads, dry_run)
    outcome = record.note(session.desk, request, text)
    return print_outcome(session, outcome)


@click.command()
@click.argument("lead", shell_complete=completing.lead_ids)
@click.argument("what", required=False, default="")
@options.dry_run
@options.with_session
def done(session: Session, lead: str, what: str, dry_run: bool) -> int:
    """Mark what is due done; WHAT names one of several, or one that is still ahead."""
    from leadctl.actions import settling
    from leadctl.commands.choosing import choose_row

    request = session.request([lead], dry_run)
    choose = choose_row if session.interactive() else settling.nobody_asked
    outcome = settling.done(session.desk, request, what, choose)
    return print_outcome(session, outcome)


@click.command()
@options.leads
@click.argument("when")
@click.option("--what", default="", help="Put off this follow-up alone.")
@click.option("--asked", is_flag=True, help="They asked for it; the pipeline may shorten it.")
@options.dry_run
@options.with_session
def snooze(session: Session, leads: tuple[str, ...], when: str, dry_run: bool, **typed: Any) -> int:
    """Put off what can wait until WHEN: fri, 3 days, 6 months; say what cannot.

    With --asked they asked to be called back then: it becomes a call-back.
    """
    from leadctl.actions import settling

    options.needed(leads, "until when: leadctl snooze LEAD fri")
    request = session.request(leads, dry_run)
    outcome = settling.snooze(session.desk, request, when, **typed)
    return print_outcome(session, outcome)


@click.command()
@click.argument("lead", shell_complete=completing.lead_ids)
@click.argument("when")
@click.argument("text", nargs=-1, required=True)
@click.option("--asked", is_flag=True, help="They asked for it; the pipeline may shorten it.")
@options.dry_run
@options.with_session
def remind(session: Session, lead: str, when: str, dry_run: bool, **typed: Any) -> int:
    """Make a follow-up of your own: leadctl remind LEAD fri "ask about the loan"."""
    from leadctl.actions import settling

    request = session.request([lead], dry_run)
    words = " ".join(typed["text"])
    outcome = settling.remind(session.desk, request, when, words, asked=typed["asked"])
    return print_outcome(session, outcome)


@click.command()
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="LEAD N [FIELD=VALUE...]",
    shell_complete=completing.lead_ids,
)
@click.option("--remove", is_flag=True, help="Take the event out of the history.")
@options.dry_run
@options.with_session
def amend(session: Session, words: tuple[str, ...], remove: bool, dry_run: bool) -> int:
    """Mend event N of a lead's history, as `show` numbers it, or take it out."""
    from leadctl.actions.amend import amend as amended

    plain, fields = options.assignments(words)
    if len(plain) != 2 or not plain[1].isdecimal():
        raise Usage("Say which lead, and which event: leadctl amend LEAD 12 outcome=spoke")
    request = session.request(plain[:1], dry_run)
    outcome = amended(session.desk, request, int(plain[1]), fields, remove=remove)
    return print_outcome(session, outcome)
