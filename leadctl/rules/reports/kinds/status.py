"""Where leads stand: how many, worth what, and for how long."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from datetime import UTC
from decimal import Decimal
from functools import partial

from leadctl.rules.reports.entry import Entry, median, money, place_of
from leadctl.rules.reports.numbers import ages, middle, moment, moments
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row, Unit
from leadctl.values import dataclass, field, replace

DAY = 86400
AGES = (("under a week", 7), ("1 to 4 weeks", 28), ("1 to 3 months", 91), ("3 to 12 months", 365))
OLDEST = "over a year"

_FIGURES = (
    Figure("leads", "Leads", "leads there now, archived ones left out", bar=True),
    Figure("valued", "With a value", "how many of them have a value", data=True),
    Figure("value", "Value", "what those are worth together", "money"),
    Figure(
        "median_age_seconds",
        "Usual stay",
        "half of them have been in their status for less than this",
        "seconds",
    ),
    Figure("oldest_age_seconds", "Longest", "the longest that one has been there", "seconds"),
)


@dataclass
class _Sum:
    """What is counted of the leads of one row."""

    leads: int = 0
    valued: int = 0
    value: Decimal = Decimal(0)
    entered: array[int] = field(default_factory=moments)


Key = tuple[int, str, str]
"""What puts a row in order, its name, and a second name beside it."""


class _Standing:
    """Counts the leads there are now, by what `key` says of each."""

    def __init__(self, names: tuple[str, str], key: Callable[[Entry, Asked], Key], asked: Asked):
        self.names, self.key, self.asked = names, key, asked
        self.found: dict[tuple[str, Key], _Sum] = {}

    def add(self, entry: Entry) -> None:
        """Count a lead that is not archived and came in in the period."""
        if entry.archived or not entry.came_in(self.asked.period):
            return
        place = (entry.pipeline.id, self.key(entry, self.asked))
        one = self.found.setdefault(place, _Sum())
        one.leads += 1
        amount = money(entry)
        if amount is not None:
            one.valued += 1
            one.value += amount
        if (entered := entry.entered) is not None:
            one.entered.append(moment(entered))

    def rows(self) -> list[Row]:
        """Return one row a name, in the order of the definition."""
        order = sorted(self.found.items(), key=lambda item: (item[0][0], item[0][1]))
        return [self._row(pipeline, key, one) for (pipeline, key), one in order]

    def _row(self, pipeline: str, key: Key, one: _Sum) -> Row:
        _, name, beside = key
        first = [min(one.entered)] if one.entered else []
        now = self.asked.now
        return row_of(
            {"pipeline": pipeline, self.names[0]: name, self.names[1]: beside},
            (one.leads, one.valued, one.value),
            (median(ages(middle(one.entered), now)), median(ages(first, now))),
        )


def row_of(
    names: Mapping[str, str],
    sums: tuple[int, int, Decimal],
    ages: tuple[float | None, float | None],
) -> Row:
    """Return a row: what it is about, leads, those with a value, their value; ages in seconds."""
    leads, valued, value = sums
    return {
        **{key: name or None for key, name in names.items() if key},
        "leads": leads,
        "valued": valued,
        "value": value,
        "median_age_seconds": ages[0],
        "oldest_age_seconds": ages[1],
    }


def age_of(entry: Entry, asked: Asked) -> float | None:
    """Return for how many seconds a lead has been in its status; None where nothing tells."""
    entered = entry.entered
    if entered is None:
        return None
    return max(0.0, (asked.now.astimezone(UTC) - entered.astimezone(UTC)).total_seconds())


PARKED = 10_000
"""Parked leads come last: they are in no status of a journey, whatever it is called."""


def _status(entry: Entry, _asked: Asked) -> Key:
    return standing_of(entry)


def standing_of(entry: Entry) -> Key:
    """Return where a lead stands: its status's place, its name, and its group's; the role of one
    that is parked.
    """
    if entry.parked:
        return PARKED, entry.lead.role or entry.lead.status, "Parked"
    return place_of(entry.lead.status, entry.pipeline), entry.lead.status, group_of(entry)


def _group(entry: Entry, _asked: Asked) -> Key:
    if entry.parked:
        return PARKED, "Parked", ""
    status = entry.pipeline.statuses.get(entry.lead.status)
    names = [*entry.pipeline.groups, ""]
    return names.index(status.group if status else ""), group_of(entry), ""


def group_of(entry: Entry) -> str:
    """Return the label of a lead's group: what a person calls it; "" for none."""
    status = entry.pipeline.statuses.get(entry.lead.status)
    group = entry.pipeline.groups.get(status.group) if status else None
    return (group.label or (status.group if status else "")) if group else ""


def _named(name: str, entry: Entry, _asked: Asked) -> Key:
    return 0, str(entry.told(name) or ""), ""


def _age(entry: Entry, asked: Asked) -> Key:
    days = (age_of(entry, asked) or 0) / DAY
    for place, (name, most) in enumerate(AGES):
        if days < most:
            return place, name, ""
    return len(AGES), OLDEST, ""


def _split(title: str) -> Figure:
    unit: Unit = "agent" if title == "Owner" else "text"
    return Figure(title.lower(), title, f"the {title.lower()} that the leads share", unit)


def _part(title: str, by: str, key: Callable[[Entry, Asked], Key]) -> Part:
    figures = (PIPELINE, _split(by.capitalize()), *_FIGURES)
    return Part(by, title, figures, partial(_Standing, (by, ""), key), "bars", holds="ever")


REPORT = Report(
    "status",
    "leads that came in then",
    (
        Part(
            "status",
            "Where leads stand",
            (
                PIPELINE,
                Figure("status", "Status", "the status; for parked leads their role", "text"),
                Figure("group", "Group", "the group of the status", "text"),
                *_FIGURES,
            ),
            partial(_Standing, ("status", "group"), _status),
            "bars",
            holds="ever",
        ),
        _part("Leads by group", "group", _group),
        _part("Leads by owner", "owner", partial(_named, "owner")),
        _part("Leads by source", "source", partial(_named, "source")),
        replace(_part("How long leads have been where they are", "age", _age), holds="moment"),
    ),
)
