"""What clocks on the wall show: time zones, local times, and moving by days and months."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


class NoSuchTimeError(ValueError):
    """A moment that never comes: outside the years 2 to 9998, or without any open hours."""


def load_zone(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name such as "America/New_York", or raise ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f'there is no time zone "{name}": use a name such as America/New_York or UTC'
        ) from None


def at_wall(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which clocks in a zone show a local time (a datetime without zone).

    A time that clocks skip moves forward by what they skip; one they show twice is the first.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def once_shown(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment at which clocks in a zone show a local time or a later one.

    It differs from `at_wall` where clocks skip the time: then it is the moment of the change, so
    that moments keep the order of their local times.
    """
    after = at_wall(local, zone)
    if local_time(after, zone) == local:
        return after
    early, late = local.replace(tzinfo=zone, fold=1).astimezone(UTC), after
    while late - early > _SECOND:
        middle = early + (late - early) // 2 // _SECOND * _SECOND
        if local_time(middle, zone) < local:
            early = middle
        else:
            late = middle
    return late


def move_wall(moment: datetime, months: int, days: int, zone: ZoneInfo) -> datetime:
    """Return a moment moved by calendar months, then days, at the same local time of day.

    A day that a month does not have becomes its last (31 January + 1 month = 28 February).
    """
    moment = utc(moment)
    if not months and not days:
        return moment
    local = local_time(moment, zone)
    if months:
        local = _by_months(local, months)
    return at_wall(local + timedelta(days=days), zone)


def _by_months(local: datetime, months: int) -> datetime:
    """Return the same day some months on, or the month's last day. Raises ValueError."""
    from calendar import monthrange

    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise NoSuchTimeError(f"the year {year} is outside 2 to 9998")
    last = monthrange(year, month + 1)[1]
    return local.replace(year=year, month=month + 1, day=min(local.day, last))


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC. Raises ValueError without offset, NoSuchTimeError at time's ends."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset from UTC")
    if not 1 < moment.year < 9999:
        raise NoSuchTimeError(f"the year {moment.year} is outside 2 to 9998")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def at_offset(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment with the offset from UTC that a zone has then, as a file can say it.

    Compared with another zone's, a time that clocks show twice would equal nothing.
    """
    local = moment.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def local_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what clocks in a zone show, without the zone: date arithmetic is plain again."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)
