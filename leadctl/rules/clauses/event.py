"""The clause about what happened: events, how many, since when, how far apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from leadctl.rules.clauses.age import AGES, Aged
from leadctl.rules.clauses.bounds import BOUNDS, NEVER, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.records import attempts, event_values, matches
from leadctl.rules.clauses.timeline import Key, is_named
from leadctl.rules.clauses.words import event_label, listed, number, where_typed, where_words
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import ARTICLES, TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.whole_day import begun

_WAYS = {"out": " from us", "in": " from them", "": ""}
_SINCE = {"entered": " since this status was set", "claimed": " since the lead was claimed"}


class EventClause(Bounded, Aged):
    """Events that happened, so many of them, or none."""

    subject = "event"
    means = "Something happened: once, or as often as the bounds say."
    example = '{ event = "call", way = "out", at_least = 3, since = "entered" }'
    keys = {
        "event": key("texts", 'events that happened; "touch" is any touch'),
        "way": key("text", "touches out (ours) or in (theirs)", "out", "in"),
        "where": key("wanted", "values that the event has; a list: one of them"),
        "same": key("texts", "the same value as the event being logged in each of these fields"),
        "since": key("text", "count events since then only", "entered", "received", "claimed"),
        "since_last": key("texts", "count events since the last of these only: how many in a row"),
        "spaced": key("duration", "events no further apart than this count once"),
        "share_above": key("number", "more than this part (0 to 1) of all touches that way"),
        **BOUNDS,
        **AGES,
    }
    event: tuple[str, ...] = ()
    way: str = ""
    where: Mapping[str, object] = MappingProxyType({})
    same: tuple[str, ...] = ()
    since: str = ""
    since_last: tuple[str, ...] = ()
    spaced: Duration | None = None
    share_above: float | None = None

    def found(self, case: Case) -> list[Event]:
        """Return the events it speaks of, in the order in which they happened."""
        since = self._start(case)
        return [
            event
            for key, event in case.line.keyed
            if (
                is_named(event, self.event, self.where)
                or (event.is_touch and "touch" in self.event)
            )
            and self._goes(event)
            and (since is None or key > since)
            and matches(event_values(event), self.where)
            and self.has_age(key[0], case)
            and self._is_like(event, case.logged)
        ]

    def _goes(self, event: Event) -> bool:
        """Whether an event goes the way asked for; a share is one of what was really sent."""
        if self.share_above is None:
            return not self.way or event.goes(self.way)
        return self.way in {"", event.way}

    def _start(self, case: Case) -> Key | None:
        """Return since when events count; None where all of them do."""
        since = case.line.moment(self.since) if self.since else None
        last = [key for key, event in case.line.keyed if event.name in self.since_last]
        return max(filter(None, (since, *last[-1:])), default=None)

    def _is_like(self, event: Event, logged: Event | None) -> bool:
        """Whether an event has the same values as the one that is being logged."""
        if logged is None:
            return True
        wanted = {name: logged.data.get(name) for name in self.same}
        return matches(event.data, wanted)

    def _count(self, events: list[Event], case: Case) -> int:
        moments = [begun(event.at, case.zone) for event in events]
        return attempts(moments, self.spaced, case.calendar)

    def holds(self, case: Case) -> bool:
        """Whether there are as many as asked for, and as large a part of all touches (S0.23)."""
        found = self.found(case)
        if self.share_above is not None:
            touches = sum(e.is_touch and self.way in ("", e.way) for e in case.lead.history)
            if len(found) <= self.share_above * touches:
                return False
        return self.allows_count(self._count(found, case))

    def says(self, pipeline: Pipeline) -> str:
        """Return "a call from us has been logged at least 3 times"."""
        if self.share_above is not None:
            names = listed([event_label(pipeline, name) for name in self.event])
            part = f"more than {self.share_above:.0%} of the touches"
            return f"{part}{_WAYS[self.way]} are of this kind: {names}"
        none = self.at_most == 0 and all(name in ARTICLES for name in self.event)
        names = listed([_one(pipeline, name, none=none) for name in self.event])
        verb = " has not been" if self.at_most == 0 and not none else " has been"
        same = f" of the same {listed(self.same, 'and')}" if self.same else ""
        which = where_words(self.where, self.event)
        what = f"{'no ' if none else ''}{names}{_WAYS[self.way]}{same}{which}"
        since = _SINCE.get(self.since, "")
        if self.since_last:
            since += f" since the last {listed(self.since_last)}"
        return f"{what}{verb} logged{self._times()}{self.age_words()}{since}"

    def _times(self) -> str:
        """Return how often, where it counts: " at least 3 times, more than 1 month apart"."""
        apart = f", more than {self.spaced} apart" if self.spaced else ""
        for bound, words in (
            (self.at_least, "at least"),
            (self.at_most, "at most"),
            (self.more_than, "more than"),
        ):
            if bound is not None and (bound > 1 or (bound == 1 and words != "at least")):
                return f" {words} {'once' if bound == 1 else f'{number(bound)} times'}{apart}"
        return ""

    def hint(self, case: Case) -> str:
        """Return the command that logs one."""
        too_young = self.older is not None and bool(self.but(older=None).found(case))
        if self.at_most is not None or too_young:
            return ""
        name = "call" if self.event[0] == "touch" else self.event[0]
        way = f" --{self.way}" if self.way and name in TOUCHES else ""
        values = {**required_values(case.pipeline, name), **self.where}
        return f"leadctl log {case.lead.id} {name}{way}{where_typed(values)}"

    def so_far(self, case: Case) -> str:
        """Return how many there are, where more than one is asked for: "1 so far"."""
        if self.at_least is None or self.at_least <= 1:
            return ""
        return f"{self._count(self.found(case), case)} so far"

    def check(self, names: Names) -> None:
        """Note unknown events, ways and values they never have, and bounds that leave none."""
        events = [name for name in self.event if name != "touch"]
        names.known("event", events, self.source, "event")
        names.known("event", self.since_last, self.source, "since_last")
        self.check_bounds(names)
        self.check_age(names)
        if self.share_above is not None and not 0 <= self.share_above < 1:
            message = f"{NEVER}share_above is a part, from 0 to below 1"
            names.problem(self.source, message, key="share_above")
        if self.way and not any(name in {*TOUCHES, "touch"} for name in self.event):
            names.problem(self.source, f'{NEVER}only touches have a "way"', key="way")
        names.where(self.event, self.where, self.source)
        if self.same and not names.logging:
            names.problem(self.source, "belongs to the guards of an [event.NAME]", key="same")
        for name in (*self.event, names.logging):
            names.fields_of(name, self.same, self.source, "same")

    def turning(self, pipeline: Pipeline) -> frozenset[str] | None:
        """The events it names; every event where a moment it counts from may move.

        Another touch makes no share larger.
        """
        if self.since:
            return None
        touches = TOUCHES if "touch" in self.event else ()
        kinds = [pipeline.events[name] for name in self.event if name in pipeline.events]
        also = [name for kind in kinds for one in kind.also for name in one.names or TOUCHES]
        return frozenset((*self.event, *self.since_last, *touches, *also))

    def excludes(self, other: ClauseKind) -> bool:
        """Whether they count the same events, and no figure is right for both."""
        if not isinstance(other, EventClause):
            return False
        same = self.event == other.event and self.where == other.where and self.way == other.way
        return same and self.since == other.since and self.is_apart_from(other, counts=True)

    def evidence(self) -> EventClause | None:
        """Return itself, where it asks for something that happened at any time."""
        once = (
            self.at_most is None
            and self.at_least != 0
            and not (self.since or self.since_last or self.is_aged)
        )
        return self if once else None


def required_values(pipeline: Pipeline, name: str) -> dict[str, str]:
    """Return a value for each field without which an event cannot be logged; a choice as it is."""
    kind = pipeline.events.get(name)
    fields = {key: kind.fields.get(key) for key in kind.required} if kind else {}
    return {
        k: f.choices[0] if f and f.choices else _SAMPLES.get(f.type if f else "", "x")
        for k, f in fields.items()
    }


_SAMPLES = {"number": "1", "money": "1000", "flag": "yes", "date": "today", "datetime": "now"}


def _one(pipeline: Pipeline, name: str, *, none: bool) -> str:
    """Return one event: "a call", or in quotes what the definition calls its own."""
    if name not in ARTICLES:
        return f'"{event_label(pipeline, name)}"'
    return name if none else f"{ARTICLES[name]} {name}"
