"""What reports are made of: leads with their definitions, a period, and a few sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.taken_over import take_over
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.money import amount
from leadctl.rules.time.whole_day import begun
from leadctl.values import dataclass

IMPORT = "import"
"""Who is written down for what came with an import."""


@dataclass(frozen=True)
class Entry:
    """One lead in a report: its case, at the moment the report is of.

    `masked` are the fields that are not to be told to whoever asks: it counts as one without them.
    """

    case: Case
    masked: frozenset[str] = frozenset()

    @property
    def lead(self) -> Lead:
        """The lead."""
        return self.case.lead

    @property
    def pipeline(self) -> Pipeline:
        """Its definition."""
        return self.case.pipeline

    def told(self, name: str) -> object:
        """What a field says; None where it is masked."""
        return None if name in self.masked else self.lead.value(name)

    @property
    def parked(self) -> bool:
        """Whether its role or its status keeps it out of the funnel and of all clocks (S1.13)."""
        return self.state == "parked"

    @property
    def archived(self) -> bool:
        """Whether it was put away: what happened still counts, where it stands does not."""
        return bool(self.lead.value("archived"))

    @property
    def state(self) -> str:
        """Where the journey stands: "open", "won", "lost", or "parked"."""
        return self.case.state

    @property
    def received(self) -> datetime | None:
        """When the lead came in, in UTC."""
        moment = self.lead.received()
        return begun(moment, self.case.zone) if moment else None

    @property
    def entered(self) -> datetime | None:
        """When it came into its status, in UTC; a day of which no hour is known, as it began."""
        moment = self.lead.entered()
        return begun(moment, self.case.zone) if moment else None

    def came_in(self, period: Period) -> bool:
        """Whether the lead came in in a period: of one of which no file says when, nobody knows."""
        received, over = self.received, self.taken_over
        if received is None or period == Period():
            return True
        return (over is None or received < over) and period.holds(received)

    @property
    def taken_over(self) -> datetime | None:
        """When an old lead came into the book, in UTC; None for one that was new (decision 22)."""
        found = take_over(self.case)
        return found.day if found else None


@dataclass(frozen=True)
class Period:
    """From `since` up to, not including, `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in the period."""
        after = self.since is None or moment >= self.since
        return after and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class Visit:
    """One entry into a status: from where, when, by whom; the first has no `came_from`."""

    status: str
    at: datetime
    came_from: str = ""
    by: str = ""
    forced: bool = False
    reason: str = ""


def visits(entry: Entry) -> list[Visit]:
    """Return a lead's statuses in the order in which they were recorded, the initial one first.

    A status that the import gave a new lead is where it stood when it came, and no move of ours.
    """
    lead, found = entry.lead, []
    moves = [event for event in lead.history if event.name == "status"]
    status = entry.pipeline.initial if moves else lead.status
    received, zone = entry.received, entry.case.zone
    if moves and moves[0].by == IMPORT:
        first = moves.pop(0)
        status = str(first.data.get("to", ""))
        found.append(Visit(status, begun(first.at, zone)))
    elif received is not None:
        found.append(Visit(status, received))
    for event in moves:
        to, forced = str(event.data.get("to", "")), bool(event.data.get("forced"))
        reason = str(event.data.get("reason", ""))
        found.append(Visit(to, begun(event.at, zone), status, event.by, forced, reason))
        status = to
    return found


def money(entry: Entry) -> Decimal | None:
    """Return what a lead is worth: its `value`, else the first of its pipeline's money fields."""
    found = (amount(entry.told(name)) for name in worth_fields(entry.pipeline))
    return next((one for one in found if one is not None), None)


def worth_fields(pipeline: Pipeline) -> Iterator[str]:
    """Yield the fields that may say what a lead is worth."""
    yield "value"
    yield from (name for name, kind in pipeline.fields.items() if kind.type == "money")


def hides_worth(entry: Entry) -> bool:
    """Whether a lead is worth something that is not to be told."""
    hidden = entry.masked.intersection(worth_fields(entry.pipeline))
    return any(amount(entry.lead.value(name)) is not None for name in hidden)


def ranked(pipeline: Pipeline) -> list[str]:
    """Return the funnel: the ranked statuses of a definition, first to last."""
    found = [status for status in pipeline.statuses.values() if status.rank]
    return [status.name for status in sorted(found, key=lambda status: status.rank)]


def place_of(status: str, pipeline: Pipeline) -> int:
    """Return where a status stands in its definition; one it does not know comes last."""
    names = list(pipeline.statuses)
    return names.index(status) if status in pipeline.statuses else len(names)


def median(values: Sequence[float]) -> float | None:
    """Return the middle value, the mean of the two middle ones; None of nothing."""
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def percentile(values: Sequence[float], part: int) -> float | None:
    """Return the least value that `part` of a hundred values do not exceed; None of nothing."""
    if not values:
        return None
    place = -(-part * len(values) // 100)  # rounded up: the nearest rank
    return sorted(values)[max(place, 1) - 1]


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole from 0 to 1, to four places; None of nothing."""
    return round(part / whole, 4) if whole else None
