"""Putting off: follow-ups that wait, call-backs that were asked for, reminders of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.actions.recording.following import followed
from leadctl.actions.recording.open_rows import due_now, own_rows, row_named, settling_command
from leadctl.actions.recording.said import Said, twice_words
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import quote
from leadctl.rules.due.next_step import as_listed
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.snooze import can_wait
from leadctl.rules.language.pipeline import slug
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.value_words import value_said
from leadctl.rules.time.doubts import doubt, over_today
from leadctl.rules.time.spans import parse_duration
from leadctl.rules.time.typed_times import parse_day_or_when, parse_when


def snooze(
    desk: Desk, request: Request, when: str, *, what: str = "", asked: bool = False
) -> Outcome:
    """Put follow-ups off: one by name, or all that is due before then and can wait.

    With `asked` the lead asked for a call-back: the definition's factor applies (S3.21 halves it).
    Raises Usage for a time that is no span or has passed.
    """

    def decide(case: Case) -> Decided | Refusal:
        if asked and not what:
            return _call_back(desk, case, when)
        rows = own_rows(desk, case.lead)
        meant = [row_named(case.lead, rows, what)] if what else rows
        day = None if asked else _day(desk, when)
        if day is None or day <= desk.today:
            return _put_off(desk, case, until(desk, case, when, asked=asked)[0], meant, when)
        return _put_off(desk, case, day, meant)

    return change(desk, request, decide)


def _put_off(
    desk: Desk, case: Case, when: date | datetime, rows: Sequence[Due], typed: str = ""
) -> Decided | Refusal:
    """Put rows off to a moment or a whole day, and say which stand; write nothing if none moves."""
    moment = when if isinstance(when, datetime) else case.calendar.start_of_day(when)
    can = [row for row in rows if can_wait(row, moment) and row.due < moment]
    stand = [row for row in due_now(desk, case, rows) if not can_wait(row, moment)]
    if not can:
        till = [row for row in rows if row.due < moment and not can_wait(row, moment)]
        return Refusal(case.lead, "snooze", (_stands(desk, case.lead, stand or till, rows, when),))
    stamp = desk.stamp
    rules = dict.fromkeys(row.rule for row in can)
    events = [Event(stamp.at, "snooze", stamp.by, {"until": when, "what": r}) for r in rules]
    words = "; ".join(dict.fromkeys(row.do for row in can))
    left = dict.fromkeys(row.do for row in stand)
    stands = (f"Stands all the same: {'; '.join(left)}",) if left else ()
    notes = (*_later(desk, typed), *stands)
    shown = desk.saying_when(when)
    return followed(desk, case, case.lead.add(*events), f"put off to {shown}: {words}", notes)


def _stands(
    desk: Desk, lead: Lead, stand: Sequence[Due], rows: Sequence[Due], when: date | datetime
) -> Unmet:
    """Return why nothing is put off."""
    if listed := as_listed(stand, desk.today_of(lead)):
        return _stays(desk, lead, listed[0], when)
    waits = [row for row in rows if not KINDS[row.kind].stands]
    if waits:
        said = f"nothing put off: nothing is due before {desk.saying_when(when)} anyway"
        return Unmet(said, about="whole")
    said = f"nothing put off: nothing is due for {lead.name} that can wait"
    hint = f'leadctl remind {lead.id} fri "what to do"'
    return Unmet(said, hint=hint, about="whole")


def _stays(desk: Desk, lead: Lead, row: Due, when: date | datetime) -> Unmet:
    """Return why a row stands, and what to type instead."""
    kind = KINDS[row.kind]
    if kind.hears and row.types:  # it is to be read, and no more
        said = f'nothing put off: "{row.do}" stands until it is done'
        return Unmet(said, hint=settling_command(lead, row), about="whole")
    if kind.stays:
        said = f"nothing put off: {kind.stays.format(name=lead.name)}"
        return Unmet(
            said, hint=kind.moves.format(lead=lead.id, when=_typed(desk, when)), about="whole"
        )
    if before := row.ahead_of:
        said = f'nothing put off: "{row.do}" is for {desk.saying_when(before)}'
        return Unmet(said, hint=settling_command(lead, row), about="whole")
    said = f'nothing put off: "{row.do}" is a duty to somebody else, and stands'
    return Unmet(said, hint=settling_command(lead, row), source=row.source, about="whole")


def _typed(desk: Desk, when: date | datetime) -> str:
    """Return a day or a moment as one word of a command."""
    if isinstance(when, datetime):
        return quote(f"{when.astimezone(desk.zone):%Y-%m-%d %H:%M}")
    return when.isoformat()


def _call_back(desk: Desk, case: Case, when: str) -> Decided:
    """Return the lead with the call-back that they asked for, and what waits till then."""
    stamp = desk.stamp
    moment, factor = until(desk, case, when, asked=True)
    whole = _day(desk, when) is not None
    then = moment.astimezone(desk.zone).date() if whole else moment
    data: dict[str, object] = {"until": then, "asked": when}
    lead = case.lead.add(Event(stamp.at, "snooze", stamp.by, data))
    halved = f"They asked for {when}; {_part(factor)} of it, as the pipeline says"
    notes = [*([halved] if factor != 1 else _later(desk, when)), *_waiting(desk, case.lead, lead)]
    return followed(desk, case, lead, f"call back {desk.saying_when(then)}", notes)


def _part(factor: float) -> str:
    return "half" if factor == 0.5 else f"{factor:g}"  # a half has a name


def _waiting(desk: Desk, before: Lead, after: Lead) -> tuple[str, ...]:
    """Say what waits for a call-back; a duty to somebody else never does."""
    put = {Said.of(row) for row in desk.agenda(before) if not row.snoozed}
    waiting = [row for row in desk.agenda(after) if row.snoozed and Said.of(row) in put]
    words = "; ".join(dict.fromkeys(row.do for row in waiting))
    return (f"Waits till then: {words}",) if words else ()


def remind(desk: Desk, request: Request, when: str, text: str, *, asked: bool = False) -> Outcome:
    """Make a follow-up of one's own. Raises Usage for a time that has passed, or no words."""
    if not text.strip():
        raise Usage('Say what to be reminded of: leadctl remind LEAD fri "ask about the loan"')

    def decide(case: Case) -> Decided | Refusal:
        stamp, words = desk.stamp, text.strip()
        rule = case.pipeline.call_back
        scaled = asked and rule is not None and rule.factor != 1
        day = None if scaled else _day(desk, when)
        if day is not None and day == desk.today:
            moment, factor = desk.now, 1.0
        else:
            moment, factor = until(desk, case, when, asked=asked)
        named = slug(words) or "reminder"
        same = sum(e.name == "task" and e.data.get("base") == named for e in case.lead.history)
        taken = {str(e.data.get("id")) for e in case.lead.history if e.name == "task"}
        name = named if named not in taken else f"{named}-{same + len(taken) + 1}"
        data: dict[str, object] = {"id": name, "do": words, "due": day or moment}
        made = Event(stamp.at, "task", stamp.by, data | ({"asked": when} if asked else {}))
        notes = [f"They asked for {when}; {_part(factor)} of it, as the pipeline says"]
        said = f"you are reminded {desk.saying_when(day or moment)}: {words}"
        more = (*(notes if factor != 1 else ()), *_later(desk, when), *twice_words(case.lead, made))
        return followed(desk, case, case.lead.add(made), said, more)

    return change(desk, request, decide)


