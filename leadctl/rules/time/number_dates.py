"""Dates of numbers alone, 12/28: some countries write the day first and some the month."""

from __future__ import annotations

from leadctl.patterns import pattern

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IN_NUMBERS = pattern(r"[0-9]{1,4}([/.])[0-9]{1,2}(\1[0-9]{1,4})?( .*)?")
"""A date of numbers, with or without a time behind it."""
EITHER = "it could be"
"""How it is said that numbers are two days."""
_DAY_AND_MONTH = pattern(r"([0-9]{1,2})[/.]([0-9]{1,2})(?:[/.]([0-9]{4}))?( .*)?")


def worded(words: str) -> str:
    """Return a date of numbers with its month in words: "dec 28" for "12/28" and "28/12" alike.

    Raises ValueError with both readings where both are days, and for what is no such date.
    """
    found = _DAY_AND_MONTH.fullmatch(words)
    first, second = (int(found[1]), int(found[2])) if found else (0, 0)
    readings = [
        f"{MONTHS[month - 1]} {day}{' ' + found[3] if found and found[3] else ''}"
        for month, day in dict.fromkeys(((first, second), (second, first)))
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    if found is None or not readings:
        raise ValueError("some countries write the day first and some the month")
    if len(readings) > 1:
        raise ValueError(f"{EITHER} {' or '.join(readings)}")
    return readings[0] + (found[4] or "")
