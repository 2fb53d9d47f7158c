"""report: figures over many leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

import click

from leadctl.commands.asking import options, which_leads
from leadctl.commands.asking.report_asked import asked_of, lately
from leadctl.commands.telling.printing import print_page
from leadctl.errors import Problem, Usage
from leadctl.rules.reports.registry import ALIASES, KINDS

if TYPE_CHECKING:
    from leadctl.actions.looking.lead_filter import LeadFilter
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import ReportTyped
    from leadctl.render.listing import Listing
    from leadctl.rules.reports.report import Part, Report, Row


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
STEP = "step"
"""How a report is split between two statuses, with --from and --to."""
NARROW = 70
"""On a screen with fewer columns no bars are drawn beside figures."""

Found = tuple[str, "Part", Sequence["Row"]]


class ReportCommand(which_leads.QueryCommand):
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
        super().format_epilog(ctx, formatter)


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
@which_leads.lead_filters("owner", "pipeline", "source", "tag")
@options.formats()
@options.with_session
def command(
    session: Session, words: tuple[str, ...], format_name: str, **typed: Unpack[ReportTyped]
) -> int:
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
    session.note(_left_out(session, found, typed))
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


def _wanted(kind: str | None, typed: ReportTyped, format_name: str) -> list[tuple[str, str]]:
    """Return the kinds and splits asked for. Raises Usage for options that do not fit."""
    from leadctl.rules.reports.report import report_of

    pair = bool(typed["came_from"]), bool(typed["to"])
    if any(pair) and not all(pair):
        raise Usage("--from and --to go together: the two statuses of a step.")
    parts = report_of(kind).parts if kind else ()
    if any(pair) and STEP not in [part.by for part in parts]:
        raise Usage("--from and --to belong to: leadctl report funnel")
    by = typed["by"] or ""
    if kind is None:
        if by:
            raise Usage(
                f"--by {by} splits one report: name it, as in: leadctl report status --by {by}"
            )
        return list(PAGE if format_name == "html" else OVERVIEW)
    splits = [part.by for part in parts if part.by not in {"", STEP}]
    if by and by not in splits:
        known = f"it can be split by {', '.join(splits)}" if splits else "it can't be split"
        raise Usage(f"--by {by} does not split {kind}; {known}.")
    return [(kind, STEP if all(pair) else by)]


def _counted(
    session: Session, wanted: Sequence[tuple[str, str]], typed: ReportTyped
) -> tuple[list[Found], list[Problem]]:
    """Count all that is wanted in one pass over the leads."""
    from leadctl.actions.looking.counting import Question
    from leadctl.actions.looking.report import answers
    from leadctl.rules.reports.report import report_of, titled

    leads = _leads(session, typed)
    asked = asked_of(session, typed)
    if [kind for kind, by in wanted if by in {"", kind}] == ["status"]:
        from leadctl.actions.looking.standing import standing

        if made := standing(session.desk, leads, asked):
            return [("status", report_of("status").part(), made[0])], made[1]
    questions = []
    for kind, by in wanted:
        report = report_of(kind)
        own = lately(session, report, asked) if len(wanted) > 1 else asked
        questions.append(Question(kind, report.part(by), own))
    rows, problems = answers(session.desk, leads, questions)
    found = zip(questions, rows, strict=True)
    return [(q.kind, titled(q.kind, q.part, q.asked), made) for q, made in found], problems


def _leads(session: Session, typed: ReportTyped) -> LeadFilter:
    """Return which leads are counted: what happened to an archived one still counts, and where
    leads stand leaves such out.
    """
    from leadctl.values import replace

    return replace(which_leads.lead_filter(session, typed), archived=True)


def _left_out(session: Session, found: Sequence[Found], typed: ReportTyped) -> str:
    """Return of how many leads no value is counted, for it is hidden, and why; or ""."""
    from leadctl.actions.looking.counting import hidden_worth
    from leadctl.rules.time.moments import so_many

    told = [rows for _, part, rows in found if any(f.unit == "money" for f in part.figures)]
    pipelines = {str(row["pipeline"]) for rows in told for row in rows}
    count, why = hidden_worth(session.desk, _leads(session, typed), sorted(pipelines))
    said = f"The value of {so_many(count, 'lead')} is hidden from you, and not counted"
    return (f"{said}: {why}." if why else f"{said}.") if count else ""


def _print_one(session: Session, found: Found, format_name: str) -> None:
    from leadctl.commands.telling.report_rows import listing_of, reader_of

    _, part, rows = found
    bars = _room_for_bars(session, format_name)
    _print(session, [listing_of(part, rows, reader_of(session), bars=bars)], format_name)


def _room_for_bars(session: Session, format_name: str) -> bool:
    """Whether bars are drawn: beside tables, where the screen is not narrow."""
    width = session.screen.width
    return format_name == "table" and (width is None or width >= NARROW)


def _print_overview(
    session: Session,
    found: Sequence[Found],
    format_name: str,
    typed: ReportTyped,
    kind: str | None,
) -> None:
    """Print several reports: under titles, as one object, as one long table, or as a page."""
    from leadctl.commands.telling.report_rows import listing_of, long_table, reader_of
    from leadctl.render.formats import is_for_people

    if format_name == "json":
        _print_object(found)
    elif not is_for_people(format_name):
        _print(session, [long_table(found)], format_name)
    elif format_name == "html":
        from leadctl.commands.telling.report_page import page

        click.echo(page(session, found, typed, kind), nl=False)
    else:
        bars = _room_for_bars(session, format_name)
        shown = [(part, rows) for _, part, rows in found if rows]
        made = [listing_of(part, rows, reader_of(session), bars=bars) for part, rows in shown]
        _print(session, made, format_name)
        if not made:
            session.note("No leads to report on.")


def _print_object(found: Sequence[Found]) -> None:
    """Print the overview as one object, with the rows of each report under its name."""
    from leadctl.commands.telling.report_rows import exact_row
    from leadctl.render.json_format import json_value

    made = {kind: [exact_row(part, row) for row in rows] for kind, part, rows in found}
    click.echo(json_value(made), nl=False)


def _print(session: Session, listings: list[Listing], format_name: str) -> None:
    """Print tables of figures, each under its title where there are several."""
    from leadctl.commands.telling.report_rows import APART
    from leadctl.render.formats import render
    from leadctl.render.report_table import report_table

    if format_name != "table":
        click.echo("\n".join(render(listing, format_name) for listing in listings), nl=False)
        return
    pages = []
    for listing in listings:
        if not listing.rows:
            session.note(f"{listing.title}: nothing to count.")
            continue
        title = f"{listing.title}\n\n" if len(listings) > 1 else ""
        pages.append(title + report_table(listing, session.screen, APART))
    print_page(session, "\n".join(pages))
