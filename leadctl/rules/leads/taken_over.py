"""What a lead's history says of its coming into the book late: whether, and with which file."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from leadctl.rules.leads.deeds import IMPORT
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.whole_day import begun

EVENT = "taken-over"
"""The event of a lead that came in before the book knew it; `start` is when to get in touch."""


def was_taken_over(lead: Lead) -> bool:
    """Whether a lead came in before the book knew it."""
    return any(event.name == EVENT for event in lead.history)


def came_in(lead: Lead, zone: tzinfo) -> datetime | None:
    """Return when a lead came in; None for one that was taken over whose file did not say so: the
    beginning of the day of its import stands for that.
    """
    over = next((event for event in lead.history if event.name == EVENT), None)
    received = lead.received()
    if over is None or received is None or over.day is None:
        return received
    return None if received == datetime.combine(over.day, time(), zone) else received


def day_of(event: Event, zone: tzinfo) -> date | None:
    """Return the day of an event of which no time is known: a plain day, or an arrival, or what an
    import dates, that was given as a day and stands at its beginning; None for any other.
    """
    at = event.at.astimezone(zone)
    bare = at.time() == time() and (event.name == "received" or event.by == IMPORT)
    return event.day or (at.date() if bare else None)


def arrived_on(lead: Lead, zone: tzinfo) -> date | None:
    """Return the day on which a lead came in, where no hour is known; None where one is."""
    found = next((event for event in lead.history if event.name == "received"), None)
    return day_of(found, zone) if found else None


def stands_since(lead: Lead, zone: tzinfo) -> datetime | None:
    """Return since when a lead has its status, None where nobody knows: it stands as it came in."""
    entered = lead.entered()
    if entered == lead.received():
        return came_in(lead, zone)
    return begun(entered, zone) if entered else None


def file_of(lead: Lead) -> str:
    """Return the name of the file that a lead was taken over with, or ""."""
    first = next((event for event in lead.history if event.name == "received"), None)
    return str(first.data.get("file", "")) if first and was_taken_over(lead) else ""
