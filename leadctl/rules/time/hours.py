"""Opening hours as definitions write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from leadctl.patterns import pattern

Spans = tuple[tuple[int, int], ...]
"""The shifts of a day, in minutes since midnight."""

Hours = tuple[Spans, ...]
"""For each weekday, Monday first, its spans."""

MonthDay = tuple[int, int]
"""A day of every year: month and day."""

OneDay = date | MonthDay
Special = tuple[tuple[OneDay, Spans], ...]
"""Days with hours of their own; none at all closes a day."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS: Hours = (((0, 1440),),) * 7

_LONGEST_NIGHT = 12 * 60
"""Hours that run into the next day for longer than this were turned round."""
_SETS = {"every": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}
_YEARLY = pattern(r"\*-([0-9]{2})-([0-9]{2})")
_SPAN = pattern(r"([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])")


def parse_hours(table: str | Sequence[str] | Mapping[str, str | Sequence[str]]) -> Hours:
    """Read opening hours as definitions write them.

    Either spans for every day ("09:00-18:30", or a list of such) or a table with the keys `every`,
    `weekdays`, `weekend` and `mon` to `sun`, where a narrower key wins and [] means closed. A span
    that ends at or before its start runs into the next day. Single days are for `parse_special`.
    Raises ValueError with a sentence.
    """
    if not isinstance(table, Mapping):
        table = {"every": table}
    known = {*_SETS, *DAYS}
    unknown = [key for key in table if key not in known and read_day(key) is None]
    if unknown:
        days = ", ".join((*_SETS, *DAYS))
        raise ValueError(f'"{unknown[0]}" is no day: use {days}, a date, or "*-12-24"')
    spans: dict[str, tuple[tuple[int, int], ...]] = dict.fromkeys(DAYS, ())
    for key in (*_SETS, *DAYS):
        if key in table:
            spans |= dict.fromkeys(_SETS.get(key, (key,)), _spans(table[key]))
    hours = tuple(spans[day] for day in DAYS)
    check_hours(hours)
    return hours


def parse_special(table: str | Sequence[str] | Mapping[str, str | Sequence[str]]) -> Special:
    """Return the days of a table of hours that have hours of their own, dates before others.

    A key is a date (2026-12-24) or a day of every year ("*-12-24"); the date wins. Raises
    ValueError with a sentence, also where such hours overlap those of a day beside.
    """
    if not isinstance(table, Mapping):
        return ()
    days = [(day, _spans(table[key])) for key in table if (day := read_day(key)) is not None]
    special = tuple(sorted(days, key=lambda pair: (not isinstance(pair[0], date), str(pair[0]))))
    week = parse_hours(table)
    for day, spans in special:
        for here in _weekdays(day):
            _check_beside(day, spans, here, week, dict(special))
    return special


def read_day(text: str) -> OneDay | None:
    """Return a date ("2026-12-24") or a day of every year ("*-12-24"); None for anything else."""
    try:
        if found := _YEARLY.fullmatch(text):
            month, day = int(found[1]), int(found[2])
            date(2000, month, day)  # a leap year: a day it does not have, none has
            return month, day
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _weekdays(day: OneDay) -> Iterable[int]:
    return (day.weekday(),) if isinstance(day, date) else range(7)


def _check_beside(
    day: OneDay, spans: Spans, weekday: int, week: Hours, special: Mapping[OneDay, Spans]
) -> None:
    """Refuse hours of one day that overlap each other, or those of the day before or after."""
    before, after = (_hours_beside(day, step, weekday, week, special) for step in (-1, 1))
    early = [(start - 1440, end - 1440) for start, end in before]
    late = [(start + 1440, end + 1440) for start, end in after]
    placed = sorted((*early, *spans, *late))
    for (_, end), (start, _) in pairwise(placed):
        if start < end:
            shown = day.isoformat() if isinstance(day, date) else f"*-{day[0]:02}-{day[1]:02}"
            raise ValueError(f"the hours of {shown} overlap others")


def _hours_beside(
    day: OneDay, step: int, weekday: int, week: Hours, special: Mapping[OneDay, Spans]
) -> Spans:
    some_day = day if isinstance(day, date) else date(2001, *day) if day != (2, 29) else None
    if some_day is not None:
        beside = some_day + timedelta(days=step)
        key = (beside.month, beside.day)
        if isinstance(day, date) and beside in special:
            return special[beside]
        if key in special:
            return special[key]
    return week[(weekday + step) % 7]


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
    if 0 < end < start and end + 1440 - start > _LONGEST_NIGHT:
        turned = f"{text.partition('-')[2].strip()}-{text.partition('-')[0].strip()}"
        raise ValueError(f'"{text}" would be open all night: was "{turned}" meant?')
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
