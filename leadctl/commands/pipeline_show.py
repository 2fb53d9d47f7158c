"""pipeline list, show: the definitions there are, and what one says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing, print_page
from leadctl.errors import NotFound
from leadctl.render.listing import Column, Listing

if TYPE_CHECKING:
    from leadctl.actions.pipelines.definition_list import Listed
    from leadctl.book.book import Book
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.commands.starting.session import Session
    from leadctl.rules.language.deadlines import FollowUp


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


COLUMNS = (
    Column("id", "Pipeline"),
    Column("title", "Title", weight=2, least=12),
    Column("version", "Version"),
    Column("statuses", "Statuses", align="right", holds="count?"),
    Column("leads", "Leads", align="right", holds="count?"),
    Column("from", "From"),
    Column("default", "Default", shown="data", holds="flag"),
    Column("file", "File", shown="data"),
    Column("sound", "Sound", shown="data", holds="flag"),
)


@click.command("list", cls=Explained)
@options.formats()
@options.with_session
def list_(session: Session, format_name: str) -> int:
    """List the pipelines: shipped ones, and the book's own."""
    from leadctl.actions.pipelines.definition_list import definition_list

    found = definition_list(definitions_of(session), book_or_none(session))
    print_listing(session, Listing(COLUMNS, [_row(listed) for listed in found]), format_name)
    problems = [problem for listed in found for problem in listed.problems]
    return session.tell_problems(problems)


def _row(listed: Listed) -> dict[str, object]:
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


@click.command(cls=Explained)
@click.argument("which", metavar="[ID|FILE]", default="", shell_complete=completing.definitions)
@click.option("--status", default="", help="Only this status.")
@options.printed_as("text", "json")
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
        statuses = values["statuses"]
        found = statuses[name] if name and isinstance(statuses, dict) else values
        click.echo(json_value(found), nl=False)
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
    print_page(session, page)


def default_of(session: Session) -> str:
    """Return the book's default pipeline. Raises NotFound where there is none."""
    book = book_or_none(session)
    if book and book.settings.pipeline:
        return book.settings.pipeline
    raise NotFound("Say which pipeline.", hint="All of them: leadctl pipeline list")
