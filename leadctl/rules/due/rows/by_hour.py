"""The rows whose time somebody has chosen: a call-back, what an agent wants to be reminded of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading, do_words, plain_words
from leadctl.rules.time.moments import clock, day, since

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due


class _ByHour(RowKind):
    """It says its hour of today, where that stands not before the name already."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return what to do, and when; of what was tried in vain, that too."""
        said = self._when_said(row, reading)
        return f"{said}; not reached yet" if row.tried else said

    def _when_said(self, row: Due, reading: Reading) -> str:
        """Return what to do, and at what hour of today; what is late, since when."""
        now, zone = reading.now, reading.zone
        words = do_words(row, now, zone)
        whole = row.all_day or row.by_days or words.endswith("?")
        if whole or day(row.due, now, zone) != "today":
            return plain_words(row, reading)
        if not reading.timed:
            return words
        late = row.is_overdue(now)
        when = f", {since(row.due, now, zone)}" if late else f" at {clock(row.due, zone)}"
        return words + when


CALL_BACK = _ByHour("call-back", "touch", "a call-back", tries=True, agreed=True)
TASK = _ByHour("task", "touch", "a task", tries=True, agreed=True)
