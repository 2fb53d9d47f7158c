"""What a row makes of a lead that is there already, or that a row before it has made."""

from __future__ import annotations

from leadctl.actions.importing.result import ImportOptions
from leadctl.actions.importing.rows import Row, RowWork
from leadctl.actions.importing.target import Target
from leadctl.book.text.lead_file import dump_lead, too_large
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.older import had_at, join_had, status_change
from leadctl.rules.importing.row_into_lead import (
    Difference,
    Joined,
    asks_again,
    has_taken,
    join,
    trace,
    with_differences,
    without_own_lines,
)
from leadctl.rules.leads.lead import OWN, Event, Lead
from leadctl.values import dataclass, field, replace


@dataclass(frozen=True)
class Outcome:
    """A lead after a row, and its file's `text` as it may be shown; or why the row is `refused`.

    `filled` are the fields that were empty, `changes` those of which the row says otherwise.
    """

    lead: Lead
    text: str = ""
    filled: list[str] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    refused: str = ""


class RowJoins:
    """Works out what rows make of leads, one at a time; it stores nothing."""

    def __init__(self, target: Target, work: RowWork, options: ImportOptions) -> None:
        self.target, self.work, self.options = target, work, options
        self.silent: dict[str, list[Event]] = {}

    def of(self, lead: Lead, row: Row) -> Outcome:
        """Return what a row makes of a lead."""
        incoming, was_there = self._incoming(lead, row), lead.id in self.target.before
        joined = self._joined(lead, incoming, was_there=was_there)
        after, reason = self._judged(lead, joined.lead, incoming)
        if reason:
            return Outcome(lead, refused=reason)
        after = self.work.values_noted(lead, after) if was_there else after
        after = self._after_silent(lead, after, incoming) if self.options.update else after
        if not was_there and not self.options.update:
            after = self._with_differences(lead, after, joined, incoming)
        text = dump_lead(after)
        if said := too_large(text):
            return Outcome(lead, refused=f"with it its lead {said}")
        kept = {f"extra.{column}" for column, _ in incoming.remarks}
        filled = [name for name in joined.filled if name not in kept]  # refused is not filled in
        if not was_there:
            return Outcome(after, text, filled, joined.changes)
        shown = self.work.shown(lead, after, text)
        return Outcome(after, shown, filled, self.work.told(lead, joined))

    def _after_silent(self, lead: Lead, after: Lead, incoming: Incoming) -> Lead:
        """Return a lead with the traces of rows of this file before that had nothing new to say of
        it: the next time all of them are known, and this one is the last again.
        """
        if after is lead:
            if not has_taken(lead, incoming.key, incoming.row, update=False):
                seen = trace(incoming, self.work.arrivals.at, update=True)
                self.silent.setdefault(lead.id, []).append(seen)
            return after
        had = len(lead.history)
        seen_before = self.silent.pop(lead.id, ())
        history = (*after.history[:had], *seen_before, *after.history[had:])
        return replace(after, history=history) if seen_before else after

    def _incoming(self, lead: Lead, row: Row) -> Incoming:
        incoming = self.work.incoming([row], lead)[0]
        if incoming.key.startswith(f"{OWN}:"):
            incoming.notes = without_own_lines(lead, incoming.notes)
        return incoming

    def _joined(self, lead: Lead, incoming: Incoming, *, was_there: bool) -> Joined:
        """Return a lead with what a row adds, before its move is judged."""
        update, arrivals = self.options.update, self.work.arrivals
        noted = arrivals.at if was_there else arrivals.came_in(incoming.received)
        had = had_at(lead, incoming.row) if update and was_there else None
        if had is None:
            joined = join(lead, incoming, arrivals.at, update=update, noted=noted)
        else:
            joined = join_had(lead, incoming, arrivals.at)
        is_own = incoming.key.startswith(f"{OWN}:")
        if was_there and not is_own and not arrivals.is_past(incoming.received):
            joined = asks_again(joined, incoming)
        if incoming.ours not in {"", lead.status}:
            initial = self.options.initial
            change = status_change(lead, incoming, had, initial, there=was_there)
            if was_there and update and (why := self.work.back(lead, incoming.ours)):
                change, incoming.ours = replace(change, kept=why), ""
            joined.changes.append(change)
        return joined

    def _with_differences(
        self, lead: Lead, after: Lead, joined: Joined, incoming: Incoming
    ) -> Lead:
        """Keep what a further row of a new lead says otherwise, and that the lead has had it: the
        same file again is nobody who asks again.
        """
        kept = with_differences(after, _changes(joined, incoming))
        if kept is after or after is not lead:
            return kept
        return kept.add(trace(incoming, self.work.arrivals.at, update=False))

    def _judged(self, before: Lead, after: Lead, incoming: Incoming) -> tuple[Lead, str]:
        """Let a row do what it may, on record: the same row must not move a lead again later."""
        if before.id not in self.target.before:
            before = replace(before, fields=after.fields)  # a new lead comes in as its file says
        moves = self.options.update and incoming.ours not in {"", before.status}
        changes = before.id in self.target.before and (moves or after is not before)
        if changes and (reason := self.work.refused(before, after)):
            return before, reason
        if not moves and (after.owner, after.role) == (before.owner, before.role):
            return after, ""
        column = self.work.places.status_column
        if moves:
            kept = {name: value for name, value in after.extra.items() if name != column}
            after = replace(after, extra=kept)
        done, reason = self.work.judged(before, after, incoming.ours if moves else "")
        if not moves or has_taken(done, incoming.key, incoming.row, update=True):
            return done, reason
        return done.add(trace(incoming, self.work.arrivals.at, update=True)), reason


def _changes(joined: Joined, incoming: Incoming) -> list[Difference]:
    """Return what a further row of one person says otherwise, the day of arrival among it."""
    if incoming.received in {None, joined.lead.received()}:
        return joined.changes
    return [*joined.changes, *(Difference(f"extra.{k}", "", v) for k, v in incoming.came.items())]
