"""Age: older or newer than a span. Events, fields with a date, and moments share its keys."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.clauses.bounds import NEVER
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import is_day
from leadctl.rules.time.spans import Duration

AGES = {
    "older": key("duration", 'at least this long ago, on the wall clock; "0 days": it has come'),
    "newer": key("duration", "less than this long ago, or still to come"),
}


class Aged(ClauseKind):
    """A clause about something that has a time, and so an age."""

    older: Duration | None = None
    newer: Duration | None = None

    @property
    def is_aged(self) -> bool:
        """Whether an age is asked for."""
        return self.older is not None or self.newer is not None

    def has_age(self, value: object, case: Case) -> bool:
        """Whether a day or a moment is as old as asked for; what has no time is not."""
        if not self.is_aged:
            return True
        if not is_day(value) and case.aware(value) is None:
            return False
        old = self.older is None or _is_over(value, self.older, case)
        return old and (self.newer is None or not _is_over(value, self.newer, case))

    def age_words(self) -> str:
        """Return " at least 6 weeks ago", " less than 6 weeks ago", or ""."""
        said = [
            f"{words} {span} ago"
            for span, words in ((self.older, "at least"), (self.newer, "less than"))
            if span is not None
        ]
        return f" {' and '.join(said)}" if said else ""

    def check_age(self, names: Names) -> None:
        """Note spans that leave no age."""
        if self.older and self.newer and self.older.roughly >= self.newer.roughly:
            names.problem(self.source, f"{NEVER}older is no less than newer", key="older")

    @property
    def timeless(self) -> bool:
        """Whether no age is asked for: an age changes with now."""
        return not self.is_aged


def _is_over(value: object, span: Duration, case: Case) -> bool:
    """Whether a span, counted from a day or a moment, has passed."""
    if is_day(value):
        return bool(case.calendar.day_after(value, span, "wall") <= case.today)
    moment = case.aware(value)
    assert isinstance(moment, datetime)
    return case.calendar.add(moment, span, "wall") <= case.now
