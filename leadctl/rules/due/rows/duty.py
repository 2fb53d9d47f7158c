"""The row of what somebody else waits for; and what becomes of one that an update meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading, by_words

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.language.deadlines import FollowUp

CONFIRM = RowKind(
    "confirm", "and", "a status to be confirmed", stands=True, step=False,
    one="status to confirm", several="statuses to confirm", does="leadctl status confirm --due",
)  # fmt: skip
"""A duty that only an update of the status settles: rows of kind "duty" that fold so."""


class _Duty(RowKind):
    """It is due by a time; what settles it says in which section it stands."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return what is to be done, and by when."""
        return by_words(row, reading)

    def stands_in(self, rule: FollowUp) -> tuple[str, str]:
        """Return where its rows stand, and as what they are counted.

        A duty that only an update of the status meets is housekeeping; one that a touch meets is
        for getting in touch.
        """
        from leadctl.rules.leads.event_kinds import TOUCHES

        names = {name for clearing in rule.until for name in clearing.names}
        if rule.until and names and names <= {"status", "confirm"}:
            return CONFIRM.section, CONFIRM.name
        touches = any(not c.names or set(c.names) & set(TOUCHES) for c in rule.until)
        return ("touch" if touches else self.section), ""


DUTY = _Duty(
    "duty", "report", "what somebody else waits for", stands=True, owed=True, taken_over=True,
    step=False,
)  # fmt: skip
