"""A calendar (RFC 5545) that phones and desktops can subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from leadctl.render.content_lines import escaped, written
from leadctl.values import dataclass


@dataclass(frozen=True)
class Occasion:
    """One entry. `uid` must stay the same from export to export; `start` is aware, or a day.

    `length` is how long a timed entry lasts; `alarms` are how long before the start to ring;
    `sequence` is how often it was moved; one that is `busy` takes its time of the agent's day.
    """

    uid: str
    start: datetime | date
    summary: str
    description: str = ""
    length: timedelta = timedelta(minutes=15)
    alarms: tuple[timedelta, ...] = (timedelta(0),)
    sequence: int = 0
    busy: bool = False


def ics(occasions: Iterable[Occasion], *, stamp: datetime, name: str = "leadctl") -> str:
    """Return one calendar; `stamp` is the moment of the export."""
    return written(_calendar(occasions, stamp, name))


def _calendar(occasions: Iterable[Occasion], stamp: datetime, name: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//leadctl//leadctl//EN")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}")
    for occasion in occasions:
        yield from _event(occasion, stamp)
    yield "END:VCALENDAR"


def _event(occasion: Occasion, stamp: datetime) -> Iterator[str]:
    """Yield one VEVENT with its alarms."""
    yield from ("BEGIN:VEVENT", f"UID:{escaped(occasion.uid)}", f"DTSTAMP:{_utc(stamp)}")
    yield from _span(occasion)
    if occasion.sequence:
        yield f"SEQUENCE:{occasion.sequence}"
    yield f"SUMMARY:{escaped(occasion.summary)}"
    if occasion.description:
        yield f"DESCRIPTION:{escaped(occasion.description)}"
    yield f"TRANSP:{'OPAQUE' if occasion.busy else 'TRANSPARENT'}"
    for before in occasion.alarms:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{_trigger(before)}")
        yield from (f"DESCRIPTION:{escaped(occasion.summary)}", "END:VALARM")
    yield "END:VEVENT"


def _span(occasion: Occasion) -> Iterator[str]:
    """Yield when it starts and ends: UTC times, or whole days."""
    start = occasion.start
    if isinstance(start, datetime):
        end = start.astimezone(UTC) + occasion.length  # in UTC: a change of clocks adds no hour
        yield from (f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end)}")
    else:
        yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{start + timedelta(days=1):%Y%m%d}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _trigger(before: timedelta) -> str:
    """Return a duration before the start, in minutes."""
    minutes = int(before.total_seconds() // 60)
    return f"-PT{minutes}M" if minutes else "PT0S"
