"""erase: nothing of a person stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import completing, options
from leadctl.errors import Refused, Usage

if TYPE_CHECKING:
    from leadctl.actions.erase import Erased
    from leadctl.commands.session import Session
    from leadctl.rules.leads.lead import Lead


@click.command()
@click.argument("lead", shell_complete=completing.lead_ids)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@options.dry_run
@options.with_session
def command(session: Session, lead: str, yes: bool, dry_run: bool) -> int:
    """Erase a person: their data leaves the book, and nothing can bring it back.

    The lead's file goes, with the name in its name; the journal forgets what was theirs, so that
    nothing done to the lead can be undone; edits that were kept go, and the index is made anew. A
    file with the id and the moment stays, so that no import brings the person back. What git has
    already, here and in other clones, it keeps: the command says so, and how people purge that.
    """
    from leadctl.actions.erase import erase, lead_to_erase

    found = lead_to_erase(session.desk, lead)
    if not (yes or dry_run):
        _ask(session, found)
    erased = erase(session.desk, found, dry_run=dry_run)
    return _print(session, erased, dry_run=dry_run)


def _ask(session: Session, lead: Lead) -> None:
    """Ask on a terminal. Raises Usage where nobody can be asked, Refused for a no."""
    from leadctl.render.safe import safe

    if not session.interactive():
        raise Usage("Nobody is there to be asked: erasing wants --yes.")
    click.echo(safe(f"{lead.name} ({lead.id}), {lead.status}"), err=True)
    if not click.confirm("Erase for good?", err=True):
        raise Refused("Nothing was erased.")


def _print(session: Session, erased: Erased, *, dry_run: bool) -> int:
    from leadctl.commands.printing import refusal_text
    from leadctl.render.safe import safe, safe_lines

    if erased.refusal:
        click.echo(safe_lines(refusal_text(erased.refusal)), err=True)
        return Refused.exit_code
    verb = "Would erase" if dry_run else "Erased"
    click.echo(f"{verb}: {erased.lead.id}; its id alone stays, in {erased.now}")
    for draft in erased.drafts:
        session.note(safe(f"Still named in {draft}: remove it if you do not need it."))
    if erased.in_git:
        session.note(_GIT.format(path=erased.before))
    if dry_run:
        session.note("Nothing was written: --dry-run.")
    return 0


_GIT = """\
git still holds what was committed before, here and in every clone. To purge that:
  commit this, then: git filter-repo --invert-paths --path {path}
  publish it with: git push --force   and have every clone made anew."""
