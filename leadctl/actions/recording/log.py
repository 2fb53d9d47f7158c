"""Recording what happened: touches, events, notes, follow-ups done or put off."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.actions.happened import happened
from leadctl.actions.names import pick
from leadctl.actions.recording.changes import Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.actions.recording.following import follow, followed
from leadctl.actions.recording.missed_calls import refuse_left_word, taken_as_talk
from leadctl.actions.recording.outcome_meant import outcome_named
from leadctl.actions.recording.said import (
    asked_not_to_words,
    barred_words,
    moved_words,
    settled_words,
    shown_words,
    twice_words,
    wrong_number_words,
)
from leadctl.actions.typed_values import read_fields
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.records import UNNAMED, open_records
from leadctl.rules.clauses.words import quote
from leadctl.rules.due.appointments import is_too_early
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.language.contents import Field
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.outcomes import OUTCOMES, WRONG_NUMBER, spellings
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.judging.judge import refuse_event
from leadctl.rules.moves.judging.record_meant import changed_record, refuse_record
from leadctl.rules.pipelines.lead_faults import value_faults
from leadctl.rules.time.whole_day import is_whole_day
from leadctl.values import dataclass, field, replace


@dataclass(frozen=True)
class Logged:
    """What to log: the event's name, the way of a touch, when it happened, what else is known.

    `at` may be a day alone (`whole_day`). `outcome` is what came of it, in one of the words for it;
    `text` says more in one's own.
    """

    name: str
    way: str = ""
    at: datetime | None = None
    outcome: str = ""
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    key: str = ""

    def typed_again(self) -> str:
        """Return what was typed beside the event's name, to be typed once more.

        It begins with a space, or is "".
        """
        options = {"-o": self.outcome, "-m": self.text, "--key": self.key}
        options["--at"] = at_text(self.at) if self.at else ""
        words = [f"{key}={shlex.quote(value)}" for key, value in self.fields.items()]
        words += [f"--{self.way}"] if self.way else []
        words += [f"{name} {shlex.quote(value)}" for name, value in options.items() if value]
        return "".join(f" {word}" for word in words)


def at_text(at: datetime) -> str:
    """Return when something happened as it can be typed again; a day as a day."""
    return f"{at:%Y-%m-%d}" if is_whole_day(at) else at.isoformat()


def refuse_words_behind(words: Sequence[str], logged: Logged) -> None:
    """Raise Usage where an event stands among what was taken for leads: what was said has options.

    `words` are all of them, leads first: "yusuf call spoke" means -o spoke.
    """
    named = next((n for n, word in enumerate(words) if n and word.lower() in TOUCHES), 0)
    behind = " ".join(words[named + 1 :])
    if words[named].lower() not in TOUCHES or not behind:
        return
    event = words[named].lower()
    again = logged.typed_again()
    if not named:
        raise Usage("The lead comes first.", hint=f"leadctl log {quote(behind)} {event}{again}")
    is_outcome = behind.lower() in spellings(event)
    option = f"-o {shlex.quote(behind)}" if is_outcome else f"-m {shlex.quote(behind)}"
    leads = " ".join(map(quote, words[:named]))
    raise Usage(
        f"What came of a {event} is said with -o, what was said with -m.",
        hint=f"leadctl log {leads} {event} {option}{again}",
    )


def log(desk: Desk, request: Request, logged: Logged) -> Outcome:
    """Log a touch or an event, and make the move that it makes by itself (S1.8, S2.28).

    Raises NotFound for an event the pipeline does not have, Usage for fields it does not take.
    """
    return change(desk, request, lambda case: decided(desk, case, logged))


def decided(desk: Desk, case: Case, logged: Logged) -> Decided | Refusal:
    """Return the lead with one event logged, or as it is where its key was logged before."""
    if logged.key and any(event.data.get("key") == logged.key for event in case.lead.history):
        return Decided(case.lead, f"has {logged.key!r} already")
    event = _event(desk, case, logged, desk.stamp)
    if event.at > desk.now or (event.day or desk.today) > desk.today:
        raise Usage("What is logged has happened: --at may not lie in the future.")
    at_the_time = replace(case, now=case.moment_of(event.at))
    if unmet := refuse_record(case, event) or refuse_event(at_the_time, event):
        return Refusal(case.lead, f"log {event.name}", unmet)
    lead, notes = follow(desk, case, case.lead.add(event), event)
    words = f"{happened(event, case)}{moved_words(case.lead, lead, _because(event, case))}"
    changed = changed_record(case, event)
    same = twice_words(case.lead, event) if logged.at or logged.text else ()
    said = (
        *same,
        *barred_words(case.lead, event),
        *taken_as_talk(case.lead, event),
        *(asked_not_to_words(lead, logged.text, event.name) if event.goes("in") else ()),
        *wrong_number_words(case.lead.add(event)),
        *_aside(desk.case(lead), event),
        *changed,
        *settled_words(desk, case.lead, lead),
        *notes,
        *_still_ahead_words(desk, lead, event),
        *shown_words(desk, lead, event),
    )
    return Decided(lead, words, tuple(dict.fromkeys(said)))


def _event(desk: Desk, case: Case, logged: Logged, stamp: Stamp) -> Event:
    names = {**{touch: touch for touch in TOUCHES}, **{e: e for e in case.pipeline.events}}
    for name, kind in case.pipeline.events.items():
        names.setdefault(kind.label.lower() or name, name)
    see = f"leadctl pipeline show {case.pipeline.id}"
    touches = ", ".join(TOUCHES)
    _refuse_outcome(case, logged, names)
    name = pick("event", logged.name, names, see=f"{see} ({touches} are always there)")
    data: dict[str, object] = {}
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
            f'"{name}" also wants {", ".join(_wanted(key, known[key]) for key in missing)}.',
            hint=f"leadctl log {case.lead.id} {name} {given}{logged.typed_again()}",
        )
    event = Event(logged.at or stamp.at, name, stamp.by, data)
    if fault := next(value_faults(event, kind_of), None):  # a line of `log -` may say anything
        raise Usage(f"{name}: {fault.path[-1]} {fault.cause}.", hint=fault.way_out)
    _refuse_unclear(case, event, logged)
    _refuse_wrong_of_theirs(case, event, logged)
    refuse_left_word(case, event, logged.typed_again())
    return event


def _refuse_outcome(case: Case, logged: Logged, names: Mapping[str, str]) -> None:
    """Raise Usage for the word for an outcome in an event's place, as "log tom voicemail"."""
    word = " ".join(logged.name.lower().split())
    touch = next((one for one in OUTCOMES if word in spellings(one)), "")
    if touch and word not in names:
        again = f"{touch} -o {quote(word)}{logged.typed_again()}"
        raise Usage(
            f'"{logged.name}" is what came of a {touch}.',
            hint=f"leadctl log {case.lead.id} {again}",
        )


