"""What is left to settle after a join: both values, who wrote them and when, the command."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from leadctl.book.git.stages import Resolved, Stop, Written
from leadctl.render.listing import plain
from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.commands.session import Session


def print_left(session: Session, left: Resolved) -> None:
    """Print every conflict, and the command that settles it, on stderr."""
    for stop in left.stops:
        _print_stop(session, stop)
    for said in left.refused:
        click.echo(safe(f"{said}"), err=True)
    for path in left.others:
        click.echo(safe(f"{path}: is no lead. Settle it by hand, then: git add {path}"), err=True)
    leads = {stop.lead for stop in left.stops}
    for lead in sorted(leads)[:1]:
        click.echo(f"For all of one lead: leadctl merge {lead} --take theirs", err=True)
    if left.others or left.refused:
        click.echo("Then: leadctl merge", err=True)


def _print_stop(session: Session, stop: Stop) -> None:
    conflict = stop.conflict
    is_masked = _is_masked(session, stop)
    what = "one side removed its file" if conflict.field == "file" else ""
    click.echo(safe(f"{stop.name}: {what or f'two values for {conflict.field}'}"), err=True)
    for side, value, wrote in (
        ("ours", conflict.ours, stop.ours),
        ("theirs", conflict.theirs, stop.theirs),
    ):
        who = _who(session, wrote)
        typed = f"leadctl merge {stop.lead} {conflict.field}={side}"
        click.echo(
            safe(f"  {side + ':':<8}{'(hidden)' if is_masked else _shown(value)}{who}    {typed}"),
            err=True,
        )


def _is_masked(session: Session, stop: Stop) -> bool:
    """Whether the acting agent is not to see the field: it may be settled all the same."""
    from leadctl.actions.seeing import seen_as_it_is

    if stop.joined is None:
        return False
    seen = seen_as_it_is(session.desk, stop.joined)
    masked = seen.masked if seen else frozenset({"phone", "email", "address"})
    return stop.conflict.field in masked


def _shown(value: Any) -> str:
    if value is None:
        return "(nothing)"
    if hasattr(value, "data"):  # an event
        said = "; ".join(f"{key} {plain(one)}" for key, one in value.data.items())
        return f"{value.name} of {value.at:%Y-%m-%d}: {said}"
    return plain(value)


def _who(session: Session, wrote: Written) -> str:
    if not wrote.by:
        return ""
    when = datetime.fromisoformat(wrote.at).astimezone(session.zone)
    return f", by {wrote.by}, {when:%Y-%m-%d %H:%M}"
