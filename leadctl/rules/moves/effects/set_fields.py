"""The effect that sets fields of the lead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import value_words
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.fields import BY_NAME
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class SetEffect(EffectKind):
    """Fields are set."""

    subject = "set"
    means = "Fields of the lead are set."
    example = '{ set = { follow_up_plan = "none" } }'
    keys = {"set": key("scalars", "set these fields")}
    set: Mapping[str, Any] = MappingProxyType({})

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the fields set; lists as a lead's file holds them."""
        values = {k: list(v) if isinstance(v, tuple) else v for k, v in self.set.items()}
        return case.lead.set(**values)

    def says(self) -> str:
        """Return what is set."""
        return "set: " + ", ".join(
            f"{name} = {value_words(value)}" for name, value in self.set.items()
        )

    def check(self, names: Names) -> None:
        """Note fields no lead has, and values that a field does not take."""
        names.known("field", self.set, self.source, "set")
        for field, value in self.set.items():
            if field in BY_NAME and BY_NAME[field].set_by:
                message = f'"{field}" is not set like a field'
                names.problem(self.source, message, f"use {BY_NAME[field].set_by}", key="set")
            elif (known := names.pipeline.field_of(field)) and value != "":
                names.values(field, known, value, self.source)
