"""Two versions of one lead as one, given the version that both began with: the three-way join.

What both sides added is kept, what one took away is gone, and a tombstone beats everything. Where
both changed one field to different values there is a conflict: it is named, never settled here.
Where only one side changed, its version stands as it is. The join is the same whichever side is
called ours, but for what a conflict leaves standing.
"""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.joining.buried import Buried
from leadctl.rules.joining.forks import with_fork
from leadctl.rules.joining.histories import (
    Rewritten,
    frozen,
    join_histories,
    line_key,
    rewritten,
)
from leadctl.rules.joining.imported import said_again
from leadctl.rules.joining.values import (
    is_settled,
    join_lists,
    ordered_keys,
    same,
    table,
    three_way,
)
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import dataclass, field, replace

OURS, THEIRS = "ours", "theirs"
HISTORY = "history"
EXTRA = "extra"
_STATUS = "status"
Table = Mapping[str, object]


@dataclass(frozen=True)
class Conflict:
    """One field that both sides changed, each to another value; None is no value."""

    field: str
    base: object
    ours: object
    theirs: object


@dataclass(frozen=True)
class Taken:
    """Whose value stands where two conflict: by field, and for all others (OURS, THEIRS or "")."""

    fields: Mapping[str, str] = field(default_factory=dict)
    others: str = ""

    def side(self, name: str) -> str:
        """Return whose value of a field stands, or "" where nobody has said."""
        return self.fields.get(name, self.others)


EVERY_CONFLICT = Taken()
"""Nobody has said whose values stand."""


@dataclass
class Joined:
    """The lead of both sides; at each conflict it has what ours says.

    `settled` are the conflicts that were decided by `Taken`. `buried` is a lead of which the other
    side left only a tombstone, `is_both` whether one side deleted it and the other merged it.
    `again` are the lines of an import that an earlier import of the other side wrote too.
    """

    lead: Lead
    conflicts: list[Conflict] = field(default_factory=list)
    settled: list[Conflict] = field(default_factory=list)
    buried: Buried | None = None
    is_both: bool = False
    again: tuple[Event, ...] = ()


class DifferentLeadsError(ValueError):
    """The versions are not of one lead: their ids differ."""


def join_versions(
    base: Lead | None, ours: Lead, theirs: Lead, taken: Taken = EVERY_CONFLICT
) -> Joined:
    """Return the join of two versions of a lead. Raises DifferentLeadsError.

    `base` is what both began with; None where each made the lead by itself.
    """
    if len({side.id for side in (base, ours, theirs) if side}) > 1:
        raise DifferentLeadsError("the versions have different ids")
    for one, other in ((ours, theirs), (theirs, ours)):
        if base is not None and is_same_lead(base, one):
            return Joined(other)
    join = _Join(base, ours, theirs, taken)
    return join.tombstone() if is_tombstone(ours) or is_tombstone(theirs) else join.lead()


def is_same_lead(one: Lead, other: Lead) -> bool:
    """Whether two versions say the same, to the last character of a value."""
    keys = [list(map(line_key, side.history)) for side in (one, other)]
    tops = [{**_top(side), _STATUS: side.status, EXTRA: side.extra} for side in (one, other)]
    return keys[0] == keys[1] and same(*tops)


