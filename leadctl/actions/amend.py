"""Amending one event of a lead's history: a slip of the pen, or something that never was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadctl.actions.log import happened, outcome_named
from leadctl.actions.typed_values import read_fields
from leadctl.actions.workspace import Decided, Desk, Outcome, Refusal, Request
from leadctl.errors import NotFound, Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.outcomes import OUTCOMES
from leadctl.rules.time.typed_times import parse_when
from leadctl.values import replace

MOVES = ("received", "status", "role", "migrate", "claim", "release", "assign", "merge", "stop")
"""Events that the lead's own fields follow from: their time can be amended, and no more."""


def amend(
    desk: Desk, request: Request, number: int, typed: Mapping[str, str], *, remove: bool
) -> Outcome:
    """Mend the event of a number, as `show` gives it, or take it out of the history.

    Raises NotFound for a number that no event has, Usage for what the event does not take.
    """
    if remove == bool(typed):
        raise Usage("Say what to amend, FIELD=VALUE, or --remove; not both.")

    def decide(case: Case) -> Decided | Refusal:
        event = _numbered(case.lead, number)
        if event.name in MOVES and (remove or set(typed) - {"at", "by"}):
            return _refused(case, event, number)
        if remove:
            after = _with(case.lead, number, ())
            return Decided(after, f"taken out of the history: {_words(event, case)}")
        mended = _mended(desk, case, event, typed)
        after = _with(case.lead, number, (mended,))
        return Decided(after, f"mended: {_words(mended, case)}")

    return desk.change(request, decide)


def _numbered(lead: Lead, number: int) -> Event:
    if not 1 <= number <= len(lead.history):
        raise NotFound(
            f"{lead.name} has no event {number}.",
            hint=f"Their numbers: leadctl show {lead.id} --history",
        )
    return lead.history[number - 1]


def _with(lead: Lead, number: int, events: tuple[Event, ...]) -> Lead:
    """Return the lead with an event replaced by others, or by none."""
    return replace(lead, history=(*lead.history[: number - 1], *events, *lead.history[number:]))


def _refused(case: Case, event: Event, number: int) -> Refusal:
    """Refuse to amend what the lead's own fields follow from."""
    undo = "leadctl undo takes back the command that did it"
    again = f'leadctl status set {case.lead.id} STATUS --reason "..."'
    hint = again if event.name == "status" else undo
    said = f"event {number} ({event.name}) says where the lead stands: only its time is amended"
    return Refusal(case.lead, "amend", (Unmet(said, hint=hint),))


def _words(event: Event, case: Case) -> str:
    return happened(event, case) if event.name in {*TOUCHES, *case.pipeline.events} else event.name


def _mended(desk: Desk, case: Case, event: Event, typed: Mapping[str, str]) -> Event:
    """Return the event with what was typed; FIELD= takes a value away."""
    words = dict(typed)
    at = _at(desk, words.pop("at")) if "at" in words else event.at
    data: dict[str, Any] = dict(event.data)
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


def _at(desk: Desk, text: str) -> datetime:
    try:
        found = parse_when(text, desk.now, desk.zone, past=True)
    except ValueError as error:
        raise Usage(str(error)) from None
    if found > desk.now:
        raise Usage("What is logged has happened: at= may not lie in the future.")
    return found
