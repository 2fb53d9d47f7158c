"""init: make a book."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.errors import NotFound, Usage

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.actions.keeping.new_book import NewBook
    from leadctl.commands.starting.session import Session

    class InitTyped(TypedDict):
        """The answers that were typed."""

        pipeline: str | None
        timezone: str | None
        region: str | None
        agent: tuple[str, ...]


@click.command(cls=Explained)
@click.argument("directory", default=".", required=False)
@click.option("-p", "--pipeline", help="The pipeline of new leads; see: leadctl pipeline list")
@click.option("--timezone", metavar="ZONE", help="Where the book is: New York, Eastern")
@click.option("--region", metavar="CC", help="How phone numbers without a country are read: US")
@click.option("--agent", metavar="NAME", multiple=True, help="Your name; once more for another.")
@click.option("--git", is_flag=True, help="Set git up to share it, here or where a book is.")
@options.answers
@options.with_session
def command(session: Session, directory: str, git: bool, **typed: Unpack[InitTyped]) -> None:
    """Make a book here, or in DIRECTORY; safe to run twice."""
    from pathlib import Path

    from leadctl.actions.keeping import new_book
    from leadctl.actions.keeping.new_book import NewBook, is_book, make_book
    from leadctl.book.own_files.local_zone import local_zone, region_of

    path = Path(session.typed.directory or ".") / directory
    env = session.typed.env
    if is_book(path):
        session.book = make_book(path, NewBook("", "", "", ()), env)
        _say_kept(session, _set_up(session) if git else [])
        return
    ask = session.interactive()
    pipeline = _pipeline(path, typed["pipeline"], ask)
    zone = _answer(typed["timezone"], ask, "Time zone", local_zone(env), new_book.zone_answer)
    region = region_of(zone)
    answers = NewBook(
        pipeline=pipeline,
        timezone=zone,
        region=_answer(typed["region"], ask, "Country of phones", region, new_book.region_answer),
        agents=tuple(one.strip() for one in typed["agent"] if one.strip())
        or (_answer(None, ask, "Your name", env.get("USER") or "me", str.strip),),
    )
    session.book = make_book(path, answers, env)
    root = session.book.root
    session.typed.stored.append(f"a book was made in {root}")
    done = _set_up(session) if git else []
    made = f"Made a book in {root}: {answers.pipeline}, {answers.timezone}."
    _say(session, [made, *(f"git: {one}." for one in done)], made=True, git=done)
    session.note(_next_words(directory, answers) if session.answer_format == "text" else "")


def _set_up(session: Session) -> list[str]:
    from leadctl.actions.sharing.setup import set_up

    return set_up(session.book.root, session.typed.env)


def _say_kept(session: Session, done: list[str]) -> None:
    kept = f"{session.book.root} is a book already; nothing was changed."
    _say(session, [f"git: {one}." for one in done] or [kept], made=False, git=done)


def _say(session: Session, lines: list[str], *, made: bool, git: list[str]) -> None:
    """Say what was done; for a program, where the book is, whether it is new, what git was told."""
    if session.answer_format != "text":
        from leadctl.commands.telling.answers import answer_files

        answer_files(session, None, book=str(session.book.root), made=made, git=git)
    elif not session.typed.quiet:
        click.echo("\n".join(lines))


def _pipeline(path: Path, given: str | None, ask: bool) -> str:
    """Return the pipeline that was named, or chosen from those there are."""
    from functools import partial

    from leadctl.actions.keeping.new_book import choices, default_pipeline, pipeline_answer

    default = default_pipeline(path)
    if given is not None or not ask:
        return given or default
    for number, (name, title) in enumerate(choices(path), 1):
        click.echo(f"  {number}  {name:<20} {title}", err=True)
    return _answer(None, ask, "Pipeline", default, partial(pipeline_answer, path))


def _answer(
    given: str | None, ask: bool, question: str, default: str, read: Callable[[str], str]
) -> str:
    """Return an answer, read as it is given; on a terminal a wrong one is asked for again.

    Raises Usage for a wrong one that was typed as an option.
    """
    if given is not None or not ask:
        return read(given or default)

    def check(text: str) -> str:
        try:
            return read(text)
        except (Usage, NotFound) as error:
            raise click.UsageError(" ".join(filter(None, (error.sentence, error.hint)))) from None

    answer: str = click.prompt(question, default, err=True, value_proc=check)
    return answer


def _next_words(directory: str, answers: NewBook) -> str:
    from leadctl.actions.keeping.new_book import agent_ids

    enter = f"cd {directory}\n  " if directory != "." else ""
    first, *others = agent_ids(answers.agents)
    go_on = f"leadctl config set agent {first}\n  " if others else ""
    return (
        "Next:\n  "
        f'{enter}{go_on}leadctl add "Ana Lopez" phone="415 555 0132"\n'
        "  leadctl import export.csv --dry-run\n"
        "  leadctl due"
    )
