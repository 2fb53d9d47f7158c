"""Settling: follow-ups done, put off, or made by oneself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from leadctl.actions.names import pick
from leadctl.actions.said import Said, settled_words
from leadctl.actions.workspace import Decided, Desk, Outcome, Refusal, Request
from leadctl.errors import NotFound, Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import quote
from leadctl.rules.due.row import Due
from leadctl.rules.due.today import Today
from leadctl.rules.language.kinds import KINDS
from leadctl.rules.language.pipeline import slug
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.spans import parse_duration
from leadctl.rules.time.typed_times import doubt, parse_day_or_when, parse_when

Choose = Callable[[Lead, Sequence[Due]], "Due | None"]
"""Asks which of several rows is meant; None where nobody can be asked."""


def nobody_asked(_lead: Lead, _rows: Sequence[Due]) -> Due | None:
    """Choose none: there is no terminal."""
    return None


def own_rows(desk: Desk, lead: Lead) -> list[Due]:
    """Return the open rows that are the acting agent's to settle."""
    return [row for row in desk.agenda(lead) if not row.agent and row.kind != "idle"]


def due_now(desk: Desk, case: Case, rows: Sequence[Due]) -> list[Due]:
    """Return the rows that are due by the end of today."""
    today = Today(desk.now, desk.zone, case.calendar)
    return [row for row in rows if (row.opens is None or row.opens <= desk.now) and today.has(row)]


def row_named(lead: Lead, rows: Sequence[Due], what: str) -> Due:
    """Return the open follow-up of a name. Raises NotFound with those that are open."""
    if not rows:
        raise NotFound(f"Nothing is open for {lead.name}.")
    names = {row.rule.lower(): row.rule for row in rows} | {r.do.lower(): r.rule for r in rows}
    rule = pick("open follow-up", what, names, see=f"leadctl show {lead.id}")
    return next(row for row in rows if row.rule == rule)


def done(desk: Desk, request: Request, what: str, choose: Choose = nobody_asked) -> Outcome:
    """Mark what is due done, never what is ahead unless it is named.

    Raises NotFound listing what is due, where that is several things and nobody can be asked.
    """

    def decide(case: Case) -> Decided | Refusal:
        lead, rows = case.lead, own_rows(desk, case.lead)
        row = row_named(lead, rows, what) if what else _due_one(desk, case, rows, choose)
        if row is None:
            return Refusal(lead, "done", (_nothing_due(desk, lead, rows),))
        if not row.accepts_done:
            return _not_by_saying_so(lead, row, due_now(desk, case, rows))
        return _done(desk, case, row)

    return desk.change(request, decide)


def _due_one(desk: Desk, case: Case, rows: Sequence[Due], choose: Choose) -> Due | None:
    """Return the one row that `done` means, or None where nothing is due."""
    found = due_now(desk, case, rows)
    can = [row for row in found if row.accepts_done]
    if len(can) <= 1:
        return can[0] if can else found[0] if found else None
    if (chosen := choose(case.lead, can)) is not None:
        return chosen
    listed = "\n".join(f"  leadctl done {case.lead.id} {quote(row.rule)}   {row.do}" for row in can)
    raise NotFound(f"{len(can)} things are due for {case.lead.name}; say which:\n{listed}")


def _nothing_due(desk: Desk, lead: Lead, rows: Sequence[Due]) -> Unmet:
    ahead = "; ".join(desk.saying(row) for row in sorted(rows, key=lambda row: row.due)[:3])
    said = f"{lead.name} has nothing due today"
    return Unmet(f"{said}. Ahead: {ahead}" if ahead else said, about="whole")


def _not_by_saying_so(lead: Lead, row: Due, due: Sequence[Due]) -> Refusal:
    unmet = Unmet(
        f'"{row.do}" is settled by {row.clears}, not by saying done',
        hint=settling_command(lead, row),
        source=row.source,
    )
    ticked = tuple(r.rule for r in due if r.accepts_done)
    return Refusal(lead, f"done {row.rule}", (unmet,), legal=ticked)


def _done(desk: Desk, case: Case, row: Due) -> Decided:
    """Return the lead with a row done; of a series all that is past."""
    from leadctl.actions.log import follow

    stamp = desk.stamp
    due = row.planned or row.due
    if row.every is not None or row.kind == "step":
        due = max(due, stamp.at)
    data: dict[str, Any] = {"what": row.rule, "due": due}
    data |= row.told_about
    after = case.lead.add(Event(stamp.at, "done", stamp.by, data))
    after, notes = follow(desk, case, after, after.history[-1])
    also = settled_words(desk, case.lead, after, but=row.rule)
    return Decided(after, f"done: {row.do}", (*also, *notes))


_COMMANDS = {
    "message": "leadctl outbox done {rule} --lead {lead}",
    "claim": "leadctl claim {lead}   or   leadctl pass {lead}",
    "approval": "leadctl approve {lead}",
    "appointment": "leadctl log {lead} meeting",
}


