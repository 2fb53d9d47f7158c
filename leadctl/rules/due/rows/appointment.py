"""The row of an appointment: on its day with its time, and asked after when that is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading, do_words, when_said
from leadctl.rules.time.moments import clock, day, moment_words

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.language.deadlines import FollowUp
    from leadctl.rules.language.names import Names

_LONG = timedelta(hours=1)
"""An appointment of today is asked after when it began so long ago."""


class _Appointment(RowKind):
    """It is due at its own time, and nothing but a meeting ends it."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return what it is, with its time where that stands not before the name already.

        One that is over is asked after.
        """
        now, zone = reading.now, reading.zone
        words = do_words(row, now, zone)
        if day(row.due, now, zone) == "today":
            at = f" at {clock(row.due, zone)}" if reading.timed and not row.all_day else ""
            return f"{words}{at}{self._over(row, reading, ';')}"
        when = moment_words(when_said(row, zone), now, zone)
        return f"{words} {when}{self._over(row, reading, ':')}"

    def _over(self, row: Due, reading: Reading, sign: str) -> str:
        """Return what is asked of one that is over, or was tried in vain, after a sign; or ""."""
        if row.tried:
            return f"{sign} not reached yet"
        return f"{sign} how did it go?" if self.is_asked_after(row, reading) else ""

    def is_asked_after(self, row: Due, reading: Reading) -> bool:
        """Whether it began an hour ago, or on another day, or was tried in vain."""
        now, zone = reading.now, reading.zone
        if row.tried:
            return True
        is_past = row.due < now and day(row.due, now, zone) != "today"
        return is_past or (not row.all_day and row.due + _LONG < now)

    def typed(self, row: Due, reading: Reading) -> tuple[str, ...]:
        """Return how to say how it went, once it is asked after."""
        if not self.is_asked_after(row, reading):
            return super().typed(row, reading)
        if row.tried:
            return ("log {lead} call -o spoke", self.moves.removeprefix("leadctl "))
        at = _typed_time(row, reading)
        if "call" in row.by:
            return (f"log {{lead}} call -o spoke{at}", f'log {{lead}} call -o "no answer"{at}')
        return (f"log {{lead}} meeting{at}", f"log {{lead}} meeting -o missed{at}")

    def check(self, rule: FollowUp, names: Names) -> None:
        """Note a rule that would put it before or after its own time."""
        if any(filter(None, (rule.after, rule.before, rule.every))):
            hint = 'after = "0 minutes"; for what comes before or after it, another kind'
            names.problem(rule.source, "an appointment is due at its own time", hint, key="kind")


def _typed_time(row: Due, reading: Reading) -> str:
    """Return when it was as it is typed: what is asked after did not happen just now."""
    if row.all_day:
        found = when_said(row, reading.zone)
        return f" --at {found:%Y-%m-%d}"
    here = row.due.astimezone(reading.zone)
    word = day(row.due, reading.now, reading.zone)
    if word == "today":
        return f" --at {here:%H:%M}"
    named = word if word == "yesterday" else f"{here:%Y-%m-%d}"
    return f' --at "{named} {here:%H:%M}"'


APPOINTMENT = _Appointment(
    "appointment", "today", "an appointment", counted="booked", stands=True, booked=True,
    stays="an appointment is moved to another time",
    moves='leadctl set {lead} appointment="tomorrow 14:00"',
    ends="leadctl log {lead} meeting", then="leadctl log {lead} meeting",
)  # fmt: skip
