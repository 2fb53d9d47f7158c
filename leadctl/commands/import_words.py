"""What an import says of the leads that came in before the book knew them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.actions.importing.result import Past


def past_words(past: Past, created: int) -> str:
    """Return what becomes of the leads that were taken over, with the numbers."""
    who = "All" if past.count == created > 1 else "It" if created == 1 else f"{past.count} of them"
    when = f"came in before today{_months(past)}" if past.dated else "came in nobody knows when"
    days = sorted(past.starts)
    daily = -(-past.count // len(days))
    each = "" if past.count == 1 else ", one a day" if daily == 1 else f", about {daily} a day"
    on = " on" if len(days) > 1 else ""
    begin = f"you get in touch again from {day_words(days[0])}{on}{each}"
    if past.count == 1:
        begin = f"you get in touch again on {day_words(days[0])}"
    return f"{who} {when}: what was owed then is let go, and {begin}."


def _months(past: Past) -> str:
    first, last = f"{past.first:%b %Y}", f"{past.last:%b %Y}"
    return f" ({first})" if first == last else f" ({first} to {last})"


def day_words(day: date) -> str:
    """Return a day as people say it: "Mon 9 March"."""
    return f"{day:%a} {day.day} {day:%B}"
