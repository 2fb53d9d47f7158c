"""The rows of the day's list as plain columns: counted, and the first ones found, by the database.

A row is shown where it has opened and not lapsed, and runs already or is due by the end of the day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from leadctl.values import dataclass

NEVER, EVER = -(1 << 62), 1 << 62
"""Moments before and after all others, in microseconds."""
NOTHING_FOLDS = -1
"""The place of a row that does not fold, where others have that of their line."""
BY_DAY, RUNS, REPORTS = 0, 1, 2
"""When a row is shown: by the day on which it is due, always, or a day before it is due."""
BOOKED, TO_ANSWER = 1, 2
"""As what a row is counted in the heading."""
ALWAYS_NAMED = 0
"""The rank of a row that no list leaves out; others have that of their section, from 1."""
ANSWER_RANK = 1
"""The rank of a row of who waits for an answer."""

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

Columns = tuple[int, str, int, int, int | None, int, int, int, int, str, int]
"""Fold, calendar, place in the list, due, day of a whole day, opens, lapses, when it is shown, as
what it is counted, what it says to do where it folds, and the rank of its section where a list may
leave it out. Moments are in microseconds."""


def microseconds(moment: datetime) -> int:
    """Return a moment as the index has it."""
    return (moment - _EPOCH) // _MICROSECOND


_EVERYBODY = 1 << 31
"""More people than there are: SQLite counts no further than 63 bits."""
_TIES = 100
"""Of so many people more than are wanted some must come later, or nothing is said of an order."""


@dataclass(frozen=True)
class Moment:
    """The present: `now`, the moment up to which reports are shown, and for each calendar the end
    of the day and its date, as a number; `begun` is when the viewer's day began, and its date.
    """

    now: int
    reports: int
    days: Mapping[str, tuple[int, int]]
    begun: tuple[int, int]


class DayRows:
    """One agent's rows at a moment."""

    def __init__(self, db: sqlite3.Connection, viewer: int, moment: Moment) -> None:
        self._db, self._viewer, self._moment = db, viewer, moment

    def first(self) -> list[int] | None:
        """Return the file of whom the list begins with; more where several may be the first.

        None where that is not to be said without looking at all.
        """
        return self._first(1, "0")

    def named(self, count: int) -> list[int] | None:
        """Return the files of the first people, those whom no list leaves out before others, then
        who waits for an answer; more where several may be the last of them.

        None where that is not to be said without looking at all.
        """
        return self._first(min(count, _EVERYBODY), f"min(min(rank), {ANSWER_RANK + 1})")

    def _first(self, count: int, before: str) -> list[int] | None:
        shown, values = self._shown()
        ask = (
            f"SELECT n, {before} AS later, min(place) AS first FROM deadline"
            f" WHERE viewer = ? AND fold = {NOTHING_FOLDS} AND {shown} GROUP BY n"
            " ORDER BY later, first LIMIT ?"
        )
        found = self._db.execute(ask, [self._viewer, *values, count + _TIES]).fetchall()
        if len(found) == count + _TIES and found[-1][1:] == found[count - 1][1:]:
            return None
        return [n for n, *key in found if (*key,) <= found[:count][-1][1:]]

    def counts(self) -> list[tuple[int, int, int, int]]:
        """Return, for each rank of people whom a list may leave out and for those it never does,
        how many people there are, appointments, and people who wait for an answer.
        """
        shown, values = self._shown()
        ask = (
            "SELECT rank, count(*), CAST(total(booked) AS INTEGER), CAST(total(answer) AS INTEGER)"
            f" FROM (SELECT min(rank) AS rank, sum(counts = {BOOKED} AND {_STILL_TODAY}) AS booked,"
            f" max(counts = {TO_ANSWER}) AS answer"
            f" FROM deadline WHERE viewer = ? AND fold = {NOTHING_FOLDS} AND {shown} GROUP BY n)"
            " GROUP BY rank"
        )
        asked = [*self._moment.begun, self._viewer, *values]
        return self._db.execute(ask, asked).fetchall()

    def folded(self) -> list[tuple[int, int, str]]:
        """Return each line that folds: its place, how many rows, and what all of them say to do;
        "" where they do not say the same.
        """
        shown, values = self._shown()
        ask = (
            "SELECT fold, count(*), min(does), max(does) FROM deadline"
            f" WHERE viewer = ? AND fold > {NOTHING_FOLDS} AND {shown} GROUP BY fold ORDER BY fold"
        )
        found = self._db.execute(ask, [self._viewer, *values])
        return [(fold, n, least if least == most else "") for fold, n, least, most in found]

    def _shown(self) -> tuple[str, list[int | str]]:
        """Return the condition under which a row is shown, and its values."""
        now, days = self._moment.now, self._moment.days
        values: list[int | str] = [now, now]
        alternatives = [f"shows = {RUNS}", f"shows = {REPORTS} AND due <= ?"]
        values.append(self._moment.reports)
        for end, day in set(days.values()):
            names = [name for name, known in days.items() if known == (end, day)]
            own = "1" if len(names) == len(days) else f"calendar IN ({_marks(len(names))})"
            alternatives.append(f"{own} AND ((day IS NULL AND due <= ?) OR day <= ?)")
            values += [*([] if own == "1" else names), end, day]
        return f"opens <= ? AND lapses > ? AND (({') OR ('.join(alternatives)}))", values


_STILL_TODAY = "CASE WHEN day IS NULL THEN due >= ? ELSE day >= ? END"
"""Whether a row is not left over from an earlier day, of when today began and its date."""


def _marks(count: int) -> str:
    return ", ".join("?" * count)
