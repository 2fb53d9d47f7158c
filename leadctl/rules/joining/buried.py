"""What was added to a lead here while it was merged into another, or deleted, there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadctl.rules.clauses.approval import APPROVING
from leadctl.rules.joining.histories import counted, line_key
from leadctl.rules.joining.two_leads import MERGED_STATUS, Merged, add_other, silenced
from leadctl.rules.joining.values import same
from leadctl.rules.leads.lead import Event, Lead, listed
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class Buried:
    """A lead that lives on one side, and is a tombstone on the other; `base` is before both."""

    base: Lead
    living: Lead

    @property
    def added(self) -> tuple[Event, ...]:
        """The lines that the living side has and the base has not."""
        known = counted(self.base.history)
        return tuple(e for e in self.living.history if not known[line_key(e)])

    @property
    def merged_here(self) -> list[str]:
        """The ids of the leads that the living side merged into this one."""
        return [str(e.data.get("lead", "")) for e in self.added if e.name == "merge"]


def carried(target: Lead, buried: Buried) -> Merged:
    """Return the target with what was added to a lead that is gone, as merge-leads adds it.

    What is empty is filled, lists are sets, and what differs stays, with the other value under
    [extra]. A value that the target has from the lead before it was changed there is changed in
    the target; a line that was taken away there goes in the target. A line or a value that the
    target has comes once, though merge-leads may have written it in another way.
    """
    base, living = buried.base, buried.living
    target = _renewed(target, buried)
    ids = (target.id, living.id)
    known = {_as_first_written(event, ids) for event in target.history}
    news = [e for e in buried.added if _as_first_written(e, ids) not in known]
    lines = [silenced(e, living) for e in news if not _is_of(e, target.id)]
    name = living.name if living.name != base.name else target.name
    fields = dict(_changed(base.fields, living.fields))
    own = {key: v for key, v in living.extra.items() if not _says_target(key, v, target)}
    extra = dict(_changed(base.extra, own))
    added = Lead(living.id, name, target.pipeline, target.status, fields, tuple(lines), extra)
    return add_other(target, added)


def _is_of(event: Event, lead_id: str) -> bool:
    """Whether a line says that this very lead was merged: it lives, so that is not so."""
    return event.name == "merge" and event.data.get("lead") == lead_id


def _says_target(key: str, value: object, target: Lead) -> bool:
    """Whether a value under [extra] is what a merge of the target kept, and the target has it."""
    lead, _, name = key.partition(".")
    return lead == target.id and same(value, target.value(name))


def _changed(
    base: Mapping[str, object], living: Mapping[str, object]
) -> Iterator[tuple[str, object]]:
    """Yield the values that were changed; of a list only what was added."""
    for name, value in living.items():
        before = base.get(name)
        if same(before, value):
            continue
        if isinstance(value, list):
            yield name, [item for item in value if item not in listed(before)]
        else:
            yield name, value


def _renewed(target: Lead, buried: Buried) -> Lead:
    """Return the target without the values and lines of the base that the living side replaced."""
    base, living = buried.base, buried.living
    left = counted(living.history)
    gone = {line_key(silenced(e, living)) for e in base.history if not left[line_key(e)]}
    history = tuple(e for e in target.history if line_key(e) not in gone)
    kept = {name: _not_replaced(name, value, buried) for name, value in target.fields.items()}
    fields = {name: value for name, value in kept.items() if value is not None}
    return replace(target, fields=fields, history=history)


def _not_replaced(name: str, value: object, buried: Buried) -> object:
    """Return a value of the target, or None where the living side replaced it.

    A list stays whole: it may hold the target's own, and what was added comes to it.
    """
    before, after = buried.base.fields.get(name), buried.living.fields.get(name)
    if isinstance(value, list) or after is None or same(after, before):
        return value
    return None if same(value, before) else value


def _as_first_written(event: Event, ids: tuple[str, ...]) -> str:
    """Return a key that a line has before a merge of these leads, and after."""
    name, data = event.name, dict(event.data)
    if name in {MERGED_STATUS, *APPROVING}:
        name = "status" if name == MERGED_STATUS else name
        data.pop("lead", None)
    if name in {"message", "sent"}:
        data.pop("withdrawn", None)
        for lead_id in ids:
            data["id"] = str(data.get("id", "")).removesuffix(f"-{lead_id}")
    return line_key(replace(event, name=name, data=data))
