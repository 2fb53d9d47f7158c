"""A book with two agents and a few leads, and the desk that use cases work at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Outcome, Request
from leadctl.actions.recording.fields import NewLead, add
from leadctl.book.book import Book
from leadctl.rules.leads.lead import Lead

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SETTINGS = """schema = 1
pipeline = "wholesale"
timezone = "America/New_York"

[agents.sam]
name = "Sam Ortiz"
started = 2020-01-01

[agents.max]
name = "Max Hill"
roles = ["manager"]
"""


def desk_in(folder: Path, actor: str = "sam", now: datetime = NOW) -> Desk:
    """Return the desk of an agent in the book of a folder, which is made where there is none."""
    if not (folder / "leadctl.toml").exists():
        Book.create(folder, SETTINGS)
    book = Book.open(folder)
    return Desk(book, now, book.settings.team.agents[actor])


def added(desk: Desk, name: str, **fields: str) -> Lead:
    """Return a lead that was just added."""
    return add(desk, NewLead(name, fields), Request((), f"add {name}")).changes[0].after


def asked(*leads: Lead, dry_run: bool = False) -> Request:
    """Return a request for leads."""
    return Request(leads, "test", dry_run)


def stored(desk: Desk, lead: Lead) -> Lead:
    """Return a lead as the book has it now, read by another desk."""
    return Book.open(desk.book.root).load(lead.id)


def the_lead(outcome: Outcome) -> Lead:
    """Return the one lead that an outcome changed."""
    [change] = outcome.changes
    return change.after
