"""A span of time as people write it: "30 minutes", "2 weeks", "1 year", "1 day 2 hours"."""

from __future__ import annotations

from leadctl.patterns import pattern
from leadctl.values import dataclass

FORMS = '"30 minutes", "3 hours", "7 days", "2 weeks", "6 months", "1 year" or "1 day 2 hours"'
DAYS_IN_MONTH = 30
"""What a month counts for where it has to be divided; adding a month always uses the calendar."""

_LONGEST_YEARS = 100
_UNITS = {
    "seconds": ("seconds", 1),
    "minutes": ("seconds", 60),
    "hours": ("seconds", 3600),
    "days": ("days", 1),
    "weeks": ("weeks", 1),
    "months": ("months", 1),
    "years": ("months", 12),
}
_SHORT = {"s": "seconds", "sec": "seconds", "min": "minutes", "mins": "minutes", "h": "hours"}
_SHORT |= {"hr": "hours", "hrs": "hours", "d": "days", "w": "weeks", "mo": "months", "y": "years"}
_SHORT |= {unit.removesuffix("s"): unit for unit in _UNITS}
_PART_TEXT = r"([0-9]{1,9}) ?([a-z]+)"
_PART = pattern(_PART_TEXT)
_WHOLE = pattern(rf"{_PART_TEXT}(?: ?{_PART_TEXT})*")


@dataclass(frozen=True)
class Duration:
    """A span in parts that do not convert: calendar months, days, exact seconds, calendar weeks.

    A day is one of the calendar, 23 to 25 hours where clocks change; 24 hours are 86,400 seconds.
    On the working clock days are working days, while weeks and months stay the calendar's.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    weeks: int = 0

    def __str__(self) -> str:
        return " ".join(_count(n, unit) for n, unit in self._parts() if n) or "0 minutes"

    def __bool__(self) -> bool:
        return bool(self.months or self.weeks or self.days or self.seconds)

    @property
    def wall_days(self) -> int:
        """Return the weeks and days of the span as days of the calendar."""
        return self.weeks * 7 + self.days

    @property
    def roughly(self) -> int:
        """Return about how many seconds the span has, a month being 30 days: to compare spans."""
        return (self.months * DAYS_IN_MONTH + self.wall_days) * 86400 + self.seconds

    def times(self, count: int) -> Duration:
        """Return the span taken several times, month arithmetic staying whole."""
        parts = (self.months, self.days, self.seconds, self.weeks)
        return Duration(*(part * count for part in parts))

    def plus(self, other: Duration) -> Duration:
        """Return both spans together, each part added to its like."""
        return Duration(
            self.months + other.months,
            self.days + other.days,
            self.seconds + other.seconds,
            self.weeks + other.weeks,
        )

    def _parts(self) -> list[tuple[int, str]]:
        years = self.months % 12 == 0
        months = (self.months // 12, "year") if years else (self.months, "month")
        days = [(self.weeks, "week"), (self.days, "day")]
        return [months, *days, *_clock_parts(self.seconds)]

    def scaled(self, factor: float) -> Duration:
        """Return the span times a factor that is not negative, to the second.

        Half of 6 months is 3 months; what does not divide goes down a unit: half a month is 15
        days, and a number of days that is not whole becomes hours (half of 3 days is 36 hours).
        """
        if not 0 <= factor <= 1000:
            raise ValueError(f"a duration is scaled by 0 to 1000, not by {factor}")
        from fractions import Fraction

        share = Fraction(factor).limit_denominator(1000)  # a third is a third, not 0.333
        months, of_month = divmod(self.months * share, 1)
        weeks, of_week = divmod(self.weeks * share, 1)
        days = self.days * share + of_month * DAYS_IN_MONTH + of_week * 7
        seconds = round(self.seconds * share)
        if days.denominator == 1:
            return Duration(months, int(days), seconds, weeks)
        return Duration(months, 0, seconds + round(days * 86400), weeks)


def parse_duration(text: str) -> Duration:
    """Read a span such as "30 minutes", "2w" or "1 day 2 hours".

    Whole numbers only, each unit once. Raises ValueError with a sentence saying what is accepted.
    """
    words = " ".join(text.lower().split())
    if not _WHOLE.fullmatch(words):
        raise ValueError(f"{_shown(text)} is not a duration: write {FORMS}")
    totals = {"months": 0, "days": 0, "seconds": 0, "weeks": 0}
    seen: set[str] = set()
    for number, name in _PART.findall(words):
        unit = _unit(name)
        if unit in seen:
            raise ValueError(f"{_shown(text)} names {unit} twice: write each unit once")
        seen.add(unit)
        part, size = _UNITS[unit]
        totals[part] += int(number) * size
    return _bounded(Duration(**totals), text)


def _unit(name: str) -> str:
    """Return the full name of a unit, in the plural."""
    if name == "m":
        raise ValueError('"m" could be minutes or months: write "min" or "mo"')
    unit = _SHORT.get(name, name)
    if unit not in _UNITS:
        raise ValueError(f"{_shown(name)} is not a unit of time: use {', '.join(_UNITS)}")
    return unit


def _bounded(duration: Duration, text: str) -> Duration:
    days = duration.wall_days + duration.seconds / 86400
    if duration.months / 12 + days / 365 > _LONGEST_YEARS:
        raise ValueError(f"{_shown(text)} is longer than {_LONGEST_YEARS} years")
    return duration


def _clock_parts(seconds: int) -> list[tuple[int, str]]:
    """Split seconds as people say them: 90 minutes, but 2 hours 10 minutes."""
    minutes, rest = divmod(seconds, 60)
    hours = minutes // 60 if minutes >= 120 or minutes % 60 == 0 else 0
    return [(hours, "hour"), (minutes - hours * 60, "minute"), (rest, "second")]


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _shown(text: str) -> str:
    """Quote what was typed, cut where it is long."""
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'
