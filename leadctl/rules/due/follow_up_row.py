"""A rule's deadline as a row: its words, its place in the list, the command that meets it."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.clauses.words import quote, where_typed
from leadctl.rules.due.anchors import Start
from leadctl.rules.due.appointments import times_set, tried_in_vain
from leadctl.rules.due.counted import at_time
from leadctl.rules.due.deadline_words import deadline_words
from leadctl.rules.due.recurring import clock_of
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import (
    accepts_done,
    settled_words,
)
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.leads.deeds import channel_of
from leadctl.rules.leads.lead import Event
from leadctl.rules.leads.taken_over import arrived_on
from leadctl.rules.time.spans import Duration


def happened(start: Start, case: Case) -> Key:
    """Return since when a deadline has been one; for a date still to come, since the status."""
    entered = case.line.moment("entered")
    return min(start.key, entered) if start.planned and entered else start.key


def _known(start: Start, case: Case) -> Key:
    """Return since when a deadline is the one it is: since its date took another's place."""
    since = happened(start, case)
    return max(since, start.moved) if start.moved else since


def row_of(rule: FollowUp, start: Start, due: datetime, case: Case) -> Due:
    """Return the row of a rule's deadline, `due` at a moment that is counted from `start`."""
    kind = KINDS[rule.kind]
    section, fold = kind.stands_in(rule)
    heard = case.line.waiting[-1][1] if kind.hears and case.line.waiting else None
    all_day = start.all_day and not (rule.at or any(span.seconds for span in _spans(rule)))
    clock, moment, of_day = clock_of(rule.clock), start.key[0], _is_of_day(rule, case)
    by_days = counts_days(rule) or of_day or (not rule.then and case.line.is_day(start.key))
    timed = rule.before is not None and start.planned and not start.all_day
    named = f": {start.label} {start.about.value}" if start.about else ""
    return Due(
        lead=case.lead.id,
        rule=rule.id,
        kind=rule.kind,
        do=f"{rule.do}{named}",
        due=due,
        since=at_time(rule, moment, case) if rule.every else _known(start, case)[0],
        missed=case.end_of_day(due) if all_day or by_days else due,
        ideal=case.calendar.add(moment, rule.ideal, clock) if rule.ideal and not of_day else None,
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
        over=channel_of(heard) if heard else "",
        said=text_of(heard) if heard else "",
        types=_types(rule, start, case) if section == "report" else _moves(rule),
        occurrence=_occurrence(rule, start, due, case),
        by_days=by_days,
        of_day=of_day,
        ahead_of=moment if timed else None,
        sequence=max(0, len(times_set(rule.from_.field, case)) - 1) if rule.from_.field else 0,
        tried=tried_in_vain(rule, start, case),
    )


def _spans(rule: FollowUp) -> list[Duration]:
    """Return the spans that a rule counts."""
    return [span for span in (rule.after, rule.before, rule.every) if span]


def _is_of_day(rule: FollowUp, case: Case) -> bool:
    """Whether an answer is owed for an arrival of which the day is known, and no hour: it is due on
    that day.
    """
    of_arrival = rule.from_.moment == "received" and KINDS[rule.kind].to_the_minute
    return of_arrival and arrived_on(case.lead, case.zone) is not None


def counts_days(rule: FollowUp) -> bool:
    """Whether a deadline is so many days, weeks or months off: all of that day is in time.

    What acts by itself, and an answer that was promised, are due at a time.
    """
    spans = _spans(rule)
    whole = any(span.wall_days or span.months for span in spans)
    to_the_minute = rule.then or rule.at or KINDS[rule.kind].to_the_minute
    return whole and not to_the_minute and not any(span.seconds for span in spans)


def _occurrence(rule: FollowUp, start: Start, due: datetime, case: Case) -> str:
    """Return what tells one deadline of a rule from its others: nothing where there is one."""
    if rule.every:
        return f"{case.calendar.local_day(due):%Y%m%d}"
    if rule.from_.event and start.about is None:
        return f"{start.key[0]:%Y%m%dT%H%M%S}"
    return ""


def _moves(rule: FollowUp) -> str:
    """Return the command of the status to consider, where that is a row of its own."""
    if not rule.suggest or KINDS[rule.kind].asks:
        return ""
    return f"status set {{lead}} {quote(rule.suggest)}"


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