def _refuse_unclear(case: Case, event: Event, logged: Logged) -> None:
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
            which = f"{kind.key}={quote(next(iter(open_)))}"
            raise Usage(
                f"Which {label}? {len(open_)} are open: {told}.",
                hint=f"leadctl log {case.lead.id} {event.name} {which}{logged.typed_again()}",
            )


def _refuse_wrong_of_theirs(case: Case, event: Event, logged: Logged) -> None:
    """Raise Usage for a call of theirs that is to tell that the number is not theirs."""
    came = event.outcome if event.name == "call" and event.data.get("way") == "in" else None
    if came is not None and came.name == WRONG_NUMBER:
        fields = {key: value for key, value in logged.fields.items() if key != "outcome"}
        spoke = replace(logged, outcome="spoke", fields=fields).typed_again()
        raise Usage(
            "They called you: that tells nothing of the number that you have of them.",
            hint=f"leadctl log {case.lead.id} call{spoke}",
        )


def _particulars(record: Mapping[str, object], key: str) -> str:
    return ", ".join(str(value) for name, value in record.items() if name != key) or "nothing known"


def _wanted(name: str, field: Field) -> str:
    """Return a field's name with its choices, if it has any."""
    return f"{name} ({', '.join(field.choices)})" if field.choices else name


def _to_type(field: Field) -> str:
    """Return what stands for a value: a choice as it is typed, or dots."""
    return quote(field.choices[0]) if field.choices else "..."


def _refuse_other_id(case: Case, name: str, typed: Mapping[str, str]) -> None:
    """Refuse id= where the records of an event are told apart by another field."""
    keys = [kind.key for kind in case.pipeline.records.values() if name in kind.events]
    if "id" in typed and keys and "id" not in keys:
        raise Usage(f'"{name}" is told from others by {keys[0]}, not by id.',
                    hint=f"Write {keys[0]}={typed['id']}")  # fmt: skip


def _aside(case: Case, event: Event) -> tuple[str, ...]:
    """Say of a word of theirs what the list has of it, where nothing else is due for a lead."""
    lead, status = case.lead, case.pipeline.statuses.get(case.lead.status)
    if event.way != "in" or lead.value("archived"):
        return ()
    if case.parked:
        role = case.pipeline.default_role or "ROLE"
        where, up = f"in the role {lead.role}", f"leadctl set {lead.id} role={quote(role)}"
    elif status is not None and status.parked:
        where, up = f"in {lead.status}", f"leadctl status set {lead.id} STATUS"
    else:
        return ()
    if not case.line.waiting:  # it was a talk, or is answered: the list has nothing of it
        return (f"{lead.name} is {where}, and on no list. To take them up again: {up}",)
    on = "only counted in the list" if case.parked else "on the list only until they are answered"
    return (f"{lead.name} is {where}, and {on}: answer now, or take them up again: {up}",)


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
        asked = asked_not_to_words(case.lead, text)
        return followed(desk, case, case.lead.add(event), "noted", asked)

    return change(desk, replace(request, bare=True), decide)


def _still_ahead_words(desk: Desk, lead: Lead, event: Event) -> tuple[str, ...]:
    """Say of a meeting which appointment of its day it was too early for: that stands."""
    if event.name != "meeting" or not event.took_place or event.day:
        return ()
    end = desk.case(lead).end_of_day(event.at)
    rows = [row for row in desk.agenda(lead) if KINDS[row.kind].booked and not row.all_day]
    return tuple(
        f"Still ahead: {desk.saying(row)}. If this was it: leadctl done {lead.id} {row.rule}"
        for row in rows
        if is_too_early(event.at, row.due) and row.due < end
    )
