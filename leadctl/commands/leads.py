"""add, set, list, edit: leads and their fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from leadctl.commands.asking import options, which_leads
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing, print_outcome
from leadctl.errors import Usage
from leadctl.render.formats import is_for_people
from leadctl.render.listing import Column, Listing

if TYPE_CHECKING:
    from datetime import datetime

    from leadctl.actions.looking.lead_list import LeadRow
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import LeadsTyped
    from leadctl.errors import LeadctlError

    class AddTyped(TypedDict):
        """What was typed of a new lead beside its name and fields."""

        phone: str | None
        email: str | None
        source: str | None
        received: str
        pipeline_id: str
        status: str

    class ListTyped(LeadsTyped):
        """Which leads are listed, and how."""

        idle: bool
        sort: str
        limit: int
        columns: str


FOUND = (
    Column("id", "Lead", holds="id"),
    Column("name", "Name", weight=1, least=8),
    Column("status", "Status", weight=1, least=8),
    Column("found", "Found", weight=2, least=12),
)


@click.command(cls=Explained)
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
@click.option("--received", "--at", metavar="TIME", default="", help="When it came in, if not now.")
@click.option("--phone", default="", help="phone=...")
@click.option("--email", default="", help="email=...")
@click.option("--source", default="", help="source=...")
@options.dry_run
@options.with_session
def add(session: Session, words: tuple[str, ...], dry_run: bool, **typed: Unpack[AddTyped]) -> int:
    """Add a lead.

    A telephone number and an e-mail address may stand behind the name, as people write them; - is
    what stands on stdin. What options say may stand as FIELD=VALUE, too.
    """
    from leadctl.actions.recording import fields
    from leadctl.commands.starting.stdin_text import text_of
    from leadctl.rules.leads.typed_name import parted

    plain, given = options.assignments(words)
    told = {"phone": typed["phone"], "email": typed["email"], "source": typed["source"]}
    given |= {key: value for key, value in told.items() if value}
    pipeline, status, received = (
        given.pop(name, "") or said
        for name, said in (
            ("pipeline", typed["pipeline_id"]),
            ("status", typed["status"]),
            ("received", typed["received"]),
        )
    )
    at = _received(session, received) if received else None
    if at is not None and at > session.now:
        raise Usage("--received may not lie in the future.")
    name, reach = parted(_one_line(text_of("-")).split() if plain == ["-"] else plain)
    given = {**reach, **given}
    _refuse_remark(name)
    name = name or given.pop("name", "")
    new = fields.NewLead(name, given, pipeline, at, status)
    outcome = fields.add(session.desk, new, session.request((), dry_run))
    return print_outcome(session, outcome)


def _received(session: Session, typed: str) -> datetime:
    """Return when a lead came in: a day alone as its beginning, for nobody said an hour."""
    from leadctl.commands.asking.when_it_was import when_it_was
    from leadctl.rules.time.whole_day import begun

    return begun(when_it_was(session, typed), session.zone)


def _refuse_remark(name: str) -> None:
    """Raise Usage for a name with a number or an address in it, and more words behind that."""
    from leadctl.rules.clauses.words import quote
    from leadctl.rules.leads.typed_name import reach_within

    if (found := reach_within(name)) is not None:
        called, reach, rest = found
        field, _, value = reach.partition("=")
        raise Usage(
            f'"{rest}" stands behind how to reach them: it is no part of a name.',
            hint=f"leadctl add {quote(called)} {field}={quote(value)}\n"
            f'leadctl note {quote(called)} "{rest}"',
        )


def _one_line(text: str) -> str:
    """Return a person as one line of stdin names them. Raises Usage for several lines."""
    if "\n" in text:
        raise Usage("A name is one line. Several people: leadctl import -")
    return text


@click.command("set", cls=Explained)
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
    from leadctl.actions.recording import fields

    plain, given = options.assignments(words)
    if not given or not (plain or session.where):
        raise Usage("Say which lead, and what to set.", hint=_meant(plain))
    request = session.request(plain, dry_run)
    outcome = fields.set_fields(session.desk, request, given, status=status)
    return print_outcome(session, outcome)


def _meant(plain: Sequence[str]) -> str:
    """Return what was meant by a line without any "=", as far as it shows; else an example."""
    from leadctl.rules.clauses.words import quote

    lead, field, *value = [*plain, *(["LEAD", "phone", "+14155550132"][len(plain) :])]
    if not field.replace("_", "").isalpha():
        return "leadctl set LEAD phone=+14155550132"
    return f"leadctl set {quote(lead)} {field}={quote(' '.join(value) or 'VALUE')}"


@click.command("list", cls=which_leads.QueryCommand)
@which_leads.query
@which_leads.lead_filters()
@click.option("--archived", is_flag=True, help="Archived leads as well.")
@click.option("--idle", is_flag=True, help="Only open leads with no next step.")
@click.option("--sort", metavar="FIELD", default="", help="By a field of the JSON; -FIELD: down.")
@click.option("--limit", type=click.IntRange(0), default=0, help="So many at most; 0 for all.")
@click.option("--columns", metavar="A,B,...", default="", help="Only these, in this order.")
@options.formats("ids")
@options.with_session
def list_(session: Session, format_name: str, **typed: Unpack[ListTyped]) -> int:
    """List leads: those that QUERY is true of, as status:nurture or words of a name."""
    from leadctl.actions.looking.lead_list import lead_list

    wanted = which_leads.lead_filter(session, typed)
    found = lead_list(session.desk, wanted, whole=typed["idle"])
    if typed["idle"]:
        from leadctl.actions.looking.due_list import DueFilter, rows_of
        from leadctl.rules.due.rows.idle import IDLE

        idle = DueFilter(kinds=frozenset({IDLE.name}), everything=True)  # now, not in a week
        found.rows = [row for row in found.rows if rows_of(session.desk, row.seen, idle)]
    if format_name == "ids":
        from leadctl.commands.telling.answers import print_ids

        print_ids(str(row["id"]) for row in _arranged(session, found.rows, typed).rows)
    else:
        by_name = is_for_people(format_name) and not (typed["sort"] or typed["columns"])
        draw = _by_name if by_name else _arranged
        print_listing(session, draw(session, found.rows, typed), format_name)
    if not found.rows and typed.get("query"):
        from leadctl.commands.asking.nobody_called import say_nobody

        say_nobody(session, "list", typed["query"])
    return session.tell_some(found.problems)


def _by_name(session: Session, rows: Sequence[LeadRow], typed: ListTyped) -> Listing:
    """Return the leads as people read them, in the order of their names."""
    from leadctl.commands.telling.lead_table import lead_table

    return lead_table(session, rows[: typed["limit"]] if typed["limit"] else rows)


def _arranged(session: Session, rows: Sequence[LeadRow], typed: ListTyped) -> Listing:
    """Return the leads in the columns and the order that were typed, for programs with all."""
    from leadctl.commands.telling.lead_rows import arranged, listing, refuse_misspelt

    named = [typed["sort"].removeprefix("-"), *map(str.strip, typed["columns"].split(","))]
    refuse_misspelt(session, rows, [name for name in named if name])
    return arranged(listing(session, rows), typed["sort"], typed["limit"], typed["columns"])


@click.command(cls=Explained)
@click.argument("lead", shell_complete=completing.lead_ids)
@options.dry_run
@options.with_session
def edit(session: Session, lead: str, dry_run: bool) -> int:
    """Edit a lead's file in $EDITOR; what is not valid is not stored.

    Status, owner, role and pipeline are judged, so that they change by their own commands alone;
    and where there are several agents, so are the lines of the history by which they came about.
    What another agent logged is theirs, or a manager's, to mend. It is opened again where somebody
    can be asked, and else by the next edit of this lead.
    """
    from leadctl.actions.recording.edit_lead import edit_file

    environment = session.typed.env
    editor = environment.get("VISUAL") or environment.get("EDITOR")
    if not editor and not session.interactive():
        raise Usage("There is no terminal to edit in.", hint="Set EDITOR, or use: leadctl set")
    editor = editor or "vi"
    again = partial(_edit_again, session)
    outcome = edit_file(session.desk, lead, editor, session.request((), dry_run), again)
    if not outcome.changes:
        session.note("Nothing was edited.")
    return print_outcome(session, outcome)


def _edit_again(session: Session, error: LeadctlError) -> bool:
    """Say why a text is refused, and ask whether it is to be opened again."""
    from leadctl.render.safe import safe_lines

    if not session.interactive():
        return False
    click.echo(safe_lines(f"leadctl: {error.sentence}"), err=True)
    return click.confirm("Edit it again?", default=True, err=True)


@click.command(cls=which_leads.QueryCommand)
@click.argument("words", nargs=-1, required=True, shell_complete=completing.query_terms)
@options.formats("ids")
@options.with_session
def find(session: Session, words: tuple[str, ...], format_name: str) -> int:
    """Find leads by words, in notes and in what was said too, and by terms of a query."""
    from leadctl.actions.looking.find import find_words
    from leadctl.commands.telling.answers import print_ids
    from leadctl.commands.telling.due_rows import as_dialled

    found, problems = find_words(session.desk, words)
    rows = [
        {"id": hit.lead.id, "name": hit.lead.name, "status": hit.lead.status, "found": hit.found}
        for hit in found
    ]
    for row in rows if format_name == "table" else ():
        if row["found"].startswith("+") and row["found"][1:].isdigit():
            row["found"] = as_dialled(session, row["found"])
    if format_name == "ids":
        print_ids(row["id"] for row in rows)
    else:
        print_listing(session, Listing(FOUND, rows), format_name)
    if not rows:
        session.note("Nobody was found.")
    return session.tell_problems(problems)
