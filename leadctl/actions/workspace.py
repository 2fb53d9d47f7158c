"""The desk: a book at one moment and in one agent's hands, where rules and leads meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from leadctl.book.text.broken import Broken
from leadctl.errors import Invalid, LeadctlError, NotFound, Problem, Usage
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, replace

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from leadctl.actions.typed_values import Here
    from leadctl.book.book import Book
    from leadctl.book.selector import Choose, Sight
    from leadctl.rules.clauses.case import Case
    from leadctl.rules.clauses.peers import Peers
    from leadctl.rules.clauses.unmet import Unmet
    from leadctl.rules.due.row import Due
    from leadctl.rules.language.pipeline import Pipeline
    from leadctl.rules.leads.agents import Agent
    from leadctl.rules.moves.effects.kind import Stamp
    from leadctl.rules.time.spans import Duration
    from leadctl.rules.time.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Decided:
    """What a command makes of one lead: the lead after it, in words, and notes beside it."""

    lead: Lead
    words: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change the rules do not allow: what was asked, what is unmet, what is possible."""

    lead: Lead
    asked: str
    unmet: tuple[Unmet, ...]
    legal: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    override: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One lead changed: before (None for a new one), after, in words, and what is due next."""

    before: Lead | None
    after: Lead
    words: str
    notes: tuple[str, ...]
    next_due: Due | None
    diff: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did. `number` is what undo calls it; None where nothing was written."""

    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...] = ()
    failures: tuple[LeadctlError, ...] = ()
    number: int | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What every change is asked with: the leads, the command line for undo, whether to write.

    `at` is the moment that the change is about, if not now: a touch logged late. `bare` changes a
    lead whose definition cannot be used as well.
    """

    leads: tuple[Lead, ...]
    command: str
    dry_run: bool = False
    at: datetime | None = None
    bare: bool = False


if TYPE_CHECKING:
    Decide = Callable[[Case], Decided | Refusal]

_REACHING = frozenset({"phone", "phones", "email", "emails"})
_NO_STEP = frozenset({"idle", "suggestion", "message"})
"""Kinds of rows that are not told as what comes next."""
AT_ONCE = 500
"""More leads than this are written in batches, and made safe from a power cut all together."""
CLOCKS_DIFFER = timedelta(hours=1)


def living(lead: Lead) -> Lead:
    """Return a lead that is not deleted. Raises NotFound saying what became of one that is."""
    if not lead.value("deleted"):
        return lead
    into = lead.value("merged_into")
    if into:
        hint = f"Its history is there: leadctl show {into}"
        raise NotFound(f"Lead {lead.id} was merged into {into}.", hint=hint)
    raise NotFound(
        f"Lead {lead.id} was deleted.", hint="See what can be undone: leadctl undo --list"
    )


class Desk:
    """Everything a use case needs: the book, the moment, and who is acting (None: nobody)."""

    def __init__(self, book: Book, now: datetime, actor: Agent | None = None) -> None:
        self.book = book
        self.now = now
        self.actor = actor
        self.choose: Choose | None = None
        """Asks which of several leads is meant, on a terminal."""
        self._pipelines: dict[str, Pipeline] = {}
        self.calendars: dict[str, Calendar] = {}

    def at(self, now: datetime) -> Desk:
        """Return the same desk at another moment."""
        other = Desk(self.book, now, self.actor)
        other._pipelines = self._pipelines
        return other

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone times are shown and typed in: the agent's own, else the book's."""
        from leadctl.rules.time.wall_clock import load_zone

        own = self.actor.timezone if self.actor else ""
        return load_zone(own or self.book.settings.timezone)

    @property
    def stamp(self) -> Stamp:
        """Return now and the acting agent. Raises Usage where nobody is acting."""
        from leadctl.rules.moves.effects.kind import Stamp

        if self.actor is None:
            raise Usage(
                "Who is acting? This book has several agents.",
                hint="Say --as AGENT before the command, or set LEADCTL_AGENT.",
            )
        return Stamp(self.now, self.actor.id)

    @property
    def here(self) -> Here:
        """Return when and where things are typed."""
        from leadctl.actions.typed_values import Here

        return Here(self.now, self.zone, self.book.settings.region, self._id_of)

    def _id_of(self, typed: str) -> str:
        """Return the id of the one lead that is typed. Raises NotFound for none, or for several."""
        from leadctl.book.selector import find_lead

        return find_lead(self.book, typed).id

    def pipeline(self, pipeline_id: str) -> Pipeline:
        """Return a definition, read once. Raises NotFound, or Invalid with all its problems."""
        if pipeline_id not in self._pipelines:
            self._pipelines[pipeline_id] = self.book.definitions.read(pipeline_id).pipeline
        return self._pipelines[pipeline_id]

    def calendar(self, pipeline: Pipeline) -> Calendar:
        """Return a definition's working calendar, or the book's wall clock."""
        from leadctl.rules.time.working_calendar import always_open

        return pipeline.calendar or always_open(self.book.settings.timezone)

    def calendar_of(self, pipeline_id: str) -> Calendar:
        """Return the working calendar of a definition by its id. Raises as `pipeline` does."""
        if pipeline_id not in self.calendars:
            self.calendars[pipeline_id] = self.calendar(self.pipeline(pipeline_id))
        return self.calendars[pipeline_id]

    def case(self, lead: Lead) -> Case:
        """Return a lead's case. Raises Invalid for a pipeline that is not there, or not sound."""
        try:
            pipeline = self.pipeline(lead.pipeline)
        except NotFound as error:
            said = f"Lead {lead.id} is in the pipeline {lead.pipeline!r}, which is not there."
            move = f"To move its leads to another: leadctl pipeline migrate {lead.pipeline} NEW"
            problem = Problem(f"lead {lead.id}", 0, "pipeline", said)
            raise Invalid([problem], hint=f"{error.hint}\n{move}") from None
        return self.case_in(lead, pipeline)

    def case_or_bare(self, lead: Lead) -> tuple[Case, Invalid | None]:
        """Return a lead's case, or one of a definition without statuses, and what is wrong."""
        from leadctl.rules.language.pipeline import Pipeline

        try:
            return self.case(lead), None
        except Invalid as error:
            nothing = Pipeline(id=lead.pipeline, title="cannot be used", initial=lead.status)
            return self.case_in(lead, nothing), error

    def case_in(self, lead: Lead, pipeline: Pipeline) -> Case:
        """Return a lead\'s case under some definition, which need not be its own."""
        from leadctl.rules.clauses.derived import with_derived

        return with_derived(self._bare_case(lead, pipeline))

    def _bare_case(self, lead: Lead, pipeline: Pipeline) -> Case:
        """Return a lead's case without what is derived of it."""
        from leadctl.rules.clauses.case import Case
        from leadctl.rules.time.wall_clock import load_zone

        agents = self.book.settings.team.agents
        local = self.now.astimezone(load_zone(self.book.settings.timezone))
        return Case(
            lead,
            pipeline,
            local,
            self.actor,
            agents=agents,
            others=self._others,
            timezone=self.book.settings.timezone,
            rank=self.book.settings.team.rank,
            horizon=self.now + CLOCKS_DIFFER,
            idle=self._idle,
        )

    @cached_property
    def _idle(self) -> Duration:
        from leadctl.rules.time.spans import parse_duration

        return parse_duration(self.book.settings.idle)

    @cached_property
    def _others(self) -> Peers[Case]:
        """Every sound lead of the book, for clauses that compare leads."""
        from leadctl.rules.clauses.peers import Peers

        return Peers(self._bare_cases)

    def _bare_cases(self) -> Iterator[Case]:
        for lead in self.book.leads():
            if isinstance(lead, Broken) or lead.value("deleted"):
                continue
            with suppress(NotFound, Invalid):  # a lead without a usable definition is no peer
                yield self._bare_case(lead, self.pipeline(lead.pipeline))

    def agenda(self, lead: Lead) -> list[Due]:
        """Return a lead's open deadlines, soonest first."""
        from leadctl.rules.due.agenda import agenda

        case = self.case(lead)
        return agenda(case)

    def caught_up(self, lead: Lead, at: datetime | None = None) -> tuple[Lead, tuple[str, ...]]:
        """Return a lead after what its deadlines did by themselves until a moment, and in words.

        Every change starts from there, so that it makes no difference how often `tick` runs.
        Raises Invalid for a definition whose deadlines go round in a circle.
        """
        from leadctl.rules.moves.by_itself import EndlessError, acts, apply_passed

        pipeline = self.case(lead).pipeline
        if not acts(pipeline):
            return lead, ()
        case = replace(self.case(lead), now=min(at or self.now, self.now))
        try:
            after, applied = apply_passed(case)
        except EndlessError as error:
            source = error.row.source
            said = f"{error} (lead {lead.id})"
            raise Invalid([Problem(source.file, source.line, "then", said)]) from None
        return after, tuple(self._passed_words(row) for row in applied)

    def by_now(self, lead: Lead) -> Lead:
        """Return a lead as it is by now, ticked or not; one whose definition is unusable as it is.

        What `then` says holds for showing and judging from its deadline on (S3.11).
        """
        from leadctl.actions.guarding import Guarding

        with Guarding(lead.id, []):  # what is wrong is told where its rows are worked out
            return self.caught_up(lead)[0]
        return lead

    def _passed_words(self, row: Due) -> str:
        from leadctl.rules.moves.by_itself import deadline

        at = deadline(row).astimezone(self.zone)
        return f"{row.do}, as of {at:%Y-%m-%d %H:%M} ({row.why})"

    def next_due(self, lead: Lead) -> Due | None:
        """Return what is due next for a lead and its owner, or None.

        An agent who has passed on a lead has nothing to do for it any more.
        """
        if self.has_passed(lead):
            return None
        rows = self.agenda(lead)
        return next((row for row in rows if not row.agent and row.kind not in _NO_STEP), None)

    def saying_when(self, moment: datetime | date) -> str:
        """Return a moment ahead as people say it where the agent is: "Thu 14:00"."""
        from leadctl.rules.time.moments import dated

        return dated(moment, self.now, self.zone)

    def saying(self, row: Due) -> str:
        """Return an open row with its time: "Fri 12:00 showing"."""
        from leadctl.rules.time.moments import small

        return f"{self.saying_when(row.day or row.due)} {small(row.do)}"

    def has_passed(self, lead: Lead) -> bool:
        """Whether the acting agent has passed on a lead, and others have not."""
        from leadctl.rules.due.ownership import has_passed

        agents = self.book.settings.team.agents
        return self.actor is not None and has_passed(lead, self.actor.id, agents)

    def scan(self) -> Iterator[Lead | Broken]:
        """Yield the leads shown to the acting agent, and what is wrong with broken files."""
        for read in self.book.leads():
            if isinstance(read, Broken):
                yield read
            elif not read.value("deleted") and not self.hidden(found := self.by_now(read)):
                yield found

    def leads(self, *, sound_only: bool = False) -> Iterator[Lead]:
        """Yield the sound leads shown to the acting agent (`sound_only`: all the sound ones)."""
        for found in self.book.leads() if sound_only else self.scan():
            if isinstance(found, Lead) and not found.value("deleted"):
                yield self.by_now(found) if sound_only else found

    def hidden(self, lead: Lead) -> bool:
        """Whether a lead is another agent's alone (S3.17)."""
        from leadctl.rules.due.ownership import is_hidden

        try:
            return is_hidden(lead, self.pipeline(lead.pipeline), self.actor)
        except (NotFound, Invalid):
            return False

    def find(self, selector: str, *, hidden: bool = False) -> Lead:
        """Return the one lead meant. Unless `hidden`, one that is hidden is not found.

        Raises NotFound.
        """
        from leadctl.book.selector import Sight, find_lead

        sight = Sight(hidden=self.masked) if hidden else self.sight
        lead = self.by_now(living(find_lead(self.book, selector, sight, self.choose)))
        if not hidden and self.hidden(lead):
            raise NotFound(f"No lead matches {selector!r}.", hint="See yours: leadctl list")
        return lead

    @property
    def sight(self) -> Sight:
        """What the acting agent may be shown: what is hidden is not found either."""
        from leadctl.book.selector import Sight

        return Sight(lambda lead: not self.hidden(lead), self.masked)

    def masked(self, lead: Lead) -> frozenset[str]:
        """Return the fields of a lead that are hidden from the acting agent."""
        from leadctl.rules.due.ownership import masks

        case, unusable = self.case_or_bare(lead)
        if unusable:
            return _REACHING
        return frozenset(name for mask in masks(case) for name in mask.fields)

    def _clock_behind(self, lead: Lead) -> Refusal | None:
        """Refuse to record what would come before what has happened: the clock was set back.

        Clocks of two agents may well differ a little, so an hour is let pass.
        """
        from leadctl.rules.clauses.unmet import Unmet

        latest = max((event.at for event in lead.history), default=self.now)
        if latest - self.now <= CLOCKS_DIFFER:
            return None
        here, there = (moment.astimezone(self.zone) for moment in (self.now, latest))
        said = (
            f"the clock says {here:%Y-%m-%d %H:%M}, and the last event is of {there:%Y-%m-%d %H:%M}"
        )
        unmet = Unmet(said, hint="set the clock right, or say when it is: leadctl --now TIME ...")
        return Refusal(lead, "a change before its last event", (unmet,))

    def _too_early(self, lead: Lead, at: datetime | None) -> Refusal | None:
        """Refuse what would have happened before the lead came in."""
        from leadctl.rules.clauses.unmet import Unmet

        received = lead.received()
        if at is None or received is None or at >= received:
            return None
        said = f"{lead.name} came in {self.saying_when(received)}, after that moment"
        return Refusal(lead, "a moment before they came in", (Unmet(said, about="whole"),))

    def change(self, request: Request, decide: Decide) -> Outcome:
        """Let `decide` change leads, all of it one operation; what is refused stays as it was.

        Each lead is read again under the lock, so that nothing written meanwhile is lost.
        """
        from leadctl.book.writing.changing import changing

        changes: list[Change] = []
        refusals: list[Refusal] = []
        by = self.actor.id if self.actor else "leadctl"
        dry_run = request.dry_run
        bulk = len(request.leads) > AT_ONCE
        with changing(
            self.book, request.command, self.now, by, dry_run=dry_run, bulk=bulk
        ) as operation:
            for listed in request.leads:
                before = living(operation.read(listed.id))
                if behind := self._clock_behind(before) or self._too_early(before, request.at):
                    refusals.append(behind)
                    continue
                case, passed = self._start(before, request)
                made = decide(case)
                if isinstance(made, Refusal):
                    refusals.append(made)
                    continue
                if made.lead != before:
                    operation.save(made.lead)
                due = self.next_due(made.lead) if case.pipeline.statuses else None
                notes = (*passed, *made.notes)
                changes.append(Change(before, made.lead, made.words, notes, due))
        return Outcome(tuple(changes), tuple(refusals), (), operation.number, dry_run)

    def _start(self, before: Lead, request: Request) -> tuple[Case, tuple[str, ...]]:
        """Return the case from which a change starts, and what is to be said of it."""
        if request.bare:
            case, error = self.case_or_bare(before)
            if error:
                return case, (error.sentence,)
        lead, passed = self.caught_up(before, request.at)
        return self.case(lead), passed
