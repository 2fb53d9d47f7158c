"""Since when a date is the one it is, where it was another before: what was done about that one
settles nothing of this.
"""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import derived_value, events_of
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.leads.event_kinds import SET


def field_moved(field: str, case: Case) -> Key | None:
    """Return since when a field has its date, where it had another before; None where it had none.

    Of a date out of records it is since when they have given this one.
    """
    if field in case.pipeline.derive:
        return _derived_moved(field, case)
    if SET not in case.line.names:
        return None
    sets = [
        (key, e) for key, e in case.line.keyed if e.name == SET and e.data.get("field") == field
    ]
    moved = [key for n, (key, event) in enumerate(sets) if n or event.data.get("moved")]
    return moved[-1] if moved else None


def record_moved(name: str, which: object, field: str, case: Case) -> Key | None:
    """Return since when a record has its date, where its events gave it another before."""
    kind = case.pipeline.records[name]
    told = (
        (key, event.data[field])
        for key, event in case.line.keyed
        if event.name in kind.events and field in event.data and event.data.get(kind.key) == which
    )
    return _last_change(told)


def _derived_moved(field: str, case: Case) -> Key | None:
    derivation = case.pipeline.derive[field]
    names = events_of(derivation, case)
    keys = [key for key, event in case.line.keyed if event.name in names]
    return _last_change((key, derived_value(derivation, case.up_to(key[0]))) for key in keys)


def _last_change(told: Iterable[tuple[Key, object]]) -> Key | None:
    """Return when the last value took the place of another; None where it took that of none."""
    value, moved = None, None
    for key, new in told:
        if value is not None and new is not None and new != value:
            moved = key
        value = new if new is not None else value
    return moved
