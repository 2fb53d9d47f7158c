"""The texts of a lead in which words are looked for."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.actions.looking.seen import Seen
    from leadctl.rules.leads.lead import Lead


def field_texts(lead: Lead, masked: Container[str]) -> Iterator[str]:
    """Yield the fields in which bare words are looked for; what is masked is not found."""
    from leadctl.rules.leads.fields import FIELDS

    for field in FIELDS:
        value = lead.value(field.name) if field.searchable and field.name not in masked else None
        for one in value if isinstance(value, list) else [value]:
            if one:
                yield str(one)


def texts_of(seen: Seen) -> Iterator[str]:
    """Yield what may be found of a lead: searched fields, notes, reminders, words of touches."""
    yield from field_texts(seen.lead, seen.masked)
    for event in seen.lead.history:
        for text in (event.data.get("text"), event.data.get("do")):
            if text and event.name != "message":
                yield str(text)
