"""Asking which one is meant, by number, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.rules.leads.lead import Lead


MOST = 20
"""So many leads are offered by number."""


def choose(question: str, lines: Sequence[str]) -> int | None:
    """Return which of several lines was chosen, from 0; None for Enter alone."""
    click.echo(question, err=True)
    for number, line in enumerate(lines, 1):
        click.echo(f"  {number}  {safe(line)}", err=True)
    kind = click.IntRange(0, len(lines))
    answer: int = click.prompt(
        "Number (Enter: none)", default=0, show_default=False, type=kind, err=True
    )
    return answer - 1 if answer else None


def choose_row(lead: Lead, lines: Sequence[str]) -> int | None:
    """Ask which of a lead's open follow-ups is meant; return its place."""
    return choose(f"Several things are due for {safe(lead.name)}:", lines)


def choose_lead(leads: Sequence[Lead]) -> Lead | None:
    """Ask which of several leads is meant."""
    lines = [f"{lead.name}  ({lead.status}, {lead.id})" for lead in leads[:MOST]]
    more = f" (the first {MOST})" if len(leads) > MOST else ""
    found = choose(f"{len(leads)} leads match{more}:", lines)
    return None if found is None else leads[found]
