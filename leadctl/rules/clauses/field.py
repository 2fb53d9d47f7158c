"""The clause about a field: that it is known, its value, its bounds, whether its time has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from leadctl.rules.clauses.age import AGES, Aged
from leadctl.rules.clauses.bounds import BOUNDS, NEVER, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.figures import log_the_rest, share_of, share_so_far, share_words
from leadctl.rules.clauses.held import has, has_passed
from leadctl.rules.clauses.kind import ClauseKind, kind_of
from leadctl.rules.clauses.records import matches
from leadctl.rules.clauses.words import (
    field_label,
    listed,
    number,
    quote,
    value_words,
    with_article,
)
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.contents import Field, Share
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import is_day
from leadctl.rules.leads.money import amount

_TIMED = "has a day and a time"


class FieldClause(Bounded, Aged):
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
        **AGES,
        "absent": key("flag", "the field is empty"),
        "contains": key("values", "the list has all of these"),
        "same_as": key("text", "the field has the value of this other field"),
        "at_least_of": key("table:share", "no less than another field, or a share of it"),
        "among": key("tables:clause", "the field reaches the median of other leads like this"),
    }
    field: str = ""
    equals: object = None
    one_of: tuple[object, ...] = ()
    past: bool = False
    future: bool = False
    absent: bool = False
    contains: tuple[object, ...] = ()
    same_as: str = ""
    at_least_of: Share | None = None
    among: tuple[Clause, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it asks for."""
        share = (self.at_least_of.field,) if self.at_least_of else ()
        return tuple(filter(None, (self.field, self.same_as, *share)))

    @property
    def compares(self) -> bool:
        """Whether it compares the field with other leads'."""
        return bool(self.among)

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses that describe the leads it is compared with."""
        return self.among

    def holds(self, case: Case) -> bool:
        """Whether the field is as all of its keys ask; a flag nobody set is no."""
        known = case.pipeline.field_of(self.field) or Field()
        return self.is_so(case.value(self.field), known, case)

    def is_so(self, value: object, kind: Field, case: Case) -> bool:
        """Whether a value is as all keys ask."""
        if self.absent:
            return value is None
        if value is None:
            return kind.type == "flag" and False in self._wanted
        if not self._qualified:
            return not (is_day(value) and kind.type == "datetime")
        return (
            (self.equals is None or has(value, self.equals, kind))
            and (not self.one_of or any(has(value, one, kind) for one in self.one_of))
            and all(has(value, one, kind) for one in self.contains)
            and (not self.is_bounded or self._in_bounds(amount(value)))
            and (not self.past or has_passed(value, case))
            and (not self.future or (isinstance(value, date) and not has_passed(value, case)))
            and self.has_age(value, case)
            and (not self.same_as or matches({"v": value}, {"v": case.value(self.same_as)}))
            and (self.at_least_of is None or self._reaches_share(self.at_least_of, value, case))
            and (not self.among or self._reaches_median(amount(value), case))
        )

    @property
    def _qualified(self) -> bool:
        """Whether more is asked than that the field is known."""
        return bool(self.given.keys() - {self.subject, "when", "why"})

    def _reaches_share(self, share: Share, value: object, case: Case) -> bool:
        own, asked = amount(value), share_of(share, case)
        return own is not None and asked is not None and own >= asked

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
        if value is None:
            return False
        median = case.peers.median_but(case.lead.id, self.field, self, self._describes, amount)
        return median is not None and value >= median

    def _describes(self, other: Case) -> bool:
        return all(holds(clause, other) for clause in self.among)

    def says(self, pipeline: Pipeline) -> str:
        """Return "size of the home is at least 3"."""
        return self.said_of(
            field_label(pipeline, self.field), pipeline.field_of(self.field), pipeline
        )

    def said_of(self, label: str, known: Field | None, pipeline: Pipeline) -> str:
        """Return what is asked of something that is called so."""
        verb = _includes(label) if known and known.kind.several else "is"
        bounds = [
            (self.absent, "is empty"),
            (self.equals is not None, f"{verb} {value_words(self.equals)}"),
            (self.one_of, f"{verb} {listed(self.one_of or [''])}"),
            (self.contains, f"{_includes(label)} {listed(self.contains or [''], 'and')}"),
            (self.at_least is not None, f"is at least {number(self.at_least)}"),
            (self.at_most is not None, f"is at most {number(self.at_most)}"),
            (self.more_than is not None, f"is more than {number(self.more_than)}"),
            (self.past, "has passed"),
            (self.future, "is still to come"),
            (self.is_aged, f"was{self.age_words()}" if self.older or self.newer else "has come"),
            (self.same_as, f"is the same as {field_label(pipeline, self.same_as)}"),
            (self.at_least_of, share_words(self.at_least_of, pipeline)),
            (self.among, f"is in the mid-range of {self._peers_words(pipeline)}"),
        ]
        said = [words for is_set, words in bounds if is_set]
        timed = known is not None and known.type == "datetime"
        plain = _TIMED if timed else "is known"
        return f"{label} {' and '.join(said) or plain}"

    def needs(self, pipeline: Pipeline) -> str:
        """Return "an appointment needs a day and a time", "need must be known"."""
        label, said = field_label(pipeline, self.field), self.says(pipeline)
        if said.endswith(_TIMED):
            return f"{with_article(label)} needs a day and a time"
        for verb, must in _MUST.items():
            if said.startswith(f"{label}{verb}"):
                return f"{label}{must}{said.removeprefix(f'{label}{verb}')}"
        return super().needs(pipeline)

    def _peers_words(self, pipeline: Pipeline) -> str:
        """Return which leads it is compared with: "other leads of which this holds: ..."."""
        said = " and ".join(kind_of(clause).says(pipeline) for clause in self.among)
        return f"other leads of which this holds: {said}" if said else "other leads"

    def so_far(self, case: Case) -> str:
        """Return how far a figure is from a share of another: "99.99 of 100"."""
        return share_so_far(self.field, self.at_least_of, case) if self.at_least_of else ""

    def hint(self, case: Case) -> str:
        """Return the command that sets it, or what it is compared with where that is not known; of
        a sum the one that logs the rest. What else is derived cannot be set.
        """
        other = self.same_as or (self.at_least_of.field if self.at_least_of else "")
        if other and case.value(other) is None and other not in case.pipeline.derive:
            return FieldClause(field=other).hint(case)
        if self.field in case.pipeline.derive:
            asked = share_of(self.at_least_of, case) if self.at_least_of else amount(self.at_least)
            return log_the_rest(self.field, asked, case)
        if self.among or self._has_its_date(case):
            return ""
        if self.field in case.pipeline.constants:
            return f'leadctl config set constants.{self.field} "..."'
        known = case.pipeline.field_of(self.field) or Field()
        sign = "+=" if known.kind.several and not self.absent else "="
        value = "" if self.absent else self._sample(known, case)
        return f"leadctl set {case.lead.id} {self.field}{sign}{value}"

    def _has_its_date(self, case: Case) -> bool:
        """Whether the field has a date, and only time can make it as old as it must be."""
        return self.is_aged and case.value(self.field) is not None

    def _sample(self, known: Field, case: Case) -> str:
        same = case.value(self.same_as) if self.same_as else None
        asked = (*self.contains, self.equals, same, *self.one_of[:1])
        if said := [value_words(value) for value in asked if value is not None]:
            return quote(",".join(said))
        if self.at_least is not None:
            return number(self.at_least)
        if self.more_than is not None:
            return number(self.more_than + 1)
        if known.choices:
            return quote(known.choices[0])
        if known.type == "date" and not self.future:
            return "today"
        return known.kind.sample or f'"{self.field.upper()}"'

    def check(self, names: Names) -> None:
        """Note an unknown field, and what a field of its type can never be."""
        names.known("field", self.field, self.source, "field")
        self.check_bounds(names)
        if (known := names.pipeline.field_of(self.field)) is None:
            return
        self.check_age(names)
        self.check_other_fields(names)
        self.check_values(self.field, known, names)

    def check_values(self, name: str, known: Field, names: Names) -> None:
        """Note what something of this name and type can never be."""
        for said in self._never(name, known):
            names.problem(self.source, f"{NEVER}{said}")
        names.values(name, known, (*self._wanted, *self.contains), self.source)

    def _never(self, called: str, known: Field) -> Iterator[str]:
        """Yield what a field of its type can never be."""
        kind, name = known.kind, f"{called} is {known.type}"
        if (self.is_bounded or self.among or self.at_least_of) and not kind.ordered:
            yield f"{name}, no number"
        if (self.past or self.future or self.is_aged) and not kind.in_time:
            yield f"{name}, no date"
        if self.contains and not kind.several:
            yield f"{name}, no list"
        if self.past and self.future:
            yield "past and future at once"
        if self.same_as and self.same_as == self.field:
            yield "compared with itself; with other leads: { leads = [...], same = [...] }"
        if any("same" in clause.given for clause in every_clause(self.among)):
            yield "the leads of among are no event that is being logged"
        if self.absent and len(self.given.keys() - {self.subject, "absent", "when", "why"}):
            yield "absent, and yet of a value"

    def check_other_fields(self, names: Names) -> None:
        """Note another field that nothing has, or that is no number to take a share of."""
        names.known("field", self.same_as, self.source, "same_as")
        if (share := self.at_least_of) is None:
            return
        names.known("field", share.field, self.source, "at_least_of")
        whole = names.pipeline.field_of(share.field)
        if whole is not None and not whole.kind.ordered:
            names.problem(self.source, f"{NEVER}{share.field} is {whole.type}, no number")
        if share.share <= 0:
            names.problem(self.source, "a share is more than 0: 0.3 is 30 %", key="at_least_of")

    @property
    def _wanted(self) -> tuple[object, ...]:
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
        return not (self.past or self.future or self.is_aged or self.among)


_MUST = {" is ": " must be ", " includes ": " must include ", " include ": " must include "}
"""What is so of a field -> what must be."""


def _includes(label: str) -> str:
    """Return the verb behind what a list is called: tags include, a need includes."""
    return "include" if label.endswith("s") else "includes"
