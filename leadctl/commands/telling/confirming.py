"""status confirm --due: every status that is to be confirmed today, one by one on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from leadctl.commands.telling.printing import print_outcome
from leadctl.errors import INTERRUPTED, LeadctlError
from leadctl.render.safe import safe_lines
from leadctl.rules.due.rows.duty import CONFIRM
from leadctl.rules.due.rows.kinds import FOLDED, KINDS
from leadctl.values import replace

if TYPE_CHECKING:
    from leadctl.actions.looking.due_list import DueRow
    from leadctl.actions.recording.changes import Outcome, Refusal
    from leadctl.commands.starting.session import Session
    from leadctl.rules.due.rows.row import Due


class _Waiting(NamedTuple):
    """A status to confirm, and what the list says against it: another status to consider, or that
    there is no next step.
    """

    row: DueRow
    doubt: Due | None


def confirm_due(session: Session, *, dry_run: bool, ask: bool) -> int:
    """Confirm what waits, or ask about each first; return the exit code.

    A status that the list doubts is not confirmed where nobody is asked about it.
    """
    waiting = _waiting(session)
    if not waiting:
        team = len(session.book.settings.team.agents) > 1 and session.actor
        session.note(f"No status {'of yours ' if team else ''}is to be confirmed today.")
        return 0
    if ask:
        return _asked(session, waiting, dry_run=dry_run)
    sure = _confirmed(session, [w.row.lead.id for w in waiting if not w.doubt], dry_run)
    doubts = tuple(_doubted(one.row, one.doubt) for one in waiting if one.doubt)
    return print_outcome(session, replace(sure, refusals=(*sure.refusals, *doubts)))


def _confirmed(session: Session, leads: list[str], dry_run: bool) -> Outcome:
    """Confirm the statuses of these leads; nothing is done where there are none."""
    from leadctl.actions.recording import move
    from leadctl.actions.recording.changes import Outcome

    if not leads:
        return Outcome((), dry_run=dry_run)
    return move.confirm(session.desk, session.request(leads, dry_run))


def _doubted(row: DueRow, doubt: Due) -> Refusal:
    """Return why a status is not confirmed together with others, and the two ways to decide it."""
    from leadctl.actions.recording.changes import Refusal
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.clauses.words import quote
    from leadctl.rules.time.moments import small

    lead = row.lead
    keeps = f"status confirm {lead.id}"
    moves = f"status set {lead.id} {quote(doubt.suggest)}"
    if not doubt.suggest:
        moves = f'remind {lead.id} fri "call them"'
    said = f"{lead.name} is left to decide: {small(doubt.do)}"
    hint = f"leadctl {moves}   or   leadctl {keeps}"
    return Refusal(lead, "confirm", (Unmet(said, hint=hint, about="whole"),))


def _waiting(session: Session) -> list[_Waiting]:
    """Return the acting agent's rows, and those of nobody's leads; all where nobody is acting."""
    from leadctl.actions.looking.due_list import DueFilter, due_list

    listed = due_list(session.desk, DueFilter())
    found = dict(listed.folded)
    actor = session.actor
    mine = {"", actor.id} if actor else None
    doubting = [kind.name for kind in FOLDED.values() if kind.doubts][::-1]
    doubts = {r.lead.id: r.due for kind in doubting for r in found.get(kind, ())}
    named = (row for _, block in listed.blocks for row in block)
    doubts |= {row.lead.id: row.due for row in named if KINDS[row.due.kind].doubts}
    rows = [r for r in found.get(CONFIRM.name, ()) if mine is None or r.lead.owner in mine]
    return [_Waiting(row, doubts.get(row.lead.id)) for row in rows]


def _asked(session: Session, waiting: list[_Waiting], *, dry_run: bool) -> int:
    """Ask about each, confirm those that are kept, in one operation; return the exit code.

    What was answered counts however the asking ends: by the last of them, ".", the end of what is
    typed, or an interruption.
    """
    click.echo("Enter keeps the status; type another one to move; - skips, . stops.", err=True)
    kept: list[str] = []
    code = done = 0
    try:
        for one in waiting:
            answer = _answer(session, one, dry_run=dry_run)
            if answer == ".":
                break
            kept += [] if answer else [one.row.lead.id]
            done += 1
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)  # the question's line ends where nothing was typed
        code = INTERRUPTED
    finally:  # a signal that ends the process comes as SystemExit: what Enter said is kept
        code = (print_outcome(session, _confirmed(session, kept, dry_run)) if kept else 0) or code
    if left := len(waiting) - done:
        count = "1 status is" if left == 1 else f"{left} statuses are"
        session.note(f"{count} still to confirm: leadctl status confirm --due")
    return code


def _answer(session: Session, one: _Waiting, *, dry_run: bool) -> str:
    """Ask about one until it is answered: "" keeps, "-" skips, "." stops, a status has moved it."""
    from leadctl.actions.recording.move import MoveOptions, set_status

    while True:
        typed: str = click.prompt(_question(session, one), default="", show_default=False, err=True)
        answer = typed.strip()
        if answer in {"", "-", "."}:
            return answer
        request = session.request([one.row.lead.id], dry_run)
        try:
            outcome = set_status(session.desk, request, answer, MoveOptions())
        except LeadctlError as error:  # a word that is no status, or a book that is busy just now
            click.echo(safe_lines("\n".join(filter(None, (error.sentence, error.hint)))), err=True)
            continue
        if print_outcome(session, outcome) == 0:
            return answer


def _question(session: Session, one: _Waiting) -> str:
    """Return "Ana: In Communication, since Mon (silent for a week: Unresponsive?)"."""
    from leadctl.render.safe import safe
    from leadctl.rules.leads.taken_over import stands_since
    from leadctl.rules.time.moments import day, small

    lead = one.row.lead
    entered = stands_since(lead, session.zone)
    since = f", since {day(entered, session.now, session.zone)}" if entered else ""
    doubt = f" ({small(one.doubt.do)})" if one.doubt else ""
    return safe(f"{lead.name}: {lead.status}{since}{doubt}")
