"""What a change settled, in words: rows that were open before it and are not after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Caution
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import quote, with_article
from leadctl.rules.due.agenda import acting
from leadctl.rules.due.outbox import outbox_of
from leadctl.rules.due.rows.duty import CONFIRM
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.rows.saying import when_said
from leadctl.rules.due.snooze import CALL_BACK
from leadctl.rules.language.source import Source
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.ways import may, wants_none
from leadctl.rules.time.moments import moment_words, small


class Said(NamedTuple):
    """What tells one open deadline from another, whatever a snooze has made of it, and by whatever
    way it is done now.
    """

    rule: str
    source: Source
    due: datetime
    about: str

    @classmethod
    def of(cls, row: Due) -> Said:
        """Return what tells a row from others."""
        return cls(row.rule, row.source, row.planned or row.due, str(row.about))


def settled_words(desk: Desk, before: Lead, after: Lead, *, but: str = "") -> tuple[str, ...]:
    """Say what an event has settled, but for one rule: "Answered, 4 minutes after they came in"."""
    rows = desk.agenda(after)
    left, going_on = {Said.of(row) for row in rows}, {row.rule for row in rows}
    gone = [row for row in desk.agenda(before) if Said.of(row) not in left and row.rule != but]
    told = [
        row
        for row in gone
        if KINDS[row.kind].tells(row)
        and row.fold != CONFIRM.name
        and not (row.rule in going_on and row.due > desk.now)  # it only moved on
    ]
    event = after.history[len(before.history)]
    ours = event.goes("out") and event.way != "in"
    answered = list(
        filter(None, (KINDS[r.kind].answered(r, event, desk.zone) for r in told if ours))
    )
    settled = dict.fromkeys(told_apart(desk, r, rows) for r in told if KINDS[r.kind].named)
    stopped = dict.fromkeys(small(row.do) for row in told if row.then)
    return (
        *answered[:1],
        *([f"Settled: {'; '.join(settled)}"] if settled else []),
        *(f"No longer due: {words}" for words in stopped),
        *_withdrawn(desk, after, {row.rule for row in gone if row.kind == "message"}),
    )


def told_apart(desk: Desk, row: Due, left: Iterable[Due]) -> str:
    """Return what was done, with its time where another of that name is left."""
    if all(other.do != row.do for other in left):
        return row.do
    return f"{row.do} ({desk.saying_when(when_said(row, row.told_in(desk.zone)))})"


def _withdrawn(desk: Desk, after: Lead, gone: Collection[str]) -> Iterator[str]:
    """Say of messages that waited, and will never be sent, why that is."""
    for queued in outbox_of(desk.case(after)) if gone else ():
        if queued.withdrawn and queued.event.data.get("id") in gone:
            name = queued.event.data.get("message", "")
            yield f"The message {name} is not sent any more: {queued.withdrawn}"


def moved_words(before: Lead, after: Lead, why: str = "") -> str:
    """Return the move an event made: "; New Connection is now Attempted Contact (...)", or ""."""
    if before.status == after.status:
        return ""
    because = f" ({why})" if why else ""
    return f"; {before.status} is now {after.status}{because}"


def twice_words(lead: Lead, event: Event) -> tuple[str, ...]:
    """Say that a lead has an event already: the same words, for the same minute."""
    if event.name == "task":
        known = any(
            _promised(one) == _promised(event) for one in lead.history if one.name == "task"
        )
        return ("You have made this reminder before, for the same time",) if known else ()
    known = any(
        one.name == event.name and one.data == event.data and _minute(one) == _minute(event)
        for one in lead.history
    )
    return ("This is in the history already, at the same time",) if known else ()


def _promised(event: Event) -> tuple[object, object]:
    return event.data.get("do"), event.data.get("due")


def _minute(event: Event) -> datetime:
    return event.at.astimezone(UTC).replace(second=0, microsecond=0)


def barred_words(lead: Lead, event: Event) -> tuple[str, ...]:
    """Warn of a touch on a channel that the lead has asked us not to use."""
    if event.way != "out" or may(lead, event.name):
        return ()
    barred = ", ".join(lead.do_not_contact)
    said = f"WARNING: they asked not to be contacted ({barred}); it was logged all the same"
    return (Caution(said),)


def wrong_number_words(lead: Lead) -> tuple[str, ...]:
    """Return the line that strikes a number which a call has just told is not theirs."""
    from leadctl.rules.leads.ways import first_is_wrong, tells_wrong_number

    tells = tells_wrong_number(lead.history[-1])
    if not (tells and lead.value("phone") and first_is_wrong(lead)):
        return ()
    return (f"To strike the number: leadctl set {lead.id} phone=",)


def asked_not_to_words(lead: Lead, text: str, by: str = "") -> tuple[str, ...]:
    """Return the line that bars what a text, sent `by` a channel, asks for and nothing bars yet."""
    from leadctl.rules.importing.noted_bars import asked_bars

    found = list(asked_bars([text], lead.do_not_contact, by)) if text else []
    if not found:
        return ()
    channels = ",".join(dict.fromkeys(one for named, _ in found for one in named.split(",")))
    said = " / ".join(words for _, words in found)
    return (f'Nothing bars what they ask for ("{said}"): '
            f"leadctl set {lead.id} do_not_contact+={channels}",)  # fmt: skip


def dropped_words(desk: Desk, before: Lead, after: Lead) -> tuple[str, ...]:
    """Say what nobody has settled and what is on no list any more all the same.

    That is what was agreed for a time ahead ("Off the list: Thu 15:00 showing"), whatever another
    pipeline calls it, a reminder or a call-back, late or not, what somebody has put off to a time
    of their own, a word that waits for an answer, and messages that will never be sent.
    """
    rows, now = desk.agenda(before), desk.agenda(after)
    left = {_agreed(row) for row in now}
    agreed = [row for row in rows if (key := _agreed(row)) and key not in left]
    stood = (row for row in agreed if row.due > desk.now or not KINDS[row.kind].booked)
    going_on = {row.rule for row in now}
    late = (row for row in rows if row.rule not in going_on and _put_off(desk, before, row))
    gone = dict.fromkeys(desk.saying(row) for row in (*stood, *late))
    heard = not any(KINDS[row.kind].hears for row in now)
    waited = [_unanswered(desk, before, row) for row in rows if heard and KINDS[row.kind].hears]
    unsent = _known_in(after, before, _messages(rows)) - _messages(now)
    told = (*_withdrawn(desk, after, unsent), *_waits_no_more(desk, before, after))
    return (*([f"Off the list: {'; '.join(gone)}"] if gone else []), *waited[-1:], *told)


def _waits_no_more(desk: Desk, before: Lead, after: Lead) -> Iterator[str]:
    """Say what a move has put before the time until which they asked to be left in peace."""
    rows = desk.agenda(after) if before.status != after.status else []
    asked = next((r for r in rows if r.kind == CALL_BACK and r.due > desk.now), None)
    if asked is None:
        return
    known = {Said.of(row) for row in desk.agenda(before)}
    sooner = [r for r in rows if KINDS[r.kind].tries and KINDS[r.kind].waits and r.due < asked.due]
    new = dict.fromkeys(desk.saying(row) for row in sooner if Said.of(row) not in known)
    if new:
        day = asked.due.astimezone(asked.told_in(desk.zone)).date()
        yield (
            f"Before the call-back of {desk.saying_when(day)} there is now: {'; '.join(new)}. "
            f"To let it wait till then: leadctl snooze {after.id} {day}"
        )


def _messages(rows: Iterable[Due]) -> set[str]:
    """Return the messages that wait to be sent."""
    return {row.rule for row in rows if row.kind == "message"}


def _known_in(after: Lead, before: Lead, messages: set[str]) -> set[str]:
    """Return the ids that messages of a lead have after a change, that of a merge as well."""
    if after.id == before.id:
        return messages
    from leadctl.rules.joining.two_leads import message_in

    return {message_in(after, one, before.id) for one in messages}


def put_away_words(desk: Desk, before: Lead, after: Lead) -> tuple[str, ...]:
    """Say what is on no list any more where a change has left a lead elsewhere than it stood."""
    if _stands(before) == _stands(after):
        return ()
    return (*dropped_words(desk, before, after), *_put_into_archive(desk, before, after))


def _put_into_archive(desk: Desk, before: Lead, after: Lead) -> Iterator[str]:
    """Say of a lead that is in the archive now what drops off, and what happens all the same."""
    if before.value("archived") or not after.value("archived"):
        return
    yield f"In the archive: on no list any more{_no_more(desk, before)}"
    if still := [row for row in acting(desk.case(after)) if not row.every]:
        yield f"Still happens by itself: {desk.saying(still[0])}"


def archived_words(desk: Desk, before: Lead, after: Lead) -> tuple[str, ...]:
    """Say of somebody who was changed, and is in the archive all the same, that no list has them:
    to be answered now where their word waits.
    """
    if before == after or not (before.value("archived") and after.value("archived")):
        return ()
    where = f"{after.name} is in the archive, and on no list"
    up = f"take them up again: leadctl set {after.id} archived=no"
    waits = desk.case_or_bare(after)[0].line.waiting
    return (f"{where}: answer now, or {up}" if waits else f"{where}. To {up}",)


def _stands(lead: Lead) -> tuple[object, ...]:
    return lead.pipeline, lead.status, lead.role, lead.value("archived")


def parked_words(desk: Desk, before: Lead | None, after: Lead) -> tuple[str, ...]:
    """Say of a lead that is parked now, or was added so (`before` None), that it is on no list, and
    what of its plan drops off; what was agreed or asked is told by `dropped_words`.
    """
    if not desk.case(after).parked or (before is not None and desk.case(before).parked):
        return ()
    no_more = "" if before is None else _no_more(desk, before)
    who = with_article(after.role)
    return (f"Parked: {who} is on no list, and only counted where they write{no_more}",)


def _no_more(desk: Desk, before: Lead) -> str:
    """Return what of its plan drops off with a lead: ". No more: call them"."""
    rows = [row for row in desk.open_rows(before) if not (_agreed(row) or KINDS[row.kind].hears)]
    told = [row for row in rows if not row.then and not _put_off(desk, before, row)]
    gone = dict.fromkeys(small(row.do) for row in told if not KINDS[row.kind].absent)
    return f". No more: {'; '.join(gone)}" if gone else ""


def _agreed(row: Due) -> Said | datetime | None:
    """Return what tells what was agreed for a time: of an appointment that time alone."""
    kind = KINDS[row.kind]
    if kind.booked:
        return row.planned or row.due
    return Said.of(row) if kind.agreed else None


def _put_off(desk: Desk, lead: Lead, row: Due) -> bool:
    """Whether somebody has put off this very row, to a time ahead."""
    snoozes = (event.data.get("what") for event in lead.history if event.name == "snooze")
    return row.snoozed and row.due > desk.now and row.rule in snoozes


def _unanswered(desk: Desk, lead: Lead, row: Due) -> str:
    what = {"email": "e-mail", "": "word"}.get(row.over, row.over)
    came = row.due.astimezone(desk.zone).date() if row.of_day else row.due
    when = moment_words(came, desk.now, desk.zone)
    return f"Off the list: {lead.name}'s {what} of {when} was not answered"


def shown_words(desk: Desk, lead: Lead, event: Event) -> tuple[str, ...]:
    """Return which status an event allows now, ready to be typed, where no row asks about it; of
    whoever wants no contact at all, none.
    """
    from leadctl.rules.due.row_names import STATUS_SHOWN
    from leadctl.rules.due.status_shown import question
    from leadctl.rules.moves.judging.shown import shown_status

    case = desk.case(lead)
    name = "" if wants_none(lead) else shown_status(case, event)
    rows, at = desk.agenda(lead), case.line.key_of(event)[0]
    if not name:  # the list may ask of itself who is back
        asked = (r for r in rows if r.rule == STATUS_SHOWN and r.since == at)
        could = [f"They are {r.could}" for r in rows if r.could and event.goes("in")]
        could = could or _back_words(case, event)
        return (*could, *(f"{r.do} leadctl {r.types.replace('{lead}', lead.id)}" for r in asked))
    asking = (row for row in rows if row.rule != STATUS_SHOWN or row.since < at)
    if any(row.suggest == name for row in asking):
        return ()
    return (f"{question(event, name, case)} leadctl status set {lead.id} {quote(name)}",)


def _back_words(case: Case, event: Event) -> list[str]:
    """Return where somebody stands who called, and was talked to, outside the funnel."""
    from leadctl.rules.due.answering import could_be

    here = case.pipeline.statuses.get(case.lead.status)
    back = event.is_talk and event.way == "in" and here is not None and not case.parked
    words = could_be(here, case) if back and here else ""
    return [f"They are {words}"] if words else []