class _Join:
    """One join under way."""

    def __init__(self, base: Lead | None, ours: Lead, theirs: Lead, taken: Taken) -> None:
        self.base, self.ours, self.theirs, self.taken = base, ours, theirs, taken
        self.joined = Joined(ours)

    def lead(self) -> Joined:
        top = self.tables("", *map(_top, (self.base, self.ours, self.theirs)))
        extras = [side.extra if side else {} for side in (self.base, self.ours, self.theirs)]
        extra = self.tables(f"{EXTRA}.", *extras)
        history = self.history()
        name, pipeline = str(top.pop("name")), str(top.pop("pipeline"))
        made = Lead(self.ours.id, name, pipeline, self.ours.status, top, history, extra)
        made = replace(made, status=self.status(history))
        self.joined.lead = with_fork(self.base, self.ours, self.theirs, made)
        return self.joined

    def tombstone(self) -> Joined:
        """Return the tombstone alone; of two the one that came first."""
        graves = [side for side in (self.ours, self.theirs) if is_tombstone(side)]
        first = min(graves, key=lambda grave: frozen(grave.fields))
        values = [side.value("merged_into") for side in graves]
        if len(graves) > 1 and None not in values and not same(*values):
            into = self.decide("merged_into", None, *values)
            first = first.set(merged_into=into)
        elif into := next(filter(None, values), None):
            first = first.set(merged_into=into)
        self.joined.is_both = len(graves) > 1 and (values[0] is None) != (values[1] is None)
        for side in (self.ours, self.theirs):
            if not is_tombstone(side):
                self.joined.buried = Buried(self.base or _nothing_of(side), side)
        self.joined.lead = first
        return self.joined

    def tables(
        self,
        above: str,
        base: Mapping[str, object],
        ours: Mapping[str, object],
        theirs: Mapping[str, object],
    ) -> dict[str, object]:
        found = {}
        for key in ordered_keys(base, ours, theirs):
            value = self.value(above + key, base.get(key), ours.get(key), theirs.get(key))
            if value is not None:
                found[key] = value
        return found

    def value(self, name: str, base: object, ours: object, theirs: object) -> object:
        if is_settled(base, ours, theirs):
            return three_way(base, ours, theirs)
        before, one, other = ([] if side is None else side for side in (base, ours, theirs))
        if isinstance(before, list) and isinstance(one, list) and isinstance(other, list):
            return join_lists(before, one, other) or None
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            return self.tables(f"{name}.", table(base), ours, theirs)
        return self.decide(name, base, ours, theirs)

    def decide(self, name: str, base: object, ours: object, theirs: object) -> object:
        """Note a conflict, and return what stands."""
        conflict = Conflict(name, base, ours, theirs)
        side = self.taken.side(name)
        (self.joined.settled if side else self.joined.conflicts).append(conflict)
        return theirs if side == THEIRS else ours

    def history(self) -> tuple[Event, ...]:
        histories = [side.history if side else () for side in (self.base, self.ours, self.theirs)]
        history = join_histories(*histories)
        self.joined.again = said_again(*histories)
        gone = set(map(line_key, self.joined.again))
        history = tuple(event for event in history if line_key(event) not in gone)
        for line in rewritten(*histories):
            history = self.one_of(history, line)
        return history

    def one_of(self, history: tuple[Event, ...], line: Rewritten) -> tuple[Event, ...]:
        """Return the history with one side's version of a line that both wrote anew."""
        one, two = ((e[0] if e else None) for e in (line.ours, line.theirs))
        self.decide(HISTORY, line.base, one, two)
        stays, goes = line.ours, line.theirs
        if self.taken.side(HISTORY) == THEIRS:
            stays, goes = goes, stays
        gone = {line_key(e) for e in goes} - {line_key(e) for e in stays}
        return tuple(e for e in history if line_key(e) not in gone)

    def status(self, history: tuple[Event, ...]) -> str:
        """Return the status that the joined history leads to: that of its last status line.

        Where there is no such line, or somebody set a status by hand against the history, it is a
        field like any other.
        """
        said = Lead("", "", "", "", history=history).replayed_status("")
        if any(one.field == HISTORY for one in (*self.joined.conflicts, *self.joined.settled)):
            side = self.theirs if self.taken.side(HISTORY) == THEIRS else self.ours
            if said or not side.replayed_status(""):
                return said or side.status  # whose line stands decides the status too
        if said and all(map(self.in_accord, (self.ours, self.theirs))):
            return said
        base = self.base.status if self.base else None
        return str(self.value(_STATUS, base, self.ours.status, self.theirs.status))

    def in_accord(self, side: Lead) -> bool:
        """Whether a side's status is what its history leads to, as far as that can be told."""
        if said := side.replayed_status(""):
            return said == side.status
        base = self.base
        return base is None or bool(base.replayed_status("")) or base.status == side.status


def _nothing_of(lead: Lead) -> Lead:
    """Return a lead of which nothing is known: each side made it by itself."""
    return Lead(lead.id, "", lead.pipeline, lead.status)


def _top(lead: Lead | None) -> dict[str, object]:
    return {"name": lead.name, "pipeline": lead.pipeline, **lead.fields} if lead else {}
