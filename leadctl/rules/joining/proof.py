"""That a join lost nothing and made nothing up: counted again, apart from the join itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from leadctl.rules.joining.histories import frozen, line_key
from leadctl.rules.joining.imported import said_by_a_row
from leadctl.rules.joining.versions import EXTRA, Joined
from leadctl.rules.leads.forked import FORKED
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import is_tombstone


def faults(base: Lead | None, ours: Lead, theirs: Lead, joined: Joined) -> list[str]:
    """Return in words every event and field that was dropped or invented; [] is the proof.

    A tombstone drops everything, as it should.
    """
    if is_tombstone(joined.lead) and (is_tombstone(ours) or is_tombstone(theirs)):
        return []
    lines = _line_faults(base, ours, theirs, joined)
    return [*lines, *_field_faults(base, ours, theirs, joined)]


def _line_faults(base: Lead | None, ours: Lead, theirs: Lead, joined: Joined) -> Iterator[str]:
    was, one, two, now = (
        Counter(map(line_key, side.history if side else ()))
        for side in (base, ours, theirs, joined.lead)
    )
    decided = {*_given_up(joined), *_said_anyway(joined)}
    for key in {*one, *two}:
        kept_by_both = one[key] >= was[key] and two[key] >= was[key]
        if kept_by_both and now[key] < max(one[key], two[key]) and key not in decided:
            yield f"a line of {key[:10]} would be lost"
    for event in joined.lead.history:
        key = line_key(event)
        if event.name != FORKED and not (one[key] or two[key]):
            yield f"a line of {key[:10]} would be made up"


def _said_anyway(joined: Joined) -> Iterator[str]:
    """Yield the lines of an import that the joined history has from an earlier one."""
    stay = {said: event.at for event in joined.lead.history if (said := said_by_a_row(event))}
    for event in joined.again:
        said = said_by_a_row(event)
        if said in stay and stay[said] <= event.at:
            yield line_key(event)


def _given_up(joined: Joined) -> Iterator[str]:
    """Yield the lines that a dispute may cost: theirs, and where it is settled either side's."""
    for conflict in (*joined.conflicts, *joined.settled):
        if isinstance(conflict.theirs, Event):
            yield line_key(conflict.theirs)
    for conflict in joined.settled:
        if isinstance(conflict.ours, Event):
            yield line_key(conflict.ours)


def _field_faults(base: Lead | None, ours: Lead, theirs: Lead, joined: Joined) -> Iterator[str]:
    decided = {conflict.field for conflict in (*joined.conflicts, *joined.settled)}
    was, one, two, now = (_flat(side) for side in (base, ours, theirs, joined.lead))
    for name in {*was, *one, *two, *now} - decided:
        before, first, second = was.get(name), one.get(name), two.get(name)
        changed = {value for value in (first, second) if value != before} or {before}
        if now.get(name) not in changed or len(changed) > 1:
            yield f"the field {name} would not be what it was set to"


def _flat(lead: Lead | None) -> dict[str, str]:
    """Return every value of a lead by its name; an item of a list is a name of its own."""
    if lead is None:
        return {}
    top = {"name": lead.name, "pipeline": lead.pipeline, **lead.fields, EXTRA: lead.extra}
    return dict(_values("", top))


def _values(above: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _values(f"{name}.", value)
        elif isinstance(value, list):
            yield from ((f"{name}[{frozen(item)}]", "in it") for item in value)
        else:
            yield name, frozen(value)
