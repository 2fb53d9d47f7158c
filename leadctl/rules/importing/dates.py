"""Dates of other systems: the order of day and month decided once for a whole column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

from leadctl.errors import Usage
from leadctl.patterns import pattern
from leadctl.values import dataclass, field

Order = Literal["dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("mdy", "dmy")

_PARTED = pattern(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)[,T ]*(.*)", re.DOTALL)
_YEAR_FIRST = pattern(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)[,T ]*(.*)", re.DOTALL)
_CLOCK = pattern(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_FRENCH_CLOCK = pattern(r"(?: à)?[ ](\d{1,2}) ?h ?(\d{2})\b")
"""A time as it is written in French: "29/11/2026 à 18h42"."""
_NAMED = pattern(r"(\d{1,2})[-. /]([A-Za-z]{3,9})\.?[-. /,](\d{2})(?!\d)[,T ]*(.*)", re.DOTALL)
"""A day with its month in letters and a short year: "5-Mar-26", which can be nothing else."""
_SPACED = pattern(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_DAY_NUMBER = pattern(r"([1-7]\d{4})(\.\d+)?")
"""Days since the first one of spreadsheets, of the years 1927 to 2119."""
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 (of any zone)
_COMPACT = pattern(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SINCE_1970 = pattern(r"1\d{9}(\d{3})?")
"""Seconds or milliseconds, of the years 2001 to 2033."""
_NO_YEAR = 1604
"""What an address book of Apple's writes for a birthday of which it knows no year."""
_YEARLESS = pattern(r"--(\d{2})-?(\d{2})")
_DAY = pattern(r"(\d{1,2})[/.\-](\d{1,2})\.?")
_HAS_YEAR = pattern(r"\d{4}")


@dataclass
class OrderEvidence:
    """What the cells of one column seen so far say of their order; `yearless` for birthdays.

    `first` are the first cells that say each order, `lines` where they stand, as far as known.
    """

    day_first: int = 0
    month_first: int = 0
    open: int = 0
    example: str = ""
    dotted: bool = False
    yearless: bool = False
    first: dict[Order, str] = field(default_factory=dict)
    lines: dict[Order, int] = field(default_factory=dict)

    def add(self, cell: str) -> None:
        """Take one cell into account."""
        found = _PARTED.match(cell) or (_DAY.fullmatch(cell) if self.yearless else None)
        if not found:
            return
        first, second = int(found[1]), int(found[2])
        if first > 12:
            self.day_first += 1
            self.first.setdefault("dmy", cell)
        elif second > 12:
            self.month_first += 1
            self.first.setdefault("mdy", cell)
        elif first != second:
            self.open += 1
            self.example = self.example or f"{found[1]}/{found[2]}"
            self.dotted = self.dotted or cell[len(found[1])] == "."

    def place(self, cells: Sequence[str], lines: Sequence[int]) -> None:
        """Note on which line each cell of `first` stands, among cells just taken into account."""
        for order in self.first.keys() - self.lines.keys():
            first, placed = self.first[order], zip(lines, cells, strict=True)
            self.lines[order] = next(line for line, cell in placed if cell.strip() == first)

    def examples(self) -> str:
        """Return a cell of each order, with its line where that is known."""
        return " and ".join(
            cell + (f" (line {self.lines[order]})" if order in self.lines else "")
            for order, cell in self.first.items()
        )

    @property
    def is_open(self) -> bool:
        """Whether nothing tells 03/04 from 04/03."""
        return bool(self.open) and not self.day_first and not self.month_first


_MONTH_FIRST = frozenset({"US", "PH"})
_EITHER = frozenset({"CA", "CN", "HU", "JP", "KR", "LT", "MN", "TW", "ZA"})
"""Where people write dates both ways, or with the year first."""


def order_where(written: str, evidence: OrderEvidence) -> Order | None:
    """Return how people write dates in a country or a language ("US", "French"); None where nobody
    can say, or the cells, written with dots in a country of slashes, are not theirs.
    """
    if not written or written in _EITHER:
        return None
    order: Order = "mdy" if written in _MONTH_FIRST else "dmy"
    return None if evidence.dotted and order == "mdy" else order


