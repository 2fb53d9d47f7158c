"""status confirm --due: every status that is to be confirmed today, one by one on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.printing import print_outcome
from leadctl.rules.language.kinds import CONFIRM

if TYPE_CHECKING:
    from leadctl.actions.due_list import DueRow
    from leadctl.commands.session import Session


def confirm_due(session: Session, *, dry_run: bool, ask: bool) -> int:
    """Confirm what waits, or ask about each first; return the exit code."""
    from leadctl.actions import move

    rows = _waiting(session)
    if not rows:
        session.note("No status is to be confirmed today.")
        return 0
    kept, code = _asked(session, rows, dry_run=dry_run) if ask else ([r.lead.id for r in rows], 0)
    if not kept:
        return code
    outcome = move.confirm(session.desk, session.request(kept, dry_run))
    return print_outcome(session, outcome) or code


def _waiting(session: Session) -> list[DueRow]:
    """Return the acting agent's rows, and those of nobody's leads; all where nobody is acting."""
    from leadctl.actions.due_list import DueFilter, due_list

    found = due_list(session.desk, DueFilter())
    rows = [row for kind, rows in found.folded if kind == CONFIRM.name for row in rows]
    actor = session.actor
    mine = {"", actor.id} if actor else None
    return [row for row in rows if mine is None or row.lead.owner in mine]


def _asked(session: Session, rows: list[DueRow], *, dry_run: bool) -> tuple[list[str], int]:
    """Ask about each; return the ids of those whose status is kept, and the code of the moves."""
    from leadctl.actions.move import MoveOptions, set_status
    from leadctl.render.safe import safe
    from leadctl.rules.time.moments import day

    click.echo("Enter keeps the status; type another one to move; - skips, . stops.", err=True)
    kept: list[str] = []
    code = 0
    for row in rows:
        entered = row.lead.entered()
        since = f", since {day(entered, session.now, session.zone)}" if entered else ""
        said = f"{safe(row.lead.name)}: {safe(row.lead.status)}{since}"
        answer = click.prompt(said, default="", show_default=False, err=True).strip()
        if answer == ".":
            break
        if not answer:
            kept.append(row.lead.id)
        elif answer != "-":
            request = session.request([row.lead.id], dry_run)
            outcome = set_status(session.desk, request, answer, MoveOptions())
            code = print_outcome(session, outcome) or code
    return kept, code
