"""What agents did: touches, attempts and talks, the pipeline's own events, credits, moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from leadctl.rules.clauses.records import attempts
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.reports.entry import IMPORT, Entry
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row

KINDS = ("touch", "attempt", "talk", "event", "credit", "move", "forced")


class _Activity:
    """Counts what was done in the period: by agent, definition, kind and name."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[tuple[str, str, int, str], dict[str, int]] = {}

    def add(self, entry: Entry) -> None:
        """Count what was done with one lead."""
        for agent, kind, what, count in self._of_lead(entry):
            key = (agent, entry.pipeline.id, KINDS.index(kind), what)
            leads = self.found.setdefault(key, {})
            leads[entry.lead.id] = leads.get(entry.lead.id, 0) + count

    def _of_lead(self, entry: Entry) -> Iterator[tuple[str, str, str, int]]:
        dials: dict[str, list[datetime]] = {}
        for event in entry.lead.history:
            if not self.asked.period.holds(event.at):
                continue
            for kind, what in _meanings(event, entry):
                yield event.by, kind, what, 1
            if event.name == "call" and event.way == "out":
                dials.setdefault(event.by, []).append(event.at)
        if entry.pipeline.attempt:
            for agent, moments in dials.items():
                count = attempts(moments, entry.pipeline.attempt, entry.case.calendar)
                yield agent, "attempt", "call out", count

    def rows(self) -> list[Row]:
        """Return one row for each thing that an agent did."""
        return [
            {
                "agent": key[0] or None,
                "pipeline": key[1],
                "kind": KINDS[key[2]],
                "what": key[3],
                "count": sum(leads.values()),
                "leads": len(leads),
            }
            for key, leads in sorted(self.found.items(), key=lambda item: item[0])
        ]


def _meanings(event: Event, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what one event counts as; a forced move is a move and counted apart as well."""
    if event.name in TOUCHES:
        yield "touch", f"{event.name} {event.way}"
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
        self.found: dict[str, dict[str, int]] = {}

    def add(self, entry: Entry) -> None:
        """Count what was done with one lead."""
        for event in entry.lead.history:
            if not self.asked.period.holds(event.at):
                continue
            for kind, _ in _meanings(event, entry):
                day = event.at.astimezone(self.asked.zone).date()
                week = f"{day - timedelta(days=day.weekday()):%Y-%m-%d}"
                one = self.found.setdefault(week, dict.fromkeys(KINDS, 0))
                one[kind] += 1

    def rows(self) -> list[Row]:
        """Return one row a week in which something was done, the earliest first."""
        return [
            {"week": week, "touches": one["touch"], "talks": one["talk"], "moves": one["move"]}
            for week, one in sorted(self.found.items())
        ]


REPORT = Report(
    "activity",
    "what was done then",
    (
        Part(
            "agent",
            "What was done",
            (
                Figure("agent", "Agent", "who did it", "text"),
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
                Figure("what", "What", "what exactly was done", "text"),
                Figure("count", "How often", "how often it was done", bar=True),
                Figure("leads", "Leads", "with how many leads"),
            ),
            _Activity,
        ),
        Part(
            "week",
            "What was done, week by week",
            (
                Figure("week", "Week of", "the Monday on which the week began", "text"),
                Figure("touches", "Touches", "calls, texts, e-mails, meetings, letters", bar=True),
                Figure("talks", "Talks", "meetings and answered calls"),
                Figure("moves", "Moves", "changes of status"),
            ),
            _Weeks,
            "columns",
        ),
    ),
)
