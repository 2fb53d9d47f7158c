"""The events of a lead with their numbers: by their time, as a history is told."""

from __future__ import annotations

from datetime import tzinfo

from leadctl.rules.leads.happened_at import moments
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import replace


def numbered(lead: Lead, zone: tzinfo) -> list[tuple[int, Event]]:
    """Return a lead's events with their numbers from 1, in the order in which they happened.

    A day without an hour stands behind what was recorded of it before (`happened_at`); what
    happened at one moment stays in the order of the file, in which things were recorded.
    """
    return list(enumerate((lead.history[at] for at in _places(lead, zone)), 1))


def as_recorded(lead: Lead, zone: tzinfo) -> list[tuple[int, Event]]:
    """Return a lead's events with their numbers, in the order of the file."""
    places = _places(lead, zone)
    return [(places.index(at) + 1, event) for at, event in enumerate(lead.history)]


def with_event(lead: Lead, number: int, zone: tzinfo, events: tuple[Event, ...]) -> Lead:
    """Return a lead with the event of a number replaced by others, or by none."""
    at = place_of(lead, number, zone)
    return replace(lead, history=(*lead.history[:at], *events, *lead.history[at + 1 :]))


def place_of(lead: Lead, number: int, zone: tzinfo) -> int:
    """Return where in the file's order the event of a number stands, from 0."""
    return _places(lead, zone)[number - 1]


def _places(lead: Lead, zone: tzinfo) -> list[int]:
    """Return where in the file the events stand, the earliest first."""
    return sorted(range(len(lead.history)), key=moments(lead.history, zone).__getitem__)
