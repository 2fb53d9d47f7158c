"""The moments of a lead's life from which deadlines are counted, and what settles them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from leadctl.rules.clauses.records import event_values, matches
from leadctl.rules.language.pipeline import Clearing
from leadctl.rules.leads.lead import Event, Lead
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
    """Whether an event is of the kind that settles a follow-up."""
    named = event.name in clearing.names if clearing.names else event.is_touch
    way = not clearing.way or event.way == clearing.way
    return named and way and matches(event_values(event), clearing.where)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


class Timeline:
    """A lead's events in the order in which they happened."""

    def __init__(self, lead: Lead) -> None:
        self.lead = lead
        self.keyed: list[tuple[Key, Event]] = sorted(
            (((_utc(event.at), i), event) for i, event in enumerate(lead.history)),
            key=lambda pair: pair[0],
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of everything that ever happened."""
        return frozenset(event.name for event in self.lead.history)

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
            if (event.name in names if names else event.is_touch) and way in ("", event.way):
                return key
        return None

    @cached_property
    def _received(self) -> Key | None:
        for i, event in enumerate(self.lead.history):
            if event.name == "received":
                return _utc(event.at), i
        # Without a receipt the first event is the first thing that happened to a lead we had.
        return (self.keyed[0][0][0], BEFORE_ALL) if self.keyed else None

    @cached_property
    def _entered(self) -> Key | None:
        for i in range(len(self.lead.history) - 1, -1, -1):
            event = self.lead.history[i]
            if event.name == "status":
                return _utc(event.at), i
        return self._received

    @cached_property
    def _status_update(self) -> Key | None:
        return self._last(("status", "confirm")) or self._received

    @cached_property
    def _first_touch_out(self) -> Key | None:
        return next((key for key, event in self.keyed if event.way == "out"), None)

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
        """Decision 9: the later of the last reply and the first outbound touch since."""
        if self._first_touch_out is None:
            return None
        reply = self._last_touch_in
        if reply is None:
            return self._first_touch_out
        return next((key for key, event in self.after(reply) if event.way == "out"), reply)
