"""Opening hours as definitions write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Hours = tuple[tuple[tuple[int, int], ...], ...]
"""For each weekday, Monday first, its spans in minutes since midnight."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS: Hours = (((0, 1440),),) * 7

_SETS = {"every": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}
_SPAN = re.compile(r"([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])")


def parse_hours(table: str | Sequence[str] | Mapping[str, str | Sequence[str]]) -> Hours:
    """Read opening hours as definitions write them.

    Either spans for every day ("09:00-18:30", or a list of such) or a table with the keys `every`,
    `weekdays`, `weekend` and `mon` to `sun`, where a narrower key wins and [] means closed. A span
    that ends at or before its start runs into the next day. Raises ValueError with a sentence.
    """
    if not isinstance(table, Mapping):
        table = {"every": table}
    unknown = [key for key in table if key not in _SETS and key not in DAYS]
    if unknown:
        raise ValueError(f'"{unknown[0]}" is no day: use {", ".join((*_SETS, *DAYS))}')
    spans: dict[str, tuple[tuple[int, int], ...]] = dict.fromkeys(DAYS, ())
    for key in (*_SETS, *DAYS):
        if key in table:
            spans |= dict.fromkeys(_SETS.get(key, (key,)), _spans(table[key]))
    hours = tuple(spans[day] for day in DAYS)
    check_hours(hours)
    return hours


def _spans(written: str | Sequence[str]) -> tuple[tuple[int, int], ...]:
    listed = [written] if isinstance(written, str) else written
    if not isinstance(listed, Sequence):
        raise ValueError(f'"{written}" are no opening hours: write a list such as ["09:00-18:30"]')
    return tuple(sorted(_span(text) for text in listed))


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text.replace(" ", "")) if isinstance(text, str) else None
    if not found:
        raise ValueError(f'"{text}" are no opening hours: write them as "09:00-18:30"')
    hour, minute, end_hour, end_minute = map(int, found.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if start >= 1440 or end > 1440:
        raise ValueError(f'"{text}" are no opening hours: a day ends at 24:00')
    if start == end:
        raise ValueError(f'"{text}" is empty: write "00:00-24:00" for a whole day')
    return start, end if end > start else end + 1440


def check_hours(hours: Hours) -> None:
    """Refuse hours that are no week, are out of range, or overlap, also from Sunday to Monday."""
    if len(hours) != 7:
        raise ValueError(f"hours are given for {len(hours)} days: a week has 7")
    week = [(start, end, day) for day, spans in enumerate(hours) for start, end in spans]
    for start, end, day in week:
        if not (0 <= start < 1440 and start < end <= start + 1440):
            raise ValueError(f"{DAYS[day]} is open from minute {start} to {end}: not within a day")
    placed = sorted((day * 1440 + start, day * 1440 + end, day) for start, end, day in week)
    following = [*placed[1:], *((start + 10080, end, day) for start, end, day in placed[:1])]
    for (_, end, day), (start, _, next_day) in zip(placed, following, strict=True):
        if start < end:
            raise ValueError(f"the hours of {DAYS[day]} and {DAYS[next_day]} overlap")
