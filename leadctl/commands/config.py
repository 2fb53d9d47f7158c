"""config: the settings that hold, and where each came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.commands.printing import print_listing

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.option("--origin", is_flag=True, help="Show the file and line of each as well.")
@options.formats()
@options.with_session
def show(session: Session, origin: bool, format_name: str) -> None:
    """List the settings that hold, the book's and your own."""
    from leadctl.render.listing import Column, Listing

    columns = [
        Column("key", "Setting"),
        Column("value", "Value", weight=1, least=12),
        Column("origin", "From", shown="all" if origin else "data"),
    ]
    rows = [
        {"key": key, "value": value, "origin": where}
        for key, value, where in session.book.settings.shown()
    ]
    print_listing(session, Listing(columns, rows), format_name)
