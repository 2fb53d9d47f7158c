"""What a kind of report is: its parts, every figure with its meaning, and how it is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from typing import Literal, Protocol, cast

from leadctl.rules.reports.entry import Entry, Period
from leadctl.rules.reports.registry import ALIASES, KINDS
from leadctl.values import dataclass, replace

Unit = Literal[
    "text",
    "agent",
    "deed",
    "month",
    "week",
    "count",
    "money",
    "share",
    "seconds",
    "minutes",
    "moment",
]
TEXTS = ("text", "agent", "deed", "month", "week")
"""The units of figures that name a row and count nothing."""


@dataclass(frozen=True)
class Figure:
    """One column of a report: `meaning` defines it in one sentence, `title` is its heading.

    `unit` "share" is from 0 to 1; "seconds" and "minutes" are lengths of time, a "deed" is a touch
    ("call out"), a "month" is "2026-11", a "week" its Monday, an "agent" an id. `personal` marks
    what a page shows only where names are asked for. `bar` draws it as a bar on a terminal. People
    see no `data` figure, and a `quiet` one only where it is not nothing. `within` names the figure
    whose text, where all rows share it, is the heading: "In 30 minutes".
    """

    key: str
    title: str
    meaning: str
    unit: Unit = "count"
    personal: bool = False
    bar: bool = False
    data: bool = False
    quiet: bool = False
    within: str = ""


PIPELINE = Figure("pipeline", "Pipeline", "the pipeline of the leads counted", "text")
STATUS = Figure("status", "Status", "the status the lead is in", "text")
NAME = Figure("name", "Lead", "the lead's name", "text", personal=True)
ID = Figure("id", "Id", "the lead's id", "text")
OWNER = Figure("owner", "Owner", "whose lead it is", "agent")
"""What reports that name leads say of each."""

EVER = Period()
AHEAD = timedelta(days=7)
"""For so long what counts deadlines to come can be kept."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a report. `pair` are two statuses of which the step between is wanted."""

    now: datetime
    zone: tzinfo
    period: Period = EVER
    pair: tuple[str, str] | None = None


Row = Mapping[str, object]


class Counter(Protocol):
    """Takes leads one by one, so that memory grows with what is printed and not with the book.

    A part that `holds` for longer than a moment has all that its counter has counted in `found`:
    tables, lists, numbers and values, which add up with those of other leads. Nothing in it depends
    on now.
    """

    def add(self, entry: Entry) -> None:
        """Count one lead."""

    def rows(self) -> list[Row]:
        """Return the figures: each row has every key of the part's figures."""


class KeptCounter(Counter, Protocol):
    """The counter of a part that holds for longer than a moment."""

    @property
    def found(self) -> object:
        """All that was counted; what was counted of other leads is added to it."""


@dataclass(frozen=True)
class Part:
    """A report split in one way: `by` is what --by takes; its counter is made for each question.

    `picture` is how a page draws its `bar` figure, named by its first text: lying bars, standing
    columns, or cards in columns. `holds` says for how long what is counted of leads that do not
    change is the same: "ever", for AHEAD from when it was counted, or for that "moment" alone. One
    that is `dated` keeps the times of what it counts, and leaves out at the end what was before a
    period.
    """

    by: str
    title: str
    figures: tuple[Figure, ...]
    counter: Callable[[Asked], Counter]
    picture: Literal["", "bars", "columns", "cards"] = ""
    holds: Literal["ever", "ahead", "moment"] = "moment"
    dated: bool = False

    def can_be_kept(self, asked: Asked) -> bool:
        """Whether what is counted for a question answers it at other moments, too."""
        period = asked.period
        fits = period == EVER or (self.dated and period.until is None)
        return fits and asked.pair is None and self.holds != "moment"

    @property
    def label(self) -> Figure | None:
        """The figure that names a row: what it is split by, else the first text."""
        texts = [f for f in self.figures if f.unit in TEXTS and f != PIPELINE and not f.data]
        return next((f for f in texts if f.key == self.by), texts[0] if texts else None)


@dataclass(frozen=True)
class Report:
    """One kind of report. `period` says what lies in a period; the first part is the usual one.

    `lately` is the span ("12 weeks") of which an overview tells, where no period was typed.
    """

    name: str
    period: str
    parts: tuple[Part, ...]
    lately: str = ""

    @property
    def says(self) -> str:
        """What it says, in one sentence."""
        return KINDS[self.name][1]

    def part(self, by: str = "") -> Part:
        """Return the part that --by names; the first for "". Raises KeyError for another."""
        return {part.by: part for part in self.parts}[by or self.parts[0].by]


def titled(kind: str, part: Part, asked: Asked) -> Part:
    """Return a part whose title says what a period chose of it; without one, or where the title
    says so already, the part itself.
    """
    chosen, told = report_of(kind).period, report_of(kind).parts[0].title.lower()
    if asked.period == EVER or chosen.startswith(told):
        return part
    return replace(part, title=f"{part.title} ({chosen})")


def report_of(name: str) -> Report:
    """Return the report of a kind, by its name or another name for it. Raises KeyError."""
    module = import_module(KINDS[ALIASES.get(name, name)][0])
    return cast("Report", module.REPORT)
