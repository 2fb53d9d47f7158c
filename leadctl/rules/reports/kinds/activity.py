"""What agents did: touches, attempts and talks, the pipeline's own events, credits, moves."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from leadctl.rules.clauses.records import attempt_calls
from leadctl.rules.leads.deeds import channel_of
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.reports.adding_up import in_order
from leadctl.rules.reports.entry import IMPORT, Entry
from leadctl.rules.reports.numbers import moment, moments
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.rules.time.whole_day import begun
from leadctl.values import dataclass, field

KINDS = ("touch", "attempt", "talk", "event", "credit", "move", "forced")


@dataclass
class _Done:
    """When one thing was done, and when last with each lead. `again` are calls that belong to an
    attempt begun before, each with the call before it.
    """

    times: array[int] = field(default_factory=moments)
    last: array[int] = field(default_factory=moments)
    again: list[tuple[int, int]] = field(default_factory=list)

    def add(self, times: list[int], again: list[tuple[int, int]]) -> None:
        """Count what was done with one lead."""
        self.times.extend(times)
        self.again.extend(again)
        self.last.append(max([*times, *(at for at, _ in again)]))

    def count(self, since: int) -> tuple[int, int]:
        """Return how often it was done from a moment on, and with how many leads."""
        begun = sum(before < since <= at for at, before in self.again)
        return count_since(self.times, since) + begun, count_since(self.last, since)


def count_since(times: array[int], since: int) -> int:
    """Return how many moments, from the earliest to the latest, are not before one."""
    return len(times) - bisect_left(times, since)


def _since(asked: Asked) -> int:
    return moment(asked.period.since) if asked.period.since else -(1 << 62)


def _in_time(entry: Entry, asked: Asked) -> Iterator[tuple[datetime, Event]]:
    """Yield a lead's events with when they happened, none after the period that is asked for."""
    for event in entry.lead.history:
        at = begun(event.at, entry.case.zone)
        if asked.period.until is None or at < asked.period.until:
            yield at, event


class _Activity:
    """Counts what was done in the period: by agent, definition, kind and name."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[tuple[str, str, int, str], _Done] = {}
        self.in_order = True

    def add(self, entry: Entry) -> None:
        """Count what was done with one lead."""
        self.in_order = False
        done: dict[tuple[str, str, str], list[int]] = {}
        dials: dict[str, list[datetime]] = {}
        for at, event in _in_time(entry, self.asked):
            for kind, what in _meanings(event, entry):
                done.setdefault((event.by, kind, what), []).append(moment(at))
            if event.name == "call" and event.way == "out":
                dials.setdefault(event.by, []).append(at)
        for (agent, kind, what), times in done.items():
            self._done(agent, entry, kind, what).add(times, [])
        if entry.pipeline.attempt:
            for agent, calls in dials.items():
                found = list(attempt_calls(calls, entry.pipeline.attempt, entry.case.calendar))
                begun = [moment(at) for at, before in found if before is None]
                again = [(moment(at), moment(before)) for at, before in found if before]
                self._done(agent, entry, "attempt", "call out").add(begun, again)

    def _done(self, agent: str, entry: Entry, kind: str, what: str) -> _Done:
        return self.found.setdefault((agent, entry.pipeline.id, KINDS.index(kind), what), _Done())

    def rows(self) -> list[Row]:
        """Return one row for each thing that an agent did."""
        if not self.in_order:  # what was kept is
            in_order(self.found)
        since = _since(self.asked)
        counted = ((key, self.found[key].count(since)) for key in sorted(self.found))
        return [
            {
                "agent": key[0] or None,
                "pipeline": key[1],
                "kind": KINDS[key[2]],
                "what": key[3],
                "count": count,
                "leads": leads,
            }
            for key, (count, leads) in counted
            if count
        ]


def _meanings(event: Event, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what one event counts as; a forced move is a move and counted apart as well."""
    if event.name in TOUCHES and not event.is_touch:
        return  # a meeting that was cancelled or missed, a call to a wrong number
    if event.name in TOUCHES:
        yield (
            "touch",
            "meeting out" if event.name == "meeting" else f"{channel_of(event)} {event.way}",
        )
        if event.is_talk:
            yield "talk", "meeting" if event.name == "meeting" else "call"
    elif event.name == "credit":
        yield "credit", str(event.data.get("kpi", ""))
    elif event.name == "status" and event.by != IMPORT:
        yield "move", "status"
        if event.data.get("forced"):
            yield "forced", "status"
    elif event.name in entry.pipeline.events:
        yield "event", entry.pipeline.events[event.name].label or event.name


class _Weeks:
    """Counts touches, talks and moves week by week."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[str, dict[str, array[int]]] = {}
        self.in_order = True

    def add(self, entry: Entry) -> None:
        """Count what was done with one lead."""
        self.in_order = False
        for at, event in _in_time(entry, self.asked):
            for kind, _ in _meanings(event, entry):
                day = event.day or at.astimezone(self.asked.zone).date()
                week = f"{day - timedelta(days=day.weekday()):%Y-%m-%d}"
                one = self.found.setdefault(week, {})
                one.setdefault(kind, moments()).append(moment(at))

    def rows(self) -> list[Row]:
        """Return one row a week in which something was done, the earliest first."""
        if not self.in_order:
            in_order(self.found)
        since = _since(self.asked)
        counted = {
            week: {kind: count_since(times, since) for kind, times in one.items()}
            for week, one in sorted(self.found.items())
        }
        return [
            {
                "week": week,
                "part": _part_of(week, self.asked),
                "touches": one.get("touch", 0),
                "talks": one.get("talk", 0),
                "moves": one.get("move", 0),
            }
            for week, one in counted.items()
            if any(one.values())
        ]


def _part_of(week: str, asked: Asked) -> str | None:
    """Return which part of a week lies in the period; None where all of it that is over does."""
    monday = date.fromisoformat(week)
    since, until = (
        None if one is None else one.astimezone(asked.zone)
        for one in (asked.period.since, asked.period.until)
    )
    begin, end = (datetime.combine(monday + timedelta(days=d), time(), asked.zone) for d in (0, 7))
    words = [f"from {since:%a} on" if since and begin < since < end else ""]
    words += [f"until {until - timedelta(seconds=1):%a}" if until and begin < until < end else ""]
    return " ".join(filter(None, words)) or None


REPORT = Report(
    "activity",
    "what was done then",
    (
        Part(
            "agent",
            "What was done",
            (
                Figure("agent", "Agent", "who did it", "agent"),
                PIPELINE,
                Figure(
                    "kind",
                    "Kind",
                    "touch: we or they reached out; attempt: calls out, a triple dial being one; "
                    "talk: a meeting or an answered call; event: of the pipeline's own; "
                    "credit: counted for the agent; move: a change of status; forced: against a "
                    "rule",
                    "text",
                ),
                Figure("what", "What", "what exactly was done", "deed"),
                Figure("count", "How often", "how often it was done", bar=True),
                Figure("leads", "Leads", "with how many leads"),
            ),
            _Activity,
            dated=True,
            holds="ever",
        ),
        Part(
            "week",
            "What was done, week by week",
            (
                Figure("week", "Week of", "the Monday on which the week began", "week"),
                Figure("part", "Part", "what of it is counted; empty for all", "text"),
                Figure("touches", "Touches", "calls, texts, e-mails, meetings, letters", bar=True),
                Figure("talks", "Talks", "meetings and answered calls"),
                Figure("moves", "Moves", "changes of status"),
            ),
            _Weeks,
            "columns",
            dated=True,
            holds="ever",
        ),
    ),
    lately="12 weeks",
)
