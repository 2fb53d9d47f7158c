"""The conversation: who spoke last, whose turn it is, since when there is silence.

A talk (a meeting, a call that was answered) is a touch both ways. Their word waits for us until we
reach out, we talk, or it is settled otherwise; coming in is no word of theirs. Silence is counted
from our first touch since their last word, and only while it is their turn (decision 9).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event

REPLY = "reply"
"""What a `done` names to say that a word of theirs wants no answer."""

Key = tuple[datetime, int]
Keyed = Sequence[tuple[Key, Event]]


def waiting_words(keyed: Keyed, ended: Callable[[Event], bool]) -> list[tuple[Key, Event]]:
    """Return their words that wait for our answer, oldest first; none where it is not our turn.

    `ended` says of an event whether it ended the wait without being an answer. Of what happened
    before two leads were merged none did, where one of them waited: it was said of the other one.
    """
    found: list[tuple[Key, Event]] = []
    waits: datetime | None = None
    for key, event in reversed(keyed):
        if event.goes("out") or (ended(event) and (waits is None or key[0] < waits)):
            break
        if event.name == "merge" and isinstance(since := event.data.get("waits"), datetime):
            waits = since
        if event.way == "in":
            found.insert(0, (key, event))
    return found


def silent_since(keyed: Keyed) -> Key | None:
    """Return our first touch out since their last word; None while it is our turn, or nobody's."""
    first: Key | None = None
    for key, event in reversed(keyed):
        if event.goes("in"):
            break
        if event.way == "out":
            first = key
    return first


def first_try(keyed: Keyed, entered: Key | None) -> Key | None:
    """Return our first touch out since their last word, as `silent_since` does; None where that was
    a talk, or answered one of ours, since a status was entered: whoever writes back was reached.
    """
    first: Key | None = None
    heard = False
    for key, event in reversed(keyed):
        here = entered is None or key[0] >= entered[0]
        if heard and not here:
            break
        if event.goes("in"):
            if first is None or event.is_talk:
                return None if here else first
            heard = True
        elif event.way == "out":
            if heard and not event.is_in_vain:
                return None
            first = first if heard else key
    return first


def ends_wait(pipeline: Pipeline | None) -> Callable[[Event], bool]:
    """Return what tells the events after which no word waits any more.

    A `done` that names it, a call-back that they asked for, closing or parking the lead, and its
    being taken over: no answer is owed from before (decision 22).
    """
    over = (
        frozenset(name for name, s in pipeline.statuses.items() if s.closed or s.parked)
        if pipeline
        else frozenset()
    )
    parked = frozenset(n for n, r in pipeline.roles.items() if r.parked) if pipeline else ()

    def ended(event: Event) -> bool:
        if event.name == "taken-over":
            return True
        if event.name == "done":
            return event.data.get("what") == REPLY
        if event.name == "status":
            return event.data.get("to") in over
        if event.name == "role":
            return event.data.get("to") in parked
        return event.name == "snooze" and bool(event.data.get("asked"))

    return ended
