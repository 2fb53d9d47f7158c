"""The clause about records: what a lead has several of, folded from its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from leadctl.rules.clauses.bounds import BOUNDS, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.records import matches, records
from leadctl.rules.clauses.words import number, where_typed, where_words, with_article
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Field, Pipeline

SAMPLE = "..."
"""What stands in a command for a value that only the agent knows."""


class RecordClause(Bounded):
    """Records of one kind: how many, which, and what all of them must be."""

    subject = "record"
    means = "Records of one kind: how many there are, and what every one of them is."
    example = '{ record = "deal", at_least = 1, every = { status = "closed" } }'
    keys = {
        "record": key("text", "records of one kind"),
        "where": key("scalars", "values that the record has; a list: one of them"),
        "every": key("scalars", "values that every record has"),
        **BOUNDS,
    }
    record: str = ""
    where: Mapping[str, Any] = MappingProxyType({})
    every: Mapping[str, Any] = MappingProxyType({})

    def holds(self, case: Case) -> bool:
        """Whether there are as many as asked for, and each is as asked for."""
        found = records(case.lead, case.pipeline, self.record)
        asked = [record for record in found if matches(record, self.where)]
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
        if self.at_most is not None:
            return f"at most {number(self.at_most)}"
        if self.more_than is not None:
            return f"more than {number(self.more_than)}"
        return f"at least {number(self.at_least)}"

    def hint(self, case: Case) -> str:
        """Return the command that logs an event of such a record."""
        if self.at_most == 0:
            return ""
        kind, wanted = case.pipeline.records[self.record], {**self.where, **self.every}
        event = self._event_with(wanted, case.pipeline)
        typed = {**dict.fromkeys(self._required(event, case.pipeline), SAMPLE), **wanted}
        typed.pop(kind.key, None)
        return f"leadctl log {case.lead.id} {event} {kind.key}=ID{where_typed(typed)}"

    def _event_with(self, wanted: Mapping[str, Any], pipeline: Pipeline) -> str:
        """Return the first event of such records that can say all that is wanted."""
        kind = pipeline.records[self.record]
        for name in kind.events:
            declared = pipeline.events.get(name)
            if declared is None or wanted.keys() <= declared.fields.keys() | {kind.key}:
                return name
        return kind.events[0]

    def _required(self, event: str, pipeline: Pipeline) -> tuple[str, ...]:
        declared = pipeline.events.get(event)
        return declared.required if declared else ()

    def check(self, names: Names) -> None:
        """Note unknown records, fields no event of theirs has, and values they never take."""
        names.known("record", self.record, self.source, "record")
        self.check_bounds(names)
        if self.record not in names.pipeline.records:
            return
        fields = names.pipeline.record_fields(self.record)
        for message, part in self._problems(fields or {}, names, is_closed=fields is not None):
            names.problem(self.source, message, key=part)

    def _problems(
        self, known: Mapping[str, Field], names: Names, *, is_closed: bool
    ) -> Iterator[tuple[str, str]]:
        for part, asked in (("where", self.where), ("every", self.every)):
            for name, wanted in asked.items():
                if name in known:
                    names.values(f"{name} of {self.record}", known[name], wanted, self.source)
                elif is_closed:
                    yield f'no event of "{self.record}" has a field "{name}"', part

    def turning(self, pipeline: Pipeline) -> frozenset[str]:
        """The events that the records are made of."""
        return frozenset(pipeline.records[self.record].events)

    def evidence(self) -> RecordClause | None:
        """Return itself, where it asks that there is one."""
        return self if self.at_most is None and self.at_least != 0 else None

    @property
    def is_to_come(self) -> bool:
        """Whether it asks for something to be logged."""
        return self.at_most is None
