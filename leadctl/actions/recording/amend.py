"""Amending one event of a lead's history: a slip of the pen, or something that never was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadctl.actions.desk import Desk
from leadctl.actions.happened import happened
from leadctl.actions.recording.changes import Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.actions.recording.outcome_meant import outcome_named
from leadctl.actions.recording.taking_out import taken_out
from leadctl.actions.typed_values import read_fields
from leadctl.errors import NotFound, Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.leads.event_kinds import FIXED, TOUCHES
from leadctl.rules.leads.lead import Event, Lead, is_day
from leadctl.rules.leads.numbered import numbered, with_event
from leadctl.rules.leads.outcomes import OUTCOMES
from leadctl.rules.moves.judging.judge import refuse_event
from leadctl.rules.moves.judging.record_meant import refuse_record
from leadctl.rules.time.doubts import doubt
from leadctl.rules.time.typed_times import is_clock, parse_day_or_when, parse_when
from leadctl.rules.time.whole_day import begun, whole_day
from leadctl.values import replace


def amend(
    desk: Desk, request: Request, number: int, typed: Mapping[str, str], *, remove: bool
) -> Outcome:
    """Mend the event of a number, as `show` gives it, or take it out of the history.

    What another agent logged is theirs, or a manager's, to mend.

    Raises NotFound for a number that no event has, Usage for what the event does not take.
    """
    if remove == bool(typed):
        raise Usage("Say what to amend, FIELD=VALUE, or --remove; not both.")

    def decide(case: Case) -> Decided | Refusal:
        event = _of_number(desk, case.lead, number)
        if refused := _not_to_mend(desk, case, number, remove or set(typed) - {"at"}):
            return refused
        if remove:
            return taken_out(desk, case, number, _words(event, case))
        refuse_strange(desk, case, number, typed)
        mended = _mended(desk, case, event, typed)
        if mended == event:
            return Decided(case.lead, f"event {number} says that already: {_words(event, case)}")
        if unmet := _newly_refused(desk, case, number, mended):
            return Refusal(case.lead, "amend", unmet)
        if event.name in FIXED and _turns_round(case, event, mended):
            return _refused(case, event, number, "would stand on the other side of another move")
        after = with_event(case.lead, number, desk.zone, (mended,))
        return Decided(after, f"mended: {_words(mended, case)}")

    return change(desk, replace(request, mends=True), decide)


def _of_number(desk: Desk, lead: Lead, number: int) -> Event:
    found = dict(numbered(lead, desk.zone)).get(number)
    if found is None:
        raise NotFound(
            f"{lead.name} has no event {number}.",
            hint=f"Their numbers: leadctl show {lead.id} --history",
        )
    return found


def _newly_refused(desk: Desk, case: Case, number: int, mended: Event) -> tuple[Unmet, ...]:
    """Return what would have kept a mended event from being logged so; () where it was so before.

    What holds for logging holds for mending: no value comes in by the back door.
    """
    event = _of_number(desk, case.lead, number)
    others = replace(case, lead=with_event(case.lead, number, desk.zone, ()))
    as_it_was, as_mended = (
        (*refuse_record(then, one), *refuse_event(then, one))
        for one in (event, mended)
        for then in [replace(others, now=others.moment_of(one.at))]
    )
    return () if as_it_was else as_mended


def _turns_round(case: Case, event: Event, mended: Event) -> bool:
    """Whether a move would stand on the other side of another one: their order is kept."""
    others = [other for other in case.lead.history if other.name in FIXED and other is not event]
    before, after = case.aware(event.at), case.aware(mended.at)
    moments = [moment for other in others if (moment := case.aware(other.at))]
    if before is None or after is None:
        return False
    return any((at < before) != (at < after) for at in moments if at != before)


def _refused(
    case: Case,
    event: Event,
    number: int,
    why: str = "says where the lead stands: only its time is amended",
) -> Refusal:
    """Refuse to amend what the lead's own fields follow from."""
    undo = "leadctl undo takes back the command that did it"
    again = f'leadctl status set {case.lead.id} STATUS --reason "..."'
    hint = again if event.name == "status" else undo
    said = f"event {number} ({event.name}) {why}"
    return Refusal(case.lead, "amend", (Unmet(said, hint=hint),))


