"""layout: what other systems call their columns; list, show and test it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing
from leadctl.errors import Refused
from leadctl.render.listing import Column
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadctl.commands.starting.session import Session

COLUMNS = (Column("id", "Layout"), Column("name", "Name"), Column("where", "Where it is from"))
CASES = (
    Column("case", "Case"),
    Column("holds", "Holds", holds="flag"),
    Column("said", "What differs", holds=["text"]),
)


@click.command("list", cls=Explained)
@options.formats()
@options.with_session
def list_(session: Session, format_name: str) -> None:
    """List the layouts that imports recognise: the book's, yours, and the shipped ones."""
    from leadctl.book.own_files.layouts import layouts
    from leadctl.render.listing import Listing

    found = layouts(session.book.root, session.book.own_folder)
    rows = [{"id": one.slug, "name": one.name, "where": one.where} for one in found]
    print_listing(session, Listing(COLUMNS, rows), format_name)


@click.command(cls=Explained)
@click.argument("name", shell_complete=completing.layouts)
@options.with_session
def show(session: Session, name: str) -> None:
    """Print a layout's file: copy it into the book's layouts/ to change it."""
    from leadctl.book.own_files.layouts import layout_text

    text = layout_text(name, session.book.root, session.book.own_folder)
    click.echo(safe_lines(text), nl=False)


@click.command(cls=Explained)
@click.argument("places", nargs=-1, metavar="[FILE|FOLDER]...")
@options.formats()
@options.with_session
def test(session: Session, places: tuple[str, ...], format_name: str) -> int:
    """Import case pairs, NAME.csv and NAME.toml; without FILE those of the book."""
    from leadctl.actions.importing.pairs import pairs_in, play_pair
    from leadctl.book.own_files.layouts import cases_folder
    from leadctl.book.scratch import scratch_book
    from leadctl.render.listing import Listing

    pairs = pairs_in(list(places) or [cases_folder(session.book.root)])
    rows = []
    for pair in pairs:
        with scratch_book({"schema": 1, "timezone": session.book.settings.timezone}, {}) as into:
            said = play_pair(pair, into, session.book)
        rows.append({"case": pair.file.name, "holds": not said, "said": said})
        if format_name == "table":
            _print(pair.file.name, said)
    if format_name != "table":
        print_listing(session, Listing(CASES, rows), format_name)
    failed = sum(not row["holds"] for row in rows)
    from leadctl.rules.time.moments import so_many

    hold = so_many(len(pairs), "case holds", "cases hold")
    words = f"{failed} of {so_many(len(pairs), 'case')} failed." if failed else f"{hold}."
    session.note(words)
    return Refused.exit_code if failed else 0


def _print(case: str, said: Sequence[str]) -> None:
    click.echo(safe(f"{'FAIL' if said else 'ok  '} {case}"))
    for line in said:
        click.echo(safe_lines(f"    {line}"))
