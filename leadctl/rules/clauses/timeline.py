"""The moments of a lead's life from which deadlines are counted, and what settles them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Any

from leadctl.rules.clauses.conversation import ends_wait, silent_since, waiting_words
from leadctl.rules.clauses.records import event_values, matches
from leadctl.rules.language.pipeline import Clearing, Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.whole_day import is_whole_day
from leadctl.values import dataclass

Key = tuple[datetime, int]
"""A moment and the place in the file of what happened then: the order among equal moments."""

BEFORE_ALL = -1


@dataclass(frozen=True, slots=True)
class Subject:
    """Which of several records an event speaks of: the value of the field that tells them apart."""

    key: str
    value: Any


def settles(clearing: Clearing, event: Event) -> bool:
    """Whether an event is of the kind that settles a follow-up; a talk is a touch both ways."""
    named = is_named(event, clearing.names, clearing.where) if clearing.names else event.is_touch
    way = not clearing.way or event.goes(clearing.way)
    return named and way and matches(event_values(event), clearing.where)


def is_named(event: Event, names: Collection[str], where: Mapping[str, Any]) -> bool:
    """Whether an event has one of these names; a meeting that never was has it only if asked so."""
    return event.name in names and (event.took_place or "outcome" in where)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _begun(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment in UTC; a whole day as its beginning in the book's zone."""
    if is_whole_day(moment):
        return moment.replace(tzinfo=zone).astimezone(UTC)
    return _utc(moment)


class Timeline:
    """A lead's events in the order in which they happened, none of them after the horizon.

    Where a definition says that an event also counts as one of its own, that one follows it.
    """

    def __init__(
        self,
        lead: Lead,
        pipeline: Pipeline | None = None,
        horizon: datetime | None = None,
        zone: tzinfo = UTC,
    ) -> None:
        self._pipeline = pipeline
        placed = [((_begun(event.at, zone), i), event) for i, event in enumerate(lead.history)]
        if horizon is not None:
            placed = [(key, event) for key, event in placed if key[0] <= horizon]
        self._recorded = placed
        counted = [*placed, *_also(placed, pipeline)] if pipeline else placed
        self.keyed: list[tuple[Key, Event]] = sorted(counted, key=lambda pair: pair[0])

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of everything that ever happened."""
        return frozenset(event.name for _, event in self.keyed)

    def after(self, key: Key) -> Iterator[tuple[Key, Event]]:
        """Yield what happened after a moment; what was recorded later at the same moment too."""
        return ((when, event) for when, event in self.keyed if when > key)

    def last_settled(
        self, clearings: Sequence[Clearing], key: Key, about: Subject | None = None
    ) -> Key | None:
        """Return the last moment after `key` at which one of these events happened, or None.

        A `done` names what it settles, so as a kind of event it settles nothing. An event about
        another record (another deal's id) settles nothing either.
        """
        for when, event in reversed(self.keyed):
            if when <= key:
                return None
            other = event.data.get(about.key) if about else None
            about_another = about is not None and other not in (None, about.value)
            counts = event.name != "done" and not about_another
            if counts and any(settles(clearing, event) for clearing in clearings):
                return when
        return None

    def moment(self, name: str) -> Key | None:
        """Return a moment by its name in the pipeline language, or None where it never was."""
        return getattr(self, "_" + name.replace(" ", "_"))  # type: ignore[no-any-return]  # one property each below

    def _last(self, names: Sequence[str] = (), way: str = "") -> Key | None:
        for key, event in reversed(self.keyed):
            if event.name in names if names else event.goes(way):
                return key
        return None

    @cached_property
    def _received(self) -> Key | None:
        for key, event in self._recorded:
            if event.name == "received":
                return key
        # Without a receipt the first event is the first thing that happened to a lead we had.
        return (self.keyed[0][0][0], BEFORE_ALL) if self.keyed else None

    @cached_property
    def _entered(self) -> Key | None:
        for key, event in reversed(self._recorded):
            if event.name == "status":
                return key
        return self._received

    @cached_property
    def _status_update(self) -> Key | None:
        return self._last(("status", "confirm")) or self._received

    @cached_property
    def _first_touch_out(self) -> Key | None:
        return next((key for key, event in self.keyed if event.goes("out")), None)

    @cached_property
    def _last_touch_out(self) -> Key | None:
        return self._last(way="out")

    @cached_property
    def _last_touch_in(self) -> Key | None:
        return self._last(way="in")

    @cached_property
    def _last_touch(self) -> Key | None:
        return self._last()

    @cached_property
    def _claimed(self) -> Key | None:
        return self._last(("claim", "assign"))

    @cached_property
    def _unanswered(self) -> Key | None:
        return silent_since(self.keyed)

    @cached_property
    def waiting(self) -> list[tuple[Key, Event]]:
        """Their words that wait for our answer, oldest first."""
        return waiting_words(self.keyed, ends_wait(self._pipeline))

    @cached_property
    def _their_word(self) -> Key | None:
        return self.waiting[-1][0] if self.waiting else None


def _also(placed: Sequence[tuple[Key, Event]], pipeline: Pipeline) -> Iterator[tuple[Key, Event]]:
    """Yield the definition's own events as which other events count: a call told a wrong number."""
    for name, kind in pipeline.events.items():
        for key, event in placed if kind.also else ():
            if any(settles(clearing, event) for clearing in kind.also):
                yield key, Event(event.at, name, event.by, event.data)
