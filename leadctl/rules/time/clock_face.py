"""How times of day are written: 14:05, or 2:05 pm where a person wants that."""

from __future__ import annotations

from datetime import datetime

HOURS = (24, 12)


class _Face:
    """The clock's face that all times are written by."""

    hours = HOURS[0]


def write_hours(hours: int) -> None:
    """Write times of day by a clock of 12 or of 24 hours from now on.

    It is a way of writing, as a language is: whoever runs the program has one for all it says.
    """
    _Face.hours = hours


def time_of_day(moment: datetime) -> str:
    """Return a time as it stands in its own zone: "9:05", "14:00"; "9:05 am", "2:00 pm"."""
    if _Face.hours == HOURS[0]:
        return f"{moment.hour}:{moment:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'pm' if moment.hour >= 12 else 'am'}"


def stamp(moment: datetime) -> str:
    """Return a moment under others, in its own zone: "2026-11-20 09:05", "2026-11-20  9:05 am"."""
    if _Face.hours == HOURS[0]:
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d} {time_of_day(moment):>8}"
