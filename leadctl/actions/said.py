"""What a change settled, in words: rows that were open before it and are not after it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from leadctl.actions.workspace import Desk
from leadctl.rules.due.row import Due
from leadctl.rules.language.kinds import CONFIRM
from leadctl.rules.leads.lead import Lead
from leadctl.rules.time.moments import span_words

_UNTOLD = frozenset({"idle", "claim", "suggestion"})


class Said(NamedTuple):
    """What tells one open deadline from another, whatever a snooze has made of it."""

    rule: str
    do: str
    due: datetime
    about: str

    @classmethod
    def of(cls, row: Due) -> Said:
        """Return what tells a row from others."""
        return cls(row.rule, row.do, row.planned or row.due, str(row.about))


def settled_words(desk: Desk, before: Lead, after: Lead, *, but: str = "") -> tuple[str, ...]:
    """Say what an event has settled, but for one rule: "Answered, 4 minutes after they came in"."""
    left = {Said.of(row) for row in desk.agenda(after)}
    gone = [row for row in desk.agenda(before) if Said.of(row) not in left and row.rule != but]
    told = [row for row in gone if row.kind not in _UNTOLD and row.fold != CONFIRM.name]
    answered = [row for row in told if row.kind == "sla"]
    words = dict.fromkeys(row.do for row in told if row.kind not in {"sla", "reply"})
    lines = [_answered(row, before, after) for row in answered[:1]]
    return (*lines, *([f"Settled: {'; '.join(words)}"] if words else []))


def _answered(row: Due, before: Lead, after: Lead) -> str:
    """Return how long an answer took, counted from when they came in."""
    at = after.history[len(before.history)].at.astimezone(UTC)
    return f"Answered {span_words(at - row.since)} after they came in"


def moved_words(before: Lead, after: Lead, why: str = "") -> str:
    """Return the move an event made: "; New Connection is now Attempted Contact (...)", or ""."""
    if before.status == after.status:
        return ""
    because = f" ({why})" if why else ""
    return f"; {before.status} is now {after.status}{because}"
