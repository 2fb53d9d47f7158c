"""Follow-ups: from a lead and its definition to deadlines, absolute and independent of now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.timeline import BEFORE_ALL, MOMENTS, Key, Subject, settles
from leadctl.rules.due.anchors import Start, starts
from leadctl.rules.due.appointments import EARLY, is_over, made
from leadctl.rules.due.asked_ways import rule_for
from leadctl.rules.due.counted import moved
from leadctl.rules.due.follow_up_row import (
    happened,
    row_of,
)
from leadctl.rules.due.recurring import LONGEST_DAY, clock_of, counts_from, span_after
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import (
    Deadline,
    dues_done,
    dues_told,
    is_applied,
    is_done,
    is_settled,
    is_stopped,
)
from leadctl.rules.due.taken_over import is_let_go, rests_until, since_taken_over, starts_owed
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.wall_clock import NoSuchTimeError
from leadctl.rules.time.working_calendar import Calendar

DAY_SECONDS = 86_400
MOST_TIMES = 366
"""A recurring rule that does something by itself does it so many times from one start: a year of
days. However late `tick` runs, there is an end to what it has to do."""


def rule_rows(rule: FollowUp, case: Case, *, acting: bool = False) -> Iterator[Due]:
    """Yield the open deadlines that one rule gives for a lead.

    `acting` asks for those that have still to do something by themselves: one that has told
    somebody already stands all the same, and is not among them. One that stands in a status is
    settled only by what comes after the lead entered it.
    """
    if not all(holds(clause, case) for clause in rule.when) or _is_idle(rule, case):
        return
    rule = rule_for(rule, case.lead)
    begun = case.line.moment("entered") if rule.of_status else None
    owed = starts_owed(rule, starts(rule.from_, case), case)
    for start in _still_meant(owed, begun):
        if not KINDS[rule.kind].owed and is_stopped(case, happened(start, case)):
            continue
        try:
            find = _recurring if rule.every else _single
            due = find(rule, start, case, begun, acting)
            if due is None or is_let_go(rule, start, due, case):
                continue
            found = row_of(rule, start, due, case)
        except NoSuchTimeError:
            continue  # what lies beyond all years never falls due, and stops no other row
        yield found


def _still_meant(found: Iterable[Start], begun: Key | None) -> list[Start]:
    """Return the starts, of those before the status was entered the last one of each record."""
    listed = list(found)
    if begun is None:
        return listed
    last = {str(start.about): start for start in listed if start.key <= begun}
    return [start for start in listed if start.key > begun or last[str(start.about)] is start]


def _is_idle(rule: FollowUp, case: Case) -> bool:
    """Whether all a rule would do is release a lead that nobody owns."""
    if not rule.then or case.lead.owner:
        return False
    return all(effect.idle_without_owner for effect in rule.then)


def _single(
    rule: FollowUp, start: Start, case: Case, begun: Key | None, acting: bool
) -> datetime | None:
    if start.planned and is_over(rule, start, case):
        return None
    find = _one_after if rule.before is None else _one_before
    due, opens = find(rule, start, case)
    if start.planned or rule.early is False:
        opens = max(opens, case.day_of(due))  # before that the row is not open
    if KINDS[rule.kind].booked and not start.all_day:
        opens = max(opens, (due - EARLY, BEFORE_ALL))
    opens = max(opens, begun) if begun else opens
    deadline = Deadline(
        rule=rule.id,
        due=due,
        opens=_since(rule, start, opens, case, begun) if rule.early else opens,
        since=opens if rule.early is False else _since(rule, start, opens, case, begun),
        about=start.about,
        several=bool(rule.from_.event or rule.from_.record),
    )
    if _agreed_in_a_talk(rule, start, case):
        return None
    applied = is_applied(rule.then, opens, case) or _has_acted(rule, deadline, case, acting)
    return None if applied or is_settled(deadline, rule.until, case) else due


def _since(rule: FollowUp, start: Start, opens: Key, case: Case, begun: Key | None) -> Key:
    """Return from when work done in time counts: where a date is meant, from the beginning on.

    What was done about another date, before this one took its place and before its own day, settles
    nothing. With `early` all counts since the lead came in, whatever the status.
    """
    if not start.planned and not rule.early:
        return opens
    moved = min(start.moved, case.day_of(start.key[0])) if start.moved else None
    known = None if rule.early else max(filter(None, (begun, moved)), default=None)
    return min(opens, known or case.line.moment("received") or opens)


def _one_after(rule: FollowUp, start: Start, case: Case) -> tuple[datetime, Key]:
    span = rule.after or Duration()
    due = moved(rule, start, span, case)
    moment = MOMENTS.get(rule.from_.moment)
    again = moment is not None and moment.is_ours and not rule.then  # each touch begins it anew
    rests = rests_until(span, case) if again else None
    return max(due, rests or due), start.key


def _one_before(rule: FollowUp, start: Start, case: Case) -> tuple[datetime, Key]:
    """Decision 10: a touch settles it from its own day on; booked later than that is due now."""
    due = moved(rule, start, rule.before or Duration(), case, back=True)
    entered, opens = case.line.moment("entered"), case.day_of(due)
    if entered is None:
        return due, opens
    if rule.from_.field:
        entered = max(entered, made(rule.from_.field, case))
    late = max(due, entered[0])
    whole = start.all_day and not rule.at and due < late
    return case.day_of(late)[0] if whole else late, max(opens, entered)


def _agreed_in_a_talk(rule: FollowUp, start: Start, case: Case) -> bool:
    """Whether a date was agreed on at shorter notice than its reminder, in a talk of that day that
    settles it: nobody is called to confirm what they have just said.
    """
    if rule.before is None or not rule.from_.field:
        return False
    since = made(rule.from_.field, case)
    if since[0] < moved(rule, start, rule.before, case, back=True):
        return False
    day = case.day_of(since[0])
    talks = [event for key, event in case.line.keyed if day <= key < since and event.is_talk]
    return any(settles(one, talk) for talk in talks for one in rule.until)


def _has_acted(rule: FollowUp, deadline: Deadline, case: Case, acting: bool) -> bool:
    """Whether a deadline has done what it does by itself: then it is over, or it only told."""
    told = acting and (deadline.due, _value(deadline.about)) in dues_told(rule.id, case)
    return bool(rule.then) and (told or is_done(deadline, case))


def _value(about: Subject | None) -> object:
    return about.value if about else None


def _recurring(
    rule: FollowUp, start: Start, case: Case, begun: Key | None, acting: bool
) -> datetime | None:
    """Return the first occurrence, counted from the start, that nothing has settled.

    What comes back more often than once a day is ended by what settles it.
    """
    since = max(start.key, begun) if begun else start.key
    ends = (*rule.stop, *(rule.until if is_short(rule) else ()))
    if case.line.last_settled(ends, since, start.about):
        return None
    before = since
    told = [due for due, about in dues_told(rule.id, case) if acting]
    for due in _occurrences(rule, start, case, begun, told):
        opens = since if is_short(rule) else before if rule.early else case.day_of(due)
        deadline = Deadline(rule=rule.id, due=due, opens=opens, about=start.about, series=True)
        if not _has_acted(rule, deadline, case, acting) and not is_settled(
            deadline, rule.until, case
        ):
            return due
        before = case.end_of_day(due), BEFORE_ALL
    return None


def is_short(rule: FollowUp) -> bool:
    """Whether a rule comes back more often than once a day."""
    return rule.every is not None and rule.every.roughly < DAY_SECONDS


def _occurrences(
    rule: FollowUp, start: Start, case: Case, begun: Key | None, told: list[datetime]
) -> Iterator[datetime]:
    """Yield the occurrences from the first that a lead we know of could have left open.

    Those that have `told` somebody need not be looked at again.
    """
    every = rule.every or Duration()
    known = since_taken_over(case.line.moment("received"), case)
    known = max(known, begun) if known and begun else known
    rests = rests_until(every, case)
    settled = case.line.last_settled(rule.until, start.key, start.about)
    moments = (
        [key[0] for key in (known, settled) if key]
        + [rests or start.key[0]]
        + dues_done(rule.id, case, start.about)
        + told
    )
    day_before = max(moments, default=start.key[0]) - LONGEST_DAY
    counts = counts_from(every, start.key[0], day_before, clock_of(rule.clock), case.calendar)
    for count in counts:
        if rule.then and count > MOST_TIMES:
            return
        due = moved(rule, start, every.times(count), case)
        if rests is not None and due < rests:
            continue
        if known is None or case.end_of_day(case.day_of(due)[0]) > known[0]:
            yield due


def occurrence_after(row: Due, moment: datetime, calendar: Calendar) -> datetime:
    """Return the first occurrence of a recurring row after a moment and not before the row's."""
    every, clock = row.every or Duration(), clock_of(row.clock)
    first = row.planned or row.due
    for count in counts_from(every, row.since, moment, clock, calendar):
        due = span_after(row.since, every.times(count), clock, calendar, all_day=row.all_day)
        if due > moment and due >= first:
            return due
    raise AssertionError("counting never ends")
