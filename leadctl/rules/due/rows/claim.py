"""The row of a lead that nobody owns: an agent's turn to claim it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading, do_words
from leadctl.rules.time.moments import moment_words, since

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due


class _Claim(RowKind):
    """It says until when it is the reader's turn, and whose it is next."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return "claim or pass; yours until 9:30, then Bo's"; without a turn, since when."""
        now, zone = reading.now, reading.zone
        words = do_words(row, now, zone)
        if not row.agent:
            return f"{words}, {since(row.since, now, zone)}"
        whose = f", then {reading.agent(row.following)}'s" if row.following else ""
        return f"{words}; yours until {moment_words(row.due, now, zone)}{whose}"


CLAIM = _Claim(
    "claim", "new", "an agent's turn to claim a lead", stands=True, told=False, elsewhere=True,
    ends="leadctl claim {lead}   or   leadctl pass {lead}",
)  # fmt: skip
