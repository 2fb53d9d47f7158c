"""report: figures over many leads."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.errors import Invalid, Usage
from leadctl.render.listing import Listing
from leadctl.values import replace

if TYPE_CHECKING:
    from leadctl.commands.session import Session

KINDS = ("status", "moves", "conversion", "response", "activity")
BY = {"status": ("status", "group", "owner", "source"), "response": ("owner", "source")}


@click.command()
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("--by", type=click.Choice(BY["status"]), help="Split by it (status, response).")
@click.option("--since", metavar="TIME", help="Only what happened from then on.")
@click.option("--until", metavar="TIME", help="Only what happened before; a day is included.")
@click.option("--last", metavar="SPAN", help="Only the last 7d, 2 weeks, 3 months.")
@click.option("--from", "came_from", metavar="STATUS", help="Conversion from this status ...")
@click.option("--to", metavar="STATUS", help="... to this one, whatever the funnel.")
@options.lead_filters("owner", "pipeline", "source", "tag")
@options.formats()
@options.with_session
def command(session: Session, kind: str | None, format_name: str, **typed: Any) -> None:
    """Count leads, moves, conversions, answers and activity; an overview without KIND."""
    from leadctl.actions.report import gather

    _check(kind, typed)
    period = _period(session, typed)
    # what happened to an archived lead still counts; `status` leaves such out
    leads = options.lead_filter(session, {**typed, "archived": True})
    found = gather(session.desk, leads)
    if kind:
        listing = _listing(session, kind, found.entries, period, typed)
        _print(session, [listing], format_name)
    else:
        _overview(session, found.entries, period, typed, format_name)
    if found.problems:
        raise Invalid(found.problems)


def _check(kind: str | None, typed: dict[str, Any]) -> None:
    """Refuse options that the report asked for has no use for."""
    if typed["by"] and typed["by"] not in BY.get(kind or "", ()):
        raise Usage(f"--by {typed['by']} does not split {kind or 'the overview'}.")
    if bool(typed["came_from"]) != bool(typed["to"]):
        raise Usage("--from and --to go together: the two statuses of a conversion.")
    if typed["came_from"] and kind != "conversion":
        raise Usage("--from and --to belong to: leadctl report conversion")


def _period(session: Session, typed: dict[str, Any]) -> Any:
    """Return the period that was typed. Raises Usage for one that cannot be read or is empty."""
    from leadctl.rules.reports.entry import Period

    if typed["last"]:
        if typed["since"] or typed["until"]:
            raise Usage("Either --last, or --since and --until.")
        return Period(_back(session, typed["last"]))
    since = _moment(session, typed["since"]) if typed["since"] else None
    until = _moment(session, typed["until"], end=True) if typed["until"] else None
    if since and until and since >= until:
        raise Usage("The period is empty: --since is not before --until.")
    return Period(since, until)


def _back(session: Session, text: str) -> datetime:
    from leadctl.rules.time.spans import parse_duration
    from leadctl.rules.time.wall_clock import move_wall

    try:
        span = parse_duration(text)
        moment = session.now - timedelta(seconds=span.seconds)
        return move_wall(moment, -span.months, -span.wall_days, session.zone)
    except (ValueError, OverflowError) as error:
        raise Usage(f"--last: {error}") from None


def _moment(session: Session, text: str, *, end: bool = False) -> datetime:
    """Return a moment; a day without a time is its beginning, or with `end` its end."""
    from leadctl.rules.time.typed_times import parse_when
    from leadctl.rules.time.wall_clock import move_wall

    try:
        first, other = (
            parse_when(text, session.now, session.zone, past=True, day_hour=time(0, minute))
            for minute in (0, 1)
        )
    except ValueError as error:
        raise Usage(str(error)) from None
    is_day = first != other
    return move_wall(first, 0, 1, session.zone) if end and is_day else first


def _listing(
    session: Session, kind: str, entries: Any, period: Any, typed: dict[str, Any]
) -> Listing:
    from leadctl.commands import report_rows as rows
    from leadctl.rules.reports import activity, journey, standing

    if kind == "status":
        by: standing.By = typed["by"] or "status"
        return rows.standing(standing.standing(entries, by, session.now), by)
    if kind == "moves":
        return rows.moves(journey.moves(entries, period))
    if kind == "conversion":
        pair = _pair(entries, typed) if typed["to"] else None
        return rows.conversion(journey.conversion(entries, period, pair))
    if kind == "response":
        return _response(session, entries, period, typed["by"] or "")
    return rows.activity(activity.activity(entries, period))


def _response(session: Session, entries: Any, period: Any, by: str) -> Listing:
    from leadctl.commands import report_rows as rows
    from leadctl.rules.reports import response

    def key(entry: Any) -> str:
        return str(entry.lead.value(by) or "") if by else ""

    return rows.response(response.response(entries, period, session.now, key), by)


def _pair(entries: Any, typed: dict[str, Any]) -> tuple[str, str]:
    """Return the exact names of two statuses. Raises NotFound with the closest ones."""
    from leadctl.actions.names import pick

    names = {k: v for entry in entries for k, v in entry.pipeline.by_lower_name.items()}
    see = "leadctl report status"
    came_from, to = (pick("status", typed[key], names, see=see) for key in ("came_from", "to"))
    return came_from, to


def _overview(
    session: Session, entries: Any, period: Any, typed: dict[str, Any], format_name: str
) -> None:
    """Print every report in short; what happened is that of a week unless a period was typed."""
    from leadctl.rules.reports.entry import Period

    if format_name not in {"table", "markdown", "json"}:
        raise Usage(f"The overview has no {format_name}: name one of {', '.join(KINDS)}.")
    given = period != Period()
    week = period if given else Period(_back(session, "7 days"))
    periods = {"moves": week, "activity": week}
    listings = {
        kind: _listing(session, kind, entries, periods.get(kind, period), typed) for kind in KINDS
    }
    steps = listings["conversion"]
    listings["conversion"] = replace(steps, rows=[r for r in steps.rows if r["entered"]])
    if not given:
        for kind in periods:
            title = f"{listings[kind].title} in the last 7 days"
            listings[kind] = replace(listings[kind], title=title)
    if format_name == "json":
        _print_object(listings)
    else:
        _print(session, [listing for listing in listings.values() if listing.rows], format_name)
    if not entries:
        session.note("No leads to report on.")


def _print_object(listings: dict[str, Listing]) -> None:
    """Print the overview as one object, with the rows of each report under its name."""
    from leadctl.render.json_format import json_value

    def rows(listing: Listing) -> list[dict[str, Any]]:
        return [{c.key: row.get(c.key) for c in listing.data()} for row in listing.rows]

    click.echo(json_value({kind: rows(listing) for kind, listing in listings.items()}), nl=False)


def _print(session: Session, listings: list[Listing], format_name: str) -> None:
    """Print tables of figures, each under its title where there are several."""
    from leadctl.render.formats import render
    from leadctl.render.report_table import report_table

    for place, listing in enumerate(listings):
        if format_name != "table":
            text = render(listing, format_name)
        elif not listing.rows:
            session.note(f"{listing.title}: nothing to count.")
            continue
        else:
            text = report_table(listing, session.screen)
            text = f"{listing.title}\n\n{text}" if len(listings) > 1 else text
        click.echo(("\n" if place else "") + text, nl=False)
