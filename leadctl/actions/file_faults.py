"""What a lead's file says that its definition does not know, with the place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import PurePosixPath

from leadctl.actions.desk import Desk
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.language.contents import EventType
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import shown
from leadctl.rules.leads.lead import Lead
from leadctl.rules.pipelines.lead_faults import Elsewhere, Fault, lead_faults, status_fault

LineOf = Callable[[tuple[str | int, ...]], int]
"""Gives the line of a file on which a key stands, by the keys and places that lead there."""


def faults_of(desk: Desk, lead: Lead, pipeline: Pipeline) -> list[Problem]:
    """Return what a lead's file says that cannot be: its status, its fields, its events.

    Events still to come are no fault of a lead here: on a clock that is behind, all of today's
    are. `check` tells them.
    """
    known = lead_faults(lead, pipeline, None, _elsewhere(desk))
    faults = [*status_fault(lead, pipeline), *known]
    if not faults:
        return []
    path = desk.book.path_of(lead.id)
    return [
        problem_of(fault, path, lambda keys: desk.book.line_of(path, *keys)) for fault in faults
    ]


def known_faults(desk: Desk, lead: Lead, pipeline: Pipeline) -> Iterator[Fault]:
    """Yield what the fields and events of a lead say that cannot be."""
    yield from lead_faults(lead, pipeline, desk.now, _elsewhere(desk))


def problem_of(fault: Fault, path: PurePosixPath, line_of: LineOf) -> Problem:
    """Return a fault as it is told, with its line."""
    spelt = shown(fault.path)
    return Problem(str(path), line_of(fault.path), spelt, fault.cause, fault.way_out, fault.name)


def _elsewhere(desk: Desk) -> Elsewhere:
    """Return what the other definitions at hand know, read when it is asked for."""

    @cache
    def known() -> tuple[set[str], dict[str, list[EventType]]]:
        statuses, events = set[str](), dict[str, list[EventType]]()
        for name in desk.book.definitions.files:
            with suppress(Invalid, NotFound):
                other = desk.pipeline(name)
                statuses |= {*other.statuses, *other.status_map}
                for event, declared in other.events.items():
                    events.setdefault(event, []).append(declared)
        return statuses, events

    return Elsewhere(lambda: known()[0], lambda: known()[1])
