"""Follow-ups: from a lead and its definition to deadlines, absolute and independent of now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key
from leadctl.rules.clauses.words import quote, where_typed
from leadctl.rules.due.anchors import Start, starts
from leadctl.rules.due.appointments import is_over, made, times_set
from leadctl.rules.due.deadline_words import deadline_words
from leadctl.rules.due.recurring import LONGEST_DAY, clock_of, counts_from, span_after
from leadctl.rules.due.row import Due
from leadctl.rules.due.settling import (
    Deadline,
    accepts_done,
    dues_done,
    is_applied,
    is_done,
    is_settled,
    is_stopped,
    settled_words,
)
from leadctl.rules.due.taken_over import is_let_go, since_taken_over, starts_owed
from leadctl.rules.language.kinds import CONFIRM, KINDS
from leadctl.rules.language.pipeline import FollowUp
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.wall_clock import NoSuchTimeError, at_wall
from leadctl.rules.time.working_calendar import Calendar

DAY_SECONDS = 86_400
MOST_TIMES = 366
"""A recurring rule that does something by itself does it so many times from one start: a year of
days. However late `tick` runs, there is an end to what it has to do."""


def rule_rows(rule: FollowUp, case: Case) -> Iterator[Due]:
    """Yield the open deadlines that one rule gives for a lead.

    One that stands in a status is settled only by what comes after the lead entered it.
    """
    if not all(holds(clause, case) for clause in rule.when) or _is_idle(rule, case):
        return
    begun = case.line.moment("entered") if rule.of_status else None
    owed = starts_owed(rule, starts(rule.from_, case), case)
    for start in _still_meant(owed, begun):
        if rule.kind != "duty" and is_stopped(case, _happened(start, case)):
            continue  # a duty is no automatic follow-up: somebody else waits for it
        try:
            find = _recurring if rule.every else _single
            due = find(rule, start, case, begun)
            if due is None or is_let_go(rule, start, due, case):
                continue
            found = _row(rule, start, due, case)
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


def _happened(start: Start, case: Case) -> Key:
    """Return since when a deadline has been one; for a date still to come, since the status."""
    entered = case.line.moment("entered")
    return min(start.key, entered) if start.planned and entered else start.key


def _single(rule: FollowUp, start: Start, case: Case, begun: Key | None) -> datetime | None:
    if start.planned and is_over(rule, start, case):
        return None
    find = _one_after if rule.before is None else _one_before
    due, opens = find(rule, start, case)
    if start.planned or rule.early is False:
        opens = max(opens, case.day_of(due))  # before that the row is not open
    opens = max(opens, begun) if begun else opens
    deadline = Deadline(
        rule=rule.id,
        due=due,
        opens=_since(rule, start, opens, case, begun) if rule.early else opens,
        since=opens if rule.early is False else _since(rule, start, opens, case, begun),
        about=start.about,
        several=bool(rule.from_.event or rule.from_.record),
    )
    applied = is_applied(rule.then, opens, case) or (bool(rule.then) and is_done(deadline, case))
    return None if applied or is_settled(deadline, rule.until, case) else due


def _since(rule: FollowUp, start: Start, opens: Key, case: Case, begun: Key | None) -> Key:
    """Return from when work done in time counts: where a date is meant, from the beginning on.

    With `early` that is since the lead came in, whatever the status.
    """
    if not start.planned and not rule.early:
        return opens
    known = None if rule.early else begun
    return min(opens, known or case.line.moment("received") or opens)


def _one_after(rule: FollowUp, start: Start, case: Case) -> tuple[datetime, Key]:
    return moved(rule, start, rule.after or Duration(), case), start.key


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


def moved(
    rule: FollowUp, start: Start, span: Duration, case: Case, *, back: bool = False
) -> datetime:
    """Return the moment a span after a start, or before it, at the rule's time of the day."""
    return _at_time(rule, _counted(rule, start, span, case, back=back), case)


def _at_time(rule: FollowUp, moment: datetime, case: Case) -> datetime:
    """Return the rule's time of the day on a moment's date; the moment, where it has none."""
    if rule.at is None:
        return moment
    day = case.calendar.local_day(moment)
    return at_wall(datetime.combine(day, rule.at), case.calendar.zone)


def _counted(rule: FollowUp, start: Start, span: Duration, case: Case, *, back: bool) -> datetime:
    """Return the moment a span from a start; from a day, by days, a day's begin."""
    clock, calendar = clock_of(rule.clock), case.calendar
    all_day = start.all_day and not span.seconds
    if not back:
        return span_after(start.key[0], span, clock, calendar, all_day=all_day)
    if all_day:
        day = calendar.day_before(calendar.local_day(start.key[0]), span, clock)
        return calendar.start_of_day(day)
    return calendar.before(start.key[0], span, clock)


