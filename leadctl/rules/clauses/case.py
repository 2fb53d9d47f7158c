"""One lead with its definition at one moment: the value that every rule is asked about."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property

from leadctl.rules.clauses.peers import Peers
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key, Timeline
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.happened_at import moment_of, moments
from leadctl.rules.leads.lead import YEARS, Event, Lead
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar, always_open
from leadctl.values import dataclass, replace
from leadctl.values import field as default_of

NOBODY: Peers[Case] = Peers(tuple)


@dataclass(frozen=True)
class Case:
    """One lead with its definition, at one moment, in one agent's hands: all a rule may ask.

    `timezone` is the book's, for definitions without a calendar; `rank` is the order in which its
    agents are offered leads. `target` is the status asked for, if a move is judged,
    `logged` the event, if one is; `others` are
    the leads that a clause may compare with, `peers` the same as it may see them; both are only
    read when a clause asks for them. What is dated after `horizon` has not happened yet, and hides
    nothing. `idle` is the book's: when an open lead with nothing ahead is listed. So are
    `constants`: what its settings say once. `mine` are the leads, by id, that the acting agent is
    known to have brought in.
    """

    lead: Lead
    pipeline: Pipeline
    now: datetime
    actor: Agent | None = None
    target: str = ""
    agents: Mapping[str, Agent] = default_of(default_factory=dict)
    derived: Mapping[str, object] = default_of(default_factory=dict)
    others: Peers[Case] = NOBODY
    peers: Peers[Case] = NOBODY
    timezone: str = "UTC"
    rank: Sequence[str] = ()
    horizon: datetime | None = None
    idle: Duration = Duration(days=7)
    logged: Event | None = None
    constants: Mapping[str, object] = default_of(default_factory=dict)
    mine: Container[str] = ()

    @property
    def lead_id(self) -> str:
        """The lead's id."""
        return self.lead.id

    @property
    def calendar(self) -> Calendar:
        """The calendar deadlines are counted on: the definition's, or one that is always open."""
        return self.pipeline.calendar or always_open(self.timezone)

    @property
    def zone(self) -> tzinfo:
        """The timezone in which days begin."""
        return self.calendar.zone

    @property
    def today(self) -> date:
        """The local date of now."""
        return self.now.astimezone(self.zone).date()

    @property
    def parked(self) -> bool:
        """Whether the lead's role keeps it outside funnel and clocks (S1.14, decision 14)."""
        role = self.pipeline.roles.get(self.lead.role)
        return role is not None and role.parked

    @property
    def state(self) -> str:
        """Where the journey stands: "open", "won", "lost", or "parked"."""
        status = self.pipeline.statuses.get(self.lead.status)
        if self.parked or (status is not None and status.parked):
            return "parked"
        return (status.closed if status else "") or "open"

    @cached_property
    def line(self) -> Timeline:
        """The lead's events in the order in which they happened."""
        return Timeline(self.lead, self.pipeline, self.horizon, self.zone)

    def moment_of(self, at: datetime) -> datetime:
        """Return the moment of an event that is recorded now; a day stands behind what is known."""
        return moment_of(at, moments(self.lead.history, self.zone), self.zone)

    def up_to(self, moment: datetime) -> Case:
        """Return the case as it was at a moment: what happened later does not count."""
        past = {key[1] for key, _ in self.line.keyed if key[0] <= moment}
        history = [event for place, event in enumerate(self.lead.history) if place in past]
        if len(history) == len(self.lead.history):
            return replace(self, now=moment)
        return replace(self, now=moment, lead=replace(self.lead, history=tuple(history)))

    def value(self, name: str) -> object:
        """Return a field's value, or a derived one, or its default; a constant is the book's."""
        if name in self.pipeline.constants:
            return self.constants.get(name)
        if name in self.derived:
            return self.derived[name]
        found = self.lead.value(name)
        if found is None and name in self.pipeline.fields:
            return self.pipeline.fields[name].default
        return found

    def day_of(self, moment: datetime) -> Key:
        """Return when the local day of a moment begins, before all that happens on it."""
        return self.calendar.start_of_day(self.calendar.local_day(moment)), BEFORE_ALL

    def aware(self, value: object) -> datetime | None:
        """Return a moment in UTC, a time without zone read on the calendar's; None for others."""
        if not isinstance(value, datetime) or value.year not in YEARS:
            return None
        moment = value if value.tzinfo else value.replace(tzinfo=self.calendar.zone)
        return moment.astimezone(UTC)

    def moment_in(self, event: Event, key: str) -> datetime | None:
        """Return a moment that an event's line gives, a day as its beginning; None where none."""
        value = event.data.get(key)
        if type(value) is date and value.year in YEARS:
            return self.calendar.start_of_day(value)
        return self.aware(value)

    def has_role(self, agent: str, role: str) -> bool:
        """Whether a configured agent has a role."""
        return agent in self.agents and role in self.agents[agent].roles

    def end_of_day(self, start: datetime) -> datetime:
        """Return when the local day of a moment is over: 23 to 25 hours after it began."""
        return self.calendar.end_of_day(start)
