"""An answer that was owed in one of two leads is owed in the one that they become."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.joining.histories import join_histories
from leadctl.rules.leads.deeds import IMPORT
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import replace


def with_owed(pair: Iterable[Case], merged: Lead, case_of: Callable[[Lead], Case]) -> Lead:
    """Return a merged lead in which whoever waited for an answer in either of the two still does.

    Of an arrival that nobody answered it is their word: they asked again. `merged` ends in the line
    of the merge; `case_of` says where a lead stands.
    """
    waits = [(row, case.lead) for case in pair for row in owed_rows(case)]
    if not waits or owed_rows(case_of(merged)):
        return merged
    came = [lead for row, lead in waits if not KINDS[row.kind].hears]
    return _still_waiting(merged, min(row.since for row, _ in waits), came)


def owed_rows(case: Case) -> list[Due]:
    """Return the rows of a lead that say that somebody waits for an answer."""
    return [row for row in agenda(case) if KINDS[row.kind].counted == "answer"]


def _still_waiting(merged: Lead, since: datetime, came: Iterable[Lead]) -> Lead:
    """Return the lead with the words of those that `came`, and since when somebody waits: no move
    or mark of the other history is an answer, a touch is.
    """
    *past, trace = merged.history
    words = sorted((_asked_again(lead, since) for lead in came), key=lambda event: event.at)
    trace = replace(trace, data={**trace.data, "waits": since})
    return replace(merged, history=(*join_histories((), past, words), trace))


def _asked_again(lead: Lead, since: datetime) -> Event:
    """Return the arrival of a lead as their word, as a second row of an import says it."""
    source = lead.value("source")
    data = {"way": "in", **({"source": source} if source else {})}
    return Event(lead.received() or since, "email", IMPORT, data)