def _recurring(rule: FollowUp, start: Start, case: Case, begun: Key | None) -> datetime | None:
    """Return the first occurrence, counted from the start, that nothing has settled.

    What comes back more often than once a day is ended by what settles it.
    """
    since = max(start.key, begun) if begun else start.key
    ends = (*rule.stop, *(rule.until if is_short(rule) else ()))
    if case.line.last_settled(ends, since, start.about):
        return None
    before = since
    for due in _occurrences(rule, start, case, begun):
        opens = since if is_short(rule) else before if rule.early else case.day_of(due)
        deadline = Deadline(rule=rule.id, due=due, opens=opens, about=start.about, series=True)
        applied = bool(rule.then) and is_done(deadline, case)
        if not applied and not is_settled(deadline, rule.until, case):
            return due
        before = case.end_of_day(due), BEFORE_ALL
    return None


def is_short(rule: FollowUp) -> bool:
    """Whether a rule comes back more often than once a day."""
    return rule.every is not None and rule.every.roughly < DAY_SECONDS


def _occurrences(rule: FollowUp, start: Start, case: Case, begun: Key | None) -> Iterator[datetime]:
    """Yield the occurrences from the first that a lead we know of could have left open."""
    every = rule.every or Duration()
    known = since_taken_over(case.line.moment("received"), case)
    known = max(known, begun) if known and begun else known
    settled = case.line.last_settled(rule.until, start.key, start.about)
    moments = [key[0] for key in (known, settled) if key] + dues_done(rule.id, case)
    day_before = max(moments, default=start.key[0]) - LONGEST_DAY
    counts = counts_from(every, start.key[0], day_before, clock_of(rule.clock), case.calendar)
    for count in counts:
        if rule.then and count > MOST_TIMES:
            return
        due = moved(rule, start, every.times(count), case)
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


def _row(rule: FollowUp, start: Start, due: datetime, case: Case) -> Due:
    spans = [span for span in (rule.after, rule.before, rule.every) if span]
    section, fold = place_of(rule)
    heard = case.line.waiting[-1][1] if rule.kind == "reply" and case.line.waiting else None
    all_day = start.all_day and not (rule.at or any(span.seconds for span in spans))
    clock, moment = clock_of(rule.clock), start.key[0]
    named = f": {start.label} {start.about.value}" if start.about else ""
    return Due(
        lead=case.lead.id,
        rule=rule.id,
        kind=rule.kind,
        do=f"{rule.do}{named}",
        due=due,
        since=_at_time(rule, moment, case) if rule.every else _happened(start, case)[0],
        missed=case.end_of_day(due) if all_day else due,
        ideal=case.calendar.add(moment, rule.ideal, clock) if rule.ideal else None,
        lapses=_lapse(rule, start, due, case),
        every=rule.every,
        clock=rule.clock,
        by=rule.by,
        clears=settled_words(rule),
        why=deadline_words(rule),
        source=rule.source,
        about=start.about.value if start.about else None,
        about_key=start.about.key if start.about else "",
        about_label=start.label,
        then=rule.then,
        suggest=rule.suggest,
        accepts_done=accepts_done(rule.until),
        section=section,
        fold=fold,
        zone=case.calendar.timezone if all_day else "",
        over=heard.name if heard else "",
        said=text_of(heard) if heard else "",
        types=_types(rule, start, case) if section == "report" else "",
        occurrence=_occurrence(rule, start, due, case),
        sequence=max(0, len(times_set(rule.from_.field, case)) - 1) if rule.from_.field else 0,
    )


def _occurrence(rule: FollowUp, start: Start, due: datetime, case: Case) -> str:
    """Return what tells one deadline of a rule from its others: nothing where there is one."""
    if rule.every:
        return f"{case.calendar.local_day(due):%Y%m%d}"
    if rule.from_.event and start.about is None:
        return f"{start.key[0]:%Y%m%dT%H%M%S}"
    return ""


def _types(rule: FollowUp, start: Start, case: Case) -> str:
    """Return the command that logs what a duty waits for, "{lead}" in it; "" for none of ours."""
    clearing = next((c for c in rule.until if c.names and c.names[0] in case.pipeline.events), None)
    if clearing is None:
        return ""
    where = where_typed(clearing.where)
    about = f" {start.about.key}={quote(str(start.about.value))}" if start.about else ""
    return f"log {{lead}} {clearing.names[0]}{where}{about}"


def text_of(event: Event) -> str:
    """Return the words that were kept with an event."""
    return str(event.data.get("text", "")).strip()


def _lapse(rule: FollowUp, start: Start, due: datetime, case: Case) -> datetime | None:
    """Return when a row is let go: a reminder of an appointment when that has begun."""
    if rule.lapse:
        return case.calendar.add(due, rule.lapse, "wall")
    timed = rule.before is not None and start.planned and not start.all_day
    return start.key[0] if timed else None


def place_of(rule: FollowUp) -> tuple[str, str]:
    """Return where a rule's rows stand in the list, and as what they are counted if they fold.

    A duty that only an update of the status meets is housekeeping; one that a touch meets is for
    getting in touch.
    """
    if rule.kind == "duty":
        names = {name for clearing in rule.until for name in clearing.names}
        if rule.until and names and names <= {"status", "confirm"}:
            return CONFIRM.section, CONFIRM.name
        touches = any(not c.names or set(c.names) & set(TOUCHES) for c in rule.until)
        return ("touch" if touches else KINDS[rule.kind].section), ""
    kind = KINDS[rule.kind]
    return kind.section, kind.name if kind.one else ""
