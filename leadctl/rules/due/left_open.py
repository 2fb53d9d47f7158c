"""Rows that the lead's own events leave open: call-backs, tasks, messages, promises, approvals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key
from leadctl.rules.clauses.words import with_article
from leadctl.rules.due.approvals import (
    Asked,
    approved,
    pending_approvals,
)
from leadctl.rules.due.asked_ways import otherwise
from leadctl.rules.due.blocked import CLEARED, blocked_still
from leadctl.rules.due.outbox import KEPT, constant_label, outbox_of
from leadctl.rules.due.ownership import called
from leadctl.rules.due.row_names import OTHER_WAY, is_of_definition
from leadctl.rules.due.rows.kinds import UNSET
from leadctl.rules.due.rows.order import TODAY
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import STOP, Deadline, clears_words, is_done, is_settled
from leadctl.rules.due.snooze import CALL_BACK
from leadctl.rules.language.deadlines import DONE, REACHED, TOUCHED
from leadctl.rules.language.source import Source
from leadctl.rules.leads.event_kinds import could_not
from leadctl.rules.leads.forked import FORKED, fork_words, open_fork
from leadctl.rules.leads.lead import Event, is_day
from leadctl.rules.leads.ways import WAYS, is_open, number_is_wrong, tells_wrong_number
from leadctl.rules.time.spans import Duration
from leadctl.values import replace

_KEPT = (KEPT, DONE)
_TOLD = Duration(days=7)
_WHOM = {"lead": "them", "agent": "yourself"}
_WAYS = {"email": "e-mail", "file": "draft"}
_REACHED = (REACHED, DONE)
_CALLED_BACK = (replace(REACHED, word=True), DONE)
_ANY_TOUCH = (TOUCHED, DONE)
_ANOTHER_WAY = "The number was wrong: find another way to reach them"
_ANOTHER_NUMBER = "The number was wrong: try their other one"


def open_items(case: Case) -> Iterator[Due]:
    """Yield what earlier events left to do and nothing has settled."""
    yield from _call_back(case)
    yield from _tasks(case)
    yield from _messages(case)
    yield from _promises(case)
    yield from _approvals(case)
    yield from _fork(case)
    yield from _blocked(case)
    yield from _wrong_number(case)


def _wrong_number(case: Case) -> Iterator[Due]:
    """Whom a call did not reach, for the number is not theirs: until anybody reached anybody."""
    if "call" not in case.line.names:
        return
    for key, event in reversed(case.line.keyed):
        if event.is_touch or event.name in {"stop", "status"}:
            return
        if tells_wrong_number(event):
            deadline = Deadline(rule=OTHER_WAY, due=key[0], opens=key)
            if not is_done(deadline, case):
                row = replace(_item(case, event, key, deadline), why="a call that told so")
                words = _ANOTHER_WAY if number_is_wrong(case.lead) else _ANOTHER_NUMBER
                yield replace(row, do=words, clears=clears_words(_ANY_TOUCH))
            return


def _blocked(case: Case) -> Iterator[Due]:
    """What could not happen by itself, and why, until the lead moves, is claimed, or it is done."""
    for key, event in blocked_still(case):
        deadline = Deadline(rule="blocked", due=key[0], opens=key)
        row = replace(_item(case, event, key, deadline), kind="blocked", why="by itself")
        yield replace(row, do=could_not(event.data), clears=clears_words(CLEARED))


def _call_back(case: Case) -> Iterator[Due]:
    """The last call-back asked for (S3.21); a word of ours on its day or later settles it, which a
    call that reached nobody is not.
    """
    found = [(k, e) for k, e in case.line.keyed if e.name == "snooze" and not e.data.get("what")]
    if not found:
        return
    key, event = found[-1]
    due = case.moment_in(event, "until")
    if due is None or case.line.last_settled(STOP, key):
        return
    deadline = Deadline(rule=CALL_BACK, due=due, opens=max(key, case.day_of(due)))
    early = Deadline(rule=CALL_BACK, due=due, opens=key)
    if is_settled(deadline, _CALLED_BACK, case) or is_done(early, case):
        return
    row = replace(
        _item(case, event, key, deadline),
        kind=CALL_BACK,
        do=str(event.data.get("do", "Call back")),
        by=("call",),
        clears=clears_words(_CALLED_BACK),
        tried=any(e.is_in_vain and e.goes("out") for _, e in case.line.after(deadline.opens)),
        **_asked(event, case),
    )
    whole = is_day(event.data.get("until"))
    if event.data.get("asked"):
        row = replace(row, section="asked")
    elif not whole:
        row = replace(row, section=TODAY)
    yield _whole_day(row, case) if whole else row


def _asked(event: Event, case: Case) -> dict[str, object]:
    """Return why there is a call-back, and the rule that shortened it."""
    asked, rule = event.data.get("asked"), case.pipeline.call_back
    why = f"they asked for {asked}" if asked else "call-back"
    if rule and rule.why and asked:
        why += f"; {rule.why}"
    return {"why": why, "source": rule.source if rule else case.pipeline.source}


def _tasks(case: Case) -> Iterator[Due]:
    for key, event in case.line.keyed:
        if event.name != "task" or case.line.last_settled(STOP, key):
            continue
        due = case.moment_in(event, "due") or key[0]
        name = str(event.data.get("id", "task"))
        deadline = Deadline(rule=name, due=due, opens=key, several=True)
        if not is_done(deadline, case):
            row = replace(_item(case, event, key, deadline), do=str(event.data.get("do", "")))
            if not is_of_definition(name, case.pipeline):
                made = case.calendar.local_day(key[0])
                row = replace(row, source=Source(), why=f"a reminder, made on {made}")
                if not is_day(event.data.get("due")):
                    row = replace(row, section=TODAY)
            yield _whole_day(row, case) if is_day(event.data.get("due")) else row


def _whole_day(row: Due, case: Case) -> Due:
    """Return a row that is due at any time of its day."""
    return replace(row, zone=case.calendar.timezone, missed=case.end_of_day(row.due))


def _messages(case: Case) -> Iterator[Due]:
    """What waits to be sent; what may not go to the lead is nothing to send, and the outbox says
    why.
    """
    for queued in outbox_of(case):
        key, event, expires = queued.key, queued.event, queued.expires
        if queued.withdrawn or _is_held(event, case):
            continue
        to = str(event.data.get("to", "lead"))
        way = str(event.data.get("way", "text"))
        name = event.data.get("message", "")
        words = f"Send the {_WAYS.get(way, way)} {name} to {_WHOM.get(to, to)}"
        if queued.wants:
            first = " and ".join(constant_label(name, case.pipeline) for name in queued.wants)
            words += f" (first set: {first})"
        name = str(event.data.get("id", ""))
        row = _item(case, event, key, Deadline(rule=name, due=key[0], opens=key))
        unsent = Deadline(rule=f"unsent-{name}", due=key[0], opens=key)
        clears = "leadctl outbox done"
        row = replace(row, kind="message", do=words, to=str(to), clears=clears)
        if queued.wants:
            row = replace(row, section=UNSET.section, fold=UNSET.name)
        yield replace(row, accepts_done=False, lapses=expires)
        if expires is not None and not is_settled(unsent, _REACHED, case):
            yield _unsent(row, expires, case)


def _is_held(event: Event, case: Case) -> bool:
    """Whether a message goes to the lead in a way that they want none of, or that is not known."""
    way = str(event.data.get("way", "text"))
    return event.data.get("to", "lead") == "lead" and way in WAYS and not is_open(case.lead, way)


def _unsent(row: Due, expires: datetime, case: Case) -> Due:
    """Return the row that tells, for a week, of a message that nobody sent in time."""
    return replace(
        row,
        rule=f"unsent-{row.rule}",
        kind="unsent",
        do=f"Not sent in time: {row.do.removeprefix('Send ')}",
        due=expires,
        opens=expires,
        missed=expires,
        lapses=case.calendar.add(expires, _TOLD, "wall"),
        to="lead",
        clears=clears_words(_REACHED),
        accepts_done=True,
    )


def _promises(case: Case) -> Iterator[Due]:
    """What a message told the lead we would do; a call keeps it, whoever sends it (S2.15).

    A message that is withdrawn, or held, has promised nothing; one that was sent stays owed. While
    one waits to be sent nobody has promised anything yet: what it will say is to be done, no more.
    """
    unsent = {queued.event.data.get("id"): queued for queued in outbox_of(case)}
    for key, event in case.line.keyed:
        promise = event.data.get("promise") if event.name == "message" else None
        if not promise or case.line.last_settled(STOP, key):
            continue
        queued = unsent.get(event.data.get("id"))
        if queued is not None and (queued.withdrawn or _is_held(queued.event, case)):
            continue
        due = case.moment_in(event, "due") or key[0]
        deadline = Deadline(rule=f"promise-{event.data.get('id', '')}", due=due, opens=key)
        kept = (*_KEPT, *otherwise(("call",), case.lead))
        if not is_settled(deadline, kept, case):
            why = f"promised in {event.data.get('message', 'a message')}"
            row = replace(_item(case, event, key, deadline), by=("call",), why=why)
            row = replace(row, kind="promise", do=str(promise), clears=clears_words(kept))
            if queued is None:
                yield row
            else:
                yield replace(row, do="Call them", section=TODAY, lapses=queued.expires)


def _item(case: Case, event: Event, key: Key, deadline: Deadline) -> Due:
    """Return a row about an event; each kind of item then says what is its own."""
    status = case.pipeline.statuses.get(case.lead.status)
    way = event.data.get("way")
    return Due(
        lead=case.lead.id,
        rule=deadline.rule,
        kind="task",
        do="",
        due=deadline.due,
        since=key[0],
        missed=deadline.due,
        by=(str(way),) if way else (),
        clears=DONE.text,
        why=str(event.data.get("why", f"{event.name} of {case.calendar.local_day(key[0])}")),
        source=status.source if status else case.pipeline.source,
        accepts_done=True,
    )


def _fork(case: Case) -> Iterator[Due]:
    """Two moves from one status that git brought together: somebody has to say which holds."""
    fork = open_fork(case.lead)
    moment = case.aware(fork.at) if fork else None
    if fork is None or moment is None:
        return
    key = (moment, BEFORE_ALL)
    row = _item(case, fork, key, Deadline(rule=FORKED, due=moment, opens=key))
    words = f"Say which status holds: {fork_words(fork)}"
    clears = "confirming or changing the status"
    row = replace(row, kind="duty", section="decide", accepts_done=False)
    yield replace(row, do=words, clears=clears)


def _approvals(case: Case) -> Iterator[Due]:
    asked = pending_approvals(case)
    for target in dict.fromkeys(one.target for one in asked):
        here = [(one, approved(case, one)) for one in asked if one.target == target]
        given = [event for _, event in here if event]
        several = len(here) > 1
        yield from (_asked_row(case, one, several) for one, event in here if event is None)
        if len(given) == len(here):
            yield _approved_row(case, here[-1][0], given)


def _asked_row(case: Case, asked: Asked, several: bool) -> Due:
    deadline = Deadline(rule="approval", due=asked.key[0], opens=asked.key)
    row = _item(case, asked.event, asked.key, deadline)
    role = f" as {with_article(asked.role)}" if several else ""
    return replace(
        row,
        kind="approval",
        do=f"Approve {asked.target}{role}, asked for by {called(case, asked.event.by)}",
        agent=f"role:{asked.role}",
        clears="leadctl approve",
        accepts_done=False,
    )


def _approved_row(case: Case, asked: Asked, given: list[Event]) -> Due:
    when = max(filter(None, (case.aware(event.at) for event in given)), default=asked.key[0])
    deadline = Deadline(rule="approval", due=when, opens=asked.key)
    row = _item(case, asked.event, asked.key, deadline)
    by = " and ".join(dict.fromkeys(called(case, event.by) for event in given))
    words = f"Approved by {by}: move to {asked.target}"
    return replace(row, kind="approval", do=words, clears="a change of status", accepts_done=False)
