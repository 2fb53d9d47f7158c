"""The clause about how new the acting agent is."""

from __future__ import annotations

from datetime import UTC, datetime, time

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar


class TenureClause(ClauseKind):
    """The acting agent started less than a span ago."""

    subject = "actor_tenure_below"
    means = "The acting agent started less than this ago; the first day of work is day 1."
    example = '{ actor_tenure_below = "31 days" }'
    keys = {"actor_tenure_below": key("duration", "the acting agent started less than this ago")}
    actor_tenure_below: Duration = Duration()

    def holds(self, case: Case) -> bool:
        """Whether the acting agent is new: day 1 is the day of the start (decision 13)."""
        if case.actor is None or case.actor.started is None:
            return True  # whoever may be new is taken for new
        started = datetime.combine(case.actor.started, time(), UTC)
        limit = Calendar("UTC").add(started, self.actor_tenure_below, "wall").date()
        days = case.actor.tenure_days(case.today)
        return days is not None and days < (limit - case.actor.started).days

    def says(self, pipeline: Pipeline) -> str:
        """Return "the agent started less than 31 days ago"."""
        return f"the agent started less than {self.actor_tenure_below} ago"

    def unknown(self, case: Case) -> str:
        """Return the line of the settings that would tell, where nothing does."""
        if case.actor is None or case.actor.started is not None:
            return ""
        line = f"started = DATE under [agents.{case.actor.id}] in leadctl.toml"
        return f"nothing says when {case.actor.id} started: write {line}"

    def check(self, names: Names) -> None:
        """A span is a span: the reader has seen to it."""

    @property
    def timeless(self) -> bool:
        """It asks for now and for who is acting."""
        return False
