"""duplicates: leads that may be one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.commands.printing import print_listing
from leadctl.render.listing import Column, Listing

if TYPE_CHECKING:
    from leadctl.commands.session import Session
    from leadctl.rules.joining.duplicates import Pair

_COLUMNS = (
    Column("name", "Name", weight=1, least=8),
    Column("other_name", "Other", weight=1, least=8),
    Column("reasons", "Why", weight=1, least=10),
    Column("id", "Id", shown="data"),
    Column("other", "Other's id", shown="data"),
    Column("household", "Household", shown="data"),
    Column("merge", "To merge", shown="all"),
)


@click.command()
@click.option("--all", "everything", is_flag=True, help="People who only share a phone as well.")
@options.formats()
@options.with_session
def command(session: Session, everything: bool, format_name: str) -> int:
    """List leads that may be one person, and why."""
    from leadctl.actions.duplicate_list import duplicate_list

    found = duplicate_list(session.desk, households=everything)
    rows = [_row(pair) for pair in found.pairs]
    if rows or format_name != "table":
        print_listing(session, Listing(_COLUMNS, rows), format_name)
    else:
        session.note("No two leads look like one person.")
    return session.tell_problems(found.problems)


def _row(pair: Pair) -> dict[str, object]:
    first, second = pair.first, pair.second
    return {
        "name": first.name,
        "other_name": second.name,
        "reasons": list(pair.reasons),
        "id": first.id,
        "other": second.id,
        "household": pair.is_household,
        "merge": f"leadctl merge-leads {first.id} {second.id}",
    }
