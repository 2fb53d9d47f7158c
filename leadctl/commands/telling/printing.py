"""What every write ends in: one line a lead, refusals in full, how to undo."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from leadctl.errors import Refused

if TYPE_CHECKING:
    from leadctl.actions.recording.changes import Change, Outcome, Refusal
    from leadctl.commands.starting.session import Session
    from leadctl.render.listing import Listing
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Lead

ROOM = 78
"""A reason and its command stand in one line where they are no longer than this together."""
MANY = 20
"""From so many leads on, a write says how many instead of each."""


def print_listing(session: Session, listing: Listing, format_name: str) -> None:
    """Print a listing on stdout in the format asked for; a table only where it has rows."""
    from leadctl.render.formats import render

    text = render(listing, format_name, session.screen)
    if format_name == "table":
        print_page(session, text)
    else:
        click.echo(text, nl=False, color=session.screen.colour)


def print_page(session: Session, text: str) -> None:
    """Print what people read; through their pager where it is longer than their terminal."""
    screen = session.screen
    if screen.height is not None and text.count("\n") >= screen.height:
        from leadctl.book.own_files.pager import pager_words, show_paged

        env = session.typed.env
        words = pager_words(session.settings.pager, env)
        sys.stdout.flush()
        if words and show_paged(words, text, env):
            return
    click.echo(text, nl=False, color=screen.colour)


def print_outcome(session: Session, outcome: Outcome) -> int:
    """Print what a write did, and what was refused; return the exit code."""
    from leadctl.render.safe import safe_lines

    in_full = session.answer_format == "text" and not session.typed.quiet
    if not (in_full and len(outcome.changes) <= MANY) and session.answer_format != "json":
        _print_cautions(outcome.changes)
    if session.answer_format != "text":
        from leadctl.commands.telling.answers import answer

        return answer(session, outcome)
    if session.typed.quiet:
        pass  # errors and refusals only
    elif len(outcome.changes) <= MANY:
        for change in outcome.changes:
            _print_change(session, change, dry_run=outcome.dry_run)
    elif outcome.changes:
        verb = "would be changed" if outcome.dry_run else "changed"
        click.echo(f"{len(outcome.changes)} leads {verb}.")
    session.note(_ending(outcome.number, dry_run=outcome.dry_run, some=bool(outcome.changes)))
    for refusal in outcome.refusals:
        text = session.as_typed(refusal_text(refusal))
        click.echo(folded(safe_lines(text), session.screen.width), err=True)
    return Refused.exit_code if outcome.refusals else 0


def _print_cautions(changes: Sequence[Change]) -> None:
    """Print on stderr, lead by lead, what no answer leaves out."""
    from leadctl.actions.recording.changes import Caution
    from leadctl.render.safe import safe

    for change in changes:
        for note in change.notes:
            if isinstance(note, Caution):
                click.echo(safe(f"{change.after.name}: {note}"), err=True)


def print_files(
    session: Session, number: int | None, files: Sequence[str], says: str, *, dry_run: bool
) -> None:
    """Print what a command says that wrote files other than those of leads."""
    if session.answer_format != "text":
        from leadctl.commands.telling.answers import answer_files

        answer_files(session, number, dry_run=dry_run, files=list(files))
        return
    if not session.typed.quiet:
        click.echo(says)
    session.note(_ending(number, dry_run=dry_run, some=False))


def _print_change(session: Session, change: Change, *, dry_run: bool) -> None:
    """Print what became of a lead, what comes next, and what is odd about it."""
    from leadctl.render.safe import safe

    lead = change.after
    named = f"{safe(lead.name)} ({lead.id})" if change.before is None else safe(lead.name)
    would = "Would be: " if dry_run else ""
    said = f"{would}{named}: {safe(change.words)}"
    due = change.next_due
    click.echo(with_next(session, said, due))
    for note in (*change.notes, *planning(lead, due)):
        session.note(f"  {session.as_typed(note)}")


def with_next(session: Session, said: str, due: Due | None) -> str:
    """Return what a write did as a sentence, and behind it what is due next, if anything is, or of
    an open lead that nothing is ahead.
    """
    coming = []
    if due is not None:
        absent = is_absent(due)
        coming = ["Nothing ahead"] if absent else [f"Next: {due_words(session, due)}"]
    ends = ("?", "!", ".")
    return " ".join(f"{one}{'' if one.endswith(ends) else '.'}" for one in (said, *coming))


def planning(lead: Lead, due: Due | None) -> tuple[str, ...]:
    """Return the line that makes something come next, where nothing is ahead of an open lead."""
    from leadctl.rules.leads.ways import may

    if due is None or not is_absent(due):
        return ()
    what = "call" if may(lead, "call") else "look"
    return (f'To plan what comes next: leadctl remind {lead.id} "next monday" "{what} again"',)


def is_absent(due: Due) -> bool:
    """Whether a row says that nothing is ahead."""
    from leadctl.rules.due.rows.kinds import KINDS

    return KINDS[due.kind].absent


def _ending(number: int | None, *, dry_run: bool, some: bool) -> str:
    if dry_run:
        return "Nothing was written: --dry-run."
    if number is None:
        return "Nothing to change." if some else ""
    return f"Undo: leadctl undo {number}"


def due_words(session: Session, due: Due) -> str:
    """Return a follow-up in words: "text to confirm, Thu 14:00"; one that is due, "now"."""
    from leadctl.rules.due.rows import kinds

    return kinds.due_words(due, session.now, session.zone)


def missed_words(session: Session, due: Due) -> str:
    """Return a follow-up whose time is over, in words."""
    from leadctl.rules.due.rows import saying

    return saying.missed_words(due, session.now, session.zone)


def refusal_text(refusal: Refusal) -> str:
    """Return a refusal as a person reads it: what, each reason once, what is possible, how."""
    lead = refusal.lead
    if [unmet.about for unmet in refusal.unmet] == ["whole"]:
        (unmet,) = refusal.unmet
        end = "" if unmet.sentence.endswith("?") else "."
        lines = [f"{unmet.sentence[:1].upper()}{unmet.sentence[1:]}{end}"]
        return "\n".join([*lines, *(f"  {line}" for line in unmet.hint.splitlines())])
    lines = [_what(refusal)]
    for unmet in refusal.unmet:
        lines += _unmet_lines(unmet)
    if refusal.path:
        lines.append(f"  Shortest way there: {' -> '.join((lead.status, *refusal.path))}")
        lines += [f"    {step}" for step in refusal.steps]
    if refusal.legal:
        from leadctl.rules.moves.judging.judge import legal_words

        lines.append(f"  Possible now: {legal_words(refusal.legal, refusal.with_reason)}")
    if refusal.override:
        lines.append(f"  To move {lead.name.split()[0]} all the same: {refusal.override}")
    return "\n".join(lines)


def _what(refusal: Refusal) -> str:
    """Return what was not done."""
    lead = refusal.lead
    if refusal.moving:
        return f"Not moved to {refusal.asked}: {lead.name} stays in {lead.status}."
    return f"Not done: {lead.name}."


def folded(text: str, width: int | None) -> str:
    """Return prose folded at words for a terminal; a line that is a command stays whole."""
    from textwrap import fill

    if width is None:
        return text
    return "\n".join(
        line
        if "leadctl " in line or len(line) <= width
        else fill(
            line,
            width,
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )


def _unmet_lines(unmet: Unmet) -> list[str]:
    """Return one reason, why it is one, and the command that mends it, behind it where it fits."""
    why = f": {unmet.why}" if unmet.why else ""
    line = f"  {unmet.sentence[:1].upper()}{unmet.sentence[1:]}{why}"
    if not unmet.hint:
        return [line]
    if len(line) + len(unmet.hint) < ROOM and "   " not in unmet.hint:
        return [f"{line}: {unmet.hint}"]
    return [line, f"      {unmet.hint}"]
