"""What comes next for a lead: what the whole list has first of it, whoever says so."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.order import order_of, section_of
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.today import Today, shown
from leadctl.values import replace


def section_today(row: Due, today: Today) -> str:
    """Return the section in which a row is read today: late or of today in its own."""
    is_today = row.is_overdue(today.now) or today.has(row)
    return section_of(row, today.now, is_today=is_today)


def without_idle(rows: Iterable[Due], today: Today) -> list[Due]:
    """Return one lead's rows, none of them that nothing is ahead where another comes before that
    is due to be said.
    """
    rows = list(rows)
    first = min((row.due for row in rows if not KINDS[row.kind].absent), default=None)
    return [
        row
        for row in rows
        if not KINDS[row.kind].absent or first is None or today.has(row) or row.due < first
    ]


def all_asked(rows: Iterable[Due]) -> list[Due]:
    """Return the rows, statuses to consider even where a step of a plan is to come first."""
    return [replace(row, opens=None) if KINDS[row.kind].asks else row for row in rows]


def as_listed(rows: Iterable[Due], today: Today) -> list[Due]:
    """Return one lead's rows, at their next occurrence, as the list of all that is open has them.

    What is let go, or not open yet, is not among them.
    """
    found = shown(all_asked(rows), today.now, lambda _: True)
    return sorted(found, key=lambda row: order_of(row, section_today(row, today)))


def next_step(rows: Iterable[Due], today: Today) -> Due | None:
    """Return what comes next of one lead's rows: the first step that the list has, or None."""
    return next(iter(steps(rows, today)), None)


def steps(rows: Iterable[Due], today: Today) -> list[Due]:
    """Return the rows of one lead that are something to do, as the list has them.

    That something is missing is no step, nor is a status that will be asked about only if nothing
    happens till then.
    """
    return [row for row in as_listed(rows, today) if _is_step(row, today)]


def _is_step(row: Due, today: Today) -> bool:
    kind = KINDS[row.kind]
    return not kind.absent and (row.due <= today.now or not kind.asks)