def settling_command(lead: Lead, row: Due) -> str:
    """Return the command that settles a row."""
    if row.types:
        return f"leadctl {row.types.replace('{lead}', lead.id)}"
    if row.kind in _COMMANDS:
        return _COMMANDS[row.kind].format(lead=lead.id, rule=row.rule)
    if "touch out" in row.clears or "call out" in row.clears:
        return f"leadctl log {lead.id} {row.by[0] if row.by else 'call'}"
    if "status update" in row.clears:
        return f"leadctl status confirm {lead.id}"
    return f"leadctl show {lead.id}   lists what settles it"


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
        return _put_off(desk, case, until(desk, case, when, asked=asked)[0], meant)

    return desk.change(request, decide)


def _put_off(desk: Desk, case: Case, moment: datetime, rows: Sequence[Due]) -> Decided | Refusal:
    """Put rows off, and say which stand; nothing is written where none moves."""
    can = [row for row in rows if not KINDS[row.kind].stands and row.due < moment]
    stand = [row for row in due_now(desk, case, rows) if KINDS[row.kind].stands]
    if not can:
        return Refusal(case.lead, "snooze", (_stands(desk, case.lead, stand, rows, moment),))
    stamp = desk.stamp
    rules = dict.fromkeys(row.rule for row in can)
    events = [Event(stamp.at, "snooze", stamp.by, {"until": moment, "what": r}) for r in rules]
    words = "; ".join(dict.fromkeys(row.do for row in can))
    left = dict.fromkeys(row.do for row in stand)
    notes = (f"Stands all the same: {'; '.join(left)}",) if left else ()
    shown = desk.saying_when(moment)
    return Decided(case.lead.add(*events), f"put off to {shown}: {words}", notes)


def _stands(
    desk: Desk, lead: Lead, stand: Sequence[Due], rows: Sequence[Due], moment: datetime
) -> Unmet:
    """Return why nothing is put off."""
    if any(row.kind == "reply" for row in stand):
        said = f'nothing put off: "Answer them" stands until {lead.name} is answered'
        return Unmet(said, hint=f"leadctl log {lead.id} call -o spoke", about="whole")
    if stand and stand[0].kind == "appointment":
        said = "nothing put off: an appointment is moved to another time"
        moved = f'leadctl set {lead.id} appointment="tomorrow 14:00"'
        return Unmet(said, hint=moved, about="whole")
    if stand:
        row = stand[0]
        said = f'nothing put off: "{row.do}" is a duty to somebody else, and stands'
        return Unmet(said, hint=settling_command(lead, row), source=row.source, about="whole")
    waits = [row for row in rows if not KINDS[row.kind].stands]
    if waits:
        said = f"nothing put off: all of it is due after {desk.saying_when(moment)} anyway"
        return Unmet(said, about="whole")
    said = f"nothing put off: nothing is due for {lead.name} that can wait"
    hint = f'leadctl remind {lead.id} fri "what to do"'
    return Unmet(said, hint=hint, about="whole")


def _call_back(desk: Desk, case: Case, when: str) -> Decided:
    """Return the lead with the call-back that they asked for, and what waits till then."""
    stamp = desk.stamp
    moment, factor = until(desk, case, when, asked=True)
    data: dict[str, Any] = {"until": moment, "asked": when}
    lead = case.lead.add(Event(stamp.at, "snooze", stamp.by, data))
    halved = f"They asked for {when}; {_part(factor)} of it, as the pipeline says"
    notes = [*([halved] if factor != 1 else []), *_waiting(desk, case.lead, lead)]
    return Decided(lead, f"call back {desk.saying_when(moment)}", tuple(notes))


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
        today = desk.now.astimezone(desk.zone).date()
        if day is not None and day == today:
            moment, factor = desk.now, 1.0
        else:
            moment, factor = until(desk, case, when, asked=asked)
        named = slug(words) or "reminder"
        same = sum(e.name == "task" and e.data.get("base") == named for e in case.lead.history)
        taken = {str(e.data.get("id")) for e in case.lead.history if e.name == "task"}
        name = named if named not in taken else f"{named}-{same + len(taken) + 1}"
        data: dict[str, Any] = {"id": name, "do": words, "due": day or moment}
        data |= {"asked": when} if asked else {}
        lead = case.lead.add(Event(stamp.at, "task", stamp.by, data))
        shortened = f"They asked for {when}; {_part(factor)} of it, as the pipeline says"
        said = f"you are reminded {desk.saying_when(day or moment)}: {words}"
        return Decided(lead, said, (shortened,) if factor != 1 else ())

    return desk.change(request, decide)


def _day(desk: Desk, when: str) -> Any:
    """Return the day that was typed, or None where a time of day or a span of hours was."""
    from datetime import date

    words = when.strip().lower()
    for text in (words, f"in {words}"):
        try:
            found = parse_day_or_when(text, desk.now, desk.zone)
        except ValueError:
            continue
        return found if type(found) is date else None
    return None


def until(desk: Desk, case: Case, when: str, *, asked: bool) -> tuple[datetime, float]:
    """Return the time meant; a span that was asked for is scaled as the definition says."""
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
