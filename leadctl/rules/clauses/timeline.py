"""The moments of a lead's life from which deadlines are counted, and what settles them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import NamedTuple

from leadctl.rules.clauses.conversation import ends_wait, first_try, silent_since, waiting_words
from leadctl.rules.clauses.records import event_values, matches
from leadctl.rules.language.deadlines import Clearing
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.happened_at import moments
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import dataclass

Key = tuple[datetime, int]
"""A moment and the place in the file of what happened then: the order among equal moments."""

BEFORE_ALL = -1


@dataclass(frozen=True)
class Subject:
    """Which of several records an event speaks of: the value of the field that tells them apart."""

    key: str
    value: object


def settles(clearing: Clearing, event: Event) -> bool:
    """Whether an event is of the kind that settles a follow-up; a talk is a touch both ways."""
    named = is_named(event, clearing.names, clearing.where) if clearing.names else event.is_touch
    way = not clearing.way or event.goes(clearing.way)
    if clearing.held and event.found_nobody and "outcome" not in clearing.where:
        return False
    if clearing.word and event.is_in_vain:
        return False
    return named and way and matches(event_values(event), clearing.where)


def is_named(event: Event, names: Collection[str], where: Mapping[str, object]) -> bool:
    """Whether an event has one of these names; a meeting that never was has it only if asked so."""
    return event.name in names and (event.took_place or "outcome" in where)


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
        when = moments(lead.history, zone)
        placed = [((when[i], i), event) for i, event in enumerate(lead.history)]
        if horizon is not None:
            placed = [(key, event) for key, event in placed if key[0] <= horizon]
        self._recorded = placed
        counted = [*placed, *_also(placed, pipeline)] if pipeline else placed
        self.keyed: list[tuple[Key, Event]] = sorted(counted, key=lambda pair: pair[0])

    def key_of(self, event: Event) -> Key:
        """Return when an event of this line happened."""
        return self._keys[id(event)]

    @cached_property
    def _keys(self) -> dict[int, Key]:
        """When each event happened, by its identity: equal ones are two."""
        return {id(event): key for key, event in self.keyed}

    def is_day(self, key: Key) -> bool:
        """Whether a moment is that of an event of which only the day is known."""
        return key in self._days

    @cached_property
    def _days(self) -> frozenset[Key]:
        """The moments of what happened on a day at no known hour."""
        return frozenset(key for key, event in self._recorded if event.day is not None)

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
        if name not in self._moments:
            self._moments[name] = MOMENTS[name].find(self)
        return self._moments[name]

    @cached_property
    def _moments(self) -> dict[str, Key | None]:
        """The moments that were asked for already."""
        return {}

    def last(self, names: Collection[str] = (), way: str = "") -> Key | None:
        """Return when one of these events happened last; without names, a touch of that way."""
        for key, event in reversed(self.keyed):
            if event.name in names if names else event.goes(way):
                return key
        return None

    @cached_property
    def received(self) -> Key | None:
        """When the lead came in; without a receipt, the first thing that happened to it."""
        for key, event in self._recorded:
            if event.name == "received":
                return key
        return (self.keyed[0][0][0], BEFORE_ALL) if self.keyed else None

    @cached_property
    def entered(self) -> Key | None:
        """When the present status was set; without any, when the lead came in."""
        for key, event in reversed(self._recorded):
            if event.name == "status":
                return key
        return self.received

    @cached_property
    def waiting(self) -> list[tuple[Key, Event]]:
        """Their words that wait for our answer, oldest first."""
        return waiting_words(self.keyed, ends_wait(self._pipeline))


def _also(placed: Sequence[tuple[Key, Event]], pipeline: Pipeline) -> Iterator[tuple[Key, Event]]:
    """Yield the definition's own events as which other events count: a call told a wrong number."""
    if any(kind.also for kind in pipeline.events.values()):
        for key, event in placed:
            yield from ((key, one) for one in counted_as(event, pipeline))


def counted_as(event: Event, pipeline: Pipeline) -> Iterator[Event]:
    """Yield the definition's own events as which an event counts as well."""
    for name, kind in pipeline.events.items():
        if any(settles(clearing, event) for clearing in kind.also):
            yield Event(event.at, name, event.by, event.data)


class Moment(NamedTuple):
    """One moment of a lead's life: its name in the language, what it means, and when it was.

    Each event of `names`, or each touch of a `way` ("" for either), has been it in its time, where
    it is one that moves on. `silence` says that time since then is told as time in which nobody
    answered. `shown` is an event by which it comes about, and its way; `said` is it in a word.
    """

    name: str
    means: str
    find: Callable[[Timeline], Key | None]
    names: tuple[str, ...] = ()
    way: str | None = None
    silence: bool = False
    shown: tuple[str, str] = ("", "")
    said: str = ""

    def begins(self, event: Event) -> bool:
        """Whether an event is what makes it be anew."""
        return event.name in self.names or (self.way is not None and event.goes(self.way))

    @property
    def moves_on(self) -> bool:
        """Whether it has been at several times, one after the other."""
        return bool(self.names) or self.way is not None

    @property
    def is_ours(self) -> bool:
        """Whether each touch of ours makes it be anew."""
        return self.way in {"", "out"}

    @property
    def by_our_touch(self) -> bool:
        """Whether a touch of ours brings it about."""
        return self.shown == ("text", "out")


def _first_touch_out(line: Timeline) -> Key | None:
    return next((key for key, event in line.keyed if event.goes("out")), None)


_ALL = (
    Moment(
        "entered", "the present status was set", lambda line: line.entered,
        names=("status",), said="entered",
    ),
    Moment("received", "the lead came in", lambda line: line.received, said="added"),
    Moment(
        "status update", "the status was last set or confirmed",
        lambda line: line.last(("status", "confirm")) or line.received,
        names=("status", "confirm"), said="updated",
    ),
    Moment(
        "first touch out", "we first reached out to them", _first_touch_out, shown=("text", "out")
    ),
    Moment(
        "last touch out", "we last reached out to them, or talked",
        lambda line: line.last(way="out"), way="out", shown=("text", "out"),
    ),
    Moment(
        "last touch in", "they last reached us, or we talked (a reply)",
        lambda line: line.last(way="in"), way="in", shown=("text", "in"),
    ),
    Moment(
        "last touch", "the last contact either way", lambda line: line.last(),
        way="", shown=("text", "out"),
    ),
    Moment(
        "unanswered", "our first touch since their last word, while it is their turn",
        lambda line: silent_since(line.keyed), silence=True, shown=("text", "out"),
    ),
    Moment(
        "first try", "our first touch since their last word, unless that answered one of ours",
        lambda line: first_try(line.keyed, line.entered), silence=True, shown=("text", "out"),
    ),
    Moment(
        "their word", "their last word, while it waits for our answer",
        lambda line: line.waiting[-1][0] if line.waiting else None, shown=("text", "in"),
    ),
    Moment(
        "claimed", "the present owner took the lead",
        lambda line: line.last(("claim", "assign")), shown=("claim", ""),
    ),
)  # fmt: skip
MOMENTS: Mapping[str, Moment] = {moment.name: moment for moment in _ALL}
"""The moments that a definition may name, by their names."""
