"""The row of what a message told a lead we would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.saying import Reading, by_words

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due


class _Promise(RowKind):
    """As long as the message that says so has not gone, which lapses, nothing was promised yet."""

    def says(self, row: Due, reading: Reading) -> str:
        """Return what was promised, or will be once the message is sent, and by when."""
        unsent = "; the message that says so is not sent yet" if row.lapses else ""
        return f"{by_words(row, reading)}{unsent}"

    def tells(self, row: Due) -> bool:
        """Whether the message went: else nobody was promised what is settled now."""
        return self.told and not row.lapses


PROMISE = _Promise("promise", "promised", "what a message told the lead we would do", stands=True)
