"""The session: from what was typed to a book, a moment, an agent and a screen. Read once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import click

from leadctl.commands.starting.globals import Globals, moment_in_utc
from leadctl.commands.starting.speaking import Speaker
from leadctl.errors import Invalid, NotFound, Usage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from leadctl.actions.desk import Desk
    from leadctl.actions.recording.changes import Request
    from leadctl.book.book import Book
    from leadctl.book.own_files.settings import Settings
    from leadctl.commands.starting.leads_meant import Meant
    from leadctl.render.screen import Screen
    from leadctl.rules.leads.agents import Agent
    from leadctl.rules.leads.lead import Lead

ALONE = "me"
"""Who acts in a book that names nobody."""


class Session(Speaker):
    """What a command needs, each part made when it is first asked for."""

    def __init__(
        self,
        typed: Globals,
        why: str = "",
        answer_format: str = "text",
        where: str = "",
        *,
        yes: bool = False,
        doing: int = 0,
    ) -> None:
        super().__init__(typed)
        self.why = why
        self.answer_format = answer_format
        self.where, self.yes, self.doing = where, yes, doing
        self.words: dict[str, str] = {}
        """The word by which each lead was found: hints name it so, ready to be typed again."""

    @cached_property
    def book(self) -> Book:
        """Return the book: -C, LEADCTL_DIR, or found by walking up. Raises NotFound."""
        from leadctl.book.book import Book
        from leadctl.rules.time.clock_face import write_hours

        book = Book.open(self.typed.directory or os.getcwd(), self.typed.env)
        self.listen_to(book)
        book.why = self.why
        write_hours(book.settings.clock)
        book.watched = None if self.answer_format == "text" else []
        return book

    @cached_property
    def now(self) -> datetime:
        """Return the present moment in UTC: --now, or the clock to the second."""
        text = self.typed.now_text
        if text is None:
            return self.clock
        return moment_in_utc(text) or self.when(text, self.clock)

    @cached_property
    def clock(self) -> datetime:
        """Return what the system's clock says, in UTC, to the second."""
        return datetime.now(UTC).replace(microsecond=0)

    def when(self, text: str, now: datetime | None = None, *, past: bool = False) -> datetime:
        """Return the moment that was typed. Raises Usage listing what can be typed."""
        from leadctl.rules.leads.lead import YEARS, outside
        from leadctl.rules.time.doubts import doubt
        from leadctl.rules.time.typed_times import parse_when

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

    def know_actor_or_none(self) -> None:
        """Let nobody act where the book does not know who is named. Raises as `book` does."""
        from leadctl.errors import NotFound

        _ = self.book
        try:
            _ = self.actor
        except NotFound:
            self.__dict__["actor"] = None

    @cached_property
    def desk(self) -> Desk:
        """Return the desk at which the use cases work."""
        from leadctl.actions.desk import Desk

        desk = Desk(self.book, self.now, self.actor)
        desk.doing = self.doing
        if self.interactive():
            from leadctl.commands.starting.choosing import choose_lead

            desk.choose = choose_lead
        return desk

    @cached_property
    def screen(self) -> Screen:
        """Return what stdout is."""
        from leadctl.render.screen import Screen

        if not sys.stdout.isatty():
            return Screen.of(self.typed.env, is_tty=False, no_color=self.typed.no_color)
        size, own = os.get_terminal_size(sys.stdout.fileno()), self.settings.width
        columns = min(size.columns, own) if size.columns and own else size.columns or own
        no_color = self.typed.no_color
        return Screen.of(
            self.typed.env, is_tty=True, columns=columns, lines=size.lines, no_color=no_color
        )

    @cached_property
    def settings(self) -> Settings:
        """Return the settings that hold: one's own alone where there is no book."""
        from leadctl.book.own_files.read_settings import load_settings

        try:
            return self.book.settings
        except NotFound:
            return load_settings(None, self.typed.env)

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
        from leadctl.actions.recording.changes import Request
        from leadctl.book.git.place import refuse_in_middle

        if not dry_run:
            refuse_in_middle(self.book.root)
        found = self.leads(selectors, hidden=hidden)
        if self.where:
            from leadctl.commands.starting.leads_meant import agreed, those_where

            more = those_where(self.desk, self.where, found)
            self.note(agreed(more, sure=self.yes or dry_run, asks=self.interactive()))
            found += more
        return Request(tuple(found), self.command, dry_run, at)

    def as_typed(self, text: str) -> str:
        """Return a text whose commands name leads as they were typed, not by their ids."""
        for lead_id, word in self.words.items():
            text = text.replace(f" {lead_id}", f" {word}")
        return text

    def leads(self, selectors: Iterable[str], *, hidden: bool = False) -> list[Lead]:
        """Return the leads meant, each once; "-" reads ids from stdin, a line each.

        Raises NotFound for the first that is not found or is ambiguous; where they are to be
        changed, Usage for words that mean several people by pieces of their names.
        """
        from leadctl.commands.starting.leads_meant import meant
        from leadctl.rules.clauses.words import quote

        found: dict[str, Lead] = {}
        for one in meant(self.desk, selectors, hidden=hidden):
            if self.doing and one.unclear and not self._all_of(one):
                raise one.refused(self.command)
            for word, lead in zip(one.words, one.leads, strict=True):
                found[lead.id] = lead
                self.words[lead.id] = quote(word)
        return list(found.values())

    def _all_of(self, meant: Meant) -> bool:
        """Whether several people are meant: asked where somebody can be."""
        return self.interactive() and click.confirm(f"All of them: {meant.people}?", err=True)

    def owner(self, name: str) -> str:
        """Return the agent meant by an --owner option: "me", "nobody", an id or a name."""
        from leadctl.actions.names import agent_named

        if name == "nobody":
            return name
        return agent_named(self.book.settings.team, name, self.actor).id

    def tell_torn(self) -> int:
        """Say what is wrong with settings or journal that were read past; return the exit code."""
        book: Book | None = self.__dict__.get("book")
        if book and book.problems and self.typed.stored:
            raise Invalid(book.problems)  # told as what failed after that was done
        return self.tell_problems(book.problems) if book else 0

    def tidy(self) -> None:
        """Remove what killed commands left in the book's folders, whatever this one was about."""
        book: Book | None = self.__dict__.get("book")
        if book:
            book.tidy()

    def close(self) -> None:
        """Let go of the book's files."""
        if "book" in self.__dict__:
            self.book.close()

    def tell_left(self) -> None:
        """Name the files that were not taken back, for somebody has edited them since."""
        book: Book | None = self.__dict__.get("book")
        for path in book.recovered if book else ():
            self.note(
                f"{path} was edited after a command that was taken back had written it: "
                "it was left as it is. See that it says what you want."
            )

    def interactive(self) -> bool:
        """Whether a person can be asked: a terminal at both ends, and no --no-input."""
        if self.typed.no_input or sys.stdin is None or sys.stdin.closed:
            return False
        return sys.stdin.isatty() and sys.stderr.isatty()


def _answer_of(ctx: click.Context) -> str:
    """Return how a change answers whose --format is also that of a listing."""
    asked = ctx.params.get("format_name")
    return {"json": "json", "jsonl": "json", "ids": "ids"}.get(asked or "", "text")


def session_of(ctx: click.Context) -> Session:
    """Return the session of a command line, the same for all of its commands."""
    from leadctl.book.own_files.zone_files import import_zones

    import_zones()
    typed = ctx.find_object(Globals) or Globals()
    if "leadctl.session" not in ctx.meta:
        ctx.meta["leadctl.session"] = Session(
            typed,
            ctx.meta.get("leadctl.why") or "",
            ctx.meta.get("leadctl.answer") or _answer_of(ctx),
            ctx.meta.get("leadctl.where") or "",
            yes=bool(ctx.meta.get("leadctl.yes") or ctx.params.get("yes")),
            doing=int("dry_run" in ctx.params),
        )
        ctx.call_on_close(ctx.meta["leadctl.session"].close)
    found = ctx.meta["leadctl.session"]
    assert isinstance(found, Session)
    return found
