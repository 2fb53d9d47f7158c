"""The leads that rows make: many at once and by columns, so that they are made quickly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from leadctl.rules.importing.arrivals import Arrivals
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.own_steps import columns_of, step_id
from leadctl.rules.importing.row_into_lead import BY, note_text
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import dataclass

Column = Sequence[object]
"""A value for each lead; None where it has none."""


@dataclass
class EventColumn:
    """An event of every lead that has a moment in `at`."""

    name: str
    at: Sequence[datetime | None]
    data: Mapping[str, Column]
    by: str = BY


@dataclass
class NewLeads:
    """New leads by columns; `fields` and `extra` are in the order in which a lead has them."""

    ids: Sequence[str]
    names: Sequence[str]
    pipelines: Sequence[str]
    statuses: Sequence[str]
    fields: Mapping[str, Column]
    events: Sequence[EventColumn]
    extra: Mapping[str, Column]

    def lead(self, index: int) -> Lead:
        """Return one of them."""
        history = [
            Event(at, one.name, one.by, _of(one.data, index))
            for one in self.events
            if (at := one.at[index])
        ]
        first = self.ids[index], self.names[index], self.pipelines[index], self.statuses[index]
        return Lead(*first, _of(self.fields, index), tuple(history), _of(self.extra, index))


def _of(columns: Mapping[str, Column], index: int) -> dict[str, object]:
    return {key: column[index] for key, column in columns.items() if column[index] is not None}


@dataclass(frozen=True)
class Making:
    """What is the same of all new leads of an import.

    `fields` and `extra` are the names that a row may have there, in the order in which it has
    them; of `fields`, those that leadctl itself knows may be missing.
    """

    pipeline: str
    initial: str
    arrivals: Arrivals
    fields: Sequence[str]
    extra: Sequence[str]


def new_leads(
    ones: Sequence[Incoming], ids: Sequence[str], places: Sequence[int], making: Making
) -> NewLeads:
    """Return the leads that rows make, each in the status that its row says, as recorded past.

    One that came in long ago, or nobody knows when, is taken over; `places` are the rows' places
    in the file, by which the days to get in touch with them go round.
    """
    arrivals = making.arrivals
    fields = _columns([one.fields for one in ones], making.fields)
    extra = _columns([one.extra for one in ones], making.extra)
    at = [arrivals.came_in(one.received) for one in ones]
    source = {"source": fields["source"]} if "source" in fields else {}
    noted = [when if one.notes else None for one, when in zip(ones, at, strict=True)]
    past = [arrivals.is_past(one.received) for one in ones]
    named = [arrivals.file or None if is_past else None for is_past in past]
    came = {**source, "file": named, "row": [one.row for one in ones]}
    taken = [arrivals.at if is_past else None for is_past in past]
    events = (
        EventColumn("received", at, came),
        EventColumn("note", noted, {"text": [note_text(one.notes) for one in ones]}),
        *_statuses(ones, at, making.initial),
        EventColumn("taken-over", taken, {"start": list(map(arrivals.start, places))}),
        *_steps(ones, [over or came for over, came in zip(taken, at, strict=True)]),
    )
    names = [one.name for one in ones]
    statuses = [one.ours or one.initial or making.initial for one in ones]
    pipelines = [one.pipeline or making.pipeline for one in ones]
    return NewLeads(ids, names, pipelines, statuses, fields, events, extra)


def _statuses(
    ones: Sequence[Incoming], came_in: Sequence[datetime | None], initial: str
) -> list[EventColumn]:
    """Return where rows say that their leads stand, since the day that they name.

    Who has stood in the initial status from the first has not been moved.
    """
    if not any(one.ours for one in ones):
        return []
    firsts = [one.initial or initial for one in ones]
    at = [
        (one.status_at or came)
        if one.ours and (one.status_at not in {None, came} or one.ours != first)
        else None
        for one, came, first in zip(ones, came_in, firsts, strict=True)
    ]
    to = [one.ours or None for one in ones]
    return [EventColumn("status", at, {"to": to, "recorded": [True] * len(ones)})]


def _steps(ones: Sequence[Incoming], at: Sequence[datetime]) -> Iterator[EventColumn]:
    """Yield what rows put ahead: a reminder on each date, called as its column."""
    for column in columns_of(one.steps for one in ones):
        due = [dict(one.steps).get(column) for one in ones]
        made = [moment if day else None for moment, day in zip(at, due, strict=True)]
        named: dict[str, Column] = {"id": [step_id(column)] * len(due), "do": [column] * len(due)}
        yield EventColumn("task", made, {**named, "due": due})


def _columns(tables: Sequence[Mapping[str, object]], order: Sequence[str]) -> dict[str, Column]:
    present = set().union(*tables)
    keys = [*sorted(present.difference(order)), *filter(present.__contains__, order)]
    return {key: [table.get(key) for table in tables] for key in keys}
