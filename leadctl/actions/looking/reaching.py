"""How a lead in the day's list is reached: masks and do-not-contact honoured."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.actions.looking.due_list import DueRow
from leadctl.rules.leads.fields import FIELDS, LETTER_TO, MORE
from leadctl.rules.leads.ways import may, to_use

CHANNELS = {one.name: one.reaches for one in FIELDS if one.reaches}
"""Field -> the channels by which it reaches a lead."""


def reachable(row: DueRow) -> Iterator[tuple[str, str]]:
    """Yield how to reach the lead: field and address, masks and do-not-contact honoured.

    A telephone serves calls and texts: it is left out where both are barred, or the one asked for.
    Of several numbers it is the one to use: none of which a call told last that it is not theirs.
    """
    if row.due.to != "lead":
        return  # a message to somebody else must not be sent to the lead by mistake
    for name, reaches in CHANNELS.items():
        by_letter = name in LETTER_TO
        value = _address(row) if by_letter else _shown(row, name)
        asked = [channel for channel in reaches if channel in row.due.by] or reaches
        if value and any(may(row.lead, channel) for channel in asked):
            yield "address" if by_letter else name, str(value)


def _shown(row: DueRow, key: str) -> object:
    return None if {key, MORE[key]} & {*row.masked} else to_use(row.lead, key)


def _address(row: DueRow) -> object:
    """Return where a letter goes, if one is asked for."""
    if "letter" not in row.due.by:
        return None
    shown = (row.lead.value(key) for key in LETTER_TO if key not in row.masked)
    return next(filter(None, shown), None)
