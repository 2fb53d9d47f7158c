"""What every write ends in: one line a lead, refusals in full, how to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.errors import Refused

if TYPE_CHECKING:
    from leadctl.actions.workspace import Change, Outcome, Refusal
    from leadctl.commands.session import Session
    from leadctl.render.listing import Listing
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.due.row import Due

_NOTHING = "; nothing else is due"
MANY = 20
"""From so many leads on, a write says how many instead of each."""


def print_listing(session: Session, listing: Listing, format_name: str) -> None:
    """Print a listing on stdout in the format asked for; a table only where it has rows."""
    from leadctl.render.formats import render

    click.echo(render(listing, format_name, session.screen), nl=False, color=session.screen.colour)


def print_outcome(session: Session, outcome: Outcome) -> int:
    """Print what a write did, and what was refused; return the exit code."""
    if session.answer_format != "text":
        from leadctl.commands.answers import answer

        return answer(session, outcome)
    from leadctl.render.safe import safe_lines

    if session.typed.quiet:
        pass  # errors and refusals only
    elif len(outcome.changes) <= MANY:
        for change in outcome.changes:
            _print_change(session, change, dry_run=outcome.dry_run)
    elif outcome.changes:
        verb = "would be changed" if outcome.dry_run else "changed"
        click.echo(f"{len(outcome.changes)} leads {verb}.")
    session.note(_ending(outcome))
    for refusal in outcome.refusals:
        click.echo(folded(safe_lines(refusal_text(refusal)), session.screen.width), err=True)
    return Refused.exit_code if outcome.refusals else 0


def _print_change(session: Session, change: Change, *, dry_run: bool) -> None:
    from leadctl.render.safe import safe

    lead = change.after
    due = f"; next: {due_words(session, change.next_due)}" if change.next_due else _NOTHING
    would = "Would be: " if dry_run else ""
    click.echo(f"{would}{safe(lead.name)} ({lead.id}): {safe(change.words)}{safe(due)}")
    for note in change.notes:
        session.note(f"  {note}")


def _ending(outcome: Outcome) -> str:
    if outcome.dry_run:
        return "Nothing was written: --dry-run."
    if outcome.number is None:
        return "Nothing to change." if outcome.changes else ""
    return f"Undo: leadctl undo {outcome.number}"


def due_words(session: Session, due: Due) -> str:
    """Return a follow-up in words: "Text to confirm, in 3 days"."""
    from leadctl.commands.due_rows import in_words

    return f"{due.do}, {in_words(session, due)}"


def refusal_text(refusal: Refusal) -> str:
    """Return a refusal as a person reads it: what, why, where, what is possible, what to type."""
    lead = refusal.lead
    lines = [f"Refused: {lead.name} ({lead.id}) is in {lead.status}; asked for: {refusal.asked}."]
    for unmet in refusal.unmet:
        lines += _unmet_lines(unmet)
    if refusal.path:
        lines.append(f"  Shortest way there: {' -> '.join((lead.status, *refusal.path))}")
    if refusal.legal:
        lines.append(f"  Allowed now: {', '.join(refusal.legal)}")
    if refusal.override:
        lines.append(f"  Override, on record: {refusal.override}")
    return "\n".join(lines)


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
    where = f"  [{unmet.source}]" if unmet.source.file else ""
    why = f": {unmet.why}" if unmet.why else ""
    lines = [f"  - {unmet.sentence}{why}{where}"]
    if unmet.hint:
        lines.append(f"      {unmet.hint}")
    return lines
