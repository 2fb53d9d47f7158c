"""The clause about a field: that it is known, its value, its bounds, whether its time has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from leadctl.rules.clauses.bounds import BOUNDS, NEVER, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.records import matches
from leadctl.rules.clauses.words import field_label, listed, number, quote, value_words
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Clause, Field, Pipeline
from leadctl.rules.leads.lead import is_day
from leadctl.rules.leads.money import amount


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
        "contains": key("values", "the list has all of these"),
        "among": key("tables:clause", "the field reaches the median of other leads like this"),
    }
    field: str = ""
    equals: Any = None
    one_of: tuple[Any, ...] = ()
    past: bool = False
    future: bool = False
    absent: bool = False
    contains: tuple[Any, ...] = ()
    among: tuple[Clause, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses that describe the leads it is compared with."""
        return self.among

    def holds(self, case: Case) -> bool:
        """Whether the field is as all of its keys ask; a flag nobody set is no."""
        value, kind = case.value(self.field), case.pipeline.field_of(self.field) or Field()
        if self.absent:
            return value is None
        if value is None:
            return kind.type == "flag" and False in self._wanted
        return (
            (self.equals is None or _has(value, self.equals, kind))
            and (not self.one_of or any(_has(value, one, kind) for one in self.one_of))
            and all(_has(value, one, kind) for one in self.contains)
            and (not self.is_bounded or self._in_bounds(amount(value)))
            and (not self.past or _has_passed(value, case))
            and (not self.future or (isinstance(value, date) and not _has_passed(value, case)))
            and (not self.among or self._reaches_median(amount(value), case))
        )

    def _in_bounds(self, value: Decimal | None) -> bool:
        least, most, more = amount(self.at_least), amount(self.at_most), amount(self.more_than)
        return (
            value is not None
            and (least is None or value >= least)
            and (most is None or value <= most)
            and (more is None or value > more)
        )

    def _reaches_median(self, value: Decimal | None, case: Case) -> bool:
        """Whether a figure is at or past the median of the other leads that `among` describes."""
        from statistics import median

        peers = [
            amount(other.value(self.field))
            for other in case.others()
            if other.lead.id != case.lead.id and all(holds(c, other) for c in self.among)
        ]
        figures = [figure for figure in peers if figure is not None]
        return bool(figures) and value is not None and value >= median(figures)

    def says(self, pipeline: Pipeline) -> str:
        """Return "size of the home is at least 3"."""
        known = pipeline.field_of(self.field)
        verb = "includes" if known and known.kind.several else "is"
        bounds = [
            (self.absent, "is empty"),
            (self.equals is not None, f"{verb} {value_words(self.equals)}"),
            (self.one_of, f"{verb} {listed(self.one_of or [''])}"),
            (self.contains, f"includes {listed(self.contains or [''], 'and')}"),
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
        known = case.pipeline.field_of(self.field) or Field()
        sign = "+=" if known.kind.several and not self.absent else "="
        value = "" if self.absent else self._sample(known)
        return f"leadctl set {case.lead.id} {self.field}{sign}{value}"

    def _sample(self, known: Field) -> str:
        asked = (*self.contains, self.equals, *self.one_of[:1])
        if said := [value_words(value) for value in asked if value is not None]:
            return quote(",".join(said))
        if self.at_least is not None:
            return number(self.at_least)
        if self.more_than is not None:
            return number(self.more_than + 1)
        if known.choices:
            return quote(known.choices[0])
        return known.kind.sample or f'"{self.field.upper()}"'

    def check(self, names: Names) -> None:
        """Note an unknown field, and what a field of its type can never be."""
        names.known("field", self.field, self.source, "field")
        self.check_bounds(names)
        if (known := names.pipeline.field_of(self.field)) is None:
            return
        for said in self._never(known):
            names.problem(self.source, f"{NEVER}{said}")
        names.values(self.field, known, (*self._wanted, *self.contains), self.source)

    def _never(self, known: Field) -> Iterator[str]:
        """Yield what a field of its type can never be."""
        kind, name = known.kind, f"{self.field} is {known.type}"
        if (self.is_bounded or self.among) and not kind.ordered:
            yield f"{name}, no number"
        if (self.past or self.future) and not kind.in_time:
            yield f"{name}, no date"
        if self.contains and not kind.several:
            yield f"{name}, no list"
        if self.past and self.future:
            yield "past and future at once"
        if self.absent and len(self.given.keys() - {"field", "absent", "when", "why"}):
            yield "absent, and yet of a value"

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


def _has(value: Any, wanted: Any, kind: Field) -> bool:
    """Whether a value is the one wanted, or of a list, one of its items is."""
    if kind.type == "flag":
        return bool(value) is wanted
    if kind.kind.ordered:
        return amount(value) == amount(wanted)
    held = value if isinstance(value, list | tuple) else (value,)
    return (bool(kind.every) and kind.every in held) or any(
        matches({"v": item}, {"v": wanted}) for item in held
    )


def _has_passed(value: Any, case: Case) -> bool:
    if is_day(value):
        return bool(value <= case.today)
    if not isinstance(value, datetime):
        return False
    return (value if value.tzinfo else value.replace(tzinfo=case.zone)) <= case.now
