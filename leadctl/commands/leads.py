"""add, set, list, edit: leads and their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import completing, options
from leadctl.commands.printing import print_listing, print_outcome
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="NAME [FIELD=VALUE...]")
@click.option(
    "-p",
    "--pipeline",
    "pipeline_id",
    default="",
    help="Not the book's default one.",
    shell_complete=completing.pipelines,
)
@click.option(
    "--status",
    default="",
    help="Where it stands, if not in the pipeline's first status.",
    shell_complete=completing.statuses,
)
@click.option("--received", metavar="TIME", help="When it came in, if not now.")
@click.option("--phone", default="", help="phone=...")
@click.option("--email", default="", help="email=...")
@click.option("--source", default="", help="source=...")
@options.dry_run
@options.with_session
def add(session: Session, words: tuple[str, ...], dry_run: bool, **typed: Any) -> int:
    """Add a lead."""
    from leadctl.actions import fields

    plain, given = options.assignments(words)
    given |= {key: typed[key] for key in ("phone", "email", "source") if typed[key]}
    at = session.when(typed["received"], past=True) if typed["received"] else None
    if at is not None and at > session.now:
        raise Usage("--received may not lie in the future.")
    name = " ".join(plain) or given.pop("name", "")
    new = fields.NewLead(name, given, typed["pipeline_id"], at, typed["status"])
    outcome = fields.add(session.desk, new, session.request((), dry_run))
    return print_outcome(session, outcome)


@click.command("set")
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="LEAD... FIELD=VALUE...",
    shell_complete=completing.leads_then_field,
)
@click.option("--status", default="", help="The status in the new pipeline, with role=.")
@options.where
@options.dry_run
@options.with_session
def set_(session: Session, words: tuple[str, ...], status: str, dry_run: bool) -> int:
    """Set fields of leads; FIELD= takes one away, tags+=x adds."""
    from leadctl.actions import fields

    plain, given = options.assignments(words)
    if not given or not (plain or session.where):
        raise Usage("Say which lead, and what to set: leadctl set LEAD phone=+14155550132")
    request = session.request(plain, dry_run)
    outcome = fields.set_fields(session.desk, request, given, status=status)
    return print_outcome(session, outcome)


@click.command("list", cls=options.QueryCommand)
@options.query
@options.lead_filters()
@click.option("--archived", is_flag=True, help="Archived leads as well.")
@click.option("--idle", is_flag=True, help="Only open leads with no next step.")
@click.option("--sort", metavar="FIELD", default="", help="By a field of the JSON; -FIELD: down.")
@click.option("--limit", type=click.IntRange(0), default=0, help="So many at most; 0 for all.")
@click.option("--columns", metavar="A,B,...", default="", help="Only these, in this order.")
@options.formats("ids")
@options.with_session
def list_(session: Session, format_name: str, **typed: Any) -> int:
    """List leads: those that QUERY is true of, as status:nurture or words of a name."""
    from leadctl.actions.lead_list import lead_list
    from leadctl.commands.answers import print_ids
    from leadctl.commands.lead_rows import arranged, listing

    found = lead_list(session.desk, options.lead_filter(session, typed))
    if typed["idle"]:
        found.rows = [r for r in found.rows if any(due.kind == "idle" for due in r.seen.rows)]
    shown = arranged(listing(session, found.rows), typed["sort"], typed["limit"], typed["columns"])
    if format_name == "ids":
        print_ids(row["id"] for row in shown.rows)
    else:
        print_listing(session, shown, format_name)
    return session.tell_problems(found.problems)


@click.command()
@click.argument("lead", shell_complete=completing.lead_ids)
@options.dry_run
@options.with_session
def edit(session: Session, lead: str, dry_run: bool) -> int:
    """Edit a lead's file in $EDITOR; what is not valid is not stored."""
    from leadctl.actions.edit_lead import edit_file

    environment = session.typed.env
    editor = environment.get("VISUAL") or environment.get("EDITOR") or "vi"
    outcome = edit_file(session.desk, lead, editor, session.request((), dry_run))
    if not outcome.changes:
        session.note("Nothing was edited.")
    return print_outcome(session, outcome)


@click.command()
@click.argument("words", nargs=-1, required=True)
@options.formats("ids")
@options.with_session
def find(session: Session, words: tuple[str, ...], format_name: str) -> int:
    """Find leads by words, in their notes and in what was said as well."""
    from leadctl.actions.find import find_words
    from leadctl.commands.answers import print_ids
    from leadctl.render.listing import Column, Listing

    found, problems = find_words(session.desk, words)
    columns = [
        Column("id", "Lead"),
        Column("name", "Name", weight=1, least=8),
        Column("status", "Status", weight=1, least=8),
        Column("found", "Found", weight=2, least=12),
    ]
    rows = [
        {"id": hit.lead.id, "name": hit.lead.name, "status": hit.lead.status, "found": hit.found}
        for hit in found
    ]
    if format_name == "ids":
        print_ids(row["id"] for row in rows)
    else:
        print_listing(session, Listing(columns, rows), format_name)
    if not rows:
        session.note("Nobody was found.")
    return session.tell_problems(problems)
