"""The desk: a book at one moment and in one agent's hands, where rules and leads meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from leadctl.actions.sighted import Sighted
from leadctl.book.text.broken import Broken
from leadctl.errors import Invalid, NotFound, Problem, Usage
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.leads.lead import Lead
from leadctl.values import replace

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from leadctl.actions.typed_values import Here
    from leadctl.book.book import Book
    from leadctl.book.selector import Choose
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.due.today import Today
    from leadctl.rules.leads.agents import Agent
    from leadctl.rules.moves.by_itself import Passed
    from leadctl.rules.moves.effects.kind import Stamp


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


class Desk(Sighted):
    """Everything a use case needs: the book, the moment, and who is acting (None: nobody)."""

    def __init__(self, book: Book, now: datetime, actor: Agent | None = None) -> None:
        super().__init__(book, now, actor)
        self.choose: Choose | None = None
        """Asks which of several leads is meant, on a terminal."""
        self.doing = 0
        """Looking, changing, or what cannot be undone: see `leadctl.book.said_enough`."""

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
    def today(self) -> date:
        """The date where the agent is."""
        return self.now.astimezone(self.zone).date()

    @property
    def stamp(self) -> Stamp:
        """Return now and the acting agent. Raises Usage where nobody is acting."""
        from leadctl.rules.moves.effects.kind import Stamp

        if self.actor is None:
            agents = self.book.settings.team.agents
            who = next(iter(agents))
            raise Usage(
                "Who is acting? This book has several agents.",
                hint=f"Say --as {who} before the command; once for all, here: "
                f"leadctl config set agent {who}\nAgents: {', '.join(agents)}",
            )
        return Stamp(self.now, self.actor.id)

    @property
    def here(self) -> Here:
        """Return when and where things are typed."""
        from leadctl.actions.typed_values import Here

        return Here(self.now, self.zone, self.book.settings.region, self._id_of)

    def _id_of(self, typed: str) -> str:
        """Return the id of the one lead that is typed. Raises NotFound for none, or for several."""
        return self.find(typed).id

    def agenda(self, lead: Lead) -> list[Due]:
        """Return a lead's open deadlines, soonest first."""
        from leadctl.rules.due.agenda import agenda

        case = self.case(lead)
        return agenda(case)

    def caught_up(
        self, lead: Lead, at: datetime | None = None, *, trying: bool = False
    ) -> tuple[Lead, tuple[str, ...]]:
        """Return a lead after what its deadlines did by themselves until a moment, and in words.

        Every change starts from there, so that it makes no difference how often `tick` runs.
        With `trying` what was refused before is tried as of now as well.
        Raises Invalid for a definition whose deadlines go round in a circle.
        """
        from leadctl.rules.moves.by_itself import EndlessError, acts, apply_passed

        pipeline = self._pipelines.get(lead.pipeline) or self.case(lead).pipeline
        if not acts(pipeline, lead):
            return lead, ()
        case = replace(self.case(lead), now=min(at or self.now, self.now))
        try:
            after, applied = apply_passed(case, self.now if trying else None)
        except EndlessError as error:
            source = error.row.source
            said = f"{error} (lead {lead.id})"
            raise Invalid([Problem(source.file, source.line, "then", said)]) from None
        return after, tuple(map(self._passed_words, applied))

    def by_now(self, lead: Lead) -> Lead:
        """Return a lead as it is by now, ticked or not; one whose definition is unusable as it is.

        What `then` says holds for showing and judging from its deadline on (S3.11).
        """
        from leadctl.actions.guarding import Guarding

        with Guarding(lead.id, []):  # what is wrong is told where its rows are worked out
            return self.caught_up(lead)[0]
        return lead

    def _passed_words(self, passed: Passed) -> str:
        at = passed.at.astimezone(self.zone)
        return f"{passed.words}, as of {at:%Y-%m-%d %H:%M} ({passed.why})"

    def tried_again(self, lead: Lead) -> tuple[Lead, tuple[str, ...]]:
        """Return a lead after the refused moves that a change has made possible, and in words."""
        from leadctl.rules.moves.trying_again import tried_again

        if not any(event.name == "blocked" for event in lead.history):
            return lead, ()
        return tried_again(self.case(lead), self.now)

    def next_due(self, lead: Lead) -> Due | None:
        """Return what comes next for the acting agent, or the row that says that nothing does."""
        return self.next_told(lead, self.open_rows(lead))

    def next_of(self, lead: Lead, rows: Iterable[Due]) -> Due | None:
        """Return what comes next of a lead's rows, each at its next occurrence, or None."""
        from leadctl.rules.due.next_step import next_step

        rows = tuple(rows)
        return next_step(rows, self.today_of(lead)) if rows else None

    def next_told(self, lead: Lead, rows: Sequence[Due]) -> Due | None:
        """Return what comes next of a lead's rows; where nothing does, the row that says so."""
        absent = (row for row in rows if KINDS[row.kind].absent)
        return self.next_of(lead, rows) or next(absent, None)

    def today_of(self, lead: Lead) -> Today:
        """Return the day that is looked at, on the calendar of a lead's definition."""
        from leadctl.rules.due.today import Today

        return Today(self.now, self.zone, self.calendar_of(lead.pipeline))

    def open_rows(self, lead: Lead) -> list[Due]:
        """Return the acting agent's rows of a lead, soonest first, each at its next occurrence;
        those that are let go by now are not open.
        """
        from leadctl.rules.due.agenda import current

        calendar = self.calendar_of(lead.pipeline)
        rows = (current(row, self.now, calendar) for row in self.for_me(lead, self.agenda(lead)))
        return [row for row in rows if row.lapses is None or row.lapses > self.now]

    def for_me(self, lead: Lead, rows: Iterable[Due]) -> list[Due]:
        """Return the acting agent's rows of a lead: none for others, or of one passed on."""
        passed = self.has_passed(lead)
        return [row for row in rows if self._is_mine(row) and (row.agent or not passed)]

    def _is_mine(self, row: Due) -> bool:
        """Whether a row meant for one agent, or for a role, is the acting agent's."""
        if not row.agent or self.actor is None:
            return True
        if row.agent.startswith("role:"):
            return row.agent.removeprefix("role:") in self.actor.roles
        return row.agent == self.actor.id

    def saying_when(self, moment: datetime | date) -> str:
        """Return a moment ahead as people say it where the agent is: "Thu 14:00"."""
        from leadctl.rules.time.moments import dated

        return dated(moment, self.now, self.zone)

    def called_off(self, lead: Lead) -> dict[str, str]:
        """Return the fields of appointments of a lead that are off, each with why."""
        from leadctl.rules.due.agreed import called_off

        return called_off(self.case(lead))

    def without_date(self, lead: Lead, rows: Iterable[Due]) -> frozenset[str]:
        """Return the fields of appointments of a lead that are no date beside these rows."""
        from leadctl.rules.due.agreed import without_date

        return without_date(self.case(lead), rows)

    def saying(self, row: Due) -> str:
        """Return an open row with its time: "Fri 12:00 showing"."""
        from leadctl.rules.due.rows.saying import do_words, when_said

        when = when_said(row, row.told_in(self.zone))
        return f"{self.saying_when(when)} {do_words(row, self.now, self.zone)}"

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

    def find(self, selector: str, *, hidden: bool = False) -> Lead:
        """Return the one lead meant; with `hidden` one that is another's alone, where no other is.

        Raises NotFound.
        """
        from leadctl.book.selector import find_lead

        try:
            found = find_lead(self.book, selector, self.sight, self.choose, self._refuse_scrap)
            lead = self.by_now(living(found))
            if self.hidden(lead):
                raise NotFound(f"No lead matches {selector!r}.", hint="See yours: leadctl list")
        except NotFound:
            if hidden and (others := self._find_hidden(selector)):
                return others
            raise
        return lead

    def _find_hidden(self, selector: str) -> Lead | None:
        """Return the one hidden lead of that id or name, None where it is none or several."""
        from leadctl.book.selector import REACHING, Sight, find_lead

        with suppress(NotFound):
            found = find_lead(
                self.book, selector, Sight(self.hidden, lambda _: frozenset(REACHING))
            )
            return self.by_now(living(found))
        return None

    def _refuse_scrap(self, typed: str, found: Sequence[Lead]) -> None:
        """Raise NotFound for a word that is too little for what is done with the lead."""
        if self.doing:
            from leadctl.book.said_enough import refuse_scrap

            refuse_scrap(typed, found, self.doing)

    def find_together(self, words: Sequence[str]) -> Lead | None:
        """Return the one lead shown that several words mean together, None where nobody has all.

        Raises NotFound for several.
        """
        from leadctl.book.selector import find_together

        lead = find_together(self.book, words, self.sight, self.choose)
        return None if lead is None else self.by_now(living(lead))
