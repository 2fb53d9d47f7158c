"""A row in words that every answer shares: what there is to do, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from leadctl.rules.time.moments import clock, dated, day, moment_words, since, small
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due


@dataclass(frozen=True)
class Reading:
    """When and where a row is read.

    `ahead` says that it is not due yet; `timed` that the time of an appointment of today stands
    nowhere beside it; `agent` gives what people call an agent.
    """

    now: datetime
    zone: tzinfo
    ahead: bool = False
    timed: bool = False
    agent: Callable[[str], str] = str


def when_said(row: Due, zone: tzinfo) -> datetime | date:
    """Return when a row is due as people say it: a day alone where it was counted in days."""
    if row.day is not None:
        return row.day
    return row.due.astimezone(zone).date() if row.by_days else row.due


def since_said(row: Due, zone: tzinfo) -> datetime | date:
    """Return since when a row counts as people say it: a day alone where no hour is known."""
    return row.since.astimezone(zone).date() if row.of_day else row.since


def do_words(row: Due, now: datetime, zone: tzinfo) -> str:
    """Return what to do as it goes on after a name, with the time of the appointment it is for."""
    words = small(row.do)
    if row.ahead_of is None:
        return words
    when = moment_words(row.ahead_of, now, zone)
    return f"{words} ({when})"


def with_time(row: Due, now: datetime, zone: tzinfo) -> str:
    """Return a row with its time: "text to confirm (Sat 14:00), Thu"; one that is due, "now"."""
    zone = row.told_in(zone)
    late = row.is_overdue(now)
    if late and row.do.endswith("?"):
        return do_words(row, now, zone)
    when = "now" if late else dated(when_said(row, zone), now, zone)
    if row.do.endswith("?"):
        return f"{do_words(row, now, zone)} (asked {when})"
    if row.then and row.all_day and not late:
        when = f"at the end of {when}"
    return f"{do_words(row, now, zone)}, {when}"


def missed_words(row: Due, now: datetime, zone: tzinfo) -> str:
    """Return a row whose time is over, and since when: "second night, over since 25 January"."""
    zone = row.told_in(zone)
    over = dated(row.lapses or row.due, now, zone)
    return f"{do_words(row, now, zone)}, over since {over}"


def plain_words(row: Due, reading: Reading) -> str:
    """Return what to do, and since when it has been due: "call her, since Wed"; or its question."""
    words = do_words(row, reading.now, reading.zone)
    late = late_words(row, reading.now, reading.zone)
    return f"{words} ({late[2:]})" if words.endswith("?") and late[:2] == ", " else words + late


def ahead_words(row: Due, reading: Reading) -> str:
    """Return what will be to do, and when: "call her, Thu 14:00"."""
    when = dated(when_said(row, reading.zone), reading.now, reading.zone)
    return f"{do_words(row, reading.now, reading.zone)}, {when}"


def by_words(row: Due, reading: Reading) -> str:
    """Return what is to be done by a time: "send it by Fri"; what is late, since when."""
    now, zone = reading.now, reading.zone
    if row.is_overdue(now):
        return f"{do_words(row, now, zone)}, {since(when_said(row, zone), now, zone)}"
    return f"{do_words(row, now, zone)} by {moment_words(when_said(row, zone), now, zone)}"


def late_words(row: Due, now: datetime, zone: tzinfo) -> str:
    """Return ", since Wed" for what has been due, "" for what is due at any time of today."""
    when = when_said(row, zone)
    word = day(when, now, zone)
    if word != "today" and row.due > now:
        return f", {dated(when, now, zone)}"
    if word == "today":
        timed = isinstance(when, datetime) and row.due > now
        return f" at {clock(row.due, zone)}" if timed else ""
    return f", {since(when, now, zone)}"
