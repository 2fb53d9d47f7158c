"""The clause about records: what a lead has several of, folded from its events."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType

from leadctl.rules.clauses.bounds import BOUNDS, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.event import required_values
from leadctl.rules.clauses.records import matches, records
from leadctl.rules.clauses.words import number, where_typed, where_words, with_article
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.wanted import one_wanted


class RecordClause(Bounded):
    """Records of one kind: how many, which, and what all of them must be."""

    subject = "record"
    means = "Records of one kind: how many there are, and what every one of them is."
    example = '{ record = "deal", at_least = 1, every = { status = "closed" } }'
    keys = {
        "record": key("text", "records of one kind"),
        "where": key("wanted", "values that the record has; a list: one of them"),
        "every": key("wanted", "values that every record has"),
        **BOUNDS,
    }
    record: str = ""
    where: Mapping[str, object] = MappingProxyType({})
    every: Mapping[str, object] = MappingProxyType({})

    def holds(self, case: Case) -> bool:
        """Whether there are as many as asked for, and each is as asked for."""
        asked = [record for record in self._there(case) if matches(record, self.where)]
        return self.allows_count(len(asked)) and all(matches(r, self.every) for r in asked)

    def says(self, pipeline: Pipeline) -> str:
        """Return "a deal with status closed is on record"."""
        label = pipeline.records[self.record].label or self.record
        where = where_words(self.where)
        if self.every and self.at_least == 0:
            return f"every {label} on record{where} is one{where_words(self.every)}"
        every = f", every one{where_words(self.every)}" if self.every else ""
        if self.at_most == 0:
            return f"no {label}{where} is on record"
        if self.at_most is None and self.more_than is None and (self.at_least or 1) <= 1:
            return f"{with_article(label)}{where} is on record{every}"
        return f"{self._how_many()} of these are on record: {label}{where}{every}"

    def _how_many(self) -> str:
        bounds = (
            ("at least", self.at_least),
            ("more than", self.more_than),
            ("at most", self.at_most),
        )
        return " and ".join(f"{words} {number(n)}" for words, n in bounds if n is not None)

    def hint(self, case: Case) -> str:
        """Return the command that ends what keeps a record from being as all must be, or else the
        one that logs another; "" where there are too many.
        """
        asked = [r for r in self._there(case) if matches(r, self.where)]
        failing = next((r for r in asked if not matches(r, self.every)), None)
        if failing is not None:
            return self._command(case, self.every, failing)
        if self.at_most is not None and len(asked) >= self.at_most:
            return ""
        return self._command(case, {**self.where, **self.every}, None)

    def so_far(self, case: Case) -> str:
        """Return how many there are, where more than one is asked for: "1 so far"."""
        if self.at_least is None or self.at_least <= 1:
            return ""
        return f"{sum(matches(r, self.where) for r in self._there(case))} so far"

    def _there(self, case: Case) -> list[dict[str, object]]:
        return records(case.lead, case.pipeline, self.record)

    def _command(
        self, case: Case, wanted: Mapping[str, object], about: Mapping[str, object] | None
    ) -> str:
        """Return what logs the values of a record that is there; of None, those of another."""
        kind = case.pipeline.records[self.record]
        event = self._event_with(wanted, case.pipeline, begins=about is None)
        if about is None and event not in kind.beginners:
            about = next(reversed(self._there(case)), None)
        told = about if about is not None else {kind.key: wanted.get(kind.key, "ID")}
        which = {kind.key: told[kind.key]} if kind.key in told else {}
        wants = required_values(case.pipeline, event).items()
        required = {name: told.get(name, value) for name, value in wants}
        known = self._takes(event, case.pipeline) - {kind.key}
        said = {name: value for name, value in {**required, **wanted}.items() if name in known}
        return f"leadctl log {case.lead.id} {event}{where_typed(which)}{where_typed(said)}"

    def _event_with(self, wanted: Mapping[str, object], pipeline: Pipeline, *, begins: bool) -> str:
        """Return the event that can say the most of what is wanted; of several, one that begins
        such a record where another is wanted, and else one that does not.
        """
        kind = pipeline.records[self.record]

        def fits(name: str) -> tuple[int, bool]:
            return self._says(name, wanted, pipeline), (name in kind.beginners) == begins

        return max(kind.events, key=fits)

    def _says(self, event: str, wanted: Mapping[str, object], pipeline: Pipeline) -> int:
        """Return how much of what is wanted an event can say, with the choices that it has."""
        declared = pipeline.events.get(event)
        if declared is None:
            return len(wanted)
        fields = declared.fields
        fit = (
            not fields[name].choices or one_wanted(value) in fields[name].choices
            for name, value in wanted.items()
            if name in fields
        )
        return sum(fit)

    def _takes(self, event: str, pipeline: Pipeline) -> Set[str]:
        """Return the fields that an event takes; one that is built in takes what is wanted."""
        declared = pipeline.events.get(event)
        wanted = self.where.keys() | self.every.keys()
        return wanted if declared is None else declared.fields.keys()

    def check(self, names: Names) -> None:
        """Note unknown records, fields no event of theirs has, and values they never take."""
        names.known("record", self.record, self.source, "record")
        self.check_bounds(names)
        for part, asked in (("where", self.where), ("every", self.every)):
            names.record_values(self.record, asked, self.source, part)

    def turning(self, pipeline: Pipeline) -> frozenset[str]:
        """The events that the records are made of."""
        return frozenset(pipeline.records[self.record].events)

    def evidence(self) -> RecordClause | None:
        """Return itself, where it asks that there is one."""
        return self if self.at_most is None and self.at_least != 0 else None
