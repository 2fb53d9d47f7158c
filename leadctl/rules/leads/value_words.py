"""Values of fields as people say them: yes and no, "Thu 5 March 16:00", (415) 555-0132."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from leadctl.rules.time.clock_face import time_of_day


def value_said(value: object, now: datetime, zone: tzinfo) -> str:
    """Return a value as one says it; a moment has its weekday, for that is what one gets wrong."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(value_said(item, now, zone) for item in value)
    if isinstance(value, datetime):
        here = value.astimezone(zone) if value.tzinfo else value
        return f"{day_said(here.date(), now, zone)} {time_of_day(here)}"
    if isinstance(value, date):
        return day_said(value, now, zone)
    return str(value)


def day_said(found: date, now: datetime, zone: tzinfo) -> str:
    """Return a day in full: "Thu 5 March", with the year where it is another one."""
    year = "" if found.year == now.astimezone(zone).year else f" {found.year}"
    return f"{found:%a} {found.day} {found:%B}{year}"
