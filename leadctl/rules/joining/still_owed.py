"""What was owed in one of two leads is owed in the one that they become: an answer, and messages
that wait. One that was withdrawn stays so, and no text waits for one person twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.outbox import outbox_of
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.joining.histories import join_histories
from leadctl.rules.joining.two_leads import message_in
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


def with_messages(pair: Iterable[Case], merged: Lead, case_of: Callable[[Lead], Case]) -> Lead:
    """Return a merged lead in whose outbox waits what waited in either of the two, and no more.

    The lines of the other lead's moves say no more that its status was left: why a message of it is
    withdrawn stands in its own line. `case_of` says where a lead stands.
    """
    ended, texts = dict[str, str](), set[object]()
    for case in pair:
        for one in outbox_of(case):
            number = message_in(merged, str(one.event.data.get("id")), case.lead.id)
            text = one.event.data.get("message") if one.event.data.get("to") == "lead" else None
            if one.withdrawn or text in texts:
                ended[number] = one.withdrawn or "the same text waits already"
            elif text:
                texts.add(text)
    waits = {one.event.data.get("id") for one in outbox_of(case_of(merged)) if not one.withdrawn}
    return replace(merged, history=tuple(_ended(e, ended, waits) for e in merged.history))


def _ended(event: Event, why: Mapping[str, str], waits: Collection[object]) -> Event:
    """Return the line of a message that would wait again with why it does not; others as is."""
    number = str(event.data.get("id"))
    if event.name != "message" or number not in why or number not in waits:
        return event
    return replace(event, data={**event.data, "withdrawn": why[number]})


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
