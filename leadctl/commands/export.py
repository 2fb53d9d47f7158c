"""export: leads for spreadsheets, mail merges, address books, calendars, and back-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from leadctl.commands.asking import options, which_leads
from leadctl.errors import Usage
from leadctl.render.formats import FORMATS as LISTED
from leadctl.rules.leads.event_kinds import CHANNELS

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.actions.looking.lead_list import LeadRow
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import LeadsTyped
    from leadctl.rules.query.query import Query

    class ExportTyped(LeadsTyped):
        """What is to be exported."""

        fields: str
        raw: bool
        channel: str | None
        vcard: str
        events: bool


FORMATS = (*(name for name, one in LISTED.items() if not one.people), "vcf", "ics")


@click.command(cls=which_leads.QueryCommand)
@which_leads.query
@click.option("-f", "--format", "format_name", type=click.Choice(FORMATS), default="csv",
              show_default=True, help="jsonl is for back-ups.")  # fmt: skip
@click.option("-o", "--output", type=options.FilePath(), help="A file, not stdout.")
@click.option("--for", "channel", type=click.Choice(CHANNELS), help="Leave out who is barred.")
@click.option("--fields", default="", metavar="A,B,...", help="Only these columns, in this order.")
@click.option("--events", is_flag=True, help="A row for each event, not for each lead.")
@click.option("--vcard", type=click.Choice(["3", "4"]), default="4", show_default=True,
              help="The version of cards: 3 for older address books.")  # fmt: skip
@click.option("--raw", is_flag=True, help="Cells as they are; jsonl: masked fields as well.")
@which_leads.lead_filters()
@click.option("--archived", is_flag=True, help="Archived leads as well.")
@options.with_session
def command(
    session: Session, format_name: str, output: Path | None, **typed: Unpack[ExportTyped]
) -> int:
    """Export leads to a spreadsheet, address book, calendar, or as a back-up.

    csv guards cells that a spreadsheet would take for formulas; import takes the guard off. What
    is masked for you is left out. jsonl holds all of every lead: import makes the identical files
    of it; without a selection it holds archived leads, and what stays of deleted ones, as well.
    """
    fields = [name.strip() for name in typed["fields"].split(",") if name.strip()]
    if fields and format_name in {"jsonl", "vcf", "ics"}:
        raise Usage(f"--fields chooses columns, and {format_name} has none.")
    if typed["events"]:
        return _events(session, format_name, output, typed)
    if format_name == "jsonl":
        if typed["channel"]:
            raise Usage("--for is for reaching people; jsonl is a back-up.")
        _put(session, _backup(session, typed), output)
        return 0
    from leadctl.actions.looking.export import exported
    from leadctl.rules.time.moments import so_many

    wanted, calendar = which_leads.lead_filter(session, typed), format_name == "ics"
    found = exported(session.desk, wanted, typed["channel"] or "", whole=calendar)
    if found.barred:
        left = so_many(found.barred, "lead is", "leads are")
        session.note(f"{left} left out: no {typed['channel']} to them.")
    if calendar:
        text = _calendar(session, found.rows, wanted.query)
    else:
        listed = (format_name, fields)
        text = _text(session, found.rows, *listed, raw=typed["raw"], vcard=typed["vcard"])
    session.note(_left_out(found.hidden, format_name, fields))
    _put(session, text, output)
    return session.tell_problems(found.problems)


def _events(session: Session, format_name: str, output: Path | None, typed: ExportTyped) -> int:
    """Print or write what happened, a row for each event. Raises Usage for cards and calendars."""
    from leadctl.actions.looking.export import exported
    from leadctl.commands.telling.export_rows import events
    from leadctl.render.formats import render

    if format_name in {"vcf", "ics"}:
        raise Usage(f"Events are rows, and {format_name} has none.")
    wanted = which_leads.lead_filter(session, typed)
    found = exported(session.desk, wanted, typed["channel"] or "", events=True)
    _put(session, render(events(found.rows), format_name), output)
    return session.tell_problems(found.problems)


def _left_out(hidden: list[dict[str, str]], format_name: str, fields: list[str]) -> str:
    """Return of how many leads something is masked that the export would hold, and why; or ""."""
    if format_name == "ics":
        return ""
    whys = [
        {why for name, why in one.items() if _has_place(name, format_name, fields)}
        for one in hidden
    ]
    count = sum(bool(one) for one in whys)
    why = "; ".join(sorted(set[str]().union(*whys) - {""}))
    said = f"Details of {count} {'lead' if count == 1 else 'leads'} are left out"
    return (f"{said}: {why}." if why else f"{said}.") if count else ""


def _has_place(name: str, format_name: str, fields: list[str]) -> bool:
    """Whether an export holds a field: one that is asked for, or any that its format takes."""
    if format_name == "vcf":
        from leadctl.rules.leads.fields import ON_CARDS

        return name in ON_CARDS
    return name in fields if fields else not name.startswith("extra.")


def _backup(session: Session, typed: ExportTyped) -> str:
    from leadctl.actions.looking.export import backup_lines

    wanted = which_leads.lead_filter(session, typed)
    return "".join(backup_lines(session.desk, wanted, everything=typed["raw"]))


def _text(
    session: Session,
    rows: list[LeadRow],
    format_name: str,
    fields: list[str],
    *,
    raw: bool,
    vcard: str,
) -> str:
    """Return the leads in a format."""
    from leadctl.commands.telling import export_rows
    from leadctl.render.formats import render

    if format_name == "vcf":
        from leadctl.render.vcf import vcf

        return vcf((row.lead for row in rows), version="3.0" if vcard == "3" else "4.0")
    listing = export_rows.listing(session, rows, fields)
    return render(listing, format_name, raw=raw)


def _calendar(session: Session, rows: list[LeadRow], query: Query | None) -> str:
    """Return what is ahead of the leads: of what a query asks of what is due, that alone."""
    from leadctl.actions.looking.queries import asks_of_one
    from leadctl.commands.telling.calendar_entries import calendar

    return calendar(session, rows, asks_of_one(session.desk, query))


def _put(session: Session, text: str, output: Path | None) -> None:
    """Print an export, or write it to a file."""
    if output is None or str(output) == "-":
        click.echo(text, nl=False, color=False)
        return
    session.book.refuse_own(output)
    from leadctl.actions.looking.export import save

    save(output, text, bom=output.suffix.lower() == ".csv")
    session.note(f"Wrote {output}.")
