"""merge-leads: two leads of one person become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import planning, refusal_text, with_next
from leadctl.errors import Refused, Usage
from leadctl.render.listing import plain
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from leadctl.actions.recording.merge_leads import MergeOutcome
    from leadctl.commands.starting.session import Session


@click.command("merge-leads", cls=Explained)
@click.argument("lead", shell_complete=completing.lead_ids)
@click.argument("other", shell_complete=completing.lead_ids)
@click.option("--status-from", metavar="LEAD", help="Whose pipeline and status holds: LEAD's.")
@options.dry_run
@options.with_session
def command(session: Session, lead: str, other: str, status_from: str | None, dry_run: bool) -> int:
    """Merge OTHER into LEAD: both histories, what is empty filled in.

    Phones, e-mails, tags and barred channels of both are kept. Where the two differ, LEAD's word
    stands and OTHER's is kept beside it in the file. Of OTHER only the id stays; an import that
    knows OTHER by its id, key or e-mail finds LEAD from now on. Whoever waits for an answer in
    either of them waits for it still. A merge that closes an open lead is judged as that move.
    """
    from leadctl.actions.recording.merge_leads import merge

    desk = session.desk
    pair = (desk.find(lead), desk.find(other))
    named = desk.find(status_from).id if status_from else pair[0].id
    if named not in {one.id for one in pair}:
        raise Usage("--status-from names one of the two leads.")
    done = merge(
        desk, pair, session.command, dry_run=dry_run, status_from_other=named == pair[1].id
    )
    return _print(session, done, other=pair[1].id, dry_run=dry_run)


def _answer(session: Session, done: MergeOutcome, other: str, *, dry_run: bool) -> int:
    """Print for programs what became of the two leads; return the exit code."""
    from leadctl.commands.telling import answers

    merged = done.merged
    named = merged and {"id": merged.lead.id, "other": other, "filled": list(merged.filled)}
    refused = [answers.refused(one) for one in done.refusals]
    answers.answer_files(session, done.number, dry_run=dry_run, refused=refused, merged=named)
    return 0 if merged else Refused.exit_code


def _print(session: Session, done: MergeOutcome, *, other: str, dry_run: bool) -> int:
    """Print what became of the two leads; return the exit code."""
    if session.answer_format != "text":
        return _answer(session, done, other, dry_run=dry_run)
    for refusal in done.refusals:
        click.echo(safe_lines(refusal_text(refusal)), err=True)
    if done.merged is None:
        return Refused.exit_code
    lead, filled = done.merged.lead, ", ".join(done.merged.filled)
    also = f"; filled in: {filled}" if filled else ""
    verb = "would have" if dry_run else "has"
    if not session.typed.quiet:
        joined = f"{verb} everything of {other} now, and stands in {lead.status}{also}"
        click.echo(with_next(session, safe(f"{lead.name} ({lead.id}) {joined}"), done.coming))
    for one in done.merged.differences:
        hidden = one.field in done.masked
        kept, gone = ("(hidden)",) * 2 if hidden else (plain(one.kept) or "-", plain(one.other))
        session.note(f"  {one.field}: {kept}; {one.lead} said {gone} (kept as it was in the file)")
    for words in (*done.dropped, *map(session.as_typed, planning(lead, done.coming))):
        session.note(f"  {words}")
    if dry_run:
        session.note("Nothing was written: --dry-run.")
    else:
        session.note(f"Undo: leadctl undo {done.number}")
    return 0
