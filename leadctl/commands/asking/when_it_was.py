"""When something happened that is told now: at an hour, or on a day of which none is known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


def when_it_was(session: Session, text: str) -> datetime:
    """Return when something happened; a day without an hour is that day alone (`whole_day`).

    Raises Usage as `Session.when` does.
    """
    from leadctl.rules.leads.lead import is_day
    from leadctl.rules.time.typed_times import parse_day_or_when
    from leadctl.rules.time.whole_day import whole_day

    at = session.when(text, past=True)
    if not is_day(parse_day_or_when(text, session.now, session.zone)):
        return at
    return whole_day(at.astimezone(session.zone).date())
