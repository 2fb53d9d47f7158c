"""The row of an open lead with nothing ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading
from leadctl.rules.time.moments import day, small

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due


class _Idle(RowKind):
    """It says since when nothing has happened; nothing but a next step ends it."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return that nothing is planned, and since when nothing has happened."""
        return f"{small(row.do)}; nothing since {day(row.since, reading.now, reading.zone)}"


IDLE = _Idle(
    "idle", "and", "an open lead with nothing ahead", step=False, keeps=False,
    absent=True, doubts=True, told=False,
    one="person with no next step", several="people with no next step",
)  # fmt: skip
