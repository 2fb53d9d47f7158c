"""Recording what happened: touches, events, notes, follow-ups done or put off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from leadctl.actions.names import pick
from leadctl.actions.said import moved_words, settled_words
from leadctl.actions.typed_values import read_fields
from leadctl.actions.workspace import Decided, Desk, Outcome, Refusal, Request
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.records import UNNAMED, open_records
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import quote
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Field
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.outcomes import spellings
from leadctl.rules.moves.effects.blocked import blocked
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import BY_ITSELF, Stamp
from leadctl.rules.moves.judging.judge import refuse_event
from leadctl.rules.moves.judging.record_meant import refuse_record
from leadctl.rules.moves.moving import automatic_move, moved_at
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
    at_the_time = replace(case, now=event.at)
    if unmet := refuse_record(case, event) or refuse_event(at_the_time, event):
        return Refusal(case.lead, f"log {event.name}", unmet)
    lead, notes = follow(desk, case, case.lead.add(event), event)
    words = f"{happened(event, case)}{moved_words(case.lead, lead, _because(event, case))}"
    said = (*_barred(case.lead, event), *settled_words(desk, case.lead, lead), *notes)
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
    _refuse_other_id(case, name, typed)
    data |= read_fields(typed, known, desk.here, of=name)
    if logged.text.strip():
        data["text"] = logged.text.strip()
    if logged.key:
        data["key"] = logged.key
    missing = [key for key in (kind_of.required if kind_of else ()) if key not in data]
    if missing:
        given = " ".join(f"{key}={_to_type(known[key])}" for key in missing)
        raise Usage(
            f'"{name}" also wants {", ".join(missing)}.',
            hint=f"leadctl log {case.lead.id} {name} {given}",
        )
    event = Event(logged.at or stamp.at, name, stamp.by, data)
    _refuse_unclear(case, event)
    return event


def _refuse_unclear(case: Case, event: Event) -> None:
    """Raise Usage for an event about one of several open records that does not say which."""
    for kind in case.pipeline.records.values():
        open_ = open_records(case.lead, kind)
        if (
            kind.closed
            and event.name in kind.events
            and kind.key not in event.data
            and len(open_) > 1
        ):
            label = kind.label or event.name
            told = "; ".join(
                f"{k.removeprefix(UNNAMED)} ({_particulars(r, kind.key)})" for k, r in open_.items()
            )
            given = " ".join(f"{k}={quote(str(v))}" for k, v in event.data.items())
            which = f"{kind.key}={quote(next(iter(open_)))}"
            raise Usage(
                f"Which {label}? {len(open_)} are open: {told}.",
                hint=f"leadctl log {case.lead.id} {event.name} {which} {given}".rstrip(),
            )


def _particulars(record: Mapping[str, Any], key: str) -> str:
    return ", ".join(str(value) for name, value in record.items() if name != key) or "nothing known"


def _to_type(field: Field) -> str:
    """Return what stands for a value: a choice as it is typed, or dots."""
    return quote(field.choices[0]) if field.choices else "..."


def _refuse_other_id(case: Case, name: str, typed: Mapping[str, str]) -> None:
    """Refuse id= where the records of an event are told apart by another field."""
    keys = [kind.key for kind in case.pipeline.records.values() if name in kind.events]
    if "id" in typed and keys and "id" not in keys:
        raise Usage(f'"{name}" is told from others by {keys[0]}, not by id.',
                    hint=f"Write {keys[0]}={typed['id']}")  # fmt: skip


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
            return made.lead, [f"Their role is now {rule.role}"]
        return blocked(lead, stamp, made.unmet, role=rule.role), [_but_for(rule.role, made.unmet)]
    if judged.allowed:
        after = enter(case, rule.to, stamp, {"on": event.name})
        return after, []
    stays = blocked(lead, stamp, judged.unmet, to=rule.to)
    return stays, [_but_for(rule.to, judged.unmet)]


def _but_for(target: str, unmet: Iterable[Unmet]) -> str:
    words = "; ".join(one.sentence for one in unmet)
    return f"Not moved to {target}: {words}"


def _barred(lead: Lead, event: Event) -> tuple[str, ...]:
    """Warn of a touch on a channel that the lead has asked us not to use."""
    if event.way != "out" or not {"all", event.name} & set(lead.do_not_contact):
        return ()
    barred = ", ".join(lead.do_not_contact)
    return (f"WARNING: they asked not to be contacted ({barred}); it was logged all the same",)


_DID = {"call": "called", "text": "texted", "email": "e-mailed", "letter": "wrote"}


def happened(event: Event, case: Case) -> str:
    """Return what happened as people say it: "you spoke", "they texted", "offer logged"."""
    came = event.outcome
    if event.name == "meeting":
        return came.means if came else "you met"
    if event.name not in _DID:
        kind = case.pipeline.events.get(event.name)
        return f"{(kind.label if kind else '') or event.name} logged"
    if event.name == "call" and event.is_talk and event.way == "out":
        return "you spoke"
    who = "they" if event.way == "in" else "you"
    said = f", {came.means}" if came and not came.talk else ""
    return f"{who} {_DID[event.name]}{said}"


def _because(event: Event, case: Case) -> str:
    """Return why an event moved the lead, in words."""
    if not event.is_touch:
        return happened(event, case)
    if event.is_talk:
        return "you talked"
    return "you reached out" if event.way == "out" else "they wrote or called"


def note(desk: Desk, request: Request, text: str) -> Outcome:
    """Add a note. Raises Usage for an empty one."""
    stamp = desk.stamp
    if not text.strip():
        raise Usage("A note wants some words.")

    def decide(case: Case) -> Decided | Refusal:
        event = Event(stamp.at, "note", stamp.by, {"text": text.strip()})
        return Decided(case.lead.add(event), "noted")

    return desk.change(replace(request, bare=True), decide)
