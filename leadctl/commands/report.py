"""report: figures over many leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.errors import Invalid, Usage
from leadctl.rules.reports.registry import ALIASES, KINDS

if TYPE_CHECKING:
    from leadctl.commands.session import Session
    from leadctl.render.listing import Listing
    from leadctl.rules.reports.entry import Period
    from leadctl.rules.reports.report import Asked, Part, Report, Row

OVERVIEW = (
    *(("status", ""), ("funnel", ""), ("velocity", ""), ("response", ""), ("duties", "")),
    *(("activity", ""), ("sources", ""), ("forecast", "")),
)
"""The parts of the overview: kind, and how it is split."""
PAGE = (
    *(("status", ""), ("status", "age"), ("funnel", ""), ("funnel", "month")),
    *(("funnel", "reason"), ("velocity", ""), ("response", ""), ("response", "hour")),
    *(("duties", ""), ("activity", "week"), ("activity", ""), ("sources", "")),
    *(("forecast", ""), ("board", "")),
)
"""The parts of the overview as a page, which has room for pictures."""
NARROW = 70
"""On a screen with fewer columns no bars are drawn beside figures."""
LATELY = ("activity", "moves")
"""Kinds of which the overview tells the last seven days, unless a period was typed."""

Found = tuple[str, "Part", Sequence["Row"]]


class ReportCommand(options.QueryCommand):
    """The command `report`, whose help defines every figure of the kind that was named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the kind, for the help is printed before arguments are read."""
        ctx.meta["leadctl.report"] = next((a for a in args if a in KINDS | ALIASES), "")
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each kind says, or each figure of one."""
        kind = ctx.meta.get("leadctl.report", "")
        if kind:
            from leadctl.rules.reports.report import report_of

            _write_figures(report_of(kind), formatter)
            return
        with formatter.section("Kinds"):
            formatter.write_dl([(name, says) for name, (_, says) in KINDS.items()])
        formatter.write("\nWhat each figure means: leadctl report KIND --help\n")


def _write_figures(report: Report, formatter: click.HelpFormatter) -> None:
    """Write every figure with its meaning, and what --by and a period do."""
    for part in report.parts:
        by = f" (--by {part.by})" if part.by and part is not report.parts[0] else ""
        with formatter.section(f"{part.title}{by}"):
            formatter.write_dl([(f"{f.title} [{f.key}]", f.meaning) for f in part.figures])
    formatter.write(f"\nA period chooses {report.period}.\n")


@click.command(cls=ReportCommand)
@click.argument("words", nargs=-1, metavar="[KIND] [QUERY]...")
@click.option("--by", metavar="WHAT", help="Split by it: owner, source, month, hour, ...")
@click.option("--since", metavar="TIME", help="Only from then on.")
@click.option("--until", metavar="TIME", help="Only before; a day is included.")
@click.option("--last", metavar="SPAN", help="Only the last 7d, 2 weeks, 3 months.")
@click.option("--from", "came_from", metavar="STATUS", help="The step from this status ...")
@click.option("--to", metavar="STATUS", help="... to this one, whatever the funnel.")
@click.option("--with-names", is_flag=True, help="Name people on a page (html).")
@options.lead_filters("owner", "pipeline", "source", "tag")
@options.formats()
@options.with_session
def command(session: Session, words: tuple[str, ...], format_name: str, **typed: Any) -> int:
    """Count where leads stand, how far and how fast they get; an overview without KIND.

    QUERY chooses the leads, as in: leadctl report funnel source:zillow received:90d..
    """
    kind, typed["query"] = _kind(words)
    wanted = _wanted(kind, typed, format_name)
    found, problems = _counted(session, wanted, typed)
    if kind and format_name != "html":
        _print_one(session, found[0], format_name)
    else:
        _print_overview(session, found, format_name, typed, kind)
    return session.tell_problems(problems)


