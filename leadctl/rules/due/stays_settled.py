"""What was done by another way stays done when its own way is open again.

Whoever wanted no texts and was called instead is not to be texted as well once they want texts: at
the moment in which a way opens, what a touch by another way has settled is noted as done.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.ways import are_same
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.values import replace


def stays_settled(before: Lead, after: Case, stamp: Stamp) -> Lead:
    """Return the lead of a case with all noted as done that was settled by the ways which were open
    `before`, and would come back by those that are now.
    """
    lead = after.lead
    for row in _come_back(before, after):
        data = {"what": row.rule, "due": row.planned or row.due, **row.told_about}
        lead = lead.add(Event(stamp.at, "done", stamp.by, data))
    return lead


def _come_back(before: Lead, after: Case) -> Iterator[Due]:
    """Yield the rows that are open by the ways of now, and are not by those that were."""
    if are_same(before, after.lead):
        return
    left = {_named(row) for row in agenda(replace(after, by_ways_of=before))}
    for row in agenda(after):
        if _named(row) not in left and not KINDS[row.kind].absent:
            yield row


def _named(row: Due) -> tuple[object, ...]:
    return row.rule, row.planned or row.due, str(row.about)
