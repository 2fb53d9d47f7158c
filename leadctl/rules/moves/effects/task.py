"""The effect that creates a task."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import slug
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import EffectKind, Stamp
from leadctl.rules.time.spans import Duration


class TaskEffect(EffectKind):
    """A task is created, due at once or some time later."""

    subject = "task"
    means = "A task is created, due at once or some time later."
    example = '{ task = "Order the photos", after = "2 days" }'
    keys = {
        "task": key("text", "create this task"),
        "after": key("duration", "when the task is due, from now"),
    }
    task: str = ""
    after: Duration | None = None

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the task."""
        due = case.calendar.add(stamp.at, self.after, "wall") if self.after else stamp.at
        data = {"id": slug(self.task), "do": self.task, "due": due}
        return case.lead.add(Event(stamp.written, "task", stamp.by, data))

    def says(self) -> str:
        """Return the task and when it is due."""
        after = f", due {self.after} later" if self.after else ""
        return f'the task "{self.task}" is created{after}'

    def check(self, names: Names) -> None:
        """It names nothing."""
