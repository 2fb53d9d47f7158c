"""One row imported by two clones on different days: what it said is one line, the earlier one."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.joining.histories import History, counted, frozen, line_key
from leadctl.rules.leads.lead import Event

_BY = "import"
_ROW = 16
"""So many characters of a row's digest name the row, however its status is mapped."""


def said_by_a_row(event: Event) -> str:
    """Return what a line says that an import wrote, but for the day of the import; else ""."""
    if event.by != _BY:
        return ""
    data: Mapping[str, object] = event.data
    if "row" in data:
        return frozen({"event": event.name, "row": str(data["row"])[:_ROW]})
    told = {key: value for key, value in data.items() if key != "start"}
    return frozen({"event": event.name, "said": told})


def said_again(base: History, ours: History, theirs: History) -> tuple[Event, ...]:
    """Return the lines that say what an earlier one of the other side says, both being new."""
    was, one, two = map(counted, (base, ours, theirs))
    again: list[Event] = []
    for side, other, has in ((ours, theirs, two), (theirs, ours, one)):
        new = [e for e in side if (key := line_key(e)) not in was and key not in has]
        first = {said: e for e in reversed(other) if (said := said_by_a_row(e))}
        again += [e for e in new if _is_later(e, first.get(said_by_a_row(e)), was)]
    return tuple(again)


def _is_later(event: Event, other: Event | None, was: Mapping[str, int]) -> bool:
    """Whether another line, not of the base, says the same and is earlier."""
    if other is None or line_key(other) in was or not said_by_a_row(event):
        return False
    return (other.at, line_key(other)) < (event.at, line_key(event))
