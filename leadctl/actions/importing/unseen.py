"""What of a lead of the book is hidden from the agent who imports: a row may not change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.actions.desk import Desk
from leadctl.actions.importing.judging import effect_refused
from leadctl.rules.clauses.words import field_label
from leadctl.rules.due.unmasking import hidden_fields, stays
from leadctl.rules.importing.row_into_lead import Difference
from leadctl.rules.leads.fields import REACH
from leadctl.rules.leads.lead import Lead
from leadctl.values import replace

OF_ANOTHER = "It is another agent's here, and stays as it is."
HIDDEN = "hidden from you"


class Unseen:
    """What the acting agent is not shown of leads: `set` refuses to write over it, and a row may
    not either (S1.9, S3.17, decision 19).
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._alone = len(desk.book.settings.team.agents) <= 1
        self._last: tuple[Lead, Mapping[str, str]] | None = None

    def refused(self, before: Lead, after: Lead) -> str:
        """Return why a row may not make this of a lead of the book, or ""."""
        if not self._alone and self._desk.hidden(before):
            return OF_ANOTHER
        if said := effect_refused(self._desk, before, after):
            return said
        for name, why in self._fields(before).items():
            if not stays(before.value(name), after.value(name)):
                label = field_label(self._desk.case_or_bare(before)[0].pipeline, name)
                return f"{label} is {HIDDEN}: {why}" if why else f"{label} is {HIDDEN}"
        return ""

    def told(self, lead: Lead, changes: Sequence[Difference]) -> list[Difference]:
        """Return what rows say otherwise, without what stands hidden in the book."""
        if not self._alone and self._desk.hidden(lead):
            return []
        hidden = self._fields(lead)
        return [
            replace(one, old=HIDDEN, kept="to change it, see it first")
            if one.field in hidden
            else one
            for one in changes
        ]

    def shown(self, before: Lead, after: Lead) -> Lead:
        """Return a lead as it would be stored, without what is hidden of it."""
        hidden = self._fields(before)
        return after.set(**dict.fromkeys(hidden)) if hidden else after

    def _fields(self, lead: Lead) -> Mapping[str, str]:
        """Return the filled fields that are hidden, each with why."""
        if self._alone:
            return {}
        if self._last is None or self._last[0] is not lead:
            self._last = lead, dict(self._found(lead))
        return self._last[1]

    def _found(self, lead: Lead) -> Mapping[str, str]:
        case, unusable = self._desk.case_or_bare(lead)
        if not unusable:
            return hidden_fields(case)
        return {name: unusable.sentence for name in REACH if lead.value(name) is not None}
