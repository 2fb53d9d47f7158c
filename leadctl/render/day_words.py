"""One row of the list in words: what there is to do, and how late it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from leadctl.rules.time.moments import clock, dated, day, moment_words, since, small

HEARD = {"text": "texted", "email": "e-mailed", "call": "called", "letter": "wrote"}
"""What they did, by the channel of their last word."""
_LONG = timedelta(hours=1)
"""An appointment of today is asked after when it began so long ago."""


def row_words(
    due: Any, now: datetime, zone: tzinfo, *, ahead: bool, agent: Callable[[str], str] = str
) -> str:
    """Return what a row says; `due` is a row of the agenda, `ahead` says that it is not due yet.

    `agent` gives what people call an agent.
    """
    zone = due.told_in(zone)
    kind = due.kind if due.kind in _SAYS else ""
    if kind == "claim":
        return _says_claim(due, now, zone, agent)
    if ahead and due.kind not in {"reply", "sla", "claim", "promise"}:
        return f"{do_words(due)}, {dated(_when(due), now, zone)}"
    words: str = _SAYS.get(kind, _says_plain)(due, now, zone)
    return words


def do_words(due: Any) -> str:
    """Return what to do, as it goes on after a name: a small letter, but for an abbreviation."""
    return small(due.do)


def _when(due: Any) -> datetime | date:
    found: datetime | date = due.day or due.due
    return found


def _late(due: Any, now: datetime, zone: tzinfo) -> str:
    """Return ", since Wed" for what has been due, "" for what is due at any time of today."""
    when = _when(due)
    word = day(when, now, zone)
    if word != "today" and due.due > now:
        return f", {dated(when, now, zone)}"
    if word == "today":
        timed = not due.all_day and due.due > now
        return f" at {clock(due.due, zone)}" if timed else ""
    return f", {since(when, now, zone)}"


def _says_plain(due: Any, now: datetime, zone: tzinfo) -> str:
    return f"{do_words(due)}{_late(due, now, zone)}"


def _says_reply(due: Any, now: datetime, zone: tzinfo) -> str:
    if due.over not in HEARD:
        return f"{do_words(due)}, {since(due.due, now, zone)}"
    said = f' "{due.said}"' if due.said else ""
    return f"{HEARD[due.over]} {moment_words(due.due, now, zone)}{said}"


def _says_sla(due: Any, now: datetime, zone: tzinfo) -> str:
    came = moment_words(due.since, now, zone)
    if due.due <= now:
        return f"came in {came}; {do_words(due)}: was due {moment_words(due.due, now, zone)}"
    better = f", better by {clock(due.ideal, zone)}" if due.ideal and due.ideal > now else ""
    return f"came in {came}; {do_words(due)} by {moment_words(due.due, now, zone)}{better}"


def _says_claim(due: Any, now: datetime, zone: tzinfo, agent: Callable[[str], str]) -> str:
    if not due.agent:
        return f"{do_words(due)}, {since(due.since, now, zone)}"
    whose = f", then {agent(due.following)}'s" if due.following else ""
    return f"{do_words(due)}; yours until {moment_words(due.due, now, zone)}{whose}"


def _says_by(due: Any, now: datetime, zone: tzinfo) -> str:
    if due.due <= now:
        return f"{do_words(due)}, {since(due.due, now, zone)}"
    return f"{do_words(due)} by {moment_words(_when(due), now, zone)}"


def _says_appointment(due: Any, now: datetime, zone: tzinfo) -> str:
    """Return what it is; its time stands before the name. One that is over is asked after."""
    if day(due.due, now, zone) == "today":
        over = "; how did it go?" if due.due + _LONG < now else ""
        return f"{do_words(due)}{over}"
    return f"{do_words(due)} {moment_words(_when(due), now, zone)}: how did it go?"


def _says_idle(due: Any, now: datetime, zone: tzinfo) -> str:
    return f"no next step; nothing since {day(due.since, now, zone)}"


_SAYS = {
    "reply": _says_reply,
    "sla": _says_sla,
    "claim": _says_plain,
    "promise": _says_by,
    "duty": _says_by,
    "appointment": _says_appointment,
    "idle": _says_idle,
}