def decide_order(column: str, evidence: OrderEvidence, asked: Order | None) -> Order:
    """Return the order of day and month in one column, from all of its cells.

    `asked` is the user's word and wins. Raises Usage where the cells contradict each other, or
    where nothing tells 03/04 from 04/03.
    """
    if asked:
        return asked
    hint = "Say it with --date-order dmy or --date-order mdy."
    if evidence.day_first and evidence.month_first:
        seen = evidence.examples()
        raise Usage(f"The dates in column “{column}” are of both orders: {seen}.", hint=hint)
    if evidence.is_open:
        raise Usage(
            f"Nothing in column “{column}” says whether {evidence.example} is day or month first.",
            hint=hint,
        )
    return "dmy" if evidence.day_first else "mdy"


def parse_date(cell: str, order: Order, zone: tzinfo) -> datetime | date | None:
    """Return a cell's day, or its aware moment where it has a time of day; None for no date.

    A time without an offset is of `zone`. A cell without a year is no date. A number alone is what
    a spreadsheet or a database makes of one: a day without signs ("20251201"), a day's number
    ("46022.75"), or seconds or milliseconds since 1970.
    """
    text = _FRENCH_CLOCK.sub(r" \1:\2", cell.strip())
    try:
        if text.replace(".", "", 1).isdecimal():
            return _counted(text, zone)
        if text[4:5] == "-" and text[:4].isdigit():
            with suppress(ValueError):  # "2026-3-4", or with a zone's name behind it
                return _iso(text, zone)
        if found := _PARTED.fullmatch(text):
            day, month = _day_and_month(int(found[1]), int(found[2]), order)
            year = int(found[3])
            year += 2000 if len(found[3]) == 2 else 0
            return _at(date(year, month, day), found[4], zone)
        if found := _YEAR_FIRST.fullmatch(text):
            return _at(date(int(found[1]), int(found[2]), int(found[3])), found[4], zone)
        if found := _NAMED.fullmatch(text):
            text = f"{found[1]} {found[2]} 20{found[3]} {found[4]}".strip()
        return _free(text, zone)
    except ValueError:
        return None


def _counted(text: str, zone: tzinfo) -> datetime | date | None:
    """Return the day or moment that a number alone says, or None."""
    if plain := _COMPACT.fullmatch(text):
        return date(*map(int, plain.groups()))
    if _SINCE_1970.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if not (found := _DAY_NUMBER.fullmatch(text)):
        return None
    minutes = round(float(found[2] or 0) * 24 * 60)
    at = _FIRST_DAY + timedelta(days=int(found[1]), minutes=minutes)
    return at.replace(tzinfo=zone) if minutes else at.date()


def parse_birthday(cell: str, order: Order) -> date | str | None:
    """Return a birthday as a date, as text "--MM-DD" where it has no year, or None."""
    text = cell.strip()
    if found := _YEARLESS.fullmatch(text):
        return f"--{found[1]}-{found[2]}" if _is_day(int(found[1]), int(found[2])) else None
    if found := _DAY.fullmatch(text):
        day, month = _day_and_month(int(found[1]), int(found[2]), order)
        return f"--{month:02}-{day:02}" if _is_day(month, day) else None
    if spaced := _SPACED.fullmatch(text):
        text = f"{spaced[1]}-{int(spaced[2]):02}-{int(spaced[3]):02}"
    if (parted := _PARTED.fullmatch(text)) and len(parted[3]) == 2:
        return None
    if not _HAS_YEAR.search(text) and (named := _free(f"{text} 2000", UTC)):
        return f"--{named:%m-%d}"
    parsed = parse_date(text, order, UTC)
    born = parsed.date() if isinstance(parsed, datetime) else parsed
    return f"--{born:%m-%d}" if born and born.year == _NO_YEAR else born


