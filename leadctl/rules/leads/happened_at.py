"""When the events of a history happened: of a day without an hour, behind what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from leadctl.rules.leads.deeds import IMPORT
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.whole_day import begun, is_whole_day

_DAY = timedelta(days=1)


def moments(history: Iterable[Event], zone: tzinfo) -> list[datetime]:
    """Return when each event happened, in UTC.

    What somebody logged of a day stands as `moment_of` says; what an import wrote on one, where the
    day begins, for it says nothing of what was done on it.
    """
    found: list[datetime] = []
    for event in history:
        at = event.at
        if at.tzinfo is not UTC:  # most are
            at = moment_of(at, () if event.by == IMPORT else found, zone)
        found.append(at)
    return found


def moment_of(at: datetime, before: Sequence[datetime], zone: tzinfo) -> datetime:
    """Return an event's moment in UTC, behind the moments that were recorded `before` it.

    A day without an hour stands behind all that was recorded before it of that day, for it was
    told after them: at the moment of the last of them; else where its day begins in a zone.
    """
    start = begun(at, zone)
    if not before or not is_whole_day(at):
        return start
    end = begun(at + _DAY, zone)
    return max((moment for moment in before if start <= moment < end), default=start)
