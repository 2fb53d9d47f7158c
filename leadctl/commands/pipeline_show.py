"""pipeline list, show, check: the definitions there are, in words, and whether they are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import completing, options
from leadctl.commands.printing import print_listing
from leadctl.errors import Invalid, NotFound, Problem

if TYPE_CHECKING:
    from leadctl.actions.pipelines.definition_list import Listed
    from leadctl.book.book import Book
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.commands.session import Session
    from leadctl.rules.language.pipeline import FollowUp
    from leadctl.rules.pipelines.findings import Finding


def book_or_none(session: Session) -> Book | None:
    """Return the book, or None where no book is there and none was named."""
    try:
        return session.book
    except NotFound:
        if session.typed.directory:
            raise
        return None


def definitions_of(session: Session) -> Definitions:
    """Return the definitions of the book that is there, or the shipped ones."""
    from leadctl.book.own_files.definitions import Definitions

    book = book_or_none(session)
    return book.definitions if book else Definitions(None)


@click.command("list")
@options.formats()
@options.with_session
def list_(session: Session, format_name: str) -> int:
    """List the pipelines: shipped ones, and the book's own."""
    from leadctl.actions.pipelines.definition_list import definition_list
    from leadctl.render.listing import Column, Listing

    found = definition_list(definitions_of(session), book_or_none(session))
    columns = [
        Column("id", "Pipeline"),
        Column("title", "Title", weight=2, least=12),
        Column("version", "Version"),
        Column("statuses", "Statuses", align="right"),
        Column("leads", "Leads", align="right"),
        Column("from", "From"),
        Column("default", "Default", shown="data"),
        Column("file", "File", shown="data"),
        Column("sound", "Sound", shown="data"),
    ]
    print_listing(session, Listing(columns, [_row(listed) for listed in found]), format_name)
    problems = [problem for listed in found for problem in listed.problems]
    return session.tell_problems(problems)


def _row(listed: Listed) -> dict[str, Any]:
    pipeline = listed.pipeline
    return {
        "id": listed.id,
        "title": pipeline.title if pipeline else "",
        "version": pipeline.version if pipeline else "",
        "statuses": len(pipeline.statuses) if pipeline else None,
        "leads": listed.leads,
        "from": ("own" if listed.own else "shipped") + (", default" if listed.default else ""),
        "default": listed.default,
        "file": listed.file,
        "sound": pipeline is not None,
    }


@click.command()
@click.argument("which", metavar="[ID|FILE]", default="", shell_complete=completing.pipelines)
@click.option("--status", default="", help="Only this status.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@options.with_session
def show(session: Session, which: str, status: str, format_name: str) -> None:
    """Show a pipeline in words: its statuses, what each wants, and what follows."""
    from leadctl.actions.names import status_named
    from leadctl.actions.pipelines.definition_list import definition_meant

    wanted = which or default_of(session)
    pipeline = definition_meant(definitions_of(session), wanted).pipeline
    name = status_named(pipeline, status) if status else ""
    if format_name == "json":
        from leadctl.render.json_format import json_value
        from leadctl.render.pipeline_json import pipeline_values

        values = pipeline_values(pipeline)
        click.echo(json_value(values["statuses"][name] if name else values), nl=False)
        return
    from leadctl.render.pipeline_page import pipeline_page, status_page
    from leadctl.rules.pipelines.examples import example_words

    def dates(rule: FollowUp) -> str:
        return example_words(rule, pipeline, now, timezone)

    screen, book = session.screen, book_or_none(session)
    now, timezone = session.clock, "UTC"
    if book:
        now, timezone = session.now, book.settings.timezone
    whole = pipeline_page(pipeline, screen, dates) if not name else ""
    page = whole or status_page(pipeline, name, screen, dates)
    click.echo(page, nl=False, color=screen.colour)


def default_of(session: Session) -> str:
    """Return the book's default pipeline. Raises NotFound where there is none."""
    book = book_or_none(session)
    if book and book.settings.pipeline:
        return book.settings.pipeline
    raise NotFound("Say which pipeline.", hint="All of them: leadctl pipeline list")


@click.command()
@click.argument("which", nargs=-1, metavar="[ID|FILE]...", shell_complete=completing.pipelines)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@options.with_session
def check(session: Session, which: tuple[str, ...], strict: bool) -> None:
    """Check definitions; without ID, the book's own and those it uses.

    Each is walked through as far as it leads: statuses nobody can enter or leave, and those in
    which nothing falls due, are warned of, with a scenario that shows it. A warning stops nothing.
    """
    from leadctl.actions.pipelines.definition_list import check as check_all
    from leadctl.actions.pipelines.definition_list import to_check

    definitions, book = definitions_of(session), book_or_none(session)
    problems: list[Problem] = []
    hints: list[str] = []
    today = (session.now if book else session.clock).date()
    wanted = which or to_check(definitions, book)
    for name, found in check_all(definitions, book, wanted, today).items():
        problems += found.problems
        hints += filter(None, [found.hint])
        if not found.problems and not (strict and found.findings):
            click.echo(f"{name}: sound{_counted(len(found.findings))}")
        for finding in found.findings:
            if strict:
                problems.append(finding.problem)
            else:
                _warn(finding)
    if problems:
        raise Invalid(list(dict.fromkeys(problems)), hint="\n".join(hints))


def _counted(warnings: int) -> str:
    return "" if not warnings else f", with {warnings} warning{'s' if warnings > 1 else ''}"


def _warn(finding: Finding) -> None:
    from leadctl.render.safe import safe_lines

    click.echo(safe_lines(f"warning: {finding.problem}"), err=True)
    if finding.scenario:
        click.echo(safe_lines(f"To see it, as a scenario:\n{finding.scenario}"), err=True)