def _later(desk: Desk, when: str) -> tuple[str, ...]:
    """Say that a later day was taken of a time whose hour of today is over."""
    return tuple(filter(None, (over_today(when, desk.now, desk.zone),)))


def _day(desk: Desk, when: str) -> date | None:
    """Return the day that was typed, or None where a time of day or a span of hours was."""
    words = when.strip().lower()
    for text in (words, f"in {words}"):
        try:
            found = parse_day_or_when(text, desk.now, desk.zone)
        except ValueError:
            continue
        if type(found) is not date:
            return None
        if unclear := doubt(when, desk.now, desk.zone):
            raise Usage(f"{unclear}.")
        _not_too_far(when, found, desk)
        return found
    return None


def until(desk: Desk, case: Case, when: str, *, asked: bool) -> tuple[datetime, float]:
    """Return the time meant; a span that was asked for is scaled as the definition says.

    Raises Usage for a time that has passed, is not clear, or is years ahead.
    """
    found, factor = _until(desk, case, when, asked=asked)
    _not_too_far(when, found, desk)
    return found, factor


def _until(desk: Desk, case: Case, when: str, *, asked: bool) -> tuple[datetime, float]:
    rule = case.pipeline.call_back
    factor = rule.factor if rule and asked else 1.0
    words = when.strip().lower()
    span = words.removeprefix("in ").removeprefix("+")
    if factor != 1:
        try:
            scaled = parse_duration(span).scaled(factor)
        except ValueError:
            moment = _when(when, desk)
            return desk.now + (moment - desk.now) * factor, factor
        return case.calendar.add(desk.now, scaled, "wall"), factor
    try:
        return case.calendar.add(desk.now, parse_duration(span), "wall"), factor
    except ValueError:
        return _when(when, desk), factor


FURTHEST = timedelta(days=5 * 365)
"""So far ahead nobody puts off by a span: 30y was meant to be 30d."""


def _not_too_far(text: str, found: datetime | date, desk: Desk) -> None:
    """Raise Usage for a time years ahead, unless its year was typed."""
    day = found.astimezone(desk.zone).date() if isinstance(found, datetime) else found
    if day - desk.today > FURTHEST and str(day.year) not in text:
        raise Usage(
            f'"{text}" is {value_said(day, desk.now, desk.zone)}: hardly so late.',
            hint=f"If it is meant, write the day: {day:%Y-%m-%d}",
        )


def _when(text: str, desk: Desk) -> datetime:
    try:
        found = parse_when(text, desk.now, desk.zone)
        if unclear := doubt(text, desk.now, desk.zone):
            raise ValueError(f"{unclear}.")
    except ValueError as error:
        raise Usage(str(error)) from None
    if found <= desk.now:
        raise Usage(f'"{text}" has passed already.')
    return found
