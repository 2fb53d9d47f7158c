"""The effect that sets fields of the lead."""

from __future__ import annotations

from collections.abc import Container, Mapping
from types import MappingProxyType

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import listed, value_words
from leadctl.rules.due.appointments import anchor_fields
from leadctl.rules.due.row_names import OTHER_WAY
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.event_kinds import ARCHIVE, SET
from leadctl.rules.leads.fields import BY_NAME
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.ways import new_number
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class SetEffect(EffectKind):
    """Fields are set."""

    subject = "set"
    changes_lead = True
    means = "Fields of the lead are set."
    example = '{ set = { follow_up_plan = "none" } }'
    keys = {"set": key("scalars", 'set these fields; "" takes a value away')}
    set: Mapping[str, object] = MappingProxyType({})

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the fields set; lists as a lead's file holds them, "" as none."""
        values = {
            k: list(v) if isinstance(v, tuple) else None if v == "" else v
            for k, v in self.set.items()
        }
        return values_noted(case, case.lead.set(**values), stamp)

    def says(self) -> str:
        """Return what is set."""
        return "set: " + ", ".join(
            f"{name} = {listed(value, 'and') if isinstance(value, tuple) else value_words(value)}"
            for name, value in self.set.items()
        )

    def check(self, names: Names) -> None:
        """Note fields no lead has, and values that a field does not take."""
        names.known("field", self.set, self.source, "set")
        for field, value in self.set.items():
            if field in BY_NAME and BY_NAME[field].set_by:
                message = f'"{field}" is not set like a field'
                names.problem(self.source, message, f"use {BY_NAME[field].set_by}", key="set")
            elif (known := names.pipeline.field_of(field)) and value != "":
                names.values(field, known, value, self.source)


def values_noted(
    case: Case, after: Lead, stamp: Stamp, again: Container[str] = frozenset()
) -> Lead:
    """Return a lead with an event for each value that was set and by which the list counts.

    That is a date that deadlines count from: the event says of one that took the place of another
    that it was `moved`; one that was called off and is agreed on `again` may be the same. A
    `number` in the place of a wrong one: the search for another way is done. And the archive: into
    it, or out of it.
    """
    for field in sorted(anchor_fields(case.pipeline)):
        was, to = case.lead.value(field), after.value(field)
        if was != to or field in again:
            data = {"field": field, **({} if to is None else {"to": to})}
            data |= {} if was is None else {"moved": True}
            after = after.add(Event(stamp.written, SET, stamp.by, data))
    if new_number(case.lead, after):
        found = {"what": OTHER_WAY, "number": True}
        after = after.add(Event(stamp.written, "done", stamp.by, found))
    away = bool(after.value("archived"))
    if away != bool(case.lead.value("archived")):
        after = after.add(Event(stamp.written, ARCHIVE, stamp.by, {"away": away}))
    return after
