"""Recording what happened: touches, events, notes, follow-ups done or put off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from leadctl.actions.names import pick
from leadctl.actions.typed_values import read_fields
from leadctl.actions.workspace import Decided, Desk, Outcome, Refusal, Request
from leadctl.errors import NotFound, Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.due.row import Due
from leadctl.rules.language.kinds import KINDS
from leadctl.rules.language.nearest import nearest
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.outcomes import spellings
from leadctl.rules.moves.effects.blocked import blocked
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import BY_ITSELF, Stamp
from leadctl.rules.moves.moving import automatic_move, moved_at
from leadctl.rules.time.spans import parse_duration
from leadctl.rules.time.typed_times import parse_when
from leadctl.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Logged:
    """What to log: the event's name, the way of a touch, when it happened, what else is known.

    `outcome` is what came of it, in one of the words for it; `text` says more in one's own.
    """

    name: str
    way: str = ""
    at: datetime | None = None
    outcome: str = ""
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


def log(desk: Desk, request: Request, logged: Logged) -> Outcome:
    """Log a touch or an event, and make the move that it makes by itself (S1.8, S2.28).

    Raises NotFound for an event the pipeline does not have, Usage for fields it does not take.
    """
    return desk.change(request, lambda case: decided(desk, case, logged))


def decided(desk: Desk, case: Case, logged: Logged) -> Decided | Refusal:
    """Return the lead with one event logged, or as it is where its key was logged before."""
    if logged.key and any(event.data.get("key") == logged.key for event in case.lead.history):
        return Decided(case.lead, f"has {logged.key!r} already")
    event = _event(desk, case, logged, desk.stamp)
    if event.at > desk.now:
        raise Usage("What is logged has happened: --at may not lie in the future.")
    lead, notes = follow(desk, case, case.lead.add(event), event)
    words = f"{_words(event)}{_moved(case.lead, lead)}"
    said = (*_barred(case.lead, event), *cleared(desk, case.lead, lead), *notes)
    return Decided(lead, words, said)


def _event(desk: Desk, case: Case, logged: Logged, stamp: Stamp) -> Event:
    names = {**{touch: touch for touch in TOUCHES}, **{e: e for e in case.pipeline.events}}
    for name, kind in case.pipeline.events.items():
        names.setdefault(kind.label.lower() or name, name)
    see = f"leadctl pipeline show {case.pipeline.id}"
    touches = ", ".join(TOUCHES)
    name = pick("event", logged.name, names, see=f"{see} ({touches} are always there)")
    data: dict[str, Any] = {}
    if name in TOUCHES:
        data["way"] = logged.way or "out"
    elif logged.way:
        raise Usage(f"--{logged.way} belongs to a touch ({', '.join(TOUCHES)}), not to {name}.")
    kind_of = case.pipeline.events.get(name)
    known = kind_of.fields if kind_of else {}
    typed = {**logged.fields, **({"outcome": logged.outcome} if logged.outcome else {})}
    if "outcome" in typed and "outcome" not in known:
        data["outcome"] = outcome_named(name, typed.pop("outcome"))
    data |= read_fields(typed, known, desk.here, of=name)
    if logged.text.strip():
        data["text"] = logged.text.strip()
    if logged.key:
        data["key"] = logged.key
    missing = [key for key in (kind_of.required if kind_of else ()) if key not in data]
    if missing:
        given = " ".join(f"{key}=..." for key in missing)
        raise Usage(
            f'"{name}" also wants {", ".join(missing)}.',
            hint=f"leadctl log {case.lead.id} {name} {given}",
        )
    return Event(logged.at or stamp.at, name, stamp.by, data)


def outcome_named(touch: str, typed: str) -> str:
    """Return the word in the file for what came of a call or a meeting.

    Raises Usage with the words there are, for one that is none of them.
    """
    known = spellings(touch)
    own = 'In your own words: -m "..."'
    if not known:
        raise Usage(f"What came of it is kept for calls and meetings, not for {touch}.", hint=own)
    word = " ".join(typed.lower().split())
    found = {known[word]} if word in known else {n for w, n in known.items() if w.startswith(word)}
    if len(found) == 1:
        return found.pop()
    words = ", ".join(dict.fromkeys(known.values()))
    near = f"{suggestion} " if (suggestion := nearest(word, known)) else ""
    raise Usage(
        f'"{typed}" is not known: a {touch} takes {words}.', hint=f"{near}{own}".capitalize()
    )


def follow(desk: Desk, case: Case, lead: Lead, event: Event) -> tuple[Lead, list[str]]:
    """Return the lead after the move an event makes by itself, and what to say of it."""
    from leadctl.actions.roles import switched

    case = replace(case, lead=lead)
    stamp = Stamp(moved_at(case, event), event.by or BY_ITSELF)
    found = automatic_move(case.up_to(stamp.at), event)
    if found is None:
        return lead, []
    rule, judged = found
    if judged is None:
        made = switched(desk, lead, rule.role, stamp)
        if isinstance(made, Decided):
            return made.lead, [f"role is now {rule.role}"]
        return blocked(lead, stamp, made.unmet, role=rule.role), [_but_for(rule.role, made.unmet)]
    if judged.allowed:
        after = enter(case, rule.to, stamp, {"on": event.name})
        return after, [f"moved by itself: {rule.source}"]
    stays = blocked(lead, stamp, judged.unmet, to=rule.to)
    return stays, [_but_for(rule.to, judged.unmet)]


def _but_for(target: str, unmet: Iterable[Unmet]) -> str:
    words = "; ".join(one.sentence for one in unmet)
    return f"would move to {target} by itself, but for: {words}"


def _moved(before: Lead, after: Lead) -> str:
    return f", {before.status} -> {after.status}" if before.status != after.status else ""


def _barred(lead: Lead, event: Event) -> tuple[str, ...]:
    """Warn of a touch on a channel that the lead has asked us not to use."""
    if event.way != "out" or not {"all", event.name} & set(lead.do_not_contact):
        return ()
    return (
        f"WARNING: do not contact: {', '.join(lead.do_not_contact)}; it was logged all the same",
    )


def _words(event: Event) -> str:
    way = {"in": " in", "out": " out", "": ""}[event.way]
    return f"{event.name}{way} logged"


def cleared(desk: Desk, before: Lead, after: Lead, *, but: str = "") -> tuple[str, ...]:
    """Say which follow-ups an event has cleared, in the words of their rules, but for one rule."""
    left = {_named(row): row for row in desk.agenda(after)}
    anew = {row.rule: row.due.astimezone(desk.zone) for row in reversed(left.values())}
    gone = [row for row in desk.agenda(before) if _named(row) not in left and row.rule != but]
    again = {rule: f", again {due:%Y-%m-%d %H:%M}" for rule, due in anew.items()}
    words = list(dict.fromkeys(f"{r.do} ({r.rule}){again.get(r.rule, '')}" for r in gone))
    return (f"cleared: {'; '.join(words)}",) if words else ()


def _named(row: Due) -> tuple[str, str, datetime, str]:
    """Return what tells one open deadline from another, whatever a snooze has made of it."""
    return row.rule, row.do, row.planned or row.due, str(row.about)


def note(desk: Desk, request: Request, text: str) -> Outcome:
    """Add a note. Raises Usage for an empty one."""
    stamp = desk.stamp
    if not text.strip():
        raise Usage("A note wants some words.")

    def decide(case: Case) -> Decided | Refusal:
        event = Event(stamp.at, "note", stamp.by, {"text": text.strip()})
        return Decided(case.lead.add(event), "note added")

    return desk.change(replace(request, bare=True), decide)


def open_row(desk: Desk, lead: Lead, what: str) -> Due:
    """Return the open follow-up that is meant; the soonest where nothing is named.

    Raises NotFound with those that are open.
    """
    rows = desk.agenda(lead)
    if not rows:
        raise NotFound(f"Nothing is open for {lead.name} ({lead.id}).")
    if not what:
        return next((row for row in rows if not row.agent), rows[0])
    names = {row.rule.lower(): row.rule for row in rows} | {r.do.lower(): r.rule for r in rows}
    rule = pick("open follow-up", what, names, see=f"leadctl show {lead.id}")
    return next(row for row in rows if row.rule == rule)


def done(desk: Desk, request: Request, what: str) -> Outcome:
    """Mark a follow-up done; one that only an event settles is refused, and the event named."""
    stamp = desk.stamp

    def decide(case: Case) -> Decided | Refusal:
        lead, row = case.lead, open_row(desk, case.lead, what)
        if not row.accepts_done:
            unmet = Unmet(
                f'"{row.do}" is settled by {row.clears}, not by saying so',
                hint=_settling_command(lead, row),
                source=row.source,
            )
            ticked = tuple(r.rule for r in desk.agenda(lead) if r.accepts_done)
            return Refusal(lead, f"done {row.rule}", (unmet,), legal=ticked)
        data: dict[str, Any] = {"what": row.rule, "due": row.planned or row.due}
        data |= {"id": row.about} if row.about is not None else {}
        after = lead.add(Event(stamp.at, "done", stamp.by, data))
        after, notes = follow(desk, case, after, after.history[-1])
        also = cleared(desk, lead, after, but=row.rule)
        return Decided(after, f"done: {row.do}", (*also, *notes))

    return desk.change(request, decide)


def _settling_command(lead: Lead, row: Due) -> str:
    if row.kind == "message":
        return f"leadctl outbox done {row.rule} --lead {lead.id}"
    if row.kind == "claim":
        return f"leadctl claim {lead.id}   or   leadctl pass {lead.id}"
    if row.kind == "approval":
        return f"leadctl approve {lead.id}"
    if "touch out" in row.clears or "call out" in row.clears:
        return f"leadctl log {lead.id} {row.by[0] if row.by else 'call'} --out"
    if "status update" in row.clears:
        return f"leadctl status confirm {lead.id}"
    return f"leadctl show {lead.id}   lists what settles it"


def snooze(
    desk: Desk, request: Request, when: str, *, what: str = "", asked: bool = False
) -> Outcome:
    """Put a follow-up off, or everything that can wait, until a call-back.

    With `asked` the lead asked for it: the definition's factor applies (S3.21 halves it).
    Raises Usage for a time that is no span or has passed.
    """
    stamp = desk.stamp

    def decide(case: Case) -> Decided | Refusal:
        row = open_row(desk, case.lead, what) if what else None
        if row is not None and KINDS[row.kind].stands:
            unmet = Unmet(
                f'"{row.do}" is a duty to somebody else: it cannot be put off',
                hint=_settling_command(case.lead, row),
                source=row.source,
            )
            return Refusal(case.lead, f"snooze {row.rule}", (unmet,))
        until, factor = _until(desk, case, when, asked)
        data: dict[str, Any] = {"until": until}
        data |= {"what": row.rule} if row else {}
        data |= {"asked": when} if asked else {}
        lead = case.lead.add(Event(stamp.at, "snooze", stamp.by, data))
        shown = until.astimezone(desk.zone).strftime("%Y-%m-%d %H:%M")
        words = f"put off to {shown}: {row.do}" if row else f"call-back on {shown}"
        halved = (f"asked for {when}; {factor:g} of it, as the pipeline says",) if asked else ()
        waiting = () if row else _waiting(desk, case.lead, lead)
        return Decided(lead, words, (*(halved if factor != 1 else ()), *waiting))

    return desk.change(request, decide)


def _waiting(desk: Desk, before: Lead, after: Lead) -> tuple[str, ...]:
    """Say what waits for a call-back; a duty to somebody else never does."""
    put = {_named(row) for row in desk.agenda(before) if not row.snoozed}
    waiting = [row for row in desk.agenda(after) if row.snoozed and _named(row) in put]
    words = "; ".join(f"{row.do} ({row.rule})" for row in waiting)
    return (f"waits till then: {words}",) if words else ()


def _until(desk: Desk, case: Case, when: str, asked: bool) -> tuple[datetime, float]:
    """Return the time meant; a span that was asked for is scaled as the definition says."""
    rule = case.pipeline.call_back
    factor = rule.factor if rule and asked else 1.0
    words = when.strip().lower()
    span = words.removeprefix("in ").removeprefix("+")
    if factor != 1:
        try:
            scaled = parse_duration(span).scaled(factor)
        except ValueError:
            until = _when(when, desk)
            return desk.now + (until - desk.now) * factor, factor
        return case.calendar.add(desk.now, scaled, "wall"), factor
    try:
        return case.calendar.add(desk.now, parse_duration(span), "wall"), factor
    except ValueError:
        return _when(when, desk), factor


def _when(text: str, desk: Desk) -> datetime:
    try:
        found = parse_when(text, desk.now, desk.zone)
    except ValueError as error:
        raise Usage(str(error)) from None
    if found <= desk.now:
        raise Usage(f'"{text}" has passed already.')
    return found
