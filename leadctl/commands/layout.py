"""layout: what other systems call their columns; list, show and test it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import completing, options
from leadctl.errors import Refused
from leadctl.render.safe import safe, safe_lines

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command("list")
@options.with_session
def list_(session: Session) -> None:
    """List the layouts that imports recognise: the book's, yours, and the shipped ones."""
    from leadctl.book.own_files.layouts import layouts

    for one in layouts(session.book.root, session.book.own_folder):
        click.echo(safe(f"{one.slug:<24}  {one.name:<28}  {one.where}"))


@click.command()
@click.argument("name", shell_complete=completing.layouts)
@options.with_session
def show(session: Session, name: str) -> None:
    """Print a layout's file: copy it into the book's layouts/ to change it."""
    from leadctl.book.own_files.layouts import layout_text

    text = layout_text(name, session.book.root, session.book.own_folder)
    click.echo(safe_lines(text), nl=False)


@click.command()
@click.argument("places", nargs=-1, metavar="[FILE|FOLDER]...")
@options.with_session
def test(session: Session, places: tuple[str, ...]) -> int:
    """Import case pairs, NAME.csv and NAME.toml; without FILE those of the book."""
    from leadctl.actions.importing.pairs import pairs_in, play_pair
    from leadctl.book.own_files.layouts import cases_folder
    from leadctl.book.scratch import scratch_book

    pairs = pairs_in(list(places) or [cases_folder(session.book.root)])
    failed = 0
    for pair in pairs:
        with scratch_book({"schema": 1, "timezone": session.book.settings.timezone}, {}) as into:
            said = play_pair(pair, into, session.book)
        failed += bool(said)
        click.echo(safe(f"{'FAIL' if said else 'ok  '} {pair.file.name}"))
        for line in said:
            click.echo(safe_lines(f"    {line}"))
    words = f"{failed} of {len(pairs)} cases failed." if failed else f"{len(pairs)} cases hold."
    session.note(words)
    return Refused.exit_code if failed else 0