def _day_and_month(first: int, second: int, order: Order) -> tuple[int, int]:
    """Return a day and its month: in their order, or as the only day that they can be."""
    day, month = (first, second) if order == "dmy" else (second, first)
    return (day, month) if _is_day(month, day) or not _is_day(day, month) else (month, day)


def _is_day(month: int, day: int) -> bool:
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def _iso(text: str, zone: tzinfo) -> datetime | date:
    if len(text) <= 10:
        return date.fromisoformat(text)
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def _at(day: date, clock: str, zone: tzinfo) -> datetime | date | None:
    if not clock.strip():
        return day
    found = _CLOCK.fullmatch(clock.strip())
    if not found or (not found[2] and not found[4]):
        return _free(f"{day.isoformat()} {clock}", zone)
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    at = time(hour, int(found[2] or 0), int(found[3] or 0))
    return datetime.combine(day, at, zone)


_ASIDE = pattern(r"\([^()\d]*\)|[()]")
_OFFSET = pattern(r"\b(?:GMT|UTC) ?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)")


def _plain_offset(found: re.Match[str]) -> str:
    """Return "GMT-5" as "-05:00": dateutil would take its sign the other way round."""
    return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}"


def _free(text: str, zone: tzinfo) -> datetime | date | None:
    """Read a date with words ("Jul 22 2026 02:09 PM"); nothing missing is filled in."""
    if not _HAS_YEAR.search(text) or not re.search(r"[A-Za-z-]", text) or len(text) > 60:
        return None
    from dateutil.parser import parse

    text = _OFFSET.sub(_plain_offset, _ASIDE.sub(" ", text))
    first = datetime(2000, 1, 1)  # noqa: DTZ001 (shows what the text itself does not say)
    second = datetime(2001, 2, 2, 1, 1)  # noqa: DTZ001 (the same)
    try:
        one = parse(text, default=first, tzinfos=_offset)
        other = parse(text, default=second, tzinfos=_offset)
    except (ValueError, ArithmeticError, TypeError, AttributeError):
        return None
    if one.date() != other.date():
        return None
    if one.time() != other.time():
        return one.date()
    return one if one.tzinfo else one.replace(tzinfo=zone)


_AMERICAN = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


def _offset(name: str | None, seconds: int | None) -> tzinfo | None:
    """Return the zone of an abbreviation; an unknown one counts as not written."""
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    if name in {"Z", "UTC", "GMT"}:
        return UTC
    hours = _AMERICAN.get(name or "")
    return None if hours is None else timezone(timedelta(hours=hours))


_IN_HEADER = pattern(r"(.*?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*")
_PLACES = {
    **dict.fromkeys(("PST", "PDT", "PT", "PACIFIC TIME", "PACIFIC"), "America/Los_Angeles"),
    **dict.fromkeys(("MST", "MDT", "MT", "MOUNTAIN TIME", "MOUNTAIN"), "America/Denver"),
    **dict.fromkeys(("CST", "CDT", "CT", "CENTRAL TIME", "CENTRAL"), "America/Chicago"),
    **dict.fromkeys(("EST", "EDT", "ET", "EASTERN TIME", "EASTERN"), "America/New_York"),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("BST",), "Europe/London"),
}
_UTC_OFFSET = pattern(r"(?:UTC|GMT)?\s*([+-]\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


def header_zone(header: str) -> tuple[str, tzinfo | None]:
    """Return a header without the zone that it names at its end, and that zone, or None.

    "Created At (PST)" and "Date Added (America/Los_Angeles)" name one.
    """
    found = _IN_HEADER.fullmatch(header)
    zone = _zone_called(found[2]) if found else None
    return (found[1], zone) if found and zone else (header, None)


def _zone_called(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    if name.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    if offset := _UTC_OFFSET.fullmatch(name):
        minutes = int(offset[2] or 0)
        hours = int(offset[1])
        return timezone(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))
    place = _PLACES.get(name.upper(), name if "/" in name else "")
    try:
        return ZoneInfo(place) if place else None
    except (ValueError, OSError, LookupError):
        return None
