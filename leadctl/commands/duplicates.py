"""duplicates: leads that may be one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing
from leadctl.render.listing import Column, Listing

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session
    from leadctl.rules.joining.duplicates import Pair

COLUMNS = (
    Column("name", "Name", weight=1, least=8),
    Column("other_name", "Other", weight=1, least=8),
    Column("reasons", "Why", weight=1, least=10, holds=["text"]),
    Column("id", "Id", shown="data", holds="id"),
    Column("other", "Other's id", shown="data", holds="id"),
    Column("household", "Household", shown="data", holds="flag"),
    Column("merge", "To merge", shown="all"),
)


@click.command(cls=Explained)
@click.option(
    "--all", "everything", is_flag=True, help="Those who only share a phone or a name too."
)
@options.formats()
@options.with_session
def command(session: Session, everything: bool, format_name: str) -> int:
    """List leads that may be one person, and why."""
    from leadctl.actions.looking.duplicate_list import duplicate_list

    found = duplicate_list(session.desk, weak=everything)
    rows = [_row(pair) for pair in found.pairs]
    if rows or format_name != "table":
        print_listing(session, Listing(COLUMNS, rows), format_name)
    else:
        session.note("No two leads look like one person.")
    if found.weak and format_name == "table":
        pairs = "1 pair shares" if found.weak == 1 else f"{found.weak} pairs share"
        session.note(f"{pairs} only a name or a phone: leadctl duplicates --all")
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
