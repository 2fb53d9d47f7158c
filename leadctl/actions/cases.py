"""Where leads and rules meet: the definitions of a book at one moment, and the cases they make."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from leadctl.book.text.broken import Broken
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.leads.lead import Lead

if TYPE_CHECKING:
    from leadctl.book.book import Book
    from leadctl.rules.clauses.case import Case
    from leadctl.rules.clauses.peers import Peers
    from leadctl.rules.language.pipeline import Pipeline
    from leadctl.rules.leads.agents import Agent
    from leadctl.rules.time.spans import Duration
    from leadctl.rules.time.working_calendar import Calendar

CLOCKS_DIFFER = timedelta(hours=1)
"""How far the clock of another clone may be ahead of ours."""


class Cases:
    """Makes the case of a lead: with its definition, the moment, and who is acting."""

    def __init__(self, book: Book, now: datetime, actor: Agent | None = None) -> None:
        self.book = book
        self.now = now
        self.actor = actor
        self._pipelines: dict[str, Pipeline] = {}
        self.calendars: dict[str, Calendar] = {}

    def pipeline(self, pipeline_id: str) -> Pipeline:
        """Return a definition, read once. Raises NotFound, or Invalid with all its problems."""
        if pipeline_id not in self._pipelines:
            self._pipelines[pipeline_id] = self.book.pipeline(pipeline_id)
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
            constants=self.book.settings.constants,
            mine=self._mine,
        )

    @cached_property
    def _mine(self) -> Container[str]:
        from leadctl.book.own_files.brought_in import BroughtIn
        from leadctl.book.own_files.places import PRIVATE

        return BroughtIn(self.book.place(PRIVATE), self.actor.id) if self.actor else ()

    @cached_property
    def _idle(self) -> Duration:
        from leadctl.rules.time.spans import parse_duration

        return parse_duration(self.book.settings.idle)

    @cached_property
    def _others(self) -> Peers[Case]:
        """Every sound lead of the book, for clauses that compare leads."""
        from leadctl.rules.clauses.peers import Peers

        return Peers(self._bare_cases, self._by_now)

    @cached_property
    def _as_filed(self) -> Peers[Case]:
        """The same leads as their files have them: a lead that moves by itself looks no further."""
        from leadctl.rules.clauses.peers import Peers

        return Peers(self._bare_cases)

    def _by_now(self, case: Case) -> Case:
        """Return the case of another lead after what its deadlines did by themselves until now."""
        from leadctl.rules.clauses.derived import with_derived
        from leadctl.rules.moves.by_itself import EndlessError, acts, apply_passed
        from leadctl.values import replace

        if not acts(case.pipeline, case.lead):
            return case
        with suppress(EndlessError):  # told where that lead itself is looked at
            after, _ = apply_passed(with_derived(replace(case, others=self._as_filed)))
            return self._bare_case(after, case.pipeline)
        return case

    def _bare_cases(self) -> Iterator[Case]:
        for lead in self.book.leads():
            if isinstance(lead, Broken) or lead.value("deleted"):
                continue
            with suppress(NotFound, Invalid):  # a lead without a usable definition is no peer
                yield self._bare_case(lead, self.pipeline(lead.pipeline))
