"""init: make a book."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.errors import Usage

if TYPE_CHECKING:
    from pathlib import Path

    from leadctl.commands.session import Session


@click.command()
@click.argument("directory", default=".", required=False)
@click.option("-p", "--pipeline", help="The pipeline of new leads; see: leadctl pipeline list")
@click.option("--timezone", metavar="ZONE", help="Where the book is: New York, Eastern")
@click.option("--region", metavar="CC", help="How phone numbers without a country are read: US")
@click.option("--agent", metavar="NAME", help="Your name.")
@click.option("--git", is_flag=True, help="Set git up to share it, here or where a book is.")
@click.option("--no-input", is_flag=True, help="Ask nothing; take the defaults.")
@options.with_session
def command(session: Session, directory: str, git: bool, no_input: bool, **typed: Any) -> None:
    """Make a book here, or in DIRECTORY; safe to run twice."""
    from pathlib import Path

    from leadctl.actions import new_book
    from leadctl.actions.new_book import NewBook, is_book, make_book
    from leadctl.book.own_files.local_zone import local_zone

    path = Path(session.typed.directory or ".") / directory
    env = session.typed.env
    was_there = is_book(path)
    if was_there:
        book = make_book(path, NewBook("", "", "", ""), env)
        _say_kept(book.root, _set_up(session, book.root) if git else [])
        return
    ask = session.interactive(no_input=no_input)
    zone, region = local_zone(env), "US"
    answers = NewBook(
        pipeline=_pipeline(typed["pipeline"], ask),
        timezone=_answer(typed["timezone"], ask, "Time zone", zone, new_book.zone_answer),
        region=_answer(typed["region"], ask, "Country of phones", region, new_book.region_answer),
        agent=_answer(typed["agent"], ask, "Your name", env.get("USER") or "me", str.strip),
    )
    book = make_book(path, answers, env)
    session.typed.stored.append(f"a book was made in {book.root}")
    click.echo(f"Made a book in {book.root}: {answers.pipeline}, {answers.timezone}.")
    for done in _set_up(session, book.root) if git else ():
        click.echo(f"git: {done}.")
    session.note(_next_words(directory))


def _set_up(session: Session, root: Path) -> list[str]:
    from leadctl.actions.sharing.setup import set_up

    return set_up(root, session.typed.env)


def _say_kept(root: Path, done: list[str]) -> None:
    if not done:
        click.echo(f"{root} is a book already; nothing was changed.")
    for one in done:
        click.echo(f"git: {one}.")


def _pipeline(given: str | None, ask: bool) -> str:
    """Return the pipeline that was named, or chosen from those there are."""
    from leadctl.actions.new_book import choices

    default = "streeteasy-buyer"
    if given is not None or not ask:
        return given or default
    known = choices()
    for name, title in known:
        click.echo(f"  {name:<22} {title}", err=True)
    check = click.Choice([name for name, _ in known])
    answer: str = click.prompt("Pipeline", default, err=True, type=check, show_choices=False)
    return answer


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
        except Usage as error:
            raise click.UsageError(error.sentence) from None

    answer: str = click.prompt(question, default, err=True, value_proc=check)
    return answer


def _next_words(directory: str) -> str:
    enter = f"cd {directory}\n  " if directory != "." else ""
    return (
        "Next:\n  "
        f'{enter}leadctl add "Ana Lopez" phone="415 555 0132"\n'
        "  leadctl import export.csv --dry-run\n"
        "  leadctl due"
    )
