"""Which rows of a file tell of new leads, and which of leads that came in long ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.whole_day import whole_day
from leadctl.rules.time.working_calendar import Calendar, Clock
from leadctl.values import dataclass

_DAY = timedelta(days=1)
_SUNDAY_AND_SATURDAY = {5, 6}
_FAR = 366
"""So many days are looked through for working days at most."""


@dataclass(frozen=True)
class Arrivals:
    """How the new leads of one import come in, the same in every clone on the same day.

    A row that says no day of arrival, or one before `fresh_since`, is taken over on `day`, to be
    got in touch with on one of `starts`. With `as_new` every row is a new lead. `file` is the name
    of the file, `morning` when the day began.
    """

    now: datetime
    morning: datetime
    day: date
    fresh_since: datetime
    starts: tuple[date, ...]
    as_new: bool = False
    file: str = ""

    def is_past(self, received: datetime | None) -> bool:
        """Whether a lead that came in at a moment, or nobody knows when, is taken over."""
        return not self.as_new and (received is None or received < self.fresh_since)

    def came_in(self, received: datetime | None) -> datetime:
        """Return when a lead came in: as its row says, else on the day of the import."""
        return received or (self.now if self.as_new else self.morning)

    def start(self, place: int) -> date:
        """Return the day for the row at a place of the file: they go round."""
        return self.starts[place % len(self.starts)]

    @property
    def at(self) -> datetime:
        """Return the moment of the take-over, which is a day."""
        return whole_day(self.day)


def arrivals(  # noqa: PLR0913  # each is a separate fact about the import
    now: datetime,
    calendar: Calendar,
    *,
    promises: Sequence[FollowUp] = (),
    new_days: int,
    spread_days: int,
    as_new: bool = False,
    file: str = "",
) -> Arrivals:
    """Return how an import at a moment takes its rows.

    What came in `new_days` ago or later is new, and whatever a promise to answer may still be
    owed to. The take-overs are spread over the `spread_days` working days that follow.
    """
    day = calendar.local_day(now)
    morning = calendar.start_of_day(day)
    limits = [calendar.start_of_day(day - timedelta(days=new_days))]
    for rule in promises:
        clock: Clock = "working" if rule.clock == "working" else "wall"
        limits.append(calendar.before(morning, rule.after or Duration(), clock))
    starts = tuple(_working_days(day, calendar, max(1, spread_days)))
    return Arrivals(now, morning, day, min(limits), starts, as_new, file)


def _working_days(day: date, calendar: Calendar, count: int) -> Iterator[date]:
    """Yield the next working days; of a calendar that is always open, Monday to Friday."""
    always = all(calendar.is_working_day(day + _DAY * n) for n in range(7)) and calendar.is_open(
        calendar.start_of_day(day)
    )
    found = 0
    for ahead in range(1, _FAR):
        following = day + _DAY * ahead
        is_weekend = following.weekday() in _SUNDAY_AND_SATURDAY
        if not is_weekend if always else calendar.is_working_day(following):
            yield following
            found += 1
        if found == count:
            return
    if not found:
        yield day + _DAY


def promises_to_answer(pipeline: Pipeline) -> list[FollowUp]:
    """Return the rules of a definition by which a lead that came in is owed an answer."""
    first = pipeline.statuses.get(pipeline.initial)
    rules = (*pipeline.follow_up, *(first.follow_up if first else ()))
    return [rule for rule in rules if rule.from_.moment == "received" and rule.after]
