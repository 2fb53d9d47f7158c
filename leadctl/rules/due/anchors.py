"""Anchors: from what a rule counts from to the moments that are meant for one lead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from leadctl.patterns import pattern
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.records import matches, records
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key, Subject, settles
from leadctl.rules.due.dates_moved import field_moved, record_moved
from leadctl.rules.language.deadlines import Anchor, Clearing
from leadctl.rules.leads.lead import YEARS, is_day
from leadctl.values import dataclass, replace

_MONTH_DAY = pattern(r"(?:--|\d{4}-)?(\d{2})-(\d{2})")
_LEAP_YEARS = 8
"""No more years than this lie between two 29ths of February."""


@dataclass(frozen=True)
class Start:
    """What one deadline is counted from.

    `about` is the record an event speaks of, so that each deal has its own deadline, `label` what
    people call such a record; `planned` says that the moment is a field's, and not something that
    has happened; `moved` is since when, where it was another date before.
    """

    key: Key
    all_day: bool = False
    about: Subject | None = None
    planned: bool = False
    label: str = ""
    moved: Key | None = None


def starts(anchor: Anchor, case: Case) -> Iterator[Start]:
    """Yield the moments a rule counts from: one for a moment or a field, one for each event."""
    if anchor.event:
        yield from _event_starts(anchor, case)
    elif anchor.record:
        yield from _record_starts(anchor, case)
    elif anchor.field:
        start = field_start(case.value(anchor.field), case)
        if start is not None:
            yield replace(start, moved=field_moved(anchor.field, case))
    else:
        key = case.line.moment(anchor.moment)
        if key is not None:
            yield Start(key)


def _event_starts(anchor: Anchor, case: Case) -> Iterator[Start]:
    wanted = Clearing((anchor.event,), "", anchor.where)
    name = record_key(anchor.event, case)
    found = [(key, event) for key, event in case.line.keyed if settles(wanted, event)]
    for key, event in found[-1:] if anchor.last else found:
        which = event.data.get(name)
        about = None if which is None else Subject(name, which)
        yield Start(key, about=about, label=record_label(anchor.event, case) if about else "")


def _record_starts(anchor: Anchor, case: Case) -> Iterator[Start]:
    """Yield a start for each record that has the date, its own event's to settle."""
    kind = case.pipeline.records[anchor.record]
    for record in records(case.lead, case.pipeline, anchor.record):
        start = field_start(record.get(anchor.field), case)
        if start is not None and matches(record, anchor.where):
            which = record.get(kind.key)
            about = None if which is None else Subject(kind.key, which)
            moved = record_moved(anchor.record, which, anchor.field, case)
            yield replace(start, about=about, label=kind.label or anchor.record, moved=moved)


def record_key(event: str, case: Case) -> str:
    """Return the event field that tells one record from another, where the event is of a record."""
    kinds = case.pipeline.records.values()
    return next((kind.key for kind in kinds if event in kind.events), "id")


def record_label(event: str, case: Case) -> str:
    """Return what people call the record that an event is of, or the event where it is of none."""
    kinds = case.pipeline.records.items()
    return next((kind.label or name for name, kind in kinds if event in kind.events), event)


def field_start(value: object, case: Case) -> Start | None:
    """Return where a field's date or moment stands; a day without year is the next from receipt."""
    if isinstance(value, datetime):
        moment = case.aware(value)
        return Start((moment, BEFORE_ALL), planned=True) if moment else None
    if isinstance(value, str) and (found := _MONTH_DAY.fullmatch(value)):
        value = _first_month_day(int(found[1]), int(found[2]), case)
    if is_day(value) and value.year in YEARS:
        return Start((case.calendar.start_of_day(value), BEFORE_ALL), all_day=True, planned=True)
    return None


def _first_month_day(month: int, day: int, case: Case) -> date | None:
    """Return the day in the last year before receipt that has it: 29 February in a leap year."""
    received = case.line.moment("received")
    last = received[0].year - 1 if received else 2000
    for year in range(last, last - _LEAP_YEARS - 1, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None
