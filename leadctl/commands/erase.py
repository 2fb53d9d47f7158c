"""erase: nothing of a person stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.errors import Refused, Usage

if TYPE_CHECKING:
    from leadctl.actions.recording.erase import Erased
    from leadctl.commands.starting.session import Session
    from leadctl.rules.leads.lead import Lead


@click.command(cls=Explained)
@click.argument("lead", shell_complete=completing.lead_ids)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--only",
    is_flag=True,
    help="This lead's file alone: what is theirs in a lead they were merged with is taken out.",
)
@options.dry_run
@options.with_session
def command(session: Session, lead: str, yes: bool, only: bool, dry_run: bool) -> int:
    """Erase a person: their data leaves the book, and no undo can bring it back.

    The lead's file goes, with the name in its name; the journal forgets what was theirs, so that
    nothing done to the lead can be undone; edits that were kept go, and the index is made anew. A
    file with the id and the moment stays, so that no export of this book brings the person back;
    another list with their name would. What git has
    already, here and in other clones, it keeps: the command says so, and how people purge that.

    Leads that merging made one person go together: the one that lives, and all that were merged
    into it.
    """
    from leadctl.actions.recording.erase import erase, lead_to_erase, one_person
    from leadctl.book.said_enough import FOR_GOOD

    session.desk.doing = FOR_GOOD
    asked = lead_to_erase(session.desk, lead)
    leads = [asked] if only else one_person(session.desk, asked)
    if not (yes or dry_run):
        _ask(session, [session.desk.told(one) for one in leads])
    erased = erase(session.desk, leads, dry_run=dry_run)
    return _print(session, erased, dry_run=dry_run)


def _ask(session: Session, leads: list[Lead]) -> None:
    """Ask on a terminal. Raises Usage where nobody can be asked, Refused for a no."""
    from leadctl.render.safe import safe

    if not session.interactive():
        who = ", ".join(map(_named, leads))
        raise Usage(f"Nobody can be asked here: to erase {who} all the same, add --yes.")
    for lead in leads:
        who = f"{lead.name} ({lead.id}), {lead.status}" if lead.name else f"{lead.id}, merged"
        click.echo(safe(who), err=True)
    if len(leads) > 1:
        click.echo("Merging made them one person. For the first alone: --only", err=True)
    if not click.confirm("Erase for good?", err=True):
        raise Refused("Nothing was erased.")


def _named(lead: Lead) -> str:
    """Return whom a lead is of: "Ana (k7f3q9m2)"; of one that was deleted only the id is left."""
    return f"{lead.name} ({lead.id})" if lead.name else lead.id


def _print(session: Session, erased: Erased, *, dry_run: bool) -> int:
    if session.answer_format != "text":
        return _answer(session, erased, dry_run=dry_run)
    from leadctl.commands.telling.printing import refusal_text
    from leadctl.render.safe import safe, safe_lines

    if erased.refusal:
        click.echo(safe_lines(refusal_text(erased.refusal)), err=True)
        return Refused.exit_code
    verb = "Would erase" if dry_run else "Erased"
    for one in () if session.typed.quiet else erased.gone:
        click.echo(safe(f"{verb}: {_named(one.lead)}; the id alone stays, in {one.now}"))
    for draft in erased.drafts:
        session.note(safe(f"Still named in {draft}: remove it if you do not need it."))
    if erased.in_git:
        paths = " ".join(f"--path {one.before}" for one in erased.gone if one.before != one.now)
        session.note(_GIT.format(paths=paths))
    if dry_run:
        session.note("Nothing was written: --dry-run.")
    return 0


def _answer(session: Session, erased: Erased, *, dry_run: bool) -> int:
    """Print for programs which leads were erased: nothing else of them is told; return the code."""
    from leadctl.commands.telling import answers

    if erased.refusal:
        answers.print_object(answers.made(None, refused=[answers.refused(erased.refusal)]))
        return Refused.exit_code
    if session.answer_format == "ids":
        answers.print_ids([one.lead.id for one in erased.gone])
        return 0
    gone = [
        answers.changed_values(session, None, one.lead) | answers.NOTHING for one in erased.gone
    ]
    files = [str(one.now) for one in erased.gone]
    left = {"files": files, "drafts": list(erased.drafts), "in_git": erased.in_git}
    answers.print_object(answers.made(None, gone, dry_run=dry_run) | {"erased": left})
    return 0


_GIT = """\
git still holds what was committed before, here and in every clone. To purge that:
  commit this, then: git filter-repo --invert-paths {paths}
  publish it with: git push --force   and have every clone made anew."""
