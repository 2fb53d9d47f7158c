"""A row of the morning list, as a value of its own: lists are printed without the rules."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from leadctl.rules.language.source import Source
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.rules.language.effect import Effect
    from leadctl.rules.time.spans import Duration


@dataclass(frozen=True, kw_only=True)
class Due:
    """One row of the morning list.

    `due` is in UTC; with a `zone`, the calendar's, it is the start of a day there, and is missed
    when that day is over, at `missed`. `planned` is what `due` was before a snooze put
    it off. `agent` is who it is for, "" the lead's owner; a role is written "role:manager".
    `opens` is when it may be shown first, `lapses` when it is let go. `about` is the record it is
    about (a deal's id), where there are several, `about_key` the event field that says so and
    `about_label` what people call such a record; `to` is whom it reaches. A recurring row is
    counted from `since`, every `every` on its `clock`. `section` and `fold` say where it stands in
    the list and as what it is counted; `over` and `said` are the channel and the words of what they
    last told us, `could` the statuses for whoever is back, `note` the agent's own for the next
    time, `following` the agent whose turn comes next, `types` the command that settles it, "{lead}"
    in it. With `by_days` it was counted in whole days, so that its time of day says nothing and it
    is missed at the end of that day; `of_day` says that what it counts `since`, or tells of, has a
    day and no hour that is known; `ahead_of` is the appointment that it is for. `occurrence` tells
    one of a series from the others, whatever its time, and `sequence` says how often what it counts
    from was moved; `tried` says that they were called for it, and not reached. All of them are
    plain and absolute, so that they can be stored.
    """

    lead: str
    rule: str
    kind: str
    do: str
    due: datetime
    since: datetime
    missed: datetime | None = None
    planned: datetime | None = None
    ideal: datetime | None = None
    opens: datetime | None = None
    lapses: datetime | None = None
    every: Duration | None = None
    clock: str = "wall"
    by: tuple[str, ...] = ()
    clears: str = ""
    why: str = ""
    source: Source = Source()
    agent: str = ""
    to: str = "lead"
    about: object = None
    about_key: str = ""
    about_label: str = ""
    then: tuple[Effect, ...] = ()
    suggest: str = ""
    snoozed: bool = False
    accepts_done: bool = False
    section: str = ""
    fold: str = ""
    over: str = ""
    said: str = ""
    could: str = ""
    note: str = ""
    zone: str = ""
    following: str = ""
    types: str = ""
    occurrence: str = ""
    sequence: int = 0
    by_days: bool = False
    of_day: bool = False
    ahead_of: datetime | None = None
    tried: bool = False

    @property
    def all_day(self) -> bool:
        """Whether the row is due at any time of a day, its `zone` saying whose."""
        return bool(self.zone)

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time has passed; a day is over at its end."""
        return now >= (self.missed or self.due)

    @property
    def uid(self) -> str:
        """What names it in every calendar, never by its time: put off or moved, it is the same."""
        parts = (self.lead, self.rule, str(self.about or ""), self.occurrence, self.agent)
        return f"{'-'.join(filter(None, parts))}@leadctl"

    @property
    def record(self) -> str:
        """The record it is about, as people say it: "grant G-1"; "" where it is about none."""
        return "" if self.about is None else f"{self.about_label} {self.about}".strip()

    @property
    def told_about(self) -> dict[str, object]:
        """What an event says that is about the same record; nothing where it is about none."""
        return {} if self.about is None else {self.about_key or "id": self.about}

    def told_in(self, zone: tzinfo) -> tzinfo:
        """Return the zone in which its day is told: a whole day's own, else the viewer's."""
        from leadctl.rules.time.wall_clock import load_zone

        return load_zone(self.zone) if self.all_day else zone

    @property
    def day(self) -> date | None:
        """The date of an all-day row, whoever looks at it from wherever; None for a timed one."""
        from leadctl.rules.time.wall_clock import load_zone

        return self.due.astimezone(load_zone(self.zone)).date() if self.all_day else None
