"""The clause about the acting agent."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.records import matches
from leadctl.rules.clauses.words import field_label
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline


class ActorClause(ClauseKind):
    """An attribute of the acting agent: that there is one, its value, or what it contains."""

    subject = "actor"
    means = "An attribute of the acting agent, as the book's settings have it."
    example = '{ actor = "zips", contains = "zip" }'
    keys = {
        "actor": key("text", "an attribute of the acting agent (with contains, or equals)"),
        "equals": key("value", "the attribute has this value"),
        "contains": key("text", "the lead's field whose value the attribute must contain"),
    }
    actor: str = ""
    equals: object = None
    contains: str = ""

    def holds(self, case: Case) -> bool:
        """Whether the agent's attribute is as asked for."""
        if case.actor is None:
            return False
        attribute = case.actor.attribute(self.actor)
        if self.contains:
            wanted = case.value(self.contains)
            return wanted is not None and wanted in _items(attribute)
        if self.equals is not None:  # of a list, such as roles, one item will do
            return any(matches({"v": item}, {"v": self.equals}) for item in _items(attribute))
        return bool(attribute)

    def says(self, pipeline: Pipeline) -> str:
        """Return "the agent's zips covers the lead's zip"."""
        attribute = self.actor.replace("_", " ")
        if self.contains:
            return (
                f"the agent's {attribute} covers the lead's {field_label(pipeline, self.contains)}"
            )
        if self.equals is not None:
            return f"the agent's {attribute} is {self.equals}"
        return f"the agent has {attribute}"

    def so_far(self, case: Case) -> str:
        """Return that the lead's field is empty: no agent covers that."""
        field = self.contains
        empty = bool(field) and case.value(field) is None
        return f"{field_label(case.pipeline, field)} is not known" if empty else ""

    def hint(self, case: Case) -> str:
        """Return the command that fills the lead's field, where it is empty."""
        empty = bool(self.contains) and case.value(self.contains) is None
        return FieldClause(field=self.contains).hint(case) if empty else ""

    def check(self, names: Names) -> None:
        """Note a field that no lead has; the attributes are the book's own."""
        names.known("field", self.contains, self.source, "contains")

    @property
    def timeless(self) -> bool:
        """It asks for who is acting."""
        return False


def _items(value: object) -> Sequence[object]:
    """Return the items of an attribute: those of a list, a single value as the only one."""
    return value if isinstance(value, list | tuple) else () if value is None else (value,)
