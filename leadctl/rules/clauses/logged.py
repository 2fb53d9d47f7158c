"""The clause about the event that is being logged: a value of it, asked as a field's is."""

from __future__ import annotations

from typing import ClassVar

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.language.contents import EventType, Field
from leadctl.rules.language.keys import Key, key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline

_NOT_ASKED = ("field", "among", "contains")


class LoggedClause(FieldClause):
    """A value of the event that is being logged."""

    subject = "logged"
    means = "A value of the event that is being logged: in the guards of an event alone."
    example = '{ logged = "amount", at_least = 80 }'
    keys: ClassVar[dict[str, Key]] = {
        "logged": key("text", "a field of the event"),
        **{name: one for name, one in FieldClause.keys.items() if name not in _NOT_ASKED},
    }
    logged: str = ""

    def holds(self, case: Case) -> bool:
        """Whether the value is as all of its keys ask; where nothing is being logged, it is."""
        if case.logged is None:
            return True
        own = case.pipeline.events.get(case.logged.name, EventType())
        return self.is_so(
            case.logged.data.get(self.logged), own.fields.get(self.logged, Field()), case
        )

    def says(self, pipeline: Pipeline) -> str:
        """Return "amount is at least 80"."""
        return self.said_of(self._label, None, pipeline)

    def needs(self, pipeline: Pipeline) -> str:
        """Return "amount must be at least 80"."""
        said, start = self.says(pipeline), f"{self._label} is "
        if not said.startswith(start):
            return f"only where {said}"
        return f"{self._label} must be {said.removeprefix(start)}"

    @property
    def _label(self) -> str:
        return self.logged.replace("_", " ")

    def hint(self, case: Case) -> str:  # noqa: ARG002  # what is wrong is the value that was typed
        """There is no command that would satisfy it but the one that was typed."""
        return ""

    def check(self, names: Names) -> None:
        """Note a place where nothing is logged, an unknown field, and what it can never be."""
        if not names.logging:
            names.problem(self.source, "belongs to the guards of an [event.NAME]", key="logged")
            return
        names.fields_of(names.logging, (self.logged,), self.source, "logged")
        self.check_bounds(names)
        self.check_age(names)
        self.check_other_fields(names)
        known = names.pipeline.events[names.logging].fields.get(self.logged)
        if known is not None:
            self.check_values(self.logged, known, names)

    def excludes(self, other: ClauseKind) -> bool:  # noqa: ARG002  # events are judged one by one
        """No status requires it."""
        return False
