"""The session: from what was typed to a book, a moment, an agent and a screen. Read once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import click

from leadctl.commands.globals import Globals
from leadctl.errors import Invalid, NotFound, Problem, Refused, Usage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from leadctl.actions.workspace import Desk, Request
    from leadctl.book.book import Book
    from leadctl.render.screen import Screen
    from leadctl.rules.leads.agents import Agent
    from leadctl.rules.leads.lead import Lead

ALONE = "me"
"""Who acts in a book that names nobody."""


class Session:
    """What a command needs, each part made when it is first asked for."""

    def __init__(
        self,
        typed: Globals,
        why: str = "",
        answer_format: str = "text",
        where: str = "",
        *,
        yes: bool = False,
    ) -> None:
        self.typed = typed
        self.why = why
        self.answer_format = answer_format
        self.where, self.yes = where, yes
        self.words: dict[str, str] = {}
        """The word by which each lead was found: hints name it so, ready to be typed again."""

    @cached_property
    def book(self) -> Book:
        """Return the book: -C, LEADCTL_DIR, or found by walking up. Raises NotFound."""
        from pathlib import Path

        from leadctl.book.book import Book

        start = Path(self.typed.directory) if self.typed.directory else Path.cwd()
        book = Book.open(start, self.typed.env)
        book.stored = self.typed.stored
        book.why = self.why
        return book

    @cached_property
    def now(self) -> datetime:
        """Return the present moment in UTC: --now, or the clock to the second."""
        if self.typed.now_text is None:
            return self.clock
        return self.when(self.typed.now_text, self.clock)

    @cached_property
    def clock(self) -> datetime:
        """Return what the system's clock says, in UTC, to the second."""
        return datetime.now(UTC).replace(microsecond=0)

    def when(self, text: str, now: datetime | None = None, *, past: bool = False) -> datetime:
        """Return the moment that was typed. Raises Usage listing what can be typed."""
        from leadctl.rules.leads.lead import YEARS, outside
        from leadctl.rules.time.typed_times import doubt, parse_when

        try:
            moment = parse_when(text, now or self.now, self.zone, past=past)
            if unclear := doubt(text, now or self.now, self.zone, past=past):
                raise ValueError(f"{unclear}.")
        except ValueError as error:
            raise Usage(str(error)) from None
        if moment.year not in YEARS:  # a lead's file with such a moment would not be read again
            raise Usage(f'"{text}": {outside(moment.year)}.')
        return moment

    def look_at(self, text: str) -> None:
        """Take another moment as the present one, for a question about it (`--as-of`)."""
        self.now = self.when(text)
        self.__dict__.pop("desk", None)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone of the acting agent, else of the book."""
        from leadctl.rules.time.wall_clock import load_zone

        own = self.actor.timezone if self.actor else ""
        return load_zone(own or self.book.settings.timezone)

    @cached_property
    def actor(self) -> Agent | None:
        """Return who acts: --as, LEADCTL_AGENT, the person's own setting, or the only agent.

        None where a book has several and nobody was named. Raises NotFound for an unknown one.
        """
        from leadctl.rules.leads.agents import Agent

        team, env = self.book.settings.team, self.typed.env
        named = self.typed.actor or env.get("LEADCTL_AGENT") or self.book.settings.agent
        if named:
            from leadctl.actions.names import agent_named

            return agent_named(team, named)
        if len(team.agents) == 1:
            return next(iter(team.agents.values()))
        return None if team.agents else Agent(ALONE)

    @cached_property
    def desk(self) -> Desk:
        """Return the desk at which the use cases work."""
        from leadctl.actions.workspace import Desk

        desk = Desk(self.book, self.now, self.actor)
        if self.interactive():
            from leadctl.commands.choosing import choose_lead

            desk.choose = choose_lead
        return desk

    @cached_property
    def screen(self) -> Screen:
        """Return what stdout is."""
        from leadctl.render.screen import Screen

        is_tty = sys.stdout.isatty()
        columns = os.get_terminal_size(sys.stdout.fileno()).columns if is_tty else 0
        no_color = self.typed.no_color
        return Screen.of(self.typed.env, is_tty=is_tty, columns=columns, no_color=no_color)

    @property
    def command(self) -> str:
        """Return the command line as it was typed, for the journal."""
        return self.typed.line

    def request(
        self,
        selectors: Iterable[str],
        dry_run: bool,
        at: datetime | None = None,
        *,
        hidden: bool = False,
    ) -> Request:
        """Return what a change is asked with. Raises as `leads` does, and Busy mid-merge.

        With `hidden` leads are meant that others alone are shown.
        """
        from leadctl.actions.workspace import Request
        from leadctl.book.git.place import refuse_in_middle

        if not dry_run:
            refuse_in_middle(self.book.root)
        found = self.leads(selectors, hidden=hidden)
        if self.where:
            found += self._those_where(found, dry_run)
        return Request(tuple(found), self.command, dry_run, at)

    def _those_where(self, named: Sequence[Lead], dry_run: bool) -> list[Lead]:
        """Return the further leads that --where means, counted and asked for.

        Raises Usage where nobody can be asked and --yes was not said, Refused for a no.
        """
        from leadctl.actions.lead_filter import LeadFilter, wanted_leads
        from leadctl.actions.queries import query_of

        problems: list[Problem] = []
        wanted = LeadFilter(query=query_of(self.desk, [self.where]))
        ids = {lead.id for lead in named}
        found = [one for one in wanted_leads(self.desk, wanted, problems) if one.id not in ids]
        if problems:
            raise Invalid(problems)
        if not found:
            raise NotFound(f"No lead is one where {self.where}.")
        self._ask_for(found, dry_run)
        return found

    def _ask_for(self, found: Sequence[Lead], dry_run: bool) -> None:
        count = "1 lead" if len(found) == 1 else f"{len(found)} leads"
        some = ", ".join(lead.name for lead in found[:3]) + (", ..." if len(found) > 3 else "")
        if self.yes or dry_run:
            self.note(f"{count}: {some}")
            return
        if not self.interactive():
            raise Usage(f"{count} ({some}); to do it without being asked: --yes")
        if not click.confirm(f"{count}: {some}. Do it?", err=True):
            raise Refused("Nothing was changed.")

    def leads(self, selectors: Iterable[str], *, hidden: bool = False) -> list[Lead]:
        """Return the leads meant, each once; "-" reads ids from stdin, a line each.

        Raises NotFound for the first that is not found or is ambiguous.
        """
        from leadctl.rules.clauses.words import quote

        found: dict[str, Lead] = {}
        for selector in _expanded(selectors):
            lead = self.desk.find(selector, hidden=hidden)
            found[lead.id] = lead
            self.words[lead.id] = quote(selector)
        return list(found.values())

    def owner(self, name: str) -> str:
        """Return the agent meant by an --owner option: "me", "nobody", an id or a name."""
        if name == "me" and self.actor:
            return self.actor.id
        from leadctl.actions.names import agent_named

        return name if name == "nobody" else agent_named(self.book.settings.team, name).id

    def note(self, text: str) -> None:
        """Print a note on stderr, unless --quiet."""
        if text and not self.typed.quiet:
            from leadctl.render.safe import safe_lines

            click.echo(safe_lines(text), err=True)

    def tell_problems(self, problems: Sequence[Problem], hint: str = "") -> int:
        """Say on stderr what is wrong with files that were left out; return the exit code.

        For commands that have done the rest: raised, it would read as if that had failed.
        """
        if not problems:
            return 0
        from leadctl.render.safe import safe_lines

        found = Invalid(list(problems), hint=hint)
        for text in filter(None, (f"leadctl: {found.sentence}", hint)):
            click.echo(safe_lines(text), err=True)
        return found.exit_code

    def tell_torn(self) -> int:
        """Say what is wrong with settings or journal that were read past; return the exit code."""
        book: Book | None = self.__dict__.get("book")
        if book and book.problems and self.typed.stored:
            raise Invalid(book.problems)  # told as what failed after that was done
        return self.tell_problems(book.problems) if book else 0

    def tell_left(self) -> None:
        """Name the files that were not taken back, for somebody has edited them since."""
        book: Book | None = self.__dict__.get("book")
        for path in book.recovered if book else ():
            self.note(
                f"{path} was edited after a command that was taken back had written it: "
                "it was left as it is. See that it says what you want."
            )

    def interactive(self, *, no_input: bool = False) -> bool:
        """Whether a person can be asked: a terminal at both ends, and no --no-input."""
        if no_input or sys.stdin is None or sys.stdin.closed:
            return False
        return sys.stdin.isatty() and sys.stderr.isatty()


def _expanded(selectors: Iterable[str]) -> Iterator[str]:
    for selector in selectors:
        if selector != "-":
            yield selector
            continue
        from leadctl.book.tables.decoding import standard_input

        for line in standard_input():
            if words := line.decode("utf-8-sig", "replace").split():
                yield words[0]


def _answer_of(ctx: click.Context) -> str:
    """Return how a change answers whose --format is also that of a listing."""
    return "json" if ctx.params.get("format_name") in {"json", "jsonl"} else "text"


def session_of(ctx: click.Context) -> Session:
    """Return the session of a command line, the same for all of its commands."""
    typed = ctx.find_object(Globals) or Globals()
    if "leadctl.session" not in ctx.meta:
        ctx.meta["leadctl.session"] = Session(
            typed,
            ctx.meta.get("leadctl.why") or "",
            ctx.meta.get("leadctl.answer") or _answer_of(ctx),
            ctx.meta.get("leadctl.where") or "",
            yes=bool(ctx.meta.get("leadctl.yes") or ctx.params.get("yes")),
        )
    found = ctx.meta["leadctl.session"]
    assert isinstance(found, Session)
    return found
