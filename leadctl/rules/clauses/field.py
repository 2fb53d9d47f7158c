"""The clause about a field: that it is known, its value, its bounds, whether its time has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from leadctl.rules.clauses.bounds import BOUNDS, NEVER, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.records import matches
from leadctl.rules.clauses.words import field_label, listed, number, quote, value_words
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import MOMENT_TYPES, NUMBER_TYPES, Names
from leadctl.rules.language.pipeline import Clause, Field, Pipeline
from leadctl.rules.leads.lead import is_day


class FieldClause(Bounded):
    """A field of the lead, built in, the definition's own or derived."""

    subject = "field"
    means = "A field of the lead: known, unless a key asks for more, or empty."
    example = '{ field = "timeframe_months", at_least = 6 }'
    keys = {
        "field": key("text", "a field, record-derived or derived value of the lead"),
        "equals": key("value", "the field has this value"),
        "one_of": key("values", "the field has one of these values"),
        **BOUNDS,
        "past": key("flag", "the moment in the field has passed"),
        "future": key("flag", "the moment in the field is still to come"),
        "absent": key("flag", "the field is empty"),
        "among": key("tables:clause", "the field reaches the median of other leads like this"),
    }
    field: str = ""
    equals: Any = None
    one_of: tuple[Any, ...] = ()
    past: bool = False
    future: bool = False
    absent: bool = False
    among: tuple[Clause, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses that describe the leads it is compared with."""
        return self.among

    def holds(self, case: Case) -> bool:
        """Whether the field is as all of its keys ask."""
        value = case.value(self.field)
        if value is None or self.absent:
            return self.absent and value is None
        return (
            (self.equals is None or matches({"v": value}, {"v": self.equals}))
            and (not self.one_of or matches({"v": value}, {"v": self.one_of}))
            and (not self.is_bounded or self._in_bounds(value))
            and (not self.past or _has_passed(value, case))
            and (not self.future or (isinstance(value, date) and not _has_passed(value, case)))
            and (not self.among or self._reaches_median(value, case))
        )

    def _in_bounds(self, value: Any) -> bool:
        return (
            _is_number(value)
            and (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.more_than is None or value > self.more_than)
        )

    def _reaches_median(self, value: Any, case: Case) -> bool:
        """Whether a figure is at or past the median of the other leads that `among` describes."""
        peers = [
            other.value(self.field)
            for other in case.others()
            if other.lead.id != case.lead.id and all(holds(c, other) for c in self.among)
        ]
        figures = sorted(figure for figure in peers if _is_number(figure))
        if not figures or not _is_number(value):
            return False
        middle = len(figures) // 2
        median = figures[middle] if len(figures) % 2 else sum(figures[middle - 1 : middle + 1]) / 2
        return bool(value >= median)

    def says(self, pipeline: Pipeline) -> str:
        """Return "size of the home is at least 3"."""
        bounds = [
            (self.absent, "is empty"),
            (self.equals is not None, f"is {value_words(self.equals)}"),
            (self.one_of, f"is {listed(self.one_of or [''])}"),
            (self.at_least is not None, f"is at least {number(self.at_least)}"),
            (self.at_most is not None, f"is at most {number(self.at_most)}"),
            (self.more_than is not None, f"is more than {number(self.more_than)}"),
            (self.past, "has passed"),
            (self.future, "is still to come"),
            (self.among, "is in the mid-range of leads that have got there"),
        ]
        said = [words for is_set, words in bounds if is_set]
        return f"{field_label(pipeline, self.field)} {' and '.join(said) or 'is known'}"

    def hint(self, case: Case) -> str:
        """Return the command that sets it; what is derived cannot be set."""
        if self.field in case.pipeline.derive or self.among:
            return ""
        value = "" if self.absent else self._sample(case.pipeline)
        return f"leadctl set {case.lead.id} {self.field}={value}"

    def _sample(self, pipeline: Pipeline) -> str:
        if self.equals is not None:
            return quote(str(self.equals))
        if self.one_of:
            return quote(str(self.one_of[0]))
        if self.at_least is not None:
            return number(self.at_least)
        if self.more_than is not None:
            return number(self.more_than + 1)
        known = pipeline.fields.get(self.field, Field())
        if known.choices:
            return quote(known.choices[0])
        return _SAMPLES.get(known.type, f'"{self.field.upper()}"')

    def check(self, names: Names) -> None:
        """Note an unknown field, and what a field of its type can never be."""
        names.known("field", self.field, self.source, "field")
        self.check_bounds(names)
        kind, source = names.type_of(self.field), self.source
        if kind and (self.is_bounded or self.among) and kind not in NUMBER_TYPES:
            names.problem(source, f"{NEVER}{self.field} is {kind}, no number")
        if kind and (self.past or self.future) and kind not in MOMENT_TYPES - {"month-day"}:
            names.problem(source, f"{NEVER}{self.field} is {kind}, no date")
        if self.past and self.future:
            names.problem(source, f"{NEVER}past and future at once")
        if self.absent and len(self.given.keys() - {"field", "absent", "when", "why"}):
            names.problem(source, f"{NEVER}absent, and yet of a value")
        field = Field(type=kind, choices=names.choices_of(self.field))
        if kind and self.field != "tags":
            names.values(self.field, field, self._wanted, source)

    @property
    def _wanted(self) -> tuple[Any, ...]:
        return tuple(v for v in (self.equals, *self.one_of) if v is not None)

    def excludes(self, other: ClauseKind) -> bool:
        """Whether they ask for different values of one field."""
        if not isinstance(other, FieldClause) or self.field != other.field:
            return False
        if self.absent != other.absent:
            return True
        mine, others = {*map(repr, self._wanted)}, {*map(repr, other._wanted)}
        apart = self.is_apart_from(other, counts=False)
        return bool(mine and others and not mine & others) or apart

    @property
    def timeless(self) -> bool:
        """Whether it asks neither for now nor for other leads."""
        return not (self.past or self.future or self.among)


_SAMPLES = {"datetime": '"tomorrow 14:00"', "date": "tomorrow", "number": "N", "money": "AMOUNT"}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has_passed(value: Any, case: Case) -> bool:
    if is_day(value):
        return bool(value <= case.today)
    if not isinstance(value, datetime):
        return False
    return (value if value.tzinfo else value.replace(tzinfo=case.zone)) <= case.now