def _not_to_mend(desk: Desk, case: Case, number: int, more: object) -> Refusal | None:
    """Refuse what is not the acting agent's to mend: another's event, but for a time to come that
    another clock gave it, and `more` than the time of one that the lead's own fields follow from.
    """
    event = _of_number(desk, case.lead, number)
    is_ahead = event.at > desk.now and not more
    if not is_ahead and not desk.book.settings.team.may_mend(desk.actor, event.by):
        return _of_another(desk, case.lead, event, number)
    return _refused(case, event, number) if event.name in FIXED and more else None


def _of_another(desk: Desk, lead: Lead, event: Event, number: int) -> Refusal:
    """Refuse to mend, or to take out, what another agent logged."""
    who = desk.book.settings.team.called(event.by)
    said = f"event {number} ({event.name}) is {who}'s, who logged it"
    hint = f'ask {who}, or a manager; what you know of it yourself: leadctl note {lead.id} "..."'
    return Refusal(lead, "amend", (Unmet(said, hint=hint),))


def _words(event: Event, case: Case) -> str:
    return happened(event, case) if event.name in {*TOUCHES, *case.pipeline.events} else event.name


def refuse_strange(desk: Desk, case: Case, number: int, typed: Mapping[str, str]) -> None:
    """Raise Usage for a field that the event of a number does not have, naming those that do."""
    events = numbered(case.lead, desk.zone)
    event = dict(events)[number]
    has = _fields_of(event, case)
    strange = next((key for key in typed if key not in has), None)
    if strange is None:
        return
    lead = case.lead
    others = [str(n) for n, one in events if strange in _fields_of(one, case)]
    elsewhere = f"Events that have it: {', '.join(others)}. " if others else ""
    raise Usage(
        f'Event {number} ({event.name}) has no field "{strange}"; it has: {", ".join(has)}.',
        hint=f"{elsewhere}See: leadctl show {lead.id} --history",
    )


def _fields_of(event: Event, case: Case) -> tuple[str, ...]:
    """Return what can be amended of an event: its time, and what can be said when it is logged."""
    kind = case.pipeline.events.get(event.name)
    is_logged = event.name in TOUCHES or kind is not None
    return (
        "at",
        *(["way"] if event.name in TOUCHES else []),
        *(["outcome"] if event.name in OUTCOMES else []),
        *(["text"] if is_logged or event.name == "note" else []),
        *(kind.fields if kind else ()),
        *(["id"] if kind else []),
    )


def _mended(desk: Desk, case: Case, event: Event, typed: Mapping[str, str]) -> Event:
    """Return the event with what was typed; FIELD= takes a value away."""
    words = dict(typed)
    at = _at(desk, words.pop("at"), event) if "at" in words else event.at
    data: dict[str, object] = dict(event.data)
    if "way" in words:
        data["way"] = _way(event, words.pop("way"))
    kind = case.pipeline.events.get(event.name)
    known = kind.fields if kind else {}
    if words.get("outcome") and "outcome" not in known and event.name in OUTCOMES:
        data["outcome"] = outcome_named(event.name, words.pop("outcome"))
    free = {key: words.pop(key) for key in ("text", "outcome") if key in words and key not in known}
    data |= {key: text or None for key, text in free.items()}
    data |= read_fields(words, known, desk.here, of=event.name)
    required = kind.required if kind else ()
    if gone := [key for key in required if data.get(key) is None]:
        raise Usage(f'"{event.name}" wants {", ".join(gone)}.')
    return replace(event, at=at, data={k: v for k, v in data.items() if v is not None})


def _way(event: Event, way: str) -> str:
    if event.name not in TOUCHES or way not in {"in", "out"}:
        raise Usage("way= is in or out, of a call, text, email, meeting or letter.")
    return way


def _at(desk: Desk, text: str, event: Event) -> datetime:
    """Return the moment typed; a time of day alone is one of the day on which it happened, and a
    day alone that day: as it is logged.
    """
    if is_clock(text):
        text = f"{event.day or event.at.astimezone(desk.zone):%Y-%m-%d} {text}"
    try:
        found = parse_when(text, desk.now, desk.zone, past=True)
        alone = is_day(parse_day_or_when(text, desk.now, desk.zone))
    except ValueError as error:
        raise Usage(str(error)) from None
    if unclear := doubt(text, desk.now, desk.zone, past=True):
        raise Usage(f"at={unclear}.")
    if found > desk.now and not (alone and found.astimezone(desk.zone).date() == desk.today):
        raise Usage("What is logged has happened: at= may not lie in the future.")
    if not alone or (event.name in FIXED and event.name != "received"):
        return found
    day = whole_day(found.astimezone(desk.zone).date())
    return begun(day, desk.zone) if event.name == "received" else day
