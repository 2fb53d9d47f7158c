"""The row of a new lead, to whom an answer was promised by a time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading, do_words, since_said, when_said
from leadctl.rules.time.moments import clock, moment_words, so_many, span_words

if TYPE_CHECKING:
    from datetime import tzinfo

    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Event


class _Sla(RowKind):
    """It says when they came in, and by when an answer is due, and when it would be better."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return "came in 9:00; call them by 10:00, better by 9:30", or when that was due."""
        came = moment_words(since_said(row, reading.zone), reading.now, reading.zone)
        return f"came in {came}; {_by(row, reading)}"

    def says_below(self, row: Due, reading: Reading, first: RowKind) -> str:
        """Return by when an answer is due to what they have written: that they did stands above."""
        return _by(row, reading) if first.hears else self.says(row, reading)

    def answered(self, row: Due, event: Event, zone: tzinfo) -> str:
        """Return how long the answer, or the try, took, counted from when they came in; in days,
        where of one of the two no hour is known.
        """
        came, verb = since_said(row, zone), "Tried" if event.is_in_vain else "Answered"
        if event.day is not None or not isinstance(came, datetime):
            first = came.astimezone(zone).date() if isinstance(came, datetime) else came
            days = ((event.day or event.at.astimezone(zone).date()) - first).days
            took = f"{so_many(days, 'day')} after" if days > 0 else "on the day"
            return f"{verb} {took} they came in"
        return f"{verb} {span_words(event.at - row.since)} after they came in"


def _by(row: Due, reading: Reading) -> str:
    now, zone = reading.now, reading.zone
    words = do_words(row, now, zone)
    if row.is_overdue(now):
        return f"{words}: was due {moment_words(when_said(row, zone), now, zone)}"
    when = when_said(row, zone)
    if not isinstance(when, datetime):
        return f"{words} {moment_words(when, now, zone)}"
    ideal = row.ideal
    better = f", better by {clock(ideal, zone)}" if ideal and ideal > now else ""
    return f"{words} by {moment_words(row.due, now, zone)}{better}"


SLA = _Sla(
    "sla", "new", "an answer that was promised to new leads", counted="answer", stands=True,
    to_the_minute=True, named=False,
)  # fmt: skip