def _kind(words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Return the kind, where the first word is one, and the query. Raises Usage for another."""
    if not words or words[0] in KINDS | ALIASES:
        return (words[0], words[1:]) if words else (None, ())
    from leadctl.rules.query.parsing import is_bare

    if not is_bare(words[0]):
        return None, words
    from difflib import get_close_matches

    near = get_close_matches(words[0], KINDS | ALIASES, n=1)
    known = f"Did you mean {near[0]}?" if near else f"Kinds: {', '.join(KINDS)}"
    raise Usage(f'"{words[0]}" is no kind of report.', hint=known)


def _wanted(kind: str | None, typed: dict[str, Any], format_name: str) -> list[tuple[str, str]]:
    """Return the kinds and splits asked for. Raises Usage for options that do not fit."""
    from leadctl.rules.reports.report import report_of

    pair = bool(typed["came_from"]), bool(typed["to"])
    if any(pair) and not all(pair):
        raise Usage("--from and --to go together: the two statuses of a step.")
    if any(pair) and kind not in {"funnel", "conversion"}:
        raise Usage("--from and --to belong to: leadctl report funnel")
    by = typed["by"] or ""
    if kind is None:
        if by:
            raise Usage(
                f"--by {by} splits one report: name it, as in: leadctl report status --by {by}"
            )
        return list(PAGE if format_name == "html" else OVERVIEW)
    splits = [part.by for part in report_of(kind).parts if part.by and part.by != "step"]
    if by and by not in splits:
        known = f"it can be split by {', '.join(splits)}" if splits else "it can't be split"
        raise Usage(f"--by {by} does not split {kind}; {known}.")
    return [(kind, "step" if all(pair) else by)]


def _counted(
    session: Session, wanted: Sequence[tuple[str, str]], typed: dict[str, Any]
) -> tuple[list[Found], list[Any]]:
    """Count all that is wanted in one pass over the leads."""
    from leadctl.actions.report import count
    from leadctl.rules.reports.report import report_of

    # what happened to an archived lead still counts; where leads stand leaves such out
    leads = options.lead_filter(session, {**typed, "archived": True})
    asked = _asked(session, typed)
    parts = [(kind, report_of(kind).part(by)) for kind, by in wanted]
    lately = len(wanted) > 1
    counters = [part.counter(_lately(session, kind, asked, lately)) for kind, part in parts]
    _, problems = count(session.desk, leads, counters)
    rows = [counter.rows() for counter in counters]
    return [(*part, found) for part, found in zip(parts, rows, strict=True)], problems


def _asked(session: Session, typed: dict[str, Any]) -> Asked:
    from leadctl.rules.reports.report import Asked

    pair = _pair(session, typed) if typed["to"] else None
    return Asked(session.now, session.zone, _period(session, typed), pair)


def _lately(session: Session, kind: str, asked: Asked, overview: bool) -> Asked:
    """Return what is asked of one kind: in an overview, what happened is that of a week."""
    from leadctl.rules.reports.entry import Period
    from leadctl.values import replace

    if not overview or kind not in LATELY or asked.period != Period():
        return asked
    days = "7 days" if kind == "moves" else "12 weeks"
    return replace(asked, period=Period(_back(session, days)))


def _period(session: Session, typed: dict[str, Any]) -> Period:
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


def _pair(session: Session, typed: dict[str, Any]) -> tuple[str, str]:
    """Return the exact names of two statuses. Raises NotFound with the closest ones.

    They are looked for in the pipelines named, else in the book's own, else in all there are.
    """
    from leadctl.actions.names import pick
    from leadctl.errors import NotFound

    book = session.desk.book
    chosen = _names(session, typed["pipeline"] or [book.settings.pipeline])
    see, pair = "leadctl report status", (typed["came_from"], typed["to"])
    try:
        came_from, to = (pick("status", name, chosen, see=see) for name in pair)
    except NotFound:
        every = _names(session, list(book.definitions.files))
        came_from, to = (pick("status", name, every, see=see) for name in pair)
    return came_from, to


def _names(session: Session, pipelines: Sequence[str]) -> dict[str, str]:
    """Return the statuses of pipelines, by their names and aliases in lower case."""
    from contextlib import suppress

    from leadctl.errors import NotFound

    names: dict[str, str] = {}
    for pipeline in filter(None, pipelines):
        with suppress(Invalid, NotFound):  # a broken one is reported with its leads
            names |= session.desk.pipeline(pipeline).by_lower_name
    return names


def _print_one(session: Session, found: Found, format_name: str) -> None:
    from leadctl.commands.report_rows import listing_of

    _, part, rows = found
    bars = _room_for_bars(session, format_name)
    _print(session, [listing_of(part, rows, session.zone, bars=bars)], format_name)


def _room_for_bars(session: Session, format_name: str) -> bool:
    """Whether bars are drawn: beside tables, where the screen is not narrow."""
    width = session.screen.width
    return format_name == "table" and (width is None or width >= NARROW)


def _print_overview(
    session: Session,
    found: Sequence[Found],
    format_name: str,
    typed: dict[str, Any],
    kind: str | None,
) -> None:
    """Print several reports: under titles, as one object, as one long table, or as a page."""
    from leadctl.commands.report_rows import listing_of, long_table

    if format_name == "json":
        _print_object(found)
    elif format_name in {"csv", "tsv", "jsonl"}:
        _print(session, [long_table(found)], format_name)
    elif format_name == "html":
        from leadctl.commands.report_page import page

        click.echo(page(session, found, typed, kind), nl=False)
    else:
        bars = _room_for_bars(session, format_name)
        shown = [(part, rows) for _, part, rows in found if rows]
        made = [listing_of(part, rows, session.zone, bars=bars) for part, rows in shown]
        _print(session, made, format_name)
        if not made:
            session.note("No leads to report on.")


def _print_object(found: Sequence[Found]) -> None:
    """Print the overview as one object, with the rows of each report under its name."""
    from leadctl.commands.report_rows import exact_row
    from leadctl.render.json_format import json_value

    made = {kind: [exact_row(part, row) for row in rows] for kind, part, rows in found}
    click.echo(json_value(made), nl=False)


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
